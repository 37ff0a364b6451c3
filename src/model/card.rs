//! The answer card: who has the case, last seen, next due, what is missing; below it the timeline.

use super::desk::{Desk, NoticeKind};
use super::effect::{Effect, Ticket};
use super::find::Chosen;
use super::layer::{Answer, Hand, Layer, Move, Screen};
use super::lists::{ListKind, ListScreen};
use super::message::Message;
use super::past::{self, Past};
use super::words;
use crate::allocation;
use crate::command::{Command, Context};
use crate::domain::case::{Case, CaseState};
use crate::domain::dates;
use crate::domain::dossier::Dossier;
use crate::domain::overview::{Card, CaseLine};
use crate::domain::reference::ClientId;
use crate::domain::sheet::{Sheet, SheetRole};

/// A client's card.
#[derive(Debug)]
pub struct CardScreen {
    /// Whose.
    pub client: ClientId,
    /// Waits for it.
    pub ticket: Ticket,
    /// The card, once read.
    pub card: Option<Box<Card>>,
    /// The marked line of the timeline, newest first.
    pub marked: usize,
    /// A sheet laid open to read.
    pub reading: Option<Box<Sheet>>,
    /// First line shown of the sheet being read.
    pub top: usize,
    /// The day as at which it is shown, where that is not today.
    pub past: Option<Past>,
}

/// Asks for a card and gives the screen that waits for it.
pub fn open(hand: &mut Hand<'_>, client: ClientId) -> Layer {
    let ticket = hand.ask_and_hold(|ticket| Effect::ReadCard(ticket, client));
    Layer::Card(Box::new(CardScreen::waiting(client, ticket)))
}

/// What a supervisor asks about a client, in lines: who has the case, last seen, next due, what is missing.
///
/// Used by the card on the screen and by `caseload card`.
pub fn answers(desk: &Desk, dossier: &Dossier) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let overview = &desk.overview;
    let Some(case) = dossier.current_case() else {
        return vec![(
            "Case",
            "none: nobody has referred this client yet".to_owned(),
        )];
    };
    let holder = case.holder().map_or_else(
        || "nobody yet".to_owned(),
        |t| words::trainer(overview, &t.0),
    );
    lines.push(("Who has the case", holder));
    lines.push((
        "Case",
        format!(
            "{} {}",
            case.no,
            words::standing(case, overview, desk.today())
        ),
    ));
    let day = |d: Option<chrono::NaiveDate>| {
        d.map_or_else(
            || "never".to_owned(),
            |d| format!("{} ({})", dates::show(d), dates::echo(d, desk.today())),
        )
    };
    lines.push(("Last seen", day(dossier.last_seen())));
    lines.push(("Next due", next_due(desk, dossier, case)));
    lines.push((
        "Missing paper",
        missing_paper(dossier).unwrap_or_else(|| "nothing".to_owned()),
    ));
    let line = CaseLine::of(dossier)
        .into_iter()
        .find(|line| line.case.no == case.no);
    let scene = super::lists::scene(desk);
    for limit in line
        .iter()
        .flat_map(|line| allocation::limits(&scene, line))
    {
        lines.push(("Limit", limit));
    }
    for spell in case.spells.iter().filter(|s| !s.reason.is_empty()) {
        lines.push((
            "Given with reason",
            format!(
                "{}: {}",
                words::trainer(overview, &spell.trainer.0),
                spell.reason
            ),
        ));
    }
    lines
}

/// The next appointment, else what the diary owes her.
fn next_due(desk: &Desk, dossier: &Dossier, case: &Case) -> String {
    if let Some(day) = case.next_appointment(desk.today()) {
        return format!("appointment {}", dates::show(day));
    }
    let scene = super::lists::scene(desk);
    let owed = allocation::diary::due(&scene)
        .into_iter()
        .find(|due| due.client == dossier.id && due.case == case.no);
    owed.map_or_else(
        || "nothing".to_owned(),
        |due| {
            let late = if due.late { " !" } else { "" };
            format!("{}{late}: {}", dates::show(due.due), due.words)
        },
    )
}

