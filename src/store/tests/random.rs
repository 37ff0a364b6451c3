//! Random hands at the desk: however a day goes, the working store that grew act by act is the one that the journal makes, and undoing
//! an act leaves what would be there without it.

use super::*;
use crate::domain::dossier::Dossier;
use crate::domain::sheet::{DraftChange, KeptBox, Sheet};
use crate::domain::trainer::Trainer;
use proptest::prelude::*;
use std::collections::HashSet;
use std::ops::ControlFlow;

/// One thing that somebody may try, with numbers that say to what.
pub(super) type Try = (u8, u8, u8);

fn serial(n: u8) -> String {
    format!("S-{:06}", n % 7)
}

fn whom(n: u8) -> Subject {
    match n % 6 {
        0 => Subject::New,
        5 => Subject::Numbered(ClientId(9)),
        n => Subject::Known(ClientId(u32::from(n))),
    }
}

fn known(n: u8) -> ClientId {
    ClientId(u32::from(n % 4) + 1)
}

fn name(n: u8) -> String {
    format!("Name{}", n % 3)
}

fn which_draft(n: u8) -> DraftId {
    DraftId(u64::from(n % 4) + 1)
}

/// How many kinds of thing there are to try; the last ones undo.
const KINDS: u8 = 22;

/// Tries one thing; most random things are refused, as they should be.
#[expect(clippy::too_many_lines, reason = "one arm a kind")]
pub(super) fn attempt(store: &mut Store, minute: i64, (kind, a, b): Try) {
    let crn = format!("X{}", b % 3);
    let amend = |act: NewAct| if b % 2 == 0 { amended(act) } else { act };
    let act = match kind % KINDS {
        0 | 1 => amend(referral(whom(a), &serial(b), &name(a), &crn)),
        2 => {
            let list = [
                ("client.surname", name(b)),
                ("case.first_contact", "2012-06-12".into()),
            ];
            let list: Vec<(&str, &str)> = list.iter().map(|(k, v)| (*k, v.as_str())).collect();
            amend(sheet(whom(a), &serial(b), SheetRole::Registration, &list))
        }
        3 => {
            let list = [("session.date", "2012-06-13"), ("session.attendance", "5")];
            let mut act = sheet(
                Subject::Known(known(a)),
                &serial(b),
                SheetRole::Session,
                &list,
            );
            if let Deed::SheetKeyed { head, .. } = &mut act.deed {
                head.queried = a > 100;
            }
            amend(act)
        }
        4 => {
            let list = [("signoff.date", "2012-06-13"), ("signoff.reason", "COMP")];
            sheet(
                Subject::Known(known(a)),
                &serial(b),
                SheetRole::Signoff,
                &list,
            )
        }
        5 => amend(worker(&serial(b), &format!("HT{}", a % 3))),
        6 => deed(
            Subject::None,
            Deed::PaperReceived {
                serial: serial(b),
                form: if a > 100 { "session" } else { "plan" }.into(),
            },
        ),
        7 => deed(
            Subject::None,
            Deed::SheetVoided {
                serial: serial(b),
                reason: String::new(),
            },
        ),
        8 => deed(
            whom(a),
            Deed::ClientImported {
                facts: facts(&[("client.surname", &name(b)), ("client.crn", &crn)]),
                reference: format!("L{b}"),
                dob_as_read: "31/02/1980".into(),
                overrides: Vec::new(),
            },
        ),
        9 => deed(
            Subject::Known(known(a)),
            Deed::ClientAmended {
                facts: facts(&[("client.crn", &crn)]),
            },
        ),
        10 => merged(known(a), known(b)),
        11 => deed(
            Subject::None,
            Deed::ClientsKeptApart {
                a: known(a),
                b: known(b),
                reason: String::new(),
            },
        ),
        12 => allocated(known(a), case(u32::from(b % 4) + 1), "HT1"),
        13 => deed(
            Subject::Known(known(a)),
            Deed::ReferralClosed {
                case: case(u32::from(b % 4) + 1),
                outcome: "declined".into(),
                reason: String::new(),
            },
        ),
        14 => return keep(store, minute, a, b),
        15 => saving(
            sheet(
                Subject::Known(known(a)),
                &serial(b),
                SheetRole::Plan,
                &[("plan.start", "2012-06-12")],
            ),
            which_draft(a).0,
        ),
        16 => deed(Subject::None, Deed::SheetFiled { serial: serial(b) }),
        17 => deed(
            Subject::None,
            Deed::SheetRekeyed {
                serial: serial(b),
                boxes: 1,
            },
        ),
        18 => deed(
            Subject::None,
            Deed::BoxRekeyed {
                serial: serial(b),
                form: "session".into(),
                field: "date".into(),
            },
        ),
        19 => deed(
            Subject::None,
            Deed::PaperIssued {
                form: "session".into(),
                first: format!("S-{:06}", b % 4),
                last: format!("S-{:06}", b % 4 + a % 4),
                trainer: TrainerId("HT1".into()),
                on: today(),
            },
        ),
        _ => {
            let acts = store.head();
            let _may_be_refused = store.undo(at(minute), acts.saturating_sub(u64::from(a % 9)), "");
            return;
        }
    };
    let _may_be_refused = store.record(at(minute), vec![act]);
}

