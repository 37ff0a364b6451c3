//! Random histories of a service: people join, leave and fall ill, referrals come, cases are given, covered, handed back,
//! put on hold and signed off, records are joined, conflicts and flags turn up, acts are undone, days go by. After every
//! step an officer puts right what the guard finds, and everything is held against what must never be.
//!
//! # Why
//! The hard rules are checked here a second time, straight from the roster and in other words than the program's, so that
//! a mistake in a rule is not also a mistake in its proof.

use caseload::allocation::guard::{self, Breach};
use caseload::allocation::{
    Candidate, Scene, Settings, in_conflict, load, may_override, rank, risk,
};
use caseload::domain::act::{Act, Deed};
use caseload::domain::calendar::Calendar;
use caseload::domain::case::CaseState;
use caseload::domain::dossier::Dossier;
use caseload::domain::fact::Facts;
use caseload::domain::fold;
use caseload::domain::overview::CaseLine;
use caseload::domain::reference::{ClientId, TrainerId};
use caseload::domain::sheet::{SheetHead, SheetRole};
use caseload::domain::trainer::{Conflict, From, Leave, Trainer};
use caseload::domain::transition;
use caseload::domain::value::{Number, Value};
use chrono::{DateTime, Days, NaiveDate};

/// Steps of one history.
const STEPS: usize = 24;
/// The reason that the officer of these histories gives.
const REASON: &str = "nobody else can take it today";

/// Numbers that look random and are the same on every run.
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides.max(1) as u64) as usize
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())].clone()
    }
}

/// What many histories came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Histories.
    pub histories: usize,
    /// Steps taken.
    pub steps: usize,
    /// Cases given or stood in for.
    pub given: usize,
    /// … of these with a hard rule passed with a reason.
    pub passed: usize,
    /// Acts undone.
    pub undone: usize,
    /// What the guard found after somebody left, a conflict or a flag turned up, and the officer put right.
    pub found: usize,
    /// A hard rule was broken and no reason given.
    pub breaches: usize,
    /// Something stayed wrong although it was put right.
    pub left_wrong: usize,
    /// Cases that work goes on in, with nobody or with two.
    pub holders: usize,
    /// Undoings after which something was not as it would be without the act.
    pub inexact: usize,
}

impl Tally {
    /// Whether nothing happened that must never happen.
    pub fn is_clean(&self) -> bool {
        self.breaches + self.left_wrong + self.holders + self.inexact == 0
    }
}

struct Service {
    dice: Dice,
    today: NaiveDate,
    staff: Vec<Trainer>,
    acts: Vec<Act>,
    clients: u32,
    calendar: Calendar,
    settings: Settings,
    tally: Tally,
}

/// Runs so many histories, each from its own seed.
pub fn run(histories: usize) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..histories {
        let mut service = Service::new(seed as u64, std::mem::take(&mut tally));
        for _ in 0..STEPS {
            service.step();
        }
        tally = service.tally;
        tally.histories += 1;
    }
    tally
}

fn facts(list: &[(&str, Value)]) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in list {
        facts.set(name, value.clone());
    }
    facts
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

impl Service {
    fn new(seed: u64, tally: Tally) -> Self {
        let mut settings = Settings::shipped();
        settings.load.cap_points = 8.0;
        let mut service = Self {
            dice: Dice(seed.wrapping_mul(7919).wrapping_add(17)),
            today: NaiveDate::from_ymd_opt(2012, 1, 9).expect("a day"),
            staff: Vec::new(),
            acts: Vec::new(),
            clients: 0,
            calendar: Calendar::england(),
            settings,
            tally,
        };
        for _ in 0..3 {
            service.join();
        }
        service
    }

