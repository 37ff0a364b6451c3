//! What the model wants from the world. Plain, comparable values; imperative.

use super::message::FoundPair;
use crate::domain::act::NewAct;
use crate::domain::figures::Figures;
use crate::domain::reference::{ClientId, DraftId, Serial};
use crate::domain::sheet::DraftChange;
use crate::search::Person;
use chrono::NaiveDate;

/// Ties an answer to what was asked. Grows; the newest of a kind wins.
pub type Ticket = u64;

/// A sheet that is to be keyed, as far as it tells what is to be known beforehand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SheetAbout {
    /// Whose it is, where she is on the books.
    pub client: Option<ClientId>,
    /// Its form.
    pub form: String,
    /// The keyed sheet that it puts right.
    pub amends: Option<Serial>,
}

impl SheetAbout {
    /// A sheet of a form that puts nothing right.
    pub fn anew(client: Option<ClientId>, form: &str) -> Self {
        Self {
            client,
            form: form.to_owned(),
            amends: None,
        }
    }
}

/// One wish.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open the store with this name and passphrase.
    Unlock {
        /// Who.
        user: String,
        /// Her passphrase.
        passphrase: Secret,
    },
    /// Make these acts happen, all or none, then say so.
    Record(Ticket, Vec<NewAct>),
    /// Undo an act, with the reason where one was given.
    Undo(Ticket, u64, String),
    /// Keep a half-keyed box; `sync` when she has left it.
    Keep {
        /// The draft.
        draft: DraftId,
        /// Whose sheet it is to be.
        client: Option<ClientId>,
        /// What changed.
        change: DraftChange,
        /// Onto stable storage at once.
        sync: bool,
    },
    /// Find clients.
    Find(Ticket, String),
    /// Find clients who may be this person.
    FindAlike(Ticket, Box<Person>),
    /// Find the pairs of records that may be of one person, without holding up anything else.
    FindPairs(Ticket),
    /// Read whom these pairs are of; those known to be two people are left out.
    ReadPairs(Ticket, Vec<FoundPair>),
    /// Read a card; logged as a view before it is shown.
    ReadCard(Ticket, ClientId),
    /// Read a card as it stood at the end of a day; logged as a view too.
    ReadCardAt(Ticket, ClientId, NaiveDate),
    /// Work out what undoing an act would change.
    ForeseeUndo(Ticket, u64),
    /// Read all listed acts about a client.
    ReadActsAbout(Ticket, ClientId),
    /// Read a sheet with its answers.
    ReadSheet(Ticket, String),
    /// Read what is known, of a client where there is one, before a sheet is keyed.
    ReadKnown(Ticket, SheetAbout),
    /// Read where every sheet of paper is, and what is asked about it.
    ReadPaper(Ticket),
    /// Read what may be keyed again on this day: of all sheets that lie on the desk, or of one sheet.
    ReadRekey(Ticket, Option<String>, NaiveDate),
    /// Say what may complete what is typed.
    Complete(Ticket, Box<Begun>),
    /// Look every keyed sheet over by the rules of its form.
    LookOverSheets(Ticket),
    /// Read the latest acts of the audit, at most this many.
    ReadActs(Ticket, usize),
    /// Keep her own figures, which nobody else can open.
    KeepFigures(Box<Figures>),
    /// Wipe them.
    WipeFigures,
    /// Ring.
    Ring(Bell),
    /// Put text on the clipboard.
    Copy(String),
    /// Draw the whole screen again.
    Redraw,
    /// Close the store and forget the keys.
    Lock,
    /// Leave the program.
    Quit,
}

impl Effect {
    /// The ticket under which it is answered.
    pub fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Record(t, _)
            | Self::Undo(t, ..)
            | Self::Find(t, _)
            | Self::FindAlike(t, _)
            | Self::FindPairs(t)
            | Self::ReadPairs(t, _)
            | Self::ReadCard(t, _)
            | Self::ReadCardAt(t, ..)
            | Self::ForeseeUndo(t, _)
            | Self::ReadActsAbout(t, _)
            | Self::ReadSheet(t, _)
            | Self::ReadKnown(t, ..)
            | Self::ReadPaper(t)
            | Self::ReadRekey(t, ..)
            | Self::Complete(t, _)
            | Self::LookOverSheets(t)
            | Self::ReadActs(t, _) => Some(*t),
            _ => None,
        }
    }
}

/// The beginning of an answer, with what may complete it. `Debug` says which box, never what is typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Begun {
    /// The form.
    pub form: String,
    /// The box.
    pub field: String,
    /// What stands before the caret.
    pub before: String,
    /// The postcode on the sheet, where the box is an address.
    pub postcode: String,
}

impl std::fmt::Debug for Begun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Begun({} {})", self.form, self.field)
    }
}

/// What a bell says without a look at the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bell {
    /// A box was taken.
    Accept,
    /// A soft check asks.
    Soft,
    /// A hard check blocks.
    Hard,
    /// The page of the paper turns.
    Page,
}

impl Bell {
    /// When each stroke falls, in milliseconds after the first: told apart by count, and two quick ones from two slow ones. Strokes
    /// closer together than some 150 ms are one to many terminals.
    pub fn strokes(self) -> &'static [u64] {
        match self {
            Self::Accept => &[0],
            Self::Soft => &[0, 180],
            Self::Hard => &[0, 180, 360],
            Self::Page => &[0, 540],
        }
    }
}

/// A passphrase on its way to the store. `Debug` never prints it; wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::Bell;

    #[test]
    fn bells_are_told_apart_by_ear_and_no_terminal_runs_their_strokes_together() {
        let bells = [Bell::Accept, Bell::Soft, Bell::Hard, Bell::Page];
        for (n, bell) in bells.iter().enumerate() {
            let strokes = bell.strokes();
            assert!(strokes.windows(2).all(|pair| pair[1] - pair[0] >= 150));
            for other in &bells[n + 1..] {
                let other = other.strokes();
                let same_count = strokes.len() == other.len();
                let span = |s: &[u64]| s.last().copied().unwrap_or(0);
                assert!(!same_count || span(strokes).abs_diff(span(other)) >= 300);
            }
        }
    }
}
