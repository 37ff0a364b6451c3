//! A client's standing in a narrow pane beside a list: who she is, who has the case, what may hurt somebody.

use crate::allocation;
use crate::domain::case::{Case, CaseState};
use crate::domain::dates;
use crate::domain::overview::CaseLine;
use crate::domain::reference::ClientId;
use crate::model::message::HitLine;
use crate::model::{Desk, lists, words};
use crate::ui::canvas::{Canvas, cell, wrap};
use crate::ui::layout;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Columns of the names before the answers.
pub const LABEL: usize = 12;

/// One answer: its name, its words, how it looks.
pub type Fact = (&'static str, String, Style);

/// Draws the standing of a client who was found.
pub fn draw(canvas: &mut Canvas<'_, '_>, place: Rect, desk: &Desk, hit: &HitLine) {
    let inside = canvas.framed(place, &hit.name);
    let mut facts = vec![
        ("Born", hit.born.clone(), canvas.theme.value),
        ("Reference", hit.crn.clone(), canvas.theme.value),
    ];
    if let Some(line) = case_of(desk, hit.client) {
        facts.extend(case_facts(canvas, desk, line));
    } else {
        facts.push(("Case", hit.standing.clone(), canvas.theme.text));
        if !hit.flag.is_empty() {
            facts.push(("Risk", hit.flag.clone(), canvas.theme.risk));
        }
    }
    draw_facts(canvas, inside, 0, &facts, LABEL);
}

/// The newest case of a client that is still open or owes a follow-up.
pub fn case_of(desk: &Desk, client: ClientId) -> Option<&CaseLine> {
    desk.overview
        .cases
        .iter()
        .rev()
        .find(|line| line.client == client)
}

fn case_facts(canvas: &Canvas<'_, '_>, desk: &Desk, line: &CaseLine) -> Vec<Fact> {
    let theme = canvas.theme;
    let today = desk.today();
    let case = &line.case;
    let mut facts = Vec::new();
    let mut say = |name, words: String, style| {
        if !words.is_empty() {
            facts.push((name, words, style));
        }
    };
    say("Known as", line.identity.known_as.clone(), theme.value);
    say("Phone", line.identity.phones.join(", "), theme.value);
    say("Postcode", line.identity.postcode.clone(), theme.value);
    say("Case", format!("{}  {}", case.no, work(case)), theme.value);
    if let Some((on, reason)) = &case.signoff {
        say(
            "Signed off",
            format!("{}  {reason}", dates::show(*on)),
            theme.value,
        );
        let owed = allocation::clock::followup(&lists::scene(desk), case);
        let followup = owed.map(|f| format!("after {} months, {}", f.months, dates::show(f.due)));
        say("Follow-up", followup.unwrap_or_default(), theme.value);
    }
    let asked = match case.state() {
        CaseState::Closed => "Had it last",
        _ => "Trainer",
    };
    say(asked, holder(desk, case), theme.value);
    facts.extend(meeting_facts(canvas, case, today));
    let mut say = |name, words: String, style| facts.push((name, words, style));
    say(
        "Risk",
        risk(canvas, line),
        if line.risk.is_flagged() {
            theme.risk
        } else {
            theme.text
        },
    );
    if case.is_open() {
        for limit in allocation::limits(&lists::scene(desk), line) {
            say("Limit", limit, theme.text);
        }
    }
    facts.retain(|(_, words, _)| !words.is_empty());
    facts
}

/// When somebody met her, will meet her, and how many sessions there were.
fn meeting_facts(canvas: &Canvas<'_, '_>, case: &Case, today: chrono::NaiveDate) -> Vec<Fact> {
    let theme = canvas.theme;
    let mut facts = Vec::new();
    let mut say = |name, words: String, style| {
        if !words.is_empty() {
            facts.push((name, words, style));
        }
    };
    let day = |day: chrono::NaiveDate| format!("{}  {}", dates::show(day), dates::echo(day, today));
    say(
        "Last seen",
        case.last_seen().map_or_else(|| "never".to_owned(), day),
        theme.value,
    );
    say(
        "Next",
        case.next_appointment(today).map(day).unwrap_or_default(),
        theme.value,
    );
    say(
        "Sessions",
        format!(
            "{} of {}",
            case.attended(),
            case.attended() as u32 + case.sessions_to_come()
        ),
        theme.value,
    );
    if case.missed_in_a_row() > 1 {
        let missed = format!(
            "{} {} missed in a row",
            theme.symbols.soft,
            case.missed_in_a_row()
        );
        say("", missed, theme.soft);
    }
    facts
}

/// The type of work in words.
pub fn work(case: &Case) -> String {
    case.kind_of_work().map_or_else(
        || "type not settled".to_owned(),
        |work| format!("Type {work}"),
    )
}

fn holder(desk: &Desk, case: &Case) -> String {
    case.holder().map_or_else(
        || "nobody yet".to_owned(),
        |t| words::trainer(&desk.overview, &t.0),
    )
}

fn risk(canvas: &Canvas<'_, '_>, line: &CaseLine) -> String {
    let words = line.risk.words();
    match (words.is_empty(), line.risk.rosh.as_deref()) {
        (false, _) => format!("{} {words}", canvas.theme.symbols.risk),
        (true, Some("L")) => "low".to_owned(),
        (true, Some("M")) => "medium".to_owned(),
        (true, _) => "not known".to_owned(),
    }
}

/// Draws answers one below the other, each broken over as many rows as it needs; gives the rows used. An answer whose name is that
/// of the one before stands without it.
pub fn draw_facts(
    canvas: &mut Canvas<'_, '_>,
    place: Rect,
    row: usize,
    facts: &[Fact],
    label: usize,
) -> usize {
    let room = layout::columns(place).saturating_sub(label + 1).max(1);
    let mut at = row;
    let mut before = "";
    for (name, words, style) in facts {
        let shown = if *name == before { "" } else { *name };
        before = name;
        for (n, line) in wrap(words, room).into_iter().enumerate() {
            let name = if n == 0 { shown } else { "" };
            let spans = vec![
                Span::styled(format!("{} ", cell(name, label)), canvas.theme.label),
                Span::styled(line, *style),
            ];
            canvas.line(place, at, Line::from(spans));
            at += 1;
        }
    }
    canvas.say_if_more(place, at);
    at - row
}
