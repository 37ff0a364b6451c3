//! A client's card as it stood at the end of a day: read-only, and marked as past on every line.

use super::card::CardScreen;
use super::desk::{Desk, NoticeKind};
use super::effect::Effect;
use super::layer::{Answer, Hand, Layer};
use super::message::Opened;
use super::prompt::Prompt;
use crate::command::Command;
use crate::domain::dates::{self, YearWindow};
use crate::domain::dossier::Dossier;
use crate::domain::overview::{CaseLine, Overview};
use crate::domain::reference::ClientId;
use chrono::{NaiveDate, NaiveTime};
use std::sync::Arc;

/// Answer of "as at which day?".
pub const AS_AT: &str = "as at";

/// The day that a card is shown as at.
#[derive(Debug)]
pub struct Past {
    /// The day; its end is what is shown.
    pub day: NaiveDate,
    /// The desk as of that day, for what is worked out from it: last seen, next due.
    pub desk: Option<Box<Desk>>,
}

/// Asks for the day.
pub fn ask(hand: &mut Hand<'_>) {
    let title = "As at the end of which day? 310312, 31/03/2012, T-30 …";
    hand.push(Layer::Prompt(Box::new(Prompt::new(AS_AT, title, 1))));
}

/// The answer of [`ask`]: lays the card of that day over the one that is open.
pub fn answered(hand: &mut Hand<'_>, client: ClientId, answer: &Answer) {
    if answer.choice.is_none() {
        return;
    }
    match dates::parse(&answer.text, hand.desk.today(), YearWindow::Event) {
        Ok(day) if day > hand.desk.today() => {
            hand.desk
                .say(NoticeKind::Hard, "That day is still to come.");
        }
        Ok(day) => {
            let ticket = hand.ask_and_hold(|ticket| Effect::ReadCardAt(ticket, client, day));
            let mut screen = CardScreen::waiting(client, ticket);
            screen.past = Some(Past { day, desk: None });
            hand.push(Layer::Card(Box::new(screen)));
        }
        Err(fault) => hand.desk.say(NoticeKind::Hard, fault.to_string()),
    }
}

/// Whether a command would change the record that is open.
pub fn changes(command: Command) -> bool {
    matches!(
        command,
        Command::AmendSheet | Command::KeySheet | Command::AllocateCase | Command::UndoLine
    )
}

impl Past {
    /// What is said where something would be changed.
    pub fn refuse(&self, hand: &mut Hand<'_>) {
        let day = dates::show(self.day);
        hand.desk.say(
            NoticeKind::Info,
            format!("This is the record as it stood on {day}: it can only be read. Go back to today's card to change it."),
        );
    }
}

impl Desk {
    /// The desk as of the end of a day, as far as one client's card needs it: her cases alone, and the names of trainers as they
    /// are today.
    pub fn as_at(&self, day: NaiveDate, dossier: &Dossier) -> Self {
        let overview = Overview {
            cases: Arc::new(CaseLine::of(dossier)),
            ..self.overview.clone()
        };
        let opened = Opened {
            user: self.user.clone(),
            role: self.role,
            overview,
            notices: Vec::new(),
        };
        let evening = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        Self::new(
            self.fixed.clone(),
            opened,
            self.now,
            day.and_time(evening),
            self.size,
        )
    }
}
