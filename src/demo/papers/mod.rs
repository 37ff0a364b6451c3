//! What each sheet about a client says of a made-up person: one function a form.

mod referral;
mod registration;
mod work;

pub use referral::{Request, referral};
pub use registration::registration;
pub use work::{Appointment, assessment, event, followup, plan, session, signoff, signposting};

use super::cells::Cells;
use super::health::Health;
use super::people::Person;
use super::random::Chance;
use chrono::NaiveDate;
use serde_json::json;

/// MAPPA category and level, with their share.
const MAPPA: &[(u32, Option<(&str, &str)>)] = &[
    (91, None),
    (4, Some(("1", "1"))),
    (2, Some(("1", "2"))),
    (2, Some(("2", "1"))),
    (1, Some(("3", "2"))),
];

/// What the offender manager says of risk; the same on every sheet of a client.
#[derive(Debug, Clone)]
pub struct Danger {
    /// Risk of serious harm.
    pub rosh: &'static str,
    /// MAPPA category and level.
    pub mappa: Option<(&'static str, &'static str)>,
    /// Alerts in the order of the register.
    pub alerts: Vec<&'static str>,
}

impl Danger {
    /// Mostly low or medium; one in seven high.
    pub fn made_up(chance: &mut Chance) -> Self {
        let rosh = chance.weighted(&[(45, "L"), (38, "M"), (14, "H"), (3, "V")]);
        let mut cells = Cells::new(chance);
        let mappa = cells.chance.weighted(MAPPA);
        let mut alerts = match cells.chance.below(100) {
            0..70 => Vec::new(),
            70..94 => cells.some(
                &["ALSH", "RCCO", "ADVP", "ADVV", "AMHL", "APPO", "IIOM"],
                1,
                1,
            ),
            _ => cells.some(
                &["AV2S", "ALSH", "RCHD", "ADVP", "IMAR", "AMHL", "LRND"],
                1,
                3,
            ),
        };
        if mappa.is_some_and(|(category, _)| category == "1") {
            alerts = vec!["ARSO"];
        }
        Self {
            rosh,
            mappa,
            alerts,
        }
    }

    fn fill_in(&self, cells: &mut Cells<'_>) {
        cells.ask("rosh", self.rosh);
        match self.mappa {
            Some((category, level)) => {
                cells.put("mappa_category", category);
                cells.ask("mappa_level", level);
            }
            None => cells.put("mappa_category", json!({"missing": "not_applicable"})),
        }
        if self.alerts.is_empty() {
            cells.put("alerts", json!({"missing": "not_applicable"}));
        } else {
            cells.put("alerts", json!(self.alerts));
        }
    }

    fn is_high(&self) -> bool {
        matches!(self.rosh, "H" | "V") || !self.alerts.is_empty()
    }
}

/// A client as the service sees her through one case.
pub struct Subject {
    /// Who.
    pub person: Person,
    /// Risk.
    pub danger: Danger,
    /// Health before the work.
    pub health: Health,
    /// Primary issue, where anybody wrote it down.
    pub issue: &'static str,
    /// Orders.
    pub orders: Vec<&'static str>,
    /// The order ends.
    pub order_end: NaiveDate,
    /// Offender manager.
    pub manager: String,
    /// Surgery.
    pub surgery: String,
}

fn team(office: &str) -> &'static str {
    match office {
        "L" => "Loughborough probation office",
        "H" => "Hinckley probation office",
        "V" => "Coalville probation office",
        "M" => "Melton probation office",
        "E" => "City east probation office",
        "W" => "City west probation office",
        _ => "City probation centre",
    }
}
