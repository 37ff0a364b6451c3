//! One keymap file read: its lines in order, and its mistakes with their places.
//!
//! Nothing here is fatal: a line that cannot be used is named and left out, the others stand.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::file::Finding;
use super::key::{Key, visible};
use super::lint::refusal;
use crate::command::{Command, Context};

/// A group of keys that a keyboard or a terminal may lack, and that a keymap can do without as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lacking {
    FunctionKeys,
    Alt,
}

/// A place in the file, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub line: usize,
    pub column: usize,
}

/// One usable line: `command` is nothing where the key is unbound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub context: Context,
    pub keys: Vec<Key>,
    pub command: Option<Command>,
    pub place: Place,
}

/// What one file says.
#[derive(Debug)]
pub(super) struct Document<'a> {
    file: &'a str,
    text: &'a str,
    /// The keymap it is laid upon, as written.
    pub inherit: Option<(String, Place)>,
    pub without: Vec<Lacking>,
    pub lines: Vec<Line>,
    pub findings: Vec<Finding>,
}

type Entry<'t, 'a> = (
    &'t Spanned<std::borrow::Cow<'a, str>>,
    &'t Spanned<DeValue<'a>>,
);

impl<'a> Document<'a> {
    /// Reads a file. `file` is what findings call it.
    pub fn read(file: &'a str, text: &'a str) -> Self {
        let mut document = Self {
            file,
            text,
            inherit: None,
            without: Vec::new(),
            lines: Vec::new(),
            findings: Vec::new(),
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            document.find(&span, unreadable(error.message()));
        }
        let broken: Vec<usize> = document
            .findings
            .iter()
            .map(|finding| finding.line)
            .collect();
        for entry in table.get_ref() {
            document.top(entry, &broken);
        }
        document
    }

    /// Notes a mistake at a place that [`Document::place`] gave.
    pub fn find_at(&mut self, place: Place, message: String) {
        self.findings.push(Finding {
            file: self.file.to_owned(),
            line: place.line,
            column: place.column,
            message,
        });
    }

    fn find(&mut self, span: &Range<usize>, message: String) {
        let place = self.place(span.start);
        self.find_at(place, message);
    }

    fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        Place { line, column }
    }

    /// A line at the top of the file: a setting, or the table of a context.
    fn top(&mut self, (key, value): Entry<'_, 'a>, broken: &[usize]) {
        let name = key.get_ref().as_ref();
        match (name, value.get_ref(), Context::from_name(name)) {
            ("title" | "about", DeValue::String(_), _) => {}
            ("inherit", DeValue::String(base), _) => {
                self.inherit = Some((base.to_string(), self.place(value.span().start)));
            }
            ("without", DeValue::Array(groups), _) => {
                for group in groups {
                    self.group(group);
                }
            }
            (_, DeValue::Table(table), Some(context)) => self.context(context, table, broken),
            _ if broken.contains(&self.place(key.span().start).line) => {}
            (_, DeValue::Table(_), None) => self.find(&key.span(), no_such_context(name)),
            _ => self.find(&key.span(), no_such_setting(name)),
        }
    }

    fn group(&mut self, group: &Spanned<DeValue<'a>>) {
        match group.get_ref().as_str() {
            Some("function keys") => self.without.push(Lacking::FunctionKeys),
            Some("alt") => self.without.push(Lacking::Alt),
            _ => self.find(
                &group.span(),
                "a keymap can do without “function keys” and “alt” only; write one of these"
                    .to_owned(),
            ),
        }
    }

    fn context(&mut self, context: Context, table: &DeTable<'a>, broken: &[usize]) {
        for (key, value) in table {
            let place = self.place(key.span().start);
            if broken.contains(&place.line) {
                continue;
            }
            match self.line(context, (key, value)) {
                Ok(line) => self.lines.push(line),
                Err((span, message)) => self.find(&span, message),
            }
        }
    }

    fn line(
        &self,
        context: Context,
        (key, value): Entry<'_, 'a>,
    ) -> Result<Line, (Range<usize>, String)> {
        let keys = sequence(key.get_ref()).map_err(|message| (key.span(), message))?;
        let command =
            command(context, value.get_ref()).map_err(|message| (value.span(), message))?;
        if let Some(message) = refusal(context, &keys).filter(|_| command.is_some()) {
            return Err((key.span(), message));
        }
        Ok(Line {
            context,
            keys,
            command,
            place: self.place(key.span().start),
        })
    }
}

fn no_such_context(name: &str) -> String {
    let near = near_words(nearest(name, Context::ALL.into_iter().map(Context::name)));
    let places: Vec<&str> = Context::ALL.into_iter().map(Context::name).collect();
    format!(
        "there is no context [{}]{near}; there are {}",
        visible(name),
        places.join(", ")
    )
}

fn no_such_setting(name: &str) -> String {
    let hint = "inherit = \"plain\", without = [\"alt\"], or a context such as [form] with its keys below it";
    format!(
        "“{}” is not a setting here; a keymap has {hint}",
        visible(name)
    )
}

/// What to say of a line that is not TOML. The parser's own words are of little use to someone who left out the quotes ("invalid
/// boolean, expected `false`").
fn unreadable(message: &str) -> String {
    if message.contains("duplicate key") {
        return "this stands in the file already, further up; this line is left out, remove one"
            .to_owned();
    }
    "this line cannot be read and is left out; a line is key = \"command\", with the command, and a key with a sign or a space \
     in it, between quotes"
        .to_owned()
}

/// The keys of a sequence such as `ctrl-x 1`.
fn sequence(text: &str) -> Result<Vec<Key>, String> {
    let keys: Vec<Key> = text
        .split_whitespace()
        .map(Key::to_bind)
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    if keys.is_empty() {
        return Err("no key stands here; write for example ctrl-s, or \"ctrl-x 1\" for two keys one after the other".to_owned());
    }
    Ok(keys)
}

/// The command that a value names: nothing for "" and "none", which unbind.
fn command(context: Context, value: &DeValue<'_>) -> Result<Option<Command>, String> {
    let Some(name) = value.as_str() else {
        return Err(
            "a key stands for one command, written between quotes, or \"none\" to unbind it"
                .to_owned(),
        );
    };
    if matches!(name, "" | "none") {
        return Ok(None);
    }
    let Some(command) = Command::from_name(name) else {
        let near = near_words(nearest(
            name,
            Command::all().iter().map(|command| command.name()),
        ));
        let name = visible(name);
        return Err(format!(
            "there is no command “{name}”{near}; “caseload keys” lists them all"
        ));
    };
    if command.contexts().contains(&context) {
        return Ok(Some(command));
    }
    let places: Vec<String> = command
        .contexts()
        .iter()
        .map(|context| format!("[{}]", context.name()))
        .collect();
    Err(format!(
        "{name} does not work in [{}]; put it under {}",
        context.name(),
        places.join(" or ")
    ))
}

fn near_words(near: Option<&str>) -> String {
    near.map(|near| format!(", the nearest is {near}"))
        .unwrap_or_default()
}

/// The name that `asked` was most likely meant to be; the part after the point is enough.
pub(super) fn nearest<'n>(asked: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let likeness = |name: &str| {
        let deed = name.split_once('.').map_or(name, |(_, deed)| deed);
        let alike = strsim::normalized_damerau_levenshtein;
        alike(asked, name).max(alike(asked, deed))
    };
    if asked.len() > 64 {
        return None; // no slip of the finger, and the comparison takes the product of both lengths
    }
    names
        .map(|name| (likeness(name), name))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name)
}
