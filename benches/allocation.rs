//! How long a ranking and a proposal for the whole queue take, against the figures that they have to meet.
//!
//! `cargo bench --bench allocation` prints one line a figure and fails where one is missed. With
//! `CASELOAD_BENCH=smoke` the scene is small, and only that everything runs is checked.

use caseload::allocation::{Loads, Scene, Settings, best, explain_with, rank, rank_with};
use caseload::domain::calendar::Calendar;
use caseload::domain::case::Case;
use caseload::domain::client::{Identity, Risk};
use caseload::domain::overview::CaseLine;
use caseload::domain::reference::{CaseNo, ClientId, TrainerId};
use caseload::domain::trainer::{From, Trainer};
use caseload::domain::value::Number;
use chrono::{Days, NaiveDate};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const OFFICES: [&str; 7] = ["C", "E", "W", "V", "L", "H", "M"];

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len() as u64) as usize]
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 6, 14).expect("a day")
}

fn trainer(n: u64, dice: &mut Dice) -> Trainer {
    let from = today() - Days::new(400 + n);
    Trainer {
        id: TrainerId(format!("HT{n:02}")),
        name: format!("Worker {n}"),
        gender: dice.one_of(&["M", "M", "F"]).to_owned(),
        from: Some(from),
        to: None,
        roles: vec![From {
            from,
            what: "trainer".to_owned(),
        }],
        level2: Some(from),
        level3: (dice.roll(4) > 0).then_some(from),
        hours: vec![From {
            from,
            what: Number::whole([18, 30, 37, 37][dice.roll(4) as usize]),
        }],
        offices: vec![From {
            from,
            what: vec![dice.one_of(&OFFICES).to_owned()],
        }],
        languages: vec![dice.one_of(&["GU", "PA", "PL"]).to_owned()],
        lone_working: Some(from),
        leave: Vec::new(),
        conflicts: Vec::new(),
        act: n,
    }
}

fn case(n: u32, dice: &mut Dice, holder: Option<u64>) -> CaseLine {
    let mut case = Case::new(CaseNo {
        year: 2012,
        number: n,
    });
    case.received = Some(today() - Days::new(dice.roll(6)));
    case.type_asked = Some(1 + dice.roll(2) as u8);
    dice.one_of(&OFFICES).clone_into(&mut case.office);
    case.release = (dice.roll(10) == 0).then(|| today() + Days::new(dice.roll(60)));
    if let Some(holder) = holder {
        let from = today() - Days::new(dice.roll(90));
        case.give(TrainerId(format!("HT{holder:02}")), from, "", u64::from(n));
    }
    let identity = Identity {
        gender: dice.one_of(&["M", "M", "M", "F"]).to_owned(),
        crn: format!("X{n:06}"),
        trainer_gender: dice.one_of(&["", "", "", "", "", "", "F"]).to_owned(),
        language: dice.one_of(&["", "", "", "", "GU", "PL"]).to_owned(),
        ..Identity::default()
    };
    let risk = Risk {
        rosh: Some(dice.one_of(&["L", "M", "H", "V"]).to_owned()),
        checked_on: Some(today() - Days::new(dice.roll(300))),
        ..Risk::default()
    };
    CaseLine {
        client: ClientId(n),
        identity: identity.into(),
        risk: risk.into(),
        case: case.into(),
        earlier: vec![TrainerId(format!("HT{:02}", dice.roll(50)))],
    }
}

/// `waiting` referrals, then `open` cases shared out among `staff` trainers.
fn office(staff: u64, open: u32, waiting: u32) -> (Vec<Trainer>, Vec<CaseLine>) {
    let mut dice = Dice(2012);
    let trainers = (0..staff).map(|n| trainer(n, &mut dice)).collect();
    let mut cases: Vec<CaseLine> = (1..=waiting).map(|n| case(n, &mut dice, None)).collect();
    for n in 0..open {
        let holder = dice.roll(staff);
        cases.push(case(waiting + n + 1, &mut dice, Some(holder)));
    }
    (trainers, cases)
}

/// The time that 99 of 100 runs stay under, and the middle one.
fn p99(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    let last = times.len() - 1;
    (times[(times.len() * 99 / 100).min(last)], times[last / 2])
}

