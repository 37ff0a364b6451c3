//! Find first: whom a sheet is about, and how somebody new comes on the books.

use super::people::{KHAN, SMITH, SMYTH, WOOD};
use super::seat::Seat;
use caseload::domain::act::{Deed, NewAct, Subject};
use caseload::domain::reference::ClientId;
use caseload::model::{Effect, Message};
use caseload::search::Counted;

/// Whom the last recorded sheet is about.
fn subject(seat: &Seat) -> Option<Subject> {
    seat.wished.iter().rev().find_map(|effect| match effect {
        Effect::Record(_, acts) => acts
            .iter()
            .find(|act| matches!(act.deed, Deed::SheetKeyed { .. }))
            .map(|act: &NewAct| act.subject),
        _ => None,
    })
}

fn hits(seat: &Seat) -> Vec<ClientId> {
    seat.home_find().hits.iter().map(|hit| hit.client).collect()
}

#[test]
fn letters_typed_on_home_find_a_client_and_enter_opens_her_card() {
    let mut seat = Seat::open();
    seat.keys("wood");
    assert_eq!(hits(&seat).first(), Some(&WOOD));
    seat.keys("<enter>");
    assert_eq!(seat.card().client, WOOD);
    seat.keys("<esc>");
    assert_eq!(
        (seat.top(), seat.home_find().query.text()),
        ("home", ""),
        "a finished search leaves the box empty"
    );
}

#[test]
fn the_letter_of_a_form_behind_a_number_in_full_lays_her_sheet_there() {
    let mut seat = Seat::open();
    seat.keys("X123456");
    let whose = hits(&seat)[0];
    seat.keys("s");
    assert_eq!(seat.top(), "keying");
    assert_eq!(seat.keying().filling.form().id, "session");
    assert_eq!(seat.keying().client, Some(whose));
    seat.keys("<f12>");
    assert_eq!(seat.home_find().query.text(), "");
}

#[test]
fn behind_what_is_no_number_in_full_a_letter_goes_on_with_the_search() {
    for typed in ["X12345", "X999999", "c1", "120380", "le2", "X123456 "] {
        let mut seat = Seat::open();
        seat.keys(typed).keys("s");
        assert_eq!(seat.home_find().query.text(), format!("{typed}s"));
    }
    // No form of somebody's own has this letter.
    let mut seat = Seat::open();
    seat.keys("X123456z");
    assert_eq!(seat.home_find().query.text(), "X123456z");
    // The caret does not stand behind the number.
    let mut seat = Seat::open();
    seat.keys("X123456<left>s");
    assert_eq!(seat.home_find().query.text(), "X12345s6");
}

#[test]
fn a_letter_typed_before_the_number_is_looked_up_waits_for_it() {
    let mut seat = Seat::open();
    seat.late = true;
    seat.keys("X123456s");
    assert_eq!(seat.top(), "home");
    seat.answer_all();
    assert_eq!(seat.top(), "keying");
}

#[test]
fn a_look_at_help_leaves_the_search_as_it_was() {
    let mut seat = Seat::open();
    seat.keys("woo<f1><esc>");
    assert_eq!(seat.home_find().query.text(), "woo");
    assert_eq!(hits(&seat).first(), Some(&WOOD));
}

#[test]
fn digits_choose_once_down_has_gone_into_the_list_and_are_typed_before() {
    let mut seat = Seat::open();
    seat.keys("smith 1984");
    assert_eq!(seat.home_find().query.text(), "smith 1984");
    let second = hits(&seat).get(1).copied();
    seat.keys("<down>2");
    assert_eq!(second, Some(seat.card().client));
}

#[test]
fn the_mark_follows_its_client_when_she_is_looked_up_again() {
    let mut seat = Seat::open();
    seat.keys("sm");
    let place = hits(&seat)
        .iter()
        .position(|hit| *hit == SMYTH)
        .expect("Smyth is found");
    seat.keys(&"<down>".repeat(place + 1)).keys("<f1>");
    seat.late = true;
    seat.keys("<esc>");
    let find = seat.home_find();
    let mut changed = find.hits.clone();
    changed.reverse();
    let ticket = find.ticket;
    seat.tell(Message::Found(ticket, changed.clone(), find.counted));
    let find = seat.home_find();
    assert_eq!(find.marked.map(|at| find.hits[at].client), Some(SMYTH));
    changed.retain(|hit| hit.client != SMYTH);
    seat.tell(Message::Found(ticket, changed, Counted::default()));
    assert_eq!(
        seat.home_find().marked,
        None,
        "nobody is marked once she is gone from the list"
    );
}

