//! The best assignment of the whole queue, or of the caseload of somebody who leaves: a proposal, never more.
//!
//! # Why
//! One case at a time, each to the trainer who suits it best, can use up the only one who may take the case after it.
//! Here all are placed together at the least total cost: what counts for a trainer in the ranking is the same here,
//! with the sign turned, and no hard rule and no cap is passed. Each line says where it differs from one by one and
//! why; she changes what she likes and commits, or does not.

use super::Scene;
use super::clock::queue;
use super::load::{Loads, points, share};
use super::own;
use super::rank::{Candidate, judge_but, rank_with, work_asked};
use super::rules::View;
use super::solver::{self, Answer, Bin, Job, Problem};
use super::words::percent;
use crate::domain::reference::TrainerId;
use crate::domain::trainer::Trainer;

/// One case of the proposal.
#[derive(Clone, PartialEq)]
pub struct Line {
    /// Its place in the scene's list of cases.
    pub case: usize,
    /// The type of work, 1 or 2.
    pub work: u8,
    /// Who should have it; none where nobody may within the rules.
    pub trainer: Option<TrainerId>,
    /// Who would have it if the cases were given one by one.
    pub one_by_one: Option<TrainerId>,
    /// What counts for the trainer, in words.
    pub why: String,
    /// Why it is not as one by one, where it is not.
    pub differs: Option<String>,
}

/// One trainer before and after.
#[derive(Clone, PartialEq)]
pub struct Staff {
    /// Who.
    pub trainer: TrainerId,
    /// Her name.
    pub name: String,
    /// Her load now: 0.62 is 62 %.
    pub before: f64,
    /// Her load afterwards.
    pub after: f64,
    /// Cases that she gets.
    pub given: u32,
}

/// A proposal. No Debug: it carries names.
#[derive(Clone, PartialEq)]
pub struct Plan {
    /// The cases, the most pressing first.
    pub lines: Vec<Line>,
    /// Everybody in post, before and after.
    pub staff: Vec<Staff>,
    /// Its total cost; lower is better.
    pub cost: f64,
    /// The cost of giving the cases one by one; never lower.
    pub one_by_one_cost: f64,
    /// Whether nothing better exists, or only nothing better was found.
    pub proven: bool,
}

/// The best assignment of everything that waits.
pub fn whole_queue(scene: &Scene) -> Plan {
    let waiting = queue(scene);
    let cases: Vec<usize> = waiting.iter().map(|q| q.line).collect();
    propose(scene, &cases, None)
}

/// The best way to share out the open cases of one trainer among the others.
pub fn leaver(scene: &Scene, trainer: &TrainerId) -> Plan {
    let hers = |line: &crate::domain::overview::CaseLine| {
        line.case.is_open() && line.case.holder() == Some(trainer)
    };
    let cases = scene
        .cases
        .iter()
        .enumerate()
        .filter(|(_, line)| hers(line));
    let cases: Vec<usize> = cases.map(|(place, _)| place).collect();
    propose(scene, &cases, Some(trainer))
}

/// Everybody's load before and after a list that may have been changed by hand. A case that somebody has leaves her.
pub fn staff_after(scene: &Scene, lines: &[Line]) -> Vec<Staff> {
    let loads = Loads::of(scene);
    let mut staff: Vec<Staff> = in_post(scene)
        .into_iter()
        .map(|t| {
            let before = loads.get(&t.id).map_or(0.0, |l| l.share);
            let (trainer, name) = (t.id.clone(), t.name.clone());
            Staff {
                trainer,
                name,
                before,
                after: before,
                given: 0,
            }
        })
        .collect();
    for each in &mut staff {
        let Some(load) = loads.get(&each.trainer) else {
            continue;
        };
        let mut has = load.points;
        for line in lines.iter().filter(|l| l.trainer.is_some()) {
            let size = size_of(scene, line.case, line.work);
            let held = scene.cases[line.case].case.holder() == Some(&each.trainer);
            let gets = line.trainer.as_ref() == Some(&each.trainer);
            has += if gets { size } else { 0.0 } - if held { size } else { 0.0 };
            each.given += u32::from(gets && !held);
        }
        each.after = share(has.max(0.0), load.capacity);
    }
    staff
}

/// The trainer of one line, judged as if all other lines were given out already, with her place in the ranking then (from 1);
/// none where nobody is to have it.
pub fn judged(scene: &Scene, lines: &[Line], n: usize) -> Option<(usize, Candidate)> {
    let line = lines.get(n)?;
    let her = line.trainer.as_ref()?;
    let mut loads = Loads::of(scene);
    for (m, other) in lines.iter().enumerate().filter(|(m, _)| *m != n) {
        let held = scene.cases[other.case].case.holder();
        if let Some(to) = other.trainer.as_ref().filter(|to| Some(*to) != held) {
            let size = size_of(scene, lines[m].case, other.work);
            loads.change(to, size, other.work, 1);
        }
    }
    let ranked = rank_with(scene, &loads, &scene.cases[line.case], line.work);
    let place = ranked.iter().position(|c| c.trainer == *her)?;
    ranked.into_iter().nth(place).map(|c| (place + 1, c))
}

