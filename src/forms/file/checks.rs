//! The checks of a form file: those of the whole sheet, and those of a group, written once for all its entries.

use super::form::{condition, entries};
use super::section::Section;
use super::{Lists, order};
use crate::forms::definition::{Check, Form};
use crate::forms::finding::Severity;

/// Reads `[[check]]` and `[[group.check]]` in the order of the file.
pub(super) fn read(top: &Section<'_, '_>, form: &mut Form, lists: &Lists) {
    let own = top.sections("check").into_iter();
    let mut all: Vec<_> = own.map(|section| (section, String::new())).collect();
    for group in top.sections("group") {
        all.extend(of_group(&group));
    }
    all.sort_by_key(|(section, _)| section.start);
    for (section, prefix) in all {
        if let Some(check) = check(&section, &prefix, form, lists) {
            form.checks.push(check);
        }
    }
}

/// The checks of a group for each of its entries, with the prefix of its boxes. One that compares with the entry
/// before has nothing to say of the first.
fn of_group<'s, 't>(group: &Section<'s, 't>) -> Vec<(Section<'s, 't>, String)> {
    let name = group.text("key").unwrap_or_default();
    let sections = group.sections("check");
    let looks_back: Vec<bool> = sections.iter().map(compares_with_the_one_before).collect();
    let mut all = Vec::new();
    for n in 1..=entries(group).unwrap_or(1) {
        for (section, looks_back) in sections.iter().zip(&looks_back) {
            if n > 1 || !looks_back {
                let entry = Section {
                    entry: Some(n),
                    ..*section
                };
                all.push((entry, format!("{name}_{n}_")));
            }
        }
    }
    all
}

fn compares_with_the_one_before(section: &Section<'_, '_>) -> bool {
    let wrong_when = section.text("wrong_when");
    wrong_when.is_some_and(|text| text.contains("{before}"))
}

fn check(section: &Section<'_, '_>, prefix: &str, form: &Form, lists: &Lists) -> Option<Check> {
    section.only(&["id", "level", "field", "wrong_when", "message"]);
    let id = section.needed("id", "a short name, kept with overrides");
    if !id.is_empty() && form.checks.iter().any(|c| c.id == id) {
        section.say(
            "id",
            format!("There are two checks with the id {id}. Rename one."),
        );
    }
    let level = level(section)?;
    let field = field(section, prefix, form)?;
    let message = section.needed("message", "what she reads");
    if !section.table.contains_key("wrong_when") {
        section
            .source
            .say(section.start, "wrong_when is missing: what makes it wrong.");
    }
    let wrong_when = condition(form, section, "wrong_when", prefix, lists)?;
    let mut check = Check {
        id,
        level,
        field,
        wrong_when,
        message,
        reads: Vec::new(),
    };
    check.reads = order::decisive(&check, &form.fields);
    Some(check)
}

fn level(section: &Section<'_, '_>) -> Option<Severity> {
    match section.needed("level", "hard or soft").as_str() {
        "hard" => Some(Severity::Hard),
        "soft" => Some(Severity::Soft),
        "" => None,
        _ => {
            section.say(
                "level",
                "level is \"hard\" (blocks) or \"soft\" (asks once).",
            );
            None
        }
    }
}

/// The box to which the caret goes: one of the same entry before one of the sheet.
fn field(section: &Section<'_, '_>, prefix: &str, form: &Form) -> Option<usize> {
    let name = section.needed("field", "the box to which the caret goes");
    let inner = form.position(&format!("{prefix}{name}"));
    let found = inner.or_else(|| form.position(&name));
    if found.is_none() && !name.is_empty() {
        section.say("field", format!("There is no box with the key {name}."));
    }
    found
}
