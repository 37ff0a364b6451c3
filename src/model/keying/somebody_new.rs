//! Before somebody new is made: is she on the books after all?
//!
//! # Why
//! The find box knows only what was typed into it, often a surname. So while the sheet is keyed, the line under the box says who this
//! may be as soon as the sheet says enough, and stops nobody; and before it is saved, what it says of her is compared once more.
//! Those whom she was asked about already, and said no to, are not asked about again, unless they have one of her numbers: that
//! two people have one NHS number, PNC, CRN or CRO is said with a reason, and the reason is kept with the sheet.
//! Whom she is not is kept with the sheet in any case, so that the review does not ask again.

use super::Keying;
use crate::domain::act::Subject;
use crate::domain::client::Identity;
use crate::domain::fact::Facts;
use crate::domain::identifier::HARD;
use crate::domain::reference::ClientId;
use crate::domain::sheet::{
    DIFFERENT_PERSON, Draft, FilledSheet, NEW_EPISODE, Override, SAME_EPISODE, SheetRole,
};
use crate::domain::value::Value;
use crate::model::alike::{Alike, DIFFERENT, Episode, NEW};
use crate::model::desk::NoticeKind;
use crate::model::effect::{Bell, Effect, Ticket};
use crate::model::layer::{Answer, Hand, Layer};
use crate::model::message::HitLine;
use crate::model::prompt::Prompt;
use crate::search::Person;

/// Answer of the question whether the sheet's person is one of these.
pub(super) const SAME: &str = "same person";
/// Answer of the question why two people have one number.
pub(super) const TWO: &str = "two of one number";
/// Fewest characters of that reason.
const REASON: usize = 8;
/// Most people asked about: each has a digit.
const MOST: usize = 9;
/// The check under which a half-keyed sheet keeps that it begins a case of somebody on the books.
const BEGINS_CASE: &str = "new_episode";
/// The fact that says how the sheet was compared with the books.
const CHECKED: &str = "referral.duplicate_check";

/// What is asked before a sheet that brings somebody new is saved, and what is said while it is keyed.
#[derive(Default)]
pub struct SomebodyNew {
    /// Those she said are other people.
    pub others: Vec<ClientId>,
    /// The sheet that waits for the answer, and its ticket.
    pub waits: Option<(Ticket, Box<FilledSheet>)>,
    /// Those who are asked about now.
    pub asked_about: Vec<HitLine>,
    /// Who this may be, by what is keyed so far.
    pub perhaps: Option<HitLine>,
    /// What the sheet said when that was looked up last, and the ticket.
    looked: Identity,
    looking: Option<Ticket>,
    /// Whether it begins a case of somebody on the books.
    episode: Option<Episode>,
    /// Whom she said it is not, and why.
    pub said: Vec<Override>,
}

impl SomebodyNew {
    /// A half-keyed sheet with what was decided about it: a form that has no box for it would lose it.
    pub(super) fn kept_with(&self, mut draft: Draft) -> Draft {
        if self.episode == Some(Episode::New) {
            draft.overrides.push(Override {
                field: "client".to_owned(),
                check: BEGINS_CASE.to_owned(),
                reason: String::new(),
            });
        }
        draft
    }

    /// What was decided before the sheet was set aside, taken out of what is kept of it.
    pub(super) fn taken_up(draft: &mut Draft) -> Self {
        let before = draft.overrides.len();
        draft.overrides.retain(|o| o.check != BEGINS_CASE);
        let episode = (draft.overrides.len() < before).then_some(Episode::New);
        Self {
            episode,
            ..Self::default()
        }
    }
}

/// Who the facts are of.
fn person_of(facts: &Facts, client: Option<ClientId>) -> (Identity, Box<Person>) {
    let mut identity = Identity::default();
    identity.learn(facts);
    let key = client.map_or(0, |c| c.0);
    let person = Person {
        key,
        ..Person::of(&identity)
    };
    (identity, Box::new(person))
}

