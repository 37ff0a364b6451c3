//! `sheets import`: filled sheets, one JSON object per line, through the very validation of the desk.
//!
//! # Why
//! A line is taken whole or rejected, and "ok" is said only when its act is on stable storage, in groups that reach the disk together. A
//! line that may mean a client of the group before it (by any name) waits until that group is saved, so that the order of the
//! file counts as the order of keying does.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::Value as Json;

use super::args::{Format, Globals};
use super::claims::{Claims, number_referral};
use super::failure::{Failure, Outcome, tell};
use super::lines::{LONGEST, Line, Lines};
use super::newcomers::Newcomers;
use super::output::Output;
use super::progress::Progress;
use super::session::Session;
use super::twice::said_twice;
use super::verdict::{Said, Verdict};
use super::whose::{Named, Whose, whose};
use crate::app::answers;
use crate::domain::act::{Act, Deed, NewAct, Private, Subject};
use crate::domain::client::Identity;
use crate::domain::fact::Facts;
use crate::domain::history;
use crate::domain::sheet::SheetRole;
use crate::forms::import::{Taken, read_sheet};
use crate::forms::{Around, Finding, Form, Severity};
use crate::model::SheetAbout;
use crate::model::words::count;
use crate::search::Person;
use crate::store::StoreError;

/// Sheets that reach the disk together.
const GROUP: usize = 200;

/// Arguments of `sheets import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// File with one JSON object per line; - for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &ImportArgs) -> anyhow::Result<Outcome> {
    let (first, mut lines) = Lines::twice(&args.file)?;
    let mut session = Session::for_officer(globals, "importing sheets")?;
    let mut import = Import::new(args.format, claims(&session, first)?);
    while let Some((number, line)) = lines.next()? {
        import.take(&mut session, number, &line)?;
        if import.group.len() >= GROUP {
            import.save(&mut session)?;
        }
    }
    import.save(&mut session)?;
    session.close()?;
    let (taken, rejected) = (import.taken, import.rejected);
    import.out.finish()?;
    tell(&format!(
        "{} taken, {rejected} rejected.",
        count(taken, "sheet", "sheets")
    ));
    Ok(Outcome::done_if(rejected == 0))
}

/// What the file says about the numbers of clients.
fn claims(session: &Session, mut lines: Lines) -> anyhow::Result<Claims> {
    let mut claims = Claims::on(&session.store)?;
    while let Some((_, line)) = lines.next()? {
        if let Line::Text(text) = line
            && let Ok(object) = serde_json::from_str::<Json>(&text)
            && let Some(form) = form_of(session, &object)
        {
            claims.note_sheet(&form, &object, session.today);
        }
    }
    Ok(claims)
}

struct Import {
    claims: Claims,
    out: Output,
    json: bool,
    /// What is to be said, in the order of the file; with a place in the group where that is not saved yet.
    waiting: Vec<(Verdict, Option<usize>)>,
    group: Vec<NewAct>,
    /// Serials and names of clients in the group.
    touched: HashSet<String>,
    /// With whom somebody new is compared.
    newcomers: Newcomers,
    /// The group holds a trainer's record, which decides who may sign the next sheets.
    decisive: bool,
    taken: usize,
    rejected: usize,
    progress: Progress,
}

impl Import {
    fn new(format: Format, claims: Claims) -> Self {
        Self {
            claims,
            out: Output::take(),
            json: format.json,
            waiting: Vec::new(),
            group: Vec::new(),
            touched: HashSet::new(),
            newcomers: Newcomers::default(),
            decisive: false,
            taken: 0,
            rejected: 0,
            progress: Progress::new("sheets", None),
        }
    }

    fn take(&mut self, session: &mut Session, number: u64, line: &Line) -> anyhow::Result<()> {
        let twice = match line {
            Line::Text(text) => said_twice(text),
            _ => None,
        };
        let object = match line {
            Line::Text(text) => serde_json::from_str::<Json>(text).map_err(|error| {
                format!(
                    "The line is no JSON object (column {}). Put it right and import it again.",
                    error.column()
                )
            }),
            Line::NoText => Err("The line is no text in UTF-8.".to_owned()),
            Line::TooLong => Err(format!("The line has more than {LONGEST} bytes.")),
        };
        let verdict = match object {
            Err(reason) => (Verdict::rejected(number, "", reason), None),
            Ok(object) => match twice {
                Some(key) => (Verdict::of_two(number, &key, &object), None),
                None => self.take_object(session, number, &object)?,
            },
        };
        self.waiting.push(verdict);
        Ok(())
    }

