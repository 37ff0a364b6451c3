//! How a made-up client fares, before the work and after it.

use super::cells::Cells;
use super::random::Chance;

/// What an assessment measures.
#[derive(Debug, Clone)]
pub struct Health {
    height: i64,
    /// Tenths of a kilogram.
    weight: i64,
    fruit: i64,
    snacks: i64,
    moderate: i64,
    intense: i64,
    smoker: bool,
    cigarettes: i64,
    rolls: bool,
    /// Items 1, 2, 3, 5 and 6 of the Fagerstrom test.
    fagerstrom: [i64; 5],
    units: i64,
    audit: [i64; 3],
    general: i64,
    who5: [i64; 5],
    gse: [i64; 10],
}

impl Health {
    /// Somebody as the caseload surveys found them: three in four smoke, two in three drink too much.
    pub fn made_up(chance: &mut Chance, man: bool) -> Self {
        let tall = if man { 176.0 } else { 163.0 };
        let height = chance.around(tall, 7.0).clamp(145.0, 202.0) as i64;
        let bmi = chance.around(27.0, 5.0).clamp(17.5, 45.0);
        let metres = height as f64 / 100.0;
        let weight = (bmi * metres * metres * 10.0).clamp(425.0, 1_790.0) as i64;
        let smoker = chance.percent(75);
        let drinks = chance.percent(80);
        let heavy = drinks && chance.percent(80);
        let mut low = |top: u64| chance.below(top + 1) as i64;
        Self {
            height,
            weight,
            fruit: low(5),
            snacks: low(6),
            moderate: low(4),
            intense: low(2),
            smoker,
            cigarettes: if smoker { 5 + low(30) } else { 0 },
            rolls: low(1) == 1,
            fagerstrom: [low(3), low(1), low(1), low(1), low(1)],
            units: if heavy {
                15 + low(90)
            } else if drinks {
                1 + low(10)
            } else {
                0
            },
            audit: if heavy {
                [2 + low(2), 1 + low(3), 1 + low(3)]
            } else if drinks {
                [1 + low(1), low(1), low(1)]
            } else {
                [0; 3]
            },
            general: 30 + low(50),
            who5: std::array::from_fn(|_| low(4)),
            gse: std::array::from_fn(|_| 1 + low(3)),
        }
    }

    /// The same person some weeks of work later: a little better in most things.
    pub fn later(&self, chance: &mut Chance) -> Self {
        let mut later = self.clone();
        let mut step = |most: u64| chance.below(most + 1) as i64;
        later.weight -= step(30) - 8;
        later.weight = later.weight.clamp(420, 1_795);
        later.fruit = (self.fruit + step(2)).min(9);
        later.snacks = (self.snacks - step(2)).max(0);
        later.moderate = (self.moderate + step(2)).min(10);
        later.intense = (self.intense + step(1)).min(7);
        later.cigarettes = if self.smoker {
            (self.cigarettes - step(8)).max(1)
        } else {
            0
        };
        later.units = if self.units > 1 {
            (self.units - step(20)).max(1)
        } else {
            self.units
        };
        later.general = (self.general + step(20) - 4).clamp(0, 100);
        for item in &mut later.who5 {
            *item = (*item + step(2)).min(5);
        }
        for item in &mut later.gse {
            *item = (*item + step(1)).min(4);
        }
        later
    }

    /// Fills in the grid of an assessment whose primary issue, if any, is this.
    pub fn fill_in(&self, cells: &mut Cells<'_>, issue: Option<&str>) {
        let wants = |codes: &[&str]| issue.is_some_and(|issue| codes.contains(&issue));
        let body = wants(&["DIE", "EXE"]);
        if body || cells.chance.percent(40) {
            let height = cells.ask("height", self.height);
            let weight = cells.ask("weight", self.weight as f64 / 10.0);
            if height {
                cells.may("height_how", 30, "M");
            }
            if weight {
                cells.may("weight_how", 30, "M");
            }
        }
        if wants(&["DIE"]) || cells.chance.percent(30) {
            cells.ask("fruit_veg", self.fruit);
            cells.ask("fried_snacks", self.snacks);
        }
        if wants(&["EXE"]) || cells.chance.percent(30) {
            cells.ask("moderate_sessions", self.moderate);
            cells.ask("intense_sessions", self.intense);
        }
        self.fill_in_smoking(cells, wants(&["SMO"]));
        self.fill_in_drinking(cells, wants(&["ALC"]));
        if cells.ask("general_health", self.general) {
            let read = cells.one("C:60 R:25 T:15");
            cells.may("general_health_read", 25, read);
        }
        items(cells, "who5", &[1, 2, 3, 4, 5], &self.who5);
        items(cells, "gse", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], &self.gse);
    }

    fn fill_in_smoking(&self, cells: &mut Cells<'_>, wanted: bool) {
        if !wanted && !cells.chance.percent(50) {
            return;
        }
        if !cells.ask("smoker", self.smoker) || !self.smoker {
            return;
        }
        let counted = cells.ask("cigarettes", self.cigarettes);
        if counted && self.rolls {
            cells.may("rollups", 50, self.cigarettes / 2);
        }
        if wanted || cells.chance.percent(30) {
            items(cells, "ftnd", &[1, 2, 3, 5, 6], &self.fagerstrom);
        }
        cells.may("smoking_how", 15, "S");
    }

    fn fill_in_drinking(&self, cells: &mut Cells<'_>, wanted: bool) {
        if !wanted && !cells.chance.percent(50) {
            return;
        }
        if cells.ask("units_week", self.units) {
            cells.may("units_how", 15, "S");
        }
        items(cells, "audit", &[1, 2, 3], &self.audit);
    }

    /// Weight in kilograms.
    pub fn weight(&self) -> f64 {
        self.weight as f64 / 10.0
    }

    /// Cigarettes a day, where there are any.
    pub fn cigarettes(&self) -> Option<i64> {
        self.smoker.then_some(self.cigarettes)
    }

    /// Portions of fruit and vegetables a day.
    pub fn fruit(&self) -> i64 {
        self.fruit
    }

    /// Units of alcohol a week.
    pub fn units(&self) -> i64 {
        self.units
    }

    /// General health, 0 to 100.
    pub fn general(&self) -> i64 {
        self.general
    }

    /// Active sessions a week.
    pub fn active(&self) -> i64 {
        self.moderate + self.intense
    }
}

/// The items of one instrument; `.` in the first means that nobody asked any, and the rest is skipped.
fn items(cells: &mut Cells<'_>, stem: &str, numbers: &[u8], scores: &[i64]) {
    for (number, score) in numbers.iter().zip(scores) {
        let first = *number == numbers[0];
        cells.ask_often(
            &format!("{stem}_{number}"),
            if first { 12 } else { 3 },
            *score,
        );
        if first && cells.is_missing(&format!("{stem}_{number}"), "not_asked") {
            return;
        }
    }
}
