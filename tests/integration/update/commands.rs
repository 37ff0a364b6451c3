//! Each command of the table does what its sentence says, by the keys that the default keymap gives it.
#![expect(
    clippy::match_same_arms,
    reason = "each command is a trial of its own, also where two look alike"
)]

use super::people::{SMITH, case};
use super::seat::{SESSION, Seat};
use super::world::PASSPHRASE;
use caseload::command::{Command, Context};
use caseload::domain::act::Role;
use caseload::domain::value::Missing;
use caseload::forms::BoxState;
use caseload::model::call::Call;
use caseload::model::lists::ListKind;
use caseload::model::{Bell, Effect, Layer, Look, State};

fn at(keys: &str) -> Seat {
    let mut seat = Seat::open();
    seat.keys(keys);
    seat
}

fn in_session(keys: &str) -> Seat {
    let mut seat = Seat::session();
    seat.keys(keys);
    seat
}

fn given(mut seat: Seat, command: Command) -> Seat {
    seat.give(command);
    seat
}

fn list(seat: &Seat) -> (ListKind, usize) {
    match seat.desk().top() {
        Layer::List(list) => (list.kind, list.marked),
        _ => panic!("no list but {}", seat.top()),
    }
}

fn marked_code(seat: &Seat) -> usize {
    seat.keying().list.as_ref().expect("a list").marked
}

fn lock(seat: &Seat) -> &caseload::model::unlock::Unlock {
    match &seat.model.state {
        State::Locked(lock) => lock,
        State::Open(_) => panic!("open"),
    }
}

/// One trial a command; a new command does not compile without one.
#[test]
fn every_command_does_what_its_sentence_says() {
    for command in Command::all() {
        let context = command.contexts()[0];
        match context {
            Context::Everywhere => everywhere(*command),
            Context::Home => home(*command),
            Context::Hits | Context::Find => find(*command),
            Context::Form | Context::FormEmpty => form(*command),
            Context::List => code_list(*command),
            Context::Question | Context::Prompt => questions(*command),
            Context::Batch => pile(*command),
            Context::Alike => alike(*command),
            Context::Review => review(*command),
            Context::Card => card(*command),
            Context::Allocate => allocate(*command),
            Context::Share => share(*command),
            Context::Lists => lists(*command),
            Context::Rekey => rekey(*command),
            Context::Palette | Context::Help => palette_and_help(*command),
            Context::Unlock => unlock(*command),
            Context::Edit => edit(*command),
        }
    }
}

fn everywhere(command: Command) {
    let seat = || in_session("120612");
    let done = given(seat(), command);
    match command {
        Command::ShowHelp => assert_eq!(done.top(), "help"),
        Command::OpenPalette => assert_eq!(done.top(), "palette"),
        Command::PhoneReferral => {
            assert_eq!(done.layers(), ["home", "keying", "find"]);
            assert!(done.find_for().call != Call::None && done.find_for().may_be_new);
        }
        Command::FindClient => assert_eq!(
            (done.layers(), done.find_for().may_be_new),
            (vec!["home", "keying", "find"], false)
        ),
        Command::UndoAct => {
            let mut seat = seat();
            seat.keys("<f12><f5><enter>");
            assert!(given(seat, command).question().text[0].starts_with("case allocated"));
        }
        Command::RedoAct => {
            let mut seat = seat();
            seat.keys("<f12><f5><enter><ctrl-u><enter>");
            assert!(given(seat, command).question().text[0].starts_with("case allocated"));
        }
        Command::GoHome => {
            assert_eq!(done.layers(), ["home"]);
            assert!(done.world.drafts.values().all(|draft| draft.parked));
        }
        Command::LockDesk => assert!(done.is_locked() && done.world.drafts.len() == 1),
        Command::QuitDesk => assert!(done.model.ended),
        Command::NextLook => {
            assert_eq!(done.model.comfort().look, Look::Mono);
            assert_eq!(done.notice(), "Looks: mono.");
            let mut locked = done;
            locked.keys("<ctrl-l>");
            assert_eq!(
                locked.model.comfort().look,
                Look::Mono,
                "under the lock too"
            );
        }
        Command::SwitchBells => {
            assert!(done.model.comfort().bells);
            assert_eq!(done.wished.last(), Some(&Effect::Ring(Bell::Accept)));
            assert!(!given(done, command).model.comfort().bells);
        }
        Command::SwitchBreaks => {
            assert_eq!(done.desk().desk.comfort.break_after, 0);
            assert_eq!(given(done, command).desk().desk.comfort.break_after, 50);
        }
        Command::RedrawScreen => assert_eq!(done.wished.last(), Some(&Effect::Redraw)),
        other => panic!("no trial for {}", other.name()),
    }
}

