//! Jobs to bins at the least total cost: the arithmetic behind the proposal for the whole queue. Knows no people.
//!
//! A job has a size and a cost in each bin where it may go. A bin has room, and being full costs: the cost of the work
//! in a bin grows with the square of it, so the total does not hang on the order in which jobs are put in.
//!
//! # Why
//! Where all jobs are of one size this is an assignment problem, which the Hungarian method of the library `pathfinding`
//! solves exactly ([`refit`]). With two sizes it is a packing problem that no polynomial method solves, and no library
//! takes off us. Queues of an office (a dozen referrals) are searched completely; beyond that, each size in turn is solved
//! exactly around the other, then single moves and swaps are tried until none helps. It never does worse than the start
//! that it is given.

use pathfinding::kuhn_munkres::kuhn_munkres_min;
use pathfinding::matrix::Matrix;

/// Cost of leaving a job out; more than any difference between bins can make up.
pub const LEFT_OUT: f64 = 10_000.0;

/// Differences smaller than this are rounding.
pub const HAIR: f64 = 1e-9;

/// Something to be put somewhere.
#[derive(Debug, Clone)]
pub struct Job {
    /// How much room it takes, above zero.
    pub size: f64,
    /// Its cost in each bin; none where it may not go.
    pub cost: Vec<Option<f64>>,
}

/// Somewhere to put things.
#[derive(Debug, Clone)]
pub struct Bin {
    /// What is in it already.
    pub used: f64,
    /// What it holds at most.
    pub room: f64,
    /// The cost of work in it: `price × used² ÷ 2`.
    pub price: f64,
}

/// The whole question.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What is to be put somewhere.
    pub jobs: Vec<Job>,
    /// Where.
    pub bins: Vec<Bin>,
}

/// A bin for each job; none where it is left out.
pub type Answer = Vec<Option<usize>>;

/// An answer, its cost, and whether nothing better exists.
#[derive(Debug, Clone)]
pub struct Solved {
    /// The answer.
    pub answer: Answer,
    /// Its total cost.
    pub cost: f64,
    /// Proven to be the least, and not only the least found.
    pub proven: bool,
}

impl Problem {
    /// What is in each bin under an answer.
    fn filled(&self, answer: &Answer) -> Vec<f64> {
        let mut used: Vec<f64> = self.bins.iter().map(|b| b.used).collect();
        for (job, bin) in self.jobs.iter().zip(answer) {
            if let Some(bin) = bin {
                used[*bin] += job.size;
            }
        }
        used
    }

    /// The cost of putting `job` into `bin` on top of `used`; none where it may not go or does not fit.
    pub fn step(&self, job: usize, bin: usize, used: f64) -> Option<f64> {
        let (job, bin, cost) = (&self.jobs[job], &self.bins[bin], self.jobs[job].cost[bin]?);
        let fits = used + job.size <= bin.room + HAIR;
        fits.then(|| cost + bin.price * job.size * (used + job.size / 2.0))
    }

    /// The total cost of an answer. Infinite where it breaks a rule.
    pub fn cost(&self, answer: &Answer) -> f64 {
        let mut used: Vec<f64> = self.bins.iter().map(|b| b.used).collect();
        let mut total = 0.0;
        for (job, bin) in answer.iter().enumerate() {
            total += match bin {
                None => LEFT_OUT,
                Some(bin) => {
                    let Some(step) = self.step(job, *bin, used[*bin]) else {
                        return f64::INFINITY;
                    };
                    used[*bin] += self.jobs[job].size;
                    step
                }
            };
        }
        total
    }

    fn sizes(&self) -> Vec<f64> {
        let mut sizes: Vec<f64> = self.jobs.iter().map(|j| j.size).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        sizes.dedup();
        sizes
    }
}

/// Jobs up to which everything is searched.
const SEARCHED_JOBS: usize = 14;
/// Steps after which the search gives up; a fraction of a second.
const SEARCH_STEPS: u32 = 400_000;
/// Rounds of improvement; in practice three or four are enough.
const ROUNDS: usize = 50;

