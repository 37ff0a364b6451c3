//! The places in which a key can mean something, and how they lie on top of each other.

use serde::Serialize;

/// A place in which keys have meanings of their own. Several lie on top of each other: see [`STACKS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Context {
    /// Under everything except the lock.
    Everywhere,
    /// The tray, and what waits today.
    Home,
    /// The list under a find box has the focus (she pressed Down): digits choose there.
    Hits,
    /// A find box and its list, wherever a client is asked for.
    Find,
    /// The box under the caret is still empty: the missing marks work as single keys.
    FormEmpty,
    /// Keying a sheet.
    Form,
    /// A code list open over a box.
    List,
    /// Yes or no, or "is it one of these?".
    Question,
    /// The sheet may be about somebody on the books: same episode, new episode, different person.
    Alike,
    /// A one-line question that is answered by typing: a box number, a reason.
    Prompt,
    /// The head of a pile of paper.
    Batch,
    /// The client's card.
    Card,
    /// Allocating a referral.
    Allocate,
    /// Sharing out many cases at once.
    Share,
    /// Records that may be of one person, two at a time.
    Review,
    /// A list to read and to open lines of: tray, parked sheets, queries, audit.
    Lists,
    /// A box of an earlier sheet is keyed again.
    Rekey,
    /// The palette.
    Palette,
    /// The key table.
    Help,
    /// The passphrase is being asked for.
    Unlock,
    /// Any text box.
    Edit,
}

/// Which printable characters may be bound as a single key in a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printable {
    /// None: she types text here, and a bound character could never be typed.
    None,
    /// Signs, but no letter and no digit: an empty box must still take the first letter of a name.
    Signs,
    /// Digits: a letter goes on with the find.
    Digits,
    /// All: nothing is typed here.
    All,
}

/// The stacks of contexts that the screens of the desk use, innermost first.
pub mod stack {
    use super::Context;
    use super::Context::{
        Alike, Allocate, Batch, Card, Edit, Everywhere, Find, Form, FormEmpty, Help, Hits, Home,
        List, Lists, Palette, Prompt, Question, Rekey, Review, Share, Unlock,
    };

    /// The home screen, typing in its find box.
    pub const HOME: &[Context] = &[Home, Find, Edit, Everywhere];
    /// The home screen, moved down into the clients found.
    pub const HOME_HITS: &[Context] = &[Hits, Home, Find, Edit, Everywhere];
    /// Finding a client from anywhere else.
    pub const FIND: &[Context] = &[Find, Edit, Everywhere];
    /// The same, moved down into the clients found.
    pub const FIND_HITS: &[Context] = &[Hits, Find, Edit, Everywhere];
    /// Keying, in a box with something in it.
    pub const FORM: &[Context] = &[Form, Edit, Everywhere];
    /// Keying, in an empty box.
    pub const FORM_EMPTY: &[Context] = &[FormEmpty, Form, Edit, Everywhere];
    /// Keying, in a box that asks for a client and has something in it.
    pub const FORM_FIND: &[Context] = &[Find, Form, Edit, Everywhere];
    /// The same box, empty.
    pub const FORM_FIND_EMPTY: &[Context] = &[FormEmpty, Find, Form, Edit, Everywhere];
    /// The same box, moved down into the clients found.
    pub const FORM_FIND_HITS: &[Context] = &[Hits, Find, Form, Edit, Everywhere];
    /// A code list over a box.
    pub const LIST: &[Context] = &[List, Edit, Everywhere];
    /// A question over any screen.
    pub const QUESTION: &[Context] = &[Question, Everywhere];
    /// Whether the sheet is about somebody on the books.
    pub const ALIKE: &[Context] = &[Alike, Everywhere];
    /// A short answer being typed over any screen.
    pub const PROMPT: &[Context] = &[Prompt, Edit, Everywhere];
    /// The head of a pile of paper.
    pub const BATCH: &[Context] = &[Batch, Prompt, Edit, Everywhere];
    /// The client's card.
    pub const CARD: &[Context] = &[Card, Everywhere];
    /// Allocating.
    pub const ALLOCATE: &[Context] = &[Allocate, Everywhere];
    /// Sharing out many cases.
    pub const SHARE: &[Context] = &[Share, Everywhere];
    /// Two records that may be of one person.
    pub const REVIEW: &[Context] = &[Review, Everywhere];
    /// Tray, parked sheets, queries, follow-ups, audit.
    pub const LISTS: &[Context] = &[Lists, Everywhere];
    /// Keying a box again.
    pub const REKEY: &[Context] = &[Rekey, Edit, Everywhere];
    /// The same while nothing is typed.
    pub const REKEY_EMPTY: &[Context] = &[FormEmpty, Rekey, Edit, Everywhere];
    /// The palette.
    pub const PALETTE: &[Context] = &[Palette, Edit, Everywhere];
    /// The key table.
    pub const HELP: &[Context] = &[Help, Edit, Everywhere];
    /// The lock. Nothing lies under it: before the passphrase no command of the desk can be reached at all.
    pub const UNLOCK: &[Context] = &[Unlock, Edit];
}

