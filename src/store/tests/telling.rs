//! What is told as soon as it is true.

use super::*;
use crate::store::StoreError;

#[test]
fn acts_are_told_of_once_with_the_overview_that_the_store_then_has() {
    let (mut store, _, _) = fresh();
    // The first time nobody has looked at the overview yet, the second time somebody has.
    for n in 1..=2 {
        let serial = format!("R-00{n}");
        let mut told = Vec::new();
        let tell = |acts: &[Act], overview: Result<Overview, StoreError>| {
            told.push((acts.to_vec(), overview.unwrap()));
        };
        let acts = vec![referral(Subject::New, &serial, "Smith", "")];
        let acts = store.record_and_tell(at(n), acts, today(), tell).unwrap();
        assert_eq!(told, vec![(acts, overview(&mut store))]);
        assert!(store.sheet(&serial).unwrap().is_some());
    }
    let nobody = referral(Subject::Known(ClientId(99)), "R-003", "Smith", "");
    let tell = |_: &[Act], _: Result<Overview, StoreError>| panic!("told of what was refused");
    let refused = store.record_and_tell(at(3), vec![nobody], today(), tell);
    assert!(refused.is_err());
}