    fn step(&mut self) {
        self.tally.steps += 1;
        match self.dice.roll(20) {
            0..=3 => self.refer(),
            4..=7 => self.give(),
            8 => self.give_back(),
            9 => self.cover(),
            10 => self.hold(),
            11 => self.join(),
            12 => self.staff_changes(),
            13 => self.conflict(),
            14 => self.merge(),
            15 | 16 => self.undo(),
            17 => self.flag(),
            18 => self.meet_or_end(),
            _ => self.today = self.today + Days::new(1 + self.dice.roll(30) as u64),
        }
        self.put_right();
        self.look();
    }

    // ---- what happened, folded --------------------------------------------------------------------------------------

    fn record(&mut self, client: u32, deed: Deed) {
        let seq = self.acts.len() as u64 + 1;
        self.acts.push(Act {
            seq,
            at: DateTime::UNIX_EPOCH,
            by: "officer".to_owned(),
            client: Some(ClientId(client)),
            deed,
            private: None,
        });
    }

    fn lines(&self) -> Vec<CaseLine> {
        let all = dossiers(&self.acts, self.clients);
        all.iter().flat_map(CaseLine::of).collect()
    }

    fn with<T>(&self, lines: &[CaseLine], ask: impl FnOnce(&Scene) -> T) -> T {
        ask(&Scene {
            today: self.today,
            trainers: &self.staff,
            cases: lines,
            calendar: &self.calendar,
            settings: &self.settings,
        })
    }

    fn open(&mut self) -> Option<CaseLine> {
        let lines: Vec<CaseLine> = self
            .lines()
            .into_iter()
            .filter(|l| l.case.is_open())
            .collect();
        (!lines.is_empty()).then(|| self.dice.of(&lines))
    }

    /// Does something to a case, as the store lets it.
    fn done_to(&mut self, line: &CaseLine, deed: Deed) -> bool {
        let may = transition::refusal(&deed, &line.case).is_none();
        if may {
            self.record(line.client.0, deed);
        }
        may
    }

    // ---- steps ------------------------------------------------------------------------------------------------------

    fn refer(&mut self) {
        if self.clients >= 6 {
            return self.give();
        }
        self.clients += 1;
        let n = self.clients;
        let rosh = self.dice.of(&["L", "M", "H", "V"]);
        let mut list = vec![
            ("client.surname", text("Made-up")),
            ("client.crn", text(&format!("X{n:06}"))),
            ("client.gender", text(self.dice.of(&["M", "F"]))),
            (
                "client.trainer_gender",
                text(self.dice.of(&["", "", "", "F"])),
            ),
            ("referral.no", text(&format!("2012-{n:04}"))),
            ("referral.received", Value::Date(self.today)),
            ("referral.type_asked", text(self.dice.of(&["1", "2", "2"]))),
            ("referral.office", text(self.dice.of(&["C", "V"]))),
            ("risk.rosh", text(rosh)),
        ];
        list.retain(|(_, value)| value.as_text().is_none_or(|t| !t.is_empty()));
        self.key(n, "R", SheetRole::Referral, None, &list);
    }

    fn key(
        &mut self,
        client: u32,
        letter: &str,
        role: SheetRole,
        by: Option<&TrainerId>,
        list: &[(&str, Value)],
    ) {
        let serial = format!("{letter}-{:06}", self.acts.len() + 1);
        let head = SheetHead {
            serial,
            form: letter.to_owned(),
            version: 1,
            role,
            completed_on: Some(self.today),
            completed_by: by.map(|t| t.0.clone()),
            queried: false,
        };
        let deed = Deed::SheetKeyed {
            head,
            facts: facts(list),
            draft: None,
            amends: false,
            overrides: Vec::new(),
        };
        self.record(client, deed);
    }

    fn give(&mut self) {
        if let Some(line) = self.open() {
            let bold = self.dice.roll(6) == 0;
            self.give_to_somebody(&line, bold);
        }
    }