/// Every stack of the desk. The checks of the keymaps try every binding in these, so one that another hides is known.
pub const STACKS: &[&[Context]] = &[
    stack::HOME,
    stack::HOME_HITS,
    stack::FIND,
    stack::FIND_HITS,
    stack::FORM,
    stack::FORM_EMPTY,
    stack::FORM_FIND,
    stack::FORM_FIND_EMPTY,
    stack::FORM_FIND_HITS,
    stack::LIST,
    stack::QUESTION,
    stack::ALIKE,
    stack::PROMPT,
    stack::BATCH,
    stack::CARD,
    stack::ALLOCATE,
    stack::SHARE,
    stack::REVIEW,
    stack::LISTS,
    stack::REKEY,
    stack::REKEY_EMPTY,
    stack::PALETTE,
    stack::HELP,
    stack::UNLOCK,
];

impl Context {
    /// Every context, in the order in which help shows them.
    pub const ALL: [Self; 21] = [
        Self::Everywhere,
        Self::Home,
        Self::Hits,
        Self::Find,
        Self::FormEmpty,
        Self::Form,
        Self::List,
        Self::Question,
        Self::Alike,
        Self::Prompt,
        Self::Batch,
        Self::Card,
        Self::Allocate,
        Self::Share,
        Self::Review,
        Self::Lists,
        Self::Rekey,
        Self::Palette,
        Self::Help,
        Self::Unlock,
        Self::Edit,
    ];

    /// Its name in keymap files and in the names of commands.
    pub fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Home => "home",
            Self::Hits => "hits",
            Self::Find => "find",
            Self::FormEmpty => "form_empty",
            Self::Form => "form",
            Self::List => "list",
            Self::Question => "question",
            Self::Alike => "alike",
            Self::Prompt => "prompt",
            Self::Batch => "batch",
            Self::Card => "card",
            Self::Allocate => "allocate",
            Self::Share => "share",
            Self::Review => "review",
            Self::Lists => "lists",
            Self::Rekey => "rekey",
            Self::Palette => "palette",
            Self::Help => "help",
            Self::Unlock => "unlock",
            Self::Edit => "edit",
        }
    }

    /// Its heading in the key table.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Home => "Home",
            Self::Hits => "In the list under a find box",
            Self::Find => "In a find box",
            Self::FormEmpty => "In a box of a sheet that is still empty",
            Self::Form => "Keying a sheet",
            Self::List => "In a code list",
            Self::Question => "Answering a question",
            Self::Alike => "Where a sheet may be about somebody on the books",
            Self::Prompt => "Typing a short answer",
            Self::Batch => "At the head of a pile of paper",
            Self::Card => "On a client's card",
            Self::Allocate => "Allocating a referral",
            Self::Share => "Sharing out many cases",
            Self::Review => "Looking through records that may be of one person",
            Self::Lists => "In the tray and other lists",
            Self::Rekey => "Keying a box again",
            Self::Palette => "In the palette",
            Self::Help => "In help",
            Self::Unlock => "Unlocking the desk",
            Self::Edit => "In any text box",
        }
    }

    /// The context called `name` in keymap files, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }

    /// Which printable characters may be a single key here.
    pub fn printable(self) -> Printable {
        match self {
            Self::FormEmpty => Printable::Signs,
            Self::Hits => Printable::Digits,
            Self::Question
            | Self::Alike
            | Self::Card
            | Self::Allocate
            | Self::Share
            | Self::Review
            | Self::Lists => Printable::All,
            _ => Printable::None,
        }
    }
}
