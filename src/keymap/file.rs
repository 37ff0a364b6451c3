//! Keymap files in layers: a shipped one, the ones it inherits from, a user's own file on top.
//!
//! ```toml
//! inherit = "plain"            # the shipped keymap this one is laid upon
//! without = ["alt"]            # forget every inherited binding that needs these keys: "function keys", "alt"
//! [form]                       # a context
//! ctrl-b = "form.park_sheet"   # a key
//! "ctrl-x s" = "form.save_sheet" # two keys, one after the other
//! f6 = "none"                  # unbound
//! ```
//!
//! Mistakes are findings with file, line, column and what to do. They are never fatal: every other line still applies, and a
//! vital command that would be left without any key gets its shipped keys back.

use std::fmt;

use super::bindings::{Bound, Keymap, Origin, label};
use super::document::{Document, Lacking, Place, nearest};
use super::key::visible;
use super::lint::{Hidden, hidden, keyless, uses_alt, uses_function_key};
use crate::command::Context;

/// The shipped keymaps, by the names that `--keymap` and `inherit` take.
pub const SHIPPED: [&str; 3] = ["default", "function_keys", "plain"];

/// A mistake in a keymap file and what to do about it. Never fatal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, as the caller named it.
    pub file: String,
    /// The line, from 1; 0 where the mistake is the name of the keymap itself.
    pub line: usize,
    /// The column in characters, from 1; 0 with line 0.
    pub column: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(
                f,
                "{}:{}:{}: {}",
                self.file, self.line, self.column, self.message
            )
        } else {
            write!(f, "{}: {}", self.file, self.message)
        }
    }
}

/// The text of a shipped keymap: what a user copies from.
pub fn shipped_text(name: &str) -> Option<&'static str> {
    match name {
        "default" => Some(include_str!("../../keymaps/default.toml")),
        "function_keys" => Some(include_str!("../../keymaps/function_keys.toml")),
        "plain" => Some(include_str!("../../keymaps/plain.toml")),
        _ => None,
    }
}

/// The effective keymap: the shipped one called `base_name` and, on top, a user's file (its name for findings, its text).
///
/// `inherit` in the user's file goes before `base_name`. An unknown name is a finding, and the default keymap is used.
pub fn load(base_name: &str, user: Option<(&str, &str)>) -> (Keymap, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut user = user.map(|(file, text)| Document::read(file, text));
    let base = base(base_name, user.as_mut(), &mut findings);

    let mut map = Keymap::default();
    let mut layer = 0;
    for name in chain(base) {
        let mut document = Document::read(name, shipped_text(name).unwrap_or_default());
        lay(&mut map, &mut document, layer);
        findings.append(&mut document.findings);
        layer += 1;
    }
    if let Some(mut document) = user {
        let below = map.clone();
        lay(&mut map, &mut document, layer);
        keep_vital(&mut map, &below, &mut document);
        name_hidden(&map, &mut document, layer);
        document
            .findings
            .sort_by_key(|finding| (finding.line, finding.column));
        findings.append(&mut document.findings);
    }
    (map, findings)
}

