//! Lines typed over a sheet: the question to the trainer, why an answer is right, why two people have one number.
//!
//! # Why
//! They take longer to type than a box, and the phone rings then too. So the words are kept with the half-keyed sheet at every key:
//! after a crash or an evening the question lies open again as she left it, and a reason stands in its line when it is next asked for.

use super::Keying;
use super::jump::JUMP;
use crate::domain::question;
use crate::domain::sheet::{Draft, DraftChange, KeptBox, beside};
use crate::model::desk::Desk;
use crate::model::effect::Effect;
use crate::model::layer::{Hand, Layer};
use crate::model::line::Line;
use crate::model::prompt::Prompt;

/// Answer of the question to the trainer.
pub(super) const QUERY: &str = "query";
/// Answer of why it is right as it stands.
pub(super) const KEEP: &str = "keep";

/// Words that are half typed in a line over the sheet.
#[derive(Default)]
pub struct HalfTyped {
    /// Of which line, and what.
    of: Option<(String, String)>,
    /// The line is to lie open again.
    reopens: bool,
}

impl HalfTyped {
    /// A half-keyed sheet with the words.
    pub(super) fn kept_with(&self, mut draft: Draft) -> Draft {
        if let Some((line, words)) = &self.of {
            draft.boxes.insert(beside(line), as_box(words));
        }
        draft
    }

    /// The words, taken out of what is kept of a sheet.
    pub(super) fn taken_up(draft: &mut Draft) -> Self {
        // A line that was answered is kept without words.
        let mut found = None;
        for line in [QUERY, KEEP, super::somebody_new::TWO] {
            let kept = draft.boxes.shift_remove(&beside(line));
            let words = kept.map(|kept| kept.text).filter(|words| !words.is_empty());
            found = found.or(words.map(|words| (line.to_owned(), words)));
        }
        Self {
            reopens: found.as_ref().is_some_and(|(line, _)| line == QUERY),
            of: found,
        }
    }
}

fn as_box(words: &str) -> KeptBox {
    KeptBox {
        text: words.to_owned(),
        ..KeptBox::default()
    }
}

impl Keying {
    /// The line for the question about the whole sheet, with what is asked already.
    pub(super) fn ask_query(&mut self, hand: &mut Hand<'_>) {
        let asked = question::words(self.filling.query());
        let prompt = Prompt::new(QUERY, "What is the question about this paper?", 0);
        self.lay(hand, prompt, asked);
    }

    /// The line for the reason why an answer is right as it stands.
    pub(super) fn ask_reason(&mut self, hand: &mut Hand<'_>) {
        let prompt = Prompt::new(KEEP, "Why is it right as it stands?", 1);
        self.lay(hand, prompt, String::new());
    }

    /// Lays a line over the sheet; what was half typed there before goes on.
    pub(super) fn lay(&mut self, hand: &mut Hand<'_>, mut prompt: Prompt, stands: String) {
        let half = self.half.of.as_ref();
        let half = half.filter(|(line, _)| line == prompt.token);
        prompt.line = Line::new(half.map_or(stands, |(_, words)| words.clone()));
        hand.push(Layer::Prompt(Box::new(prompt)));
    }

    /// The line that lay open when she was cut off, once the sheet lies there again.
    pub(in crate::model) fn lay_again(&mut self, hand: &mut Hand<'_>) {
        let waits = self.awaits.is_some() || self.list.is_some();
        if !waits && std::mem::take(&mut self.half.reopens) {
            self.ask_query(hand);
        }
    }

    /// Keeps what is typed in a line over the sheet.
    pub(in crate::model) fn keep_words(
        &mut self,
        desk: &mut Desk,
        prompt: &Prompt,
    ) -> Option<Effect> {
        let words = prompt.line.text();
        let before = self.half.of.as_ref();
        let same = before.is_some_and(|(line, kept)| line == prompt.token && kept == words);
        if prompt.token == JUMP || same || before.is_none() && !self.would_lose(prompt) {
            return None;
        }
        self.half.of = Some((prompt.token.to_owned(), words.to_owned()));
        Some(self.keep_half(desk, prompt.token, words))
    }

    /// Whether anything stands in a line that is not kept otherwise.
    fn would_lose(&self, prompt: &Prompt) -> bool {
        let words = prompt.line.text();
        let asked = prompt.token == QUERY && words == question::words(self.filling.query());
        !words.is_empty() && !asked
    }

    /// The line was answered or left: its words are half typed no longer.
    pub(super) fn forget_words(&mut self, desk: &mut Desk) -> Option<Effect> {
        self.half.reopens = false;
        let (line, _) = self.half.of.take()?;
        let begun = self.filling.keyed_anything() || self.begins_kept();
        if self.stated && self.saving.is_none() && !begun {
            // Nothing but these words had been kept.
            self.stated = false;
            return Some(self.kept(desk, DraftChange::Ended, true));
        }
        self.stated.then(|| self.keep_half(desk, &line, ""))
    }

    fn keep_half(&mut self, desk: &mut Desk, line: &str, words: &str) -> Effect {
        if !self.stated {
            return self.stated_whole(desk, true);
        }
        let change = DraftChange::Box {
            field: beside(line),
            kept: as_box(words),
            caret: 0,
        };
        self.kept(desk, change, false)
    }
}