fn pile(command: Command) {
    let done = given(at("<f3>1<enter>1206"), command);
    match command {
        Command::BeginPile => {
            assert_eq!(done.top(), "home");
            assert!(done.notice().starts_with("The pile is begun"));
        }
        other => panic!("no trial for {}", other.name()),
    }
}

fn home(command: Command) {
    let done = given(at(""), command);
    match command {
        Command::KeyForm => assert_eq!(done.top(), "forms"),
        Command::AllocateReferral => {
            assert_eq!(done.allocate().line().map(|l| l.case.no), Some(case(402)));
        }
        Command::ResumeParked => {
            let mut seat = in_session("1206121<enter>12<esc>");
            seat.give(command);
            assert_eq!((seat.at(), seat.text("time")), ("time", "12"));
        }
        Command::OpenTray => assert_eq!(list(&done), (ListKind::Tray, 0)),
        Command::OpenParked => assert_eq!(list(&done), (ListKind::Parked, 0)),
        Command::OpenQueries => assert_eq!(list(&done), (ListKind::Queries, 0)),
        Command::OpenDue => assert_eq!(list(&done), (ListKind::Due, 0)),
        Command::BeginBatch => assert_eq!(done.top(), "batch"),
        Command::OpenWrong => assert_eq!(list(&done), (ListKind::Wrong, 0)),
        Command::OpenAudit => assert_eq!(list(&done), (ListKind::Audit, 0)),
        Command::OpenReview => assert_eq!(done.layers(), ["home", "review"]),
        Command::OpenAmiss => assert_eq!(list(&done), (ListKind::Amiss, 0)),
        Command::OpenFigures => assert_eq!(list(&done), (ListKind::Figures, 0)),
        Command::OpenTutorial => {
            assert!(done.model.ended && done.model.practises);
            assert!(done.wished.contains(&Effect::Quit));
        }
        Command::OpenConflicts => assert_eq!(list(&done), (ListKind::Conflicts, 0)),
        Command::OpenLedger => assert_eq!(list(&done), (ListKind::Ledger, 0)),
        Command::CloseDay => assert_eq!(list(&done), (ListKind::Closing, 0)),
        Command::RekeyBoxes => {
            let notice = done.desk().desk.notice.as_ref().map(|n| n.text.as_str());
            assert_eq!(notice, Some("Nothing is to be keyed again now."));
        }
        other => panic!("no trial for {}", other.name()),
    }
}

fn find(command: Command) {
    let found = || at("<f7>smith");
    match command {
        Command::OpenHit => assert_eq!(given(found(), command).card().client, SMITH),
        Command::NextHit => assert_eq!(given(found(), command).find_for().find.marked, Some(0)),
        Command::PreviousHit => {
            let back = given(given(found(), Command::NextHit), command);
            assert_eq!(
                back.find_for().find.marked,
                None,
                "from the first line back to the box"
            );
        }
        Command::NewClient => assert_eq!(
            given(at("<ctrl-k>fsmith dale"), command).question().title,
            "Is it one of these?"
        ),
        Command::ClearFind => {
            let emptied = given(found(), command);
            assert!(
                emptied.find_for().find.query.is_empty() && emptied.find_for().find.hits.is_empty()
            );
            assert_eq!(given(emptied, command).layers(), ["home"]);
        }
        choose => {
            let digit = usize::from(
                choose
                    .choice()
                    .unwrap_or_else(|| panic!("no trial for {}", choose.name())),
            );
            let seat = found();
            let meant = seat
                .find_for()
                .find
                .hits
                .get(digit - 1)
                .map(|hit| hit.client);
            let done = given(seat, command);
            match meant {
                Some(client) => assert_eq!(done.card().client, client),
                None => {
                    assert!(done.top() == "find" && done.notice().starts_with("Nobody is marked."));
                }
            }
        }
    }
}

/// A session whose next appointment was full: the caret stands in the topics.
const UP_TO_TOPICS: &str = "1206121<enter>14<enter>4515n?190612";

