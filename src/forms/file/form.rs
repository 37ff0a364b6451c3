//! A whole form file: its head, its boxes with groups expanded, then the conditions and checks that name them.

use super::section::{Section, Source, read_toml};
use super::{Lists, beforehand, checks, field, lint, order};
use crate::condition::{Expression, Function, Names, Operator, is_outside_name, parse};
use crate::domain::sheet::SheetRole;
use crate::forms::definition::{Condition, Form, GroupEntry, Mode};
use crate::forms::finding::FileFinding;
use std::collections::HashMap;

/// Reads a form file; `None` where anything is wrong with it.
pub fn read_form(file: &str, text: &str, lists: &Lists) -> (Option<Form>, Vec<FileFinding>) {
    let source = Source::new(file, text);
    let form = read_toml(&source).map(|table| {
        let top = Section {
            source: &source,
            table: &table,
            start: 0,
            entry: None,
        };
        build(&top, lists)
    });
    let form = form.filter(|_| source.is_clean());
    (form, source.into_findings())
}

/// One box with where it was read from.
pub(super) struct Place<'s, 't> {
    pub section: Section<'s, 't>,
    /// Key prefix of its group entry, `goal_1_`.
    pub prefix: String,
    /// Whether it waits for the first box of its entry, or (the first) for that of the entry before.
    pub needs_first: bool,
}

fn build(top: &Section<'_, '_>, lists: &Lists) -> Form {
    top.only(&[
        "id",
        "version",
        "title",
        "role",
        "key",
        "serial_prefix",
        "mode",
        "source",
        "field",
        "group",
        "check",
    ]);
    let mut form = head(top);
    for key in ["sheet", "completed_on", "completed_by"] {
        form.fields.push(field::head(key, &form.serial_prefix));
    }
    let mut places: Vec<Option<Place<'_, '_>>> = vec![None, None, None];
    for item in items(top) {
        match item {
            Item::Field(section) => {
                form.fields.push(field::read(&section, lists));
                places.push(Some(Place {
                    section,
                    prefix: String::new(),
                    needs_first: false,
                }));
            }
            Item::Group(section) => group(&section, lists, &mut form, &mut places),
        }
    }
    if form.fields.len() == 3 {
        top.source.say(0, "The form has no boxes. Add [[field]].");
    }
    index(&mut form, &places);
    conditions(&mut form, &places, lists);
    checks::read(top, &mut form, lists);
    lint::boxes(&form, &places);
    if let Err(waiting) = order::settle(&mut form) {
        let names: Vec<&str> = waiting
            .iter()
            .map(|i| form.fields[*i].key.as_str())
            .collect();
        let at = waiting
            .first()
            .and_then(|i| places[*i].as_ref())
            .map_or(0, |place| place.section.start);
        top.source.say(
            at,
            format!(
                "These boxes wait for each other: {}. Change shown_when or compute of one.",
                names.join(", ")
            ),
        );
    }
    form
}

fn head(top: &Section<'_, '_>) -> Form {
    let id = top.needed("id", "the name of the form, as its folder is called");
    let folder = top.source.file.rsplit('/').nth(1);
    if folder.is_some_and(|folder| folder != id) && !id.is_empty() {
        top.say(
            "id",
            "id must be the name of the folder in which the file lies.",
        );
    }
    let version = top.whole("version", 1, 9999);
    if !top.table.contains_key("version") {
        top.source.say(
            0,
            "version is missing: 1, or the number the file is called by.",
        );
    }
    let stem = super::stem(top.source.file);
    if let (Ok(named), Some(version)) = (stem.parse::<i64>(), version)
        && named != version
    {
        top.say(
            "version",
            format!("The file is called {stem}, so version must be {stem}."),
        );
    }
    Form {
        id,
        version: version.unwrap_or(1) as u32,
        title: top.needed("title", "what stands at the top of the paper"),
        role: role(top),
        key: key(top),
        serial_prefix: prefix(top),
        mode: mode(top),
        source: top.text("source").unwrap_or_default(),
        fields: Vec::new(),
        checks: Vec::new(),
        order: Vec::new(),
        index: HashMap::new(),
    }
}