/// People who could take a case today, by number.
fn in_post<'a>(scene: &Scene<'a>) -> Vec<&'a Trainer> {
    let there = |t: &&Trainer| t.in_post(scene.today) && t.sees_clients(scene.today);
    let mut people: Vec<&Trainer> = scene.trainers.iter().filter(there).collect();
    people.sort_by(|a, b| a.id.cmp(&b.id));
    people
}

fn size_of(scene: &Scene, case: usize, work: u8) -> f64 {
    let case = &scene.cases[case].case;
    if case.holder().is_some() {
        points(scene.settings, case)
    } else {
        scene.settings.points_of(work)
    }
}

struct Desk<'a> {
    scene: &'a Scene<'a>,
    people: Vec<&'a Trainer>,
    cases: &'a [usize],
    works: Vec<u8>,
    problem: Problem,
    words: Vec<Vec<String>>,
}

fn propose(scene: &Scene, cases: &[usize], without: Option<&TrainerId>) -> Plan {
    let desk = Desk::lay(scene, cases, without);
    let start = desk.one_by_one();
    let solved = solver::solve(&desk.problem, &start);
    let lines = (0..cases.len())
        .map(|n| desk.line(n, &start, &solved.answer))
        .collect();
    let mut plan = Plan {
        lines,
        staff: Vec::new(),
        one_by_one_cost: desk.problem.cost(&start),
        cost: solved.cost,
        proven: solved.proven,
    };
    plan.staff = staff_after(scene, &plan.lines);
    plan
}

impl<'a> Desk<'a> {
    /// Lays out who may take what, and at what cost.
    fn lay(scene: &'a Scene<'a>, cases: &'a [usize], without: Option<&TrainerId>) -> Self {
        let loads = Loads::of(scene);
        let mut people = in_post(scene);
        people.retain(|t| Some(&t.id) != without);
        let load_of = |t: &Trainer| loads.get(&t.id).cloned().unwrap_or_default();
        let bins = people.iter().map(|t| load_of(t)).map(|load| Bin {
            used: load.points,
            room: if load.capacity > 0.0 {
                load.capacity
            } else {
                f64::NEG_INFINITY
            },
            price: scene.settings.weight.room / load.capacity.max(f64::MIN_POSITIVE),
        });
        let mut problem = Problem {
            jobs: Vec::new(),
            bins: bins.collect(),
        };
        let (mut words, mut works) = (Vec::new(), Vec::new());
        for case in cases {
            let line = &scene.cases[*case];
            let work = work_asked(line);
            let facts = own::facts_of(&scene.settings.own, line, work, scene.today);
            let judged = people.iter().map(|trainer| {
                let load = load_of(trainer);
                judge_but(
                    "A10",
                    &View {
                        scene,
                        loads: &loads,
                        line,
                        work,
                        trainer,
                        load: &load,
                        facts: &facts,
                    },
                )
            });
            let (cost, said) = judged
                .map(|found| {
                    let sum: f64 = found.why.iter().map(|r| r.weight).sum();
                    let said: Vec<String> = found.why.into_iter().map(|r| r.sentence).collect();
                    (found.blocked_by.is_empty().then_some(-sum), said.join(", "))
                })
                .unzip();
            problem.jobs.push(Job {
                size: size_of(scene, *case, work),
                cost,
            });
            words.push(said);
            works.push(work);
        }
        Self {
            scene,
            people,
            cases,
            works,
            problem,
            words,
        }
    }

