//! How much each trainer has on her hands: weighted open work ÷ the room that her hours and her learning leave (rule A10).
//!
//! # Why
//! Counting all cases a person ever had makes new starters invisible and leavers look busy. Here only open work counts,
//! a trainer without a case has a load of 0 %, and time off for learning ends by the calendar, not by somebody's hand.
//! With tens of thousands of open cases the work is counted once, in [`Loads`], and every ranking reads it.

use super::Scene;
use super::clock;
use super::settings::{Learner, Settings};
use crate::domain::case::Case;
use crate::domain::overview::CaseLine;
use crate::domain::reference::{ClientId, TrainerId};
use crate::domain::trainer::Trainer;
use chrono::{Datelike, Days, NaiveDate};
use std::collections::HashMap;

/// The share shown for work on no hours at all: 999 %.
pub const NO_HOURS_SHARE: f64 = 9.99;

/// What one trainer has on her hands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Load {
    /// Points of open work.
    pub points: f64,
    /// Points that make 100 % for her today.
    pub capacity: f64,
    /// Points ÷ capacity: 0.62 is 62 %.
    pub share: f64,
    /// Weekly hours today.
    pub hours: f64,
    /// Part of the capacity taken off while she learns: 0.8 is 80 %.
    pub reduction: f64,
    /// Open Type 1 cases.
    pub open_type1: u32,
    /// Open Type 2 cases.
    pub open_type2: u32,
    /// Follow-ups whose window is open.
    pub followups_due: u32,
    /// Community events held lately, or to come.
    pub events: u32,
    /// Open cases whose client nobody has seen yet.
    pub never_seen: u32,
    /// Open cases on hold: custody, hospital, release to come.
    pub on_hold: u32,
    /// Cases in which she stands in for somebody; they are among the others.
    pub standing_in: u32,
    /// Cases whose work is done and whose sign-off has not come.
    pub signoff_overdue: u32,
    /// Cases given in the last seven days.
    pub new_this_week: u32,
}

impl Load {
    /// The load with `points` more.
    pub fn with(&self, points: f64) -> f64 {
        share(self.points + points, self.capacity)
    }

    fn take(&mut self, scene: &Scene, case: &Case) {
        if !case.is_open() {
            if clock::followup(scene, case).is_some_and(|f| f.opens <= scene.today) {
                self.followups_due += 1;
                self.points += scene.settings.load.followup_due;
            }
            return;
        }
        self.points += points(scene.settings, case);
        if case.kind_of_work() == Some(2) {
            self.open_type2 += 1;
        } else {
            self.open_type1 += 1;
        }
        self.never_seen += u32::from(case.last_seen().is_none());
        self.on_hold += u32::from(case.is_on_hold(scene.today));
        self.signoff_overdue +=
            u32::from(clock::signoff_due(scene, case).is_some_and(|d| d < scene.today));
        let week_ago = scene.today - Days::new(7);
        let newly = case
            .spells
            .last()
            .is_some_and(|s| s.from > week_ago && s.from <= scene.today);
        self.new_this_week += u32::from(newly);
    }
}

/// Points ÷ capacity. Without capacity nothing is 0 % and anything is [`NO_HOURS_SHARE`].
pub fn share(points: f64, capacity: f64) -> f64 {
    if capacity > 0.0 {
        points / capacity
    } else if points > 0.0 {
        NO_HOURS_SHARE
    } else {
        0.0
    }
}

/// The points of one open case.
pub fn points(settings: &Settings, case: &Case) -> f64 {
    let work = case.kind_of_work().unwrap_or(1);
    let full = settings.points_of(work);
    if work != 2 || !settings.load.type2_by_sessions {
        return full;
    }
    let agreed = case.plan.as_ref().map_or(8, |p| p.sessions).max(1);
    let left = f64::from(case.sessions_to_come()) / f64::from(agreed);
    (full * left).max(settings.load.type2_least.min(full))
}

/// The part of her capacity that is taken off on a day because she learns.
pub fn reduction(settings: &Settings, trainer: &Trainer, on: NaiveDate) -> f64 {
    let (who, since) = match trainer.role_on(on) {
        "trainee" if !trainer.has_level3(on) => (Learner::Trainee, trainer.from),
        "trainee" | "trainer" => (Learner::Qualified, trainer.level3.max(trainer.from)),
        _ => return 0.0,
    };
    let Some(months) = since.and_then(|since| full_months(since, on)) else {
        return 0.0;
    };
    let steps = settings.ramp.iter().filter(|r| r.who == who);
    steps
        .filter(|r| (r.from_month..r.to_month).contains(&months))
        .map(|r| r.reduction)
        .fold(0.0, f64::max)
}

