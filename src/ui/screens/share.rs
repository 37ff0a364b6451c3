//! Sharing out many cases: everybody's load before and after, and each case with whom it would go to and why.

use crate::allocation::best::{Line as Proposed, Staff};
use crate::domain::{dates, text};
use crate::model::share::Share;
use crate::model::{Desk, words};
use crate::ui::canvas::{Canvas, cell, cell_right};
use crate::ui::layout;
use crate::ui::widgets::rows;
use ratatui::layout::Rect;
use ratatui::text::Span;

/// Rows below the list for why the marked case goes where it goes.
const WHY: u16 = 3;

/// Draws the staff, the cases, and why the marked one goes where it goes.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, desk: &Desk, share: &Share) {
    let theme = canvas.theme;
    let heading = share.leaver.as_ref().map_or_else(
        || " Whole queue: a proposal, nothing is given yet".to_owned(),
        |id| {
            let who = words::trainer(&desk.overview, &id.0);
            let kind = share.cover.map_or_else(
                || "a proposal".to_owned(),
                |until| format!("who stands in up to {}", dates::show(until)),
            );
            format!(" Caseload of {who}: {kind}, nothing is given yet")
        },
    );
    let (head, rest) = layout::split_rows(body, 1);
    canvas.line(head, 0, Span::styled(heading, theme.title));
    rows::position(canvas, head, 0, share.marked, share.plan.lines.len());
    let people = share.plan.staff.len() as u16;
    let (staff, rest) = layout::split_rows(rest, people.min(9).min(rest.height / 3).max(1));
    draw_staff(canvas, staff, &share.plan.staff);
    let (_, rest) = layout::split_rows(rest, u16::from(rest.height > 8));
    let why = if rest.height > 6 { WHY } else { 0 };
    let (list, why) = layout::split_off_rows(rest, why);
    draw_cases(canvas, list, desk, share);
    draw_why(canvas, why, desk, share);
}

/// A share in per cent, four columns wide.
fn percent(share: f64) -> String {
    cell_right(&format!("{:.0}%", share * 100.0), 4)
}

fn draw_staff(canvas: &mut Canvas<'_, '_>, place: Rect, staff: &[Staff]) {
    let theme = canvas.theme;
    let names = staff.iter().map(|s| text::width(&s.name)).max();
    let width = names.unwrap_or(0).min(layout::columns(place) / 3);
    for (row, her) in staff.iter().take(layout::rows(place)).enumerate() {
        let load = format!(
            "{} {} {}",
            percent(her.before),
            theme.symbols.arrow,
            percent(her.after)
        );
        let given = match her.given {
            0 => String::new(),
            n => format!("  {n} more"),
        };
        let style = if her.after > 1.0 {
            theme.soft
        } else {
            theme.text
        };
        let line = vec![
            Span::styled(format!(" {} ", row + 1), theme.title),
            Span::styled(format!("{}  ", cell(&her.name, width)), theme.value),
            Span::styled(format!("{load}{given}"), style),
        ];
        canvas.line(place, row, ratatui::text::Line::from(line));
    }
}

fn draw_cases(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk, share: &Share) {
    let lines = &share.plan.lines;
    for (row, n) in rows::shown(place, lines.len(), share.marked).enumerate() {
        let spans = case(canvas, desk, share, n, &lines[n]);
        rows::draw_row(canvas, place, row, spans, n == share.marked);
    }
}

/// One case: number, name, type, to whom, and the mark of a line that she changed or that differs from one by one.
fn case<'c>(
    canvas: &Canvas<'_, '_>,
    desk: &Desk,
    share: &Share,
    n: usize,
    line: &Proposed,
) -> Vec<Span<'c>> {
    let theme = canvas.theme;
    let Some(of) = share.case(desk, n) else {
        return Vec::new();
    };
    let to = line.trainer.as_ref().map_or_else(
        || "nobody".to_owned(),
        |t| words::trainer(&desk.overview, &t.0),
    );
    let mark = if share.is_changed(desk, n) {
        "by hand"
    } else if line.differs.is_some() {
        "not as one by one"
    } else {
        ""
    };
    let flag = if of.risk.is_flagged() {
        theme.symbols.risk
    } else {
        " "
    };
    let style = if line.trainer.is_some() {
        theme.value
    } else {
        theme.soft
    };
    vec![
        Span::raw(format!("{:<10} ", of.case.no.to_string())),
        Span::styled(format!("{flag} "), theme.risk),
        Span::styled(format!("{}  ", cell(&of.identity.name(), 22)), theme.value),
        Span::raw(format!("T{}  {} ", line.work, theme.symbols.arrow)),
        Span::styled(format!("{}  ", cell(&to, 16)), style),
        Span::styled(mark, theme.soft),
    ]
}

/// Why the marked case goes where it goes, why not as one by one, and what to mind.
fn draw_why(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk, share: &Share) {
    if place.height < 2 {
        return;
    }
    canvas.rule(place, 0, "");
    let Some(line) = share.plan.lines.get(share.marked) else {
        return;
    };
    let judged = share.judged(desk);
    let mut said = match (&judged, share.is_changed(desk, share.marked)) {
        (Some(her), true) => her.in_words(),
        (None, true) => "stays as it is".to_owned(),
        _ => line.why.clone(),
    };
    if let Some(differs) = line
        .differs
        .as_ref()
        .filter(|_| !share.is_changed(desk, share.marked))
    {
        said = format!("{differs}. {said}");
    }
    if let Some(caution) = judged.as_ref().and_then(|her| her.cautions.first()) {
        said = format!("{said}. Mind: {caution}");
    }
    let (_, below) = layout::split_rows(place, 1);
    let inside = Rect {
        x: below.x + 1.min(below.width),
        width: below.width.saturating_sub(2),
        ..below
    };
    canvas.wrapped(inside, 0, &said, canvas.theme.text);
}
