//! What a key did, in words and bells. All that happened at once is said at once: nothing is overwritten by what came after it.

use crate::domain::ledger::SERIAL_BOX;
use crate::domain::value::Value;
use crate::forms::{BoxView, Event, Filling, Severity};
use crate::model::desk::NoticeKind;
use crate::model::effect::{Bell, Effect};
use crate::model::layer::Hand;

/// Rings and says what happened.
pub(super) fn tell(hand: &mut Hand<'_>, events: Vec<Event>) {
    let mut notices: Vec<(NoticeKind, String)> = Vec::new();
    let mut page = None;
    let mut asks = false;
    for event in events {
        asks |= matches!(event, Event::SoftAsked(_));
        if let Event::PageTurned(number) = event {
            page = Some((NoticeKind::Info, format!("Page {number}.")));
        }
        let (bell, notice) = one(event);
        hand.effects.extend(bell.map(Effect::Ring));
        notices.extend(notice);
    }
    // The page stands on the screen anyway: it is said where nothing else is.
    if notices.is_empty() {
        notices.extend(page);
    }
    let Some(kind) = notices
        .iter()
        .map(|(kind, _)| *kind)
        .max_by_key(|kind| weight(*kind))
    else {
        return;
    };
    let mut sentences: Vec<String> = notices.into_iter().map(|(_, sentence)| sentence).collect();
    if asks {
        sentences.push("Enter again keeps it.".to_owned());
    }
    hand.desk.say(kind, sentences.join(" "));
}

/// A reason was to be given where no check asks for one: a fault cannot be kept for a reason, however good.
pub(super) fn nothing_asked(hand: &mut Hand<'_>, view: &BoxView<'_>) {
    match view.finding.filter(|f| f.severity == Severity::Hard) {
        Some(fault) => hand.desk.say(
            NoticeKind::Hard,
            format!(
                "This cannot be kept as it stands: {} If the paper says so, mark the box, or park the sheet and ask.",
                fault.sentence
            ),
        ),
        None => hand
            .desk
            .say(NoticeKind::Info, "No check asks about this box."),
    }
}

fn one(event: Event) -> (Option<Bell>, Option<(NoticeKind, String)>) {
    match event {
        Event::Advanced => (Some(Bell::Accept), None),
        Event::PageTurned(_) => (Some(Bell::Page), None),
        Event::Hard(finding) => (Some(Bell::Hard), Some((NoticeKind::Hard, finding.sentence))),
        Event::SoftAsked(finding) => (Some(Bell::Soft), Some((NoticeKind::Soft, finding.sentence))),
        Event::SoftPassed(_) | Event::Filled => (None, None),
        Event::SkipReset { boxes } => {
            let said = format!(
                "Emptied, because they are skipped now: {}.",
                boxes.join(", ")
            );
            (None, Some((NoticeKind::Info, said)))
        }
        Event::AtEnd => (
            Some(Bell::Page),
            Some((
                NoticeKind::Info,
                "That was the last box. Enter saves.".into(),
            )),
        ),
        Event::EnterTaken => (
            None,
            Some((
                NoticeKind::Info,
                "The box before had gone on by itself. Enter again leaves this one blank.".into(),
            )),
        ),
        Event::Open(sentence) | Event::ReadAgain(sentence) | Event::Differs { sentence, .. } => {
            (Some(Bell::Soft), Some((NoticeKind::Soft, sentence)))
        }
        Event::TrainerAsked(name) => {
            let said = format!("The trainer will be asked about {name}.");
            (None, Some((NoticeKind::Info, said)))
        }
        Event::Refused(sentence) => (Some(Bell::Hard), Some((NoticeKind::Hard, sentence))),
    }
}

fn weight(kind: NoticeKind) -> u8 {
    match kind {
        NoticeKind::Good | NoticeKind::Info => 0,
        NoticeKind::Soft => 1,
        NoticeKind::Hard => 2,
    }
}

/// A sheet was thrown away: which, and that nothing of it is left.
pub(super) fn thrown_away(hand: &mut Hand<'_>, filling: &Filling) {
    let serial = filling.value(SERIAL_BOX).and_then(Value::as_text);
    let sheet = format!("{} {}", filling.form().title, serial.unwrap_or_default());
    let said = format!(
        "Thrown away: {}. It cannot be brought back.",
        sheet.trim_end()
    );
    hand.desk.say(NoticeKind::Info, said);
}
