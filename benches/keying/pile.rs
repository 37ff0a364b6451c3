//! 2,000 made-up sheets in an office: parks, undos, jumps, phone calls and kills between the keys; then the export beside the paper.
//!
//! # How
//! The scripted operator keys every sheet. Before each of her steps something may happen, by a seeded die: she parks the sheet and takes it up
//! again, types something and undoes it, jumps to another box and back, takes a phone call on top and goes back, or the program is
//! gone between two keys and the store is opened again as it was left. For a share of the sheets the program itself runs in a
//! terminal, is killed with signal 9 between two of the keys, and started again; the keys that follow are those that were left. At the
//! end each sheet of the store is compared, field for field, with the paper.

use crate::Size;
use crate::figures::Table;
use crate::service::Service;
use crate::terminal::Terminal;
use caseload::app::operator::Operator;
use caseload::command::Command;
use caseload::demo;
use caseload::forms::Kind;
use caseload::keymap::{Key, notation};
use caseload::model::{Layer, State};
use chrono::{Days, Utc};
use serde_json::Value as Json;
use std::time::Duration;

/// A step in so many is interrupted.
const ONE_IN: u64 = 40;
/// A program that wrote nothing for this long has come to rest.
const QUIET: Duration = Duration::from_millis(60);

/// For so long a screen is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What happened between the keys.
#[derive(Default)]
struct Happened {
    parks: usize,
    undos: usize,
    jumps: usize,
    calls: usize,
    kills: usize,
    moved: usize,
}

/// A small die of its own: the same office every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// Keys the pile and compares.
pub fn measure(size: &Size, table: &mut Table) {
    let service = Service::made(Utc::now() - Days::new(900));
    let sheets = demo::sheets(20_120_614, size.sheets);
    let (first, last) = sheets.split_at(size.sheets - size.killed);
    let mut operator = service.operator();
    let mut happened = Happened::default();
    let mut dice = Dice(0x0005_EED0_F0DD_17E5);
    let mut stuck = Vec::new();
    for sheet in first {
        let wanted = match operator.read(sheet) {
            Ok(wanted) => wanted,
            Err(why) => {
                stuck.push(format!("{}: {why}", sheet["sheet"]));
                continue;
            }
        };
        let keyed = operator.key_amid(&wanted, &mut |operator| {
            if dice.roll(ONE_IN) == 0 {
                interrupt(operator, &service, &mut dice, &mut happened)?;
            }
            Ok(())
        });
        if let Err(why) = keyed {
            stuck.push(format!("{}: {why}", sheet["sheet"]));
        }
    }
    operator.leave();
    let really = kill_for_real(&service, last, &mut dice, &mut stuck);
    let differ = compare(&service, &sheets);
    for line in stuck.iter().chain(&differ).take(12) {
        println!("  {line}");
    }
    let said = format!(
        "{} of {} sheets ({} parks, {} undos, {} jumps, {} calls, {} kills, {really} of them kill -9 in a terminal)",
        differ.len(),
        sheets.len(),
        happened.parks,
        happened.undos,
        happened.jumps,
        happened.calls,
        happened.kills + really,
    );
    table.add(
        "differences between paper and export",
        said,
        "0",
        differ.is_empty() && stuck.is_empty(),
    );
    table.add(
        "the caret stood elsewhere after an interruption",
        happened.moved.to_string(),
        "0",
        happened.moved == 0,
    );
}

/// Where the caret stands: the sheet's form, the box, the place in it, and what stands there.
fn place(operator: &Operator) -> Option<(String, usize, usize, String)> {
    let keying = operator.keying().ok()?;
    let filling = &keying.filling;
    Some((
        filling.form().id.clone(),
        filling.focus(),
        filling.caret(),
        filling.focused().text.to_owned(),
    ))
}

/// One thing that happens in an office.
fn interrupt(
    operator: &mut Operator,
    service: &Service,
    dice: &mut Dice,
    happened: &mut Happened,
) -> Result<(), String> {
    let keying = operator.keying()?;
    if !keying.stated || keying.list.is_some() {
        return Ok(());
    }
    let before = place(operator);
    match dice.roll(5) {
        0 => {
            operator.give(Command::ParkSheet)?;
            operator.give(Command::GoHome)?;
            operator.give(Command::ResumeParked)?;
            happened.parks += 1;
        }
        1 => {
            if keying.field().kind == Kind::Client {
                return Ok(());
            }
            operator.type_text("9")?;
            operator.give(Command::UndoTyping)?;
            happened.undos += 1;
            // Undo brings back what stood there; she may have been moved on and back, with the caret at the end.
            return Ok(());
        }
        2 => {
            let count = keying.filling.boxes().count() as u64;
            let number = keying
                .filling
                .view(dice.roll(count) as usize)
                .field
                .box_no
                .clone();
            if !number.starts_with(|c: char| c.is_ascii_digit()) {
                return Ok(());
            }
            operator.give(Command::JumpToBox)?;
            if matches!(top(operator), Some(Layer::Prompt(_))) {
                operator.type_text(&number)?;
                operator.give(Command::GiveAnswer)?;
            }
            happened.jumps += 1;
            return Ok(());
        }
        3 => {
            operator.give(Command::PhoneReferral)?;
            operator.give(Command::ClearFind)?;
            happened.calls += 1;
        }
        _ => {
            operator.crash(|| service.open());
            happened.kills += 1;
        }
    }
    happened.moved += usize::from(place(operator) != before);
    Ok(())
}