/// Full months from one day to another; `None` where the second comes first.
fn full_months(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    let whole = if to.day() < from.day() {
        months - 1
    } else {
        months
    };
    u32::try_from(whole).ok()
}

/// Points that make 100 % of her week on a day.
pub fn capacity(settings: &Settings, trainer: &Trainer, on: NaiveDate) -> f64 {
    let part = trainer.hours_on(on).max(0.0) / settings.load.full_time_hours;
    settings.load.cap_points * part * (1.0 - reduction(settings, trainer, on))
}

/// The open work of everybody, counted once for a scene.
#[derive(Debug, Clone)]
pub struct Loads {
    by_trainer: Vec<Load>,
    places: HashMap<TrainerId, usize>,
    by_client: Vec<(ClientId, u32)>,
}

impl Loads {
    /// Counts everybody's open work.
    pub fn of(scene: &Scene) -> Self {
        let places: HashMap<TrainerId, usize> = scene
            .trainers
            .iter()
            .enumerate()
            .map(|(place, t)| (t.id.clone(), place))
            .collect();
        let mut by_trainer: Vec<Load> = scene.trainers.iter().map(|t| idle(scene, t)).collect();
        for line in scene.cases {
            let place = line.case.holder().and_then(|id| places.get(id));
            if let Some(place) = place {
                by_trainer[*place].take(scene, &line.case);
            }
            // Whoever stands in has the work too, for as long; the room of the other is not given away meanwhile.
            let cover = line
                .case
                .cover_on(scene.today)
                .filter(|_| line.case.is_open());
            if let Some(place) = cover.and_then(|c| places.get(&c.trainer)) {
                let load = &mut by_trainer[*place];
                load.points += points(scene.settings, &line.case);
                load.standing_in += 1;
            }
        }
        for load in &mut by_trainer {
            load.share = load.with(0.0);
        }
        let numbered = scene.cases.iter().zip(0_u32..);
        let mut by_client: Vec<(ClientId, u32)> = numbered.map(|(l, n)| (l.client, n)).collect();
        by_client.sort_unstable();
        Self {
            by_trainer,
            places,
            by_client,
        }
    }

    /// The load of one trainer of the scene.
    pub fn get(&self, trainer: &TrainerId) -> Option<&Load> {
        self.places
            .get(trainer)
            .map(|place| &self.by_trainer[*place])
    }

    /// The load of the trainer at a place in the scene's list.
    pub fn at(&self, place: usize) -> Option<&Load> {
        self.by_trainer.get(place)
    }

    /// Adds a case to a trainer's load, as if it had been given to her today.
    pub fn add(&mut self, trainer: &TrainerId, settings: &Settings, work: u8) {
        self.change(trainer, settings.points_of(work), work, 1);
    }

    pub(super) fn change(&mut self, trainer: &TrainerId, points: f64, work: u8, by: i32) {
        if let Some(place) = self.places.get(trainer) {
            let load = &mut self.by_trainer[*place];
            load.points = (load.points + points).max(0.0);
            load.share = load.with(0.0);
            let open = if work == 2 {
                &mut load.open_type2
            } else {
                &mut load.open_type1
            };
            *open = open.saturating_add_signed(by);
            load.new_this_week = load.new_this_week.saturating_add_signed(by.max(0));
        }
    }

    /// All lines of the scene that are about one client.
    pub fn lines_of<'a>(
        &'a self,
        scene: &Scene<'a>,
        client: ClientId,
    ) -> impl Iterator<Item = &'a CaseLine> + use<'a> {
        let cases = scene.cases;
        let first = self.by_client.partition_point(|(c, _)| *c < client);
        self.by_client[first..]
            .iter()
            .take_while(move |(c, _)| *c == client)
            .filter_map(move |(_, n)| cases.get(*n as usize))
    }
}

/// A trainer of the scene before any case is counted.
fn idle(scene: &Scene, trainer: &Trainer) -> Load {
    let events = events_about(scene.settings, trainer, scene.today);
    Load {
        points: f64::from(events) * scene.settings.load.event,
        events,
        capacity: capacity(scene.settings, trainer, scene.today),
        hours: trainer.hours_on(scene.today),
        reduction: reduction(scene.settings, trainer, scene.today),
        ..Load::default()
    }
}

/// Her community events about a day: what was held lately is prepared again, what is to come is prepared now.
fn events_about(settings: &Settings, trainer: &Trainer, on: NaiveDate) -> u32 {
    let days = i64::from(settings.load.event_days);
    let near = |event: &&NaiveDate| (on - **event).num_days().abs() < days;
    u32::try_from(trainer.events.iter().filter(near).count()).unwrap_or(u32::MAX)
}

