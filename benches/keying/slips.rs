//! Slips put into what is keyed, and how many are caught on the spot.
//!
//! # How it is counted
//! The scripted operator keys made-up sheets of every form. At each box that she is about to key (not where something true is carried) and that
//! holds an identifier, a date or a number, every slip that can be made there is tried on a copy of the sheet, key for key:
//!
//! - *check*: another check letter or digit of a PNC, CRO or NHS number;
//! - *transposed*: two neighbouring figures of an identifier change places;
//! - *impossible*: a day that no calendar has; - *swapped*: day and month change places, where both could be a month;
//! - *range*: one more than the most, or one less than the least, that the box takes.
//!
//! It is caught if the box does not let her go, or a question is asked that the true sheet does not raise: on leaving the box, or when the
//! rest of the sheet is keyed as the paper has it and the sheet is to be saved. A slip is made once: where the box is to be read once more, the
//! second reading is what the paper says. Where a figure too many has gone into a box further on, the rest is typed on as the paper has it,
//! as hands do that do not look. Everything else counts as not caught, a swapped date that is a good date and agrees with everything that is
//! known among it. What the same questions cost on true sheets, and how many boxes were read twice, is printed below.

use crate::Size;
use crate::figures::Table;
use crate::service::Service;
use caseload::app::operator::Operator;
use caseload::demo;
use caseload::domain::identifier::IdentifierKind;
use caseload::domain::sheet::FilledSheet;
use caseload::domain::value::Value;
use caseload::forms::{BoxState, Event, Field, Filling, Finish, Kind, entry};
use chrono::{Days, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Slips that are tried on one made-up sheet, about.
const A_SHEET: usize = 8;

/// One slip: its kind, and what is typed instead.
struct Slip {
    kind: &'static str,
    typed: String,
}

/// Caught and tried.
#[derive(Default, Clone, Copy)]
struct Count {
    caught: usize,
    tried: usize,
}

#[derive(Default)]
struct Counts {
    by_kind: BTreeMap<&'static str, Count>,
    missed_at: BTreeMap<String, usize>,
    boxes: usize,
    asked: usize,
    read_twice: usize,
}

/// Tries them all.
pub fn measure(size: &Size, table: &mut Table) {
    let service = Service::made(Utc::now() - Days::new(900));
    let mut operator = service.operator();
    let mut counts = Counts::default();
    let mut refused = Vec::new();
    for sheet in demo::sheets(20_120_614, size.slips / A_SHEET) {
        let wanted = match operator.read(&sheet) {
            Ok(wanted) => wanted,
            Err(why) => {
                refused.push(format!("{}: {why}", sheet["sheet"]));
                continue;
            }
        };
        counts.find(&operator, &wanted);
        let mut last = None;
        let keyed = operator.key_amid(&wanted, &mut |operator| {
            look(operator, &wanted, &mut last, &mut counts);
            Ok(())
        });
        if let Err(stuck) = keyed {
            refused.push(format!("{}: {stuck}", sheet["sheet"]));
        }
    }
    operator.leave();
    assert!(
        refused.is_empty(),
        "{} not keyed: {refused:?}",
        refused.len()
    );
    state(&counts, table);
}

fn state(counts: &Counts, table: &mut Table) {
    let share = |count: Count| {
        let percent = 100.0 * count.caught as f64 / count.tried.max(1) as f64;
        format!("{percent:.1} % ({} of {})", count.caught, count.tried)
    };
    let of = |names: &[&str]| {
        let counted = counts
            .by_kind
            .iter()
            .filter(|(kind, _)| names.contains(kind));
        counted.fold(Count::default(), |sum, (_, count)| Count {
            caught: sum.caught + count.caught,
            tried: sum.tried + count.tried,
        })
    };
    let all: Vec<&str> = counts.by_kind.keys().copied().collect();
    let whole = of(&all);
    let enough = |count: Count| count.caught * 100 >= count.tried * 99;
    table.add(
        "slips caught on the spot, all kinds",
        share(whole),
        "≥ 99 %",
        enough(whole),
    );
    for (kind, count) in &counts.by_kind {
        table.note(format!("  {kind}"), share(*count));
    }
    let mut missed: Vec<(&String, &usize)> = counts.missed_at.iter().collect();
    missed.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (place, count) in missed.iter().take(12) {
        table.note(format!("    not caught at {place}"), count.to_string());
    }
    let twice = 100.0 * counts.read_twice as f64 / counts.boxes.max(1) as f64;
    table.note(
        "  boxes that are read twice, of the boxes keyed",
        format!("{twice:.2} % ({} of {})", counts.read_twice, counts.boxes),
    );
    let asked = 100.0 * counts.asked as f64 / counts.boxes.max(1) as f64;
    table.note(
        "  questions that a true sheet is asked, of the boxes keyed",
        format!("{asked:.2} % ({} of {})", counts.asked, counts.boxes),
    );
}

/// Tries every slip of the box that she is about to key.
fn look(operator: &Operator, wanted: &FilledSheet, last: &mut Option<usize>, counts: &mut Counts) {
    let Ok(keying) = operator.keying() else {
        return;
    };
    let filling = &keying.filling;
    let here = filling.focus();
    let field = filling.field().clone();
    let Some(value) = said(&field, wanted) else {
        return;
    };
    if *last == Some(here) || filling.value(&field.key) == Some(&value) {
        return;
    }
    *last = Some(here);
    counts.boxes += 1;
    let slips = slips(&field, &value);
    let paper = entry::typed_form(&field, &value, filling.around());
    let mut true_one = once(filling, &paper);
    counts.read_twice += usize::from(filling.reads_again() || true_one.reads_again());
    again(&mut true_one, &paper);
    let true_focus = true_one.focus();
    let truth = rest(&mut true_one, wanted, None);
    counts.asked += truth
        .iter()
        .filter(|(box_key, _)| *box_key == field.key)
        .count();
    if field.kind == Kind::Client {
        // At the desk such a box finds: a number that names nobody puts nobody there.
        for slip in slips {
            let place = format!("{} {}", filling.form().id, field.key);
            counts.add(slip.kind, place, !operator.names_somebody(&slip.typed));
        }
        return;
    }
    for slip in slips {
        let mut copy = once(filling, &slip.typed);
        // A number typed to find her was the first reading: the slip in the second is told at once.
        if !filling.reads_again() {
            again(&mut copy, &paper);
        }
        let held = copy.focus() == here;
        let ran_over = !held && has_run_over(&copy, filling, true_focus);
        let caught = held
            || (ran_over && blind(&mut copy.clone(), wanted, true_focus))
            || rest(&mut copy, wanted, Some(here))
                .iter()
                .any(|found| !truth.contains(found));
        let place = format!("{} {} ({})", filling.form().id, field.key, slip.kind);
        counts.add(slip.kind, place, caught);
    }
}

/// Whether a figure too many went into a box further on.
fn has_run_over(copy: &Filling, before: &Filling, true_focus: usize) -> bool {
    let next = copy.view(true_focus);
    let filled = !next.text.is_empty() && before.view(true_focus).text.is_empty();
    filled && copy.focus() >= true_focus
}

/// Types on, box after box as the paper has them, without looking where the caret is; whether anything is blocked or asked on the way.
fn blind(copy: &mut Filling, wanted: &FilledSheet, from: usize) -> bool {
    let mut stopped = false;
    let mut look = |events: Vec<Event>| {
        stopped |= events
            .iter()
            .any(|event| matches!(event, Event::Hard(_) | Event::SoftAsked(_)));
    };
    let fields = copy.form().fields.clone();
    for field in fields
        .iter()
        .skip(from)
        .filter(|field| !field.kind.is_computed())
    {
        let Some(value) = said(field, wanted).filter(|value| value.missing().is_none()) else {
            continue;
        };
        let at = copy.focus();
        for c in entry::typed_form(field, &value, copy.around()).chars() {
            look(copy.type_char(c));
        }
        if copy.focus() == at {
            look(copy.pass_by());
        }
    }
    stopped
}

impl Counts {
    fn add(&mut self, kind: &'static str, place: String, caught: bool) {
        let count = self.by_kind.entry(kind).or_default();
        count.tried += 1;
        if caught {
            count.caught += 1;
        } else {
            *self.missed_at.entry(place).or_default() += 1;
        }
    }

    /// A slip in the number by which the client is found: caught where it names nobody, for then no sheet of hers lies there.
    fn find(&mut self, operator: &Operator, wanted: &FilledSheet) {
        let text = |key: &str| wanted.values.get(key).and_then(Value::as_text);
        let Some(number) = text("client").or_else(|| text("crn")) else {
            return;
        };
        // The number of somebody new is read once more in its box, and tried there.
        if !operator.names_somebody(number) {
            return;
        }
        for slip in identifiers(IdentifierKind::Crn, number) {
            let caught = !operator.names_somebody(&slip.typed);
            self.add(slip.kind, "the number of another client".to_owned(), caught);
        }
    }
}

/// A copy of the sheet with this typed into the box under the caret and left once.
fn once(filling: &Filling, typed: &str) -> Filling {
    let mut copy = filling.clone();
    if !copy.reads_again() {
        copy.clear_box();
    }
    type_and_leave(&mut copy, typed);
    copy
}

/// Where the box was emptied to be read once more: the second reading, from the paper.
fn again(copy: &mut Filling, paper: &str) {
    if copy.reads_again() {
        type_and_leave(copy, paper);
    }
}

fn type_and_leave(copy: &mut Filling, typed: &str) {
    let here = copy.focus();
    for c in typed.chars() {
        copy.type_char(c);
    }
    if copy.focus() == here && copy.asked().is_empty() && !copy.reads_again() {
        copy.pass_by();
    }
}

/// Keys the rest as the paper has it, passing what is asked; gives what was asked or blocked, by box and check. The slip stays.
fn rest(
    copy: &mut Filling,
    wanted: &FilledSheet,
    slip: Option<usize>,
) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut note = |events: &[Event]| {
        for event in events {
            if let Event::Hard(finding) | Event::SoftAsked(finding) = event {
                found.insert((finding.field.clone(), finding.check.clone()));
            }
        }
    };
    let asked: Vec<Event> = copy.asked().iter().cloned().map(Event::SoftAsked).collect();
    note(&asked);
    copy.accept_soft("");
    let fields = copy.form().fields.clone();
    for (at, field) in fields.iter().enumerate() {
        let value = said(field, wanted);
        let shown = !matches!(copy.view(at).state, BoxState::Skipped | BoxState::Computed);
        if !shown || slip == Some(at) || copy.value(&field.key) == value.as_ref() {
            continue;
        }
        let Ok(events) = copy.go_to(&field.key) else {
            continue;
        };
        note(&events);
        copy.clear_box();
        let events = match &value {
            Some(Value::Missing(reason)) => copy.mark_missing(*reason),
            Some(value) => {
                let typed = entry::typed_form(field, value, copy.around());
                copy.paste(typed.trim());
                copy.pass_by()
            }
            None => copy.pass_by(),
        };
        note(&events);
        copy.accept_soft("");
    }
    match copy.finish() {
        Finish::Blocked { findings } | Finish::AskSoft { findings } => {
            found.extend(
                findings
                    .into_iter()
                    .map(|finding| (finding.field, finding.check)),
            );
        }
        Finish::Ready(_) => {}
    }
    found
}

