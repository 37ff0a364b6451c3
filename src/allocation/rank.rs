//! Trainers in the order in which they suit a case.

use super::Scene;
use super::judging::office_asked;
use super::load::{Load, Loads};
use super::own;
use super::risk;
use super::rules::{Bar, Judgement, RULES, Reason, View};
use super::settings::Labels;
use crate::domain::fact::Facts;
use crate::domain::overview::CaseLine;
use crate::domain::reference::TrainerId;
use crate::domain::trainer::Trainer;
use chrono::{Days, NaiveDate};
use std::cmp::Ordering;
use std::fmt;

/// One trainer, judged for one case. `Debug` prints no name and no sentence.
#[derive(Clone, PartialEq)]
pub struct Candidate {
    /// Who.
    pub trainer: TrainerId,
    /// Her name.
    pub name: String,
    /// Whether no hard rule bars her.
    pub eligible: bool,
    /// The sum of what counts.
    pub score: f64,
    /// Her load now, without this case: 0.62 is 62 %.
    pub load_before: f64,
    /// Her load with it.
    pub load_after: f64,
    /// Cases given to her in the last seven days.
    pub new_this_week: u32,
    /// Her office: the client's where she works there, else her own ones.
    pub office: String,
    /// Role and level: `HT L3`, `trainee L2`, `champion`.
    pub role_words: String,
    /// What counts, the weightiest first.
    pub why: Vec<Reason>,
    /// Hard rules that bar her.
    pub blocked_by: Vec<Bar>,
    /// What must be read with it: limits of the place, leave ahead.
    pub cautions: Vec<String>,
    /// Whether nobody eligible has a lower load afterwards.
    pub lowest_load: bool,
}

impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, score) = (&self.trainer, self.score);
        write!(
            f,
            "Candidate({id}, eligible {}, score {score:.3})",
            self.eligible
        )
    }
}

impl Candidate {
    /// Why, on one line: `knows him: plan 2011, same office`; for the barred `barred: Type 2 needs Level 3`.
    pub fn in_words(&self) -> String {
        if let Some(bar) = self.blocked_by.first() {
            return format!("barred: {}", bar.sentence);
        }
        self.reasons().join(", ")
    }

    /// What speaks for her and what else is known, what counts for most first; her room is told in figures and not here.
    pub fn reasons(&self) -> Vec<&str> {
        let mut said: Vec<&str> = Vec::new();
        if self.lowest_load {
            said.push("lowest load");
        }
        let others = self.why.iter().filter(|r| r.rule != "A10");
        said.extend(others.map(|r| r.sentence.as_str()));
        said.sort_by_key(|s| *s == "lowest load" && said_strongly(&self.why));
        said
    }
}

/// Whether something says more for her than a low load does.
fn said_strongly(why: &[Reason]) -> bool {
    why.iter().any(|r| r.rule != "A10" && r.weight > 0.0)
}

/// Which type is to be given: that of the plan or the last allocation, else the type asked for; unsure is Type 1.
pub fn work_asked(line: &CaseLine) -> u8 {
    match line.case.kind_of_work() {
        Some(2) => 2,
        _ => 1,
    }
}

/// Everybody who could be thought of for this case: eligible ones first, by score, then the barred.
pub fn rank(scene: &Scene, line: &CaseLine, work: u8) -> Vec<Candidate> {
    rank_with(scene, &Loads::of(scene), line, work)
}

/// The same with the work already counted; for a screen that ranks more than once.
pub fn rank_with(scene: &Scene, loads: &Loads, line: &CaseLine, work: u8) -> Vec<Candidate> {
    let listed = scene.trainers.iter().filter(|t| is_listed(scene, t, line));
    let facts = own::facts_of(&scene.settings.own, line, work, scene.today);
    let mut all: Vec<Candidate> = listed
        .map(|t| candidate(scene, loads, (line, &facts), work, t))
        .collect();
    let eligible = all.iter().filter(|c| c.eligible);
    if let Some(least) = eligible.map(|c| c.load_after).min_by(f64::total_cmp) {
        for each in all.iter_mut().filter(|c| c.eligible) {
            each.lowest_load = each.load_after <= least + 1e-9;
        }
    }
    all.sort_by(order);
    all
}