fn top(operator: &Operator) -> Option<&Layer> {
    match &operator.model().state {
        State::Open(open) => Some(open.top()),
        State::Locked(_) => None,
    }
}

/// Kills the program itself in the middle of each of these sheets; gives how often.
fn kill_for_real(
    service: &Service,
    sheets: &[Json],
    dice: &mut Dice,
    stuck: &mut Vec<String>,
) -> usize {
    let file = service.folder().join("last.ndjson");
    let lines: String = sheets.iter().map(|sheet| format!("{sheet}\n")).collect();
    std::fs::write(&file, lines).expect("the sheets cannot be written");
    let said = service.run(&[
        "sheets",
        "keystrokes",
        "--json",
        &file.display().to_string(),
    ]);
    let keyed: Vec<(String, Vec<Key>)> = said.lines().map(serial_and_keys).collect();
    let places = safe_places(service, &keyed, dice);
    let mut desk = Terminal::desk(&service.store(), service);
    desk.wait_for("Find");
    let mut kills = 0;
    for ((serial, keys), at) in keyed.into_iter().zip(places) {
        for key in &keys[..at] {
            desk.send_keys(&[*key]);
            desk.rest(QUIET / 4);
        }
        // A machine that does other things beside may take its time.
        desk.comes_to(PATIENCE, |screen| screen.contains("kept"));
        desk.rest(QUIET * 4);
        desk.kill();
        kills += 1;
        desk = Terminal::desk(&service.store(), service);
        if !desk.comes_to(PATIENCE, |screen| screen.contains("Where was I?")) {
            stuck.push(format!("{serial}: not there after the kill at key {at}"));
        }
        desk.rest(QUIET);
        desk.send_keys(&keys[at..]);
        let saved = |screen: &str| {
            screen.contains("Saved") && screen.contains(&serial) && screen.contains("Find")
        };
        if !desk.comes_to(PATIENCE, saved) {
            stuck.push(format!(
                "{serial}: not saved after the kill at key {at} of {}",
                keys.len()
            ));
            desk.kill();
            desk = Terminal::desk(&service.store(), service);
            desk.rest(QUIET * 4);
            desk.send_keys(&notation::read("<f12>").expect("a key"));
            desk.rest(QUIET);
        }
    }
    assert_eq!(desk.leave(notation::read("<ctrl-q>").expect("a key")[0]), 0);
    kills
}

fn serial_and_keys(line: &str) -> (String, Vec<Key>) {
    let keyed: Json = serde_json::from_str(line).expect("keys are one JSON object a line");
    let text = |name: &str| keyed[name].as_str().unwrap_or_default().to_owned();
    let keys = notation::read(&text("keys")).expect("keys are in the notation of keys");
    (text("sheet"), keys)
}

/// For each sheet a place among its keys after which the program may be killed and the rest typed on: a box is under her hands, nothing is
/// asked, no list is open. Found by keying the sheets on a copy.
fn safe_places(service: &Service, sheets: &[(String, Vec<Key>)], dice: &mut Dice) -> Vec<usize> {
    let copy = tempfile::tempdir_in(service.folder()).expect("a folder cannot be made");
    let to = copy.path().join("store");
    caseload::store::restore(&service.store(), &to).expect("the store can be copied");
    let store =
        caseload::store::Store::open(&to, demo::OFFICER, crate::service::PASSPHRASE, Utc::now())
            .expect("the copy opens");
    let mut operator = Operator::sit_down(store, service.fixed());
    let places = sheets
        .iter()
        .map(|(_, keys)| {
            operator.forget_keys();
            safe_place(&mut operator, keys, dice)
        })
        .collect();
    operator.leave();
    places
}

fn safe_place(operator: &mut Operator, keys: &[Key], dice: &mut Dice) -> usize {
    let mut safe = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        operator.press(*key).expect("the copy takes the keys");
        let quiet = operator.keying().is_ok_and(|keying| {
            keying.stated
                && keying.list.is_none()
                && keying.saving.is_none()
                && keying.filling.asked().is_empty()
                && keying.offer().is_none()
                && !keying.literal
                && keying.dittoed.is_none()
        });
        if quiet {
            safe.push(at + 1);
        }
    }
    safe[dice.roll(safe.len() as u64) as usize]
}

/// Sheets that the export gives otherwise than the paper has them, or not at all.
fn compare(service: &Service, sheets: &[Json]) -> Vec<String> {
    let said = service.run(&["sheets", "export"]);
    let exported: std::collections::HashMap<String, Json> = said
        .lines()
        .filter_map(|line| serde_json::from_str::<Json>(line).ok())
        .map(|sheet| {
            (
                sheet["sheet"].as_str().unwrap_or_default().to_owned(),
                sheet,
            )
        })
        .collect();
    let wrong =
        |sheet: &&Json| exported.get(sheet["sheet"].as_str().unwrap_or_default()) != Some(*sheet);
    let mut differ: Vec<String> = sheets
        .iter()
        .filter(wrong)
        .map(|sheet| {
            let serial = sheet["sheet"].as_str().unwrap_or_default();
            let found = exported
                .get(serial)
                .map_or("nothing".to_owned(), ToString::to_string);
            format!("{serial} differs:\n    {sheet}\n    {found}")
        })
        .collect();
    if exported.len() != sheets.len() {
        differ.push(format!(
            "{} sheets exported, {} keyed",
            exported.len(),
            sheets.len()
        ));
    }
    differ
}
