//! The answer card: risk, who has the case, last seen, next due, what is missing; below it the timeline, and sheets to read.

use crate::domain::dates;
use crate::domain::overview::Card;
use crate::domain::sheet::Sheet;
use crate::domain::value::{Missing, Value};
use crate::forms::{Around, Field, Form, entry};
use crate::model::card::{self, CardScreen};
use crate::model::{Desk, words};
use crate::ui::canvas::{Canvas, cell, cell_right, wrap};
use crate::ui::layout;
use crate::ui::theme::Theme;
use crate::ui::widgets::client_pane::{Fact, draw_facts};
use crate::ui::widgets::rows;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Columns of the names before the answers.
const LABEL: usize = 16;
/// Rows that the timeline keeps at least, with its heading.
const TIMELINE: usize = 6;

/// Draws the card, or the sheet that is being read.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, desk: &Desk, screen: &CardScreen) {
    let desk = screen.desk(desk);
    let Some(card) = &screen.card else {
        canvas.line(
            body,
            0,
            Span::styled(" Reading the card…", canvas.theme.dim),
        );
        canvas.caret(body, 0, 0);
        return;
    };
    let (first, second) = layout::panes_of(body, 56);
    if let Some(sheet) = &screen.reading {
        let place = Rect {
            x: first.x + 1.min(first.width),
            width: first.width.saturating_sub(1),
            ..first
        };
        draw_sheet(canvas, place, desk, sheet, screen.top);
        canvas.caret(first, 0, 0);
        if let Some(pane) = second {
            let inside = canvas.framed(pane, "The card");
            draw_answers(canvas, inside, desk, card);
        }
        return;
    }
    let rows = layout::rows(first);
    let timeline = TIMELINE.min(card.sheets.len().max(1) + 1);
    let most = rows
        .saturating_sub(if rows < 14 { TIMELINE / 2 } else { timeline })
        .max(rows / 2);
    let (top, _) = layout::split_rows(first, most as u16);
    let used = draw_answers(canvas, top, desk, card).min(most);
    let (_, rest) = layout::split_rows(first, used as u16);
    draw_timeline(canvas, rest, desk, card, screen.marked);
    if let (Some(pane), Some(sheet)) = (second, screen.marked_sheet()) {
        let inside = canvas.framed(pane, "The marked sheet");
        draw_sheet(canvas, inside, desk, sheet, 0);
    }
}

/// What a supervisor asks; gives the rows used. What does not fit is said to be missing.
fn draw_answers(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk, card: &Card) -> usize {
    let facts = facts(desk, card, canvas.theme);
    let inside = Rect {
        x: place.x + 1.min(place.width),
        width: place.width.saturating_sub(1),
        ..place
    };
    let label = LABEL.min(layout::columns(place) / 2);
    let used = draw_facts(canvas, inside, 0, &facts, label);
    let rows = layout::rows(place);
    if used > rows && rows > 0 {
        canvas.clear_row(place, rows - 1);
        canvas.line(
            place,
            rows - 1,
            Span::styled(" … more in a larger window", canvas.theme.dim),
        );
    }
    used
}

fn facts(desk: &Desk, card: &Card, theme: &Theme) -> Vec<Fact> {
    let dossier = &card.dossier;
    let identity = &dossier.identity;
    let mut facts = Vec::new();
    let mut say = |name, words: String, style| {
        if !words.is_empty() {
            facts.push((name, words, style));
        }
    };
    let (risk, style) = risk(card, theme);
    say("Risk", risk, style);
    for (name, words) in card::answers(desk, dossier) {
        let style = if name == "Limit" {
            theme.text
        } else {
            theme.value
        };
        say(name, words, style);
    }
    let reach = [
        identity.known_as.as_str(),
        &identity.phones.join(", "),
        &identity.postcode,
    ];
    let reach: Vec<&str> = reach.into_iter().filter(|w| !w.is_empty()).collect();
    let named = match (identity.known_as.is_empty(), identity.phones.is_empty()) {
        (false, false) => "Known as, phone",
        (false, true) => "Known as",
        (true, false) => "Phone",
        (true, true) => "Postcode",
    };
    say(named, reach.join("  "), theme.text);
    let current = dossier.current_case().map(|case| case.no);
    for case in dossier
        .cases
        .iter()
        .rev()
        .filter(|case| Some(case.no) != current)
    {
        let standing = words::standing(case, &desk.overview, desk.today());
        say(
            "Earlier case",
            format!("{}  {standing}", case.no),
            theme.text,
        );
    }
    if let Some(into) = dossier.merged_into {
        say("Joined to", into.to_string(), theme.soft);
    }
    facts
}