fn form(command: Command) {
    match command {
        Command::NextBox => assert_eq!(given(in_session("1206121"), command).at(), "time"),
        // Enter would be that of the box before, which went on by itself.
        Command::SkipBox => assert_eq!(given(in_session(UP_TO_TOPICS), command).at(), "progress"),
        Command::PreviousBox => {
            assert_eq!(given(in_session("120612"), command).at(), "completed_on");
        }
        Command::SaveSheet => assert_eq!(given(in_session(SESSION), command).keyed(), ["S-000021"]),
        Command::ParkSheet => {
            let done = given(in_session("120612"), command);
            assert_eq!((done.layers(), done.world.drafts.len()), (vec!["home"], 1));
        }
        Command::CarryLast => {
            let mut seat = in_session(SESSION);
            seat.keys("<enter><ctrl-k>sx300400<enter><ctrl-g>3<enter>");
            assert_eq!(given(seat, command).text("time"), "14:00");
        }
        Command::MarkNotAsked => marks(command, Missing::NotAsked),
        Command::MarkIllegible => marks(command, Missing::Illegible),
        Command::MarkDeclined => marks(command, Missing::Declined),
        Command::MarkNotApplicable => marks(command, Missing::NotApplicable),
        Command::TypeLiterally => {
            let mut seat = given(in_session("<ctrl-g>15<enter>"), command);
            seat.keys("?");
            assert_eq!(seat.text("next_action"), "?");
        }
        Command::OpenList => assert!(
            given(in_session("<ctrl-g>5<enter>"), command)
                .keying()
                .list
                .is_some()
        ),
        Command::ExplainBox => assert!(given(in_session(""), command).keying().explained),
        Command::ClearBox => assert_eq!(
            given(in_session("<ctrl-g>15<enter>abc"), command).text("next_action"),
            ""
        ),
        Command::UndoTyping => assert_eq!(
            given(in_session("<ctrl-g>15<enter>abc"), command).text("next_action"),
            ""
        ),
        Command::RedoTyping => assert_eq!(
            given(in_session("<ctrl-g>15<enter>abc<ctrl-z>"), command).text("next_action"),
            "abc"
        ),
        Command::OverrideCheck => {
            let mut seat = given(in_session("<ctrl-g>4<enter>130"), command);
            seat.keys("a group<enter>");
            assert_eq!(seat.at(), "medium");
        }
        Command::CompleteBox => {
            let done = given(in_session("<ctrl-end>Wa"), command);
            assert!(
                done.notice().starts_with("Nothing is known"),
                "{}",
                done.notice()
            );
        }
        Command::QuerySheet => {
            let mut seat = given(in_session(""), command);
            seat.keys("Who?<enter>");
            assert_eq!(seat.keying().filling.query(), "Who?");
        }
        Command::QueryBox => {
            let seat = given(in_session(""), command);
            assert!(seat.keying().filling.query().starts_with('['));
        }
        Command::JumpToBox => {
            let mut seat = given(in_session(""), command);
            seat.keys("6<enter>");
            assert_eq!(seat.at(), "attendance");
        }
        Command::NextFinding => {
            assert_eq!(given(in_session("1206121<enter>"), command).at(), "minutes");
        }
        Command::NextPage => assert_eq!(given(in_session(""), command).at(), "next_action"),
        Command::PreviousPage => assert_eq!(given(in_session("<ctrl-end>"), command).at(), "sheet"),
        Command::FirstBox => assert_eq!(given(in_session(""), command).at(), "sheet"),
        Command::LastBox => assert_eq!(given(in_session(""), command).at(), "next_action"),
        Command::ShowPaper => {
            let seat = at("<ctrl-x>t<enter>");
            assert!(
                matches!(&seat.keying().paper, Some((text, true)) if text.contains("45 minutes"))
            );
            assert!(matches!(
                &given(seat, command).keying().paper,
                Some((_, false))
            ));
        }
        Command::DiscardSheet => {
            let mut seat = given(in_session("120612"), command);
            assert_eq!(seat.question().title, "Throw this sheet away?");
            seat.keys("y");
            assert!(seat.layers() == ["home"] && seat.world.drafts.is_empty());
            let said = "Thrown away: Session record S-";
            assert!(seat.notice().starts_with(said), "{}", seat.notice());
        }
        other => panic!("no trial for {}", other.name()),
    }
}

fn marks(command: Command, missing: Missing) {
    let done = given(in_session("<ctrl-g>8<enter>"), command);
    assert_eq!(done.state("risk_raised"), BoxState::Missing(missing));
}

fn code_list(command: Command) {
    let open = |keys: &str| in_session(&format!("<ctrl-g>5<enter><f3>{keys}"));
    match command {
        Command::PickCode => assert_eq!(given(open("<down>"), command).text("medium"), "2"),
        Command::TickCode => {
            let done = given(
                in_session(&format!("{SESSION}<ctrl-g>13<enter><f3>")),
                command,
            );
            assert!(!done.text("topics").is_empty() && done.keying().list.is_some());
        }
        Command::NextCode => assert_eq!(marked_code(&given(open(""), command)), 1),
        Command::PreviousCode => assert_eq!(marked_code(&given(open("<down><down>"), command)), 1),
        Command::NextCodePage => assert!(marked_code(&given(open(""), command)) > 5),
        Command::PreviousCodePage => {
            assert_eq!(marked_code(&given(open("<page-down>"), command)), 0);
        }
        Command::CloseList => {
            let done = given(open("pho"), command);
            assert!(done.keying().list.is_none() && done.text("medium").is_empty());
        }
        other => panic!("no trial for {}", other.name()),
    }
}