fn timed(times: usize, mut work: impl FnMut(usize)) -> Vec<Duration> {
    (0..times)
        .map(|n| {
            let start = Instant::now();
            work(n);
            start.elapsed()
        })
        .collect()
}

struct Report {
    smoke: bool,
    missed: bool,
}

impl Report {
    fn figure(
        &mut self,
        what: &str,
        (took, middle): (Duration, Duration),
        limit: Option<Duration>,
    ) {
        let ms = |d: Duration| d.as_secs_f64() * 1000.0;
        let verdict = match limit {
            Some(limit) if took > limit => {
                self.missed = !self.smoke;
                format!("to meet {:.0} ms: MISSED", ms(limit))
            }
            Some(limit) => format!("to meet {:.0} ms: met", ms(limit)),
            None => String::new(),
        };
        println!(
            "{what:<52} {:>9.3} ms (p50 {:.3})  {verdict}",
            ms(took),
            ms(middle)
        );
    }
}

fn ranking(report: &mut Report, calendar: &Calendar, runs: usize, open: u32) {
    let (trainers, cases) = office(50, open, 200);
    // Room enough that the trainers are compared and not merely barred.
    let mut settings = Settings::shipped();
    settings.load.cap_points = f64::from(open) / 10.0;
    let scene = Scene {
        today: today(),
        trainers: &trainers,
        cases: &cases,
        calendar,
        settings: &settings,
    };
    let limit = Some(Duration::from_millis(5));
    let counting = timed(runs / 20 + 3, |_| {
        black_box(Loads::of(&scene));
    });
    report.figure(
        &format!("count the load of 50 in {open} cases, p99"),
        p99(counting),
        None,
    );
    let loads = Loads::of(&scene);
    let ranked = timed(runs, |n| {
        black_box(rank_with(&scene, &loads, &cases[n % 200], 2));
    });
    report.figure(
        &format!("rank 50 trainers, {open} open cases, p99"),
        p99(ranked),
        limit,
    );
    let alone = timed(runs / 20 + 3, |n| {
        black_box(rank(&scene, &cases[n % 200], 2));
    });
    report.figure(
        "the same, counting the load anew each time, p99",
        p99(alone),
        None,
    );
    let why = timed(runs / 20 + 3, |n| {
        let trainer = &trainers[n % 50].id;
        black_box(explain_with(&scene, &loads, &cases[n % 200], 2, trainer));
    });
    report.figure("explain one place, p99", p99(why), None);
}

fn proposal(report: &mut Report, calendar: &Calendar, staff: u64, waiting: u32) {
    let (trainers, cases) = office(staff, staff as u32 * 2, waiting);
    let settings = Settings::shipped();
    let scene = Scene {
        today: today(),
        trainers: &trainers,
        cases: &cases,
        calendar,
        settings: &settings,
    };
    let start = Instant::now();
    let plan = best::whole_queue(&scene);
    let took = start.elapsed();
    let what = format!("best assignment of {waiting} referrals to {staff} trainers");
    report.figure(&what, (took, took), Some(Duration::from_secs(1)));
    let placed = plan.lines.iter().filter(|l| l.trainer.is_some()).count();
    let moved = plan.lines.iter().filter(|l| l.differs.is_some()).count();
    println!(
        "  cost {:.1}, one by one {:.1}; {placed} placed, {moved} differ, {}",
        plan.cost,
        plan.one_by_one_cost,
        if plan.proven { "proven" } else { "best found" }
    );
    report.missed |= plan.cost > plan.one_by_one_cost + 1e-6;
}

fn main() -> ExitCode {
    let smoke = std::env::var("CASELOAD_BENCH").is_ok_and(|v| v == "smoke");
    let mut report = Report {
        smoke,
        missed: false,
    };
    let calendar = Calendar::england();
    if smoke {
        ranking(&mut report, &calendar, 20, 500);
        proposal(&mut report, &calendar, 5, 10);
    } else {
        ranking(&mut report, &calendar, 2000, 50_000);
        proposal(&mut report, &calendar, 50, 200);
        proposal(&mut report, &calendar, 5, 12);
    }
    if report.missed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