fn role(top: &Section<'_, '_>) -> SheetRole {
    let name = top.needed("role", "what its sheets do in the casework");
    SheetRole::from_name(&name).unwrap_or_else(|| {
        let names: Vec<&str> = SheetRole::ALL.iter().map(|(_, name)| *name).collect();
        if !name.is_empty() {
            top.say(
                "role",
                format!("There is no role {name}. Roles are {}.", names.join(", ")),
            );
        }
        SheetRole::Other
    })
}

fn key(top: &Section<'_, '_>) -> char {
    let key = top.needed("key", "the one key that picks the form from the list");
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_lowercase() || c.is_ascii_digit() => c,
        _ => {
            if !key.is_empty() {
                top.say("key", "key is one small letter or digit.");
            }
            ' '
        }
    }
}

fn prefix(top: &Section<'_, '_>) -> String {
    let prefix = top.needed(
        "serial_prefix",
        "the letters before the dash of its serials",
    );
    let plain = (1..=3).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase());
    if !plain && !prefix.is_empty() {
        top.say(
            "serial_prefix",
            "serial_prefix is one to three capital letters.",
        );
    }
    prefix
}

fn mode(top: &Section<'_, '_>) -> Mode {
    match top.text("mode").as_deref() {
        None | Some("officer") => Mode::Officer,
        Some("strict") => Mode::Strict,
        Some(_) => {
            top.say("mode", "mode is \"officer\" or \"strict\".");
            Mode::Officer
        }
    }
}

enum Item<'s, 't> {
    Field(Section<'s, 't>),
    Group(Section<'s, 't>),
}

/// Fields and groups in the order of the file, which is the order of the paper.
fn items<'s, 't>(top: &Section<'s, 't>) -> Vec<Item<'s, 't>> {
    let fields = top.sections("field").into_iter().map(Item::Field);
    let groups = top.sections("group").into_iter().map(Item::Group);
    let mut items: Vec<_> = fields.chain(groups).collect();
    items.sort_by_key(|item| match item {
        Item::Field(section) | Item::Group(section) => section.start,
    });
    items
}

/// How many entries the paper has of a group.
pub(super) fn entries(group: &Section<'_, '_>) -> Option<u32> {
    group.whole("count", 1, 40).map(|count| count as u32)
}

fn group<'s, 't>(
    section: &Section<'s, 't>,
    lists: &Lists,
    form: &mut Form,
    places: &mut Vec<Option<Place<'s, 't>>>,
) {
    section.only(&["key", "count", "title", "needs_first", "field", "check"]);
    let name = section.needed("key", "a short name in small letters");
    let count = entries(section).unwrap_or_else(|| {
        if !section.table.contains_key("count") {
            section.source.say(
                section.start,
                "count is missing: how many entries the paper has.",
            );
        }
        1
    });
    let needs_first = section.flag("needs_first").unwrap_or(true);
    let fields = section.sections("field");
    if fields.is_empty() {
        section.source.say(
            section.start,
            "The group has no boxes. Add [[group.field]].",
        );
    }
    for n in 1..=count {
        let first = form.fields.len();
        let entry = Section {
            entry: Some(n),
            ..*section
        };
        let title = entry.text("title").unwrap_or_else(|| format!("{name} {n}"));
        for inner in &fields {
            let inner = Section {
                entry: Some(n),
                ..*inner
            };
            let mut field = field::read(&inner, lists);
            field.key = format!("{name}_{n}_{}", field.key);
            field.group = Some(GroupEntry {
                group: name.clone(),
                n,
                title: title.clone(),
                first,
            });
            form.fields.push(field);
            places.push(Some(Place {
                section: inner,
                prefix: format!("{name}_{n}_"),
                needs_first,
            }));
        }
    }
}

