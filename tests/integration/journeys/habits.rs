//! Two habits, one sheet: she who presses Enter after every box and she who lets full boxes go on by themselves.

use crate::update::seat::fixed;
use caseload::app::operator::Operator;
use caseload::demo::{self, OFFICER};
use caseload::domain::sheet::{FilledSheet, Override, SheetHead};
use caseload::domain::value::Values;
use caseload::keys::Params;
use caseload::store::{Create, Store};
use chrono::{Days, Utc};
use proptest::prelude::*;
use std::collections::BTreeSet;

const PASSPHRASE: &str = "made up people";

/// A desk on an empty store of its own.
fn seat(folder: &std::path::Path) -> Operator {
    let options = Create {
        service: demo::SERVICE.to_owned(),
        user: OFFICER.to_owned(),
        passphrase: PASSPHRASE.to_owned(),
        argon: Params::quick(),
        now: Utc::now() - Days::new(900),
    };
    let (store, _) = Store::create(&folder.join("store"), options).unwrap();
    Operator::sit_down(store, fixed("default"))
}

type Said = (SheetHead, Option<Values>, Vec<Override>, String);

/// Keys a sheet and gives what is then on the store, and how many keys it took.
fn keyed(operator: &mut Operator, wanted: &FilledSheet) -> (Said, usize) {
    let keys = operator
        .key(wanted)
        .unwrap_or_else(|stuck| panic!("{}: {stuck}", wanted.head.serial));
    let sheet = operator
        .sheet(&wanted.head.serial)
        .expect("a saved sheet is there");
    (
        (sheet.head, sheet.values, sheet.overrides, sheet.query),
        keys.keys.len(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]
    #[test]
    fn enter_after_every_box_keys_the_same_sheet_as_no_enter_where_a_box_is_full(seed in 1_u64..1_000_000) {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut relying = seat(one.path());
        let mut ending = seat(other.path()).ending_every_box();
        let mut forms = BTreeSet::new();
        let (mut few, mut many) = (0, 0);
        for sheet in demo::sheets(seed, 40) {
            let wanted = relying.read(&sheet).unwrap();
            prop_assert_eq!(&ending.read(&sheet).unwrap().values, &wanted.values);
            let (said, count) = keyed(&mut relying, &wanted);
            let (same, with_enter) = keyed(&mut ending, &wanted);
            prop_assert_eq!(&said.1.as_ref(), &Some(&wanted.values));
            prop_assert!(said == same, "{} differs", wanted.head.serial);
            forms.insert(wanted.head.form.clone());
            few += count;
            many += with_enter;
        }
        prop_assert!(many > few, "{many} keys, {few} keys: no box went on by itself");
        prop_assert!(forms.len() >= 8, "{forms:?}");
        relying.leave();
        ending.leave();
    }
}