/// Risk in words. Blank is not low: it is said to be unknown.
fn risk(card: &Card, theme: &Theme) -> (String, Style) {
    let risk = &card.dossier.risk;
    let checked = risk
        .checked_on
        .map_or_else(String::new, |d| format!(", checked {}", dates::show(d)));
    let words = risk.words();
    match (risk.is_flagged() && !words.is_empty(), risk.rosh.as_deref()) {
        (true, _) => (
            format!("{} {words}{checked}", theme.symbols.risk),
            theme.risk,
        ),
        (false, Some("L")) => (format!("RoSH low{checked}"), theme.value),
        (false, Some("M")) => (format!("RoSH medium{checked}"), theme.value),
        (false, _) => (
            format!("{} not known: ask the offender manager", theme.symbols.soft),
            theme.soft,
        ),
    }
}

/// The sheets, newest first.
fn draw_timeline(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    desk: &Desk,
    card: &Card,
    marked: usize,
) {
    let theme = canvas.theme;
    let total = card.sheets.len();
    canvas.rule(place, 0, "Sheets, newest first");
    rows::position(canvas, place, 0, marked, total);
    let (_, list) = layout::split_rows(place, 1);
    if total == 0 {
        canvas.line(
            list,
            0,
            Span::styled(" No sheet has been keyed.", theme.dim),
        );
        canvas.caret(list, 0, 0);
    }
    let sheets = card.timeline();
    for (row, at) in rows::shown(list, total, marked).enumerate() {
        let sheet = sheets[at];
        let spans = timeline_line(desk, card, sheet, layout::columns(list), theme);
        rows::draw_row(canvas, list, row, spans, at == marked);
    }
}

fn timeline_line<'c>(
    desk: &Desk,
    card: &Card,
    sheet: &Sheet,
    columns: usize,
    theme: &Theme,
) -> Vec<Span<'c>> {
    let head = &sheet.head;
    let on = card
        .day_of(sheet)
        .map_or_else(|| "no date".to_owned(), dates::show);
    let form = desk.fixed.forms.form(&head.form, head.version);
    let title = form.map_or_else(|| head.form.clone(), |form| form.title.clone());
    let by = head
        .completed_by
        .as_deref()
        .map_or_else(String::new, |id| words::trainer(&desk.overview, id));
    // Day and serial, the hand, and the sign of a question have their places first.
    let name = columns
        .saturating_sub(12 + 2 + 9 + 2 + 12 + 11)
        .clamp(10, 30);
    let queried = if head.queried {
        format!("{} queried  ", theme.symbols.soft)
    } else {
        String::new()
    };
    vec![
        Span::raw(format!(" {}  ", cell(&on, 10))),
        Span::styled(cell(&title, name), theme.value),
        Span::raw(format!("  {}  ", cell(&head.serial, 9))),
        Span::styled(queried, theme.soft),
        Span::raw(by),
    ]
}

/// One line of a sheet as it is read.
struct Read {
    number: String,
    label: String,
    text: String,
    style: Style,
}

/// A sheet with its answers, box by box.
fn draw_sheet(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk, sheet: &Sheet, top: usize) {
    let theme = canvas.theme;
    let head = &sheet.head;
    let form = desk.fixed.forms.form(&head.form, head.version);
    let title = form
        .as_ref()
        .map_or(head.form.as_str(), |form| form.title.as_str());
    let on = head
        .completed_on
        .map_or_else(|| "no date".to_owned(), dates::show);
    let by = head.completed_by.as_deref().map_or_else(String::new, |id| {
        format!(", {}", words::trainer(&desk.overview, id))
    });
    let spans = vec![
        Span::styled(format!("{title}  {}", head.serial), theme.title),
        Span::raw(format!("  {on}{by}")),
    ];
    canvas.line(place, 0, Line::from(spans));
    let keyed = format!(
        "keyed by {} on {}",
        sheet.keyed_by,
        sheet.keyed_at.format("%d/%m/%Y")
    );
    canvas.line(place, 1, Span::styled(keyed, theme.dim));
    let mut row = 2;
    if !sheet.query.is_empty() {
        row += canvas.wrapped(
            place,
            row,
            &format!("{} Question: {}", theme.symbols.soft, sheet.query),
            theme.soft,
        );
    }
    let (_, list) = layout::split_rows(place, row as u16);
    let lines = sheet_lines(desk, sheet, form.as_deref(), theme);
    if lines.is_empty() {
        canvas.line(
            list,
            0,
            Span::styled("Nothing was keyed on this sheet.", theme.dim),
        );
    }
    draw_boxes(canvas, list, &lines, top);
}