fn questions(command: Command) {
    let asked = || in_session("120612<ctrl-x><delete>");
    let thrown_away = |seat: &Seat| seat.layers() == ["home"];
    match command {
        Command::AnswerYes => assert!(thrown_away(&given(asked(), command))),
        Command::AnswerNo => assert_eq!(given(asked(), command).top(), "keying"),
        Command::TakeAnswer => assert_eq!(given(asked(), command).top(), "keying", "no is marked"),
        Command::NextAnswer => assert_eq!(
            given(given(asked(), Command::PreviousAnswer), command)
                .question()
                .marked,
            1
        ),
        Command::PreviousAnswer => {
            let marked = given(asked(), command);
            assert_eq!(marked.question().marked, 0);
            assert!(thrown_away(&given(marked, Command::TakeAnswer)));
        }
        Command::CancelQuestion => assert_eq!(given(asked(), command).top(), "keying"),
        Command::GiveAnswer => {
            assert_eq!(given(in_session("<ctrl-g>6"), command).at(), "attendance");
        }
        Command::CancelPrompt => {
            assert_eq!(given(in_session("<ctrl-g>6"), command).at(), "completed_on");
        }
        choose => match choose.choice() {
            // Digits choose from lists; a yes or no has none.
            Some(_) => assert_eq!(
                given(asked(), command).top(),
                "question",
                "there are only two"
            ),
            None => panic!("no trial for {}", choose.name()),
        },
    }
}

fn card(command: Command) {
    let card = || at("x123456<enter>");
    match command {
        Command::OpenSheet => {
            let done = given(card(), command);
            assert_eq!(
                done.card().reading.as_ref().map(|s| s.head.serial.as_str()),
                Some("S-000010"),
                "the newest stands first"
            );
        }
        Command::AmendSheet => assert_eq!(
            given(card(), command).keying().amends.as_deref(),
            Some("S-000010")
        ),
        Command::KeySheet => {
            let mut seat = given(card(), command);
            seat.keys("s");
            assert_eq!(seat.keying().client, Some(SMITH));
        }
        Command::AllocateCase => assert_eq!(
            given(card(), command).allocate().line().map(|l| l.client),
            Some(SMITH)
        ),
        Command::CoverCase => assert!(given(card(), command).allocate().cover),
        Command::ReturnCase => assert_eq!(
            given(card(), command).question().title,
            "Who gives the case back?"
        ),
        Command::CloseReferral => {
            assert!(given(card(), command).notice().starts_with("Work was done"));
            let mut seat = given(at("wood<enter>"), command);
            seat.keys("n");
            let cases = &seat.desk().desk.overview.cases;
            assert!(cases.iter().all(|l| l.client != seat.card().client));
        }
        Command::HoldCase => assert_eq!(
            given(card(), command).prompt().title,
            "Why does the case wait?"
        ),
        Command::UndoLine => {
            assert!(given(card(), command).question().text[0].contains("S-000010"));
        }
        Command::ShowPast => assert_eq!(given(card(), command).top(), "prompt"),
        Command::ShowHistory => {
            let done = given(card(), command);
            assert_eq!(list(&done).0, ListKind::History);
        }
        Command::CopySentence => {
            let done = given(card(), command);
            let copied = done.wished.iter().find_map(|e| {
                if let Effect::Copy(text) = e {
                    Some(text.as_str())
                } else {
                    None
                }
            });
            assert!(
                copied.is_some_and(|text| text
                    .starts_with("Smith, Dale, born 14/03/1984, who has the case: K Patel")),
                "{copied:?}"
            );
        }
        Command::NextLine => assert_eq!(given(card(), command).card().marked, 1),
        Command::PreviousLine => assert_eq!(
            given(given(card(), Command::NextLine), command)
                .card()
                .marked,
            0
        ),
        Command::NextCardPage => {
            assert_eq!(given(card(), command).card().marked, 1, "there are two");
        }
        Command::PreviousCardPage => assert_eq!(
            given(given(card(), Command::NextLine), command)
                .card()
                .marked,
            0
        ),
        Command::CloseCard => {
            let reading = given(card(), Command::OpenSheet);
            let closed = given(reading, command);
            assert!(closed.card().reading.is_none());
            assert_eq!(given(closed, command).layers(), ["home"]);
        }
        other => panic!("no trial for {}", other.name()),
    }
}