    /// Each case in turn to whoever then stands first.
    fn one_by_one(&self) -> Answer {
        let mut used: Vec<f64> = self.problem.bins.iter().map(|b| b.used).collect();
        let mut answer = Vec::new();
        for job in 0..self.cases.len() {
            let size = self.problem.jobs[job].size;
            let fuller = |bin: usize| (used[bin] + size) / self.problem.bins[bin].room;
            let ways = 0..self.people.len();
            let first = ways
                .filter_map(|bin| Some((self.problem.step(job, bin, used[bin])?, fuller(bin), bin)))
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)))
                .map(|(_, _, bin)| bin);
            if let Some(bin) = first {
                used[bin] += size;
            }
            answer.push(first);
        }
        answer
    }

    fn line(&self, n: usize, start: &Answer, answer: &Answer) -> Line {
        let id = |bin: Option<usize>| bin.map(|b| self.people[b].id.clone());
        let why = match answer[n] {
            Some(bin) => self.words[n][bin].clone(),
            None => "nobody may take it within the rules".to_owned(),
        };
        Line {
            case: self.cases[n],
            work: self.works[n],
            trainer: id(answer[n]),
            one_by_one: id(start[n]),
            why,
            differs: (answer[n] != start[n]).then(|| self.difference(n, start, answer)),
        }
    }

    /// Why a case does not go where it would go one by one.
    fn difference(&self, n: usize, start: &Answer, answer: &Answer) -> String {
        let Some(first) = start[n] else {
            return "one by one nobody would have room for it".to_owned();
        };
        let name = &self.people[first].name;
        let kept_for = |m: &usize| answer[*m] == Some(first) && start[*m] != Some(first);
        let others: Vec<usize> = (0..self.cases.len()).filter(kept_for).collect();
        let unplaced = others.iter().find(|m| start[**m].is_none());
        if let Some(m) = unplaced.or(others.first()) {
            let no = self.scene.cases[self.cases[*m]].case.no;
            let else_ = if start[*m].is_none() {
                "which one by one nobody could take"
            } else {
                "where the choice counts for more"
            };
            return format!("{name} is kept for {no}, {else_}");
        }
        let bin = &self.problem.bins[first];
        let given = (0..self.cases.len()).filter(|m| answer[*m] == Some(first));
        let used: f64 = bin.used + given.map(|m| self.problem.jobs[m].size).sum::<f64>();
        format!("{name} stays at {}", percent(share(used, bin.room)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::rank::rank;
    use super::super::testing::{self, Office, day, id};
    use super::*;

    /// Two trainers: one may do anything, the other only Type 1. Full rooms for one more Type 2.
    fn tight_office() -> Office {
        let mut office = Office::on("2012-06-14");
        office.staff(testing::trainer("HT01", "2010-04-01"));
        let mut other = testing::trainer("HT02", "2010-04-01");
        other.level3 = None;
        testing::set_offices(&mut other, &["V"]);
        office.staff(other);
        for _ in 0..5 {
            office.open_case("HT01", 2);
        }
        office.open_case("HT01", 1);
        office.open_case("HT01", 1);
        office
    }

    fn who(plan: &Plan) -> Vec<Option<&str>> {
        plan.lines
            .iter()
            .map(|l| l.trainer.as_ref().map(|t| t.0.as_str()))
            .collect()
    }

    #[test]
    fn the_only_one_who_may_take_a_case_is_kept_for_it() {
        let mut office = tight_office();
        office.referral("2012-06-11", 1);
        office.referral("2012-06-12", 2);
        let plan = whole_queue(&office.scene());
        assert_eq!(who(&plan), [Some("HT02"), Some("HT01")]);
        assert_eq!(plan.lines[0].one_by_one, Some(id("HT01")));
        assert_eq!(plan.lines[1].one_by_one, None);
        assert_eq!(
            plan.lines[0].differs.as_deref(),
            Some("Worker HT01 is kept for 2012-0009, which one by one nobody could take")
        );
        assert!(plan.proven && plan.cost < plan.one_by_one_cost);
        let loads: Vec<(f64, f64)> = plan.staff.iter().map(|s| (s.before, s.after)).collect();
        assert!((loads[0].0 - 0.85).abs() < 1e-9 && (loads[0].1 - 1.0).abs() < 1e-9);
        assert!((loads[1].1 - 0.05).abs() < 1e-9);
    }

    #[test]
    fn a_single_case_goes_to_whoever_stands_first_in_the_ranking() {
        let mut office = tight_office();
        let n = office.referral("2012-06-12", 1);
        let plan = whole_queue(&office.scene());
        let scene = office.scene();
        let first = rank(&scene, &scene.cases[n], 1).remove(0);
        assert_eq!(plan.lines[0].trainer, Some(first.trainer));
        assert_eq!(plan.lines[0].differs, None);
    }

    #[test]
    fn what_nobody_may_take_is_left_to_her() {
        let mut office = tight_office();
        let n = office.referral("2012-06-12", 2);
        office.cases[n].identity.trainer_gender = "F".into();
        let plan = whole_queue(&office.scene());
        assert_eq!(who(&plan), [None]);
        assert_eq!(plan.lines[0].why, "nobody may take it within the rules");
    }

    #[test]
    fn a_leavers_cases_go_to_those_who_may_have_them_and_she_ends_at_nothing() {
        let mut office = tight_office();
        office.staff[0].to = Some(day("2012-06-30"));
        office.staff(testing::trainer("HT03", "2010-04-01"));
        let plan = leaver(&office.scene(), &id("HT01"));
        assert_eq!(plan.lines.len(), 7);
        assert!(
            plan.lines
                .iter()
                .all(|l| l.trainer.is_some() && l.trainer != Some(id("HT01")))
        );
        let type2 = plan.lines.iter().filter(|l| l.work == 2);
        assert!(type2.clone().count() == 5 && type2.clone().all(|l| l.trainer == Some(id("HT03"))));
        assert!(plan.staff[0].after.abs() < 1e-9, "{}", plan.staff[0].after);
        assert!(plan.staff.iter().all(|s| s.after <= 1.0 + 1e-9));
    }

    #[test]
    fn a_line_changed_by_hand_shows_in_the_loads() {
        let mut office = tight_office();
        office.referral("2012-06-11", 1);
        let mut plan = whole_queue(&office.scene());
        plan.lines[0].trainer = Some(id("HT02"));
        let staff = staff_after(&office.scene(), &plan.lines);
        assert!((staff[1].after - 0.05).abs() < 1e-9);
        assert_eq!((staff[0].given, staff[1].given), (0, 1));
    }
}
