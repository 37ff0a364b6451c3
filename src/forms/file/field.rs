//! One `[[field]]` of a form file, without its conditions, which need all the others first.

use super::Lists;
use super::section::Section;
use crate::domain::codes::CodeList;
use crate::domain::dates::YearWindow;
use crate::domain::identifier::{IDENTIFIERS, IdentifierKind};
use crate::domain::value::Number;
use crate::forms::definition::{Bounds, Case, DateRule, Field, Required};
use crate::forms::kind::{KINDS, Kind};
use crate::forms::units::Units;
use chrono::NaiveDate;
use std::sync::Arc;

const KNOWN: &[&str] = &[
    "key",
    "box",
    "page",
    "label",
    "kind",
    "required",
    "required_when",
    "shown_when",
    "length",
    "format",
    "case",
    "codes",
    "exclusive",
    "min",
    "max",
    "soft_min",
    "soft_max",
    "decimals",
    "unit",
    "units",
    "not_future",
    "future",
    "not_before",
    "window",
    "default",
    "carry",
    "prefill",
    "confirm",
    "recall",
    "with",
    "street_of",
    "auto_advance",
    "critical",
    "twice",
    "feeds",
    "compute",
    "help",
];

/// Most characters of a one-line box that does not say, and of notes.
const LINE: usize = 80;
const NOTES: usize = 2000;

/// Widest label, in columns.
const LABEL: usize = 32;

/// Reads one field; its conditions, group and key prefix are set by the caller.
pub(super) fn read(section: &Section<'_, '_>, lists: &Lists) -> Field {
    section.only(KNOWN);
    let kind = kind(section);
    let label = section.needed("label", "what stands beside the box on paper");
    if crate::domain::text::width(&label) > LABEL {
        section.say(
            "label",
            format!("The label is wider than {LABEL} columns. Shorten it."),
        );
    }
    let (length, shortest) = lengths(section, kind);
    let format = format(section, kind);
    let field = Field {
        key: key(section),
        box_no: box_no(section, kind),
        page: section.whole("page", 1, 99).unwrap_or(1) as u32,
        label,
        kind,
        is_head: false,
        required: required(section, kind),
        required_when: None,
        shown_when: None,
        length,
        shortest,
        format,
        case: case(section, kind),
        codes: codes(section, kind, lists),
        exclusive: section.texts("exclusive"),
        bounds: bounds(section, kind),
        decimals: section.whole("decimals", 0, 3).unwrap_or(0) as u8,
        unit: section.text("unit").unwrap_or_default(),
        units: units(section, kind),
        date: date(section, kind),
        default: section.text("default"),
        carry: section.flag("carry").unwrap_or(false),
        prefill: None,
        confirm: section.flag("confirm").unwrap_or(false),
        recall: super::beforehand::recall(section, kind),
        with: section.text("with"),
        street_of: section.text("street_of"),
        auto_advance: section
            .flag("auto_advance")
            .unwrap_or_else(|| advances_by_itself(kind, format)),
        critical: section.flag("critical").unwrap_or(false),
        twice: super::beforehand::twice(section, kind),
        feeds: feeds(section),
        compute: None,
        prefix: String::new(),
        help: section.text("help").unwrap_or_default(),
        group: None,
    };
    check_exclusive(section, &field);
    field
}

fn key(section: &Section<'_, '_>) -> String {
    let key = section.needed("key", "a short name in small letters");
    let plain = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    let taken = ["and", "or", "not", "in", "contains", "true", "false"];
    if !key.is_empty() && (!plain || taken.contains(&key.as_str())) {
        section.say(
            "key",
            "A key has small letters, digits and _ only, starts with a letter, and is no word of the condition language.",
        );
    }
    key
}

fn kind(section: &Section<'_, '_>) -> Kind {
    let name = section.needed("kind", "what kind of answer the box takes");
    Kind::from_name(&name).unwrap_or_else(|| {
        if !name.is_empty() {
            let names: Vec<&str> = KINDS.iter().map(|rule| rule.name).collect();
            section.say(
                "kind",
                format!(
                    "There is no kind {name}. The kinds are {}.",
                    names.join(", ")
                ),
            );
        }
        Kind::Text
    })
}

fn required(section: &Section<'_, '_>, kind: Kind) -> Required {
    let required = match section.text("required").as_deref() {
        None | Some("no") => Required::No,
        Some("yes") => Required::Yes,
        Some("or_missing") => Required::OrMissing,
        Some(_) => {
            section.say(
                "required",
                "required is one of \"yes\", \"or_missing\", \"no\".",
            );
            Required::No
        }
    };
    if kind.is_computed() && required != Required::No {
        section.say(
            "required",
            "A computed box cannot be required. Take required out.",
        );
    }
    required
}

/// The printed number; computed boxes need not stand on the paper.
fn box_no(section: &Section<'_, '_>, kind: Kind) -> String {
    if kind.is_computed() {
        section.text("box").unwrap_or_default()
    } else {
        section.needed("box", "the number printed at the box")
    }
}

