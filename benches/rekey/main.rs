//! What the second look finds: made-up sheets are keyed at the real desk with plausible slips in critical fields, and the next
//! morning the boxes that the plan names are keyed again by somebody who slips too.
//!
//! ```text
//! cargo bench --bench rekey                        5 services, 25 days of 12 sheets each
//! CASELOAD_BENCH=smoke cargo bench --bench rekey   one service, 4 days
//! ```
//!
//! # Why
//! A slip counts as caught where two readings agreed against what was keyed; whether the sheet then says what the paper says is counted too: a slip
//! that emptied boxes behind a skip opens the sheet, and a person fills them again. Slips that the desk refuses while they are keyed are
//! no plausible ones and are counted apart. Every key of both passes is pressed at the desk and counted there.

#[path = "../desk/figures.rs"]
#[expect(dead_code, reason = "times are measured elsewhere")]
mod figures;
mod service;
mod slips;

use caseload::app::operator::Operator;
use caseload::command::Command;
use caseload::domain::act::Deed;
use caseload::domain::sheet::FilledSheet;
use caseload::domain::value::Value;
use caseload::forms::{Field, Registry};
use caseload::keymap::{Key, notation};
use caseload::model::rekey::SLIP;
use caseload::model::{Layer, OpenDesk, State};
use caseload::paper::compare::{self, agree};
use caseload::paper::rekey::quickest;
use caseload::store::Store;
use chrono::{Days, Local, NaiveTime, Utc};
use figures::Table;
use service::Service;
use slips::Dice;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Instant;

/// Sheets of one day.
const A_DAY: usize = 12;
/// Of a thousand boxes keyed again, how many she misreads herself: as many as anybody (29 of 10,000 fields, Garza 2024).
const VERIFIER_SLIPS: usize = 3;
/// Of a hundred sheets, how many carry a slip: more than twice as many as in life (29 slips in 10,000 fields, Garza 2024), so that there
/// are enough to count. Each costs a third reading, which is counted.
const SLIPPED: usize = 20;
/// Made-up services, each from a seed of its own.
const SEEDS: u64 = 5;

/// One slip that went through.
struct Slip {
    serial: String,
    field: String,
    kind: &'static str,
}

/// Everything that is counted.
#[derive(Default)]
struct Count {
    first_keys: usize,
    second_keys: usize,
    sheets: usize,
    boxes: usize,
    critical: usize,
    confirmed: usize,
    refused: usize,
    stuck: usize,
    slips: Vec<Slip>,
    chosen: HashSet<(String, String)>,
    by_form: BTreeMap<String, (usize, usize)>,
    /// Boxes of the plan that the second look did not come to.
    unreached: usize,
    /// Keys of the first pass as the plan reckons them.
    estimated: usize,
    why_stuck: BTreeMap<String, usize>,
    /// Boxes keyed again, their keys, and slips in them, by form and box.
    by_box: BTreeMap<String, (usize, usize, usize)>,
}

fn main() {
    let (seeds, days) = match std::env::var("CASELOAD_BENCH").as_deref() {
        Ok("smoke") => (1, 4),
        _ => (SEEDS, 25),
    };
    let begun = Instant::now();
    let (mut count, mut found) = (Count::default(), Found::default());
    for seed in 1..=seeds {
        let (one, of_it) = service_of(seed, days);
        println!("{}", line(seed, &one, &of_it));
        count.add(one);
        found.add(of_it);
    }
    println!(
        "{seeds} services of {days} days each: {} sheets, {} slips, in {:.1?}",
        count.sheets,
        count.slips.len(),
        begun.elapsed()
    );
    let missed = report(&count, &found);
    // A few days say too little about shares; the smoke run only proves that it runs.
    if missed > 0 && days > 4 {
        std::process::exit(1);
    }
}

