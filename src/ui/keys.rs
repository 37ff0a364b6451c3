//! Which commands the bottom line names on which screen, the most important first. The keys themselves come from the keymap.

use crate::command::Command as C;
use crate::command::Context;
use crate::domain::act::Role;
use crate::model::lists::ListKind;
use crate::model::{Layer, OpenDesk};

/// A command and what the bottom line calls it.
pub type Entry = (C, &'static str);

/// The lock.
pub const LOCK: &[Entry] = &[
    (C::OpenDesk, "open"),
    (C::NextUnlockBox, "other box"),
    (C::ClearUnlock, "empty"),
    (C::QuitDesk, "leave"),
];

const HOME: &[Entry] = &[
    (C::KeyForm, "key a form"),
    (C::PhoneReferral, "phone"),
    (C::AllocateReferral, "allocate"),
    (C::ResumeParked, "resume"),
    (C::OpenTray, "tray"),
    (C::ShowHelp, "keys"),
    (C::OpenPalette, "commands"),
    (C::BeginBatch, "pile"),
    (C::UndoAct, "undo"),
    (C::OpenDue, "due"),
    (C::OpenAmiss, "put right"),
    (C::CloseDay, "close the day"),
    (C::OpenFigures, "own figures"),
    (C::OpenTutorial, "practise"),
    (C::RekeyBoxes, "re-key"),
    (C::OpenLedger, "ledger"),
    (C::OpenParked, "parked"),
    (C::LockDesk, "lock"),
    (C::QuitDesk, "leave"),
];

const HOME_FOUND: &[Entry] = &[
    (C::OpenHit, "card"),
    (C::HitsChoose1, "choose"),
    (C::NextHit, "next"),
    (C::KeyForm, "key a form"),
    (C::ClearFind, "clear"),
    (C::PhoneReferral, "phone"),
    (C::NewClient, "new client"),
    (C::ShowHelp, "keys"),
];

const FIND: &[Entry] = &[
    (C::OpenHit, "choose"),
    (C::HitsChoose1, "choose"),
    (C::NextHit, "next"),
    (C::NewClient, "new client"),
    (C::ClearFind, "back"),
    (C::ShowHelp, "keys"),
];

/// Where nobody new can come in: her referral brings her.
const FIND_KNOWN: &[Entry] = &[
    (C::OpenHit, "choose"),
    (C::HitsChoose1, "choose"),
    (C::NextHit, "next"),
    (C::ClearFind, "back"),
    (C::ShowHelp, "keys"),
];

const FORM: &[Entry] = &[
    (C::NextBox, "next"),
    (C::PreviousBox, "back"),
    (C::CarryLast, "ditto"),
    (C::MarkNotAsked, "not asked"),
    (C::MarkIllegible, "illegible"),
    (C::OpenList, "list"),
    (C::QueryBox, "ask"),
    (C::PhoneReferral, "phone"),
    (C::SaveSheet, "save"),
    (C::ParkSheet, "park"),
    (C::ExplainBox, "what is this"),
    (C::JumpToBox, "go to box"),
    (C::MarkDeclined, "declined"),
    (C::MarkNotApplicable, "not applicable"),
    (C::ShowPaper, "paper"),
    (C::ShowHelp, "keys"),
];

const FORM_TYPING: &[Entry] = &[
    (C::NextBox, "next"),
    (C::PreviousBox, "back"),
    (C::ClearBox, "empty"),
    (C::UndoTyping, "undo"),
    (C::OpenList, "list"),
    (C::PhoneReferral, "phone"),
    (C::SaveSheet, "save"),
    (C::ParkSheet, "park"),
    (C::ExplainBox, "what is this"),
    (C::JumpToBox, "go to box"),
    (C::ShowPaper, "paper"),
    (C::ShowHelp, "keys"),
];

const CODE_LIST: &[Entry] = &[
    (C::PickCode, "take"),
    (C::TickCode, "tick"),
    (C::NextCode, "next"),
    (C::PreviousCode, "back"),
    (C::CloseList, "close"),
];

const CODE_LIST_OF_ONE: &[Entry] = &[
    (C::PickCode, "take"),
    (C::NextCode, "next"),
    (C::PreviousCode, "back"),
    (C::CloseList, "close"),
];

const CARD: &[Entry] = &[
    (C::OpenSheet, "read"),
    (C::KeySheet, "key a form"),
    (C::AmendSheet, "put right"),
    (C::AllocateCase, "allocate"),
    (C::CopySentence, "copy"),
    (C::UndoLine, "undo"),
    (C::ShowHistory, "history"),
    (C::ShowPast, "as at"),
    (C::CloseCard, "back"),
    (C::CoverCase, "stand in"),
    (C::ReturnCase, "take back"),
    (C::HoldCase, "wait"),
    (C::CloseReferral, "close"),
    (C::PhoneReferral, "phone"),
    (C::ShowHelp, "keys"),
];

const PAST: &[Entry] = &[
    (C::OpenSheet, "read"),
    (C::NextLine, "down"),
    (C::CopySentence, "copy"),
    (C::CloseCard, "back to today"),
    (C::ShowHelp, "keys"),
];

const READING: &[Entry] = &[
    (C::NextLine, "down"),
    (C::NextCardPage, "page"),
    (C::AmendSheet, "put right"),
    (C::UndoLine, "undo"),
    (C::CloseCard, "back"),
    (C::ShowHelp, "keys"),
];

const ALLOCATE: &[Entry] = &[
    (C::TakeFirst, "give"),
    (C::AllocateChoose1, "choose"),
    (C::ExplainTrainer, "why"),
    (C::NextReferral, "next referral"),
    (C::ShareQueue, "whole queue"),
    (C::ShowCaseload, "caseload"),
    (C::OpenReferred, "card"),
    (C::UndoAllocation, "undo"),
    (C::CloseAllocate, "back"),
    (C::ShowHelp, "keys"),
    (C::ShowSlip, "slip"),
    (C::DeclareConflict, "conflict"),
];

/// A case that somebody has.
const GIVE_AGAIN: &[Entry] = &[
    (C::TakeFirst, "give"),
    (C::AllocateChoose1, "choose"),
    (C::ExplainTrainer, "why"),
    (C::SwitchCover, "only stand in"),
    (C::ShowSlip, "slip"),
    (C::ShowCaseload, "caseload"),
    (C::OpenReferred, "card"),
    (C::CloseAllocate, "back"),
    (C::ShowHelp, "keys"),
    (C::DeclareConflict, "conflict"),
];

const SHARE: &[Entry] = &[
    (C::CommitShare, "give out"),
    (C::ShareChoose1, "put with"),
    (C::NextShareTrainer, "next trainer"),
    (C::LeaveShareLine, "leave"),
    (C::OpenShareCard, "card"),
    (C::CloseShare, "back"),
    (C::SwitchShareCover, "only stand in"),
    (C::ShowHelp, "keys"),
];

const CASELOAD: &[Entry] = &[
    (C::OpenLine, "open"),
    (C::NextListLine, "next"),
    (C::NextListPage, "page"),
    (C::ShareCaseload, "share out"),
    (C::CloseLists, "back"),
    (C::ShowHelp, "keys"),
];

const DUE: &[Entry] = &[
    (C::OpenLine, "open"),
    (C::TurnTrainer, "by trainer"),
    (C::NextListLine, "next"),
    (C::NextListPage, "page"),
    (C::CloseLists, "back"),
    (C::PhoneReferral, "phone"),
    (C::ShowHelp, "keys"),
];

const AMISS: &[Entry] = &[
    (C::OpenLine, "open"),
    (C::TellTrainer, "was told"),
    (C::NextListLine, "next"),
    (C::NextListPage, "page"),
    (C::CloseLists, "back"),
    (C::PhoneReferral, "phone"),
    (C::ShowHelp, "keys"),
];

const FIGURES: &[Entry] = &[
    (C::NextListLine, "next"),
    (C::NextListPage, "page"),
    (C::WipeFigures, "wipe"),
    (C::SwitchBreaks, "breaks"),
    (C::CloseLists, "back"),
    (C::ShowHelp, "keys"),
];

const LISTS: &[Entry] = &[
    (C::OpenLine, "open"),
    (C::NextListLine, "next"),
    (C::NextListPage, "page"),
    (C::KeyForm, "key a form"),
    (C::CloseLists, "back"),
    (C::PhoneReferral, "phone"),
    (C::ShowHelp, "keys"),
];

const AUDIT: &[Entry] = &[
    (C::UndoLine, "undo this"),
    (C::NextListLine, "next"),
    (C::NextListPage, "page"),
    (C::CloseLists, "back"),
    (C::ShowHelp, "keys"),
];

const FORMS: &[Entry] = &[
    (C::RunCommand, "choose"),
    (C::NextCommand, "next"),
    (C::PreviousCommand, "before"),
    (C::ClosePalette, "back"),
];

const QUESTION: &[Entry] = &[
    (C::TakeAnswer, "take"),
    (C::NextAnswer, "next"),
    (C::CancelQuestion, "back"),
];

const YES_NO: &[Entry] = &[
    (C::AnswerYes, "yes"),
    (C::AnswerNo, "no"),
    (C::TakeAnswer, "the marked one"),
    (C::CancelQuestion, "back"),
];

const ONE_OF_THESE: &[Entry] = &[
    (C::QuestionChoose1, "choose"),
    (C::AnswerNo, "none of these"),
    (C::TakeAnswer, "the marked one"),
    (C::CancelQuestion, "back"),
];

const PROMPT: &[Entry] = &[(C::GiveAnswer, "take"), (C::CancelPrompt, "back")];
const BATCH: &[Entry] = &[
    (C::GiveAnswer, "next box"),
    (C::BeginPile, "begin the pile"),
    (C::CancelPrompt, "back"),
];

const PALETTE: &[Entry] = &[
    (C::RunCommand, "do it"),
    (C::NextCommand, "next"),
    (C::PreviousCommand, "before"),
    (C::ClosePalette, "back"),
];

const HELP: &[Entry] = &[
    (C::NextHelpLine, "down"),
    (C::NextHelpPage, "page"),
    (C::PreviousHelpPage, "page up"),
    (C::CloseHelp, "back"),
];

const ALIKE: &[Entry] = &[
    (C::SameEpisode, "same episode"),
    (C::NewEpisode, "new episode"),
    (C::DifferentPerson, "different person"),
    (C::BackToSheet, "back"),
    (C::NextAlike, "next"),
];

const REVIEW: &[Entry] = &[
    (C::OpenPair, "side by side"),
    (C::MergePair, "join"),
    (C::KeepPairApart, "two people"),
    (C::PairLater, "later"),
    (C::CloseReview, "back"),
    (C::OpenLeftCard, "left card"),
    (C::OpenRightCard, "right card"),
    (C::ShowHelp, "keys"),
];

const TWO: &[Entry] = &[
    (C::MergePair, "join"),
    (C::KeepPairApart, "two people"),
    (C::PairLater, "later"),
    (C::NextReviewPage, "more"),
    (C::CloseReview, "back"),
    (C::OpenLeftCard, "left card"),
    (C::OpenRightCard, "right card"),
    (C::ShowHelp, "keys"),
];

const QUERIES: &[Entry] = &[
    (C::OpenLine, "to the box"),
    (C::ChaseTrainer, "chase note"),
    (C::NarrowTrainer, "one trainer"),
    (C::NextListLine, "next"),
    (C::CloseLists, "back"),
    (C::ShowHelp, "keys"),
];

const LEDGER: &[Entry] = &[
    (C::OpenLine, "open"),
    (C::NarrowState, "by state"),
    (C::NarrowTrainer, "by trainer"),
    (C::FileSheets, "file"),
    (C::IssuePad, "new pad"),
    (C::VerifySheet, "verify"),
    (C::ChaseTrainer, "chase note"),
    (C::CloseLists, "back"),
    (C::ShowHelp, "keys"),
];

const CHASE: &[Entry] = &[
    (C::ChaseTrainer, "copy"),
    (C::NarrowTrainer, "next trainer"),
    (C::NextListPage, "page"),
    (C::CloseLists, "back"),
    (C::ShowHelp, "keys"),
];

const CLOSING: &[Entry] = &[
    (C::OpenLine, "open"),
    (C::EndDay, "all looked at"),
    (C::FileSheets, "file"),
    (C::NextListLine, "next"),
    (C::CloseLists, "back"),
    (C::ShowHelp, "keys"),
];

const REKEY: &[Entry] = &[
    (C::TakeReading, "take"),
    (C::MarkIllegible, "illegible"),
    (C::SkipReading, "later"),
    (C::AskTrainer, "ask the trainer"),
    (C::CloseRekey, "back"),
    (C::PhoneReferral, "phone"),
    (C::ShowHelp, "keys"),
];

fn of_list(kind: ListKind) -> &'static [Entry] {
    match kind {
        ListKind::Caseload => CASELOAD,
        ListKind::Audit | ListKind::History => AUDIT,
        ListKind::Queries => QUERIES,
        ListKind::Ledger => LEDGER,
        ListKind::Chase => CHASE,
        ListKind::Closing => CLOSING,
        ListKind::Due => DUE,
        ListKind::Amiss => AMISS,
        ListKind::Figures => FIGURES,
        _ => LISTS,
    }
}