/// All acts from the first on.
fn all_acts(store: &Store) -> Vec<Act> {
    let mut acts = Vec::new();
    store.acts(1, &mut |act| acts.push(act)).unwrap();
    acts
}

/// The half-keyed sheets whose sheets were saved, and count.
fn saved(acts: &[Act]) -> HashSet<DraftId> {
    let undone = crate::domain::fold::undone(acts);
    let counting = acts.iter().filter(|act| !undone.contains(&act.seq));
    counting.filter_map(saves).collect()
}

/// The half-keyed sheet that an act saves.
fn saves(act: &Act) -> Option<DraftId> {
    match act.deed {
        Deed::SheetKeyed { draft, .. } => draft,
        _ => None,
    }
}

/// Keeps something of a half-keyed sheet; nobody goes on with one whose sheet is saved, and no number is given twice.
fn keep(store: &mut Store, minute: i64, a: u8, b: u8) {
    let id = which_draft(a);
    if saved(&all_acts(store)).contains(&id) {
        return;
    }
    let change = match b % 4 {
        0 => DraftChange::Stated(Box::new(draft(id.0, "S"))),
        1 => DraftChange::Ended,
        _ => DraftChange::Box {
            field: format!("f{}", b % 5),
            kept: KeptBox {
                text: b.to_string(),
                ..KeptBox::default()
            },
            caret: 1,
        },
    };
    store
        .keep(at(minute), id, None, change, a.is_multiple_of(2))
        .unwrap();
}

/// A store with four clients, three cases and a trainer: something to go wrong with.
pub(super) fn begun() -> (Store, Memory, InMemory) {
    let (mut store, files, home) = fresh();
    let mut acts: Vec<NewAct> = (1..=3)
        .map(|n| referral(Subject::New, &format!("R-{n}"), &name(n), &format!("X{n}")))
        .collect();
    acts.push(sheet(
        Subject::New,
        "R-4",
        SheetRole::Registration,
        &[("client.surname", "Name1")],
    ));
    acts.push(worker("W-1", "HT1"));
    store.record(at(0), acts).unwrap();
    (store, files, home)
}

/// Everything that the store knows, apart from the numbers of acts.
#[derive(Debug, PartialEq)]
struct Picture {
    overview: Overview,
    dossiers: Vec<Dossier>,
    sheets: Vec<Sheet>,
    holders: Vec<Vec<ClientId>>,
    cards: Vec<Option<Dossier>>,
    trainers: Vec<Trainer>,
}

fn picture(store: &mut Store) -> Picture {
    let (mut dossiers, mut sheets) = (Vec::new(), Vec::new());
    store
        .clients(&mut |d| {
            dossiers.push(Dossier {
                acts: Vec::new(),
                ..d
            });
        })
        .unwrap();
    store
        .sheets(&mut |s| {
            sheets.push(s);
            ControlFlow::Continue(())
        })
        .unwrap();
    let holders = (0..3).map(|n| store.holders_of("crn", &format!("X{n}")).unwrap());
    let cards = (1..=9).map(|n| {
        store.card(ClientId(n)).unwrap().map(|c| Dossier {
            acts: Vec::new(),
            ..c.dossier
        })
    });
    Picture {
        holders: holders.collect(),
        cards: cards.collect(),
        trainers: store.trainers(),
        dossiers,
        sheets,
        overview: overview(store),
    }
}

/// A picture without what tells that something was undone.
fn forgetful(picture: Picture) -> Picture {
    let overview = Overview {
        head: 0,
        next_draft: 0,
        undoable: Arc::default(),
        ..picture.overview
    };
    Picture {
        overview,
        ..picture
    }
}

pub(super) fn tries() -> impl Strategy<Value = Vec<Try>> {
    proptest::collection::vec(any::<Try>(), 1..45)
}

/// A picture without the half-keyed sheets that were saved once. They lie parked when the saving is undone, and go when it counts
/// again, whatever was typed into them since; where nothing was undone they would lie there otherwise, or not at all.
fn without_saved(picture: Picture, acts: &[Act]) -> Picture {
    let saved: HashSet<DraftId> = acts.iter().filter_map(saves).collect();
    let drafts = picture.overview.drafts.iter();
    let drafts = drafts.filter(|d| !saved.contains(&d.id)).cloned().collect();
    let overview = Overview {
        drafts: Arc::new(drafts),
        ..picture.overview
    };
    Picture {
        overview,
        ..picture
    }
}

/// The journal of `files` with some acts replaced by ones that do nothing.
fn without(files: &Memory, left_out: &[u64]) -> Store {
    let mut acts = Vec::new();
    let store = reopen(&files.killed(), &InMemory::default());
    store.acts(3, &mut |act| acts.push(act)).unwrap();
    let last = store.head();
    drop(store);
    let (mut other, other_files, _) = fresh();
    for act in acts.iter_mut().filter(|a| left_out.contains(&a.seq)) {
        let nothing = Deed::Exported {
            what: String::new(),
            count: 0,
        };
        (act.deed, act.client) = (nothing, None);
    }
    let none = vec![None; acts.len()];
    other.book.append(&mut acts, &none).unwrap();
    assert_eq!(other.head(), last);
    drop(other);
    reopen(&other_files.killed(), &InMemory::default())
}

