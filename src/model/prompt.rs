//! A question that is answered by typing: a box number, a reason.

use super::desk::NoticeKind;
use super::layer::{Answer, Hand, Move, Screen};
use super::line::Line;
use super::message::Message;
use crate::command::{Command, Context};

/// Longest answer, in characters.
const LONGEST: usize = 240;

/// A prompt.
#[derive(Debug)]
pub struct Prompt {
    /// What the asker gave it.
    pub token: &'static str,
    /// What is asked.
    pub title: String,
    /// What is typed.
    pub line: Line,
    /// Fewest characters that will do.
    pub fewest: usize,
    /// Reasons that one key gives while the line is empty: key and words.
    pub ready: Vec<(char, String)>,
    /// What an empty line answers, and what that does in words.
    pub offered: Option<(String, String)>,
}

/// Choice of an answer that was typed, or given by one key.
const SAID: usize = 0;
/// Choice of the answer that an empty line gives.
pub const OFFERED: usize = 1;

impl Prompt {
    /// An empty line under a heading.
    pub fn new(token: &'static str, title: impl Into<String>, fewest: usize) -> Self {
        Self {
            token,
            title: title.into(),
            line: Line::default(),
            fewest,
            ready: Vec::new(),
            offered: None,
        }
    }

    /// The same with what an empty line answers, and what that does in words.
    pub fn with_offered(mut self, answer: String, words: String) -> Self {
        self.offered = Some((answer, words));
        self
    }

    /// What stands dim in the empty line.
    pub fn hint(&self) -> &str {
        match &self.offered {
            Some((_, words)) => words,
            None if self.ready.is_empty() => "",
            None => "or type a reason in words",
        }
    }

    /// The same with reasons that one key gives.
    pub fn with_ready(mut self, ready: &[(char, &str)]) -> Self {
        self.ready = ready
            .iter()
            .map(|(key, words)| (*key, (*words).to_owned()))
            .collect();
        self
    }

    /// What is said of an answer with too few characters.
    fn too_short(&self, said: usize) -> String {
        let few = super::words::count(self.fewest, "character", "characters");
        let keys: Vec<String> = self.ready.iter().map(|(key, _)| key.to_string()).collect();
        let or_key = if keys.is_empty() {
            String::new()
        } else {
            format!(", or in an empty line one key of {}", keys.join(" "))
        };
        match said {
            0 => format!("Nothing is typed: at least {few}{or_key}, or go back without an answer."),
            _ => format!(
                "Too short, so nothing is done yet: {said} typed, at least {few}{or_key}. Or go back without an answer."
            ),
        }
    }

    fn give(&self, hand: &mut Hand<'_>, choice: usize, text: &str) {
        let answer = Answer {
            token: self.token,
            choice: Some(choice),
            text: text.to_owned(),
        };
        hand.moves.push(Move::Answer(answer));
    }
}

impl Screen for Prompt {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Prompt, Context::Edit]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        match command {
            Command::GiveAnswer => {
                let text = self.line.text().trim().to_owned();
                let said = text
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .chars()
                    .count();
                if let Some((offered, _)) = self.offered.as_ref().filter(|_| said == 0) {
                    self.give(hand, OFFERED, offered);
                } else if said < self.fewest {
                    hand.desk.say(NoticeKind::Hard, self.too_short(said));
                } else {
                    self.give(hand, SAID, &text);
                }
            }
            Command::CancelPrompt => {
                hand.moves.push(Move::Answer(Answer {
                    token: self.token,
                    choice: None,
                    text: String::new(),
                }));
            }
            _ => return self.line.edit(command),
        }
        true
    }

    fn typed(&mut self, hand: &mut Hand<'_>, c: char) {
        let ready = self
            .ready
            .iter()
            .find(|(key, _)| *key == c)
            .filter(|_| self.line.is_empty());
        if let Some((_, words)) = ready {
            self.give(hand, SAID, words);
        } else if self.line.text().chars().count() < LONGEST {
            self.line.insert(c);
        }
    }

    fn pasted(&mut self, hand: &mut Hand<'_>, text: &str) {
        if let Err(sentence) = self.line.paste(text, LONGEST) {
            hand.desk.say(NoticeKind::Hard, sentence);
        }
    }

    fn hear(&mut self, _hand: &mut Hand<'_>, _message: &Message) {}
}