#[test]
fn only_the_newest_query_is_answered() {
    let mut seat = Seat::open();
    seat.keys("wood");
    let ticket = seat.home_find().ticket;
    seat.tell(Message::Found(ticket - 1, Vec::new(), Counted::default()));
    assert_eq!(hits(&seat).first(), Some(&WOOD));
}

#[test]
fn an_answer_that_comes_after_the_box_was_emptied_shows_nobody() {
    let mut seat = Seat::open();
    seat.late = true;
    seat.keys("w<backspace>");
    seat.answer_all();
    assert!(hits(&seat).is_empty());
    seat.keys("<enter>");
    seat.answer_all();
    assert_eq!(seat.layers(), ["home"]);
}

#[test]
fn enter_on_a_hit_keys_the_sheet_for_that_client() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>skhan<enter>");
    assert_eq!(
        (seat.keying().client, seat.text("client")),
        (Some(KHAN), "C-000003")
    );
}

#[test]
fn an_exact_crn_stands_in_the_client_box_as_the_paper_has_it() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>sx123456<enter>");
    assert_eq!(
        (seat.keying().client, seat.text("client")),
        (Some(SMITH), "X123456")
    );
}

#[test]
fn the_marked_client_on_home_has_her_sheet_keyed_without_asking_whose() {
    let mut seat = Seat::open();
    seat.keys("wood<down><ctrl-k>s");
    assert_eq!(
        (seat.keying().client, seat.at()),
        (Some(WOOD), "completed_on")
    );
}

#[test]
fn words_typed_on_take_the_mark_away_however_late_the_answers_come() {
    for late in [false, true] {
        let mut seat = Seat::open();
        seat.keys("wood<down>");
        assert_eq!(seat.home_find().marked, Some(0));
        seat.late = late;
        seat.keys(" ");
        assert_eq!(seat.home_find().marked, None, "late: {late}");
        seat.keys("<backspace>");
        seat.answer_all();
        assert_eq!(seat.home_find().marked, None, "late: {late}");
    }
}

#[test]
fn a_new_client_exists_only_past_is_it_one_of_these() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>fsmith dale 140384<ctrl-n>");
    assert_eq!(seat.question().title, "Is it one of these?");
    assert!(
        seat.question().answers[0].1.contains("Smith"),
        "the likeliest stands first"
    );
    seat.keys("<esc>");
    assert_eq!(
        seat.find_for().find.query.text(),
        "smith dale 140384",
        "going back changes nothing"
    );
    seat.keys("<ctrl-n>1");
    assert_eq!(
        (seat.keying().client, seat.text("surname")),
        (Some(SMITH), "Smith")
    );
}

#[test]
fn a_surname_alone_asks_about_those_who_have_it() {
    for keys in [
        "<ctrl-k>fkhan<ctrl-n>",
        "<ctrl-k>fkhan<enter>",
        "khan<ctrl-n>",
    ] {
        let mut seat = Seat::open();
        seat.keys(keys);
        assert!(
            seat.question().answers[0].1.starts_with("Khan, Aisha"),
            "{keys}"
        );
    }
}

#[test]
fn enter_takes_nobody_who_only_shares_a_few_letters() {
    let mut seat = Seat::open();
    seat.keys("nowak jan");
    assert_eq!(hits(&seat), [WOOD], "she is shown");
    seat.keys("<enter>");
    assert_eq!(seat.layers(), ["home"]);
    seat.keys("<down><enter>");
    assert_eq!(seat.card().client, WOOD, "and can be chosen");
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>snowak jan<enter>");
    assert!(seat.notice().starts_with("Nobody is marked."));
    let mut seat = Seat::open();
    seat.keys("<f4>nowak jan<enter>");
    assert_eq!(
        (seat.keying().client, seat.text("surname")),
        (None, "Nowak")
    );
}