/// The load of one trainer; an empty one where she is not on the roster.
pub fn load(scene: &Scene, trainer: &TrainerId) -> Load {
    let Some(who) = scene.trainers.iter().find(|t| t.id == *trainer) else {
        return Load::default();
    };
    let mut load = idle(scene, who);
    for line in scene.cases {
        if line.case.holder() == Some(trainer) {
            load.take(scene, &line.case);
        }
        let cover = line
            .case
            .cover_on(scene.today)
            .filter(|_| line.case.is_open());
        if cover.is_some_and(|c| c.trainer == *trainer) {
            load.points += points(scene.settings, &line.case);
            load.standing_in += 1;
        }
    }
    load.share = load.with(0.0);
    load
}

/// Everybody's share on an earlier day, in the order of the scene, by who had which case then and which follow-ups were due.
/// Exact as far back as closed cases are in the scene: those that still owe a follow-up, so a year.
pub fn shares_on(scene: &Scene, on: NaiveDate) -> Vec<f64> {
    let then = Scene {
        today: on,
        ..*scene
    };
    let mut loads: Vec<Load> = scene.trainers.iter().map(|t| idle(&then, t)).collect();
    let place = |who: &TrainerId| scene.trainers.iter().position(|t| t.id == *who);
    for CaseLine { case, .. } in scene.cases {
        let mut at_work: Vec<usize> = having(case, on).filter_map(place).collect();
        if case.is_open() {
            at_work.extend(case.cover_on(on).and_then(|c| place(&c.trainer)));
        }
        at_work.sort_unstable();
        at_work.dedup();
        for who in &at_work {
            loads[*who].points += points(scene.settings, case);
        }
        let holder = case.holder().and_then(place);
        if let Some(holder) = holder.filter(|who| !at_work.contains(who))
            && clock::followup(&then, case).is_some_and(|f| f.opens <= on)
        {
            loads[holder].points += scene.settings.load.followup_due;
        }
    }
    loads.iter().map(|load| load.with(0.0)).collect()
}

/// One trainer's share on an earlier day, as [`shares_on`] counts it; 0 where she is not on the roster.
pub fn share_on(scene: &Scene, trainer: &Trainer, on: NaiveDate) -> f64 {
    let place = scene.trainers.iter().position(|t| t.id == trainer.id);
    place.map_or(0.0, |place| shares_on(scene, on)[place])
}

/// Who had the case, open, on a day.
fn having(case: &Case, on: NaiveDate) -> impl Iterator<Item = &TrainerId> {
    let open = case.outcome.is_empty() && case.signoff.as_ref().is_none_or(|(end, _)| on < *end);
    let spells = case.spells.iter().filter(move |_| open);
    spells
        .filter(move |s| s.from <= on && s.to.is_none_or(|to| on < to))
        .map(|s| &s.trainer)
}

/// Whether the trainer had the case, open, on a day.
pub fn had(case: &Case, trainer: &TrainerId, on: NaiveDate) -> bool {
    having(case, on).any(|who| who == trainer)
}

/// A trainer who has had too much for weeks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Laden {
    /// Her place in the scene's list.
    pub place: usize,
    /// Her share today: 1.2 is 120 %.
    pub share: f64,
}

