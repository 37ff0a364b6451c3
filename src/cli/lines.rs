//! Reading a file or standard input line by line, however long its lines are.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::failure::Failure;
use super::files::cannot_read;

/// Most bytes of a line that are taken.
pub const LONGEST: usize = 1 << 20;

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Its text, without the line break.
    Text(String),
    /// It is no text in UTF-8.
    NoText,
    /// It is longer than [`LONGEST`]; it was passed over.
    TooLong,
}

/// Lines with their numbers, from 1. Blank lines are passed over.
pub struct Lines {
    from: Box<dyn BufRead>,
    name: String,
    number: u64,
}

impl Lines {
    /// The lines of a file, or of standard input for `-`.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn of(path: &Path) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            return Ok(Self::from(path, BufReader::new(io::stdin())));
        }
        let file = File::open(path).map_err(cannot_read(path))?;
        Ok(Self::from(path, BufReader::with_capacity(1 << 16, file)))
    }

    /// The same lines twice over: to look through them first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn twice(path: &Path) -> Result<(Self, Self), Failure> {
        if path.as_os_str() != "-" {
            return Ok((Self::of(path)?, Self::of(path)?));
        }
        let mut all = Vec::new();
        io::stdin()
            .read_to_end(&mut all)
            .map_err(cannot_read(path))?;
        let all: Arc<[u8]> = all.into();
        Ok((
            Self::from(path, Cursor::new(Arc::clone(&all))),
            Self::from(path, Cursor::new(all)),
        ))
    }

    fn from(path: &Path, from: impl BufRead + 'static) -> Self {
        Self {
            from: Box::new(from),
            name: path.display().to_string(),
            number: 0,
        }
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// The machine failed.
    pub fn next(&mut self) -> Result<Option<(u64, Line)>, Failure> {
        loop {
            let read = next_line(&mut *self.from);
            let Some(line) = read.map_err(cannot_read(Path::new(&self.name)))? else {
                return Ok(None);
            };
            self.number += 1;
            if line != Line::Text(String::new()) {
                return Ok(Some((self.number, line)));
            }
        }
    }
}

fn next_line(from: &mut dyn BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let mut begun = false;
    let mut too_long = false;
    loop {
        let buffer = match from.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            break;
        }
        begun = true;
        let end = buffer.iter().position(|b| *b == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        too_long |= bytes.len() + part.len() > LONGEST;
        if !too_long {
            bytes.extend_from_slice(part);
        }
        let used = end.map_or(buffer.len(), |end| end + 1);
        from.consume(used);
        if end.is_some() {
            break;
        }
    }
    if !begun {
        return Ok(None);
    }
    if too_long {
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(match String::from_utf8(bytes) {
        Ok(text) => Line::Text(text.trim_start_matches('\u{feff}').trim().to_owned()),
        Err(_) => Line::NoText,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_numbers_whatever_stands_between_them() {
        let long = "x".repeat(LONGEST + 1);
        let text = format!("\u{feff}one\r\n\n{long}\n\u{20}\nlast");
        let mut bytes = text.into_bytes();
        bytes.extend(b"\n\xff\n");
        let mut lines = Lines::from(Path::new("-"), Cursor::new(bytes));
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push(line);
        }
        let text = |text: &str| Line::Text(text.to_owned());
        assert_eq!(
            found,
            [
                (1, text("one")),
                (3, Line::TooLong),
                (5, text("last")),
                (6, Line::NoText)
            ]
        );
    }
}