#[test]
fn none_of_these_begins_a_sheet_for_somebody_new_with_what_was_typed() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>fsmith dale 140384<ctrl-n>n");
    assert_eq!(seat.keying().client, None);
    let stands = [
        seat.text("surname"),
        seat.text("forenames"),
        seat.text("dob"),
    ];
    assert_eq!(stands, ["Smith", "Dale", "14/03/1984"]);
}

#[test]
fn enter_where_nobody_is_found_asks_the_same_and_goes_on_where_nobody_is_like_her() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>fzzyzx qqwert<enter>");
    assert_eq!(
        (seat.keying().client, seat.text("surname")),
        (None, "Zzyzx")
    );
    assert!(
        seat.wished
            .iter()
            .any(|e| matches!(e, Effect::FindAlike(..))),
        "it was looked for first"
    );
}

#[test]
fn nobody_new_comes_without_a_name() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>f<ctrl-n>");
    assert_eq!(seat.top(), "find");
    assert!(seat.notice().contains("Type her name first"));
}

#[test]
fn a_form_that_brings_nobody_says_which_do() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>szzyzx<enter>");
    assert!(seat.notice().starts_with("Nobody is found."));
    seat.keys("<ctrl-n>");
    assert!(seat.notice().contains("a referral or a registration"));
    assert_eq!(seat.top(), "find");
}

#[test]
fn somebody_new_from_home_takes_one_key_and_the_same_question() {
    let mut seat = Seat::open();
    seat.keys("smith dale<ctrl-n>");
    assert_eq!(seat.question().title, "Is it one of these?");
    seat.keys("n");
    assert_eq!(
        (seat.keying().client, seat.text("forenames")),
        (None, "Dale")
    );
}

#[test]
fn every_form_has_its_letter_also_where_a_list_has_another_use_for_it() {
    for form in super::seat::fixed("default").forms.newest() {
        let mut seat = Seat::open();
        seat.keys("<ctrl-k>").keys(&form.key.to_string());
        if form.role.concerns_client() {
            assert!(
                seat.find_for().title.starts_with(&form.title),
                "{}",
                form.id
            );
        } else {
            assert_eq!(seat.keying().filling.form().id, form.id);
        }
    }
}

#[test]
fn a_letter_in_the_client_box_finds_and_the_sheet_is_then_about_whom_she_chose() {
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-g>1<enter>w");
    assert_eq!(
        (seat.top(), seat.find_for().find.query.text()),
        ("find", "w")
    );
    seat.keys("ood<enter>");
    assert_eq!(
        (seat.keying().client, seat.text("client"), seat.at()),
        (Some(WOOD), "C-000004", "time")
    );
    assert_eq!(seat.killed().keying().client, Some(WOOD));
}

#[test]
fn what_is_pasted_into_the_client_box_is_looked_for_too() {
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-g>1<enter>").paste("X300400\n");
    assert_eq!(seat.find_for().find.query.text(), "X300400");
    seat.keys("<enter>");
    assert_eq!(
        (seat.keying().client, seat.text("client")),
        (Some(WOOD), "X300400")
    );
}

#[test]
fn undo_brings_back_whose_sheet_it_was() {
    let mut seat = Seat::session();
    seat.keys("120612<ctrl-g>1<enter>wood<enter>");
    seat.keys("<ctrl-z><ctrl-z>");
    assert_eq!(
        (seat.text("client"), seat.keying().client),
        ("X123456", Some(SMITH))
    );
    assert_eq!(seat.killed().keying().client, Some(SMITH));
    seat.keys("<ctrl-y><ctrl-y>");
    assert_eq!(
        (seat.text("client"), seat.keying().client),
        ("C-000004", Some(WOOD))
    );
}

