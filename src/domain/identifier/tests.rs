//! The published examples of every identifier, good and bad, and what holds for all of them.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use IdentifierKind::{Crn, Cro, NhsNumber, NiNumber, Noms, Phone, Pnc, Postcode};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 6, 14).expect("a date")
}

#[rstest]
#[case(NhsNumber, "943 476 5919", "9434765919")]
#[case(NhsNumber, "401-023-2137", "4010232137")]
#[case(NhsNumber, "4000000020", "4000000020")]
#[case(Pnc, "81/34U", "1981/0000034U")]
#[case(Pnc, "1981/0000034u", "1981/0000034U")]
#[case(Pnc, "8134U", "1981/0000034U")]
#[case(Pnc, "02/73319Z", "2002/0073319Z")]
#[case(Pnc, "00/223R", "2000/0000223R")]
#[case(Pnc, "79/163001B", "1979/0163001B")]
#[case(Pnc, "033Y", "2003/0000003Y")]
#[case(Pnc, "67/9893091D", "1967/9893091D")]
#[case(Pnc, "19679893091D", "1967/9893091D")]
#[case(Cro, "65656/91H", "065656/91H")]
#[case(Cro, "6565691h", "065656/91H")]
#[case(Cro, "SF05/482703J", "SF05/482703J")]
#[case(Cro, "sf05482703j", "SF05/482703J")]
#[case(Cro, "SF83/50058Z", "SF83/50058Z")]
#[case(Crn, "x320741", "X320741")]
#[case(Noms, "a1234bc", "A1234BC")]
#[case(NiNumber, "aa 37 07 73 a", "AA370773A")]
#[case(NiNumber, "AA370773", "AA370773")]
#[case(Postcode, "le11aa", "LE1 1AA")]
#[case(Postcode, "LE11 2TT", "LE11 2TT")]
#[case(Postcode, "le673aa", "LE67 3AA")]
#[case(Postcode, "zz993vz", "ZZ99 3VZ")]
#[case(Phone, "+44 116 496 0123", "01164960123")]
fn a_good_identifier_is_stored_in_its_normal_form(
    #[case] kind: IdentifierKind,
    #[case] typed: &str,
    #[case] stored: &str,
) {
    assert_eq!(check(kind, typed, today()).as_deref(), Ok(stored));
}

#[rstest]
#[case(NhsNumber, "943 476 5918", Wrong::CheckCharacter)]
#[case(NhsNumber, "943 476 591", Wrong::Length)]
#[case(NhsNumber, "999 123 4560", Wrong::NotIssued)]
#[case(Pnc, "2001/0171310S", Wrong::CheckCharacter)]
#[case(Pnc, "20120052494O", Wrong::CheckCharacter)]
#[case(Pnc, "81/34", Wrong::Shape)]
#[case(Pnc, "81//34U", Wrong::Shape)]
#[case(Pnc, "811/34U", Wrong::Length)]
#[case(Pnc, "81/12345678U", Wrong::Length)]
#[case(Pnc, "U", Wrong::Length)]
#[case(Cro, "85227/65G", Wrong::CheckCharacter)]
#[case(Cro, "SF05H", Wrong::Length)]
#[case(Cro, "/H", Wrong::Length)]
#[case(Cro, "65656/91", Wrong::Shape)]
#[case(Crn, "X32074", Wrong::Length)]
#[case(Crn, "1320741", Wrong::Shape)]
#[case(Crn, "X32O741", Wrong::Shape)]
#[case(Noms, "A123BCD", Wrong::Shape)]
#[case(NiNumber, "DA370773A", Wrong::NotIssued)]
#[case(NiNumber, "AO370773A", Wrong::NotIssued)]
#[case(NiNumber, "GB370773A", Wrong::NotIssued)]
#[case(NiNumber, "AA370773E", Wrong::NotIssued)]
#[case(NiNumber, "AA37077", Wrong::Length)]
#[case(Postcode, "LE1", Wrong::Length)]
#[case(Postcode, "LE1 AAA", Wrong::Shape)]
#[case(Phone, "0116 496", Wrong::Length)]
fn a_bad_identifier_is_refused_for_the_right_reason(
    #[case] kind: IdentifierKind,
    #[case] typed: &str,
    #[case] wrong: Wrong,
) {
    let fault = check(kind, typed, today()).expect_err("refused");
    assert_eq!((fault.kind, fault.wrong), (kind, wrong), "{fault}");
}

#[test]
fn the_table_stands_in_the_order_of_the_kinds_and_its_names_lead_back() {
    for (place, rule) in IDENTIFIERS.iter().enumerate() {
        assert_eq!(rule.kind as usize, place);
        assert_eq!(IdentifierKind::from_name(rule.name), Some(rule.kind));
        let json = serde_json::to_string(&rule.kind).expect("a name");
        assert_eq!(json.trim_matches('"'), rule.name);
    }
    assert_eq!(IdentifierKind::from_name("NHS"), None);
}

#[test]
fn every_example_is_in_stored_form_and_reads_back_from_its_display() {
    for rule in IDENTIFIERS {
        assert_eq!(
            check(rule.kind, rule.example, today()).as_deref(),
            Ok(rule.example)
        );
        let shown = display(rule.kind, rule.example);
        assert_eq!(
            check(rule.kind, &shown, today()).as_deref(),
            Ok(rule.example)
        );
    }
    assert_eq!(display(NhsNumber, "9434765919"), "943 476 5919");
    assert_eq!(display(NiNumber, "AA370773A"), "AA 37 07 73 A");
}

#[test]
fn the_debug_of_a_fault_tells_no_number() {
    let fault = check(Pnc, "81/34T", today()).expect_err("refused");
    assert!(fault.to_string().contains("81/34"));
    assert!(!format!("{fault:?}").contains("34"));
}

fn any_kind() -> impl Strategy<Value = IdentifierKind> {
    (0..IDENTIFIERS.len()).prop_map(|place| IDENTIFIERS[place].kind)
}

proptest! {
    #[test]
    fn what_passes_is_normal_reads_back_and_no_text_panics(
        kind in any_kind(),
        typed in "[A-Za-z]{0,4}[0-9 ]{0,11}[/ -]?[0-9]{0,7}[A-Za-z]{0,3}|\\PC*",
    ) {
        match check(kind, &typed, today()) {
            Ok(stored) => {
                prop_assert!(stored.len() <= 20, "{}", stored);
                let again = check(kind, &stored, today()).ok();
                prop_assert_eq!(again.as_ref(), Some(&stored));
                let shown = display(kind, &stored);
                let again = check(kind, &shown, today()).ok();
                prop_assert_eq!(again.as_ref(), Some(&stored));
            }
            Err(fault) => prop_assert!(fault.to_string().ends_with(['.', '?'])),
        }
    }

    #[test]
    fn any_stored_text_can_be_displayed(kind in any_kind(), stored in any::<String>()) {
        let _ = display(kind, &stored);
    }
}