fn allocate(command: Command) {
    let queue = || at("<f5>");
    let waits = |seat: &Seat| seat.allocate().queue.len();
    match command {
        Command::TakeFirst => assert_eq!(waits(&given(queue(), command)), 2),
        Command::ExplainTrainer => {
            let done = given(queue(), command);
            assert!(
                done.allocate()
                    .explained
                    .as_ref()
                    .is_some_and(|terms| !terms.is_empty())
            );
            assert!(
                given(done, Command::CloseAllocate)
                    .allocate()
                    .explained
                    .is_none(),
                "and back again"
            );
        }
        Command::NextTrainer => assert_eq!(given(queue(), command).allocate().marked, 1),
        Command::PreviousTrainer => assert_eq!(
            given(given(queue(), Command::NextTrainer), command)
                .allocate()
                .marked,
            0
        ),
        Command::NextReferral => assert_eq!(
            given(queue(), command).allocate().line().map(|l| l.case.no),
            Some(case(403))
        ),
        Command::PreviousReferral => {
            let back = given(given(queue(), Command::NextReferral), command);
            assert_eq!(back.allocate().line().map(|l| l.case.no), Some(case(402)));
        }
        Command::ShowCaseload => {
            let mut seat = queue();
            let patel = seat
                .allocate()
                .candidates
                .iter()
                .position(|c| c.trainer.0 == "HT01")
                .expect("listed");
            seat.keys(&"<down>".repeat(patel));
            seat.give(command);
            assert_eq!(list(&seat), (ListKind::Caseload, 0));
            seat.keys("<enter>");
            assert_eq!(seat.card().client, SMITH);
        }
        Command::SwitchType => {
            let asked = queue().allocate().work;
            let switched = given(queue(), command);
            assert_eq!(switched.allocate().work, 3 - asked);
            assert_eq!(given(switched, command).allocate().work, asked);
        }
        Command::SwitchCover => {
            assert!(
                given(queue(), command)
                    .notice()
                    .starts_with("Nobody has this referral yet")
            );
            assert!(given(at("x123456<enter>a"), command).allocate().cover);
        }
        Command::ShowSlip => {
            let done = given(queue(), command);
            let slip = done.allocate().explained.clone().expect("shown");
            let copied = Effect::Copy(slip.join("\n"));
            assert_eq!(done.wished.last(), Some(&copied));
        }
        Command::DeclareConflict => {
            assert!(
                given(queue(), command)
                    .question()
                    .title
                    .contains("what stands between them")
            );
        }
        Command::ShareQueue => assert_eq!(given(queue(), command).share().plan.lines.len(), 3),
        Command::OpenReferred => assert_eq!(given(queue(), command).card().client.0, 2),
        Command::UndoAllocation => assert!(
            given(at("<f5><enter>"), command).question().text[0].starts_with("case allocated")
        ),
        Command::CloseAllocate => assert_eq!(given(queue(), command).layers(), ["home"]),
        choose => {
            let digit = usize::from(
                choose
                    .choice()
                    .unwrap_or_else(|| panic!("no trial for {}", choose.name())),
            );
            let seat = queue();
            let listed = seat.allocate().candidates.len();
            let done = given(seat, command);
            match digit {
                1 => assert_eq!(waits(&done), 2),
                n if n <= listed => assert_eq!(done.top(), "prompt"),
                _ => assert_eq!((done.top(), waits(&done)), ("allocate", 3)),
            }
        }
    }
}

fn share(command: Command) {
    let proposal = || at("<f5>w");
    let with = |seat: &Seat| seat.share().plan.lines[0].trainer.clone();
    match command {
        Command::CommitShare => {
            assert_eq!(given(proposal(), command).top(), "question");
        }
        Command::NextShareLine => assert_eq!(given(proposal(), command).share().marked, 1),
        Command::PreviousShareLine => assert_eq!(
            given(given(proposal(), Command::NextShareLine), command)
                .share()
                .marked,
            0
        ),
        Command::NextShareTrainer | Command::PreviousShareTrainer => {
            assert_ne!(with(&given(proposal(), command)), with(&proposal()));
        }
        Command::SwitchShareCover => {
            assert!(
                given(proposal(), command)
                    .notice()
                    .starts_with("Nobody has these referrals")
            );
        }
        Command::LeaveShareLine => assert_eq!(with(&given(proposal(), command)), None),
        Command::OpenShareCard => assert_eq!(given(proposal(), command).card().client.0, 2),
        Command::CloseShare => {
            assert_eq!(given(proposal(), command).layers(), ["home", "allocate"]);
        }
        choose => {
            let digit = usize::from(choose.choice().expect("a choice"));
            let seat = proposal();
            let staff: Vec<_> = seat
                .share()
                .plan
                .staff
                .iter()
                .map(|s| s.trainer.clone())
                .collect();
            let done = given(seat, command);
            match staff.get(digit - 1) {
                Some(_) if done.top() == "prompt" => {}
                Some(her) => {
                    let put = with(&done);
                    assert!(
                        put.as_ref() == Some(her) || put.is_none() && !done.notice().is_empty()
                    );
                }
                None => assert_eq!(with(&done), with(&proposal())),
            }
        }
    }
}

