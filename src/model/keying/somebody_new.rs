//! Before somebody new is made: is she on the books after all?
//!
//! # Why
//! The find box knows only what was typed into it, often a surname. What the sheet says of her (date of birth, identifiers, address) is
//! compared once more before it is saved; those whom she was asked about already, and said no to, are not asked about again. Enter goes
//! back to the sheet: neither answer that decides who somebody is may be given by the key that is pressed all day.

use super::{Keying, begin};
use crate::domain::client::Identity;
use crate::domain::reference::ClientId;
use crate::domain::sheet::FilledSheet;
use crate::model::desk::NoticeKind;
use crate::model::effect::{Bell, Effect, Ticket};
use crate::model::find::alike_answer;
use crate::model::layer::{Hand, Layer};
use crate::model::message::HitLine;
use crate::model::question::Question;
use crate::search::Person;

/// Answer of the question whether the sheet's person is one of these.
pub(super) const SAME: &str = "same person";
/// Most people asked about: each has a digit.
const MOST: usize = 7;

/// What is asked before a sheet that brings somebody new is saved.
#[derive(Default)]
pub struct SomebodyNew {
    /// Those she said are other people.
    pub others: Vec<ClientId>,
    /// The sheet that waits for the answer, and its ticket.
    pub waits: Option<(Ticket, Box<FilledSheet>)>,
    /// Those who are asked about now.
    pub asked_about: Vec<HitLine>,
}

impl Keying {
    /// Looks for the person of the sheet among the clients on the books; the sheet is saved when nobody is like her.
    pub(super) fn look_for_same(&mut self, hand: &mut Hand<'_>, filled: FilledSheet) {
        let mut identity = Identity::default();
        identity.learn(&filled.facts);
        let person = Box::new(Person::of(&identity));
        let ticket = hand.ask_and_hold(|ticket| Effect::FindAlike(ticket, person));
        self.newcomer.waits = Some((ticket, Box::new(filled)));
    }

    /// Whether an answer under this ticket is the one that the sheet waits for.
    pub(super) fn waits_for_same(&self, ticket: Ticket) -> bool {
        let waits = self.newcomer.waits.as_ref();
        waits.is_some_and(|(waited, _)| *waited == ticket)
    }

    /// Those who are like her were found.
    pub(super) fn same_found(&mut self, hand: &mut Hand<'_>, hits: &[HitLine]) {
        let new = hits
            .iter()
            .filter(|hit| !self.newcomer.others.contains(&hit.client));
        self.newcomer.asked_about = new.take(MOST).cloned().collect();
        if self.newcomer.asked_about.is_empty() {
            self.save_waiting(hand);
            return;
        }
        let mut answers: Vec<(char, String)> = (b'1'..)
            .zip(&self.newcomer.asked_about)
            .map(|(digit, hit)| (digit as char, alike_answer(hit)))
            .collect();
        answers.push((
            'n',
            "None of these: somebody new, save the sheet".to_owned(),
        ));
        answers.push(('b', "Back to the sheet, nothing is saved yet".to_owned()));
        hand.effects.push(Effect::Ring(Bell::Soft));
        hand.push(Layer::Question(Box::new(Question {
            token: SAME,
            title: "What the sheet says fits somebody on the books. Is it one of these?".to_owned(),
            text: vec!["Two records of one person split a history that may carry risk.".to_owned()],
            marked: answers.len() - 1,
            foresees: None,
            answers,
        })));
    }

    /// She answered: one of them, none of them, or back to the sheet.
    pub(super) fn same_answered(&mut self, hand: &mut Hand<'_>, choice: Option<usize>) {
        let asked = std::mem::take(&mut self.newcomer.asked_about);
        match choice {
            Some(at) if at < asked.len() => {
                self.newcomer.waits = None;
                self.turns_out_to_be(hand, &asked[at]);
            }
            Some(at) if at == asked.len() => {
                self.newcomer
                    .others
                    .extend(asked.iter().map(|hit| hit.client));
                self.save_waiting(hand);
            }
            _ => {
                self.newcomer.waits = None;
                hand.desk
                    .say(NoticeKind::Info, "Nothing is saved yet. Save asks again.");
                self.keep(hand);
            }
        }
    }

    fn save_waiting(&mut self, hand: &mut Hand<'_>) {
        if let Some((_, filled)) = self.newcomer.waits.take() {
            self.record(hand, *filled);
        }
    }

    /// The sheet is about somebody on the books: it is looked over with what is known of her before it is saved.
    fn turns_out_to_be(&mut self, hand: &mut Hand<'_>, hit: &HitLine) {
        let as_read = hit.client.to_string();
        self.named.push((as_read.clone(), hit.client));
        if self.filling.go_to("client").is_ok() {
            self.filling.clear_box();
            self.filling.paste(&as_read);
        }
        self.client = Some(hit.client);
        self.as_read = as_read;
        let form = self.filling.form().id.clone();
        self.awaits = Some(begin::ask_known(hand, self.client, &form));
        self.filling.changes();
        self.state(hand, true);
        let name = &hit.name;
        hand.desk.say(
            NoticeKind::Good,
            format!("The sheet is {name}'s now. Read it over with the paper, then save it."),
        );
    }
}
