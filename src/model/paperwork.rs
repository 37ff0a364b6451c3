//! The lists about paper: the ledger, questions by trainer, the chase note.

use super::desk::Desk;
use super::layer::Hand;
use super::lists::{ListLine, Target, form_title};
use super::message::PaperOnDesk;
use super::words;
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::case::Case;
use crate::domain::dates;
use crate::domain::ledger::{LedgerLine, SheetState, of_draft};
use crate::domain::overview::CaseLine;
use crate::domain::question::{Asked, Question, read};
use crate::domain::reference::{ClientId, TrainerId};
use crate::domain::sheet::Draft;
use crate::forms::{Form, Kind};
use crate::paper::{chase, expected, gaps, rekey};
use chrono::NaiveDate;

/// What a list about paper shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Narrow {
    /// Only sheets that stand so.
    pub state: Option<SheetState>,
    /// Only what is of this trainer.
    pub trainer: Option<TrainerId>,
}

/// The whole ledger: what the store knows, half-keyed sheets, and expected ones.
pub fn ledger(desk: &Desk, paper: &PaperOnDesk) -> Vec<LedgerLine> {
    let owed = expected::expected(
        &desk.overview.cases,
        &desk.fixed.paper,
        &desk.fixed.calendar,
        desk.today(),
    );
    gaps::whole(paper.ledger.clone(), &desk.overview.drafts, owed)
}

/// Sheets with questions, half-keyed ones among them.
pub fn asked(desk: &Desk, paper: &PaperOnDesk) -> Vec<Asked> {
    let mut all = paper.asked.clone();
    for draft in desk.overview.drafts.iter() {
        let Some((serial, true)) = of_draft(draft) else {
            continue;
        };
        let query = draft.boxes.get(crate::forms::filling::QUERY_BOX);
        all.push(Asked {
            serial,
            form: draft.form.clone(),
            version: draft.version,
            on: None,
            trainer: gaps::hand(draft),
            client: draft.client,
            initials: initials(desk, draft.client),
            name: String::new(),
            query: query.map(|kept| kept.text.clone()).unwrap_or_default(),
            draft: Some(draft.id),
        });
    }
    all
}

fn initials(desk: &Desk, client: Option<ClientId>) -> String {
    let line = desk
        .overview
        .cases
        .iter()
        .find(|l| Some(l.client) == client);
    line.map_or_else(String::new, |line| chase::initials(&line.identity))
}

/// The lines of the ledger.
pub fn ledger_lines(desk: &Desk, paper: &PaperOnDesk, narrow: &Narrow) -> Vec<ListLine> {
    let fits = |line: &LedgerLine| {
        // Serials that lie unused on pads are shown only to whoever asks for them.
        let state = match narrow.state {
            Some(state) => line.state == state,
            None => !matches!(
                line.state,
                SheetState::Issued | SheetState::Filed | SheetState::Void
            ),
        };
        state
            && narrow
                .trainer
                .as_ref()
                .is_none_or(|t| line.trainer.as_ref() == Some(t))
    };
    let mut all = ledger(desk, paper);
    all.retain(fits);
    all.sort_by_key(|line| (line.state, line.on, line.serial.clone()));
    all.iter().map(|line| ledger_line(desk, line)).collect()
}

/// The half-keyed sheet that carries a serial.
fn half_keyed<'a>(desk: &'a Desk, serial: &str) -> Option<&'a Draft> {
    let mut drafts = desk.overview.drafts.iter();
    drafts.find(|draft| of_draft(draft).is_some_and(|(its, _)| its == serial))
}

/// Whose a sheet is, where that is known or stands on a half-keyed one.
fn whose(desk: &Desk, client: Option<ClientId>, draft: Option<&Draft>) -> String {
    match (client, draft) {
        (None, Some(draft)) => super::lists::draft_name(desk, draft),
        (client, _) => super::lists::client_name(desk, client),
    }
}

fn ledger_line(desk: &Desk, line: &LedgerLine) -> ListLine {
    let trainer = line.trainer.as_ref();
    let draft = half_keyed(desk, &line.serial);
    let what = match (&line.keyed, line.why.is_empty()) {
        (_, false) => line.why.clone(),
        (Some((at, by)), true) => {
            let at = at.with_timezone(&chrono::Local).format("%d/%m %H:%M");
            format!("{at} by {by}")
        }
        (None, true) => String::new(),
    };
    let target = match line.state {
        SheetState::InTray => Some(Target::Paper(line.serial.clone())),
        SheetState::Parked | SheetState::Queried => draft
            .map(|d| Target::Draft(d.id))
            .or_else(|| Some(Target::Sheet(line.serial.clone(), String::new()))),
        SheetState::Keyed | SheetState::Rekeyed | SheetState::Filed => {
            Some(Target::Sheet(line.serial.clone(), String::new()))
        }
        SheetState::Expected => line.client.map(Target::Client),
        SheetState::Issued | SheetState::Void => None,
    };
    ListLine {
        cells: vec![
            line.state.words().to_owned(),
            line.serial.clone(),
            form_title(desk, &line.form),
            line.on.map(dates::show).unwrap_or_default(),
            trainer.map_or_else(String::new, |t| words::trainer(&desk.overview, &t.0)),
            whose(desk, line.client, draft),
            what,
        ],
        target,
    }
}

