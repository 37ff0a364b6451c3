//! The very desk, with a queue before it: how many keys until a case is given.

use super::{office, today};
use caseload::allocation::Settings;
use caseload::domain::act::{Deed, Role};
use caseload::domain::calendar::Calendar;
use caseload::domain::overview::Overview;
use caseload::forms::Registry;
use caseload::keymap::{self, notation};
use caseload::model::{Effect, Fixed, Message, Model, Opened};
use std::sync::Arc;

/// Presses the keys of a line on home; how many it took until the allocation was on its way to the store.
pub fn until_given(line: &str) -> Option<usize> {
    let mut desk = opened();
    let keys = notation::read(line).expect("a line of keys");
    for (pressed, key) in (1..).zip(keys) {
        let effects = desk.update(Message::KeyPressed(key));
        let gives = |effect: &Effect| match effect {
            Effect::Record(_, acts) => acts
                .iter()
                .any(|a| matches!(a.deed, Deed::Allocated { .. })),
            _ => false,
        };
        if effects.iter().any(gives) {
            return Some(pressed);
        }
    }
    None
}

/// An open desk: eight trainers with some room, the risk of the second referral is not known.
fn opened() -> Model {
    let (mut trainers, mut cases) = office(8, 20, 6);
    for each in &mut trainers {
        each.level3 = each.level2;
    }
    for line in &mut cases {
        line.identity.trainer_gender.clear();
        line.risk.checked_on = Some(today());
        line.case.received = Some(today());
        line.case.type_asked = Some(1);
    }
    cases[1].risk.rosh = None;
    let overview = Overview {
        service: "Rutland".to_owned(),
        trainers: Arc::new(trainers),
        cases: Arc::new(cases),
        ..Overview::default()
    };
    let fixed = Fixed {
        forms: Registry::shipped(),
        keymap: Arc::new(keymap::load("default", None).0),
        calendar: Arc::new(Calendar::england()),
        allocation: Arc::new(Settings::shipped()),
        paper: Arc::new(caseload::paper::Settings::shipped()),
        short_names: Arc::new(caseload::search::ShortNames::shipped()),
        comfort: caseload::model::Comfort::default(),
        store: "store".to_owned(),
        user: "jofficer".to_owned(),
    };
    let local = today().and_hms_opt(9, 41, 0).expect("a time");
    let mut desk = Model::new(fixed, local.and_utc(), local, (80, 24));
    let opened = Opened {
        user: "jofficer".to_owned(),
        role: Role::Officer,
        overview,
        notices: Vec::new(),
    };
    desk.update(Message::Unlocked(Box::new(opened)));
    desk
}