/// The least-cost answer that can be found; never worse than `start`, which must break no rule.
pub fn solve(problem: &Problem, start: &Answer) -> Solved {
    let sizes = problem.sizes();
    let from_start = improve(problem, &sizes, start.clone());
    let from_nothing = improve(problem, &sizes, vec![None; problem.jobs.len()]);
    let mut best = if problem.cost(&from_nothing) < problem.cost(&from_start) - HAIR {
        from_nothing
    } else {
        from_start
    };
    let mut proven = sizes.len() <= 1;
    if !proven && problem.jobs.len() <= SEARCHED_JOBS {
        let mut search = Search::new(problem, best.clone());
        search.go(0, 0.0);
        proven = search.steps < SEARCH_STEPS;
        best = search.best;
    }
    let cost = problem.cost(&best);
    // Among equals the start is kept: nothing is changed for nothing.
    let begun = problem.cost(start);
    let (answer, cost) = if begun <= cost + HAIR {
        (start.clone(), begun)
    } else {
        (best, cost)
    };
    Solved {
        answer,
        cost,
        proven,
    }
}

fn improve(problem: &Problem, sizes: &[f64], mut answer: Answer) -> Answer {
    let mut cost = problem.cost(&answer);
    for _ in 0..ROUNDS {
        for size in sizes {
            answer = refit(problem, *size, &answer);
        }
        if sizes.len() > 1 {
            move_and_swap(problem, &mut answer);
        }
        let now = problem.cost(&answer);
        if now >= cost - HAIR {
            break;
        }
        cost = now;
    }
    answer
}

/// Parts into which a point of cost is cut: the library reckons in whole numbers.
const PARTS: f64 = 1e9;
/// Cost of what may not be; with [`LEFT_OUT`] in its column at hand it is never paid, and a queue of it does not overflow.
const FORBIDDEN: i64 = 1_000_000 * PARTS as i64;

fn parts(cost: f64) -> i64 {
    (cost * PARTS).round() as i64
}

/// Puts all jobs of one size anew, at the least cost, around those of other sizes: an assignment of jobs to places, where
/// a bin has as many places as such jobs still fit, each dearer than the one before, and every job may be left out.
pub fn refit(problem: &Problem, size: f64, answer: &Answer) -> Answer {
    let of_size = |job: &usize| (problem.jobs[*job].size - size).abs() < HAIR;
    let jobs: Vec<usize> = (0..problem.jobs.len()).filter(of_size).collect();
    let mut fitted = answer.clone();
    for job in &jobs {
        fitted[*job] = None;
    }
    let places = places(problem, size, &fitted, jobs.len());
    let left_out = (0..jobs.len()).map(|_| None);
    let columns: Vec<Option<(usize, f64)>> = places.into_iter().map(Some).chain(left_out).collect();
    let rows = jobs.iter().map(|job| {
        let cost = |column: &Option<(usize, f64)>| match column {
            None => parts(LEFT_OUT),
            Some((bin, price)) => {
                problem.jobs[*job].cost[*bin].map_or(FORBIDDEN, |cost| parts(cost + price))
            }
        };
        columns.iter().map(cost).collect::<Vec<i64>>()
    });
    let Ok(weights) = Matrix::from_rows(rows) else {
        return answer.clone();
    };
    let (_, assigned) = kuhn_munkres_min(&weights);
    for (job, column) in jobs.iter().zip(assigned) {
        fitted[*job] = columns[column].map(|(bin, _)| bin);
    }
    fitted
}

/// The places for jobs of a size, with what the work in the bin costs more for each; at most `jobs` a bin.
fn places(problem: &Problem, size: f64, fixed: &Answer, jobs: usize) -> Vec<(usize, f64)> {
    let used = problem.filled(fixed);
    let mut places = Vec::new();
    for (bin, has) in used.iter().enumerate() {
        let end = &problem.bins[bin];
        let mut now = *has;
        for _ in 0..jobs {
            if now + size > end.room + HAIR {
                break;
            }
            places.push((bin, end.price * size * (now + size / 2.0)));
            now += size;
        }
    }
    places
}

/// Takes single moves, and swaps of two jobs, as long as they make it cheaper.
fn move_and_swap(problem: &Problem, answer: &mut Answer) {
    let mut used = problem.filled(answer);
    for _ in 0..ROUNDS {
        let mut changed = false;
        for job in 0..problem.jobs.len() {
            changed |= move_one(problem, answer, &mut used, job);
            for other in 0..job {
                changed |= swap_two(problem, answer, &mut used, job, other);
            }
        }
        if !changed {
            return;
        }
    }
}