/// One line for each question; without questions in words, one for the sheet.
pub fn query_lines(desk: &Desk, paper: &PaperOnDesk, narrow: &Narrow) -> Vec<ListLine> {
    let mut all = asked(desk, paper);
    all.retain(|a| narrow.trainer.is_none() || a.trainer == narrow.trainer);
    all.sort_by_key(|a| (a.trainer.is_none(), a.trainer.clone(), a.serial.clone()));
    all.iter().flat_map(|a| of_sheet(desk, a)).collect()
}

fn of_sheet(desk: &Desk, asked: &Asked) -> Vec<ListLine> {
    let form = desk.fixed.forms.form(&asked.form, asked.version);
    let draft = asked
        .draft
        .and_then(|id| desk.overview.drafts.iter().find(|d| d.id == id));
    let line = |question: &Question| {
        let key = match question {
            Question::Box(key, _) => key.clone(),
            Question::Sheet(_) => form.as_deref().map_or_else(String::new, first_answer),
        };
        let target = match asked.draft {
            Some(draft) => Target::DraftBox(draft, key),
            None => Target::Sheet(asked.serial.clone(), key),
        };
        ListLine {
            cells: vec![
                asked.trainer.as_ref().map_or_else(
                    || "none named".to_owned(),
                    |trainer| trainer_name(desk, Some(trainer)),
                ),
                asked.serial.clone(),
                match asked.name.as_str() {
                    "" => whose(desk, asked.client, draft),
                    name => name.to_owned(),
                },
                chase::in_words(question, form.as_deref()),
            ],
            target: Some(target),
        }
    };
    read(&asked.query).iter().map(line).collect()
}

/// The question that a line of the list of questions is about.
pub fn question_in(desk: &Desk, paper: &PaperOnDesk, line: &ListLine) -> Option<Question> {
    let [_, serial, _, words] = line.cells.as_slice() else {
        return None;
    };
    let sheets = asked(desk, paper);
    let sheet = sheets.iter().find(|asked| asked.serial == *serial)?;
    let form = desk.fixed.forms.form(&sheet.form, sheet.version);
    let mut questions = read(&sheet.query).into_iter();
    questions.find(|question| chase::in_words(question, form.as_deref()) == *words)
}

/// The box in which a sheet opens that is asked about as a whole: not its number, into which no answer belongs.
fn first_answer(form: &Form) -> String {
    let mut body = form.body();
    let box_of = body.find(|field| field.kind != Kind::Client && !field.kind.is_computed());
    box_of.map_or_else(String::new, |field| field.key.clone())
}

pub(super) fn trainer_name(desk: &Desk, trainer: Option<&TrainerId>) -> String {
    trainer.map_or_else(String::new, |t| words::trainer(&desk.overview, &t.0))
}

/// The chase note to one trainer, or about sheets of which nobody knows who filled them in.
pub fn note(desk: &Desk, paper: &PaperOnDesk, trainer: Option<&TrainerId>) -> String {
    let asked = asked(desk, paper);
    let all = ledger(desk, paper);
    let missing = all
        .iter()
        .filter(|l| l.state == SheetState::Expected && l.trainer.as_ref() == trainer)
        .map(|l| (l, initials(desk, l.client)));
    let to = trainer.and_then(|t| desk.overview.trainer(&t.0));
    let note = chase::Note {
        to: to.map_or_else(
            || trainer.map_or("", |t| t.0.as_str()),
            |t| {
                if t.name.is_empty() {
                    t.id.0.as_str()
                } else {
                    t.name.as_str()
                }
            },
        ),
        from: &desk.user,
        service: &desk.overview.service,
        on: desk.today(),
        asked: asked
            .iter()
            .filter(|a| a.trainer.as_ref() == trainer)
            .collect(),
        missing: missing.collect(),
    };
    note.write(&desk.fixed.forms)
}

