//! Allocating a referral: what limits the choice, the trainers ranked with the reasons, and why the marked one stands there.

use crate::allocation::Candidate;
use crate::domain::overview::CaseLine;
use crate::domain::text;
use crate::model::allocate::Allocate;
use crate::ui::canvas::{Canvas, cell, cell_right, wrap};
use crate::ui::layout;
use crate::ui::widgets::{client_pane, find_list, rows};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Rows for what limits the choice, at most.
const LIMIT_ROWS: usize = 4;

/// Draws the referral, the trainers, and the explanation of the marked one.
pub fn draw(canvas: &mut Canvas<'_, '_>, body: Rect, allocate: &Allocate) {
    let used = draw_referral(canvas, body, allocate);
    let gap = usize::from(body.height >= 14);
    let (_, rest) = layout::split_rows(body, (used + gap) as u16);
    let (first, second) = layout::panes(rest);
    if let Some(pane) = second {
        draw_trainers(canvas, first, allocate);
        draw_details(canvas, pane, allocate);
        return;
    }
    // Below the list stands the explanation, in what the list leaves; asked for, it takes at least half.
    let wanted = allocate.candidates.len() as u16;
    let half = match (allocate.explained.is_some(), rest.height) {
        (true, 0..10) => 1,
        (true, rows) | (false, rows @ 16..) => rows / 2,
        (false, rows) => rows,
    };
    let (list, details) = layout::split_rows(rest, wanted.clamp(1, half.max(1)));
    draw_trainers(canvas, list, allocate);
    let (_, details) = layout::split_rows(details, u16::from(details.height > 6));
    draw_details(canvas, details, allocate);
}

/// The referral with its clock, and what limits the choice; gives the rows used.
fn draw_referral(canvas: &mut Canvas<'_, '_>, body: Rect, allocate: &Allocate) -> usize {
    let theme = canvas.theme;
    let Some((line, clock, late)) = allocate.queue.get(allocate.at) else {
        canvas.line(
            body,
            0,
            Span::styled(" No referral waits for a trainer.", theme.dim),
        );
        return 1;
    };
    let (left, right) = heading(canvas, allocate, line, (clock, *late));
    canvas.line_both(body, 0, Line::from(left), Line::from(right));
    draw_limits(canvas, body, allocate, line)
}

/// The referral on the left; its clock and its place in the queue on the right.
fn heading<'a>(
    canvas: &Canvas<'_, '_>,
    allocate: &'a Allocate,
    line: &CaseLine,
    (clock, late): (&'a str, bool),
) -> (Vec<Span<'a>>, Vec<Span<'a>>) {
    let theme = canvas.theme;
    let verb = match (allocate.cover, allocate.again) {
        (true, _) => "Who stands in:",
        (false, true) => "Give again",
        (false, false) => "Allocate",
    };
    let mut spans = vec![
        Span::styled(format!(" {verb} {}  ", line.case.no), theme.title),
        Span::styled(line.identity.name(), theme.value),
        Span::raw(format!("  Type {}", allocate.work)),
    ];
    if line.case.type_asked != Some(allocate.work)
        && line.case.kind_of_work() != Some(allocate.work)
    {
        spans.push(Span::styled(
            format!(" {} type not settled", theme.symbols.soft),
            theme.soft,
        ));
    }
    if line.case.urgent {
        spans.push(Span::styled(
            format!("  {} urgent", theme.symbols.hard),
            theme.hard,
        ));
    }
    let mut right = vec![Span::styled(
        clock,
        if late { theme.hard } else { theme.text },
    )];
    if allocate.queue.len() > 1 {
        right.push(Span::styled(
            format!(
                "  referral {} of {} ",
                allocate.at + 1,
                allocate.queue.len()
            ),
            theme.dim,
        ));
    }
    right.insert(0, Span::raw(" "));
    (spans, right)
}

/// Risk and what limits the choice; gives the first row below them.
fn draw_limits(
    canvas: &mut Canvas<'_, '_>,
    body: Rect,
    allocate: &Allocate,
    line: &CaseLine,
) -> usize {
    let theme = canvas.theme;
    let flag = line.risk.words();
    let room = layout::columns(body).saturating_sub(2 + text::width(theme.symbols.risk));
    let flag = find_list::first_flags(&flag, room);
    let mut row = 1;
    if !flag.is_empty() {
        canvas.line(
            body,
            row,
            Span::styled(format!(" {} {flag}", theme.symbols.risk), theme.risk),
        );
        row += 1;
    }
    let place = Rect {
        x: body.x + 1.min(body.width),
        width: body.width.saturating_sub(2),
        ..body
    };
    let mut lines = wrap(&joined(&allocate.limits), layout::columns(place));
    let most = if body.height >= 14 { LIMIT_ROWS } else { 1 };
    if lines.len() > most {
        lines.truncate(most);
        lines[most - 1].push_str(" …");
    }
    for line in &lines {
        canvas.line(place, row, Span::styled(line.as_str(), theme.text));
        row += 1;
    }
    row
}

/// Limits as one sentence: a note that somebody ended with a full stop is joined like the others.
fn joined(limits: &[String]) -> String {
    let parts: Vec<&str> = limits
        .iter()
        .map(|limit| limit.trim_end_matches(['.', ';', ' ']))
        .collect();
    parts.join("; ")
}

