//! The rules A1 to A11, one table: what each says, whether it binds or weighs, where it comes from, what it does and
//! which test keeps it honest.
//!
//! Source of all rules: casework reference, section 3.5. A rule looks at one trainer and one case ([`View`]) and adds
//! to what counts for her, against her, bars her, or must be said ([`Judgement`]).

use super::Scene;
use super::judging;
use super::load::{Load, Loads};
use super::settings::Settings;
use crate::domain::fact::Facts;
use crate::domain::overview::CaseLine;
use crate::domain::trainer::Trainer;
use std::borrow::Cow;

/// One trainer before one case.
pub struct View<'a> {
    /// The day, the people and the settings.
    pub scene: &'a Scene<'a>,
    /// Everybody's open work.
    pub loads: &'a Loads,
    /// The case.
    pub line: &'a CaseLine,
    /// The type of work to be given, 1 or 2.
    pub work: u8,
    /// The trainer.
    pub trainer: &'a Trainer,
    /// What she has on her hands, without this case.
    pub load: &'a Load,
    /// What is known of the case, for the rules of the service; empty where it has none.
    pub facts: &'a Facts,
}

impl View<'_> {
    pub(super) fn points(&self) -> f64 {
        self.scene.settings.points_of(self.work)
    }
}

/// Something that counts for or against a trainer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The rule.
    pub rule: Cow<'static, str>,
    /// How much it counts.
    pub weight: f64,
    /// In words.
    pub sentence: String,
}

/// A hard rule that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The rule.
    pub rule: Cow<'static, str>,
    /// In words.
    pub sentence: String,
    /// Whether it may be passed with a written reason.
    pub override_allowed: bool,
}

/// What the rules say about one trainer and one case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judgement {
    /// What counts.
    pub why: Vec<Reason>,
    /// What bars.
    pub blocked_by: Vec<Bar>,
    /// What must be said.
    pub cautions: Vec<String>,
}

impl Judgement {
    pub(super) fn count(&mut self, rule: &'static str, weight: f64, sentence: impl Into<String>) {
        self.why.push(Reason {
            rule: rule.into(),
            weight,
            sentence: sentence.into(),
        });
    }

    pub(super) fn bar(&mut self, rule: &'static str, sentence: impl Into<String>) {
        self.bar_if(rule, sentence, true);
    }

    pub(super) fn bar_if(
        &mut self,
        rule: &'static str,
        sentence: impl Into<String>,
        override_allowed: bool,
    ) {
        self.blocked_by.push(Bar {
            rule: rule.into(),
            sentence: sentence.into(),
            override_allowed,
        });
    }
}

/// How a rule binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// Bars a trainer; passed only with a written reason.
    Hard,
    /// Weighs.
    Soft,
    /// Weighs, and bars at the limit.
    SoftThenHard,
    /// Binds the place of the meeting and not the choice of the trainer.
    Place,
}

/// One rule.
pub struct Rule {
    /// `A1`.
    pub id: &'static str,
    /// What it says.
    pub sentence: &'static str,
    /// How it binds.
    pub force: Force,
    /// Its weight in the settings, where it weighs.
    pub weight: Option<fn(&Settings) -> f64>,
    /// Where it comes from.
    pub source: &'static str,
    /// What it does.
    pub judge: fn(&View, &mut Judgement),
    /// The test that keeps it honest.
    pub test: &'static str,
}

/// The table.
pub const RULES: &[Rule] = &[
    Rule {
        id: "A1",
        sentence: "Type 2 needs Level 3 on the day, Type 1 needs Level 2, a champion works only alongside a trainer.",
        force: Force::Hard,
        weight: None,
        source: "LRPT: qualifications; champions inferred",
        judge: judging::qualified,
        test: "a1_type_2_needs_level_3_type_1_level_2_and_a_champion_works_alongside",
    },
    Rule {
        id: "A2",
        sentence: "The trainer is in post on the day and not away; leaving soon counts against.",
        force: Force::SoftThenHard,
        weight: Some(|s| s.weight.leaving),
        source: "inferred",
        judge: judging::present,
        test: "a2_nobody_absent_is_offered_and_leaving_soon_counts_against",
    },
    Rule {
        id: "A3",
        sentence: "No conflict between trainer and client is on file; kinds that only warn count against.",
        force: Force::SoftThenHard,
        weight: Some(|s| s.weight.tie),
        source: "inferred; trainers known in the town: LRPT",
        judge: judging::no_conflict,
        test: "a3_a_declared_conflict_bars_with_the_least_detail",
    },
    Rule {
        id: "A4",
        sentence: "Very high risk or risk to staff: office only and two workers; high risk: no home visit alone.",
        force: Force::Place,
        weight: None,
        source: "NDelius register codes; rule inferred",
        judge: judging::safe_meeting,
        test: "a4_risk_binds_the_place_and_bars_nobody",
    },
    Rule {
        id: "A5",
        sentence: "MAPPA 1, registered sex offenders and risk to children: no children's venue.",
        force: Force::Place,
        weight: None,
        source: "LRPT: gym away from schools and youth clubs; rest inferred",
        judge: judging::safe_venue,
        test: "a5_childrens_venues_are_named_with_every_trainer",
    },
    Rule {
        id: "A6",
        sentence: "A wish for a woman or a man as trainer is kept.",
        force: Force::Hard,
        weight: None,
        source: "probation contact code C073; rule inferred",
        judge: judging::wished_gender,
        test: "a6_a_wish_for_a_woman_or_a_man_is_kept",
    },
    Rule {
        id: "A7",
        sentence: "A trainer who speaks the client's language comes first.",
        force: Force::Soft,
        weight: Some(|s| s.weight.language),
        source: "inferred",
        judge: judging::same_language,
        test: "a7_the_clients_language_counts",
    },
    Rule {
        id: "A8",
        sentence: "A trainer of the client's office comes first.",
        force: Force::Soft,
        weight: Some(|s| s.weight.office),
        source: "LRPT: one trainer for each county office from 2012",
        judge: judging::same_office,
        test: "a8_the_same_office_counts",
    },
    Rule {
        id: "A9",
        sentence: "A returning client goes to the trainer who knows her.",
        force: Force::Soft,
        weight: Some(|s| s.weight.continuity),
        source: "inferred",
        judge: judging::known,
        test: "a9_the_trainer_who_knows_the_client_counts",
    },
    Rule {
        id: "A10",
        sentence: "Free room counts: open work in points ÷ hours; nobody goes over 100 %.",
        force: Force::SoftThenHard,
        weight: Some(|s| s.weight.room),
        source: "inferred; 20 points for a full-time week",
        judge: judging::room,
        test: "a10_free_room_counts_and_nobody_goes_over_the_cap",
    },
    Rule {
        id: "A11",
        sentence: "A client about to be released is met before the release.",
        force: Force::Soft,
        weight: Some(|s| s.weight.release),
        source: "inferred; contact before release: LRPT",
        judge: judging::before_release,
        test: "a11_a_trainer_who_is_there_before_the_release_comes_first",
    },
];

/// The rule of this name.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.id == id)
}
