//! What the desk sees at a glance, kept in memory and changed by each act.
//!
//! # Why
//! Opening a store of 20,000 clients must not read 20,000 dossiers. Only those with something to do are read, on the first look, and
//! only as of a day: a closed case whose last follow-up window has passed can be helped by nobody and is left to the reports.

use super::book::Book;
use super::error::StoreError;
use super::projection::{Delta, last_day, lines_of, rank};
use super::records::{
    Attention, DraftRecord, Kind, Pads, Recent, SerialRecord, Spot, Totals, UserRecord, Workers,
};
use super::shelf::Shelf;
use crate::domain::act::{Act, Deed, Role};
use crate::domain::identifier::serial;
use crate::domain::overview::{CaseLine, Overview, Paper, Undoable};
use crate::domain::reference::{ClientId, DraftId};
use crate::domain::sheet::{BatchHead, Draft, DraftChange};
use crate::domain::trainer::Trainer;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Most acts that the desk offers to undo.
const UNDOABLE: usize = 20;

/// The overview and what it is made from.
#[derive(Debug)]
pub struct Glance {
    user: String,
    role: Role,
    overview: Overview,
    recent: Vec<Recent>,
    last_at: i64,
    /// Who has cases to look at, and until when, as they were loaded; used up by the first look.
    with_cases: Option<Vec<(ClientId, Option<NaiveDate>)>>,
    /// The day as of which the lines of cases are there; `None` before the first look.
    as_of: Option<NaiveDate>,
}

impl Glance {
    /// Loads what is small; lines of cases follow on the first look.
    pub fn load(shelf: &Shelf, book: &Book, user: &str, role: Role) -> Result<Self, StoreError> {
        let mut glance = Self {
            user: user.to_owned(),
            role,
            overview: Overview::default(),
            recent: Vec::new(),
            last_at: 0,
            with_cases: None,
            as_of: None,
        };
        let totals: Totals = shelf.get(Kind::Totals, &[])?.unwrap_or_default();
        glance.count(&totals, book.head().seq);
        let workers: Workers = shelf.get(Kind::Workers, &[])?.unwrap_or_default();
        glance.overview.trainers = Arc::new(workers.trainers);
        if let Some(latest) = shelf.get::<UserRecord>(Kind::User, user.as_bytes())? {
            glance.set_recent(latest.recent);
        }
        let mut tray = Vec::new();
        shelf.each(Kind::Tray, &mut |record: SerialRecord| {
            tray.extend(paper(book, role, &record)?);
            Ok(())
        })?;
        tray.sort_by_key(|p: &Paper| p.act);
        glance.overview.tray = Arc::new(tray);
        let pads: Pads = shelf.get(Kind::Pads, &[])?.unwrap_or_default();
        glance.overview.pads = Arc::new(pads.counting());
        let (mut queried, mut with_cases) = (Vec::new(), Vec::new());
        shelf.each(Kind::Attention, &mut |found: Attention| {
            if found.has_cases {
                with_cases.push((found.client, found.until));
            }
            queried.extend(
                found
                    .queried
                    .into_iter()
                    .map(|serial| (serial, found.client)),
            );
            Ok(())
        })?;
        queried.sort_by(|a, b| rank(&a.0).cmp(&rank(&b.0)));
        glance.overview.queried = Arc::new(queried);
        glance.with_cases = Some(with_cases);
        glance.load_drafts(shelf, book)?;
        Ok(glance)
    }

    fn load_drafts(&mut self, shelf: &Shelf, book: &Book) -> Result<(), StoreError> {
        if self.role != Role::Officer {
            return Ok(());
        }
        let mut drafts = Vec::new();
        shelf.each(Kind::Draft, &mut |record: DraftRecord| {
            drafts.extend(draft(book, &record.acts)?);
            Ok(())
        })?;
        drafts.retain(|d: &Draft| d.by == self.user);
        drafts.sort_by_key(|d| (d.kept_at, d.id));
        self.overview.drafts = Arc::new(drafts);
        Ok(())
    }

    /// Whether the overview as of a day is all here: the working store need not carry the last acts yet.
    pub fn needs_no_shelf(&self, day: NaiveDate) -> bool {
        self.as_of.is_some_and(|seen| seen <= day)
    }

    /// The overview as of a day.
    pub fn overview(
        &mut self,
        shelf: &Shelf,
        book: &Book,
        today: NaiveDate,
    ) -> Result<Overview, StoreError> {
        match self.as_of {
            Some(day) if day == today => {}
            Some(day) if day < today => {
                if self.overview.cases.iter().any(|l| !matters(l, today)) {
                    Arc::make_mut(&mut self.overview.cases).retain(|l| matters(l, today));
                }
            }
            _ => self.load_lines(shelf, book, today)?,
        }
        self.as_of = Some(today);
        Ok(self.overview.clone())
    }

