//! Exactly what put a trainer where she stands, and what would change it.

use super::Scene;
use super::judging::office_asked;
use super::load::{Load, Loads};
use super::rank::{Candidate, rank_with};
use super::rules::Bar;
use super::settings::Labels;
use super::words::{self, day, percent, points};
use crate::domain::overview::CaseLine;
use crate::domain::reference::TrainerId;
use crate::domain::trainer::Trainer;

/// The terms of one trainer's place, one a line: place and score, every term with its weight, what the load is made of,
/// what bars her, what to read, and what would change it.
pub fn explain(scene: &Scene, line: &CaseLine, work: u8, trainer: &TrainerId) -> Vec<String> {
    explain_with(scene, &Loads::of(scene), line, work, trainer)
}

/// The same with the work already counted.
pub fn explain_with(
    scene: &Scene,
    loads: &Loads,
    line: &CaseLine,
    work: u8,
    trainer: &TrainerId,
) -> Vec<String> {
    let ranked = rank_with(scene, loads, line, work);
    let person = scene.trainers.iter().find(|t| t.id == *trainer);
    let place = ranked.iter().position(|c| c.trainer == *trainer);
    let (Some(place), Some(person)) = (place, person) else {
        return vec![not_listed(person, scene)];
    };
    let her = &ranked[place];
    let mut lines = vec![heading(&ranked, place)];
    lines.extend(
        her.why
            .iter()
            .map(|r| format!("{:+.1}  {}  {}", r.weight, r.rule, r.sentence)),
    );
    lines.push(load_in_words(scene, loads, her, work));
    lines.extend(her.blocked_by.iter().map(barred));
    lines.extend(
        her.cautions
            .iter()
            .map(|c| format!("Mind: {}.", c.trim_end_matches('.'))),
    );
    lines.extend(changes(scene, line, work, &ranked, place, person));
    lines
}

fn not_listed(person: Option<&Trainer>, scene: &Scene) -> String {
    match person.and_then(|p| p.to).filter(|to| *to < scene.today) {
        Some(to) => format!("Not listed: left on {}.", day(to)),
        None if person.is_some() => {
            "Not listed: does not work with clients, or not yet.".to_owned()
        }
        None => "Nobody of this number is on the roster.".to_owned(),
    }
}

fn heading(ranked: &[Candidate], place: usize) -> String {
    let her = &ranked[place];
    let of = ranked.iter().filter(|c| c.eligible).count();
    if her.eligible {
        format!(
            "{}: {} of {of}, score {:.1}",
            her.name,
            ordinal(place + 1),
            her.score
        )
    } else {
        format!(
            "{}: barred; score {:.1} without the bar",
            her.name, her.score
        )
    }
}

fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

fn barred(bar: &Bar) -> String {
    let passing = if bar.override_allowed {
        "may be passed with a reason of at least ten characters"
    } else {
        "cannot be passed"
    };
    format!("Barred by {}: {} ({passing}).", bar.rule, bar.sentence)
}

/// What the load is made of, with the weights of the settings.
fn load_in_words(scene: &Scene, loads: &Loads, her: &Candidate, work: u8) -> String {
    let load = loads.get(&her.trainer).cloned().unwrap_or_default();
    let learning = if load.reduction > 0.0 {
        format!(", {} off while learning", percent(load.reduction))
    } else {
        String::new()
    };
    format!(
        "Load: {} = {} of {} points ({} hours{learning}); this case adds {}.{}",
        terms(scene, &load),
        points(load.points),
        points(load.capacity),
        points(load.hours),
        points(scene.settings.points_of(work)),
        apart(&load)
    )
}

/// `2 Type 2 × 3 + 1 Type 1 × 1`.
fn terms(scene: &Scene, load: &Load) -> String {
    let weights = &scene.settings.load;
    let by_sessions = if weights.type2_by_sessions {
        ", less by sessions kept,"
    } else {
        ""
    };
    let followups = if weights.followup_due > 0.0 {
        let each = points(weights.followup_due);
        format!(" + {} follow-ups × {each}", load.followups_due)
    } else {
        String::new()
    };
    let events = match load.events {
        0 => String::new(),
        some => format!(
            " + {} × {}",
            words::count(i64::from(some), "event"),
            points(weights.event)
        ),
    };
    format!(
        "{} Type 2 × {}{by_sessions} + {} Type 1 × {}{followups}{events}",
        load.open_type2,
        points(weights.type2),
        load.open_type1,
        points(weights.type1)
    )
}

/// Cases that count and may be no work, shown apart.
fn apart(load: &Load) -> String {
    let kinds = [
        (load.never_seen, "never seen"),
        (load.on_hold, "on hold"),
        (load.signoff_overdue, "overdue for sign-off"),
    ];
    let some = kinds.iter().filter(|(n, _)| *n > 0);
    let said: Vec<String> = some.map(|(n, what)| format!("{n} {what}")).collect();
    let mut text = match said.as_slice() {
        [] => String::new(),
        said => format!(" Among them {}.", said.join(", ")),
    };
    if load.standing_in > 0 {
        let cases = words::count(i64::from(load.standing_in), "case");
        text = format!("{text} Stands in for others in {cases}, which counts too.");
    }
    text
}