fn draw_trainers(canvas: &mut Canvas<'_, '_>, place: Rect, allocate: &Allocate) {
    let candidates = &allocate.candidates;
    if candidates.is_empty() {
        canvas.line(
            place,
            0,
            Span::styled(
                " Nobody is on the roster for this. Key a worker's record first.",
                canvas.theme.soft,
            ),
        );
    }
    let widths = widths(layout::columns(place), candidates);
    for (row, at) in rows::shown(place, candidates.len(), allocate.marked).enumerate() {
        let spans = trainer(canvas, widths, &candidates[at], at);
        rows::draw_row(canvas, place, row, spans, at == allocate.marked);
    }
}

/// Columns of name, role and office: as wide as the widest of each, so that the reasons get what is left.
#[derive(Clone, Copy)]
struct Widths {
    name: usize,
    role: usize,
    office: usize,
}

fn widths(columns: usize, candidates: &[Candidate]) -> Widths {
    let widest = |of: fn(&Candidate) -> &str| {
        candidates
            .iter()
            .map(|c| text::width(of(c)))
            .max()
            .unwrap_or(0)
    };
    let office = if columns >= 62 {
        widest(|c| &c.office).min(columns / 6)
    } else {
        0
    };
    Widths {
        name: widest(|c| &c.name).min(columns / 4),
        role: widest(|c| &c.role_words).min(12),
        office,
    }
}

/// One trainer: the digit that chooses her, name, role, office, load before and after, how many are new, why.
fn trainer<'c>(
    canvas: &Canvas<'_, '_>,
    widths: Widths,
    her: &Candidate,
    at: usize,
) -> Vec<Span<'c>> {
    let theme = canvas.theme;
    let key = match (her.eligible, at) {
        (false, _) => theme.symbols.none.to_owned(),
        (true, 0..9) => (at + 1).to_string(),
        (true, _) => " ".to_owned(),
    };
    let style = if her.eligible { theme.value } else { theme.dim };
    let mut spans = vec![
        Span::styled(
            format!("{key} "),
            if her.eligible { theme.title } else { theme.dim },
        ),
        Span::styled(format!("{}  ", cell(&her.name, widths.name)), style),
        Span::raw(format!("{}  ", cell(&her.role_words, widths.role))),
    ];
    if widths.office > 0 {
        spans.push(Span::raw(format!("{}  ", cell(&her.office, widths.office))));
    }
    if her.eligible {
        let load = format!(
            "{} {} {}",
            share(her.load_before),
            theme.symbols.arrow,
            share(her.load_after)
        );
        spans.push(Span::styled(
            format!("{load}  "),
            if her.load_after > 1.0 {
                theme.soft
            } else {
                theme.text
            },
        ));
        spans.push(Span::raw(format!("{:>2} new  ", her.new_this_week)));
        spans.push(Span::raw(her.in_words()));
    } else {
        spans.push(Span::styled(her.in_words(), theme.dim));
    }
    spans
}

/// A share in per cent, four columns wide.
fn share(share: f64) -> String {
    cell_right(&format!("{:.0}%", share * 100.0), 4)
}

/// Why the marked trainer stands there: in a few lines, or every term once she asks.
fn draw_details(canvas: &mut Canvas<'_, '_>, place: Rect, allocate: &Allocate) {
    let theme = canvas.theme;
    let Some(her) = allocate
        .candidates
        .get(allocate.marked)
        .filter(|_| place.height >= 3)
    else {
        return;
    };
    let inside = canvas.framed(place, &her.name);
    if let Some(terms) = &allocate.explained {
        canvas.paragraphs(inside, terms.iter().map(|term| (term.as_str(), theme.text)));
        return;
    }
    let facts = facts_about(canvas, allocate, her);
    client_pane::draw_facts(canvas, inside, 0, &facts, 7);
}

/// Role, load, what bars her, what speaks for her, and what to mind.
fn facts_about(
    canvas: &Canvas<'_, '_>,
    allocate: &Allocate,
    her: &Candidate,
) -> Vec<(&'static str, String, Style)> {
    let theme = canvas.theme;
    let load = format!(
        "{} {} {}",
        share(her.load_before).trim(),
        theme.symbols.arrow,
        share(her.load_after).trim()
    );
    let mut facts = vec![
        (
            "Role",
            format!("{}, {}", her.role_words, her.office),
            theme.value,
        ),
        (
            "Load",
            format!("{load}, {} new this week", her.new_this_week),
            theme.value,
        ),
    ];
    let mut say = |name, words: &str, style: Style| facts.push((name, words.to_owned(), style));
    for bar in &her.blocked_by {
        let override_words = if bar.override_allowed {
            ""
        } else {
            " (cannot be passed)"
        };
        say(
            "Barred",
            &format!("{} {}{override_words}", theme.symbols.hard, bar.sentence),
            theme.hard,
        );
    }
    for reason in her.reasons() {
        say("Why", reason, theme.text);
    }
    // What limits everybody stands above the list already.
    for caution in her
        .cautions
        .iter()
        .filter(|caution| !allocate.limits.contains(caution))
    {
        say(
            "Mind",
            &format!("{} {caution}", theme.symbols.soft),
            theme.soft,
        );
    }
    facts
}
