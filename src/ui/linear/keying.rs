//! A sheet being keyed, box by box: one prompt a box, what the last box meant, what is wrong and what to do.

use super::page::Page;
use crate::domain::value::{Missing, Value};
use crate::forms::{BoxState, BoxView, Severity};
use crate::model::Desk;
use crate::model::keying::{CodeList, Keying};
use crate::model::message::RISK_UNKNOWN;
use crate::ui::record;
use crate::ui::screens::keying::explained;

/// Columns in which a paper's line is read.
const PAPER: usize = 200;

/// The sheet.
pub fn page(desk: &Desk, keying: &Keying) -> Page {
    if keying.awaits.is_some() {
        // Serial and client are not yet laid out: it is said as a whole, before the first prompt.
        return Page::default();
    }
    if let Some(list) = &keying.list {
        return of_list(keying, list);
    }
    let views: Vec<BoxView<'_>> = keying.filling.boxes().collect();
    let mut page = Page::at(heading(keying, &views));
    page.facts = facts(keying);
    page.echoes = views
        .iter()
        .filter(|view| view.caret.is_none())
        .filter_map(echo)
        .collect();
    let focused = keying.filling.focused();
    page.about = about(desk, keying, &focused);
    prompt(&mut page, &focused);
    page
}

fn heading(keying: &Keying, views: &[BoxView<'_>]) -> String {
    let form = keying.filling.form();
    let serial = views.iter().find(|view| view.field.key == "sheet");
    let serial = serial.map_or("", |view| view.text);
    match &keying.amends {
        Some(amended) => format!("{} {serial}, correcting {amended}.", form.title),
        None => format!("{} {serial}.", form.title),
    }
}

/// Who, risk, missed appointments, and how far the sheet has come.
fn facts(keying: &Keying) -> Vec<String> {
    let mut facts = Vec::new();
    if !keying.known.flag.is_empty() {
        facts.push(format!("RISK {}", keying.known.flag));
    }
    if keying.known.is_risk_unknown() {
        facts.push(RISK_UNKNOWN.to_owned());
    }
    facts.extend(keying.known.signed_off());
    if let Some(Value::Number(missed)) = keying.known.facts.get("history.dna_in_a_row") {
        let missed = missed.as_whole().filter(|n| *n >= 2);
        facts.extend(missed.map(|n| format!("{n} missed in a row")));
    }
    facts.push(record::of_keying(keying));
    if !keying.filling.query().is_empty() {
        facts.push("Queried.".to_owned());
    }
    if keying.literal {
        facts.push("The next key is text.".to_owned());
    }
    facts
}

/// What a box that she has left, or that the program filled, has come to mean.
fn echo(view: &BoxView<'_>) -> Option<String> {
    let label = &view.field.label;
    match view.state {
        BoxState::Computed if !view.text.is_empty() => {
            let unit = &view.field.unit;
            Some(
                format!("{label} {} {unit} {}", view.text, view.meaning)
                    .trim_end()
                    .to_owned(),
            )
        }
        BoxState::Missing(reason) => Some(format!("{label}: {}", reason.words())),
        BoxState::Skipped => None,
        _ if view.text.is_empty() => None,
        // The last key of a box that goes on by itself never stood on its line: what stands there now is said.
        BoxState::Answered if view.meaning.is_empty() => {
            let by_itself = view.field.auto_advance || !view.field.kind.is_words();
            by_itself.then(|| format!("{label} {}", view.text))
        }
        _ if view.meaning.is_empty() => None,
        _ => Some(format!("{label} {}: {}", view.text, view.meaning)),
    }
}

/// What is wrong with the box and what to do; its explanation and the paper's line where she asked for them.
fn about(desk: &Desk, keying: &Keying, view: &BoxView<'_>) -> Vec<String> {
    let mut about = Vec::new();
    if let Some(finding) = view.finding {
        let word = match finding.severity {
            Severity::Hard => "Wrong",
            Severity::Soft => "Check",
        };
        let said = desk.notice.as_ref().map_or("", |notice| &notice.text);
        if !said.contains(finding.sentence.as_str()) {
            about.push(format!("{word}: {}", finding.sentence));
        }
    }
    if keying.explained {
        about.extend(explained(view.field));
    }
    if let Some((text, true)) = &keying.paper {
        let number = &view.field.box_no;
        let lines = crate::ui::screens::keying::paper_lines(text, PAPER);
        let line = lines
            .into_iter()
            .find(|line| crate::ui::screens::keying::starts_with_box(line, number));
        about.extend(line.map(|line| format!("Paper: {}", line.replace('.', " "))));
    }
    about
}

/// Label first, then the number on the paper, then what stands in the box.
fn prompt(page: &mut Page, view: &BoxView<'_>) {
    let number = &view.field.box_no;
    let name = if number.is_empty() {
        view.field.label.clone()
    } else {
        format!("{}, {number}", view.field.label)
    };
    let caret = view.caret.unwrap_or(0);
    let text: String = view.text.replace('\n', " / ");
    let stands = match view.state {
        BoxState::Missing(Missing::NotAsked) => ", not asked".to_owned(),
        BoxState::Missing(reason) => format!(", {}", reason.words()),
        BoxState::Carried if !text.is_empty() => format!(", carried {text}"),
        _ if caret == 0 && !text.is_empty() => format!(", now {text}"),
        _ => String::new(),
    };
    page.ask = format!("{name}{stands}: ");
    if stands.is_empty() {
        let at = view
            .text
            .char_indices()
            .nth(caret)
            .map_or(view.text.len(), |(at, _)| at);
        page.before = view.text[..at].replace('\n', " / ");
        page.behind = view.text[at..].replace('\n', " / ");
    }
}

fn of_list(keying: &Keying, list: &CodeList) -> Page {
    let field = keying.filling.focused().field;
    let mut page = Page::at(format!("Codes for {}.", field.label));
    let ticked = match keying.filling.value(&field.key) {
        Some(Value::Codes(codes)) => codes.as_slice(),
        _ => &[],
    };
    let line = |(code, label): &(String, String)| {
        let tick = if ticked.contains(code) {
            ", ticked"
        } else {
            ""
        };
        format!("{code} {label}{tick}")
    };
    page.found = list.fitting.iter().map(line).collect();
    match list.fitting.get(list.marked) {
        Some(marked) => {
            let words = line(marked);
            page.about.push(format!(
                "{} of {}: {words}",
                list.marked + 1,
                list.fitting.len()
            ));
        }
        None => page.about.push("No code fits these letters.".to_owned()),
    }
    "Code: ".clone_into(&mut page.ask);
    page.split(&list.narrow);
    page
}
