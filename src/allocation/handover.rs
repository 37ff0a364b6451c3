//! What goes with a case when it is given: type, clocks, limits of the place, what to read, what is still to be asked.
//!
//! # Why
//! A flag that stands on a screen and not on the slip is a flag that the trainer never sees. The slip says all of
//! [`super::risk::safety`], and a test holds it to that. It carries numbers and no names; whoever prints it adds those.

use super::Scene;
use super::risk;
use super::words::day;
use crate::domain::overview::CaseLine;
use crate::domain::trainer::Trainer;

/// The lines of the hand-over slip.
pub fn slip(scene: &Scene, line: &CaseLine, work: u8) -> Vec<String> {
    let kind = if work == 2 {
        "Type 2, health plan"
    } else {
        "Type 1, signposting"
    };
    let mut lines = vec![format!(
        "Referral {}, client {}: {kind}.",
        line.case.no, line.client
    )];
    if let Some(received) = line.case.received {
        let clocks = &scene.settings.clock;
        let within = |days| day(scene.calendar.add_working_days(received, days));
        lines.push(format!(
            "Received on {}; first contact by {}, first session by {}.",
            day(received),
            within(clocks.first_contact),
            within(clocks.first_session)
        ));
    }
    lines.extend(
        risk::limits(scene, line)
            .into_iter()
            .map(|l| format!("Mind: {}.", l.trim_end_matches('.'))),
    );
    let questions = risk::questions(scene, line);
    lines.extend(
        questions
            .into_iter()
            .map(|q| format!("Ask the {}: {}", q.whom, q.sentence)),
    );
    lines
}

/// The slip with the names that whoever meets the client needs: what is printed and put into the trainer's hand.
pub fn slip_for(scene: &Scene, line: &CaseLine, work: u8, to: Option<&Trainer>) -> Vec<String> {
    let her = &line.identity;
    let words = [her.name(), her.born_shown(), her.crn.clone()];
    let said: Vec<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
    let to = to.map_or_else(
        || "To nobody yet.".to_owned(),
        |t| format!("To {} ({}), on {}.", t.name, t.id, day(scene.today)),
    );
    let mut lines = vec![said.join("  "), to];
    lines.extend(slip(scene, line, work));
    lines
}

#[cfg(test)]
mod tests {
    use super::super::testing::Office;
    use super::*;

    #[test]
    fn the_slip_says_everything_about_safety_and_names_nobody() {
        let mut office = Office::on("2012-06-14");
        let n = office.referral("2012-06-12", 2);
        let line = &mut office.cases[n];
        line.identity.surname = "Zzyzx".into();
        line.risk.rosh = Some("V".into());
        line.risk.mappa_category = Some("1".into());
        line.risk.alerts = crate::domain::alert::ALERTS
            .iter()
            .map(|a| a.code.to_owned())
            .collect();
        line.risk.venue_limits = vec!["O".into()];
        line.risk.safety_note = "never after dark".into();
        line.risk.checked_on = None;
        let slip = slip(&office.scene(), &office.cases[n], 2);
        assert_eq!(
            slip[0],
            "Referral 2012-0001, client C-000001: Type 2, health plan."
        );
        assert_eq!(
            slip[1],
            "Received on 12/06/2012; first contact by 19/06/2012, first session by 03/07/2012."
        );
        for limit in risk::safety(&office.cases[n].risk) {
            assert!(
                slip.iter().any(|l| l.contains(&limit.sentence)),
                "{}",
                limit.sentence
            );
        }
        assert!(
            slip.iter()
                .any(|l| l.starts_with("Ask the offender manager: "))
        );
        assert!(!slip.join(" ").contains("Zzyzx"));
    }
}