/// What the bottom line names now: nothing that this user may not do.
pub fn of(open: &OpenDesk) -> Vec<Entry> {
    let is_officer = open.desk.role == Role::Officer;
    let may = |(command, _): &&Entry| is_officer || !command.is_for_officers();
    on_top(open).iter().filter(may).copied().collect()
}

fn on_top(open: &OpenDesk) -> &'static [Entry] {
    match open.top() {
        Layer::Home(home) if home.find.query.is_empty() => HOME,
        Layer::Home(_) => HOME_FOUND,
        Layer::Forms(_) => FORMS,
        Layer::Find(find) if !find.may_be_new => FIND_KNOWN,
        Layer::Find(_) => FIND,
        Layer::Keying(keying) if keying.list.as_ref().is_some_and(|list| list.several) => CODE_LIST,
        Layer::Keying(keying) if keying.list.is_some() => CODE_LIST_OF_ONE,
        Layer::Keying(keying)
            if crate::model::Screen::contexts(keying.as_ref()).contains(&Context::FormEmpty) =>
        {
            FORM
        }
        Layer::Keying(_) => FORM_TYPING,
        Layer::Card(card) if card.past.is_some() && card.reading.is_none() => PAST,
        Layer::Card(card) if card.reading.is_some() => READING,
        Layer::Card(_) => CARD,
        Layer::Allocate(screen) if screen.again => GIVE_AGAIN,
        Layer::Allocate(_) => ALLOCATE,
        Layer::Share(_) => SHARE,
        Layer::Review(review) if review.two.is_some() => TWO,
        Layer::Review(_) => REVIEW,
        Layer::List(list) => of_list(list.kind),
        Layer::Rekey(_) => REKEY,
        Layer::Question(question) => {
            let has = |key| question.answers.iter().any(|(k, _)| *k == key);
            match (has('y') && has('n'), has('1') && has('n')) {
                (true, _) => YES_NO,
                (_, true) => ONE_OF_THESE,
                _ => QUESTION,
            }
        }
        Layer::Alike(_) => ALIKE,
        Layer::Prompt(_) => PROMPT,
        Layer::Batch(_) => BATCH,
        Layer::Palette(_) => PALETTE,
        Layer::Help(_) => HELP,
    }
}
