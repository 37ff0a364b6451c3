//! Finding a client as she types: the box and its list, on home and wherever a client is asked for.
//!
//! # Why
//! The list answers the newest query only and keeps the marked client marked when it is looked up again, so that it does not
//! jump under her finger. A new client exists only past a ranked "is it one of these?".

use super::call::Call;
use super::desk::NoticeKind;
use super::effect::{Effect, Ticket};
use super::layer::{Answer, Hand, Layer, Move, Screen};
use super::line::Line;
use super::message::{HitLine, Message};
use super::question::Question;
use crate::command::{Command, Context};
use crate::domain::reference::{ClientId, Serial};
use crate::search::{Counted, Person};
use std::fmt;

/// Longest query that is looked up, in characters.
const LONGEST: usize = 200;
/// Answer of the question "is it one of these?".
const ALIKE: &str = "alike";
/// From this probability on somebody found may be the person meant; below it she only shares a few letters.
pub(super) const LIKELY: f32 = 0.1;
/// From this probability on somebody found is taken for the person meant where the sheet might also bring somebody new.
const SURE: f32 = 0.8;
/// Characters of a CRN: a letter and six digits.
const CRN_LENGTH: usize = 7;
/// Lines shown and chosen by a digit.
pub const SHOWN: usize = 9;

/// The box and its list; part of home and of [`FindFor`].
#[derive(Default)]
pub struct Find {
    /// What she types.
    pub query: Line,
    /// What was found for the newest answered query.
    pub hits: Vec<HitLine>,
    /// How many there are beyond them.
    pub counted: Counted,
    /// The query that `hits` answers.
    pub answered: String,
    /// The newest query's ticket.
    pub ticket: Ticket,
    /// The marked line; `None` while the caret is in the box (the first line then counts as marked for Enter).
    pub marked: Option<usize>,
}

impl fmt::Debug for Find {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Find({} found, marked {:?})",
            self.hits.len(),
            self.marked
        )
    }
}

impl Find {
    /// Whether `hits` answers what stands in the box.
    pub fn is_answered(&self) -> bool {
        self.answered == self.query.text()
    }

    /// Asks for what stands in the box now. Other words have no mark yet: whom Enter takes must not hang on how fast the answers come.
    pub fn ask(&mut self, hand: &mut Hand<'_>) {
        if !self.is_answered() {
            self.marked = None;
        }
        if self.query.text().trim().is_empty() {
            // A ticket that nothing answers: what is still being looked up is not wanted any more.
            self.ticket = hand.ticket();
            self.marked = None;
            self.hits.clear();
            self.answered = self.query.text().to_owned();
            return;
        }
        let query = self.query.text().to_owned();
        self.ticket = hand.ask(|ticket| Effect::Find(ticket, query));
    }

    /// A character typed goes into the box, wherever the mark stands.
    pub fn typed(&mut self, hand: &mut Hand<'_>, c: char) {
        if self.query.text().len() < LONGEST {
            self.query.insert(c);
            self.ask(hand);
        }
    }

    /// Pasted text goes into the box as one line.
    pub fn pasted(&mut self, hand: &mut Hand<'_>, text: &str) {
        match self.query.paste(text, LONGEST) {
            Ok(()) => self.ask(hand),
            Err(sentence) => hand.desk.say(NoticeKind::Hard, sentence),
        }
    }

    /// Takes the answer of the newest query; asked again, the client that was marked stays marked.
    pub fn hear(&mut self, message: &Message) {
        let none: &[HitLine] = &[];
        let (hits, counted) = match message {
            Message::Found(ticket, hits, counted) if *ticket == self.ticket => {
                (hits.as_slice(), *counted)
            }
            // Nothing more will come: what was found before answers another query.
            Message::Failed(ticket, _) if *ticket == Some(self.ticket) => {
                (none, Counted::default())
            }
            _ => return,
        };
        let marked = self
            .marked
            .and_then(|at| self.hits.get(at))
            .map(|hit| hit.client);
        self.hits = hits.to_vec();
        self.counted = counted;
        self.answered = self.query.text().to_owned();
        let place = marked.and_then(|client| self.hits.iter().position(|hit| hit.client == client));
        self.marked = place.filter(|at| *at < SHOWN);
    }

    /// The answer that a command about the list needs first.
    pub fn waits(&self, command: Command) -> Option<Ticket> {
        let about_list = matches!(
            command,
            Command::OpenHit | Command::NextHit | Command::PreviousHit
        );
        let needed = about_list || command.choice().is_some() || self.marked.is_some();
        (needed && !self.is_answered()).then_some(self.ticket)
    }