/// One made-up service: its last sheets are keyed day by day, and each next morning boxes of them again.
fn service_of(seed: u64, days: usize) -> (Count, Found) {
    let forms = Registry::shipped();
    let mut service = Service::made(seed, days * A_DAY);
    let mut operator = Operator::sit_down(service.open(), service.fixed());
    let (mut dice, mut second) = (Dice::of(2 * seed), Dice::of(2 * seed + 1));
    let mut count = Count::default();
    let mut paper: HashMap<String, FilledSheet> = HashMap::new();
    for _ in 0..days {
        today(&mut operator);
        for sheet in service.next(A_DAY) {
            today(&mut operator);
            clear_the_desk(&mut operator);
            key(
                &mut operator,
                &forms,
                sheet,
                &mut dice,
                &mut count,
                &mut paper,
            );
        }
        tomorrow(&mut operator);
        second_look(&mut operator, &forms, &paper, &mut second, &mut count);
        file(&mut operator);
    }
    operator.leave();
    let found = compare(&service, &forms, &paper, &count);
    (count, found)
}

/// What one service gave, in a line.
fn line(seed: u64, count: &Count, found: &Found) -> String {
    let all = count.slips.len();
    format!(
        "service {seed}: {} sheets, {} of {all} slips caught ({:.1} %), {} of {} keys again ({:.1} %), {} not keyed",
        count.sheets,
        found.caught,
        percent(found.caught, all),
        count.second_keys,
        count.first_keys,
        percent(count.second_keys, count.first_keys),
        count.stuck
    )
}

impl Count {
    fn add(&mut self, other: Self) {
        self.first_keys += other.first_keys;
        self.second_keys += other.second_keys;
        self.estimated += other.estimated;
        self.unreached += other.unreached;
        self.sheets += other.sheets;
        self.boxes += other.boxes;
        self.critical += other.critical;
        self.confirmed += other.confirmed;
        self.refused += other.refused;
        self.stuck += other.stuck;
        self.slips.extend(other.slips);
        for (form, (first, second)) in other.by_form {
            let of_form = self.by_form.entry(form).or_default();
            of_form.0 += first;
            of_form.1 += second;
        }
        for (name, (boxes, keys, slips)) in other.by_box {
            let of_box = self.by_box.entry(name).or_default();
            of_box.0 += boxes;
            of_box.1 += keys;
            of_box.2 += slips;
        }
        for (why, times) in other.why_stuck {
            *self.why_stuck.entry(why).or_default() += times;
        }
    }
}

impl Found {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.caught += other.caught;
        self.spoilt.extend(other.spoilt);
        self.left.extend(other.left);
        for (kind, (all, right)) in other.by_kind {
            let of_kind = self.by_kind.entry(kind).or_default();
            of_kind.0 += all;
            of_kind.1 += right;
        }
    }
}

fn desk(operator: &Operator) -> &OpenDesk {
    match &operator.model().state {
        State::Open(open) => open,
        State::Locked(_) => panic!("the desk is locked"),
    }
}

fn today(operator: &mut Operator) {
    operator.wait_until(Utc::now(), Local::now().naive_local());
}

/// Half past nine on the next day.
fn tomorrow(operator: &mut Operator) {
    let day = Local::now().date_naive() + Days::new(1);
    let local = day.and_time(NaiveTime::from_hms_opt(12, 30, 0).expect("a time"));
    operator.wait_until(Utc::now() + Days::new(1), local);
}

