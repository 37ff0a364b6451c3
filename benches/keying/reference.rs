//! Keys of the reference sheets: one of each form, of seven clients, as they lie in the middle of one trainer's pile.
//!
//! # How the sheets were made
//! The published table (stops, keys, keys of a Tab-driven form) names no box; its forms are those whose fields the domain reference lists. Each
//! reference sheet holds an answer in every box that must have one, and in as many others as bring its stops and the width of its answers
//! to what the table has, or beyond:
//!
//! | sheet | stops of the table | what is filled |
//! | --- | --- | --- |
//! | referral | 27 | boxes 1 to 26 as asked for an accepted referral of medium risk, and the type asked for; names of 6 to 8 letters |
//! | registration | 27 | every box of pages 1 and 2, an address of 23 characters, a surgery of 18; page 3 as known from the referral |
//! | assessment | 36 | both measures, all counts, a smoker, AUDIT-C, WHO-5, all ten items of self-efficacy; four Fagerstrom items more than the table |
//! | signposting | 9 | one service with its result, closed the same day |
//! | plan | 16 | one goal with measure, and four texts of 45 to 54 characters, 198 in all |
//! | session | 12 | attended, two topics, progress, next appointment, 32 characters of next action |
//! | sign-off | 8 | completed, no last assessment, one goal |
//!
//! `earlier.ndjson` is what the books hold by then: five clients of one offender manager, four of them registered (two in the street of the
//! fifth), three plans and four sessions of three clients, keyed by the same officer. The last line of each form below says what the same
//! sheet costs where none of that has taught the desk anything.

use crate::Size;
use crate::figures::Table;
use crate::paper::{sheets, tabbed};
use crate::service::Service;
use caseload::app::operator::Operator;
use caseload::command::Command;
use caseload::keymap::notation;
use caseload::model::{Layer, State};
use chrono::{Days, Utc};
use serde_json::Value as Json;

const EARLIER: &str = include_str!("earlier.ndjson");
const REFERENCE: &str = include_str!("reference.ndjson");

/// Form, target, and what a Tab-driven form needs in the published table.
const TARGETS: [(&str, usize, usize, &str); 7] = [
    ("referral", 97, 167, "≤ 97"),
    ("registration", 87, 176, "≤ 87"),
    ("assessment", 60, 147, "≤ 60"),
    ("signposting", 31, 61, "≤ 31"),
    ("plan", 225, 268, "≤ 225"),
    ("session", 62, 100, "≤ 62"),
    ("signoff", 22, 49, "≤ 22"),
];

/// Keys every reference sheet at a desk that knows the earlier ones, and at one that has learnt nothing from them. The head of the pile
/// is keyed once before them; its keys are shared among the sheets of the table, seven and no more.
pub fn measure(_: &Size, table: &mut Table) {
    let (known, pile) = keyed(&sheets(EARLIER));
    let (unlearnt, _) = keyed(&sheets(EARLIER).into_iter().map(unlike).collect::<Vec<_>>());
    let (mut ours, mut theirs) = (pile, 0);
    for (form, most, published, target) in TARGETS {
        let find = |list: &[Cost]| list.iter().find(|cost| cost.form == form).cloned();
        let (Some(cost), Some(fresh)) = (find(&known), find(&unlearnt)) else {
            panic!("no reference sheet of the form {form}");
        };
        let share = pile as f64 / known.len() as f64;
        let said = format!(
            "{} + {share:.1} (Tab-driven {} in words, {} by first letters, {} stops; table {published})",
            cost.keys, cost.words, cost.letters, cost.stops
        );
        ours += cost.keys;
        theirs += cost.letters;
        let met = cost.keys as f64 + share <= most as f64;
        table.add(format!("keys: {form}"), said, target, met);
        table.note("  where nothing was learnt before", fresh.keys.to_string());
        println!("{form:<13} {:>4}  {}", cost.keys, cost.written);
    }
    table.note(
        "  head of the pile (F3), shared above as + ",
        format!("{pile} keys for {} sheets", known.len()),
    );
    let fewer = 100 - ours * 100 / theirs.max(1);
    table.add(
        "keys: fewer than a Tab-driven form by first letters",
        format!("{fewer} % ({ours} beside {theirs})"),
        "≥ 35 %",
        fewer >= 35,
    );
}