    /// Moves in the list, edits the box; false for commands that are not about finding.
    pub fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        match command {
            Command::NextHit => self.step(1),
            Command::PreviousHit => self.step(-1),
            _ => {
                let before = self.query.text().to_owned();
                if !self.query.edit(command) {
                    return false;
                }
                if before != self.query.text() {
                    self.ask(hand);
                }
            }
        }
        true
    }

    fn step(&mut self, by: isize) {
        let last = self.hits.len().min(SHOWN);
        self.marked = match (self.marked, by) {
            (None, 1) if last > 0 => Some(0),
            (Some(at), _) if at > 0 || by > 0 => {
                Some(at.saturating_add_signed(by).min(last.saturating_sub(1)))
            }
            _ => None,
        };
    }

    /// The client that Enter or a digit means.
    pub fn meant(&self, digit: Option<u8>) -> Option<&HitLine> {
        let at = digit.map_or(self.marked.unwrap_or(0), |d| usize::from(d) - 1);
        self.hits.get(at).filter(|_| at < SHOWN)
    }

    /// Whether Enter means the first line although nothing is marked: she is likely, or the only one who was found by every word. Whoever
    /// only comes close is not taken for her.
    pub fn means_first(&self) -> bool {
        let only = self.counted.whole == 1;
        let first = self.hits.first();
        let first = first.filter(|hit| only || hit.is_meant(LIKELY));
        self.marked.is_none() && self.is_answered() && first.is_some()
    }

    /// The client whose number stands in the box in full.
    pub fn numbered(&self) -> Option<&HitLine> {
        let mut exact = self.hits.iter().filter(|hit| hit.exact.is_some());
        let first = exact.next().filter(|_| self.is_answered())?;
        exact.next().is_none().then_some(first)
    }

    /// What is said where Enter means nobody.
    pub fn nobody(&self) -> &'static str {
        if self.hits.is_empty() {
            "Nobody is found. Type more or less of the name."
        } else {
            "Nobody is marked. Go down into the list for one of these, or type more of the name."
        }
    }

    /// How many are found of how many, in words.
    pub fn count_words(&self) -> String {
        let shown = self.hits.len().min(SHOWN);
        let Counted { whole, part, more } = self.counted;
        match (whole, part) {
            (whole, _) if more => format!("{shown} of more than {whole}: keep typing"),
            (whole, _) if whole > shown => format!("{shown} of {whole}: keep typing"),
            (0, part) if part > shown => format!("{shown} of {part} who come close"),
            (0, _) => super::words::count(shown, "who comes close", "who come close"),
            (_, 0) => format!("{shown} found"),
            (whole, _) => format!("{whole} found, others come close"),
        }
    }

    /// Where the digits choose because the list has the focus.
    pub fn in_list(&self) -> bool {
        self.marked.is_some()
    }
}

/// What the client is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// To key a sheet of this form.
    KeyForm(String),
    /// To look at the card.
    Card,
    /// To fill a client box of the sheet below.
    FillBox,
}

/// Whom she chose.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The client; `None` for somebody new.
    pub client: Option<ClientId>,
    /// As the paper names her: the exact identifier typed, else the client number; for somebody new the words typed.
    pub as_read: String,
    /// What she is called on the books; nothing for somebody new.
    pub name: String,
    /// Those she said somebody new is not.
    pub others: Vec<ClientId>,
}

impl fmt::Debug for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chosen({:?})", self.client)
    }
}

impl Chosen {
    /// The client of a line that was found.
    pub fn of(hit: &HitLine) -> Self {
        // A client box takes a client number or a CRN; whoever is found by another number is written by her own.
        let is_crn = |exact: &str| {
            exact.len() == CRN_LENGTH && exact.bytes().skip(1).all(|b| b.is_ascii_digit())
        };
        let is_taken = |exact: &&String| is_crn(exact) || ClientId::parse(exact).is_some();
        let exact = hit.exact.as_ref().filter(is_taken);
        Self {
            client: Some(hit.client),
            as_read: exact.map_or_else(|| hit.client.to_string(), Clone::clone),
            name: hit.name.clone(),
            others: Vec::new(),
        }
    }
}

/// Somebody on the books, as the answers of "is it one of these?" name her.
pub(super) fn alike_answer(hit: &HitLine) -> String {
    let flag = match hit.flag.as_str() {
        "" => String::new(),
        flag => format!("  risk: {flag}"),
    };
    format!(
        "{}  {}  {}  {}{flag}  ({})",
        hit.name, hit.born, hit.crn, hit.standing, hit.why
    )
}

/// Whose sheet? Laid over whatever asks.
#[derive(Debug)]
pub struct FindFor {
    /// Box and list.
    pub find: Find,
    /// What for.
    pub purpose: Purpose,
    /// The heading: `Whose session record?`.
    pub title: String,
    /// Whether somebody new may be brought.
    pub may_be_new: bool,
    /// The call in which she is looked for.
    pub call: Call,
    /// The paper of the tray whose sheet is to be keyed.
    pub paper: Option<Serial>,
    /// "Is it one of these?" waits for this answer before somebody new is made.
    pub alike: Option<Ticket>,
    /// Those who were asked about.
    pub asked_about: Vec<HitLine>,
}

