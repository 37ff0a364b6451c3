//! Home: the find box, below it what waits; while she types, those who were found.

use crate::allocation;
use crate::domain::overview::CaseLine;
use crate::domain::sheet::BatchHead;
use crate::model::home::Home;
use crate::model::lists::Counts;
use crate::model::{Desk, lists, words};
use crate::ui::canvas::{Canvas, cell};
use crate::ui::layout;
use crate::ui::widgets::{client_pane, find_list};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Rows of the box of what waits, frame included.
const TODAY_ROWS: u16 = 8;

/// Columns of a clock in words: `12 days late`.
const CLOCK: usize = 12;

/// Draws home.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, desk: &Desk, home: &Home) {
    let gap = u16::from(body.height >= 14);
    let (_, rest) = layout::split_rows(body, gap);
    let (find, rest) = layout::split_rows(rest, find_list::BOX_ROWS);
    let (first, second) = layout::panes(rest);
    find_list::draw_box(
        canvas,
        find,
        &home.find,
        "Nobody found. Fewer or other words may find more.",
        home.letters(desk).as_deref(),
    );
    if home.find.query.is_empty() {
        draw_today(canvas, rest, desk);
        return;
    }
    find_list::draw_hits(canvas, first, &home.find);
    if let (Some(pane), Some(hit)) = (second, home.find.meant(None)) {
        client_pane::draw(canvas, pane, desk, hit);
    }
}

/// What waits, and what can be typed.
fn draw_today(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk) {
    if place.height < TODAY_ROWS + 1 || place.width < 70 {
        draw_plainly(canvas, place, desk);
        return;
    }
    let (boxes, hints) = layout::split_rows(place, boxes_rows(place));
    let left = Rect {
        width: today_columns(desk).min(boxes.width),
        ..boxes
    };
    let right = Rect {
        x: boxes.x + left.width + 1,
        width: (boxes.width - left.width - 1).min(66),
        ..boxes
    };
    let inside = canvas.framed(left, "Today");
    draw_waiting(canvas, inside, desk);
    let inside = canvas.framed(right, "To allocate");
    draw_referrals(canvas, inside, desk);
    let (_, hints) = layout::split_rows(hints, 1);
    find_list::draw_hints(canvas, hints);
}

/// The box of what waits is as wide as its longest line.
fn today_columns(desk: &Desk) -> u16 {
    if desk.rekey.plan.open().next().is_some() {
        33
    } else {
        30
    }
}

/// The boxes take what the hints below them leave.
fn boxes_rows(place: Rect) -> u16 {
    place.height.saturating_sub(8).clamp(TODAY_ROWS, 14)
}

/// In a small window: one line each, without frames.
fn draw_plainly(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk) {
    let place = Rect {
        x: place.x + 1.min(place.width),
        width: place.width.saturating_sub(1),
        ..place
    };
    let rows = draw_waiting(canvas, place, desk);
    let (_, rest) = layout::split_rows(place, rows as u16);
    draw_referrals(canvas, rest, desk);
}

/// One line for each thing that waits; gives how many.
fn draw_waiting(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk) -> usize {
    let theme = canvas.theme;
    let overview = &desk.overview;
    let Counts { due, late, amiss } = desk.counts;
    let parked = overview.drafts.iter().filter(|d| d.parked).count();
    let open = overview.drafts.len() - parked;
    let mut drafts = words::count(parked, "sheet", "sheets");
    if open > 0 {
        // All that wait, then those among them that nobody parked.
        drafts = format!("{}, {open} left open", parked + open);
    }
    let mut dues = due.to_string();
    if late > 0 {
        dues = format!("{dues}, {late} late {}", theme.symbols.hard);
    }
    let again = desk.rekey.plan.open().count();
    let pile = desk.batch().map_or_else(String::new, BatchHead::words);
    let lines = [
        ("Pile", pile.len(), pile),
        (
            "Tray",
            overview.tray.len(),
            format!(
                "{} to key",
                words::count(overview.tray.len(), "sheet", "sheets")
            ),
        ),
        ("Parked", overview.drafts.len(), drafts),
        (
            "Queries",
            overview.queried.len(),
            await_answer(overview.queried.len()),
        ),
        ("Due", due, dues),
        (
            "Look at",
            amiss,
            format!("{amiss} to put right {}", theme.symbols.soft),
        ),
        ("Re-key", again, desk.rekey.words(desk.today())),
        ("Clients", 1, format!("{} on file", overview.clients)),
    ];
    let lines: Vec<_> = lines
        .into_iter()
        .filter(|(name, waiting, _)| {
            *waiting > 0 || !matches!(*name, "Pile" | "Re-key" | "Look at")
        })
        .collect();
    for (row, (name, waiting, words)) in lines.iter().enumerate() {
        let style = if *waiting > 0 { theme.value } else { theme.dim };
        let spans = vec![
            Span::styled(format!("{}  ", cell(name, 7)), theme.label),
            Span::styled(words.as_str(), style),
        ];
        canvas.line(place, row, Line::from(spans));
    }
    lines.len()
}

fn await_answer(sheets: usize) -> String {
    let verb = if sheets == 1 { "awaits" } else { "await" };
    format!("{sheets} {verb} answer")
}

/// The referrals that wait, by clock; the last row says how many more there are.
fn draw_referrals(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk) {
    let theme = canvas.theme;
    let scene = lists::scene(desk);
    let queue = allocation::queue(&scene);
    if queue.is_empty() {
        canvas.line(
            place,
            0,
            Span::styled("No referral waits for a trainer.", theme.dim),
        );
        return;
    }
    let rows = layout::rows(place);
    let shown = if queue.len() > rows {
        rows.saturating_sub(1)
    } else {
        queue.len()
    };
    for (row, queued) in queue.iter().take(shown).enumerate() {
        if let Some(line) = desk.overview.cases.get(queued.line) {
            draw_referral(canvas, place, row, line, &queued.clock);
        }
    }
    if shown < queue.len() {
        let words = format!("and {} more", queue.len() - shown);
        canvas.line(place, shown, Span::styled(words, theme.dim));
    }
}

fn draw_referral(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    row: usize,
    line: &CaseLine,
    clock: &allocation::Clock,
) {
    let theme = canvas.theme;
    let work = line
        .case
        .type_asked
        .map_or_else(|| theme.symbols.soft.to_owned(), |work| format!("T{work}"));
    let flag = if line.risk.is_flagged() {
        theme.symbols.risk
    } else {
        " "
    };
    let name = layout::columns(place)
        .saturating_sub(9 + 2 + CLOCK + 2 + 2 + 4)
        .min(32);
    let spans = vec![
        Span::styled(format!("{}  ", line.case.no), theme.label),
        Span::styled(
            format!("{}  ", cell(&clock.words, CLOCK)),
            if clock.late { theme.hard } else { theme.text },
        ),
        Span::styled(flag, theme.risk),
        Span::styled(
            format!(" {}", cell(&line.identity.name(), name)),
            theme.value,
        ),
        Span::raw(format!("  {work}")),
    ];
    canvas.line(place, row, Line::from(spans));
}