/// What it costs to have `job` in `bin`, where `used` is what else is there.
fn standing(
    problem: &Problem,
    job: usize,
    bin: Option<usize>,
    used: impl Fn(usize) -> f64,
) -> Option<f64> {
    match bin {
        None => Some(LEFT_OUT),
        Some(bin) => problem.step(job, bin, used(bin)),
    }
}

fn move_one(problem: &Problem, answer: &mut Answer, used: &mut [f64], job: usize) -> bool {
    let (here, size) = (answer[job], problem.jobs[job].size);
    if let Some(bin) = here {
        used[bin] -= size;
    }
    let mut best = (
        standing(problem, job, here, |b| used[b]).unwrap_or(LEFT_OUT),
        here,
    );
    for (bin, has) in used.iter().enumerate() {
        let cost = problem.step(job, bin, *has);
        if let Some(cost) = cost.filter(|c| *c < best.0 - HAIR) {
            best = (cost, Some(bin));
        }
    }
    if let Some(bin) = best.1 {
        used[bin] += size;
    }
    answer[job] = best.1;
    best.1 != here
}

fn swap_two(problem: &Problem, answer: &mut Answer, used: &mut [f64], a: usize, b: usize) -> bool {
    let (at_a, at_b) = (answer[a], answer[b]);
    if at_a == at_b {
        return false;
    }
    let (size_a, size_b) = (problem.jobs[a].size, problem.jobs[b].size);
    let bare = |bin: usize| {
        let without_a = if at_a == Some(bin) { size_a } else { 0.0 };
        let without_b = if at_b == Some(bin) { size_b } else { 0.0 };
        used[bin] - without_a - without_b
    };
    let together = |x, y| Some(standing(problem, a, x, bare)? + standing(problem, b, y, bare)?);
    let (Some(now), Some(then)) = (together(at_a, at_b), together(at_b, at_a)) else {
        return false;
    };
    if then >= now - HAIR {
        return false;
    }
    let moved = size_a - size_b;
    if let Some(bin) = at_a {
        used[bin] -= moved;
    }
    if let Some(bin) = at_b {
        used[bin] += moved;
    }
    (answer[a], answer[b]) = (at_b, at_a);
    true
}