/// Paper that should be there by now and is not.
pub fn missing_paper(dossier: &Dossier) -> Option<String> {
    let case = dossier.current_case()?;
    let has = |role: SheetRole| dossier.sheets.iter().any(|s| s.role == role);
    let mut missing = Vec::new();
    let seen = matches!(case.state(), CaseState::Open | CaseState::Closed);
    if case.no.number == 0 {
        missing.push("referral");
    }
    if seen && !has(SheetRole::Registration) {
        missing.push("registration");
    }
    if seen && case.kind_of_work() == Some(2) {
        if case.assessments.is_empty() {
            missing.push("first assessment");
        }
        if case.plan.is_none() {
            missing.push("health plan");
        }
    }
    if case.signoff.is_some()
        && case.plan.is_some()
        && !case.assessments.iter().any(|(stage, _)| stage == "POST")
    {
        missing.push("final assessment");
    }
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// The answer as one sentence, to say or to paste.
pub fn sentence(desk: &Desk, dossier: &Dossier) -> String {
    let parts: Vec<String> = answers(desk, dossier)
        .iter()
        .map(|(k, v)| format!("{}: {v}", k.to_lowercase()))
        .collect();
    let name = dossier.identity.name();
    format!(
        "{name}, born {}, {}.",
        dossier.identity.born_shown(),
        parts.join("; ")
    )
}

impl CardScreen {
    /// A card that is still being read.
    pub fn waiting(client: ClientId, ticket: Ticket) -> Self {
        Self {
            client,
            ticket,
            card: None,
            marked: 0,
            reading: None,
            top: 0,
            past: None,
        }
    }

    /// The desk as of which the card speaks: that of the day shown.
    pub fn desk<'d>(&'d self, today: &'d Desk) -> &'d Desk {
        let then = self.past.as_ref().and_then(|past| past.desk.as_deref());
        then.unwrap_or(today)
    }

    /// Lines of the timeline.
    fn lines(&self) -> usize {
        self.card.as_ref().map_or(0, |card| card.sheets.len())
    }

    /// The sheet on the marked line; the timeline shows the newest first.
    pub fn marked_sheet(&self) -> Option<&Sheet> {
        self.card.as_ref()?.sheets.iter().rev().nth(self.marked)
    }

    fn nobody(&self) -> String {
        match &self.past {
            Some(past) => format!(
                "On {} this client was not on the books yet.",
                dates::show(past.day)
            ),
            None => "This client is not on the books any more.".to_owned(),
        }
    }

    fn step(&mut self, by: isize) {
        if self.reading.is_some() {
            self.top = self.top.saturating_add_signed(by).min(400);
        } else {
            self.marked = self
                .marked
                .saturating_add_signed(by)
                .min(self.lines().saturating_sub(1));
        }
    }

    fn chosen(&self) -> Chosen {
        let crn = self
            .card
            .as_ref()
            .map(|card| card.dossier.identity.crn.clone())
            .filter(|crn| !crn.is_empty());
        Chosen {
            client: Some(self.client),
            as_read: crn.unwrap_or_else(|| self.client.to_string()),
            others: Vec::new(),
        }
    }

    fn history(&self, hand: &mut Hand<'_>) {
        let list = ListScreen::about(hand, ListKind::History, self.client);
        hand.push(Layer::List(list));
    }

    fn allocate(&self, hand: &mut Hand<'_>) {
        let case = self
            .card
            .as_ref()
            .and_then(|card| card.dossier.current_case())
            .filter(|case| case.is_open());
        match case {
            Some(case) => super::allocate::open(hand, Some((self.client, case.no))),
            None => hand.desk.say(
                NoticeKind::Info,
                "There is no open case to allocate. Key a referral first.",
            ),
        }
    }
}

impl Screen for CardScreen {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Card]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        let page = isize::try_from(hand.desk.size.1)
            .unwrap_or(24)
            .saturating_sub(8)
            .max(1);
        if let Some(past) = self.past.as_ref().filter(|_| past::changes(command)) {
            past.refuse(hand);
            return true;
        }
        match command {
            Command::ShowPast => past::ask(hand),
            Command::ShowHistory => self.history(hand),
            Command::NextLine => self.step(1),
            Command::PreviousLine => self.step(-1),
            Command::NextCardPage => self.step(page),
            Command::PreviousCardPage => self.step(-page),
            Command::OpenSheet => {
                self.reading = self.marked_sheet().cloned().map(Box::new);
                self.top = 0;
            }
            Command::AmendSheet => {
                if let Some(sheet) = self
                    .reading
                    .as_deref()
                    .or_else(|| self.marked_sheet())
                    .cloned()
                {
                    let step = super::keying::amend(hand, &sheet).map(Move::Push);
                    hand.moves.extend(step);
                }
            }
            Command::KeySheet => {
                let picker = super::forms::FormPicker::new(Some(self.chosen()));
                hand.push(Layer::Forms(picker));
            }
            Command::AllocateCase => self.allocate(hand),
            Command::UndoLine => match self.marked_sheet() {
                Some(sheet) => {
                    let words = format!("sheet keyed {}", sheet.head.serial);
                    super::everywhere::ask_undo(hand, sheet.act, &words);
                }
                None => hand.desk.say(NoticeKind::Info, "No sheet is marked."),
            },
            Command::CopySentence => {
                if let Some(card) = &self.card {
                    let mut text = sentence(self.desk(hand.desk), &card.dossier);
                    if let Some(past) = &self.past {
                        text = format!("As at {}: {text}", dates::show(past.day));
                    }
                    hand.effects.push(Effect::Copy(text));
                    hand.desk.say(NoticeKind::Good, "Copied as one sentence.");
                }
            }
            Command::CloseCard if self.reading.is_some() => self.reading = None,
            Command::CloseCard => hand.moves.push(Move::Pop),
            _ => return false,
        }
        true
    }

    fn answered(&mut self, hand: &mut Hand<'_>, answer: Answer) {
        if answer.token == past::AS_AT {
            past::answered(hand, self.client, &answer);
        }
    }

    fn typed(&mut self, _hand: &mut Hand<'_>, _c: char) {}

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        match message {
            Message::CardRead(ticket, card) if *ticket == self.ticket => {
                self.card.clone_from(card);
                // A record that was joined to another one is read there.
                self.client = card.as_ref().map_or(self.client, |card| card.dossier.id);
                self.marked = self.marked.min(self.lines().saturating_sub(1));
                if let (Some(past), Some(card)) = (&mut self.past, card) {
                    past.desk = Some(Box::new(hand.desk.as_at(past.day, &card.dossier)));
                }
                if card.is_none() {
                    hand.desk.say(NoticeKind::Hard, self.nobody());
                    hand.moves.push(Move::Pop);
                }
            }
            Message::Recorded(_, acts)
                if self.past.is_none()
                    && acts.iter().any(|act| act.client == Some(self.client)) =>
            {
                let client = self.client;
                self.reading = None;
                self.ticket = hand.ask_and_hold(|ticket| Effect::ReadCard(ticket, client));
            }
            Message::Failed(ticket, _) if *ticket == Some(self.ticket) && self.card.is_none() => {
                hand.moves.push(Move::Pop);
            }
            _ => {}
        }
    }
}