/// The shipped keymap to start from.
fn base(asked: &str, user: Option<&mut Document<'_>>, findings: &mut Vec<Finding>) -> &'static str {
    let known = |name: &str| SHIPPED.into_iter().find(|shipped| *shipped == name);
    if let Some(document) = user
        && let Some((name, place)) = document.inherit.clone()
    {
        match known(&name) {
            Some(shipped) => return shipped,
            None => document.find_at(place, no_such_keymap(&name)),
        }
    }
    known(asked).unwrap_or_else(|| {
        findings.push(Finding {
            file: visible(asked),
            line: 0,
            column: 0,
            message: no_such_keymap(asked),
        });
        SHIPPED[0]
    })
}

fn no_such_keymap(name: &str) -> String {
    let near = nearest(name, SHIPPED.into_iter())
        .map(|near| format!(", the nearest is {near}"))
        .unwrap_or_default();
    format!(
        "there is no keymap “{}”{near}; the shipped ones are {}, and default or the one asked for is used",
        visible(name),
        SHIPPED.join(", ")
    )
}

/// A shipped keymap and what it inherits from, lowest first.
fn chain(name: &'static str) -> Vec<&'static str> {
    if name == SHIPPED[0] {
        vec![name]
    } else {
        vec![SHIPPED[0], name]
    }
}

/// Lays the lines of one file on top of what stands.
fn lay(map: &mut Keymap, document: &mut Document<'_>, layer: u8) {
    for lacking in &document.without {
        match lacking {
            Lacking::FunctionKeys => map.drop_where(uses_function_key),
            Lacking::Alt => map.drop_where(uses_alt),
        }
    }
    for line in document.lines.clone() {
        let before = map.bound(line.context, &line.keys);
        let (keys, context) = (label(&line.keys), line.context.name());
        match (line.command, before) {
            (_, Some(before)) if before.origin.layer == layer => {
                let there = before.origin.line;
                document.find_at(line.place, format!("{keys} is bound in [{context}] on line {there} already; this line is left out, remove one"));
            }
            (None, None) => {
                let below = Context::ALL
                    .into_iter()
                    .find(|&other| map.bound(other, &line.keys).is_some());
                let there = below.map_or(String::new(), |other| {
                    format!(" (it does in [{}])", other.name())
                });
                document.find_at(line.place, format!("{keys} means nothing in [{context}]{there}, so there is nothing to unbind; remove this line"));
            }
            (None, Some(_)) => {
                map.unbind(line.context, &line.keys);
            }
            (Some(command), _) => {
                let Place { line: row, column } = line.place;
                let origin = Origin {
                    layer,
                    line: row,
                    column,
                };
                map.bind(line.context, line.keys, Bound { command, origin });
            }
        }
    }
}

/// Gives the shipped keys back to every vital command that the user's file left without any.
fn keep_vital(map: &mut Keymap, below: &Keymap, document: &mut Document<'_>) {
    for command in keyless(map) {
        let mut back = Vec::new();
        for (context, keys, bound) in below.all().filter(|(_, _, bound)| bound.command == command) {
            if map.bound(context, keys).is_none() {
                map.bind(context, keys.to_vec(), bound);
                back.push(label(keys));
            }
        }
        let takes = |context, keys: &[_]| {
            below
                .bound(context, keys)
                .is_some_and(|bound| bound.command == command)
        };
        let culprit = document
            .lines
            .iter()
            .find(|line| takes(line.context, &line.keys));
        let place = culprit.map_or(Place { line: 1, column: 1 }, |line| line.place);
        let what = if back.is_empty() {
            "it is in the palette only; give it another key".to_owned()
        } else {
            format!(
                "{} was given back to it; give it another key first",
                back.join(", ")
            )
        };
        document.find_at(
            place,
            format!(
                "{} would have no key left and work would stop without it: {what}",
                command.name()
            ),
        );
    }
}

/// Names the lines of the user's file that hide other bindings, and those that are hidden.
fn name_hidden(map: &Keymap, document: &mut Document<'_>, layer: u8) {
    let mut told: Vec<Origin> = Vec::new();
    for hidden in hidden(map) {
        let (own, by) = (hidden.bound.origin, hidden.taken_by.origin);
        if own.layer == layer {
            document.find_at(
                Place {
                    line: own.line,
                    column: own.column,
                },
                does_not_arrive(&hidden),
            );
        } else if by.layer == layer && !told.contains(&by) {
            told.push(by);
            document.find_at(
                Place {
                    line: by.line,
                    column: by.column,
                },
                hides(&hidden),
            );
        }
    }
}

fn does_not_arrive(hidden: &Hidden) -> String {
    let (keys, taken) = (label(&hidden.keys), label(&hidden.taken_keys));
    let (by, place) = (hidden.taken_by.command.name(), hidden.taken_in.name());
    format!(
        "{keys} does not get here, since {taken} is {by} in [{place}]; choose another key, or set {taken} to \"none\" there"
    )
}

fn hides(hidden: &Hidden) -> String {
    let (keys, taken) = (label(&hidden.keys), label(&hidden.taken_keys));
    let (what, place) = (hidden.bound.command.name(), hidden.context.name());
    format!(
        "{taken} hides {keys} ({what} in [{place}]) and everything else that begins with it; choose another key unless you mean this"
    )
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