/// Those who have had too much (over 110 % as shipped) on this day and on the same weekday of the three weeks before: the
/// supervisor should know.
pub fn laden_for_four_weeks(scene: &Scene) -> Vec<Laden> {
    let mut laden: Vec<Laden> = Vec::new();
    for week in 0..4 {
        let on = scene.today - Days::new(7 * week);
        let shares = shares_on(scene, on);
        if week == 0 {
            let all = shares.iter().enumerate();
            laden = all.map(|(place, &share)| Laden { place, share }).collect();
        }
        laden.retain(|l| {
            shares[l.place] > scene.settings.load.excessive && scene.trainers[l.place].in_post(on)
        });
        if laden.is_empty() {
            break;
        }
    }
    laden
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, Office, day, id, twenty_points};
    use super::*;

    #[test]
    fn type_2_counts_three_and_type_1_one_and_hours_scale_the_room() {
        let mut office = Office::on("2012-06-14");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        let mut part_time = testing::trainer("HT02", "2010-04-01");
        testing::set_hours(&mut part_time, "2010-04-01", 18.5);
        office.staff(part_time);
        for holder in ["HT01", "HT02"] {
            office.open_case(holder, 2);
            office.open_case(holder, 1);
        }
        let scene = office.scene();
        let (full, half) = (load(&scene, &id("HT01")), load(&scene, &id("HT02")));
        assert!((full.points - 4.0).abs() < 1e-9);
        assert!((full.share - 0.2).abs() < 1e-9);
        assert!((half.share - 0.4).abs() < 1e-9);
        assert_eq!((full.open_type1, full.open_type2), (1, 1));
        let loads = Loads::of(&scene);
        assert_eq!(loads.get(&id("HT01")), Some(&full));
        assert_eq!(loads.get(&id("HT09")), None);
    }

    #[test]
    fn a_closed_case_weighs_nothing() {
        let mut office = Office::on("2012-06-14");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        let n = office.open_case("HT01", 2);
        office.cases[n].case.signoff = Some((day("2012-06-01"), "COMP".into()));
        let load = load(&office.scene(), &id("HT01"));
        assert!(load.points.abs() < 1e-9);
        assert_eq!(load.open_type2, 0);
    }

    #[test]
    fn an_event_counts_for_four_weeks_before_and_after_it() {
        let mut office = Office::on("2012-06-14");
        let mut her = testing::trainer("HT01", "2010-04-01");
        for on in [
            "2012-05-17",
            "2012-05-18",
            "2012-06-14",
            "2012-07-11",
            "2012-07-12",
        ] {
            her.held(day(on));
        }
        office.staff(her);
        office.settings.load.event = 0.5;
        let scene = office.scene();
        let load = load(&scene, &id("HT01"));
        assert_eq!((load.events, load.points), (3, 1.5));
        assert_eq!(Loads::of(&scene).get(&id("HT01")), Some(&load));
        let share = share_on(&scene, &scene.trainers[0], scene.today);
        assert!((share - load.share).abs() < 1e-9, "{share}");
    }

    #[test]
    fn a_trainees_reduction_expires_by_the_calendar() {
        let settings = twenty_points();
        let trainee = testing::trainee("HT05", "2012-01-31");
        let taken = |on: &str| (reduction(&settings, &trainee, day(on)) * 100.0).round();
        assert!((taken("2012-01-31") - 80.0).abs() < 1e-9);
        assert!((taken("2012-07-30") - 80.0).abs() < 1e-9);
        assert!((taken("2012-07-31") - 60.0).abs() < 1e-9);
        assert!((taken("2013-01-31") - 40.0).abs() < 1e-9);
        assert!(taken("2013-07-31").abs() < 1e-9);
    }

    #[test]
    fn the_newly_qualified_have_a_fifth_off_for_nine_months() {
        let settings = twenty_points();
        let mut her = testing::trainer("HT06", "2012-01-01");
        her.level3 = Some(day("2012-03-01"));
        let taken = |on: &str| reduction(&settings, &her, day(on));
        assert!((taken("2012-11-30") - 0.2).abs() < 1e-9);
        assert!(taken("2012-12-01").abs() < 1e-9);
    }

    #[test]
    fn type_2_by_sessions_weighs_less_with_every_session_kept_where_the_service_wants_it() {
        let mut office = Office::on("2012-06-14");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        let n = office.open_case("HT01", 2);
        for on in ["2012-05-01", "2012-05-08", "2012-05-15", "2012-05-22"] {
            office.meet(n, on, "5");
        }
        office.settings.load.type2_by_sessions = true;
        assert!((load(&office.scene(), &id("HT01")).points - 1.5).abs() < 1e-9);
        office.settings.load.type2_by_sessions = false;
        assert!((load(&office.scene(), &id("HT01")).points - 3.0).abs() < 1e-9);
    }

    #[test]
    fn never_seen_on_hold_and_unsigned_cases_are_shown_apart() {
        let mut office = Office::on("2012-06-14");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        office.open_case("HT01", 1);
        let held = office.open_case("HT01", 2);
        office.cases[held].case.release = Some(day("2012-07-01"));
        office.meet(held, "2012-06-01", "5");
        let done = office.open_case("HT01", 1);
        office.cases[done].case.signposted = vec![day("2012-05-01")];
        let load = load(&office.scene(), &id("HT01"));
        assert_eq!(
            (load.never_seen, load.on_hold, load.signoff_overdue),
            (1, 1, 1)
        );
    }

    #[test]
    fn four_weeks_over_the_limit_are_flagged_and_three_are_not() {
        let mut office = Office::on("2012-06-28");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        for _ in 0..8 {
            let n = office.open_case("HT01", 2);
            office.cases[n].case.spells[0].from = day("2012-06-08");
        }
        let scene = office.scene();
        assert_eq!(laden_for_four_weeks(&scene), []);
        for line in &mut office.cases {
            line.case.spells[0].from = day("2012-06-07");
        }
        let scene = office.scene();
        let [laden] = laden_for_four_weeks(&scene)[..] else {
            panic!("nobody was flagged");
        };
        assert_eq!(laden.place, 0);
        assert!((laden.share - share_on(&scene, &scene.trainers[0], scene.today)).abs() < 1e-9);
    }
}
