//! Records that may be of one person: a list of pairs, and the two of one pair side by side.
//!
//! # Why
//! The score never joins anybody. She sees both people field by field, with their sheets; joining asks which record stays and
//! how she knows, and says in words what will happen; that they are two is remembered, so that no pair is judged twice.
//! Both cards are read, and logged as looked at, only when she lays them side by side.

use super::desk::NoticeKind;
use super::effect::{Effect, Ticket};
use super::layer::{Answer, Hand, Layer, Move, Screen};
use super::message::{Message, PairLine};
use super::prompt::Prompt;
use super::question::Question;
use super::words;
use crate::command::{Command, Context};
use crate::domain::act::{Deed, NewAct, Private, Role, Subject};
use crate::domain::overview::Card;
use crate::domain::reference::ClientId;

const WHICH: &str = "which stays";
const WHY_ONE: &str = "why one person";
const WHY_TWO: &str = "why two people";
/// Fewest characters of a reason.
const REASON: usize = 8;
/// Pairs that are read at once: more than anybody looks through in a day.
const MOST: usize = 300;
/// Rows of the screen that lines do not get.
const AROUND: u16 = 8;

/// The two of one pair.
pub struct Two {
    /// Left and right.
    pub clients: [ClientId; 2],
    /// Their cards, once read.
    pub cards: [Option<Box<Card>>; 2],
    /// Lines scrolled away.
    pub top: usize,
    tickets: [Option<Ticket>; 2],
}

/// The review.
pub struct Review {
    /// Pairs that wait, the most probable first, those left for later last.
    pub pairs: Vec<PairLine>,
    /// How many more there are.
    pub more: usize,
    /// The marked pair.
    pub marked: usize,
    /// Whether pairs are still being looked for.
    pub looking: Option<Ticket>,
    /// The two of the marked pair, side by side.
    pub two: Option<Two>,
    later: Vec<[ClientId; 2]>,
    saving: Option<Ticket>,
    /// The record that is joined, and the one that stays.
    joining: Option<(ClientId, ClientId)>,
}

impl std::fmt::Debug for Review {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let two = self.two.as_ref().map(|two| two.clients);
        write!(f, "Review({} pairs, {two:?})", self.pairs.len())
    }
}

/// Opens the review; pairs are looked for meanwhile.
pub fn open(hand: &mut Hand<'_>) {
    let mut review = Review {
        pairs: Vec::new(),
        more: 0,
        marked: 0,
        looking: None,
        two: None,
        later: Vec::new(),
        saving: None,
        joining: None,
    };
    review.look(hand);
    hand.push(Layer::Review(Box::new(review)));
}

impl Review {
    /// The pair that keys are about.
    pub fn pair(&self) -> Option<&PairLine> {
        self.pairs.get(self.marked)
    }

    fn look(&mut self, hand: &mut Hand<'_>) {
        self.looking = Some(hand.ask(Effect::FindPairs));
    }

    /// Takes the pairs that were read; the marked one stays marked.
    fn take(&mut self, pairs: &[PairLine]) {
        let before = self.pair().map(key);
        self.pairs = pairs.to_vec();
        let later = &self.later;
        self.pairs.sort_by_key(|pair| later.contains(&key(pair)));
        let place = before.and_then(|b| self.pairs.iter().position(|p| key(p) == b));
        self.marked = place.unwrap_or(self.marked.min(self.pairs.len().saturating_sub(1)));
    }

    fn lay_side_by_side(&mut self, hand: &mut Hand<'_>) {
        let Some(clients) = self.pair().map(key) else {
            self.two = None;
            return;
        };
        let tickets =
            clients.map(|c| Some(hand.ask_and_hold(|ticket| Effect::ReadCard(ticket, c))));
        self.two = Some(Two {
            clients,
            cards: [None, None],
            top: 0,
            tickets,
        });
    }

    /// The pair is done with, or left: the next one lies there, side by side if this one did.
    fn go_on(&mut self, hand: &mut Hand<'_>) {
        self.marked = self.marked.min(self.pairs.len().saturating_sub(1));
        if self.two.is_some() {
            self.lay_side_by_side(hand);
        }
    }

    fn leave_for_later(&mut self, hand: &mut Hand<'_>) {
        if self.marked >= self.pairs.len() {
            return;
        }
        let pair = self.pairs.remove(self.marked);
        self.later.push(key(&pair));
        self.pairs.push(pair);
        if self.later.len() >= self.pairs.len() {
            self.later.clear();
            self.marked = 0;
            self.two = None;
            hand.desk.say(
                NoticeKind::Info,
                "All pairs were left for later. They wait here.",
            );
            return;
        }
        self.go_on(hand);
    }