fn alike(command: Command) {
    let asked = super::finding::smith_as_somebody_new;
    let answered = |keys: &str| {
        let mut seat = asked();
        seat.keys(keys);
        seat
    };
    match command {
        Command::SameEpisode | Command::NewEpisode => {
            assert_eq!(given(asked(), command).keying().client, Some(SMITH));
        }
        Command::DifferentPerson => assert_eq!(given(asked(), command).layers(), ["home"]),
        Command::BackToSheet => {
            let done = given(asked(), command);
            assert_eq!((done.top(), done.records()), ("keying", 0));
        }
        Command::NextAlike => {
            let most = asked().alike().hits.len() - 1;
            assert_eq!(given(asked(), command).alike().marked, 1.min(most));
        }
        Command::PreviousAlike => {
            assert_eq!(given(answered("<down>"), command).alike().marked, 0);
        }
        choose => {
            let digit = usize::from(choose.choice().expect("a choice"));
            let most = asked().alike().hits.len();
            assert_eq!(given(asked(), command).alike().marked, digit.min(most) - 1);
        }
    }
}

fn review(command: Command) {
    let list = || at("<ctrl-x>v");
    let two = || at("<ctrl-x>v<enter>");
    match command {
        Command::OpenPair => assert!(given(list(), command).review().two.is_some()),
        Command::MergePair => {
            assert_eq!(given(list(), command).top(), "review", "first she looks");
            assert_eq!(given(two(), command).question().answers.len(), 3);
        }
        Command::KeepPairApart => {
            let before = list().review().pairs.len();
            let looked = given(list(), command);
            assert_eq!(looked.review().pairs.len(), before, "first she looks");
            assert_eq!(given(two(), command).review().pairs.len(), before - 1);
        }
        Command::PairLater => {
            let first = list().review().pairs[0].clone();
            let done = given(list(), command);
            assert_eq!(done.review().pairs.last(), Some(&first));
        }
        Command::OpenLeftCard | Command::OpenRightCard => {
            let pair = list().review().pairs[0].clone();
            let whose = match command {
                Command::OpenLeftCard => pair.a.client,
                _ => pair.b.client,
            };
            assert_eq!(given(two(), command).card().client, whose);
        }
        Command::NextPair | Command::NextReviewPage => {
            assert!(given(list(), command).review().marked > 0);
            assert!(
                given(two(), command)
                    .review()
                    .two
                    .as_ref()
                    .is_some_and(|t| t.top > 0)
            );
        }
        Command::PreviousPair | Command::PreviousReviewPage => {
            assert_eq!(
                given(given(list(), Command::NextPair), command)
                    .review()
                    .marked,
                0
            );
        }
        Command::CloseReview => {
            let done = given(two(), command);
            assert!(done.review().two.is_none());
            assert_eq!(given(done, command).layers(), ["home"]);
        }
        other => panic!("no trial for {}", other.name()),
    }
}

fn lines(seat: &Seat) -> &[caseload::model::lists::ListLine] {
    match seat.desk().top() {
        Layer::List(list) => &list.lines,
        _ => panic!("{}", seat.top()),
    }
}