fn index(form: &mut Form, places: &[Option<Place<'_, '_>>]) {
    for (i, field) in form.fields.iter().enumerate() {
        if form.index.insert(field.key.clone(), i).is_some()
            && let Some(place) = &places[i]
        {
            let message = format!(
                "There are two boxes with the key {}. Rename one.",
                field.key
            );
            place.section.say("key", message);
        }
    }
}

fn conditions(form: &mut Form, places: &[Option<Place<'_, '_>>], lists: &Lists) {
    for (i, place) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let shown = condition(form, &place.section, "shown_when", &place.prefix, lists);
        let required = condition(form, &place.section, "required_when", &place.prefix, lists);
        let compute = condition(form, &place.section, "compute", &place.prefix, lists);
        let prefill = condition(form, &place.section, "prefill", &place.prefix, lists);
        beforehand::companions(form, place, i);
        check_compute(form, place, i, compute.as_ref());
        let waits = place.needs_first.then(|| waits_for(form, i)).flatten();
        let field = &mut form.fields[i];
        field.shown_when = match (shown, waits) {
            (shown, None) => shown,
            (None, Some(wait)) => Some(wait),
            (Some(shown), Some(wait)) => Some(both(wait, shown)),
        };
        field.required_when = required;
        field.compute = compute;
        field.prefill = prefill;
    }
}

fn both(first: Condition, second: Condition) -> Condition {
    Condition {
        text: format!("{} and ({})", first.text, second.text),
        expression: Expression::Binary(
            Operator::And,
            Box::new(first.expression),
            Box::new(second.expression),
        ),
    }
}

/// What `needs_first` adds: the first box of an entry waits for the one before, the others for their own first.
fn waits_for(form: &Form, i: usize) -> Option<Condition> {
    let entry = form.fields[i].group.as_ref()?;
    let on = if i != entry.first {
        entry.first
    } else if entry.n > 1 {
        let before = entry.n - 1;
        form.fields
            .iter()
            .find_map(|f| {
                f.group
                    .as_ref()
                    .filter(|g| g.group == entry.group && g.n == before)
            })?
            .first
    } else {
        return None;
    };
    let filled = Expression::Call(Function::Blank, vec![Expression::Field(on)]);
    Some(Condition {
        text: format!("not blank({})", form.fields[on].key),
        expression: Expression::Not(Box::new(filled)),
    })
}

pub(super) fn condition(
    form: &Form,
    section: &Section<'_, '_>,
    key: &str,
    prefix: &str,
    lists: &Lists,
) -> Option<Condition> {
    let text = section.placed(key)?;
    let names = Names {
        field: &|name| {
            let sibling = (!prefix.is_empty()).then(|| form.position(&format!("{prefix}{name}")));
            sibling.flatten().or_else(|| form.position(name))
        },
        list: &|name| lists.get(name).cloned(),
        known: &is_outside_name,
    };
    let expression = parse(&text.text, &names)
        .map_err(|fault| {
            let message = format!("{key}: {}", fault.message);
            section.source.say_at(text.start, fault.at, message);
        })
        .ok()?;
    lint::condition(form, section, &text, &expression);
    if !matches!(key, "compute" | "prefill") {
        lint::decides(form, section, &text, &expression);
    }
    Some(Condition {
        text: text.text,
        expression,
    })
}

fn check_compute(form: &Form, place: &Place<'_, '_>, i: usize, compute: Option<&Condition>) {
    let is_computed = form.fields[i].kind.is_computed();
    let written = place.section.table.contains_key("compute");
    if is_computed && !written {
        place.section.source.say(
            place.section.start,
            "compute is missing: how the box is worked out.",
        );
    }
    if written && !is_computed {
        place
            .section
            .say("compute", "Only boxes of kind \"computed\" are worked out.");
    }
    let mut asks_the_day = false;
    if let Some(compute) = compute {
        compute.expression.walk(&mut |e| {
            asks_the_day |= matches!(e, Expression::Call(Function::Today | Function::Now, _));
        });
    }
    if asks_the_day {
        place.section.say(
            "compute",
            "A computed box must come to the same tomorrow, so today() and now() have no place in it. Use a date of the sheet.",
        );
    }
}