#[test]
fn a_sheet_is_never_saved_for_somebody_whom_its_client_box_does_not_name() {
    let mut seat = Seat::session();
    seat.keys(super::seat::SESSION)
        .keys("<ctrl-g>1<enter><ctrl-d>");
    assert_eq!(seat.keying().client, None);
    seat.keys("<ctrl-s>");
    assert_eq!((seat.records(), seat.at()), (0, "client"));
    seat.keys("wood<enter><ctrl-s><ctrl-s>");
    assert_eq!(subject(&seat), Some(Subject::Known(WOOD)));
}

#[test]
fn a_paper_of_nobody_known_asks_whose_it_is_and_only_that_sheet_takes_its_serial() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>t<down><enter>");
    assert_eq!(seat.top(), "find");
    seat.keys("<esc><esc><ctrl-k>tx200300<enter>");
    assert_eq!(
        seat.text("sheet"),
        "T-000031",
        "the paper was left in the tray"
    );
    seat.keys("<esc><ctrl-x>t<down><enter>khan<enter>");
    assert_eq!(
        (seat.text("sheet"), seat.keying().client),
        ("T-000030", Some(KHAN))
    );
    assert!(seat.keying().paper.is_some());
}

#[test]
fn a_phone_referral_in_between_does_not_take_the_paper() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>t<down><enter><f4>nowak<enter>");
    assert_eq!(seat.keying().filling.form().id, "referral");
    assert!(seat.keying().paper.is_none() && seat.text("sheet").starts_with("F-"));
}

#[test]
fn a_paper_half_keyed_before_is_taken_up_again() {
    let mut seat = Seat::open();
    seat.keys("<ctrl-x>t<enter>120612<esc><enter>");
    assert_eq!(
        (seat.text("completed_on"), seat.world.drafts.len()),
        ("12/06/2012", 1)
    );
}

/// Little was typed into the find box; the sheet itself says that it is Dale Smith, born 14 March 1984.
pub fn smith_as_somebody_new() -> Seat {
    let mut seat = Seat::open();
    seat.keys("<f4>zzyzx dale<enter>");
    assert_eq!(seat.keying().client, None, "nobody is called that");
    seat.keys(".J Marsh<enter>.??<ctrl-g>8<enter><ctrl-d>smith<enter><ctrl-g>10<enter>");
    seat.keys("..140384m..<f3><insert><enter>l.....<ctrl-s>");
    seat
}

#[test]
fn what_the_sheet_says_is_compared_once_more_before_somebody_new_is_saved() {
    let seat = smith_as_somebody_new();
    assert_eq!(seat.alike().hits[0].client, SMITH, "{}", seat.notice());
    assert_eq!(seat.records(), 0, "nothing is saved before the answer");
}

#[test]
fn enter_there_goes_back_to_the_sheet_and_save_asks_again() {
    let mut seat = smith_as_somebody_new();
    seat.keys("<enter>");
    assert_eq!((seat.top(), seat.records()), ("keying", 0));
    seat.keys("<ctrl-s>");
    assert_eq!(seat.top(), "alike");
    seat.keys("<esc>");
    assert_eq!((seat.top(), seat.records()), ("keying", 0));
}

#[test]
fn a_different_person_is_saved_as_somebody_new_and_nobody_is_asked_about_twice() {
    let mut seat = smith_as_somebody_new();
    seat.world.refuses_records = Some("the disk is full.".to_owned());
    seat.keys("d");
    assert_eq!((seat.top(), seat.records()), ("keying", 1));
    seat.world.refuses_records = None;
    seat.keys("<ctrl-s>");
    assert_eq!(seat.layers(), ["home"], "{}", seat.notice());
    assert_eq!(subject(&seat), Some(Subject::New));
    let act = *seat.done().last().expect("saved");
    let dossier = caseload::domain::fold::client(act.client.expect("hers"), &seat.world.acts);
    assert_eq!(dossier.map(|d| d.apart_from), Some(vec![SMITH]));
}