    fn step(&mut self, by: isize) {
        if let Some(two) = &mut self.two {
            two.top = two.top.saturating_add_signed(by).min(two.most());
        } else {
            let last = self.pairs.len().saturating_sub(1);
            self.marked = self.marked.saturating_add_signed(by).min(last);
        }
    }

    fn open_card(&self, hand: &mut Hand<'_>, right: bool) {
        if let Some(pair) = self.pair() {
            let card = super::card::open(hand, key(pair)[usize::from(right)]);
            hand.push(card);
        }
    }

    /// Lays the two side by side where only their line was seen: nobody decides about whom she has not looked at.
    fn not_seen(&mut self, hand: &mut Hand<'_>, then: &str) -> bool {
        let is_line = self.two.is_none();
        if is_line {
            self.lay_side_by_side(hand);
            let said = format!("Look at the two first, then {then} with the same key.");
            hand.desk.say(NoticeKind::Info, said);
        }
        is_line
    }

    /// What a client of the pairs is called.
    pub(super) fn name_of(&self, client: ClientId) -> Option<&str> {
        let mut both = self.pairs.iter().flat_map(|pair| [&pair.a, &pair.b]);
        let line = both.find(|line| line.client == client)?;
        Some(&line.name)
    }

    /// Asks which record stays, and says what joining does. It is asked of the two side by side: nobody joins what she has not seen.
    fn ask_which(&mut self, hand: &mut Hand<'_>) {
        if self.pair().is_none() || self.not_seen(hand, "join them") {
            return;
        }
        let Some(pair) = self.pair() else {
            return;
        };
        let stays = |kept: &super::HitLine, other: &super::HitLine| {
            format!(
                "{} stays ({}, {}); {} leads to it",
                kept.client, kept.name, kept.born, other.client
            )
        };
        let question = Question {
            token: WHICH,
            foresees: None,
            title: "Join these two as one person? Which record stays?".to_owned(),
            text: self.in_words(),
            answers: vec![
                ('1', stays(&pair.a, &pair.b)),
                ('2', stays(&pair.b, &pair.a)),
                ('b', "Neither: nothing is joined".to_owned()),
            ],
            marked: 2,
        };
        hand.push(Layer::Question(Box::new(question)));
    }

    /// What joining does.
    fn in_words(&self) -> Vec<String> {
        let mut text = Vec::new();
        if let Some([Some(a), Some(b)]) = self.two.as_ref().map(|two| &two.cards) {
            let (sheets, cases) = (
                a.sheets.len() + b.sheets.len(),
                a.dossier.cases.len() + b.dossier.cases.len(),
            );
            text.push(format!(
                "{} and {} are read together. The record that stays keeps its names, birth date and numbers; of the rest what was keyed last counts.",
                words::count(sheets, "sheet", "sheets"),
                words::count(cases, "case", "cases")
            ));
            let differ = rows::numbers_that_differ(a, b);
            if !differ.is_empty() {
                let numbers = differ.join(" and ");
                text.push(format!(
                    "Mind: {numbers} differ. Whoever has numbers of her own is most often somebody else."
                ));
            }
        }
        text.push(
            "Both numbers go on finding her, and nothing is moved: undoing it parts them again, \
             whatever was keyed since."
                .to_owned(),
        );
        text
    }

    fn ask_why_one(&mut self, hand: &mut Hand<'_>, kept: usize) {
        let Some([a, b]) = self.pair().map(key) else {
            return;
        };
        self.joining = Some(if kept == 0 { (b, a) } else { (a, b) });
        let prompt = Prompt::new(WHY_ONE, "How do you know that they are one person?", REASON);
        hand.push(Layer::Prompt(Box::new(prompt)));
    }

    fn ask_why_two(&mut self, hand: &mut Hand<'_>) {
        if self.pair().is_none() || self.not_seen(hand, "keep them apart") {
            return;
        }
        let Some(pair) = self.pair() else {
            return;
        };
        if pair.a.shares.is_empty() {
            self.keep_apart(hand, "");
            return;
        }
        let title = format!(
            "Both have this {}. How do you know that they are two?",
            pair.a.shares
        );
        hand.push(Layer::Prompt(Box::new(Prompt::new(WHY_TWO, title, REASON))));
    }

    fn keep_apart(&mut self, hand: &mut Hand<'_>, reason: &str) {
        if let Some([a, b]) = self.pair().map(key) {
            let reason = reason.to_owned();
            self.record(
                hand,
                Subject::Known(a),
                Deed::ClientsKeptApart { a, b, reason },
            );
        }
    }