    /// Gives a case to the first who may have it, or to another; to somebody barred only with a reason, and seldom.
    fn give_to_somebody(&mut self, line: &CaseLine, bold: bool) -> bool {
        let lines = self.lines();
        let work = 1 + self.dice.roll(2) as u8;
        let work = line.case.kind_of_work().unwrap_or(work);
        let ranked = self.with(&lines, |scene| rank(scene, line, work));
        let others: Vec<&Candidate> = ranked
            .iter()
            .filter(|c| line.case.holder() != Some(&c.trainer))
            .collect();
        let may = |c: &&&Candidate| c.eligible;
        let passable =
            |c: &&&Candidate| !c.eligible && c.blocked_by.iter().all(|b| b.override_allowed);
        let chosen = match (others.iter().find(may), others.iter().find(passable)) {
            (Some(_), Some(barred)) if bold => Some(*barred),
            (Some(first), _) => Some(*first),
            (None, Some(barred)) if bold || line.case.holder().is_some() => Some(*barred),
            _ => None,
        };
        let Some(chosen) = chosen.cloned() else {
            return false;
        };
        let deed = Deed::Allocated {
            case: line.case.no,
            trainer: chosen.trainer.clone(),
            work,
            rank: 1,
            shown: shown(&chosen),
            reason: if chosen.eligible { "" } else { REASON }.to_owned(),
            told: line.risk.flags(),
            on: self.today,
        };
        self.prove(&lines, line, &chosen, work, &deed);
        self.done_to(line, deed)
    }

    /// Holds a choice against the hard rules in other words than the program's.
    fn prove(
        &mut self,
        lines: &[CaseLine],
        line: &CaseLine,
        chosen: &Candidate,
        work: u8,
        deed: &Deed,
    ) {
        self.tally.given += 1;
        let (reason, said) = match deed {
            Deed::Allocated { reason, shown, .. } | Deed::CaseCovered { reason, shown, .. } => {
                (reason.as_str(), shown)
            }
            _ => return,
        };
        let broken = self.broken(lines, line, &chosen.trainer, work);
        self.tally.passed += usize::from(!broken.is_empty());
        for rule in broken {
            let begins = format!("{}{rule}:", transition::PASSED);
            let is_said = said.iter().any(|s| s.starts_with(&begins));
            self.tally.breaches += usize::from(!may_override(reason) || !is_said);
        }
    }