#[test]
fn the_same_episode_belongs_to_her_open_case_and_is_read_over_first() {
    let mut seat = smith_as_somebody_new();
    seat.keys("s");
    assert_eq!(
        (seat.top(), seat.keying().client, seat.records()),
        ("keying", Some(SMITH), 0)
    );
    assert_eq!(seat.text("duplicate_check"), "E");
    assert!(seat.notice().contains("Smith, Dale"), "{}", seat.notice());
    super::drafts::lies_there_again(&seat).unwrap();
    seat.keys("<ctrl-s><ctrl-s><ctrl-s>");
    assert_eq!(subject(&seat), Some(Subject::Known(SMITH)));
    let her = caseload::domain::fold::client(SMITH, &seat.world.acts).expect("on the books");
    assert_eq!(
        (her.cases.len(), her.cases[0].holder().is_some()),
        (1, true)
    );
}

#[test]
fn a_new_episode_is_a_new_case_of_the_same_client() {
    let mut seat = smith_as_somebody_new();
    seat.keys("e");
    assert_eq!(seat.text("duplicate_check"), "S");
    seat.keys("<ctrl-s><ctrl-s><ctrl-s>");
    assert_eq!(
        subject(&seat),
        Some(Subject::Known(SMITH)),
        "{}",
        seat.notice()
    );
}

#[test]
fn while_she_keys_the_line_under_the_box_says_who_it_may_be_and_stops_nobody() {
    let mut seat = Seat::open();
    seat.keys("<f4>zzyzx dale<enter>.J Marsh<enter>.??<ctrl-g>8<enter><ctrl-d>smith<enter>");
    let held = seat.text("surname").to_owned();
    seat.keys("<ctrl-g>10<enter>..140384");
    assert_eq!((held.as_str(), seat.top()), ("smith", "keying"));
    let perhaps = seat.keying().newcomer.perhaps.as_ref();
    assert_eq!(perhaps.map(|hit| hit.client), Some(SMITH));
}

/// A phone referral for somebody of another name who has the CRN of Dale Smith.
fn another_with_the_crn_of_smith() -> Seat {
    let mut seat = Seat::open();
    seat.keys("<f4>zzyzx qqwert<enter>");
    seat.keys(".J Marsh<enter>.??<ctrl-g>10<enter>X123456X123456.010170m..<f3><insert><enter>l.....<ctrl-s>");
    seat
}

#[test]
fn a_number_that_somebody_has_is_saved_twice_only_with_a_reason() {
    let mut seat = another_with_the_crn_of_smith();
    assert_eq!(seat.alike().hits[0].shares, "CRN", "{}", seat.notice());
    seat.keys("d");
    assert_eq!((seat.top(), seat.records()), ("prompt", 0));
    seat.keys("no<enter>");
    assert_eq!(seat.top(), "prompt", "two letters are no reason");
    seat.keys("<esc>");
    assert_eq!((seat.top(), seat.records()), ("keying", 0));
    seat.keys("<ctrl-s>dhis offender manager says so<enter>");
    assert_eq!(seat.layers(), ["home"], "{}", seat.notice());
    let said = seat.done().last().and_then(|act| match &act.deed {
        Deed::SheetKeyed { overrides, .. } => overrides.last().cloned(),
        _ => None,
    });
    let said = said.expect("kept with the sheet");
    assert_eq!(
        (said.field.as_str(), said.reason.as_str()),
        ("C-000001", "his offender manager says so")
    );
}

#[test]
fn those_she_said_no_to_when_she_looked_are_not_asked_about_again() {
    let mut seat = Seat::open();
    seat.keys("<f4>smith dale 140384<ctrl-n>n");
    seat.keys(".J Marsh<enter>.??..m..<f3><insert><enter>l.....<ctrl-s>");
    assert_eq!(seat.layers(), ["home"], "{}", seat.notice());
    assert_eq!(subject(&seat), Some(Subject::New));
}

#[test]
fn a_look_that_fails_saves_nothing_and_keeps_the_sheet() {
    let mut seat = Seat::open();
    seat.keys("<f4>nowak jan<enter>.J Marsh<enter>.??..130380m..<f3><insert><enter>l.....");
    seat.late = true;
    seat.keys("<ctrl-s>");
    let ticket = seat.wished.iter().rev().find_map(|effect| match effect {
        Effect::FindAlike(ticket, _) => Some(*ticket),
        _ => None,
    });
    seat.answers.clear();
    seat.tell(Message::Failed(
        ticket,
        "The index cannot be read.".to_owned(),
    ));
    assert_eq!((seat.top(), seat.records()), ("keying", 0));
    seat.late = false;
    seat.keys("<ctrl-s>");
    assert_eq!(seat.layers(), ["home"], "{}", seat.notice());
}

