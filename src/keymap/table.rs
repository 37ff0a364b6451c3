//! The effective key table and the bottom line, generated from the keymap and the table of commands.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use super::bindings::{Keymap, label};
use crate::command::{Command, Context};

/// One line of the key table: what a command's keys are in one context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Where the keys work.
    pub context: Context,
    /// The keys as they stand on her keyboard; none where the command is reached through the palette alone.
    pub keys: Vec<String>,
    /// The name of the command.
    pub command: &'static str,
    /// What it does.
    pub sentence: Cow<'static, str>,
}

/// The effective key table: context by context, the commands in the order of their table. A command without any key stands in
/// its home context with no keys, if the palette offers it.
pub fn key_table(map: &Keymap) -> Vec<Row> {
    Context::ALL
        .into_iter()
        .flat_map(|context| {
            Command::all()
                .iter()
                .filter_map(move |&command| row(map, context, command))
        })
        .collect()
}

fn row(map: &Keymap, context: Context, command: Command) -> Option<Row> {
    let keys = map.keys_in(command, &[context]);
    let palette_alone = command.contexts()[0] == context
        && command.in_palette()
        && map.keys_for(command).is_empty();
    let shown = !keys.is_empty() || palette_alone;
    shown.then(|| Row {
        context,
        keys,
        command: command.name(),
        sentence: command.sentence().into(),
    })
}

/// The same table with the nine lines of a choice as one ("1-9", "choose the first to ninth line"): for reading, not for programs.
pub fn condensed(rows: &[Row]) -> Vec<Row> {
    let mut short = Vec::new();
    let mut rest = rows;
    while let Some(first) = rest.first() {
        if let Some((nine, after)) = rest.split_at_checked(9)
            && let Some(row) = one_of_nine(nine)
        {
            short.push(row);
            rest = after;
        } else {
            short.push(first.clone());
            rest = &rest[1..];
        }
    }
    short
}

/// The line that stands for nine choices, if these are nine choices with the same keys but for the digit.
fn one_of_nine(rows: &[Row]) -> Option<Row> {
    let stem = rows.first()?.command.strip_suffix('1')?;
    let bare = |row: &Row, digit: usize| -> Option<Vec<String>> {
        let end = digit.to_string();
        row.keys
            .iter()
            .map(|key| key.strip_suffix(&end).map(str::to_owned))
            .collect()
    };
    let keys = bare(&rows[0], 1)?;
    let alike = rows.iter().zip(1..).all(|(row, digit)| {
        row.command == format!("{stem}{digit}") && bare(row, digit).as_ref() == Some(&keys)
    });
    alike.then(|| Row {
        keys: keys.iter().map(|key| format!("{key}1-9")).collect(),
        sentence: rows[0]
            .sentence
            .replace("the first", "the first to ninth")
            .into(),
        ..rows[0].clone()
    })
}

/// The key table as Markdown, condensed, one table a context: the block of the README.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::new();
    for block in condensed(rows).chunk_by(|one, next| one.context == next.context) {
        let gap = if text.is_empty() { "" } else { "\n" };
        let title = block.first().map_or("", |row| row.context.title());
        let _ = write!(
            text,
            "{gap}**{title}**\n\n| keys | what they do | command |\n| --- | --- | --- |\n"
        );
        for row in block {
            let keys: Vec<String> = row.keys.iter().map(|key| cell(key)).collect();
            let keys = if keys.is_empty() {
                "palette".to_owned()
            } else {
                keys.join(", ")
            };
            let _ = writeln!(text, "| {keys} | {} | `{}` |", row.sentence, row.command);
        }
    }
    text
}

/// A key as code in a table cell, where a bar would end the cell.
fn cell(key: &str) -> String {
    format!("`{}`", key.replace('|', "\\|"))
}