/// Keys one sheet, with a slip in it as chance will have it; one that the desk refuses is keyed as it is.
fn key(
    operator: &mut Operator,
    forms: &Registry,
    truth: FilledSheet,
    dice: &mut Dice,
    count: &mut Count,
    paper: &mut HashMap<String, FilledSheet>,
) {
    let form = forms.latest(&truth.head.form).expect("a form");
    let slipped = (dice.below(100) < SLIPPED)
        .then(|| {
            slips::slip(
                &form,
                &truth,
                operator_knows(operator, &truth).as_ref(),
                dice,
            )
        })
        .flatten();
    let mut keyed = None;
    if let Some((sheet, field, kind)) = slipped {
        let done = operator.key(&sheet).map(|done| done.keys.len());
        // Saved, and worked out otherwise than the bench thought: it counts, with no key on the first side.
        let saved = || operator.sheet(&truth.head.serial).map(|_| 0);
        keyed = done.ok().or_else(saved);
        match keyed {
            Some(_) => {
                let name = format!("{} {field}", truth.head.form);
                count.by_box.entry(name).or_default().2 += 1;
                count.slips.push(Slip {
                    serial: truth.head.serial.clone(),
                    field,
                    kind,
                });
            }
            None => count.refused += 1,
        }
    }
    let mut why = String::new();
    let keyed = keyed.or_else(|| {
        let done = operator.key(&truth).map(|done| done.keys.len());
        done.map_err(|stuck| why = stuck).ok()
    });
    // Saved, and worked out otherwise than the bench thought: it counts, with no key on the first side.
    let keyed = keyed.or_else(|| operator.sheet(&truth.head.serial).map(|_| 0));
    let Some(keys) = keyed else {
        count.stuck += 1;
        let why = format!("{}: {why}", truth.head.form);
        *count.why_stuck.entry(why).or_default() += 1;
        return;
    };
    count.first_keys += keys;
    count.sheets += 1;
    let of_form = count.by_form.entry(truth.head.form.clone()).or_default();
    of_form.0 += keys;
    paper.insert(truth.head.serial.clone(), truth);
}

/// What the client's earlier sheets say, so that a box that is filled from them is not one she types.
fn operator_knows(
    operator: &Operator,
    truth: &FilledSheet,
) -> Option<caseload::domain::client::Identity> {
    let named = truth
        .values
        .get("client")
        .or(truth.values.get("crn"))?
        .as_text()?
        .to_owned();
    let cases = &desk(operator).desk.overview.cases;
    let hers = |l: &&caseload::domain::overview::CaseLine| {
        l.identity.crn == named || l.client.to_string() == named
    };
    cases.iter().find(hers).map(|l| (*l.identity).clone())
}

fn press(operator: &mut Operator, key: Key, count: &mut Count) {
    operator.press(key).expect("the desk takes no more keys");
    count.second_keys += 1;
}

fn press_all(operator: &mut Operator, keys: &str, count: &mut Count) {
    for key in notation::read(keys).expect("keys in the notation of keys") {
        press(operator, key, count);
    }
}

/// The boxes of the day, keyed again from the paper.
fn second_look(
    operator: &mut Operator,
    forms: &Registry,
    paper: &HashMap<String, FilledSheet>,
    dice: &mut Dice,
    count: &mut Count,
) {
    clear_the_desk(operator);
    let plan = &desk(operator).desk.rekey.plan;
    count.critical += plan.critical;
    count.confirmed += plan.confirmed;
    count.boxes += plan.boxes.len();
    count.estimated += plan.first_keys as usize;
    for planned in &plan.boxes {
        let at = (planned.serial.clone(), planned.field.clone());
        count.chosen.insert(at);
        let of_form = count.by_form.entry(planned.form.clone()).or_default();
        of_form.1 += planned.keys as usize;
        let of_box = count
            .by_box
            .entry(format!("{} {}", planned.form, planned.field))
            .or_default();
        of_box.0 += 1;
        of_box.1 += planned.keys as usize;
    }
    press_all(operator, "<ctrl-x>k", count);
    for _ in 0..2_000 {
        put_aside_what_lies_open(operator);
        let Layer::Rekey(screen) = desk(operator).top() else {
            break;
        };
        let Some(planned) = screen.planned().cloned() else {
            break;
        };
        let form = forms.form(&planned.form, planned.version).expect("a form");
        let field = form.field(&planned.field).expect("a field").clone();
        let Some(sheet) = paper.get(&planned.serial) else {
            // Saved otherwise than it was meant: left out of the figure, and counted.
            count.stuck += 1;
            press_all(operator, "<down>", count);
            if screen_stands(operator, &planned) {
                break;
            }
            continue;
        };
        let truth = slips::value(sheet, &field);
        let reading = if dice.below(1000) < VERIFIER_SLIPS {
            slips::misread(&field, &truth, None, dice).map_or(truth, |(value, _)| value)
        } else {
            truth
        };
        read(operator, &field, &reading, count);
    }
    put_aside_what_lies_open(operator);
    let left = desk(operator).desk.rekey.plan.open().count();
    count.unreached += left;
    if !matches!(desk(operator).top(), Layer::Home(_)) {
        press_all(operator, "<f12>", count);
    }
}

