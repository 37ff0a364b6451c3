//! The answer card: who has the case, last seen, next due, what is missing; below it the timeline.

pub use super::case_history::history;
use super::desk::{Desk, NoticeKind};
use super::effect::{Effect, Ticket};
use super::find::Chosen;
use super::hands;
use super::layer::{Answer, Hand, Layer, Move, Screen};
use super::lists::{ListKind, ListScreen};
use super::message::Message;
use super::past::{self, Past};
use super::words;
use crate::allocation::{self, When};
use crate::command::{Command, Context};
use crate::domain::act::{Act, Deed, NewAct};
use crate::domain::case::{Case, CaseState};
use crate::domain::client::Identity;
use crate::domain::dates;
use crate::domain::dossier::Dossier;
use crate::domain::overview::{Card, CaseLine, Overview};
use crate::domain::reference::ClientId;
use crate::domain::sheet::{Sheet, SheetHead, SheetRole};

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
    /// Acts about a change of hands on their way.
    pub moving: Option<Ticket>,
    /// How the case comes back, while the reason is asked.
    pub how: When,
    /// The reason given, while the day is asked.
    pub because: String,
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
    lines.push(whose(overview, case));
    lines.push((
        "Case",
        format!(
            "{} {}",
            case.no,
            words::standing(case, overview, desk.today())
        ),
    ));
    lines.extend(limits(desk, dossier, case));
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
    lines.extend(history(overview, case));
    lines
}

/// What bounds the work with her: it stands before what is only known of the past, so that no window is too small for it.
fn limits(desk: &Desk, dossier: &Dossier, case: &Case) -> Vec<(&'static str, String)> {
    let lines = CaseLine::of(dossier);
    let line = lines.iter().find(|line| line.case.no == case.no);
    let scene = super::lists::scene(desk);
    let limits = line.map_or_else(Vec::new, |line| allocation::limits(&scene, line));
    limits.into_iter().map(|limit| ("Limit", limit)).collect()
}