/// What would change her place.
fn changes(
    scene: &Scene,
    line: &CaseLine,
    work: u8,
    ranked: &[Candidate],
    place: usize,
    person: &Trainer,
) -> Vec<String> {
    let her = &ranked[place];
    let mut said: Vec<String> = her
        .blocked_by
        .iter()
        .filter_map(|bar| lifted(scene, work, her, bar, person))
        .collect();
    if !her.eligible {
        return said;
    }
    let Some(first) = ranked.first().filter(|_| place > 0) else {
        if let Some(second) = ranked.get(1).filter(|c| c.eligible) {
            let lead = her.score - second.score;
            said.push(format!("Leads {} by {lead:.1}.", second.name));
        }
        return said;
    };
    let behind = first.score - her.score;
    said.push(format!("{behind:.1} behind {}.", first.name));
    said.extend(would_overtake(scene, line, work, her, behind, person));
    said
}

/// Single changes that would make up the difference.
fn would_overtake(
    scene: &Scene,
    line: &CaseLine,
    work: u8,
    her: &Candidate,
    behind: f64,
    person: &Trainer,
) -> Vec<String> {
    let weights = &scene.settings.weight;
    let lacks = |rule: &str| !her.why.iter().any(|r| r.rule == rule && r.weight > 0.0);
    let pronoun = words::trainer(&person.gender);
    let mut said = Vec::new();
    if let Some(office) = office_asked(line).filter(|_| lacks("A8") && weights.office > behind) {
        let office = scene.settings.label(Labels::Office, office);
        said.push(format!(
            "Work at {office} would put {} first.",
            pronoun.object
        ));
    }
    // The score falls by this much for every point of open work.
    let capacity = super::load::capacity(scene.settings, person, scene.today);
    let per_point = weights.room * scene.settings.points_of(work) / capacity.max(f64::MIN_POSITIVE);
    let fewer = behind / per_point;
    if capacity > 0.0 && fewer < her.load_before * capacity {
        let sentence = format!(
            "{} points less open work would put {} first.",
            points(fewer + 0.05),
            pronoun.object
        );
        said.push(sentence);
    }
    if let Some(leaving) = her
        .why
        .iter()
        .find(|r| r.rule == "A2" && -r.weight > behind)
    {
        said.push(format!(
            "Without \"{}\" {} would be first.",
            leaving.sentence, pronoun.subject
        ));
    }
    said
}

/// When or how a bar would be lifted.
fn lifted(scene: &Scene, work: u8, her: &Candidate, bar: &Bar, person: &Trainer) -> Option<String> {
    let today = scene.today;
    match bar.rule.as_ref() {
        "A1" => {
            let level = if work == 2 {
                person.level3
            } else {
                person.level2.or(person.level3)
            };
            let name = if work == 2 { "Level 3" } else { "Level 2" };
            if person.role_on(today) == "champion" && bar.sentence.starts_with("champion") {
                return Some(
                    "Alongside a trainer who takes the case, a champion may help.".to_owned(),
                );
            }
            Some(match level.filter(|d| *d > today) {
                Some(from) => format!("Open from {}, when {name} is on file.", day(from)),
                None => format!("Open once {name} is on file."),
            })
        }
        "A2" => {
            let leave = person.leave_on(today)?.to?;
            Some(format!("Back after {}.", day(leave)))
        }
        "A10" => {
            let after = her.load_after * super::load::capacity(scene.settings, person, today);
            let over = after - super::load::capacity(scene.settings, person, today);
            (over > 0.0 && her.load_after < super::load::NO_HOURS_SHARE)
                .then(|| format!("Open with {} points less open work.", points(over)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, Office, id};
    use super::*;

    fn office() -> Office {
        let mut office = Office::on("2012-06-14");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        let mut far = testing::trainer("HT02", "2010-04-01");
        testing::set_offices(&mut far, &["V"]);
        office.staff(far);
        office.staff(testing::trainee("HT03", "2012-01-09"));
        office.referral("2012-06-12", 2);
        office.open_case("HT01", 1);
        office
    }

    fn said(office: &Office, trainer: &str) -> Vec<String> {
        explain(&office.scene(), &office.cases[0], 2, &id(trainer))
    }

    #[test]
    fn the_terms_add_up_to_the_score() {
        let office = office();
        assert_eq!(
            said(&office, "HT01"),
            [
                "Worker HT01: 1st of 2, score 16.5",
                "+10.5  A10  load 5% → 20%",
                "+6.0  A8  same office",
                "Load: 0 Type 2 × 3 + 1 Type 1 × 1 = 1 of 20 points (37 hours); this case adds 3. Among them 1 never seen.",
                "Leads Worker HT02 by 5.4.",
            ]
        );
    }

    #[test]
    fn it_says_what_would_put_another_first() {
        assert_eq!(
            said(&office(), "HT02")[4..],
            ["5.4 behind Worker HT01.", "Work at C would put him first."]
        );
    }

    #[test]
    fn it_says_what_bars_and_when_that_ends() {
        let mut office = office();
        office.staff[2].level3 = Some(testing::day("2012-09-01"));
        let lines = said(&office, "HT03");
        assert!(lines.contains(
            &"Barred by A1: Type 2 needs Level 3 (may be passed with a reason of at least ten characters).".to_owned()
        ));
        assert!(lines.contains(&"Open from 01/09/2012, when Level 3 is on file.".to_owned()));
        assert!(lines.iter().any(|l| l.contains("80% off while learning")));
    }

    #[test]
    fn somebody_long_gone_or_unknown_is_answered_too() {
        let mut office = office();
        let mut gone = testing::trainer("HT08", "2010-04-01");
        gone.to = Some(testing::day("2011-12-31"));
        office.staff(gone);
        assert_eq!(said(&office, "HT08"), ["Not listed: left on 31/12/2011."]);
        assert_eq!(
            said(&office, "HT99"),
            ["Nobody of this number is on the roster."]
        );
    }
}