/// The answers of a sheet, a line each, as words alone.
pub fn boxes_in_words(desk: &Desk, sheet: &Sheet) -> Vec<String> {
    let form = desk.fixed.forms.form(&sheet.head.form, sheet.head.version);
    let lines = sheet_lines(desk, sheet, form.as_deref(), &Theme::mono());
    let said = |line: Read| match line.label.as_str() {
        "" => line.text,
        label => format!("{label}: {}", line.text),
    };
    lines.into_iter().map(said).collect()
}

fn sheet_lines(desk: &Desk, sheet: &Sheet, form: Option<&Form>, theme: &Theme) -> Vec<Read> {
    let Some(values) = &sheet.values else {
        let text = "The answers are not shown to supervisors.".to_owned();
        return vec![Read {
            number: String::new(),
            label: String::new(),
            text,
            style: theme.soft,
        }];
    };
    let around = Around::on(desk.today());
    values
        .iter()
        .map(|(key, value)| {
            let field = form.and_then(|form| form.field(key));
            let (text, style) = answer(field, value, &around, theme);
            Read {
                number: field.map_or_else(String::new, |f| f.box_no.clone()),
                label: field.map_or_else(|| key.clone(), |f| f.label.clone()),
                text,
                style,
            }
        })
        .collect()
}

/// What stands in a box and what it means.
fn answer(field: Option<&Field>, value: &Value, around: &Around, theme: &Theme) -> (String, Style) {
    if let Value::Missing(reason) = value {
        return (missing(*reason), theme.carried);
    }
    let Some(field) = field else {
        let text = value.to_json();
        return (
            text.as_str()
                .map_or_else(|| text.to_string(), str::to_owned),
            theme.value,
        );
    };
    let text = match value {
        Value::Number(n) => n.to_string(),
        _ => entry::settled_text(field, value, ""),
    };
    let meaning = match value {
        // "2 days ago" belongs to the day of keying, not to the day of reading.
        Value::Date(_) => String::new(),
        _ => entry::meaning(field, value, around),
    };
    let words = match meaning.as_str() {
        "" => text,
        same if same == text => text,
        more if more.starts_with(&text) => more.to_owned(),
        more => format!("{text}  {more}"),
    };
    (words, theme.value)
}

fn missing(reason: Missing) -> String {
    format!("({})", reason.words())
}

/// The boxes from a line on; long answers are broken over several rows.
fn draw_boxes(canvas: &mut Canvas<'_, '_>, place: Rect, lines: &[Read], top: usize) {
    let theme = canvas.theme;
    let columns = layout::columns(place);
    let label = lines
        .iter()
        .map(|l| crate::domain::text::width(&l.label))
        .max()
        .unwrap_or(0)
        .min(columns * 9 / 20)
        .min(32);
    let start = 5 + label + 2;
    let room = columns.saturating_sub(start).max(1);
    let mut drawn: Vec<Line<'_>> = Vec::new();
    for line in lines {
        if line.label.is_empty() {
            drawn.extend(
                wrap(&line.text, columns)
                    .into_iter()
                    .map(|text| Line::from(Span::styled(text, line.style))),
            );
            continue;
        }
        for (n, text) in wrap(&line.text, room).into_iter().enumerate() {
            let (number, name) = if n == 0 {
                (line.number.as_str(), line.label.as_str())
            } else {
                ("", "")
            };
            drawn.push(Line::from(vec![
                Span::styled(format!("{} ", cell_right(number, 4)), theme.dim),
                Span::styled(format!("{}  ", cell(name, label)), theme.label),
                Span::styled(text, line.style),
            ]));
        }
    }
    let rows = layout::rows(place);
    let top = top.min(drawn.len().saturating_sub(rows));
    let more = drawn.len() > top + rows;
    for (row, line) in drawn.into_iter().skip(top).take(rows).enumerate() {
        canvas.line(place, row, line);
    }
    if more {
        canvas.line_right(
            place,
            rows.saturating_sub(1),
            Span::styled(" … ", theme.dim),
        );
    }
}
