//! The card, the allocation and the sharing out of many cases.

use super::page::Page;
use crate::allocation::Candidate;
use crate::domain::dates;
use crate::domain::overview::Card;
use crate::domain::sheet::Sheet;
use crate::model::allocate::Allocate;
use crate::model::card::{self, CardScreen};
use crate::model::share::Share;
use crate::model::{Desk, words};
use crate::ui::record;
use crate::ui::screens::card::boxes_in_words;

/// Trainers that a digit takes.
const CHOSEN_BY_DIGIT: usize = 9;

/// A client's card, or the sheet that is being read.
pub fn card(today: &Desk, screen: &CardScreen) -> Page {
    let desk = screen.desk(today);
    let Some(card) = &screen.card else {
        // Nothing to say yet.
        return Page::default();
    };
    let mut page = match &screen.reading {
        Some(sheet) => reading(desk, sheet),
        None => answers(desk, screen, card),
    };
    if let Some(past) = &screen.past {
        page.prefix = format!("{}: ", dates::show(past.day));
        page.place = format!("PAST. {}", page.place);
    }
    page
}

fn answers(desk: &Desk, screen: &CardScreen, card: &Card) -> Page {
    let dossier = &card.dossier;
    let mut page = Page::at(record::of_client(&dossier.identity, dossier.id));
    if dossier.risk.is_flagged() {
        page.facts.push(format!("RISK {}", dossier.risk.words()));
    }
    let answers = card::answers(desk, dossier);
    page.facts.extend(
        answers
            .into_iter()
            .map(|(name, words)| format!("{name}: {words}")),
    );
    match screen.marked_sheet() {
        Some(sheet) => {
            let words = format!("sheet {}", sheet_words(desk, sheet));
            page.ask_line(screen.marked, card.sheets.len(), &words);
        }
        None => "No sheet: ".clone_into(&mut page.ask),
    }
    page
}

fn sheet_words(desk: &Desk, sheet: &Sheet) -> String {
    let head = &sheet.head;
    let form = desk.fixed.forms.form(&head.form, head.version);
    let title = form.map_or_else(|| head.form.clone(), |form| form.title.clone());
    let on = head
        .completed_on
        .map_or_else(|| "no date".to_owned(), dates::show);
    let queried = if head.queried { ", queried" } else { "" };
    format!("{on} {title} {}{queried}", head.serial)
}

fn reading(desk: &Desk, sheet: &Sheet) -> Page {
    let mut page = Page::at(sheet_words(desk, sheet));
    if !sheet.query.is_empty() {
        page.facts.push(format!("Question: {}", sheet.query));
    }
    page.facts.extend(boxes_in_words(desk, sheet));
    "End of the sheet: ".clone_into(&mut page.ask);
    page
}

/// The referral, what limits the choice, and the trainers: a digit takes one.
pub fn allocate(screen: &Allocate) -> Page {
    let Some((line, clock, _)) = screen.queue.get(screen.at) else {
        return Page::at("No referral waits for a trainer.");
    };
    let verb = if screen.again {
        "Give again"
    } else {
        "Allocate"
    };
    let name = line.identity.name();
    let mut page = Page::at(format!(
        "{verb} {}, {name}, Type {}.",
        line.case.no, screen.work
    ));
    let risk = line.risk.words();
    if !risk.is_empty() {
        page.facts.push(format!("RISK {risk}"));
    }
    if !clock.is_empty() {
        page.facts.push(format!("Clock: {clock}"));
    }
    page.facts.extend(screen.limits.iter().cloned());
    let trainers = screen.candidates.iter().enumerate();
    page.facts
        .extend(trainers.map(|(at, her)| trainer(at, her)));
    if screen.candidates.is_empty() {
        page.facts
            .push("Nobody is on the roster for this.".to_owned());
    }
    page.about
        .extend(screen.explained.iter().flatten().cloned());
    if let Some(her) = screen.candidates.get(screen.marked) {
        page.ask_line(screen.marked, screen.candidates.len(), &her.name);
    }
    page
}

/// The digit that takes her, her name, her load before and after, and what speaks for or against her.
fn trainer(at: usize, her: &Candidate) -> String {
    let key = match (her.eligible, at < CHOSEN_BY_DIGIT) {
        (true, true) => format!("{} ", at + 1),
        _ => String::new(),
    };
    if let Some(bar) = her.blocked_by.first() {
        return format!("{key}{}, barred: {}", her.name, bar.sentence);
    }
    let per_cent = |load: f64| format!("{:.0}%", load * 100.0);
    let why: Vec<&str> = her
        .why
        .iter()
        .map(|r| r.sentence.as_str())
        .take(2)
        .collect();
    format!(
        "{key}{}, {} to {}, {} new; {}",
        her.name,
        per_cent(her.load_before),
        per_cent(her.load_after),
        her.new_this_week,
        why.join("; ")
    )
}

/// Many cases: the marked line is the prompt, and why it goes where it goes.
pub fn share(desk: &Desk, share: &Share) -> Page {
    let title = match &share.leaver {
        Some(trainer) => format!(
            "Share out the caseload of {}.",
            words::trainer(&desk.overview, &trainer.0)
        ),
        None => "Share out the whole queue.".to_owned(),
    };
    let mut page = Page::at(title);
    let lines = &share.plan.lines;
    let Some(line) = lines.get(share.marked) else {
        return page;
    };
    page.about.push(line.why.clone());
    let to = line.trainer.as_ref().map_or_else(
        || "nobody".to_owned(),
        |t| words::trainer(&desk.overview, &t.0),
    );
    let case = share.case(desk, share.marked);
    let case = case.map_or_else(String::new, |case| {
        format!("{} {}", case.identity.name(), case.case.no)
    });
    page.ask_line(share.marked, lines.len(), &format!("{case} to {to}"));
    page
}