    fn broken(
        &self,
        lines: &[CaseLine],
        line: &CaseLine,
        who: &TrainerId,
        work: u8,
    ) -> Vec<&'static str> {
        let today = self.today;
        let Some(her) = self.staff.iter().find(|t| t.id == *who) else {
            return vec!["A2"];
        };
        let mut broken = Vec::new();
        let level = if work == 2 {
            her.level3
        } else {
            her.level2.or(her.level3)
        };
        if level.is_none_or(|day| day > today) || her.role_on(today) == "champion" {
            broken.push("A1");
        }
        let here = her.from.is_some_and(|d| d <= today) && her.to.is_none_or(|d| d >= today);
        let away = her
            .leave
            .iter()
            .any(|l| l.from <= today && l.to.is_none_or(|to| today <= to));
        if !here || away {
            broken.push("A2");
        }
        if in_conflict(&self.settings, her, line) {
            broken.push("A3");
        }
        let wish = line.identity.trainer_gender.as_str();
        if matches!(wish, "M" | "F") && her.gender != wish {
            broken.push("A6");
        }
        let has = |other: &&CaseLine| {
            let case = &other.case;
            case.is_open()
                && case.no != line.case.no
                && (case.holder() == Some(who)
                    || case.cover_on(today).is_some_and(|c| c.trainer == *who))
        };
        let points: f64 = lines
            .iter()
            .filter(has)
            .map(|l| load::points(&self.settings, &l.case))
            .sum();
        let adds = if work == 2 { 3.0 } else { 1.0 };
        if points + adds > load::capacity(&self.settings, her, today) + 1e-6 {
            broken.push("A10");
        }
        broken
    }

    fn give_back(&mut self) {
        let Some(line) = self.open() else { return };
        if let Some(trainer) = line.case.holder().cloned() {
            let deed = Deed::CaseReturned {
                case: line.case.no,
                trainer,
                how: "declined by the trainer".to_owned(),
                reason: "no room".to_owned(),
                on: self.today,
            };
            self.done_to(&line, deed);
        }
    }

    fn cover(&mut self) {
        if let Some(line) = self.open().filter(|l| l.case.holder().is_some()) {
            self.let_stand_in(&line);
        }
    }

    fn let_stand_in(&mut self, line: &CaseLine) -> bool {
        let lines = self.lines();
        let work = line.case.kind_of_work().unwrap_or(1);
        let ranked = self.with(&lines, |scene| rank(scene, line, work));
        let other = |c: &&Candidate| c.eligible && line.case.holder() != Some(&c.trainer);
        let Some(chosen) = ranked.iter().find(other).cloned() else {
            return false;
        };
        let deed = Deed::CaseCovered {
            case: line.case.no,
            trainer: chosen.trainer.clone(),
            until: self.today + Days::new(1 + self.dice.roll(20) as u64),
            shown: shown(&chosen),
            reason: "leave".to_owned(),
            told: line.risk.flags(),
            on: self.today,
        };
        self.prove(&lines, line, &chosen, work, &deed);
        self.done_to(line, deed)
    }

    fn hold(&mut self) {
        let Some(line) = self.open() else { return };
        let (case, on) = (line.case.no, self.today);
        let deed = if line.case.is_on_hold(on) {
            Deed::CaseResumed { case, on }
        } else {
            let until = (self.dice.roll(2) == 0).then(|| on + Days::new(10));
            let reason = "custody".to_owned();
            Deed::CaseHeld {
                case,
                reason,
                until,
                on,
            }
        };
        self.done_to(&line, deed);
    }

    fn join(&mut self) {
        let n = self.staff.len();
        if n >= 8 {
            return;
        }
        let from = self.today - Days::new(self.dice.roll(500) as u64);
        let role = self
            .dice
            .of(&["trainer", "trainer", "trainer", "trainee", "champion"]);
        self.staff.push(Trainer {
            id: TrainerId(format!("HT{n:02}")),
            name: format!("Worker {n}"),
            gender: self.dice.of(&["M", "F"]).to_owned(),
            from: Some(from),
            to: None,
            roles: vec![From {
                from,
                what: role.to_owned(),
            }],
            level2: Some(from),
            level3: (role == "trainer").then_some(from),
            hours: vec![From {
                from,
                what: Number::whole(self.dice.of(&[37, 37, 18, 0])),
            }],
            offices: vec![From {
                from,
                what: vec![self.dice.of(&["C", "V"]).to_owned()],
            }],
            languages: Vec::new(),
            lone_working: None,
            leave: Vec::new(),
            conflicts: Vec::new(),
            events: Vec::new(),
            act: 0,
        });
    }

    /// Somebody gives notice, goes on leave, falls ill, or qualifies.
    fn staff_changes(&mut self) {
        let (n, what, days) = (
            self.dice.roll(self.staff.len()),
            self.dice.roll(5),
            self.dice.roll(20),
        );
        let from = self.today + Days::new(days as u64 / 2);
        let her = &mut self.staff[n];
        match what {
            0 => her.to = Some(from),
            1 => her.leave.push(Leave {
                from,
                to: None,
                kind: "S".to_owned(),
            }),
            2 => her.level3 = her.level3.or(Some(from)),
            _ => her.leave.push(Leave {
                from,
                to: Some(from + Days::new(days as u64)),
                kind: "L".to_owned(),
            }),
        }
    }

    /// A conflict, declared about a client or on a trainer's own record, by number or by CRN.
    fn conflict(&mut self) {
        if self.clients == 0 {
            return;
        }
        let client = 1 + self.dice.roll(self.clients as usize) as u32;
        let n = self.dice.roll(self.staff.len());
        let kind = self.dice.of(&["C", "S", "X", "D"]).to_owned();
        let named = match self.dice.roll(3) {
            0 => ClientId(client).to_string(),
            1 => format!("X{client:06}"),
            _ => {
                let (trainer, on) = (self.staff[n].id.clone(), self.today);
                return self.record(client, Deed::ConflictDeclared { trainer, kind, on });
            }
        };
        self.staff[n].conflicts.push(Conflict {
            client: named,
            kind,
        });
    }

    fn merge(&mut self) {
        let roots = roots(&self.acts, self.clients);
        let stay: Vec<u32> = (1..=self.clients)
            .filter(|c| roots[*c as usize] == *c)
            .collect();
        if stay.len() < 2 {
            return;
        }
        let (from, into) = (self.dice.of(&stay), self.dice.of(&stay));
        if from != into {
            let deed = Deed::ClientsMerged {
                from: ClientId(from),
                into: ClientId(into),
                reason: "one person".to_owned(),
            };
            self.record(into, deed);
        }
    }

    fn flag(&mut self) {
        if self.clients == 0 {
            return;
        }
        let client = 1 + self.dice.roll(self.clients as usize) as u32;
        let alert = self.dice.of(&["AV2S", "ARSO", "ALSH", "RCHD"]).to_owned();
        let facts = facts(&[
            ("risk.alerts", Value::Codes(vec![alert])),
            ("risk.checked_on", Value::Date(self.today)),
        ]);
        self.record(client, Deed::ClientAmended { facts });
    }

    fn meet_or_end(&mut self) {
        let Some(line) = self.open().filter(|l| l.case.holder().is_some()) else {
            return;
        };
        let by = line.case.worker_on(self.today).cloned();
        let day = Value::Date(self.today);
        let client = line.client.0;
        if self.dice.roll(3) == 0 {
            let list = [("signoff.date", day), ("signoff.reason", text("COMP"))];
            self.key(client, "F", SheetRole::Signoff, by.as_ref(), &list);
        } else {
            let list = [("session.date", day), ("session.attendance", text("5"))];
            self.key(client, "S", SheetRole::Session, by.as_ref(), &list);
        }
    }

    /// Undoes any act that counts; everything must then be as if it had never been, and doing it again as before.
    fn undo(&mut self) {
        let undone = fold::undone(&self.acts);
        // Joining anew what was parted may make a ring with what was joined since; an officer sees that and does not.
        let joins = |a: &Act| match a.deed {
            Deed::Undone { act, .. } => {
                let of = self.acts.iter().find(|other| other.seq == act);
                of.is_some_and(|of| {
                    !matches!(of.deed, Deed::Allocated { .. } | Deed::CaseReturned { .. })
                })
            }
            _ => false,
        };
        let may = |a: &&Act| a.deed.kind().undoable && !undone.contains(&a.seq) && !joins(a);
        let targets: Vec<u64> = self.acts.iter().filter(may).map(|a| a.seq).collect();
        if targets.is_empty() {
            return;
        }
        let target = self.dice.of(&targets);
        let Some(act) = self.acts.iter().find(|a| a.seq == target).cloned() else {
            return;
        };
        let before = dossiers(&self.acts, self.clients);
        let client = act.client.map_or(1, |c| c.0);
        let undoing = |act| Deed::Undone {
            act,
            reason: String::new(),
        };
        self.record(client, undoing(target));
        self.tally.undone += 1;
        let after = dossiers(&self.acts, self.clients);
        let without: Vec<Act> = without(&self.acts, target);
        let exact = after == dossiers(&without, self.clients);
        let again = self.acts.len() as u64;
        self.record(client, undoing(again));
        let back = dossiers(&self.acts, self.clients) == before;
        if self.dice.roll(3) > 0 {
            self.acts.pop();
        }
        self.tally.inexact += usize::from(!exact) + usize::from(!back);
    }

    // ---- what must be true ------------------------------------------------------------------------------------------

    /// The officer puts right what the guard finds, as the remedies say.
    fn put_right(&mut self) {
        for _ in 0..12 {
            let lines = self.lines();
            let found = self.with(&lines, guard::breaches);
            let Some(first) = found.first() else { return };
            self.tally.found += 1;
            let line = lines
                .iter()
                .find(|l| l.client == first.client && l.case.no == first.case)
                .cloned();
            match line {
                Some(line) => self.remedy(&line, first),
                None => break,
            }
        }
        let lines = self.lines();
        self.tally.left_wrong += self.with(&lines, guard::breaches).len();
    }

    fn remedy(&mut self, line: &CaseLine, breach: &Breach) {
        let who = breach.trainer.clone();
        if breach.rule == guard::TOLD
            && let Some(trainer) = who
        {
            let told = risk::untold(line, &trainer, self.today);
            let (case, on) = (line.case.no, self.today);
            self.done_to(
                line,
                Deed::TrainerTold {
                    case,
                    trainer,
                    told,
                    on,
                },
            );
        } else if breach.rule == "A2"
            && line.case.cover_on(self.today).is_none()
            && self.let_stand_in(line)
        {
            // Somebody stands in until the trainer is back; where she has left, the case is given on in the next round.
        } else if !self.give_to_somebody(line, false) {
            self.give_back_this(line);
        }
    }

    fn give_back_this(&mut self, line: &CaseLine) {
        if let Some(trainer) = line.case.holder().cloned() {
            let deed = Deed::CaseReturned {
                case: line.case.no,
                trainer,
                how: "taken back by the officer".to_owned(),
                reason: "nobody may have it".to_owned(),
                on: self.today,
            };
            self.done_to(line, deed);
        }
    }

    /// Every case that work goes on in has one holder, and only the last spell is open.
    fn look(&mut self) {
        for line in self.lines() {
            let open = line.case.spells.iter().filter(|s| s.to.is_none()).count();
            let wrong = match line.case.state() {
                CaseState::Allocated | CaseState::Open => open != 1 || line.case.holder().is_none(),
                CaseState::ToAllocate => open != 0,
                CaseState::Closed | CaseState::NotTaken => open > 1,
            };
            self.tally.holders += usize::from(wrong);
        }
    }
}

