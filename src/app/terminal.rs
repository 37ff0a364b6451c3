//! Entering and leaving the screen. However the program ends, the terminal is given back as it was.

use super::is_open;
use crate::model::Model;
use crate::ui::{self, Theme};
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    self, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, SetTitle,
};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::{self, BufWriter, Stdout};

/// The screen while the desk is on it.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    titled: Option<bool>,
}

impl Screen {
    /// Takes the terminal over.
    pub fn enter() -> io::Result<Self> {
        restore_on_panic(leave);
        terminal::enable_raw_mode()?;
        // A program that was killed leaves its picture there, and what is not drawn over would stay.
        let wiped = Clear(ClearType::All);
        execute!(
            io::stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste,
            wiped
        )?;
        let out = BufWriter::with_capacity(64 * 1024, io::stdout());
        Ok(Self {
            terminal: Terminal::new(CrosstermBackend::new(out))?,
            titled: None,
        })
    }

    /// Draws one frame.
    pub fn draw(&mut self, model: &Model, theme: &Theme) -> io::Result<()> {
        if self.titled != Some(is_open(model)) {
            self.titled = Some(is_open(model));
            execute!(self.terminal.backend_mut(), SetTitle("Caseload"))?;
        }
        self.terminal.draw(|frame| ui::draw(frame, model, theme))?;
        Ok(())
    }

    /// Forgets what is on the screen, so that the next frame draws all of it.
    pub fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Puts text on the clipboard of the terminal.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(
            self.terminal.backend_mut(),
            CopyToClipboard::to_clipboard_from(text)
        )
    }
}

/// Columns and rows of the window.
pub fn window() -> (u16, u16) {
    terminal::size().unwrap_or((80, 24))
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back; what cannot be written any more is of no use to anybody.
fn leave() {
    let _ = execute!(
        io::stdout(),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        crossterm::cursor::Show
    );
    let _ = terminal::disable_raw_mode();
}

/// A panic of this thread gives the terminal back before it is told; a worker's panic is a message and must not.
pub fn restore_on_panic(leave: fn()) {
    let screen_thread = std::thread::current().id();
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == screen_thread {
            leave();
            tell(panic);
        }
    }));
}