/// Who has the case; of one that is closed who had it last: it is with nobody.
fn whose(overview: &Overview, case: &Case) -> (&'static str, String) {
    let asked = match case.state() {
        CaseState::Closed => "Who had it last",
        _ => "Who has the case",
    };
    let nobody = match case.state() {
        CaseState::Closed | CaseState::NotTaken => "nobody",
        _ => "nobody yet",
    };
    let holder = case.holder();
    let who = holder.map_or_else(|| nobody.to_owned(), |t| words::trainer(overview, &t.0));
    (asked, who)
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

/// Paper that should be there by now and is not. A final assessment is not asked for: where there is none the sign-off asks why.
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
            moving: None,
            how: When::Declined,
            because: String::new(),
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
        self.card.as_ref()?.timeline().into_iter().nth(self.marked)
    }

    /// Whether an act is about her, or moves one of her sheets to somebody else.
    fn is_touched_by(&self, act: &Act) -> bool {
        let sheets = self.card.iter().flat_map(|card| &card.sheets);
        let moved = |head: &SheetHead| sheets.clone().any(|s| s.head.serial == head.serial);
        act.client == Some(self.client)
            || matches!(&act.deed, Deed::SheetKeyed { head, .. } if moved(head))
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
        let her = self.card.as_ref().map(|card| &card.dossier.identity);
        let id = self.client.to_string();
        Chosen {
            client: Some(self.client),
            as_read: her.map_or(id.as_str(), |her| her.crn_or(&id)).to_owned(),
            name: her.map(Identity::name).unwrap_or_default(),
            others: Vec::new(),
        }
    }

    fn open_case(&self) -> Option<&Case> {
        let case = self.card.as_ref()?.dossier.current_case()?;
        Some(case).filter(|case| case.is_open())
    }

    /// The open case, where somebody has it; else she is told.
    fn case_with_somebody(&self, hand: &mut Hand<'_>) -> Option<&Case> {
        let case = self.open_case().filter(|case| case.holder().is_some());
        if case.is_none() {
            let none = "Nobody has a case of this client now.";
            hand.desk.say(NoticeKind::Info, none);
        }
        case
    }

    /// Asks how the case comes back from whoever has it.
    fn ask_return(&self, hand: &mut Hand<'_>) {
        let holder = self.case_with_somebody(hand).and_then(Case::holder);
        if let Some(holder) = holder {
            let who = words::trainer(&hand.desk.overview, &holder.0);
            hands::ask_how(hand, &who);
        }
    }

    /// Lets the case wait, or goes on with it.
    fn hold(&mut self, hand: &mut Hand<'_>) {
        let today = hand.desk.today();
        let Some(case) = self.open_case() else {
            let none = "There is no open case that could wait.";
            return hand.desk.say(NoticeKind::Info, none);
        };
        let is_held = case
            .holds
            .iter()
            .any(|h| h.from <= today && h.to.is_none_or(|to| today < to));
        if is_held {
            let deed = Deed::CaseResumed {
                case: case.no,
                on: today,
            };
            self.record(hand, hands::about(self.client, deed));
        } else {
            hands::ask_why(hand, hands::WHY_HOLD, "Why does the case wait?", When::Hold);
        }
    }

    fn hold_until(&mut self, hand: &mut Hand<'_>, typed: &str) {
        let today = hand.desk.today();
        let until = match typed.trim() {
            "" => Ok(None),
            typed => hands::day_ahead(typed, today).map(Some),
        };
        let until = match until {
            Ok(until) => until,
            Err(said) => {
                hand.desk.say(NoticeKind::Hard, said);
                return ask_hold_until(hand);
            }
        };
        if let Some(case) = self.open_case() {
            let act = hands::held(hand.desk, self.client, case, until, &self.because);
            self.record(hand, act);
        }
    }

    /// Commands by which the case changes hands, waits or ends.
    fn change_hands(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        match command {
            Command::CoverCase => {
                if self.case_with_somebody(hand).is_some() {
                    self.allocate(hand, true);
                }
            }
            Command::ReturnCase => self.ask_return(hand),
            Command::HoldCase => self.hold(hand),
            Command::CloseReferral => match self.open_case().map(Case::last_seen) {
                Some(None) => {
                    let title = "How does it end? The offender manager is to be told.";
                    hands::ask_why(hand, hands::WHY_CLOSED, title, When::Close);
                }
                Some(_) => hand.desk.say(
                    NoticeKind::Info,
                    "Work was done: it ends with a sign-off sheet.",
                ),
                None => hand
                    .desk
                    .say(NoticeKind::Info, "There is no open referral to close."),
            },
            _ => return false,
        }
        true
    }

    fn record(&mut self, hand: &mut Hand<'_>, act: NewAct) {
        hand.desk.safety = super::Safety::Saving;
        self.moving = Some(hand.ask_and_hold(|ticket| Effect::Record(ticket, vec![act])));
    }

    fn history(&self, hand: &mut Hand<'_>) {
        let list = ListScreen::about(hand, ListKind::History, self.client);
        hand.push(Layer::List(list));
    }

    fn allocate(&self, hand: &mut Hand<'_>, cover: bool) {
        match self.open_case() {
            Some(case) => super::allocate::open_for(hand, Some((self.client, case.no)), cover),
            None => hand.desk.say(
                NoticeKind::Info,
                "There is no open case to allocate. Key a referral first.",
            ),
        }
    }
}

fn ask_hold_until(hand: &mut Hand<'_>) {
    let title = "Until which day? Enter alone where nobody knows.";
    hands::ask_day(hand, hands::HOLD_UNTIL, title, 0);
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
            Command::AllocateCase => self.allocate(hand, false),
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
            _ => return self.change_hands(hand, command),
        }
        true
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
                if self.past.is_none() && acts.iter().any(|act| self.is_touched_by(act)) =>
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

    fn answered(&mut self, hand: &mut Hand<'_>, answer: Answer) {
        match (answer.token, answer.choice) {
            (past::AS_AT, _) => past::answered(hand, self.client, &answer),
            (hands::HOW, Some(choice)) => {
                self.how = if choice == 0 {
                    When::Declined
                } else {
                    When::Revoked
                };
                hands::ask_why(hand, hands::WHY_BACK, "Why does it come back?", self.how);
            }
            (hands::WHY_BACK, Some(_)) => {
                let case = self.open_case();
                let act = case.and_then(|case| {
                    hands::returned(hand.desk, self.client, case, self.how, &answer.text)
                });
                if let Some(act) = act {
                    self.record(hand, act);
                }
            }
            (hands::WHY_CLOSED, Some(_)) => {
                let client = self.client;
                let act = self
                    .open_case()
                    .map(|c| hands::closed(client, c, &answer.text));
                if let Some(act) = act {
                    self.record(hand, act);
                }
            }
            (hands::WHY_HOLD, Some(_)) => {
                self.because = answer.text;
                ask_hold_until(hand);
            }
            (hands::HOLD_UNTIL, Some(_)) => self.hold_until(hand, &answer.text),
            _ => {}
        }
    }
}