/// Branch and bound over all answers. What the jobs to come cost at least is what each would cost alone, now: bins only
/// get fuller, and fuller is dearer.
struct Search<'a> {
    problem: &'a Problem,
    best: Answer,
    least: f64,
    now: Answer,
    used: Vec<f64>,
    steps: u32,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, best: Answer) -> Self {
        Self {
            problem,
            least: problem.cost(&best),
            best,
            now: vec![None; problem.jobs.len()],
            used: problem.bins.iter().map(|b| b.used).collect(),
            steps: 0,
        }
    }

    fn at_least(&self, from: usize) -> f64 {
        let alone = |job: usize| {
            let bins = 0..self.problem.bins.len();
            let steps = bins.filter_map(|bin| self.problem.step(job, bin, self.used[bin]));
            steps.fold(LEFT_OUT, f64::min)
        };
        (from..self.problem.jobs.len()).map(alone).sum()
    }

    fn go(&mut self, job: usize, so_far: f64) {
        self.steps += 1;
        if self.steps >= SEARCH_STEPS || so_far + self.at_least(job) >= self.least - HAIR {
            return;
        }
        if job == self.problem.jobs.len() {
            self.least = so_far;
            self.best.clone_from(&self.now);
            return;
        }
        let bins = 0..self.problem.bins.len();
        let mut ways: Vec<(f64, usize)> = bins
            .filter_map(|bin| Some((self.problem.step(job, bin, self.used[bin])?, bin)))
            .collect();
        ways.sort_by(|a, b| a.0.total_cmp(&b.0));
        let size = self.problem.jobs[job].size;
        for (cost, bin) in ways {
            self.used[bin] += size;
            self.now[job] = Some(bin);
            self.go(job + 1, so_far + cost);
            self.used[bin] -= size;
        }
        self.now[job] = None;
        self.go(job + 1, so_far + LEFT_OUT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small numbers that look random and are the same on every run.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: u64) -> u64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % sides
        }
    }

    fn any(dice: &mut Dice, jobs: usize, bins: usize, sizes: &[f64]) -> Problem {
        let bins: Vec<Bin> = (0..bins)
            .map(|_| Bin {
                used: dice.roll(8) as f64,
                room: [8.0, 10.0, 12.0, 20.0][dice.roll(4) as usize],
                price: 4.0 / [8.0, 10.0, 20.0][dice.roll(3) as usize],
            })
            .collect();
        let jobs = (0..jobs)
            .map(|_| Job {
                size: sizes[dice.roll(sizes.len() as u64) as usize],
                cost: bins
                    .iter()
                    .map(|_| (dice.roll(5) > 0).then(|| -(dice.roll(12) as f64)))
                    .collect(),
            })
            .collect();
        Problem { jobs, bins }
    }

    /// Every answer there is.
    fn exhaustive(problem: &Problem, answer: &mut Answer, job: usize) -> f64 {
        if job == problem.jobs.len() {
            return problem.cost(answer);
        }
        let mut least = f64::INFINITY;
        for bin in (0..problem.bins.len()).map(Some).chain([None]) {
            answer[job] = bin;
            least = least.min(exhaustive(problem, answer, job + 1));
        }
        answer[job] = None;
        least
    }

    fn one_by_one(problem: &Problem) -> Answer {
        let mut answer = vec![None; problem.jobs.len()];
        for job in 0..problem.jobs.len() {
            let used = problem.filled(&answer);
            let ways = (0..problem.bins.len())
                .filter_map(|bin| Some((problem.step(job, bin, used[bin])?, bin)));
            answer[job] = ways.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, bin)| bin);
        }
        answer
    }

    #[test]
    fn a_thousand_small_cases_cost_what_exhaustive_search_finds() {
        let mut dice = Dice(2012);
        let mut better = 0;
        for n in 0..1000 {
            let problem = any(&mut dice, 1 + n % 5, 1 + n % 4, &[1.0, 3.0]);
            let start = one_by_one(&problem);
            let solved = solve(&problem, &start);
            let least = exhaustive(&problem, &mut vec![None; problem.jobs.len()], 0);
            assert!(
                (solved.cost - least).abs() < 1e-6,
                "case {n}: {} and not {least}",
                solved.cost
            );
            assert!((problem.cost(&solved.answer) - solved.cost).abs() < 1e-6);
            assert!(solved.proven);
            better += usize::from(solved.cost < problem.cost(&start) - 1e-6);
        }
        assert!(better > 50, "one by one is often not the best: {better}");
    }

    #[test]
    fn the_flow_alone_is_exact_where_all_jobs_are_of_one_size() {
        let mut dice = Dice(1948);
        for n in 0..500 {
            let problem = any(&mut dice, 1 + n % 6, 1 + n % 4, &[3.0]);
            let answer = refit(&problem, 3.0, &vec![None; problem.jobs.len()]);
            let least = exhaustive(&problem, &mut vec![None; problem.jobs.len()], 0);
            assert!((problem.cost(&answer) - least).abs() < 1e-6, "case {n}");
        }
    }

    #[test]
    fn it_is_never_worse_than_its_start_and_breaks_no_rule_at_any_size() {
        let mut dice = Dice(1984);
        for n in 0..20 {
            let problem = any(&mut dice, 15 + 2 * n, 3 + n % 6, &[1.0, 3.0]);
            let start = one_by_one(&problem);
            let solved = solve(&problem, &start);
            assert!(solved.cost <= problem.cost(&start) + 1e-6);
            assert!(problem.cost(&solved.answer).is_finite());
        }
    }

    #[test]
    fn nothing_is_changed_for_nothing() {
        let bin = Bin {
            used: 0.0,
            room: 10.0,
            price: 0.2,
        };
        let job = Job {
            size: 3.0,
            cost: vec![Some(0.0), Some(0.0)],
        };
        let problem = Problem {
            jobs: vec![job],
            bins: vec![bin.clone(), bin],
        };
        assert_eq!(solve(&problem, &vec![Some(1)]).answer, [Some(1)]);
    }
}