fn shown(candidate: &Candidate) -> Vec<String> {
    let bars = candidate.blocked_by.iter();
    bars.map(|b| format!("{}{}: {}", transition::PASSED, b.rule, b.sentence))
        .collect()
}

/// The acts as if one had never been: without it, and without what undid it.
fn without(acts: &[Act], target: u64) -> Vec<Act> {
    let about = |act: &Act| matches!(&act.deed, Deed::Undone { act, .. } if *act == target);
    let kept = acts.iter().filter(|a| a.seq != target && !about(a));
    kept.cloned().collect()
}

/// Into which record each client's was joined in the end; by number.
fn roots(acts: &[Act], clients: u32) -> Vec<u32> {
    let mut into: Vec<u32> = (0..=clients).collect();
    for act in fold::counting(acts) {
        if let Deed::ClientsMerged { from, into: to, .. } = act.deed {
            into[from.0 as usize] = to.0;
        }
    }
    let follow = |mut at: u32| {
        for _ in 0..into.len() {
            at = into[at as usize];
        }
        at
    };
    (0..=clients).map(follow).collect()
}

/// Everybody as the acts have it, joined records as one.
fn dossiers(acts: &[Act], clients: u32) -> Vec<Dossier> {
    let roots = roots(acts, clients);
    (1..=clients)
        .filter(|c| roots[*c as usize] == *c)
        .filter_map(|root| {
            let members = (1..=clients).filter(|c| roots[*c as usize] == root);
            let members: Vec<ClientId> = members.map(ClientId).collect();
            fold::family(ClientId(root), &members, acts)
        })
        .collect()
}