/// Says that a key makes no sense for this kind.
pub(super) fn only_for(section: &Section<'_, '_>, key: &str, fits: bool, kinds: &str) {
    if !fits && section.table.contains_key(key) {
        section.say(key, format!("{key} belongs to {kinds}. Take it out."));
    }
}

fn lengths(section: &Section<'_, '_>, kind: Kind) -> (Option<usize>, Option<usize>) {
    let may = matches!(kind, Kind::Text | Kind::Notes | Kind::Number);
    only_for(section, "length", may, "text, notes and number boxes");
    let given = section.whole("length", 1, 20_000).map(|n| n as usize);
    let length = match kind {
        Kind::Text => Some(given.unwrap_or(LINE)),
        Kind::Notes => Some(given.unwrap_or(NOTES)),
        _ => given,
    };
    let shortest = kind
        .is_words()
        .then(|| section.whole("min", 0, 20_000).map(|n| n as usize))
        .flatten();
    if shortest
        .zip(length)
        .is_some_and(|(least, most)| least > most)
    {
        section.say(
            "min",
            "The fewest characters are more than the most. Swap or change them.",
        );
    }
    (length, shortest)
}

fn format(section: &Section<'_, '_>, kind: Kind) -> Option<IdentifierKind> {
    only_for(section, "format", kind == Kind::Text, "text boxes");
    let name = section.text("format")?;
    let format = IdentifierKind::from_name(&name);
    if format.is_none() {
        let names: Vec<&str> = IDENTIFIERS.iter().map(|rule| rule.name).collect();
        section.say(
            "format",
            format!(
                "There is no format {name}. The formats are {}.",
                names.join(", ")
            ),
        );
    }
    format
}

fn case(section: &Section<'_, '_>, kind: Kind) -> Case {
    only_for(section, "case", kind == Kind::Text, "text boxes");
    match section.text("case").as_deref() {
        None | Some("keep") => Case::Keep,
        Some("upper") => Case::Upper,
        Some("title") => Case::Title,
        Some(_) => {
            section.say("case", "case is one of \"keep\", \"upper\", \"title\".");
            Case::Keep
        }
    }
}

fn codes(section: &Section<'_, '_>, kind: Kind, lists: &Lists) -> Option<Arc<CodeList>> {
    let takes = matches!(kind, Kind::Code | Kind::Codes);
    only_for(
        section,
        "codes",
        takes || kind.is_computed(),
        "code, codes and computed boxes",
    );
    let Some(name) = section.text("codes") else {
        if takes {
            section.source.say(
                section.start,
                "codes is missing: the name of the code list this box takes its codes from.",
            );
        }
        return None;
    };
    let list = lists.get(&name).cloned();
    if list.is_none() {
        section.say(
            "codes",
            format!("There is no code list {name}. Add forms/codes/{name}.toml, or put right what is wrong with it."),
        );
    }
    list
}

fn check_exclusive(section: &Section<'_, '_>, field: &Field) {
    only_for(
        section,
        "exclusive",
        field.kind == Kind::Codes,
        "codes boxes",
    );
    let Some(list) = &field.codes else { return };
    for code in &field.exclusive {
        if list.stored(code).is_none() {
            section.say(
                "exclusive",
                format!("The code {code} is not in the list {}.", list.id),
            );
        }
    }
}

fn bounds(section: &Section<'_, '_>, kind: Kind) -> Bounds {
    let numeric = matches!(kind, Kind::Number | Kind::Measure);
    for key in ["max", "soft_min", "soft_max", "decimals"] {
        let computed = key == "decimals" && kind.is_computed();
        only_for(
            section,
            key,
            numeric || computed,
            "number and measure boxes",
        );
    }
    only_for(
        section,
        "min",
        numeric || kind.is_words(),
        "number, measure and text boxes",
    );
    if !numeric {
        return Bounds::default();
    }
    let bounds = Bounds {
        min: section.number("min"),
        max: section.number("max"),
        soft_min: section.number("soft_min"),
        soft_max: section.number("soft_max"),
    };
    let above = |low: Option<Number>, high: Option<Number>| {
        low.zip(high).is_some_and(|(low, high)| low > high)
    };
    if above(bounds.min, bounds.max) {
        section.say("max", "max is less than min. Swap or change them.");
    }
    if above(bounds.soft_min, bounds.soft_max) {
        section.say(
            "soft_max",
            "soft_max is less than soft_min. Swap or change them.",
        );
    }
    if above(bounds.min, bounds.soft_min) || above(bounds.soft_min, bounds.max) {
        section.say(
            "soft_min",
            "soft_min lies outside min and max, so it never asks. Move it inside.",
        );
    }
    if above(bounds.soft_max, bounds.max) || above(bounds.min, bounds.soft_max) {
        section.say(
            "soft_max",
            "soft_max lies outside min and max, so it never asks. Move it inside.",
        );
    }
    bounds
}