/// The trainers to whom there is anything to write, nobody-knows-whom last.
pub fn to_chase(desk: &Desk, paper: &PaperOnDesk) -> Vec<Option<TrainerId>> {
    let asked = asked(desk, paper);
    let all = ledger(desk, paper);
    let missing = all.iter().filter(|l| l.state == SheetState::Expected);
    let mut whom: Vec<Option<TrainerId>> = asked.iter().map(|a| a.trainer.clone()).collect();
    whom.extend(missing.map(|l| l.trainer.clone()));
    whom.sort_by_key(|t| (t.is_none(), t.clone()));
    whom.dedup();
    whom
}

/// The note as lines of a list.
pub fn note_lines(desk: &Desk, paper: &PaperOnDesk, trainer: Option<&TrainerId>) -> Vec<ListLine> {
    let text = note(desk, paper, trainer);
    let line = |words: &str| ListLine {
        cells: vec![words.to_owned()],
        target: None,
    };
    text.lines().map(line).collect()
}

/// Clients of open cases of whom nothing was heard for the days that the settings say.
pub fn silent_lines(desk: &Desk) -> Vec<ListLine> {
    let days = i64::from(desk.fixed.paper.closing.silence_days);
    let silent = |line: &&CaseLine| {
        let last = last_heard(&line.case);
        let has_trainer = line.case.is_open() && line.case.holder().is_some();
        has_trainer && last.is_some_and(|last| (desk.today() - last).num_days() >= days)
    };
    let mut all: Vec<&CaseLine> = desk.overview.cases.iter().filter(silent).collect();
    all.sort_by_key(|line| last_heard(&line.case));
    let line = |line: &&CaseLine| ListLine {
        cells: vec![
            last_heard(&line.case).map(dates::show).unwrap_or_default(),
            line.case.no.to_string(),
            line.identity.name(),
            words::standing(&line.case, &desk.overview, desk.today()),
        ],
        target: Some(Target::Client(line.client)),
    };
    all.iter().map(line).collect()
}

/// The last time anybody was in touch, kept appointment or not; else since the trainer has the case.
fn last_heard(case: &Case) -> Option<NaiveDate> {
    let contacts = case.contacts.iter().map(|c| c.on);
    let since = case.spells.last().map(|s| s.from);
    contacts.chain(case.last_seen()).max().or(since)
}

/// Sheets whose paper may go into the cabinet: nothing is asked, and no box waits to be keyed again.
pub fn to_file(desk: &Desk, paper: &PaperOnDesk) -> Vec<String> {
    let (plan, settings) = (&desk.rekey.plan, &desk.fixed.paper.rekey);
    let waits = |serial: &str| {
        let later = desk.rekey.material.sheets.iter().any(|r| {
            r.sheet.head.serial == serial
                && r.keyer == desk.user
                && !rekey::may(settings, r, &desk.user, desk.local)
        });
        later || plan.open().any(|b| b.serial == serial)
    };
    let today = desk.today();
    let done = paper.ledger.iter().filter(|line| match line.state {
        SheetState::Rekeyed => !waits(&line.serial),
        SheetState::Keyed => {
            let keyed = line.keyed.as_ref();
            let before =
                keyed.is_some_and(|(at, _)| at.with_timezone(&chrono::Local).date_naive() < today);
            before && !waits(&line.serial)
        }
        _ => false,
    });
    done.map(|line| line.serial.clone()).collect()
}

/// The acts that file sheets.
pub fn filed(serials: Vec<String>) -> Vec<NewAct> {
    let act = |serial| NewAct {
        subject: Subject::None,
        deed: Deed::SheetFiled { serial },
        private: Private::default(),
    };
    serials.into_iter().map(act).collect()
}

/// The act that hands out a pad, from what she typed.
///
/// # Errors
/// A sentence: what is wrong with it.
pub fn pad_issued(hand: &Hand<'_>, text: &str) -> Result<NewAct, String> {
    let desk = &hand.desk;
    let trainer = |typed: &str| {
        let same = |t: &&crate::domain::trainer::Trainer| t.id.0.eq_ignore_ascii_case(typed);
        desk.overview
            .trainers
            .iter()
            .find(same)
            .map(|t| t.id.clone())
    };
    let pad = crate::paper::pads::typed(&desk.fixed.forms, text, trainer, desk.today())?;
    Ok(issued(pad))
}

/// The act that hands out a pad.
pub fn issued(pad: crate::domain::ledger::Pad) -> NewAct {
    let crate::domain::ledger::Pad {
        form,
        first,
        last,
        trainer,
        on,
    } = pad;
    NewAct {
        subject: Subject::None,
        deed: Deed::PaperIssued {
            form,
            first,
            last,
            trainer,
            on,
        },
        private: Private::default(),
    }
}