/// What the paper says in a box.
fn said(field: &Field, wanted: &FilledSheet) -> Option<Value> {
    match field.key.as_str() {
        "sheet" if field.is_head => Some(Value::Text(wanted.head.serial.clone())),
        "completed_on" if field.is_head => wanted.head.completed_on.map(Value::Date),
        "completed_by" if field.is_head => wanted.head.completed_by.clone().map(Value::Reference),
        key => wanted.values.get(key).cloned(),
    }
}

/// Every slip that can be made with this answer in this box.
fn slips(field: &Field, value: &Value) -> Vec<Slip> {
    match value {
        Value::Date(day) => dates(*day),
        Value::Number(_) => ranges(field),
        Value::Text(text) => field
            .format
            .map_or_else(Vec::new, |format| identifiers(format, text)),
        Value::Reference(text) if field.kind == Kind::Client => {
            identifiers(IdentifierKind::Crn, text)
        }
        _ => Vec::new(),
    }
}

fn dates(day: chrono::NaiveDate) -> Vec<Slip> {
    let parts = day.format("%d%m%y").to_string();
    let (d, m, y) = (&parts[..2], &parts[2..4], &parts[4..]);
    let mut slips = vec![
        Slip {
            kind: "impossible date",
            typed: format!("{d}13{y}"),
        },
        Slip {
            kind: "impossible date",
            typed: format!("3102{y}"),
        },
    ];
    if d != m && d <= "12" {
        slips.push(Slip {
            kind: "swapped day and month",
            typed: format!("{m}{d}{y}"),
        });
    }
    slips
}

