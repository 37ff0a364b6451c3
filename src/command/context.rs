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
    /// A one-line question that is answered by typing: a box number, a reason.
    Prompt,
    /// The client's card.
    Card,
    /// Allocating a referral.
    Allocate,
    /// A list to read and to open lines of: tray, parked sheets, queries, audit.
    Lists,
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

/// The stacks that the desk uses, innermost context first. The checks of the keymaps try every binding in these, so a binding that
/// works in none of them is known to be dead.
pub const STACKS: &[&[Context]] = &[
    &[
        Context::Home,
        Context::Find,
        Context::Edit,
        Context::Everywhere,
    ],
    &[
        Context::Hits,
        Context::Home,
        Context::Find,
        Context::Edit,
        Context::Everywhere,
    ],
    &[Context::Find, Context::Edit, Context::Everywhere],
    &[
        Context::Hits,
        Context::Find,
        Context::Edit,
        Context::Everywhere,
    ],
    &[Context::Form, Context::Edit, Context::Everywhere],
    &[
        Context::FormEmpty,
        Context::Form,
        Context::Edit,
        Context::Everywhere,
    ],
    &[Context::List, Context::Edit, Context::Everywhere],
    &[Context::Question, Context::Everywhere],
    &[Context::Prompt, Context::Edit, Context::Everywhere],
    &[Context::Card, Context::Everywhere],
    &[Context::Allocate, Context::Everywhere],
    &[Context::Lists, Context::Everywhere],
    &[Context::Palette, Context::Edit, Context::Everywhere],
    &[Context::Help, Context::Edit, Context::Everywhere],
    // Nothing lies under the lock: before the passphrase no command of the desk can be reached at all.
    &[Context::Unlock, Context::Edit],
];

impl Context {
    /// Every context, in the order in which help shows them.
    pub const ALL: [Self; 16] = [
        Self::Everywhere,
        Self::Home,
        Self::Hits,
        Self::Find,
        Self::FormEmpty,
        Self::Form,
        Self::List,
        Self::Question,
        Self::Prompt,
        Self::Card,
        Self::Allocate,
        Self::Lists,
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
            Self::Prompt => "prompt",
            Self::Card => "card",
            Self::Allocate => "allocate",
            Self::Lists => "lists",
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
            Self::Prompt => "Typing a short answer",
            Self::Card => "On a client's card",
            Self::Allocate => "Allocating a referral",
            Self::Lists => "In the tray and other lists",
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
            Self::Question | Self::Card | Self::Allocate | Self::Lists => Printable::All,
            _ => Printable::None,
        }
    }
}