    fn load_lines(
        &mut self,
        shelf: &Shelf,
        book: &Book,
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let clients = match self.with_cases.take() {
            Some(loaded) => loaded,
            None => with_cases(shelf)?,
        };
        let mut cases = Vec::new();
        for (client, _) in clients
            .into_iter()
            .filter(|(_, until)| until.is_none_or(|u| u >= today))
        {
            cases.extend(lines_of(shelf, book, client)?);
        }
        cases.retain(|line| matters(line, today));
        sort(&mut cases);
        self.overview.cases = Arc::new(cases);
        Ok(())
    }

    /// Takes in what a batch changed.
    pub fn take(&mut self, delta: Delta, book: &Book, head: u64) -> Result<(), StoreError> {
        self.count(&delta.totals, head);
        if let Some(trainers) = delta.trainers {
            self.overview.trainers = Arc::new(trainers);
        }
        if let Some(pads) = delta.pads {
            self.overview.pads = Arc::new(pads);
        }
        if let Some(recent) = delta.users.get(&self.user) {
            self.set_recent(recent.clone());
        }
        // From the first change on, what was loaded is no longer who has cases.
        self.with_cases = None;
        self.take_lines(delta.lines);
        self.take_queried(&delta.queried);
        self.take_tray(&delta.tray, book)?;
        for (id, acts) in delta.drafts {
            let id = DraftId(id);
            match acts {
                // Kept up with as its boxes were kept.
                Some(_) if self.overview.draft(id).is_some() => {}
                Some(acts) => self.put_draft(id, draft(book, &acts)?),
                None => self.put_draft(id, None),
            }
        }
        Ok(())
    }

    /// Takes in a kept box at once, before it is on the disk for good.
    pub fn keep(&mut self, act: &Act, id: DraftId, change: DraftChange) {
        self.overview.head = act.seq;
        self.overview.next_draft = self.overview.next_draft.max(id.0 + 1);
        let found = match (self.overview.draft(id).cloned(), change) {
            (_, DraftChange::Stated(draft)) => Some(Draft {
                kept_at: act.at,
                ..*draft
            }),
            (Some(draft), change) => draft.after(change, act.at),
            (None, _) => None,
        };
        self.put_draft(id, found);
    }

    fn put_draft(&mut self, id: DraftId, draft: Option<Draft>) {
        let is_there = self.overview.draft(id).is_some();
        let draft = draft.filter(|d| d.by == self.user && self.role == Role::Officer);
        if !is_there && draft.is_none() {
            return;
        }
        let drafts = Arc::make_mut(&mut self.overview.drafts);
        drafts.retain(|d| d.id != id);
        if let Some(draft) = draft {
            let place = drafts.partition_point(|d| (d.kept_at, d.id) <= (draft.kept_at, draft.id));
            drafts.insert(place, draft);
        }
    }

    fn count(&mut self, totals: &Totals, head: u64) {
        self.last_at = totals.at;
        let overview = &mut self.overview;
        overview.service.clone_from(&totals.service);
        overview.clients = totals.clients;
        overview.next_draft = overview.next_draft.max(totals.last_draft + 1);
        overview.head = head;
        let tops = totals
            .forms
            .iter()
            .filter_map(|f| Some((f.form.clone(), serial::last_in_use(&f.top)?.clone())));
        let tops: Vec<_> = tops.collect();
        if tops != *overview.last_serials {
            overview.last_serials = Arc::new(tops);
        }
    }

    fn set_recent(&mut self, recent: Vec<Recent>) {
        let counting = || recent.iter().rev().filter(|r| !r.undone);
        let undoable = counting().take(UNDOABLE).map(|r| Undoable {
            act: r.spot.seq,
            words: r.words.clone(),
            undoes: r.words.starts_with(crate::domain::act::kinds::UNDONE.name),
        });
        self.overview.undoable = Arc::new(undoable.collect());
        let hand = counting().find_map(|r| r.hand.as_ref());
        self.overview.last_head = hand.map(|h| BatchHead {
            by: h.by.clone(),
            office: h.office.clone(),
            on: h.on,
        });
        self.overview.batch = hand.map_or(0, |h| h.batch);
        self.overview.last_head_keyed = hand.map(|h| h.keyed);
        self.recent = recent;
    }

    /// Where this user's latest acts are.
    pub fn hints(&self) -> HashMap<u64, Spot> {
        self.recent.iter().map(|r| (r.spot.seq, r.spot)).collect()
    }