/// The bottom line: "Enter next  Up back  = ditto", with each command's first key that works in this stack of contexts.
///
/// `entries` are commands with a short label, the most important first; what has no key here, or no room in `width` columns, is
/// left out. Nine commands to choose by number are one entry, given as the first of them: "1-9 choose".
pub fn bottom_line(
    map: &Keymap,
    contexts: &[Context],
    entries: &[(Command, &str)],
    width: usize,
) -> String {
    let mut line = String::new();
    for &(command, what) in entries {
        let Some(keys) = map.keys_in(command, contexts).into_iter().next() else {
            continue;
        };
        let dash = if command.choice() == Some(1) && keys.ends_with('1') {
            "-9"
        } else {
            ""
        };
        let gap = if line.is_empty() { "" } else { "  " };
        let entry = format!("{gap}{keys}{dash} {what}");
        // Labels are the desk's own words and key names are one column a character, but for a key of a far-eastern layout.
        if line.chars().count() + entry.chars().count() <= width {
            line.push_str(&entry);
        }
    }
    line
}

/// The sequence typed so far, for the bottom line while the desk waits for the next key: "Ctrl-X …".
pub fn pending_line(pending: &[super::Key]) -> String {
    if pending.is_empty() {
        String::new()
    } else {
        format!("{} …", label(pending))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::stack;
    use crate::keymap::load;

    fn shipped() -> Keymap {
        load("default", None).0
    }

    #[test]
    fn the_bottom_line_says_what_works_here_and_fits() {
        let entries = [
            (Command::NextBox, "next"),
            (Command::PreviousBox, "back"),
            (Command::CarryLast, "ditto"),
            (Command::MarkIllegible, "illegible"),
            (Command::CloseCard, "never here"),
            (Command::PhoneReferral, "phone"),
        ];
        let map = shipped();
        assert_eq!(
            bottom_line(&map, stack::FORM_EMPTY, &entries, 80),
            "Enter next  Up back  = ditto  ? illegible  F4 phone"
        );
        assert_eq!(
            bottom_line(&map, stack::FORM_EMPTY, &entries, 30),
            "Enter next  Up back  = ditto",
            "30 columns"
        );
        assert_eq!(bottom_line(&map, stack::FORM_EMPTY, &entries, 0), "");
    }

    #[test]
    fn nine_choices_are_one_entry() {
        let map = shipped();
        let on_allocate = bottom_line(
            &map,
            stack::ALLOCATE,
            &[(Command::AllocateChoose1, "choose")],
            80,
        );
        assert_eq!(on_allocate, "1-9 choose");
        assert_eq!(
            bottom_line(&map, stack::HOME, &[(Command::HitsChoose1, "choose")], 80),
            "Alt-1-9 choose"
        );
    }

    #[test]
    fn every_command_that_can_be_reached_is_in_the_table() {
        let rows = key_table(&shipped());
        for command in Command::all() {
            assert!(
                rows.iter().any(|row| row.command == command.name()),
                "{}",
                command.name()
            );
        }
    }

    #[test]
    fn the_markdown_has_a_line_for_every_row_and_one_for_nine_choices() {
        let rows = key_table(&shipped());
        let text = markdown(&rows);
        let lines = text
            .lines()
            .filter(|line| line.starts_with("| `") || line.starts_with("| palette"));
        assert_eq!(lines.count(), rows.len() - 6 * 8);
        assert!(text.contains("| `Ctrl-S`, `F10` | Save the sheet; anything that is still missing is shown first. | `form.save_sheet` |"));
        assert!(
            text.contains(
                "| `Alt-1-9`, `Ctrl-X 1-9` | Choose the first to ninth line. | `hits.choose_1` |"
            ),
            "{text}"
        );
        assert!(text.starts_with("**Everywhere**\n\n| keys |"));
    }

    #[test]
    fn nine_choices_that_differ_stay_nine_lines() {
        let user = (
            "mine.toml",
            "[allocate]\n4 = \"none\"\n\"!\" = \"allocate.choose_4\"\n",
        );
        let rows = key_table(&crate::keymap::load("default", Some(user)).0);
        let choices = condensed(&rows)
            .into_iter()
            .filter(|row| row.command.starts_with("allocate.choose_"));
        assert_eq!(choices.count(), 9);
    }
}