/// A sheet that lies open because two readings do not fit with the rest of it is filled again by hand, which is no second look: here it
/// is put aside, and its slip counts as caught and not as put right.
fn put_aside_what_lies_open(operator: &mut Operator) {
    if matches!(desk(operator).top(), Layer::Keying(_)) {
        for command in [Command::DiscardSheet, Command::AnswerYes] {
            operator.give(command).expect("a key for it");
        }
    }
}

/// Whether the same box is asked still: it was the last one.
fn screen_stands(operator: &Operator, planned: &caseload::paper::rekey::Planned) -> bool {
    match desk(operator).top() {
        Layer::Rekey(screen) => screen.planned() == Some(planned),
        _ => true,
    }
}

/// Types one reading and leaves the box, where it does not leave by itself.
fn read(operator: &mut Operator, field: &Field, value: &Value, count: &mut Count) {
    let boxes = |operator: &Operator| match desk(operator).top() {
        Layer::Rekey(screen) => (screen.boxes.len(), screen.readings()),
        _ => (0, 0),
    };
    let before = boxes(operator);
    if let Some(missing) = value.missing() {
        let key = Key::typing(missing.key()).expect("a key for a missing reason");
        press(operator, key, count);
        return;
    }
    let around = caseload::forms::Around::on(Local::now().date_naive());
    for c in quickest(field, value, &around).chars() {
        press(
            operator,
            Key::typing(c).expect("a key for a character"),
            count,
        );
    }
    if boxes(operator) == before {
        press_all(operator, "<enter>", count);
    }
    assert!(
        boxes(operator) != before,
        "box {} does not take what the paper says",
        field.key
    );
}

/// Whatever an unfinished sheet left open is put away.
fn clear_the_desk(operator: &mut Operator) {
    for _ in 0..9 {
        let keys = match desk(operator).top() {
            Layer::Home(_) => return,
            Layer::Question(_) | Layer::Prompt(_) => "<esc>",
            _ => "<f12>",
        };
        for key in notation::read(keys).expect("keys") {
            operator.press(key).expect("the desk takes no more keys");
        }
    }
}

/// Everything that is done with goes into the cabinet. These keys belong to filing and are not counted.
fn file(operator: &mut Operator) {
    clear_the_desk(operator);
    for command in [Command::OpenLedger, Command::FileSheets, Command::GoHome] {
        operator.give(command).expect("a key for it");
    }
}

/// What the store says in the end: slips that were put right, and boxes that are wrong without a slip.
#[derive(Default)]
struct Found {
    right: usize,
    caught: usize,
    by_kind: BTreeMap<&'static str, (usize, usize)>,
    left: Vec<String>,
    spoilt: Vec<String>,
}

fn compare(
    service: &Service,
    forms: &Registry,
    paper: &HashMap<String, FilledSheet>,
    count: &Count,
) -> Found {
    let store = service.open();
    let raised = raised(&store);
    let mut found = Found::default();
    let mut slipped: HashMap<&str, Vec<&str>> = HashMap::new();
    for slip in &count.slips {
        slipped.entry(&slip.serial).or_default().push(&slip.field);
        let form = forms
            .latest(&paper[&slip.serial].head.form)
            .expect("a form");
        let field = form.field(&slip.field).expect("a field");
        let sheet = store
            .sheet(&slip.serial)
            .expect("a store")
            .expect("a sheet");
        let now = caseload::paper::rekey::value(&sheet, field);
        let is_right = agree(&now, &Some(slips::value(&paper[&slip.serial], field)));
        found.right += usize::from(is_right);
        let is_caught = is_right || raised.contains(&(slip.serial.clone(), slip.field.clone()));
        found.caught += usize::from(is_caught);
        let of_kind = found.by_kind.entry(slip.kind).or_default();
        of_kind.0 += 1;
        of_kind.1 += usize::from(is_caught);
        if !is_caught {
            let chosen = count
                .chosen
                .contains(&(slip.serial.clone(), slip.field.clone()));
            let why = if chosen {
                "keyed again and not seen"
            } else {
                "not in the plan"
            };
            found
                .left
                .push(format!("{} {} ({}): {why}", form.id, slip.field, slip.kind));
        }
    }
    for (serial, truth) in paper {
        let Some(sheet) = store.sheet(serial).expect("a store") else {
            continue;
        };
        let own = slipped.get(serial.as_str());
        let values = sheet.values.unwrap_or_default();
        let form = forms.latest(&truth.head.form).expect("a form");
        // What a form works out from earlier sheets is as right as those were when it was keyed.
        let is_typed = |key: &str| form.field(key).is_some_and(|f| !f.kind.is_computed());
        let typed = truth.values.iter().filter(|(key, _)| is_typed(key));
        let mut wrong = typed.filter(|(key, value)| {
            let is_slip = own.is_some_and(|fields| fields.contains(&key.as_str()));
            !is_slip && !agree(&values.get(*key).cloned(), &Some((*value).clone()))
        });
        if let (None, Some((key, _))) = (own, wrong.next()) {
            let again = if count.chosen.contains(&(serial.clone(), key.clone())) {
                "keyed again"
            } else {
                "not in the plan"
            };
            found
                .spoilt
                .push(format!("{} {key}: {again}", truth.head.form));
        }
    }
    found
}