impl FindFor {
    /// An empty box for a purpose.
    pub fn new(purpose: Purpose, title: String, may_be_new: bool) -> Self {
        Self {
            find: Find::default(),
            purpose,
            title,
            may_be_new,
            call: Call::None,
            paper: None,
            alike: None,
            asked_about: Vec::new(),
        }
    }

    fn take(&self, hand: &mut Hand<'_>, chosen: &Chosen) {
        match &self.purpose {
            Purpose::KeyForm(form) => {
                let step = super::keying::begin(hand, form, chosen, self.call, self.paper.as_ref())
                    .map(Move::Replace);
                hand.moves.extend(step);
            }
            Purpose::Card => {
                if let Some(client) = chosen.client {
                    let card = super::card::open(hand, client);
                    hand.moves.push(Move::Replace(card));
                }
            }
            Purpose::FillBox => hand.moves.push(Move::Answer(Answer {
                token: super::keying::CLIENT_BOX,
                choice: chosen.client.map(|c| c.0 as usize),
                text: chosen.as_read.clone(),
            })),
        }
    }

    /// Enter or a digit: the marked client, or somebody new where nobody was found.
    fn choose(&mut self, hand: &mut Hand<'_>, command: Command) {
        let digit = command.choice();
        let picked = digit.is_some() || self.find.in_list();
        let is_meant = |hit: &&HitLine| {
            picked
                || if self.may_be_new {
                    hit.is_meant(SURE)
                } else {
                    self.find.means_first()
                }
        };
        if let Some(hit) = self.find.meant(digit).filter(is_meant) {
            let chosen = Chosen::of(hit);
            self.take(hand, &chosen);
        } else if digit.is_none() && self.may_be_new && !self.find.query.text().trim().is_empty() {
            self.bring_new(hand);
        } else {
            hand.desk.say(NoticeKind::Info, self.find.nobody());
        }
    }

    /// Somebody new, past those who may be the same person.
    pub(super) fn bring_new(&mut self, hand: &mut Hand<'_>) {
        if !self.may_be_new {
            hand.desk.say(
                NoticeKind::Hard,
                "A new client comes by a referral or a registration. Key that sheet first.",
            );
            return;
        }
        let today = hand.desk.today();
        let person = Box::new(super::newcomer::person(self.find.query.text(), today));
        let Person { surname, crn, .. } = person.as_ref();
        let said = [surname, crn, &person.nhs_number, &person.pnc];
        if said.iter().all(|text| text.is_empty()) {
            let said = "Type her name first: she may be on the books already.";
            hand.desk.say(NoticeKind::Soft, said);
            return;
        }
        self.alike = Some(hand.ask_and_hold(|ticket| Effect::FindAlike(ticket, person)));
    }

    /// Somebody who is none of those asked about.
    fn somebody_new(&self) -> Chosen {
        Chosen {
            client: None,
            as_read: self.find.query.text().trim().to_owned(),
            others: self.asked_about.iter().map(|hit| hit.client).collect(),
            ..Chosen::default()
        }
    }

    fn is_it_one_of_these(&mut self, hand: &mut Hand<'_>, alike: &[HitLine]) {
        self.asked_about = asked_about(&self.find, alike);
        if self.asked_about.is_empty() {
            let chosen = self.somebody_new();
            self.take(hand, &chosen);
            return;
        }
        let mut answers: Vec<(char, String)> = (b'1'..)
            .zip(&self.asked_about)
            .map(|(digit, hit)| (digit as char, alike_answer(hit)))
            .collect();
        answers.push(('n', "None of these: somebody new".to_owned()));
        answers.push(('b', "Back to the name, nobody is chosen yet".to_owned()));
        // Neither answer that decides who somebody is may be given by the key that is pressed all day.
        let marked = answers.len() - 1;
        hand.push(Layer::Question(Box::new(Question {
            token: ALIKE,
            title: "Is it one of these?".to_owned(),
            text: vec!["Two records of one person split a history that may carry risk.".to_owned()],
            answers,
            marked,
            foresees: None,
        })));
    }
}

/// Those who are like her in all that was typed stand first, then those who were found by every word of it: a surname alone, misheard, is
/// like nobody, and the list behind the question shows whom it sounds like. A trainer called so, and a month that a name begins like, are
/// nobody's likeness.
fn asked_about(find: &Find, alike: &[HitLine]) -> Vec<HitLine> {
    let found = find.hits.iter().enumerate();
    let found = found.filter(|(at, hit)| *at < find.counted.whole || hit.is_meant(LIKELY));
    let found = found
        .map(|(_, hit)| hit)
        .filter(|hit| hit.names_her)
        .filter(|hit| alike.iter().all(|other| other.client != hit.client));
    alike.iter().chain(found).take(SHOWN - 1).cloned().collect()
}