/// Work about clients: sheets, allocations, corrections, lists; no further joining, and no undoing, which might undo the very
/// joining or its undoing.
fn work() -> impl Strategy<Value = Vec<Try>> {
    let one = any::<Try>().prop_filter("no joining", |(kind, ..)| {
        !matches!(kind % KINDS, 10 | 20..)
    });
    proptest::collection::vec(one, 0..16)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_grew_act_by_act_is_what_the_journal_makes(tries in tries()) {
        let (mut store, files, home) = begun();
        for (minute, one) in tries.into_iter().enumerate() {
            attempt(&mut store, minute as i64, one);
            // Looked at now and then, so that the glance is changed as well as loaded.
            if minute % 3 == 0 {
                overview(&mut store);
            }
        }
        let grown = picture(&mut store);
        let report = store.check(false).unwrap();
        let amiss: Vec<_> = report.findings.iter().filter(|f| f.what.contains("working store")).collect();
        prop_assert!(amiss.is_empty(), "{amiss:?}");
        prop_assert_eq!(&picture(&mut store), &grown);
        let made = picture(&mut rebuilt(&files));
        let head = grown.overview.head;
        let made = Picture { overview: Overview { head, ..made.overview }, ..made };
        prop_assert_eq!(&made, &grown);
        store.close().unwrap();
        prop_assert_eq!(&picture(&mut reopen(&files, &home)), &grown);
    }

    #[test]
    fn the_ledger_says_what_the_acts_add_up_to(tries in tries()) {
        let (mut store, _, _) = begun();
        for (minute, one) in tries.into_iter().enumerate() {
            attempt(&mut store, minute as i64, one);
        }
        let acts = all_acts(&store);
        let all = crate::domain::ledger::fold(&acts);
        let lines = store.ledger().unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for line in &lines {
            prop_assert!(seen.insert(line.serial.clone()), "{} stands there twice", line.serial);
            prop_assert_eq!(all.get(&line.serial), Some(&line.state), "{}", &line.serial);
        }
        let on_desk = |state: &crate::domain::ledger::SheetState| {
            use crate::domain::ledger::SheetState::{Expected, InTray, Issued, Keyed, Queried, Rekeyed};
            matches!(state, Expected | InTray | Issued | Keyed | Queried | Rekeyed)
        };
        for (serial, state) in all.iter().filter(|(_, state)| on_desk(state)) {
            prop_assert!(seen.contains(serial), "{} is {:?} and not in the ledger", serial, state);
        }
    }

    #[test]
    fn undoing_leaves_what_would_be_there_without_the_act(tries in tries(), which in any::<prop::sample::Index>()) {
        let (mut store, files, _) = begun();
        for (minute, one) in tries.into_iter().enumerate() {
            attempt(&mut store, minute as i64, one);
        }
        let target = 3 + which.index(store.head() as usize - 2) as u64;
        let seen = |picture, acts: &[Act]| without_saved(forgetful(picture), acts);
        let before = picture(&mut store);
        if let Ok(undone) = store.undo(at(100), target, "") {
            let acts = all_acts(&store);
            let left = seen(picture(&mut store), &acts);
            let never = seen(picture(&mut without(&files, &[target, undone.seq])), &acts);
            prop_assert_eq!(&left, &never);
            store.undo(at(101), undone.seq, "").unwrap();
            prop_assert_eq!(&seen(picture(&mut store), &acts), &seen(before, &acts));
        }
    }

    /// Whatever is keyed about either of them before, between and after: parted again, the two are what they would be if nobody had
    /// ever joined them; and joined once more, they are what they were.
    #[test]
    fn a_merge_undone_leaves_a_world_in_which_it_never_happened(
        before in work(), between in work(), after in work(), (a, b) in (1u8..=4, 1u8..=3),
    ) {
        let (mut store, files, _) = begun();
        let mut minute = 0;
        let mut all = |store: &mut Store, tries: Vec<Try>| {
            for one in tries {
                minute += 1;
                attempt(store, minute, one);
            }
        };
        all(&mut store, before);
        let (from, into) = (known(a), known(a + b));
        let Ok(joined) = store.record(at(50), vec![merged(from, into)]) else {
            return Ok(());
        };
        let joined = joined[0].seq;
        prop_assert_eq!(store.card(from).unwrap().map(|card| card.dossier.id), store.card(into).unwrap().map(|card| card.dossier.id));
        all(&mut store, between);
        let together = forgetful(picture(&mut store));
        if let Ok(undone) = store.undo(at(150), joined, "") {
            all(&mut store, after);
            let left = forgetful(picture(&mut store));
            let never = forgetful(picture(&mut without(&files, &[joined, undone.seq])));
            prop_assert_eq!(left, never);
            return Ok(());
        }
        prop_assert_eq!(forgetful(picture(&mut store)), together);
    }
}
