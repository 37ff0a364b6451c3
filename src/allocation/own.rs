//! Rules that a service adds in its own file, in the same condition language as the forms.
//!
//! ```toml
//! [[rule]]
//! id = "S1"
//! sentence = "Nobody new meets a client of high risk in the evening."
//! when = "case.evenings and risk.rosh = 'H' and days(trainer.from, today()) < 180"
//! force = "hard"                 # hard, soft or say
//! says = "high risk in the evening, in post for less than half a year"
//! source = "Team meeting of 3 May 2012"
//! ```
//! A soft rule has a `weight` instead: what it adds to a trainer's score, or takes off. `say` only says.
//!
//! # Why
//! They are judged in the same place as A1 to A11 and come out as the same reasons and bars, so the ranking, `?`, the
//! proposal for the whole queue and the record of what was passed need no word about them. What is unknown fires no rule.

use super::rules::{Bar, Judgement, Reason, View};
use crate::condition::{Expression, Names, Scope, parse};
use crate::domain::fact::Facts;
use crate::domain::history;
use crate::domain::overview::CaseLine;
use crate::domain::trainer::Trainer;
use crate::domain::value::{Number, Value};
use chrono::NaiveDate;

/// How a rule of a service binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bind {
    /// Bars; passed only with a written reason.
    Hard,
    /// Weighs.
    Soft,
    /// Only says.
    Say,
}

impl Bind {
    /// By its name in the file.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "hard" => Some(Self::Hard),
            "soft" => Some(Self::Soft),
            "say" => Some(Self::Say),
            _ => None,
        }
    }
}

/// One rule of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnRule {
    /// `S1`.
    pub id: String,
    /// What it says, for people who read the table.
    pub sentence: String,
    /// Where it comes from.
    pub source: String,
    /// What is said of a trainer on whom it falls.
    pub says: String,
    /// How it binds.
    pub bind: Bind,
    /// What it adds to the score where it is soft.
    pub weight: f64,
    /// When it falls.
    pub when: Expression,
}

/// What a rule may ask about, besides the facts `client.*`, `risk.*` and `history.*` of the case.
pub const NAMES: &[(&str, &str)] = &[
    ("case.work", "type of the work to be given, 1 or 2"),
    ("case.office", "office asked for"),
    ("case.received", "day on which the referral was received"),
    ("case.release", "day of the release"),
    ("case.reasons", "reasons of the referral"),
    ("case.urgent", "tier 4 or marked urgent"),
    ("case.evenings", "can only come in the evening"),
    ("trainer.id", "number"),
    ("trainer.role", "role on the day"),
    ("trainer.gender", "gender"),
    ("trainer.from", "first day in post"),
    ("trainer.to", "last day in post"),
    ("trainer.level2", "day on which Level 2 was passed"),
    ("trainer.level3", "day on which Level 3 was passed"),
    ("trainer.lone_working", "day of the lone-working training"),
    ("trainer.hours", "weekly hours on the day"),
    ("trainer.offices", "offices on the day"),
    ("trainer.languages", "languages on the day"),
    ("load.before", "load without this case, in per cent"),
    ("load.after", "load with it, in per cent"),
    ("load.open", "open cases"),
    ("load.new_this_week", "cases given in the last seven days"),
];

/// Names of facts about the client and the case, as [`history::of_line`] gives them.
pub const OF_THE_LINE: &[&str] = &[
    "client.gender",
    "client.age",
    "client.dob",
    "client.postcode",
    "client.trainer_gender",
    "client.language",
    "client.office",
    "client.offender_manager",
    "client.consent",
    "risk.rosh",
    "risk.mappa_category",
    "risk.mappa_level",
    "risk.alerts",
    "risk.tier",
    "risk.checked_on",
    "history.trainer",
    "history.first_contact",
    "history.sessions_attended",
    "history.sessions_missed",
    "history.dna_in_a_row",
    "history.has_plan",
    "history.plan_start",
];

fn is_known(name: &str) -> bool {
    NAMES.iter().any(|(known, _)| *known == name) || OF_THE_LINE.contains(&name)
}

/// Reads the condition of a rule.
///
/// # Errors
/// What is wrong with it, in words.
pub fn condition(text: &str) -> Result<Expression, String> {
    let names = Names {
        field: &|_| None,
        list: &|_| None,
        known: &is_known,
    };
    parse(text, &names).map_err(|fault| {
        format!(
            "{fault} (character {} of the condition; a rule asks about {}, and about {})",
            fault.at + 1,
            NAMES.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", "),
            OF_THE_LINE.join(", ")
        )
    })
}