fn lists(command: Command) {
    let tray = || at("<ctrl-x>t");
    match command {
        Command::OpenLine => assert_eq!(given(tray(), command).text("sheet"), "S-000020"),
        Command::ShareCaseload => {
            let mut seat = at("<f5>");
            let patel = seat
                .allocate()
                .candidates
                .iter()
                .position(|c| c.trainer.0 == "HT01")
                .expect("listed");
            seat.keys(&"<down>".repeat(patel)).keys("l");
            let done = given(seat, command);
            let leaver = done.share().leaver.clone();
            assert_eq!(leaver.map(|t| t.0).as_deref(), Some("HT01"));
            assert_eq!(given(tray(), command).top(), "list");
        }
        Command::NextListLine | Command::NextListPage | Command::LastListLine => {
            assert_eq!(list(&given(tray(), command)).1, 1);
        }
        Command::PreviousListLine | Command::PreviousListPage | Command::FirstListLine => {
            assert_eq!(
                list(&given(given(tray(), Command::LastListLine), command)).1,
                0
            );
        }
        Command::TurnTrainer => {
            let mut seat = at("<ctrl-x>d");
            let all = lines(&seat).len();
            seat.give(command);
            assert!(!lines(&seat).is_empty() && lines(&seat).len() < all);
            assert!(
                given(tray(), command)
                    .notice()
                    .starts_with("Only what is due")
            );
        }
        Command::TellTrainer => {
            assert!(
                given(tray(), command)
                    .notice()
                    .starts_with("The marked line is not about")
            );
        }
        Command::WipeFigures => {
            assert_eq!(given(at("<ctrl-x>i"), command).top(), "question");
            assert_eq!(given(tray(), command).top(), "list");
        }
        Command::CloseLists => assert_eq!(given(tray(), command).layers(), ["home"]),
        other => paper_lists(other),
    }
}

fn paper_lists(command: Command) {
    let ledger = || at("<ctrl-x>g");
    let narrow = |seat: &Seat| match seat.desk().top() {
        Layer::List(list) => list.narrow.clone(),
        _ => panic!("no list but {}", seat.top()),
    };
    match command {
        Command::NarrowState => assert!(narrow(&given(ledger(), command)).state.is_some()),
        Command::NarrowTrainer => {
            let mut seat = ledger();
            seat.keys("ns11 s20 ht01<enter>");
            assert!(narrow(&given(seat, command)).trainer.is_some());
        }
        Command::ChaseTrainer => {
            let mut seat = in_session("<f5><esc>");
            seat.keys("<ctrl-x>w");
            assert_eq!(list(&given(seat, command)).0, ListKind::Chase);
        }
        Command::IssuePad => assert_eq!(given(ledger(), command).top(), "prompt"),
        Command::FileSheets | Command::VerifySheet => {
            assert!(given(ledger(), command).desk().desk.notice.is_some());
        }
        Command::EndDay => {
            let done = given(at("<ctrl-x>c"), command);
            let last = done.done().into_iter().next_back().expect("an act");
            assert_eq!(last.deed.kind().name, "day closed");
        }
        other => panic!("no trial for {}", other.name()),
    }
}

fn rekey(command: Command) {
    let seat = super::paper::second_look;
    let boxes = |seat: &Seat| super::paper::rekey(seat).boxes.clone();
    let all = boxes(&seat());
    match command {
        Command::TakeReading => {
            let mut seat = seat();
            seat.keys("9");
            assert_eq!(
                boxes(&given(seat, command)),
                all,
                "9 is no answer that agrees"
            );
        }
        Command::SkipReading => assert_ne!(boxes(&given(seat(), command))[0], all[0]),
        Command::AskTrainer => assert_eq!(boxes(&given(seat(), command)).len(), all.len() - 1),
        Command::CloseRekey => assert_eq!(given(seat(), command).layers(), ["home"]),
        other => panic!("no trial for {}", other.name()),
    }
}

fn palette_and_help(command: Command) {
    let palette = |keys: &str| at(&format!("<f9>{keys}"));
    let help = |keys: &str| at(&format!("<f1>{keys}"));
    let marked = |seat: &Seat| match seat.desk().top() {
        Layer::Palette(palette) => palette.marked,
        Layer::Help(help) => help.top,
        _ => panic!("{}", seat.top()),
    };
    match command {
        Command::RunCommand => {
            let done = given(palette("sheets that wait to be keyed"), command);
            assert_eq!(done.layers(), ["home", "list"]);
        }
        Command::NextCommand => assert_eq!(marked(&given(palette(""), command)), 1),
        Command::PreviousCommand => assert_eq!(marked(&given(palette("<down><down>"), command)), 1),
        Command::ClosePalette => assert_eq!(given(palette("x"), command).layers(), ["home"]),
        Command::NextHelpLine => assert_eq!(marked(&given(help(""), command)), 1),
        Command::PreviousHelpLine => assert_eq!(marked(&given(help("<down><down>"), command)), 1),
        Command::NextHelpPage => assert!(marked(&given(help(""), command)) > 10),
        Command::PreviousHelpPage => assert_eq!(marked(&given(help("<page-down>"), command)), 0),
        Command::CloseHelp => assert_eq!(given(help("x"), command).layers(), ["home"]),
        other => panic!("no trial for {}", other.name()),
    }
}