    fn join(&mut self, hand: &mut Hand<'_>, reason: String) {
        if let Some((from, into)) = self.joining.take() {
            let deed = Deed::ClientsMerged { from, into, reason };
            self.record(hand, Subject::Known(from), deed);
        }
    }

    fn record(&mut self, hand: &mut Hand<'_>, subject: Subject, deed: Deed) {
        hand.desk.safety = super::Safety::Saving;
        let act = NewAct {
            subject,
            deed,
            private: Private::default(),
        };
        self.saving = Some(hand.ask_and_hold(|ticket| Effect::Record(ticket, vec![act])));
    }

    /// What changes records is the officer's.
    fn may(hand: &mut Hand<'_>) -> bool {
        let is_officer = hand.desk.role == Role::Officer;
        if !is_officer {
            hand.desk.say(
                NoticeKind::Hard,
                "Only officers may say whether two records are of one person.",
            );
        }
        is_officer
    }

    /// A merge or a parting is on stable storage: what leads to a joined record is no pair any more.
    fn recorded(&mut self, hand: &mut Hand<'_>) {
        self.saving = None;
        if self.marked < self.pairs.len() {
            self.pairs.remove(self.marked);
        }
        self.go_on(hand);
        self.look(hand);
    }
}

/// The two of a pair.
fn key(pair: &PairLine) -> [ClientId; 2] {
    [pair.a.client, pair.b.client]
}

impl Two {
    /// Lines that can be scrolled away.
    fn most(&self) -> usize {
        match &self.cards {
            [Some(a), Some(b)] => rows::count(a, b).saturating_sub(1),
            _ => 0,
        }
    }

    fn hear(&mut self, ticket: Ticket, card: Option<&Card>) {
        for side in 0..2 {
            if self.tickets[side] == Some(ticket) {
                self.tickets[side] = None;
                self.cards[side] = card.cloned().map(Box::new);
            }
        }
    }
}

impl Screen for Review {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Review]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        if self.saving.is_some() {
            return true;
        }
        let page = isize::try_from(hand.desk.size.1.saturating_sub(AROUND).max(1)).unwrap_or(1);
        match command {
            Command::OpenPair => self.lay_side_by_side(hand),
            Command::MergePair if Self::may(hand) => self.ask_which(hand),
            Command::KeepPairApart if Self::may(hand) => self.ask_why_two(hand),
            Command::MergePair | Command::KeepPairApart => {}
            Command::PairLater => self.leave_for_later(hand),
            Command::OpenLeftCard => self.open_card(hand, false),
            Command::OpenRightCard => self.open_card(hand, true),
            Command::NextPair => self.step(1),
            Command::PreviousPair => self.step(-1),
            Command::NextReviewPage => self.step(page),
            Command::PreviousReviewPage => self.step(-page),
            Command::CloseReview if self.two.is_some() => self.two = None,
            Command::CloseReview => hand.moves.push(Move::Pop),
            _ => return false,
        }
        true
    }

    fn typed(&mut self, _hand: &mut Hand<'_>, _c: char) {}

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        match message {
            Message::PairsFound(ticket, pairs) if self.looking == Some(*ticket) => {
                self.more = pairs.len().saturating_sub(MOST);
                let first = pairs[..pairs.len().min(MOST)].to_vec();
                self.looking = Some(hand.ask(|ticket| Effect::ReadPairs(ticket, first)));
            }
            Message::PairsRead(ticket, pairs) if self.looking == Some(*ticket) => {
                self.looking = None;
                self.take(pairs);
            }
            Message::Failed(ticket, _) if ticket.is_some() && self.looking == *ticket => {
                self.looking = None;
            }
            Message::CardRead(ticket, card) => {
                if let Some(two) = &mut self.two {
                    two.hear(*ticket, card.as_deref());
                }
            }
            Message::Recorded(ticket, _) if self.saving == Some(*ticket) => self.recorded(hand),
            Message::NotRecorded(ticket, _) if self.saving == Some(*ticket) => self.saving = None,
            // Something was undone or keyed meanwhile, here or on a card laid on top.
            Message::Recorded(..) => self.look(hand),
            _ => {}
        }
    }

    fn answered(&mut self, hand: &mut Hand<'_>, answer: Answer) {
        match (answer.token, answer.choice) {
            (WHICH, Some(kept @ 0..=1)) => self.ask_why_one(hand, kept),
            (WHY_ONE, Some(_)) => self.join(hand, answer.text),
            (WHY_TWO, Some(_)) => self.keep_apart(hand, &answer.text),
            _ => self.joining = None,
        }
    }
}

pub mod rows;
