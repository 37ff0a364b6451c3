//! Small queues, every way of sharing them out, and whether the proposal costs what the cheapest way costs.
//!
//! # Why
//! The cost is reckoned here from the terms of the ranking alone, and not by the solver that is to be checked.

use super::{Dice, case, today, trainer};
use caseload::allocation::{Loads, Scene, Settings, best, rank_with};
use caseload::domain::calendar::Calendar;
use caseload::domain::overview::CaseLine;
use caseload::domain::trainer::Trainer;

/// What a case costs that nobody gets; more than any trainer could.
const LEFT: f64 = 10_000.0;

/// A trainer as far as the sum needs her.
struct Room {
    used: f64,
    room: f64,
    price: f64,
}

/// The queue of a small office: points, and each trainer's terms for each case without the room.
struct Queue {
    points: Vec<f64>,
    terms: Vec<Vec<Option<f64>>>,
    rooms: Vec<Room>,
}

/// How many of so many small queues cost what exhaustive search finds, and how many of them are cheaper than one by one.
pub fn compare(calendar: &Calendar, queues: usize) -> (usize, usize) {
    let (mut equal, mut better) = (0, 0);
    for n in 0..queues {
        let mut dice = Dice(n as u64 + 1);
        let trainers: Vec<Trainer> = (0..=(n as u64 % 4))
            .map(|n| trainer(n, &mut dice))
            .collect();
        let waiting = 1 + (n / 4) as u32 % 5;
        let mut cases: Vec<CaseLine> = (1..=waiting).map(|n| case(n, &mut dice, None)).collect();
        for n in 0..6 {
            let holder = dice.roll(trainers.len() as u64);
            cases.push(case(100 + n, &mut dice, Some(holder)));
        }
        let mut settings = Settings::shipped();
        settings.load.cap_points = 12.0;
        let scene = Scene {
            today: today(),
            trainers: &trainers,
            cases: &cases,
            calendar,
            settings: &settings,
        };
        let plan = best::whole_queue(&scene);
        let least = cheapest(&mut lay(&scene, waiting as usize), 0);
        equal += usize::from((plan.cost - least).abs() < 1e-6);
        better += usize::from(plan.cost < plan.one_by_one_cost - 1e-6);
    }
    (equal, better)
}

fn lay(scene: &Scene, waiting: usize) -> Queue {
    let loads = Loads::of(scene);
    let weight = scene.settings.weight.room;
    let rooms = scene.trainers.iter().map(|t| {
        let load = loads.get(&t.id).cloned().unwrap_or_default();
        Room {
            used: load.points,
            room: load.capacity,
            price: weight / load.capacity,
        }
    });
    let mut queue = Queue {
        points: Vec::new(),
        terms: Vec::new(),
        rooms: rooms.collect(),
    };
    for line in &scene.cases[..waiting] {
        let work = line.case.type_asked.unwrap_or(1);
        let ranked = rank_with(scene, &loads, line, work);
        let terms = scene.trainers.iter().map(|t| {
            let her = ranked.iter().find(|c| c.trainer == t.id)?;
            let is_barred = her.blocked_by.iter().any(|b| b.rule != "A10");
            let sum: f64 = her
                .why
                .iter()
                .filter(|r| r.rule != "A10")
                .map(|r| r.weight)
                .sum();
            (!is_barred).then_some(sum)
        });
        queue.terms.push(terms.collect());
        queue.points.push(scene.settings.points_of(work));
    }
    queue
}

/// The least that the cases from one on cost, over every way there is.
fn cheapest(queue: &mut Queue, case: usize) -> f64 {
    let Some(points) = queue.points.get(case).copied() else {
        return 0.0;
    };
    let mut least = LEFT + cheapest(queue, case + 1);
    for n in 0..queue.rooms.len() {
        let Some(terms) = queue.terms[case][n] else {
            continue;
        };
        let (used, room, price) = (
            queue.rooms[n].used,
            queue.rooms[n].room,
            queue.rooms[n].price,
        );
        if used + points > room + 1e-9 {
            continue;
        }
        let after = used + points;
        let fuller = price * (after * after - used * used) / 2.0;
        queue.rooms[n].used = after;
        least = least.min(fuller - terms + cheapest(queue, case + 1));
        queue.rooms[n].used = used;
    }
    least
}