fn unlock(command: Command) {
    let mut seat = Seat::locked();
    seat.keys(PASSPHRASE);
    match command {
        Command::OpenDesk => assert_eq!(given(seat, command).layers(), ["home"]),
        Command::NextUnlockBox | Command::PreviousUnlockBox => {
            assert!(!lock(&given(seat, command)).in_passphrase);
        }
        Command::ClearUnlock => assert!(lock(&given(seat, command)).passphrase.is_empty()),
        other => panic!("no trial for {}", other.name()),
    }
}

/// The same text and caret in a find box and in a box of a sheet.
fn edit(command: Command) {
    let typed = "one two";
    let (text, caret) = match command {
        Command::MoveLeft => ("one two", 6),
        Command::MoveRight | Command::MoveToEnd => ("one two", 7),
        Command::MoveWordLeft => ("one two", 4),
        Command::MoveWordRight => ("one two", 7),
        Command::MoveToStart => ("one two", 0),
        Command::DeleteBack => ("one tw", 6),
        Command::DeleteForward => ("one two", 7),
        Command::DeleteWord => ("one ", 4),
        Command::BreakLine => ("one two", 7),
        other => panic!("no trial for {}", other.name()),
    };
    let done = given(at(typed), command);
    assert_eq!(
        (
            done.home_find().query.text(),
            done.home_find().query.caret()
        ),
        (text, caret),
        "{} on home",
        command.name()
    );
    let done = given(in_session(&format!("<ctrl-g>15<enter>{typed}")), command);
    let (text, caret) = if command == Command::BreakLine {
        ("one two\n", 8)
    } else {
        (text, caret)
    };
    assert_eq!(
        (done.text("next_action"), done.keying().filling.caret()),
        (text, caret),
        "{} in a sheet",
        command.name()
    );
}

#[test]
fn the_palette_runs_what_the_keys_of_the_layer_below_run() {
    let mut seat = in_session("120612");
    seat.keys("<f9>park the sheet<enter>");
    assert_eq!((seat.layers(), seat.world.drafts.len()), (vec!["home"], 1));
}

#[test]
fn while_a_question_is_open_no_other_command_does_anything() {
    for command in Command::all() {
        let answers = command.contexts()[0] == Context::Question;
        if answers
            || matches!(
                command,
                Command::LockDesk
                    | Command::QuitDesk
                    | Command::RedrawScreen
                    | Command::NextLook
                    | Command::SwitchBells
                    | Command::PhoneReferral
            )
        {
            continue;
        }
        let mut seat = in_session("120612<ctrl-x><delete>");
        let before = seat.whole();
        let wished = seat.wished.len();
        if let State::Open(open) = &mut seat.model.state {
            let effects = open.run(*command);
            assert!(effects.is_empty(), "{}", command.name());
        }
        assert_eq!(
            (seat.whole(), seat.wished.len()),
            (before, wished),
            "{}",
            command.name()
        );
    }
}

#[test]
fn a_command_that_means_nothing_here_says_so() {
    let mut seat = Seat::open();
    if let State::Open(open) = &mut seat.model.state {
        open.run(Command::PickCode);
    }
    assert_eq!(seat.notice(), "That does nothing here.");
}

#[test]
fn every_key_of_every_shipped_keymap_leads_somewhere() {
    for keymap in ["default", "function_keys", "plain"] {
        let fixed = super::seat::fixed(keymap);
        for command in Command::all() {
            let keyed = command
                .contexts()
                .iter()
                .any(|c| fixed.keymap.plainest(*command, &[*c]).is_some());
            assert!(
                keyed || command.in_palette(),
                "{} in {keymap}",
                command.name()
            );
        }
    }
}

#[test]
fn a_supervisor_is_told_at_the_first_key_what_is_an_officers() {
    let mut seat = Seat::open();
    if let State::Open(open) = &mut seat.model.state {
        open.desk.role = Role::Supervisor;
    }
    let (acts, drafts) = (seat.world.acts.len(), seat.world.drafts.len());
    for keys in [
        "<ctrl-k>",
        "<f4>",
        "<f8>",
        "x118204<enter>e",
        "u",
        "k",
        "<f12><f5><enter>",
        "2",
    ] {
        seat.keys(keys);
        let said = "A supervisor looks up and changes nothing; an officer does this.";
        assert_eq!(seat.notice(), said, "{keys}");
        assert!(
            matches!(seat.top(), "home" | "card" | "allocate"),
            "{keys}: {}",
            seat.top()
        );
    }
    seat.keys("<f12>x123456s");
    assert_eq!(seat.home_find().query.text(), "x123456s");
    assert_eq!(
        (seat.world.acts.len(), seat.world.drafts.len()),
        (acts, drafts)
    );
    assert!(!seat.desk().desk.drafts.any_unkept());
}