/// Whether so much is known that a look at the books is worth it: a number, or a surname with something beside it.
fn says_enough(her: &Identity) -> bool {
    let number = [&her.crn, &her.pnc, &her.nhs_number, &her.cro];
    let beside = !her.forenames.is_empty() || her.born.is_some() || !her.postcode.is_empty();
    number.iter().any(|n| !n.is_empty()) || !her.surname.is_empty() && beside
}

impl Keying {
    /// Looks up who this may be, as soon as a box says something more of her. Nothing waits for the answer.
    pub(super) fn look_ahead(&mut self, hand: &mut Hand<'_>) {
        if self.client.is_some() || self.subject() != Some(Subject::New) {
            self.newcomer.perhaps = None;
            return;
        }
        let (her, person) = person_of(&self.filling.facts(), None);
        if her == self.newcomer.looked {
            return;
        }
        if says_enough(&her) {
            self.newcomer.looking = Some(hand.ask(|ticket| Effect::FindAlike(ticket, person)));
        } else {
            self.newcomer.perhaps = None;
        }
        self.newcomer.looked = her;
    }

    /// Whether an answer is about who this may be.
    pub(super) fn looks_for(&self, ticket: Ticket) -> bool {
        self.newcomer.looking == Some(ticket)
    }

    /// Takes the most probable one whom she has not said no to.
    pub(super) fn perhaps_found(&mut self, hits: &[HitLine]) {
        self.newcomer.looking = None;
        let is_open = |hit: &&HitLine| !self.newcomer.others.contains(&hit.client);
        self.newcomer.perhaps = hits.iter().find(is_open).cloned();
    }

    /// Looks for the person of the sheet among the clients on the books; the sheet is saved when nobody is like her.
    pub(super) fn look_for_same(&mut self, hand: &mut Hand<'_>, filled: FilledSheet) {
        let (_, person) = person_of(&filled.facts, self.client);
        let ticket = hand.ask_and_hold(|ticket| Effect::FindAlike(ticket, person));
        self.newcomer.waits = Some((ticket, Box::new(filled)));
    }

    /// Whether the sheet gives somebody on the books a number that she did not have.
    pub(super) fn brings_number(&self, facts: &Facts) -> bool {
        let is_new = |fact: &str| {
            let said = facts.text(fact).filter(|text| !text.is_empty());
            said.is_some() && said != self.known.facts.text(fact)
        };
        self.client.is_some() && HARD.iter().any(|kind| is_new(&kind.fact()))
    }

    /// Whether an answer under this ticket is the one that the sheet waits for.
    pub(super) fn waits_for_same(&self, ticket: Ticket) -> bool {
        let waits = self.newcomer.waits.as_ref();
        waits.is_some_and(|(waited, _)| *waited == ticket)
    }

    /// Those who are like her were found.
    pub(super) fn same_found(&mut self, hand: &mut Hand<'_>, hits: &[HitLine]) {
        let is_known = self.client.is_some();
        let others = &self.newcomer.others;
        let asked = hits
            .iter()
            .filter(|hit| !hit.shares.is_empty() || !is_known && !others.contains(&hit.client));
        self.newcomer.asked_about = asked.take(MOST).cloned().collect();
        if self.newcomer.asked_about.is_empty() {
            self.save_waiting(hand);
            return;
        }
        hand.effects.push(Effect::Ring(Bell::Soft));
        hand.push(Layer::Alike(Box::new(Alike {
            token: SAME,
            hits: self.newcomer.asked_about.clone(),
            marked: 0,
            is_known,
        })));
    }

    /// She answered: one of them (and which episode), a different person, or back to the sheet.
    pub(super) fn same_answered(&mut self, hand: &mut Hand<'_>, answer: &Answer) {
        let asked = std::mem::take(&mut self.newcomer.asked_about);
        let picked = answer.choice.and_then(|at| asked.get(at));
        match picked {
            Some(_) if answer.text == DIFFERENT => self.somebody_else(hand, asked),
            Some(hit) => {
                self.newcomer.waits = None;
                let episode = if answer.text == NEW {
                    Episode::New
                } else {
                    Episode::Same
                };
                self.turns_out_to_be(hand, hit, episode);
            }
            None => self.not_saved_yet(hand),
        }
    }

