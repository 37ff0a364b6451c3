//! The end of a day: everything that is open, a line each, and where each line leads.

use super::desk::Desk;
use super::lists::{ListKind, ListLine, Target};
use super::message::PaperOnDesk;
use super::paperwork::{asked, ledger, silent_lines, to_file, trainer_name};
use super::words;
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::ledger::{LedgerLine, SheetState};
use crate::domain::question::Asked;
use crate::paper::gaps;

/// One line of the end of a day: how many, what, and where it leads.
struct Open {
    count: usize,
    words: String,
    detail: String,
    target: Target,
}

/// Everything that is open at the end of a day.
pub fn closing_lines(desk: &Desk, paper: &PaperOnDesk) -> Vec<ListLine> {
    let lines = open_now(desk, paper).into_iter().enumerate();
    lines
        .map(|(at, open)| ListLine {
            cells: vec![(at + 1).to_string(), open.words, open.detail],
            target: (open.count > 0).then_some(open.target),
        })
        .collect()
}

/// What is open, in words without names, for the act that closes the day.
pub fn open_words(desk: &Desk, paper: &PaperOnDesk) -> Vec<String> {
    let open = open_now(desk, paper).into_iter().filter(|o| o.count > 0);
    open.map(|o| o.words).collect()
}

fn open_now(desk: &Desk, paper: &PaperOnDesk) -> Vec<Open> {
    let all = ledger(desk, paper);
    let of = |state: SheetState| all.iter().filter(|l| l.state == state).count();
    let counted = [
        (
            of(SheetState::InTray),
            "sheet to key",
            "sheets to key",
            Target::List(ListKind::Tray),
        ),
        (
            desk.overview.drafts.len(),
            "sheet half keyed",
            "sheets half keyed",
            Target::List(ListKind::Parked),
        ),
        (
            desk.overview.queue().count(),
            "referral to allocate",
            "referrals to allocate",
            Target::Allocate,
        ),
        (
            asked(desk, paper).len(),
            "sheet awaits an answer",
            "sheets await an answer",
            Target::List(ListKind::Queries),
        ),
        (
            silent_lines(desk).len(),
            "client not heard of",
            "clients not heard of",
            Target::List(ListKind::Silent),
        ),
        (
            of(SheetState::Expected),
            "sheet never arrived",
            "sheets never arrived",
            Target::Ledger(SheetState::Expected),
        ),
        (
            desk.rekey.plan.open().count(),
            "box to key again",
            "boxes to key again",
            Target::Rekey,
        ),
        (
            to_file(desk, paper).len(),
            "sheet to file",
            "sheets to file",
            Target::Ledger(SheetState::Keyed),
        ),
    ];
    let open = |(count, one, many, target): (usize, &str, &str, Target)| Open {
        detail: detail(desk, paper, &target, &all),
        words: words::count(count, one, many),
        count,
        target,
    };
    counted.map(open).into()
}

/// What is said beside a line of the end of a day.
fn detail(desk: &Desk, paper: &PaperOnDesk, target: &Target, all: &[LedgerLine]) -> String {
    match target {
        Target::List(ListKind::Queries) => whom(desk, &asked(desk, paper)),
        Target::List(ListKind::Silent) => {
            format!("for {} days or more", desk.fixed.paper.closing.silence_days)
        }
        Target::Ledger(SheetState::Expected) => oldest_clinic(desk, all),
        Target::Ledger(SheetState::Keyed) => {
            "done with: the paper may go into the cabinet".to_owned()
        }
        _ => String::new(),
    }
}

/// The trainers whose answers are awaited; last, that some sheets name none.
fn whom(desk: &Desk, questions: &[Asked]) -> String {
    let named = questions.iter().filter_map(|a| a.trainer.as_ref());
    let mut whom: Vec<String> = named.map(|t| trainer_name(desk, Some(t))).collect();
    whom.sort();
    whom.dedup();
    if questions.iter().any(|a| a.trainer.is_none()) {
        whom.push("no trainer named".to_owned());
    }
    whom.join(", ")
}

/// `3 sheets from K Patel's Tuesday clinic (12/06/2012) never arrived, and 2 more`.
fn oldest_clinic(desk: &Desk, all: &[LedgerLine]) -> String {
    let clinics = gaps::by_clinic(all);
    let Some(clinic) = clinics.first() else {
        return String::new();
    };
    let said = gaps::in_words(clinic, &trainer_name(desk, clinic.trainer.as_ref()));
    match clinics.len() - 1 {
        0 => said,
        more => format!("{said}, and {more} more"),
    }
}

/// The act that closes the day.
pub fn day_closed(desk: &Desk, paper: &PaperOnDesk) -> NewAct {
    NewAct {
        subject: Subject::None,
        deed: Deed::DayClosed {
            on: desk.today(),
            open: open_words(desk, paper),
        },
        private: Private::default(),
    }
}