fn ranges(field: &Field) -> Vec<Slip> {
    let beyond = [
        field.bounds.max.map(|most| most.0 / 1000 + 1),
        field
            .bounds
            .min
            .map(|least| least.0 / 1000 - 1)
            .filter(|less| *less >= 0),
    ];
    let slip = |n: i64| Slip {
        kind: "out of range",
        typed: n.to_string(),
    };
    beyond.into_iter().flatten().map(slip).collect()
}

fn identifiers(format: IdentifierKind, text: &str) -> Vec<Slip> {
    let checked = matches!(
        format,
        IdentifierKind::Pnc | IdentifierKind::Cro | IdentifierKind::NhsNumber
    );
    let counted = checked
        || matches!(
            format,
            IdentifierKind::Crn | IdentifierKind::Noms | IdentifierKind::NiNumber
        );
    let mut slips = Vec::new();
    if let Some(last) = text.chars().last().filter(|_| checked) {
        let other = match last {
            '9' => '0',
            'Y' => 'A',
            digit if digit.is_ascii_digit() => (digit as u8 + 1) as char,
            _ => 'Y',
        };
        slips.push(Slip {
            kind: "wrong check letter or digit",
            typed: format!("{}{other}", &text[..text.len() - last.len_utf8()]),
        });
    }
    let chars: Vec<char> = text.chars().collect();
    let mut pairs = (0..chars.len().saturating_sub(1)).filter(|at| {
        let (one, two) = (chars[*at], chars[at + 1]);
        one.is_ascii_digit() && two.is_ascii_digit() && one != two
    });
    let kind = if checked {
        "transposed figures, checked identifier"
    } else {
        "transposed figures, identifier without check"
    };
    // The last pair: the one nearest to the end, where slips are made.
    if let Some(at) = pairs.next_back().filter(|_| counted) {
        let mut turned = chars.clone();
        turned.swap(at, at + 1);
        slips.push(Slip {
            kind,
            typed: turned.into_iter().collect(),
        });
    }
    slips
}