fn units(section: &Section<'_, '_>, kind: Kind) -> Option<Units> {
    only_for(section, "units", kind == Kind::Measure, "measure boxes");
    let measured = matches!(kind, Kind::Number | Kind::Measure) || kind.is_computed();
    only_for(
        section,
        "unit",
        measured,
        "number, measure and computed boxes",
    );
    if kind == Kind::Measure && !section.table.contains_key("unit") {
        section.source.say(
            section.start,
            "unit is missing: the unit in which the measure is stored.",
        );
    }
    let name = section.text("units")?;
    let Some(units) = Units::from_name(&name) else {
        section.say(
            "units",
            format!("There are no units {name}. They are stone and feet."),
        );
        return None;
    };
    if section.text("unit").as_deref() != Some(units.canonical()) {
        section.say(
            "units",
            format!(
                "{name} are stored in {}; unit must say so.",
                units.canonical()
            ),
        );
    }
    Some(units)
}

fn date(section: &Section<'_, '_>, kind: Kind) -> DateRule {
    let is_date = kind == Kind::Date;
    for key in ["not_future", "future", "not_before"] {
        only_for(section, key, is_date, "date boxes");
    }
    only_for(
        section,
        "window",
        is_date || kind.is_computed(),
        "date boxes",
    );
    let future = section.flag("future").unwrap_or(false);
    if future && section.flag("not_future") == Some(true) {
        section.say(
            "not_future",
            "future and not_future contradict each other. Take one out.",
        );
    }
    let future = future || section.flag("not_future") == Some(false);
    let window = match section.text("window").as_deref() {
        None | Some("event") if future => YearWindow::Coming,
        None | Some("event") => YearWindow::Event,
        Some("birth") => YearWindow::Birth,
        Some(_) => {
            section.say("window", "window is \"birth\" or \"event\".");
            YearWindow::Event
        }
    };
    DateRule {
        future,
        not_before: section.day("not_before"),
        window,
    }
}

fn feeds(section: &Section<'_, '_>) -> Option<String> {
    let name = section.text("feeds")?;
    if !crate::domain::fact::is_known(&name) {
        section.say(
            "feeds",
            format!("There is no fact {name}. Facts have names as client.surname or session.date."),
        );
    }
    Some(name)
}

/// Codes, yes and no, days of six digits, trainers by their numbers, and identifiers that always have the same width.
fn advances_by_itself(kind: Kind, format: Option<IdentifierKind>) -> bool {
    let fixed = matches!(
        format,
        Some(
            IdentifierKind::NhsNumber
                | IdentifierKind::Crn
                | IdentifierKind::Noms
                | IdentifierKind::NiNumber
        )
    );
    let closed = matches!(kind, Kind::Code | Kind::YesNo | Kind::Date | Kind::Trainer);
    closed || fixed
}

/// No paper of a probation service is older: the National Probation Service of England and Wales began on this day.
const FIRST_PAPER: NaiveDate = match NaiveDate::from_ymd_opt(2001, 4, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// One of the three boxes that every form has at its head.
pub(super) fn head(key: &str, prefix: &str) -> Field {
    let (box_no, label, kind, required) = match key {
        "sheet" => ("S", "Sheet number", Kind::Text, Required::Yes),
        "completed_on" => ("D", "Date on the paper", Kind::Date, Required::OrMissing),
        _ => ("H", "Filled in by", Kind::Trainer, Required::OrMissing),
    };
    let help = match key {
        "sheet" => "The serial printed on the sheet; the letter and dash may be left out.",
        "completed_on" => "The day on which the paper was filled in.",
        _ => "The trainer's number as on the paper, HT03.",
    };
    Field {
        key: key.to_owned(),
        box_no: box_no.to_owned(),
        page: 1,
        label: label.to_owned(),
        kind,
        is_head: true,
        required,
        required_when: None,
        shown_when: None,
        length: (kind == Kind::Text).then_some(20),
        shortest: None,
        format: (kind == Kind::Text).then_some(IdentifierKind::Serial),
        case: Case::Keep,
        codes: None,
        exclusive: Vec::new(),
        bounds: Bounds::default(),
        decimals: 0,
        unit: String::new(),
        units: None,
        date: DateRule {
            future: false,
            not_before: (kind == Kind::Date).then_some(FIRST_PAPER),
            window: YearWindow::Event,
        },
        default: None,
        carry: key != "sheet",
        prefill: None,
        confirm: false,
        recall: false,
        with: None,
        street_of: None,
        auto_advance: advances_by_itself(kind, None),
        critical: false,
        twice: false,
        feeds: None,
        compute: None,
        prefix: if key == "sheet" { prefix } else { "" }.to_owned(),
        help: help.to_owned(),
        group: None,
    }
}