/// Eligible before barred, then by score, then by load, then by number, so that the same scene gives the same list.
fn order(a: &Candidate, b: &Candidate) -> Ordering {
    let barred = |c: &Candidate| c.blocked_by.len();
    b.eligible
        .cmp(&a.eligible)
        .then_with(|| barred(a).cmp(&barred(b)))
        .then_with(|| b.score.total_cmp(&a.score))
        .then_with(|| a.load_after.total_cmp(&b.load_after))
        .then_with(|| a.trainer.cmp(&b.trainer))
}

/// Whether somebody is shown at all: people who work with clients and are in post, about to start, just gone, or known
/// to the client.
fn is_listed(scene: &Scene, trainer: &Trainer, line: &CaseLine) -> bool {
    let near = Days::new(u64::from(scene.settings.people.listed));
    let (first, last) = (scene.today - near, scene.today + near);
    let role_on = trainer
        .from
        .map_or(scene.today, |from| from.max(scene.today));
    if matches!(trainer.role_on(role_on), "admin" | "manager") {
        return false;
    }
    let around =
        trainer.from.is_none_or(|from| from <= last) && trainer.to.is_none_or(|to| to >= first);
    around
        || line.earlier.contains(&trainer.id)
        || line.case.spells.iter().any(|s| s.trainer == trainer.id)
}

/// Her load as it would be without this case, where she has it now.
fn load_without(scene: &Scene, loads: &Loads, line: &CaseLine, trainer: &Trainer) -> Load {
    let mut load = loads.get(&trainer.id).cloned().unwrap_or_default();
    if line.case.is_open() && line.case.holder() == Some(&trainer.id) {
        load.points = (load.points - super::load::points(scene.settings, &line.case)).max(0.0);
        load.share = load.with(0.0);
    }
    load
}

/// What all rules say, and whatever else about safety must go with the case: nothing on file stays unsaid.
fn judge(view: &View) -> Judgement {
    let mut found = judge_but("", view);
    for limit in risk::safety(&view.line.risk) {
        if !found.cautions.contains(&limit.sentence) {
            found.cautions.push(limit.sentence);
        }
    }
    found
}

/// What all rules but one say; the proposal for the whole queue reckons room by itself.
pub(super) fn judge_but(left_out: &str, view: &View) -> Judgement {
    let mut found = Judgement::default();
    for rule in RULES.iter().filter(|r| r.id != left_out) {
        (rule.judge)(view, &mut found);
    }
    own::judge(view, &mut found);
    found.why.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    found
}

/// Judges one trainer for one case.
fn candidate(
    scene: &Scene,
    loads: &Loads,
    (line, facts): (&CaseLine, &Facts),
    work: u8,
    trainer: &Trainer,
) -> Candidate {
    let load = load_without(scene, loads, line, trainer);
    let found = judge(&View {
        scene,
        loads,
        line,
        work,
        trainer,
        load: &load,
        facts,
    });
    Candidate {
        trainer: trainer.id.clone(),
        name: trainer.name.clone(),
        eligible: found.blocked_by.is_empty(),
        score: found.why.iter().map(|r| r.weight).sum(),
        load_before: load.share,
        load_after: load.with(scene.settings.points_of(work)),
        new_this_week: load.new_this_week,
        office: office(scene, line, trainer),
        role_words: role_words(trainer, scene.today),
        why: found.why,
        blocked_by: found.blocked_by,
        cautions: found.cautions,
        lowest_load: false,
    }
}

fn office(scene: &Scene, line: &CaseLine, trainer: &Trainer) -> String {
    let hers = trainer.offices_on(scene.today);
    let label = |code: &str| scene.settings.label(Labels::Office, code);
    match office_asked(line).filter(|o| hers.iter().any(|h| h == o)) {
        Some(shared) => label(shared),
        None => hers.iter().map(|o| label(o)).collect::<Vec<_>>().join(", "),
    }
}

/// `HT L3`, `trainee L2`, `champion`.
pub fn role_words(trainer: &Trainer, on: NaiveDate) -> String {
    let role = match trainer.role_on(on) {
        "trainer" => "HT",
        "" => "no role",
        other => other,
    };
    if trainer.has_level3(on) {
        format!("{role} L3")
    } else if trainer.has_level2(on) {
        format!("{role} L2")
    } else {
        role.to_owned()
    }
}

/// The fewest characters that a reason for passing a hard rule may have.
pub const SHORTEST_REASON: usize = 10;

/// Whether a reason is enough to pass a hard rule: ten characters, runs of blanks counting as one and none at the ends.
pub fn may_override(reason: &str) -> bool {
    let words: Vec<&str> = reason.split_whitespace().collect();
    words.join(" ").chars().count() >= SHORTEST_REASON
}