    /// The service's name.
    pub fn service(&self) -> &str {
        &self.overview.service
    }

    /// All trainers.
    pub fn trainers(&self) -> &[Trainer] {
        &self.overview.trainers
    }

    /// When the last act happened, in milliseconds since 1970.
    pub fn last_at(&self) -> i64 {
        self.last_at
    }

    /// The day as of which lines of cases are there.
    pub fn as_of(&self) -> Option<NaiveDate> {
        self.as_of
    }

    fn take_lines(&mut self, lines: BTreeMap<ClientId, Vec<CaseLine>>) {
        let Some(today) = self.as_of else { return };
        let has_some = self
            .overview
            .cases
            .iter()
            .any(|l| lines.contains_key(&l.client));
        if !has_some && lines.values().all(Vec::is_empty) {
            return;
        }
        let cases = Arc::make_mut(&mut self.overview.cases);
        cases.retain(|l| !lines.contains_key(&l.client));
        cases.extend(lines.into_values().flatten().filter(|l| matters(l, today)));
        sort(cases);
    }

    fn take_queried(&mut self, queried: &BTreeMap<ClientId, Vec<String>>) {
        let has_some = self
            .overview
            .queried
            .iter()
            .any(|(_, c)| queried.contains_key(c));
        if !has_some && queried.values().all(Vec::is_empty) {
            return;
        }
        let list = Arc::make_mut(&mut self.overview.queried);
        list.retain(|(_, client)| !queried.contains_key(client));
        for (client, serials) in queried {
            list.extend(serials.iter().map(|s| (s.clone(), *client)));
        }
        list.sort_by(|a, b| rank(&a.0).cmp(&rank(&b.0)));
    }

    fn take_tray(
        &mut self,
        changed: &BTreeMap<String, Option<SerialRecord>>,
        book: &Book,
    ) -> Result<(), StoreError> {
        if changed.is_empty() {
            return Ok(());
        }
        let mut papers = Vec::new();
        for record in changed.values().flatten() {
            papers.extend(paper(book, self.role, record)?);
        }
        let gone: BTreeSet<&String> = changed.keys().collect();
        let tray = Arc::make_mut(&mut self.overview.tray);
        tray.retain(|p| !gone.contains(&p.serial));
        tray.extend(papers);
        tray.sort_by_key(|p| p.act);
        Ok(())
    }
}

/// Who has cases to look at, and until when.
fn with_cases(shelf: &Shelf) -> Result<Vec<(ClientId, Option<NaiveDate>)>, StoreError> {
    let mut clients = Vec::new();
    shelf.each(Kind::Attention, &mut |found: Attention| {
        if found.has_cases {
            clients.push((found.client, found.until));
        }
        Ok(())
    })?;
    Ok(clients)
}

/// Whether a line is anybody's work on a day.
fn matters(line: &CaseLine, today: NaiveDate) -> bool {
    last_day(&line.case).is_none_or(|last| last >= today)
}

/// Oldest referral first; those without a day last.
fn sort(cases: &mut [CaseLine]) {
    cases.sort_by_key(|l| {
        let received = l.case.received.unwrap_or(NaiveDate::MAX);
        (received, l.case.no, l.client)
    });
}

/// The paper of a serial in the tray, with its text where the reader may see it.
fn paper(book: &Book, role: Role, record: &SerialRecord) -> Result<Option<Paper>, StoreError> {
    let Some(at) = &record.paper else {
        return Ok(None);
    };
    let private = match role {
        Role::Officer => book.read(at.spot)?.and_then(|act| act.private),
        Role::Supervisor => None,
    };
    Ok(Some(Paper {
        serial: record.serial.clone(),
        form: at.form.clone(),
        client: at.client,
        text: private.map(|p| p.note).unwrap_or_default(),
        act: at.spot.seq,
    }))
}

/// A half-keyed sheet from its acts; `None` when it has ended.
fn draft(book: &Book, acts: &[Spot]) -> Result<Option<Draft>, StoreError> {
    let mut draft: Option<Draft> = None;
    for spot in acts {
        let Some(act) = book.read(*spot)? else {
            continue;
        };
        // Whose saving was undone lies parked: she was not in the middle of it.
        let came_back = matches!(act.deed, Deed::Undone { .. });
        let change = act.private.and_then(|p| p.draft);
        let change = change.or(came_back.then_some(DraftChange::Parked(true)));
        draft = match (draft, change) {
            (_, Some(DraftChange::Stated(stated))) => Some(Draft {
                kept_at: act.at,
                ..*stated
            }),
            (Some(draft), Some(change)) => draft.after(change, act.at),
            (draft, None) => draft,
            (None, Some(_)) => None,
        };
    }
    Ok(draft)
}