/// What is known of a case, for the rules of a service; empty where it has none.
pub(super) fn facts_of(rules: &[OwnRule], line: &CaseLine, work: u8, today: NaiveDate) -> Facts {
    if rules.is_empty() {
        return Facts::default();
    }
    let mut facts = history::of_line(line, today);
    let case = &line.case;
    let text = |t: &str| Value::Text(t.to_owned());
    facts.set("case.work", number(f64::from(work)));
    if let Some(office) = super::judging::office_asked(line) {
        facts.set("case.office", text(office));
    }
    for (name, day) in [
        ("case.received", case.received),
        ("case.release", case.release),
    ] {
        if let Some(day) = day {
            facts.set(name, Value::Date(day));
        }
    }
    facts.set("case.reasons", Value::Codes(case.reasons.clone()));
    facts.set("case.urgent", Value::YesNo(super::clock::is_urgent(line)));
    facts.set("case.evenings", Value::YesNo(case.evenings));
    facts
}

fn number(n: f64) -> Value {
    Value::Number(Number::from_f64(n).unwrap_or(Number::whole(0)))
}

fn add_trainer(facts: &mut Facts, view: &View) {
    let (trainer, today): (&Trainer, NaiveDate) = (view.trainer, view.scene.today);
    history::of_trainer(facts, trainer, today);
    facts.set("trainer.gender", Value::Text(trainer.gender.clone()));
    facts.set("trainer.hours", number(trainer.hours_on(today)));
    let offices = trainer.offices_on(today).to_vec();
    facts.set("trainer.offices", Value::Codes(offices));
    let languages = trainer.languages_on(today).to_vec();
    facts.set("trainer.languages", Value::Codes(languages));
    let load = view.load;
    facts.set("load.before", number(load.with(0.0) * 100.0));
    facts.set("load.after", number(load.with(view.points()) * 100.0));
    let open = load.open_type1 + load.open_type2;
    facts.set("load.open", number(f64::from(open)));
    let new = load.new_this_week;
    facts.set("load.new_this_week", number(f64::from(new)));
}

struct Known<'a>(&'a Facts, NaiveDate);

impl Scope for Known<'_> {
    fn field(&self, _position: usize) -> Option<&Value> {
        None
    }

    fn known(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    fn today(&self) -> NaiveDate {
        self.1
    }
}