    fn take_object(
        &mut self,
        session: &mut Session,
        number: u64,
        object: &Json,
    ) -> anyhow::Result<(Verdict, Option<usize>)> {
        let serial = object["sheet"].as_str().map(str::to_owned);
        let named = named(session, object);
        if self.must_save_first(session, serial.as_deref(), &named) {
            self.save(session)?;
        }
        let (subject, taken, doubt) = match examine(session, object, &named, &mut self.claims)? {
            Ok(taken) => taken,
            Err(findings) => {
                return Ok((
                    Verdict {
                        line: number,
                        sheet: serial,
                        ok: false,
                        findings,
                    },
                    None,
                ));
            }
        };
        let mut findings: Vec<_> = taken.findings.iter().map(said).collect();
        findings.extend(doubt);
        findings.extend(self.may_be(session, subject, &taken)?);
        self.touched.extend(named.names());
        self.touched.extend(serial.clone());
        if let Subject::Known(id) | Subject::Numbered(id) = subject {
            self.touched.insert(id.to_string());
        }
        let verdict = Verdict {
            line: number,
            sheet: serial,
            ok: true,
            findings,
        };
        self.decisive |= taken.sheet.head.role == SheetRole::Worker;
        self.group.push(act(subject, taken));
        Ok((verdict, Some(self.group.len() - 1)))
    }

    /// Whom a sheet of somebody new may be about. It is taken all the same: the review decides.
    fn may_be(
        &mut self,
        session: &mut Session,
        subject: Subject,
        taken: &Taken,
    ) -> anyhow::Result<Option<Said>> {
        let Some(key) = brings(subject) else {
            return Ok(None);
        };
        let mut identity = Identity::default();
        identity.learn(&taken.sheet.facts);
        let person = Person {
            key,
            ..Person::of(&identity)
        };
        if self.newcomers.may_be_unsaved(&person) {
            self.save(session)?;
        }
        let may_be = self.newcomers.may_be(session, &person)?;
        self.newcomers.note(&person);
        Ok(may_be.map(|sentence| ("client".to_owned(), Severity::Soft.name(), sentence)))
    }

    /// Whether this line may mean something that the group is about to save.
    fn must_save_first(&self, session: &Session, serial: Option<&str>, named: &Named) -> bool {
        if self.group.is_empty() {
            return false;
        }
        let touches = |name: &str| self.touched.contains(name);
        if self.decisive || serial.is_some_and(touches) || named.names().any(|name| touches(&name))
        {
            return true;
        }
        // A client may be named by a case, a sheet or a number that the group brings.
        let Some(client) = &named.client else {
            return false;
        };
        let known = session.store.resolve(client).ok().flatten();
        known.is_none_or(|id| touches(&id.to_string()))
    }

    /// Brings the group to stable storage, then says what became of its lines.
    fn save(&mut self, session: &mut Session) -> anyhow::Result<()> {
        let group = std::mem::take(&mut self.group);
        self.touched.clear();
        self.decisive = false;
        let saved = match session.record(group.clone()) {
            Err(error) if error.exit_code() == 1 => self.save_each(session, group),
            Err(error) => {
                self.reject(|_| true, &error.to_string());
                Err(error)
            }
            Ok(acts) => {
                for (place, (act, new)) in acts.iter().zip(&group).enumerate() {
                    self.note_saved(session, place, act, new.subject);
                }
                Ok(())
            }
        };
        self.newcomers.all_saved();
        for (verdict, _) in std::mem::take(&mut self.waiting) {
            self.say(&verdict)?;
        }
        Ok(saved?)
    }

    /// One by one, so that the one that the store refuses does not hold up the others.
    fn save_each(&mut self, session: &mut Session, group: Vec<NewAct>) -> Result<(), StoreError> {
        for (place, act) in group.into_iter().enumerate() {
            let subject = act.subject;
            let error = match session.record(vec![act]) {
                Ok(acts) => {
                    for act in &acts {
                        self.note_saved(session, place, act, subject);
                    }
                    continue;
                }
                Err(error) => error,
            };
            if error.exit_code() != 1 {
                self.reject(|at| at >= place, &error.to_string());
                return Err(error);
            }
            self.reject(|at| at == place, &error.to_string());
        }
        Ok(())
    }

    fn note_saved(&mut self, session: &Session, place: usize, act: &Act, subject: Subject) {
        let mut waiting = self.waiting.iter();
        let of_act = waiting.find(|(_, at)| *at == Some(place));
        if let Some((verdict, _)) = of_act {
            let brings = brings(subject).is_some();
            self.newcomers.saved(session, act, verdict.line, brings);
        }
    }

    fn reject(&mut self, which: impl Fn(usize) -> bool, reason: &str) {
        for (verdict, place) in &mut self.waiting {
            if place.is_some_and(&which) {
                verdict.ok = false;
                verdict
                    .findings
                    .push((String::new(), Severity::Hard.name(), reason.to_owned()));
            }
        }
    }