#[test]
fn a_referral_for_somebody_on_the_books_says_so_in_the_duplicate_check() {
    let mut seat = Seat::open();
    seat.keys("<f4>khan<ctrl-n>");
    assert_eq!(seat.top(), "question");
    seat.keys("1");
    assert_eq!(
        seat.text("duplicate_check"),
        "S",
        "the same person, a new episode"
    );
    let mut seat = Seat::open();
    seat.keys("<f4>nowak jan<enter>");
    assert_eq!(seat.text("duplicate_check"), "N", "nobody is like her");
}

#[test]
fn enter_alone_makes_nobody_new_where_somebody_is_like_her() {
    let mut seat = Seat::open();
    seat.keys("<f4>khan<ctrl-n><enter>");
    assert_eq!(seat.layers(), ["home", "find"], "back to the name");
    seat.keys("<ctrl-n>n");
    assert_eq!(seat.top(), "keying");
    assert!(seat.keying().client.is_none());
}

/// A registration for somebody whom the name does not find, and who turns out to be Dale Smith.
fn registration_of_smith() -> Seat {
    let mut seat = Seat::open();
    seat.keys("<ctrl-k>rzzyzx dale<ctrl-n>");
    assert_eq!((seat.top(), seat.keying().client), ("keying", None));
    let said = [
        ("forenames", "dale"),
        ("surname", "smith"),
        ("dob", "140384"),
        ("gender", "m"),
        ("referral_source", "p"),
        ("consent", "y"),
        ("consent_signed_on", "120612"),
        ("first_contact", "120612"),
        ("trainer", "ht03"),
        ("completed_on", "120612"),
        ("completed_by", "ht03"),
    ];
    for _ in 0..60 {
        if seat.top() != "keying" {
            break;
        }
        let at = seat.at().to_owned();
        let text = said
            .iter()
            .find(|(key, _)| *key == at)
            .map(|(_, text)| *text);
        if seat.text(&at).is_empty() || at == "surname" {
            seat.keys(if at == "surname" { "<ctrl-d>" } else { "" });
            seat.keys(text.unwrap_or("."));
        }
        if seat.top() == "keying" && seat.at() == at {
            seat.keys("<enter>");
        }
    }
    seat.keys("<ctrl-s>");
    seat
}

#[test]
fn that_a_registration_begins_a_case_is_not_forgotten_while_the_sheet_is_set_aside() {
    for set_aside in [false, true] {
        let mut seat = registration_of_smith();
        assert_eq!(
            seat.top(),
            "alike",
            "{} at {}",
            seat.notice(),
            seat.layers().join(" ")
        );
        seat.keys("e");
        assert_eq!((seat.top(), seat.keying().client), ("keying", Some(SMITH)));
        if set_aside {
            seat.keys("<f6>");
            seat = seat.killed();
            seat.keys("<f6>");
            assert_eq!(seat.keying().client, Some(SMITH), "{}", seat.notice());
        }
        seat.keys("<ctrl-s><ctrl-s><ctrl-s>");
        let facts = seat.done().last().and_then(|act| match &act.deed {
            Deed::SheetKeyed { facts, .. } => facts.text("referral.duplicate_check"),
            _ => None,
        });
        assert_eq!(
            facts,
            Some("S"),
            "set aside: {set_aside}, {}",
            seat.notice()
        );
    }
}

#[test]
fn a_figure_is_nobodys_name() {
    for keys in ["<f4>4512<ctrl-n>", "<f4>4512<enter>", "<f4> <ctrl-n>"] {
        let mut seat = Seat::open();
        seat.keys(keys);
        assert_eq!(
            (seat.top(), seat.notice()),
            (
                "find",
                "Type her name first: she may be on the books already."
            ),
            "{keys}"
        );
    }
    let mut seat = Seat::open();
    seat.keys("<f4>x999999<ctrl-n>");
    assert_eq!(seat.top(), "keying", "a number alone tells who it is");
}