/// What the rules of the service say about one trainer and one case.
pub(super) fn judge(view: &View, found: &mut Judgement) {
    let rules = &view.scene.settings.own;
    if rules.is_empty() {
        return;
    }
    let mut facts = view.facts.clone();
    add_trainer(&mut facts, view);
    let known = Known(&facts, view.scene.today);
    for rule in rules.iter().filter(|r| r.when.truth(&known) == Some(true)) {
        let (id, sentence) = (rule.id.clone().into(), rule.says.clone());
        match rule.bind {
            Bind::Hard => found.blocked_by.push(Bar {
                rule: id,
                sentence,
                override_allowed: true,
            }),
            Bind::Soft => found.why.push(Reason {
                rule: id,
                weight: rule.weight,
                sentence,
            }),
            Bind::Say => found.cautions.push(sentence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rank::rank;
    use super::super::settings::Settings;
    use super::super::testing::{self, Office, day};
    use super::*;

    fn with(rules: &str) -> Office {
        let mut office = Office::on("2012-06-14");
        let (settings, findings) = Settings::from_toml("own.toml", rules);
        assert_eq!(findings, []);
        office.settings.own = settings.own;
        office.staff(testing::trainer("HT01", "2010-04-01"));
        office.staff(testing::trainer("HT02", "2012-05-01"));
        office.referral("2012-06-12", 2);
        office
    }

    const EVENING: &str = r#"
        [[rule]]
        id = "S1"
        sentence = "Nobody new in the evening."
        when = "case.evenings and days(trainer.from, today()) < 180"
        force = "hard"
        says = "in post for less than half a year, and it is in the evening"
        source = "Team meeting"
    "#;

    #[test]
    fn a_hard_rule_of_the_service_bars_like_any_other_and_may_be_passed() {
        let mut office = with(EVENING);
        office.cases[0].case.evenings = true;
        let ranked = rank(&office.scene(), &office.cases[0], 2);
        let her = ranked.iter().find(|c| c.trainer.0 == "HT02").unwrap();
        assert_eq!(
            her.in_words(),
            "barred: in post for less than half a year, and it is in the evening"
        );
        assert!(her.blocked_by[0].rule == "S1" && her.blocked_by[0].override_allowed);
        assert!(ranked[0].eligible && ranked[0].trainer.0 == "HT01");
        office.cases[0].case.evenings = false;
        let ranked = rank(&office.scene(), &office.cases[0], 2);
        assert!(ranked.iter().all(|c| c.eligible));
    }

    #[test]
    fn a_soft_rule_weighs_and_is_said_with_its_number() {
        let office = with(
            "[[rule]]\nid = \"S2\"\nsentence = \"x\"\nwhen = \"trainer.offices contains 'C' and load.after > 5\"\n\
             force = \"soft\"\nweight = -7.5\nsays = \"busy office\"\nsource = \"x\"\n",
        );
        let terms =
            super::super::explain(&office.scene(), &office.cases[0], 2, &testing::id("HT01"));
        assert!(
            terms.contains(&"-7.5  S2  busy office".to_owned()),
            "{terms:?}"
        );
    }

    #[test]
    fn what_is_unknown_fires_no_rule() {
        let mut office = with(
            "[[rule]]\nid = \"S3\"\nsentence = \"x\"\nwhen = \"risk.rosh != 'L'\"\nforce = \"say\"\nsays = \"not low\"\nsource = \"x\"\n",
        );
        let said = |office: &Office| {
            let ranked = rank(&office.scene(), &office.cases[0], 2);
            ranked[0].cautions.contains(&"not low".to_owned())
        };
        assert!(said(&office));
        office.cases[0].risk.rosh = None;
        assert!(!said(&office));
    }

    #[test]
    fn a_condition_about_something_unknown_is_named_with_its_line_and_left_out() {
        let text = EVENING.replace("case.evenings", "case.sunshine");
        let (settings, findings) = Settings::from_toml("own.toml", &text);
        assert!(settings.own.is_empty());
        assert_eq!(findings.len(), 1);
        let said = findings[0].to_string();
        assert!(
            said.starts_with("own.toml:") && said.contains("case.sunshine"),
            "{said}"
        );
    }

    /// Each name is there on some case and some trainer, so that no rule can ask for what never comes.
    #[test]
    fn every_name_that_a_rule_may_use_is_known_of_a_full_case() {
        let mut office = with("");
        let n = office.open_case("HT01", 2);
        office.plan(n, "2012-05-02");
        let line = &mut office.cases[n];
        line.identity.born = Some(day("1980-01-01"));
        line.identity.postcode = "LE1 1AA".into();
        line.identity.trainer_gender = "F".into();
        line.identity.language = "PL".into();
        line.identity.office = "C".into();
        line.identity.offender_manager = "Somebody".into();
        line.identity.consent = Some(true);
        line.risk.mappa_category = Some("1".into());
        line.risk.mappa_level = Some("1".into());
        line.risk.alerts = vec!["AV2S".into()];
        line.risk.tier = Some(3);
        line.case.first_contact = Some(day("2012-05-03"));
        line.case.release = Some(day("2012-07-01"));
        office.staff[0].to = Some(day("2013-01-01"));
        let scene = office.scene();
        let rule = OwnRule {
            id: "S".into(),
            sentence: String::new(),
            source: String::new(),
            says: String::new(),
            bind: Bind::Say,
            weight: 0.0,
            when: condition("true").unwrap(),
        };
        let facts = facts_of(&[rule], &scene.cases[n], 2, scene.today);
        let loads = super::super::Loads::of(&scene);
        let load = loads.at(0).unwrap().clone();
        let view = View {
            scene: &scene,
            loads: &loads,
            line: &scene.cases[n],
            work: 2,
            trainer: &scene.trainers[0],
            load: &load,
            facts: &facts,
        };
        let mut all = facts.clone();
        add_trainer(&mut all, &view);
        let names = NAMES
            .iter()
            .map(|(n, _)| *n)
            .chain(OF_THE_LINE.iter().copied());
        let absent: Vec<&str> = names.filter(|n| all.get(n).is_none()).collect();
        assert_eq!(absent, Vec::<&str>::new());
    }
}