#[derive(Clone)]
struct Cost {
    form: String,
    keys: usize,
    written: String,
    stops: usize,
    words: usize,
    letters: usize,
}

/// Keys the reference sheets after the earlier ones.
fn keyed(earlier: &[Json]) -> (Vec<Cost>, usize) {
    let service = Service::made(Utc::now() - Days::new(60));
    let file = service.folder().join("earlier.ndjson");
    let lines: String = earlier.iter().map(|sheet| format!("{sheet}\n")).collect();
    std::fs::write(&file, lines).expect("the earlier sheets cannot be written");
    service.run(&["sheets", "import", &file.display().to_string()]);
    let mut operator = service.operator();
    let reference = sheets(REFERENCE);
    let pile = begin_pile(&mut operator, &reference);
    let costs = reference
        .iter()
        .map(|sheet| cost(&mut operator, sheet))
        .collect();
    operator.leave();
    (costs, pile)
}

/// The head of the pile in which they all lie.
fn begin_pile(operator: &mut Operator, sheets: &[Json]) -> usize {
    let first = &sheets[0];
    let by = first["completed_by"].as_str().unwrap_or_default();
    let on = first["completed_on"]
        .as_str()
        .and_then(|day| day.parse().ok());
    let same = |sheet: &Json| {
        sheet["completed_by"] == by && sheet["completed_on"] == first["completed_on"]
    };
    assert!(
        sheets.iter().all(same),
        "one pile has one trainer and one day"
    );
    operator
        .begin_pile(by, on.expect("a day on the paper"))
        .expect("the pile begins")
        .len()
}

fn cost(operator: &mut Operator, sheet: &Json) -> Cost {
    let serial = sheet["sheet"].as_str().unwrap_or_default();
    let wanted = operator
        .read(sheet)
        .unwrap_or_else(|why| panic!("{serial}: {why}"));
    let mut keyed = operator
        .key(&wanted)
        .unwrap_or_else(|stuck| panic!("{serial}: {stuck}"));
    if keyed.form == "referral" {
        // The table prices the slip with its allocation.
        keyed.keys.extend(allocate(operator));
    }
    let kept = operator.sheet(serial).expect("a saved sheet is there");
    let tab = tabbed(&kept);
    Cost {
        form: keyed.form.clone(),
        keys: keyed.keys.len(),
        written: notation::write(&keyed.keys),
        stops: tab.stops,
        words: tab.words,
        letters: tab.letters,
    }
}

/// From home: the queue, and its newest referral to the trainer who stands first.
fn allocate(operator: &mut Operator) -> Vec<caseload::keymap::Key> {
    let waiting = |operator: &Operator| match &operator.model().state {
        State::Open(open) => open.desk.overview.queue().count(),
        State::Locked(_) => panic!("the desk is locked"),
    };
    let before = waiting(operator);
    operator.forget_keys();
    operator
        .give(Command::AllocateReferral)
        .expect("the queue opens");
    for _ in 0..9 {
        if waiting(operator) < before {
            break;
        }
        let top = match &operator.model().state {
            State::Open(open) => matches!(open.top(), Layer::Question(_)),
            State::Locked(_) => false,
        };
        let command = if top {
            Command::AnswerYes
        } else {
            Command::TakeFirst
        };
        operator.give(command).expect("the referral is allocated");
    }
    assert!(waiting(operator) < before, "the referral still waits");
    let keys = operator.keys().to_vec();
    operator
        .give(Command::GoHome)
        .expect("home is one key away");
    keys
}

/// The same sheet with other words, streets and names of staff than those that the reference sheets have.
fn unlike(mut sheet: Json) -> Json {
    if let Some(values) = sheet["values"].as_object_mut() {
        let other = [
            ("referrer_name", "Ruth Kirby"),
            ("offender_manager", "Ruth Kirby"),
            ("gp_practice", "Northgate Surgery"),
            ("goal_1_text", "Swim on two mornings"),
            ("if_then", "Ask the group"),
            ("barriers", "None given"),
            ("rewards", "New shoes"),
            ("next_action", "Swim"),
            ("address", "1 High Street, Hinckley"),
            ("postcode", "LE10 1AA"),
        ];
        for (key, text) in other {
            if values.contains_key(key) {
                values.insert(key.to_owned(), text.into());
            }
        }
    }
    sheet
}
