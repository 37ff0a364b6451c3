//! Passphrases: from a file or typed unseen on the terminal, never from the command line.

use std::fs::File;
use std::io::{self, IsTerminal, Read as _, Write as _};
use std::path::Path;

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use zeroize::Zeroizing;

use super::failure::Failure;

/// A passphrase on its way; wiped when dropped.
pub type Passphrase = Zeroizing<String>;

/// Most bytes of a passphrase file that are looked at.
const LONGEST_FILE: u64 = 64 * 1024;

/// The passphrase from the file, where one is given, else typed on the terminal after `prompt`.
///
/// # Errors
/// The file cannot be read or is empty, there is no terminal, or she thought better of it.
pub fn obtain(file: Option<&Path>, prompt: &str) -> Result<Passphrase, Failure> {
    match file {
        Some(file) => from_file(file),
        None => typed(prompt),
    }
}

/// A new passphrase: from the file, or typed twice.
///
/// # Errors
/// As [`obtain`]; the two typings differ.
pub fn obtain_new(file: Option<&Path>, whose: &str) -> Result<Passphrase, Failure> {
    let Some(file) = file else {
        let first = typed(&format!("New passphrase for {whose}: "))?;
        let again = typed("The same once more: ")?;
        return if first == again {
            Ok(first)
        } else {
            Err(Failure::No(
                "The two passphrases differ; nothing was changed. Try again.".to_owned(),
            ))
        };
    };
    from_file(file)
}

/// The first line of a file, without its line break.
///
/// # Errors
/// The file cannot be read, is no text, or its first line is empty.
pub fn from_file(file: &Path) -> Result<Passphrase, Failure> {
    let shown = file.display();
    let failed = || Failure::machine(format!("The passphrase file {shown} cannot be read"));
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST_FILE as usize));
    let opened = File::open(file).map_err(failed())?;
    opened
        .take(LONGEST_FILE)
        .read_to_end(&mut bytes)
        .map_err(failed())?;
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        Failure::NotLetIn(format!(
            "The passphrase file {shown} is no text (UTF-8). Write it anew."
        ))
    })?;
    let line = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .split('\n')
        .next()
        .unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() {
        return Err(Failure::NotLetIn(format!(
            "The passphrase file {shown} has nothing on its first line."
        )));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

fn typed(prompt: &str) -> Result<Passphrase, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::NotLetIn(
            "A passphrase is needed, and there is no terminal to type it on. Name a file that holds it with --passphrase-file.".to_owned(),
        ));
    }
    let failed = |source| Failure::Machine {
        doing: "The terminal failed".to_owned(),
        source,
    };
    // Before the prompt: whoever types as soon as it shows must not be echoed.
    enable_raw_mode().map_err(failed)?;
    let asked = write!(io::stderr(), "{prompt}").and_then(|()| io::stderr().flush());
    let line = asked.and_then(|()| unseen_line());
    let restored = disable_raw_mode();
    let _nobody_can_be_told = writeln!(io::stderr());
    restored.map_err(failed)?;
    line.map_err(failed)?
        .filter(|line| !line.is_empty())
        .ok_or_else(|| Failure::NotLetIn("No passphrase was typed; nothing was done.".to_owned()))
}

/// A line typed unseen; none where she pressed Esc, Ctrl-C or Ctrl-D.
fn unseen_line() -> io::Result<Option<Passphrase>> {
    // Room from the start: a string that grows leaves copies behind.
    let mut line = Zeroizing::new(String::with_capacity(1024));
    loop {
        let Event::Key(key) = read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let held = key.modifiers.contains(KeyModifiers::CONTROL)
            && !key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Enter => return Ok(Some(line)),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'd') if held => return Ok(None),
            KeyCode::Char('j' | 'm') if held => return Ok(Some(line)),
            KeyCode::Char('u') if held => line.clear(),
            KeyCode::Backspace => {
                line.pop();
            }
            KeyCode::Char(c) if !held => line.push(c),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Result<Passphrase, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("passphrase");
        std::fs::write(&file, bytes).unwrap();
        from_file(&file)
    }

    #[test]
    fn the_first_line_counts_and_only_its_line_break_is_dropped() {
        assert_eq!(*of(b" three words \nmore\n").unwrap(), " three words ");
        assert_eq!(*of(b"from windows\r\n").unwrap(), "from windows");
        assert_eq!(*of(b"no line break").unwrap(), "no line break");
    }

    #[test]
    fn an_empty_file_and_one_that_is_no_text_let_nobody_in() {
        for bytes in [&b""[..], b"\n", b"\r\nsecond line", b"\xff\xfe"] {
            assert!(matches!(of(bytes), Err(Failure::NotLetIn(_))));
        }
    }
}