    fn not_saved_yet(&mut self, hand: &mut Hand<'_>) {
        self.newcomer.waits = None;
        hand.desk
            .say(NoticeKind::Info, "Nothing is saved yet. Save asks again.");
        self.keep(hand);
    }

    /// None of them: the sheet is saved for somebody new, with a reason where one of them has a number of hers.
    fn somebody_else(&mut self, hand: &mut Hand<'_>, asked: Vec<HitLine>) {
        let shared = asked.iter().find(|hit| !hit.shares.is_empty());
        let title = shared.map(|hit| {
            let (name, number) = (&hit.name, &hit.shares);
            format!("{name} has this {number} already. How do you know that these are two people?")
        });
        self.newcomer.asked_about = asked;
        match title {
            Some(title) => self.lay(hand, Prompt::new(TWO, title, REASON), String::new()),
            None => self.save_for_another(hand, ""),
        }
    }

    /// The reason was given, or not.
    pub(super) fn two_answered(&mut self, hand: &mut Hand<'_>, answer: &Answer) {
        if answer.choice.is_none() {
            self.newcomer.asked_about.clear();
            self.not_saved_yet(hand);
            return;
        }
        self.save_for_another(hand, &answer.text);
    }

    fn save_for_another(&mut self, hand: &mut Hand<'_>, reason: &str) {
        let asked = std::mem::take(&mut self.newcomer.asked_about);
        for hit in asked {
            self.newcomer.others.push(hit.client);
            self.newcomer.said.push(Override {
                field: hit.client.to_string(),
                check: DIFFERENT_PERSON.to_owned(),
                reason: reason.to_owned(),
            });
        }
        self.save_waiting(hand);
    }

    fn save_waiting(&mut self, hand: &mut Hand<'_>) {
        if let Some((_, filled)) = self.newcomer.waits.take() {
            self.record(hand, *filled);
        }
    }

    /// What was decided goes with the sheet: whom it is not of, and whether a registration begins a case.
    pub(super) fn decided(&self, facts: &mut Facts, overrides: &mut Vec<Override>) {
        overrides.extend(self.newcomer.said.clone());
        let role = self.filling.form().role;
        if role == SheetRole::Registration && self.newcomer.episode == Some(Episode::New) {
            facts.set(CHECKED, Value::Code(NEW_EPISODE.to_owned()));
        }
    }

    /// The sheet is about somebody on the books: it is looked over with what is known of her before it is saved.
    fn turns_out_to_be(&mut self, hand: &mut Hand<'_>, hit: &HitLine, episode: Episode) {
        let as_read = hit.client.to_string();
        self.named.push((as_read.clone(), hit.client));
        if self.filling.go_to("client").is_ok() {
            self.filling.clear_box();
            self.filling.paste(&as_read);
        }
        self.say_checked(episode);
        self.client = Some(hit.client);
        self.as_read = as_read;
        self.newcomer.episode = Some(episode);
        self.newcomer.perhaps = None;
        self.ask_known(hand);
        self.filling.changes();
        self.state(hand, true);
        let name = &hit.name;
        let case = match (episode, hit.open_case) {
            (Episode::Same, Some(case)) => format!("belongs to her case {case}"),
            _ => "begins a new case".to_owned(),
        };
        hand.desk.say(
            NoticeKind::Good,
            format!(
                "The sheet is {name}'s now and {case}. Read it over with the paper, then save it."
            ),
        );
    }

    /// The answer in the box of the form that asks for it, where it has one.
    fn say_checked(&mut self, episode: Episode) {
        let form = self.filling.form().clone();
        let mut body = form.body();
        let Some(field) = body.find(|f| f.feeds.as_deref() == Some(CHECKED)) else {
            return;
        };
        if self.filling.go_to(&field.key).is_ok() {
            self.filling.clear_box();
            self.filling.paste(match episode {
                Episode::Same => SAME_EPISODE,
                Episode::New => NEW_EPISODE,
            });
        }
    }
}
