//! A question with a few answers: yes or no, "is it one of these?". What will happen is shown in words first.

use super::desk::NoticeKind;
use super::effect::Ticket;
use super::layer::{Answer, Hand, Move, Screen};
use super::message::Message;
use crate::command::{Command, Context};
use crate::domain::foreseen::Change;

/// A question. `Debug` says what it is about, never its words: they may name people.
pub struct Question {
    /// What the asker gave it.
    pub token: &'static str,
    /// What is asked.
    pub title: String,
    /// What will happen, or what speaks for each, in words.
    pub text: Vec<String>,
    /// Answers: the key that gives each (`y`, `n`, `1` …) and its words.
    pub answers: Vec<(char, String)>,
    /// The marked answer.
    pub marked: usize,
    /// Waits for what undoing would change.
    pub foresees: Option<Ticket>,
}

impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Question({}, {} answers)",
            self.token,
            self.answers.len()
        )
    }
}

impl Question {
    /// Yes or no, *no* marked: Enter alone changes nothing.
    pub fn yes_no(
        token: &'static str,
        title: impl Into<String>,
        text: Vec<String>,
        yes: &str,
        no: &str,
    ) -> Self {
        let answers = vec![('y', yes.to_owned()), ('n', no.to_owned())];
        Self {
            token,
            title: title.into(),
            text,
            answers,
            marked: 1,
            foresees: None,
        }
    }

    fn give(&self, hand: &mut Hand<'_>, choice: Option<usize>) {
        hand.moves.push(Move::Answer(Answer {
            token: self.token,
            choice,
            text: String::new(),
        }));
    }

    /// A digit chooses from a list; typed on into a yes or no it is meant for the box below.
    fn give_nth(&self, hand: &mut Hand<'_>, at: usize) {
        let yes_or_no = self.answers.iter().any(|(key, _)| *key == 'y');
        if at < self.answers.len() && !yes_or_no {
            self.give(hand, Some(at));
        }
    }

    fn give_key(&self, hand: &mut Hand<'_>, key: char) {
        if let Some(at) = self.answers.iter().position(|(k, _)| *k == key) {
            self.give(hand, Some(at));
        }
    }
}

impl Screen for Question {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Question]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        match command {
            Command::AnswerYes => self.give_key(hand, 'y'),
            Command::AnswerNo => self.give_key(hand, 'n'),
            Command::TakeAnswer => self.give(hand, Some(self.marked)),
            Command::NextAnswer => {
                self.marked = (self.marked + 1).min(self.answers.len().saturating_sub(1));
            }
            Command::PreviousAnswer => self.marked = self.marked.saturating_sub(1),
            Command::CancelQuestion => self.give(hand, None),
            // Nothing of the desk may be started over an open question.
            _ => match command
                .choice()
                .filter(|_| command.contexts().contains(&Context::Question))
            {
                Some(digit) => self.give_nth(hand, usize::from(digit) - 1),
                None => return false,
            },
        }
        true
    }

    fn typed(&mut self, hand: &mut Hand<'_>, c: char) {
        self.give_key(hand, c.to_lowercase().next().unwrap_or(c));
    }

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        match message {
            Message::UndoForeseen(ticket, found) if self.foresees == Some(*ticket) => {
                self.foresees = None;
                match found {
                    Ok(foreseen) => {
                        let lines = super::foreseen::in_words(&hand.desk.overview, foreseen);
                        self.text.splice(1..1, lines);
                        // Somebody would be gone from the books: not by the key that is pressed all day.
                        let takes =
                            |change: &Change| change.before.is_some() && change.after.is_none();
                        if foreseen.changes.iter().any(takes) {
                            let no = self.answers.iter().position(|(key, _)| *key == 'n');
                            self.marked = no.unwrap_or(self.marked);
                        }
                    }
                    Err(why) => {
                        hand.desk.say(NoticeKind::Hard, why.clone());
                        self.give(hand, None);
                    }
                }
            }
            _ => {}
        }
    }
}
