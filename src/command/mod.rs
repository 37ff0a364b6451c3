//! The one table of everything a person can ask the desk to do.
//!
//! A command is a name such as `form.next_box`, one plain sentence, and the contexts in which it works. Help, the key table of
//! the README, the palette and the checks of the keymaps are generated from `table.rs`; nothing else lists the commands, so
//! nothing can say something else than the desk does.
//!
//! # How to add a command
//! Add one line to `table.rs` and give it a key in `keymaps/default.toml` (and in `plain.toml` where that key is a function key
//! or an Alt key). The tests then say what is missing; the compiler says which screen has to answer it.

mod context;
pub mod palette;
mod table;

pub use context::{Context, Printable, STACKS, stack};
pub use table::Command;

/// How badly a command is missed when its key does not reach the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Work stops without it: every shipped keymap gives it two keys, since terminals, desktops and multiplexers swallow some.
    Vital,
    /// One key, or the palette, is enough.
    Usual,
}

/// One line of the table.
#[derive(Debug)]
struct Entry {
    name: &'static str,
    sentence: &'static str,
    contexts: &'static [Context],
    weight: Weight,
}

impl Command {
    /// The command called `name` (`context.verb_noun`, exactly as written in the table), if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all()
            .iter()
            .copied()
            .find(|command| command.name() == name)
    }

    /// `context.verb_noun`: what keymap files, the key table and the palette call it.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it does, in one plain sentence.
    pub fn sentence(self) -> &'static str {
        self.entry().sentence
    }

    /// Where it works, and so where a key may be bound to it. The first is its home, and the first half of its name.
    pub fn contexts(self) -> &'static [Context] {
        self.entry().contexts
    }

    /// Whether work stops without it, so that every shipped keymap gives it two keys.
    pub fn is_vital(self) -> bool {
        self.entry().weight == Weight::Vital
    }

    /// Whether it works in at least one of `contexts`.
    pub fn works_in(self, contexts: &[Context]) -> bool {
        self.contexts()
            .iter()
            .any(|context| contexts.contains(context))
    }

    /// 1 to 9 for `….choose_1` to `….choose_9`; nothing for every other command.
    pub fn choice(self) -> Option<u8> {
        self.name().rsplit_once(".choose_")?.1.parse().ok()
    }

    /// Whether it is an officer's alone, from its first key on: it begins what ends in the books, and nothing of it would be kept for
    /// anybody else.
    pub fn is_for_officers(self) -> bool {
        let begins = matches!(
            self,
            Self::KeyForm
                | Self::PhoneReferral
                | Self::NewClient
                | Self::BeginBatch
                | Self::RekeyBoxes
                | Self::VerifySheet
                | Self::UndoAct
                | Self::RedoAct
                | Self::UndoLine
                | Self::UndoAllocation
        );
        let of_a_case = matches!(
            self,
            Self::AmendSheet
                | Self::KeySheet
                | Self::CoverCase
                | Self::ReturnCase
                | Self::CloseReferral
                | Self::HoldCase
                | Self::TakeFirst
                | Self::DeclareConflict
                | Self::CommitShare
                | Self::MergePair
                | Self::KeepPairApart
        );
        let of_paper = matches!(
            self,
            Self::TellTrainer | Self::IssuePad | Self::FileSheets | Self::EndDay
        );
        let gives = self.choice().is_some() && self.contexts().contains(&Context::Allocate);
        begins || of_a_case || of_paper || gives
    }

    /// Whether the palette offers it. Left out is what only makes sense under the fingers: moving and deleting in a text box,
    /// choosing the third line, answering an open question, and what moves about in the palette itself.
    pub fn in_palette(self) -> bool {
        use Context as C;
        let under_the_fingers = [
            C::Hits,
            C::List,
            C::Question,
            C::Alike,
            C::Prompt,
            C::Batch,
            C::Palette,
            C::Help,
            C::Unlock,
            C::Edit,
        ];
        self.choice().is_none() && !under_the_fingers.contains(&self.contexts()[0])
    }
}

#[cfg(test)]
mod tests;
