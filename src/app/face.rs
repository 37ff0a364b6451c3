//! What the desk looks like to her: a screen that is drawn, or lines that are only added.

use super::terminal::{self, Screen};
use super::write_now;
use crate::model::Model;
use crate::ui::Theme;
use crate::ui::linear::{self, Moment, Speaker};
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io;

/// One of the two faces of the model.
pub enum Face {
    /// The whole window, drawn.
    Drawn(Box<Screen>),
    /// Plain lines, for a screen reader or a braille line.
    Linear(Box<Lines>),
}

impl Face {
    /// Takes the terminal over.
    pub fn enter(linear: bool) -> io::Result<Self> {
        Ok(if linear {
            Self::Linear(Box::new(Lines::enter()?))
        } else {
            Self::Drawn(Box::new(Screen::enter()?))
        })
    }

    /// Shows the model as it stands.
    pub fn show(&mut self, model: &Model, theme: &Theme, moment: Moment) -> io::Result<()> {
        match self {
            Self::Drawn(screen) => screen.draw(model, theme),
            Self::Linear(lines) => lines.say(model, moment),
        }
    }

    /// Shows all of it again.
    pub fn again(&mut self) -> io::Result<()> {
        match self {
            Self::Drawn(screen) => screen.clear(),
            Self::Linear(lines) => {
                lines.speaker = Speaker::again();
                Ok(())
            }
        }
    }

    /// Puts text on the clipboard of the terminal.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        match self {
            Self::Drawn(screen) => screen.copy(text),
            Self::Linear(_) => execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text)),
        }
    }
}

/// The terminal while the desk speaks in lines. The one sequence that it is sent tells it to mark what is pasted: without it a
/// pasted line break would be a pressed Enter.
pub struct Lines {
    speaker: Speaker,
}

impl Lines {
    fn enter() -> io::Result<Self> {
        terminal::restore_on_panic(leave);
        enable_raw_mode()?;
        execute!(io::stdout(), EnableBracketedPaste)?;
        Ok(Self {
            speaker: Speaker::default(),
        })
    }

    fn say(&mut self, model: &Model, moment: Moment) -> io::Result<()> {
        let columns = usize::from(terminal::window().0);
        let said = self.speaker.say(linear::page(model), moment, columns);
        if said.is_empty() {
            return Ok(());
        }
        write_now(said.as_bytes())
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back; what cannot be written any more is of no use to anybody.
fn leave() {
    let _ = write_now(b"\r\n");
    let _ = execute!(io::stdout(), DisableBracketedPaste);
    let _ = disable_raw_mode();
}