    fn say(&mut self, verdict: &Verdict) -> Result<(), Failure> {
        if verdict.ok {
            self.taken += 1;
        } else {
            self.rejected += 1;
        }
        self.progress.add(1);
        if self.json {
            return self.out.json_now(&verdict.as_json());
        }
        let told: Vec<_> = verdict
            .findings
            .iter()
            .filter(|f| verdict.tells(f))
            .collect();
        if verdict.ok && told.is_empty() {
            return Ok(());
        }
        let sheet = verdict.sheet.as_deref().unwrap_or("(no serial)");
        let became = if verdict.ok { "taken" } else { "rejected" };
        self.out
            .line(&format!("line {}  {sheet}  {became}", verdict.line))?;
        for (field, _, reason) in told {
            self.out.line(&format!("    {field:<20} {reason}"))?;
        }
        Ok(())
    }
}

/// The number that somebody new is to have, 0 where the store gives it; nothing for a sheet of nobody new.
fn brings(subject: Subject) -> Option<u32> {
    match subject {
        Subject::New => Some(0),
        Subject::Numbered(id) => Some(id.0),
        Subject::None | Subject::Known(_) => None,
    }
}

fn form_of(session: &Session, object: &Json) -> Option<Arc<Form>> {
    let version = u32::try_from(object["version"].as_u64()?).ok()?;
    session.fixed.forms.form(object["form"].as_str()?, version)
}

/// A sheet that may be taken, whose it is, and what to ask about that; else everything that stands against it.
type Examined = Result<(Subject, Taken, Option<Said>), Vec<Said>>;

/// Reads a sheet of a file as it would be keyed now. Nothing is recorded.
///
/// # Errors
/// The store failed.
pub fn examine(
    session: &Session,
    object: &Json,
    named: &Named,
    claims: &mut Claims,
) -> Result<Examined, StoreError> {
    if let Some(serial) = object["sheet"].as_str()
        && let Some(keyed) = session.store.sheet(serial)?
    {
        let reason = StoreError::SerialTaken(keyed.head.serial, keyed.act).to_string();
        return Ok(Err(vec![(
            "sheet".to_owned(),
            Severity::Hard.name(),
            reason,
        )]));
    }
    let whose = match form_of(session, object) {
        Some(form) => whose(&form, named, claims, &session.store, session.today)?,
        None => Whose::from(Ok(Subject::None)),
    };
    let taken = read(session, object, &whose, &claims.trainers(&session.store))?;
    let doubt = whose
        .doubt
        .map(|doubt| ("client".to_owned(), Severity::Soft.name(), doubt));
    Ok(match (taken, whose.subject) {
        (Ok(mut taken), Ok(subject)) => {
            number_referral(&mut taken, claims, &session.store)?;
            Ok((subject, taken, doubt))
        }
        (taken, subject) => {
            let mut findings: Vec<Said> = taken.err().iter().flatten().map(said).collect();
            findings.extend(
                subject
                    .err()
                    .map(|reason| ("client".to_owned(), Severity::Hard.name(), reason)),
            );
            Err(findings)
        }
    })
}

/// Whose a sheet says that it is.
pub fn named(session: &Session, object: &Json) -> Named {
    form_of(session, object)
        .map(|form| Named::on(&form, object, session.today))
        .unwrap_or_default()
}

/// Reads the sheet with what is known about its client around it.
fn read(
    session: &Session,
    object: &Json,
    whose: &Whose,
    trainers: &[(String, String)],
) -> Result<Result<Taken, Vec<Finding>>, StoreError> {
    let client = match whose.subject {
        Ok(Subject::Known(client)) => Some(client),
        _ => None,
    };
    let failed = RefCell::new(None);
    let around_for = |form: &Form, _: &Json| {
        let about = SheetAbout::anew(client, &form.id);
        let known = answers::known(&session.store, &about, session.today);
        let known = known.map_or_else(
            |error| {
                failed.replace(Some(error));
                Facts::default()
            },
            |known| signed(known.facts, session, object),
        );

        Around {
            user: session.store.user().to_owned(),
            known,
            trainers: trainers.to_vec(),
            workers: Arc::new(session.store.trainers()),
            ..Around::on(session.today)
        }
    };
    let taken = read_sheet(object, &session.fixed.forms, &around_for);
    failed.into_inner().map_or(Ok(taken), Err)
}

/// With what is known of the trainer who filled the sheet in.
fn signed(mut known: Facts, session: &Session, object: &Json) -> Facts {
    let by = object["completed_by"].as_str();
    let all = session.store.trainers();
    if let Some(trainer) = all.iter().find(|trainer| by == Some(trainer.id.0.as_str())) {
        history::of_trainer(&mut known, trainer, session.today);
    }
    known
}

fn said(finding: &Finding) -> Said {
    (
        finding.field.clone(),
        finding.severity.name(),
        finding.sentence.clone(),
    )
}

/// The act that keys a sheet of a file.
pub fn act(subject: Subject, taken: Taken) -> NewAct {
    let sheet = taken.sheet;
    let deed = Deed::SheetKeyed {
        head: sheet.head,
        facts: sheet.facts,
        draft: None,
        amends: false,
        overrides: sheet.overrides,
    };
    let private = Private {
        values: sheet.values,
        note: sheet.query,
        draft: None,
    };
    NewAct {
        subject,
        deed,
        private,
    }
}