impl Screen for FindFor {
    fn contexts(&self) -> &'static [Context] {
        if self.find.in_list() {
            &[Context::Hits, Context::Find, Context::Edit]
        } else {
            &[Context::Find, Context::Edit]
        }
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        match command {
            Command::OpenHit => self.choose(hand, command),
            Command::NewClient => self.bring_new(hand),
            Command::ClearFind if self.find.query.is_empty() => hand.moves.push(Move::Pop),
            Command::ClearFind => {
                self.find.query.clear();
                self.find.ask(hand);
            }
            _ if command.choice().is_some() => self.choose(hand, command),
            _ => return self.find.command(hand, command),
        }
        true
    }

    fn typed(&mut self, hand: &mut Hand<'_>, c: char) {
        self.find.typed(hand, c);
    }

    fn pasted(&mut self, hand: &mut Hand<'_>, text: &str) {
        self.find.pasted(hand, text);
    }

    fn waits(&self, command: Command) -> Option<Ticket> {
        // Those found are among those asked about.
        let new = command == Command::NewClient && !self.find.is_answered();
        if new {
            Some(self.find.ticket)
        } else {
            self.find.waits(command)
        }
    }

    fn uncovered(&mut self, hand: &mut Hand<'_>) {
        // What was found may have changed while something lay on top.
        self.find.ask(hand);
    }

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        self.find.hear(message);
        match message {
            Message::Failed(ticket, _) if ticket.is_some() && self.alike == *ticket => {
                self.alike = None;
            }
            Message::AlikeFound(ticket, hits) if self.alike == Some(*ticket) => {
                self.alike = None;
                self.is_it_one_of_these(hand, hits);
            }
            _ => {}
        }
    }

    fn answered(&mut self, hand: &mut Hand<'_>, answer: Answer) {
        let Some(choice) = answer.choice.filter(|_| answer.token == ALIKE) else {
            return;
        };
        let chosen = match self.asked_about.get(choice) {
            None if choice > self.asked_about.len() => return,
            None => self.somebody_new(),
            Some(hit) => Chosen {
                client: Some(hit.client),
                as_read: hit.client.to_string(),
                name: hit.name.clone(),
                others: Vec::new(),
            },
        };
        self.take(hand, &chosen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit() -> HitLine {
        HitLine {
            client: ClientId(1),
            name: "Smith, Dale".to_owned(),
            born: "14/03/1984".to_owned(),
            crn: "X123456".to_owned(),
            standing: "no case".to_owned(),
            flag: "RoSH high".to_owned(),
            why: "surname".to_owned(),
            names_her: true,
            score: 0.5,
            shares: String::new(),
            open_case: None,
            exact: None,
        }
    }

    #[test]
    fn nobody_is_asked_about_whom_only_a_trainer_or_a_month_has_found() {
        let of = |id, names_her| HitLine {
            client: ClientId(id),
            names_her,
            ..hit()
        };
        let find = Find {
            hits: vec![of(1, true), of(2, false), of(3, true)],
            counted: Counted {
                whole: 3,
                part: 0,
                more: false,
            },
            ..Find::default()
        };
        let asked = asked_about(&find, &[of(3, true)]);
        let asked: Vec<u32> = asked.iter().map(|hit| hit.client.0).collect();
        assert_eq!(asked, [3, 1]);
    }

    #[test]
    fn whoever_is_asked_about_stands_there_with_what_may_hurt_somebody() {
        let mut hit = hit();
        let said = "Smith, Dale  14/03/1984  X123456  no case  risk: RoSH high  (surname)";
        assert_eq!(alike_answer(&hit), said);
        hit.flag.clear();
        assert!(!alike_answer(&hit).contains("risk"));
    }

    #[test]
    fn how_many_are_found_is_never_said_to_be_how_many_are_shown() {
        let words = |shown: usize, whole, part, more| {
            let find = Find {
                hits: vec![hit(); shown],
                counted: Counted { whole, part, more },
                ..Find::default()
            };
            find.count_words()
        };
        for (said, expected) in [
            (words(1, 1, 0, false), "1 found"),
            (words(9, 9, 0, false), "9 found"),
            (words(9, 96, 4, false), "9 of 96: keep typing"),
            (words(9, 300, 0, true), "9 of more than 300: keep typing"),
            (words(9, 2, 40, false), "2 found, others come close"),
            (words(1, 0, 1, false), "1 who comes close"),
            (words(3, 0, 3, false), "3 who come close"),
            (words(9, 0, 40, false), "9 of 40 who come close"),
        ] {
            assert_eq!(said, expected);
        }
    }
}
