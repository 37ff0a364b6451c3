//! What is to be keyed again, as the desk knows it: asked for in the morning, and anew where an act changes it.

use crate::model::desk::Desk;
use crate::model::effect::{Effect, Ticket};
use crate::model::words;
use crate::paper::rekey::{self, Material, Plan, Planned, Scene};
use chrono::{NaiveDate, Timelike};

/// What is to be keyed again, as the desk knows it.
#[derive(Debug, Default)]
pub struct RekeyPlan {
    /// What it is made from.
    pub material: Material,
    /// The boxes.
    pub plan: Plan,
    /// Waits for its material.
    pub ticket: Option<Ticket>,
    /// The day, and whether it was late enough, when it was asked for last.
    asked: Option<(NaiveDate, bool)>,
}

impl RekeyPlan {
    /// Notes that a box was keyed again.
    pub(super) fn note_done(&mut self, serial: &str, field: &str) {
        let planned = self.plan.boxes.iter_mut();
        for planned in planned.filter(|b| b.serial == serial && b.field == field) {
            planned.done = true;
        }
    }

    /// `6 boxes of yesterday`.
    pub fn words(&self, today: NaiveDate) -> String {
        let open: Vec<&Planned> = self.plan.open().collect();
        let day = |serial: &str| {
            let of = self
                .material
                .sheets
                .iter()
                .find(|r| r.sheet.head.serial == serial);
            of.map(|r| r.keyed.date())
        };
        let mut days: Vec<NaiveDate> = open.iter().filter_map(|b| day(&b.serial)).collect();
        days.sort_unstable();
        days.dedup();
        let when = match days.as_slice() {
            [one] if today.pred_opt() == Some(*one) => " of yesterday".to_owned(),
            [one] if (today - *one).num_days() < 7 => format!(" of {}", one.format("%A")),
            _ => String::new(),
        };
        format!("{}{when}", words::count(open.len(), "box", "boxes"))
    }
}

impl Desk {
    /// The wish for what may be keyed again, where a new morning or an act makes that necessary.
    pub(in crate::model) fn ask_rekey(&mut self, anew: bool) -> Option<Effect> {
        if self.role != crate::domain::act::Role::Officer {
            return None;
        }
        let moment = (
            self.today(),
            self.local.hour() >= self.fixed.paper.rekey.not_before,
        );
        if !anew && self.rekey.asked == Some(moment) {
            return None;
        }
        self.rekey.asked = Some(moment);
        self.next_ticket += 1;
        self.rekey.ticket = Some(self.next_ticket);
        Some(Effect::ReadRekey(self.next_ticket, None, self.today()))
    }

    /// Takes in what the store said, and plans.
    pub(in crate::model) fn hear_rekey(&mut self, ticket: Ticket, material: &Material) {
        if self.rekey.ticket == Some(ticket) {
            self.rekey.ticket = None;
            self.rekey.plan = rekey::plan(material, &scene(self));
            self.rekey.material = material.clone();
        }
    }
}

fn scene(desk: &Desk) -> Scene<'_> {
    Scene {
        forms: &desk.fixed.forms,
        settings: &desk.fixed.paper.rekey,
        cases: &desk.overview.cases,
        user: &desk.user,
        now: desk.local,
    }
}