/// Boxes in which two readings agreed against what was keyed.
fn raised(store: &Store) -> HashSet<(String, String)> {
    let mut raised = HashSet::new();
    store
        .acts(1, &mut |act| {
            let slip = act.private.as_ref().and_then(|p| p.values.get(SLIP));
            let is_hers = slip.and_then(Value::as_text) == Some(compare::Slip::Keyer.name());
            if let (Deed::BoxRekeyed { serial, field, .. }, true) = (act.deed, is_hers) {
                raised.insert((serial, field));
            }
        })
        .expect("the acts can be read");
    raised
}

fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

fn report(count: &Count, found: &Found) -> usize {
    let mut table = Table::default();
    let all = count.slips.len();
    let caught = percent(found.caught, all);
    let keys = percent(count.second_keys, count.first_keys);
    table.add(
        "plausible slips in critical fields caught by the second look",
        format!("{caught:.1} % ({} of {all})", found.caught),
        "≥ 95 %",
        caught >= 95.0,
    );
    table.add(
        "keys of the second look beside those of the first",
        format!(
            "{keys:.1} % ({} of {})",
            count.second_keys, count.first_keys
        ),
        "≤ 10 %",
        keys <= 10.0,
    );
    table.add(
        "sheets without a slip that the second look changed",
        found.spoilt.len().to_string(),
        "0",
        found.spoilt.is_empty(),
    );
    table.note(
        "of these put right at once, without opening the sheet",
        found.right.to_string(),
    );
    table.note(
        "critical boxes: keyed again / proved by something else / all",
        format!("{} / {} / {}", count.boxes, count.confirmed, count.critical),
    );
    table.add(
        "boxes of the plan that the second look did not come to",
        count.unreached.to_string(),
        "0",
        count.unreached == 0,
    );
    table.note(
        "slips that the desk refused while they were keyed",
        count.refused.to_string(),
    );
    table.note("sheets that could not be keyed", count.stuck.to_string());
    for (why, times) in &count.why_stuck {
        table.note(format!("  {times}"), why.clone());
    }
    table.note(
        "keys of the first pass as the plan reckons them",
        count.estimated.to_string(),
    );
    for (kind, (all, right)) in &found.by_kind {
        table.note(format!("  {kind}"), format!("{right} of {all}"));
    }
    for (form, (first, second)) in &count.by_form {
        let share = percent(*second, *first);
        table.note(
            format!("  keys of {form}: first, again"),
            format!("{first}, {second} ({share:.1} %)"),
        );
    }
    for (name, (boxes, keys, slips)) in &count.by_box {
        table.note(
            format!("  {name}: again, slips"),
            format!("{boxes} boxes, {keys} keys, {slips} slips"),
        );
    }
    for spoilt in &found.spoilt {
        table.note("  changed", spoilt.clone());
    }
    for left in &found.left {
        table.note("  left", left.clone());
    }
    table.print()
}
