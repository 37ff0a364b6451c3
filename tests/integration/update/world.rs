//! A world without a disk: it answers the desk's wishes from a list of acts, as the store would, at once or late, well or badly.

use super::people;
use caseload::domain::act::{Act, Deed, NewAct, Private, Role, Subject, kinds};
use caseload::domain::dossier::Dossier;
use caseload::domain::fold;
use caseload::domain::foreseen::{Change, Foreseen};
use caseload::domain::history;
use caseload::domain::ledger::{self, LedgerLine, Pad, SheetState};
use caseload::domain::overview::{Card, CaseLine, Overview, Paper, Undoable};
use caseload::domain::question::Asked;
use caseload::domain::reference::{ClientId, DraftId, TrainerId};
use caseload::domain::sheet::{BatchHead, Draft, DraftChange, Sheet, SheetHead, SheetRole};
use caseload::domain::trainer::Trainer;
use caseload::domain::value::Value;
use caseload::forms::Registry;
use caseload::forms::recall::{Offer, Recall, streets};
use caseload::model::{
    Begun, EarlierSheet, Effect, FoundPair, HitLine, Known, Message, Opened, PairLine, PaperOnDesk,
    SheetAbout,
};
use caseload::paper::rekey::{Material, Recheck};
use caseload::search::{Counted, Index, Person};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, LazyLock};

/// The passphrase of the desk.
pub const PASSPHRASE: &str = "open sesame";
/// Who sits at it.
pub const USER: &str = "jofficer";
/// Fewest likeness at which somebody is asked about.
const ALIKE: f32 = 0.1;

/// The world.
#[derive(Clone)]
pub struct World {
    pub acts: Vec<Act>,
    pub drafts: BTreeMap<u64, Draft>,
    pub tray: Vec<Paper>,
    pub trainers: Vec<Trainer>,
    /// Why nothing can be recorded, while nothing can.
    pub refuses_records: Option<String>,
    /// Why no box can be kept, while none can.
    pub refuses_boxes: Option<String>,
    /// Why nothing is found or read, while nothing is.
    pub refuses_questions: Option<String>,
    /// What the store repaired on the way, in words.
    pub notices: Vec<String>,
    open: bool,
    last_draft: u64,
    clock: DateTime<Utc>,
    index: Index,
}

impl World {
    /// The people of [`people`], and a tray.
    pub fn new() -> Self {
        static WORLD: LazyLock<World> = LazyLock::new(World::made);
        WORLD.clone()
    }

    fn made() -> Self {
        let mut world = Self {
            acts: people::acts(),
            drafts: BTreeMap::new(),
            tray: people::tray(),
            trainers: people::trainers(),
            refuses_records: None,
            refuses_boxes: None,
            refuses_questions: None,
            notices: Vec::new(),
            open: false,
            last_draft: 0,
            clock: people::now(),
            index: Index::new(),
        };
        world.index = Index::build(world.dossiers().iter().map(person));
        world
    }

    /// What the world answers to a wish, in order.
    pub fn answer(&mut self, effect: &Effect) -> Vec<Message> {
        match effect {
            Effect::Unlock { user, passphrase } => return vec![self.unlock(user, &passphrase.0)],
            Effect::Lock => self.open = false,
            Effect::Ring(_) | Effect::Copy(_) | Effect::Redraw | Effect::Quit => {}
            _ => {
                assert!(
                    self.open,
                    "nothing is wished for under the lock: {effect:?}"
                );
                return self.answer_open(effect);
            }
        }
        Vec::new()
    }

    fn answer_open(&mut self, effect: &Effect) -> Vec<Message> {
        let asks = !matches!(effect, Effect::Record(..) | Effect::Undo(..));
        let ticket = effect.ticket().filter(|_| asks);
        if let (Some(why), Some(ticket)) = (&self.refuses_questions, ticket) {
            return vec![Message::Failed(Some(ticket), why.clone())];
        }
        let answer = match effect {
            Effect::Record(ticket, acts) => return self.record(*ticket, acts),
            Effect::Undo(ticket, act, reason) => return self.undo(*ticket, *act, reason),
            Effect::Keep {
                draft,
                client,
                change,
                ..
            } => return self.keep(*draft, *client, change),
            Effect::Find(ticket, query) => {
                let (hits, counted) = self.find(query);
                Message::Found(*ticket, hits, counted)
            }
            Effect::FindAlike(ticket, person) => Message::AlikeFound(*ticket, self.alike(person)),
            Effect::FindPairs(ticket) => Message::PairsFound(*ticket, self.pairs()),
            Effect::ReadPairs(ticket, pairs) => Message::PairsRead(*ticket, self.pair_lines(pairs)),
            Effect::ReadCard(ticket, client) => {
                Message::CardRead(*ticket, self.card(*client).map(Box::new))
            }
            Effect::ReadCardAt(ticket, client, day) => {
                let then = self.as_at(*day);
                Message::CardRead(*ticket, then.card(*client).map(Box::new))
            }
            Effect::ForeseeUndo(ticket, act) => {
                Message::UndoForeseen(*ticket, self.foresee(*act).map(Box::new))
            }
            Effect::ReadActsAbout(ticket, client) => {
                let hers = self.acts.iter().rev().filter(|a| a.client == Some(*client));
                Message::ActsRead(*ticket, hers.cloned().collect())
            }
            Effect::ReadSheet(ticket, serial) => {
                let sheet = self.sheets().into_iter().find(|s| s.head.serial == *serial);
                Message::SheetRead(*ticket, sheet.map(Box::new))
            }
            Effect::ReadKnown(ticket, about) => {
                Message::ClientKnown(*ticket, Box::new(self.known(about)))
            }
            Effect::ReadPaper(ticket) => Message::PaperRead(*ticket, Box::new(self.paper())),
            Effect::ReadRekey(ticket, serial, _) => {
                Message::RekeyRead(*ticket, Box::new(self.material(serial.as_deref())))
            }
            Effect::LookOverSheets(ticket) => self.look_over(*ticket),
            Effect::Complete(ticket, begun) => {
                Message::Offered(*ticket, self.offer(begun).map(Box::new))
            }
            Effect::ReadActs(ticket, most) => {
                let listed = self.acts.iter().rev().filter(|a| a.deed.kind().listed);
                Message::ActsRead(*ticket, listed.take(*most).cloned().collect())
            }
            _ => return Vec::new(),
        };
        vec![answer]
    }

    fn tick(&mut self) -> DateTime<Utc> {
        self.clock += Duration::milliseconds(1);
        self.clock
    }

    fn unlock(&mut self, user: &str, passphrase: &str) -> Message {
        if (user, passphrase) != (USER, PASSPHRASE) {
            return Message::Refused(
                "Name and passphrase do not belong together. Try again.".to_owned(),
            );
        }
        self.open = true;
        let overview = self.overview();
        Message::Unlocked(Box::new(Opened {
            user: USER.to_owned(),
            role: Role::Officer,
            overview,
            notices: self.notices.clone(),
        }))
    }

    /// The numbers of acts that a later one says count no longer.
    fn undone(&self) -> HashSet<u64> {
        let mut undone = HashSet::new();
        for act in self
            .acts
            .iter()
            .rev()
            .filter(|a| matches!(a.deed, Deed::Undone { .. }))
        {
            if let (false, Deed::Undone { act: target, .. }) =
                (undone.contains(&act.seq), &act.deed)
            {
                undone.insert(*target);
            }
        }
        undone
    }

    fn record(&mut self, ticket: u64, acts: &[NewAct]) -> Vec<Message> {
        if let Some(why) = &self.refuses_records {
            return vec![Message::NotRecorded(ticket, why.clone())];
        }
        let mut done = Vec::new();
        for act in acts {
            match self.happen(act.clone()) {
                Ok(act) => done.push(act),
                Err(why) => return vec![Message::NotRecorded(ticket, why)],
            }
        }
        for act in &done {
            self.reindex(act.client);
        }
        vec![self.stated(), Message::Recorded(ticket, done)]
    }

    fn happen(&mut self, act: NewAct) -> Result<Act, String> {
        let client = match act.subject {
            Subject::None => None,
            Subject::Known(client) | Subject::Numbered(client) => Some(client),
            Subject::New => Some(ClientId(
                self.acts
                    .iter()
                    .filter_map(|a| a.client)
                    .map(|c| c.0)
                    .max()
                    .unwrap_or(0)
                    + 1,
            )),
        };
        let deed = match act.deed {
            Deed::SheetKeyed {
                head,
                facts,
                draft,
                amends,
                overrides,
            } => self.keyed(
                client,
                SheetKeyed {
                    head,
                    facts,
                    draft,
                    amends,
                    overrides,
                },
            )?,
            other => other,
        };
        let (seq, at) = (self.acts.len() as u64 + 1, self.tick());
        let act = Act {
            seq,
            at,
            by: USER.to_owned(),
            client,
            deed,
            private: Some(act.private),
        };
        self.acts.push(act.clone());
        Ok(act)
    }

    fn keyed(&mut self, client: Option<ClientId>, keyed: SheetKeyed) -> Result<Deed, String> {
        let SheetKeyed {
            head,
            mut facts,
            draft,
            amends,
            overrides,
        } = keyed;
        if head.role.concerns_client() && client.is_none() {
            return Err(format!(
                "Sheet {} is about a client: choose whose it is first.",
                head.serial
            ));
        }
        if !amends && self.sheets().iter().any(|s| s.head.serial == head.serial) {
            return Err(format!(
                "Sheet {} was keyed before. Check the number printed on the paper.",
                head.serial
            ));
        }
        if head.role == SheetRole::Referral && facts.text("referral.no").is_none() {
            let last = self
                .dossiers()
                .iter()
                .flat_map(|d| d.cases.iter().map(|c| c.no.number).collect::<Vec<_>>())
                .max();
            facts.set(
                "referral.no",
                Value::Text(people::case(last.unwrap_or(0) + 1).to_string()),
            );
        }
        self.tray.retain(|paper| paper.serial != head.serial);
        if let Some(draft) = draft {
            self.drafts.remove(&draft.0);
        }
        Ok(Deed::SheetKeyed {
            head,
            facts,
            draft,
            amends,
            overrides,
        })
    }

    /// The acts given out together with this one, which stands for them.
    fn done_with(&self, target: u64) -> Vec<u64> {
        let deed = self.acts.iter().find(|a| a.seq == target).map(|a| &a.deed);
        let Some(Deed::CasesShared { count, .. }) = deed else {
            return Vec::new();
        };
        let undone = self.undone();
        let members = target - u64::from(*count)..target;
        members.filter(|n| !undone.contains(n)).collect()
    }

    fn undo(&mut self, ticket: u64, target: u64, reason: &str) -> Vec<Message> {
        if let Some(why) = &self.refuses_records {
            return vec![Message::NotRecorded(ticket, why.clone())];
        }
        for member in self.done_with(target) {
            let refused = self.undo(ticket, member, reason);
            if matches!(refused.as_slice(), [Message::NotRecorded(..)]) {
                return refused;
            }
        }
        let client = match self.acts.iter().find(|a| a.seq == target) {
            None => {
                return vec![Message::NotRecorded(
                    ticket,
                    "There is no such act.".to_owned(),
                )];
            }
            Some(act) if !act.deed.kind().undoable || self.undone().contains(&target) => {
                return vec![Message::NotRecorded(
                    ticket,
                    format!("Act {target} cannot be undone."),
                )];
            }
            Some(act) => act.client,
        };
        let deed = Deed::Undone {
            act: target,
            reason: reason.to_owned(),
        };
        let (seq, at) = (self.acts.len() as u64 + 1, self.tick());
        let act = Act {
            seq,
            at,
            by: USER.to_owned(),
            client,
            deed,
            private: Some(Private::default()),
        };
        self.acts.push(act.clone());
        self.reindex(client);
        vec![self.stated(), Message::Recorded(ticket, vec![act])]
    }

    fn keep(
        &mut self,
        id: DraftId,
        client: Option<ClientId>,
        change: &DraftChange,
    ) -> Vec<Message> {
        if let Some(why) = &self.refuses_boxes {
            return vec![Message::NotKept(why.clone())];
        }
        let at = self.tick();
        self.last_draft = self.last_draft.max(id.0);
        let states = matches!(
            change,
            DraftChange::Stated(_) | DraftChange::Parked(_) | DraftChange::Ended
        );
        if let DraftChange::Stated(draft) = change {
            assert_eq!(
                (draft.id, draft.client),
                (id, client),
                "a draft is stated as it is kept"
            );
        }
        let after = match (self.drafts.remove(&id.0), change.clone()) {
            (_, DraftChange::Stated(draft)) => Some(Draft {
                kept_at: at,
                ..*draft
            }),
            (Some(draft), change) => draft.after(change, at),
            (None, DraftChange::Ended) => None,
            (None, change) => panic!("{change:?} of a draft that was never stated"),
        };
        if let Some(draft) = after {
            self.drafts.insert(id.0, draft);
        }
        let mut answers = if states {
            vec![self.stated()]
        } else {
            Vec::new()
        };
        answers.push(Message::Kept(at));
        answers
    }

    fn dossiers(&self) -> Vec<Dossier> {
        let mut ids: Vec<ClientId> = self.acts.iter().filter_map(|a| a.client).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().filter_map(|id| self.dossier(id)).collect()
    }

    /// One client, where some act about her counts.
    pub fn dossier(&self, id: ClientId) -> Option<Dossier> {
        let hers: Vec<Act> = self
            .acts
            .iter()
            .filter(|a| a.client == Some(id))
            .cloned()
            .collect();
        fold::client(id, &hers)
    }

    /// All sheets that count, oldest first.
    pub fn sheets(&self) -> Vec<Sheet> {
        fold::counting(&self.acts)
            .into_iter()
            .filter_map(sheet)
            .collect()
    }

    /// The world as its acts up to the end of a day make it.
    fn as_at(&self, day: NaiveDate) -> Self {
        let mut then = self.clone();
        then.acts.retain(|act| act.at.date_naive() <= day);
        then
    }

    /// What undoing an act would change: the client's record with one more act, and without.
    fn foresee(&self, target: u64) -> Result<Foreseen, String> {
        let mut then = self.clone();
        then.refuses_records = None;
        if let [Message::NotRecorded(_, why)] = then.undo(0, target, "").as_slice() {
            return Err(why.clone());
        }
        let found = self.acts.iter().find(|a| a.seq == target);
        let (base, _) = self.base_of(found.ok_or("There is no such act.")?);
        let changes = base.client.map(|client| Change {
            client,
            before: self.dossier(client),
            after: then.dossier(client),
        });
        let later = self
            .acts
            .iter()
            .rev()
            .filter(|a| a.client == base.client && a.seq > base.seq && a.deed.kind().undoable);
        Ok(Foreseen {
            held: Vec::new(),
            act: base.clone(),
            together: 0,
            changes: changes.into_iter().collect(),
            later: later.cloned().collect(),
        })
    }

    fn card(&self, client: ClientId) -> Option<Card> {
        let dossier = self.dossier(client)?;
        let sheets = self
            .sheets()
            .into_iter()
            .filter(|s| s.client == Some(client))
            .collect();
        let about = self.acts.iter().rev().filter(|a| a.client == Some(client));
        Some(Card {
            dossier,
            sheets,
            acts: about.cloned().collect(),
        })
    }

    fn known(&self, about: &SheetAbout) -> Known {
        let (client, form) = (about.client, &about.form);
        let today = people::local().date();
        let mine = self
            .sheets()
            .into_iter()
            .rev()
            .find(|s| s.head.form == *form && s.keyed_by == USER);
        let last_mine = mine.and_then(|s| s.values).unwrap_or_default();
        let Some(card) = client.and_then(|client| self.card(client)) else {
            return Known {
                last_mine,
                ..Known::default()
            };
        };
        let same = card.sheets.iter().rev().filter(|s| s.head.form == *form);
        let same = same.map(|sheet| EarlierSheet {
            serial: sheet.head.serial.clone(),
            on: sheet.head.completed_on,
            said: said_of(sheet),
            values: sheet.values.clone().unwrap_or_default(),
        });
        Known {
            client,
            facts: history::known(&card.dossier, &card.sheets, about.amends.as_deref(), today),
            who: card.dossier.identity.name(),
            flag: card.dossier.risk.words(),
            stated_on: card
                .sheets
                .iter()
                .rev()
                .find(|s| s.head.role.may_bring_new_client())
                .map(said_of)
                .unwrap_or_default(),
            same_form: same.collect(),
            last_mine,
        }
    }

    /// The ledger and the questions, as the store would tell them.
    fn paper(&self) -> PaperOnDesk {
        let (states, sheets) = (ledger::fold(&self.acts), self.sheets());
        let mut paper = PaperOnDesk::default();
        for (serial, state) in states {
            let sheet = sheets.iter().find(|s| s.head.serial == serial);
            if let (SheetState::Queried, Some(sheet)) = (state, sheet) {
                paper.asked.push(asked(sheet));
            }
            let pad = self.pads().into_iter().find(|pad| pad.holds(&serial));
            if state == SheetState::Filed && pad.is_none() {
                continue;
            }
            let form = sheet.map(|s| s.head.form.clone());
            paper.ledger.push(LedgerLine {
                form: form
                    .or(pad.as_ref().map(|p| p.form.clone()))
                    .unwrap_or_default(),
                client: sheet.and_then(|s| s.client),
                trainer: sheet
                    .and_then(|s| s.head.completed_by.clone())
                    .map(TrainerId)
                    .or(pad.map(|p| p.trainer)),
                on: sheet.and_then(|s| s.head.completed_on),
                keyed: sheet.map(|s| (s.keyed_at, s.keyed_by.clone())),
                why: String::new(),
                serial,
                state,
            });
        }
        paper.ledger.extend(self.tray.iter().map(in_tray));
        paper
    }

    /// The pads that count.
    fn pads(&self) -> Vec<Pad> {
        let undone = self.undone();
        let counts = self.acts.iter().filter(|a| !undone.contains(&a.seq));
        counts.filter_map(|a| Pad::of(&a.deed)).collect()
    }

    /// What may be keyed again, as the store would tell it.
    fn material(&self, serial: Option<&str>) -> Material {
        let states = ledger::fold(&self.acts);
        let lies = |s: &Sheet| {
            use SheetState::{Keyed, Queried, Rekeyed};
            matches!(states.get(&s.head.serial), Some(Keyed | Queried | Rekeyed))
        };
        let wanted = |s: &Sheet| match serial {
            Some(serial) => s.head.serial == serial,
            None => lies(s),
        };
        let sheets = self.sheets().into_iter().filter(wanted);
        let recheck = |sheet: Sheet| {
            let of = |act: &&Act| matches!(&act.deed, Deed::SheetKeyed { head, .. } if head.serial == sheet.head.serial);
            let first = self.acts.iter().find(of).expect("it was keyed");
            let done = self.acts.iter().filter_map(|act| match &act.deed {
                Deed::BoxRekeyed { serial, field, .. } if *serial == sheet.head.serial => {
                    Some(field.clone())
                }
                _ => None,
            });
            Recheck {
                keyer: first.by.clone(),
                keyed: first.at.with_timezone(&chrono::Local).naive_local(),
                done: done.collect(),
                confirmed: Vec::new(),
                suspected: Vec::new(),
                sheet,
            }
        };
        Material {
            sheets: sheets.map(recheck).collect(),
            slips: Vec::new(),
        }
    }

    /// What her sheets so far teach, and the streets of those on the books.
    fn offer(&self, begun: &Begun) -> Option<Offer> {
        if !begun.postcode.is_empty() {
            let dossiers = self.dossiers();
            let lived = dossiers.iter().map(|d| &d.identity);
            let lived = lived.filter(|her| her.postcode == begun.postcode);
            let street = streets::commonest(
                lived.map(|her| (her.address.as_str(), vec![her.surname.clone()])),
            )?;
            return Some(Offer {
                text: format!("{} {street}", begun.before.trim()),
                whole: true,
                companions: Vec::new(),
            });
        }
        let mut recall = Recall::default();
        for sheet in self.sheets().iter().filter(|s| s.keyed_by == USER) {
            let form = Registry::shipped().form(&sheet.head.form, sheet.head.version);
            if let (Some(form), Some(values), Some(client)) = (form, &sheet.values, sheet.client) {
                recall.learn(&form, values, client.0);
            }
        }
        let answer = recall.answer(&begun.form, &begun.field, &begun.before);
        answer.or_else(|| {
            let text = recall.phrases.after(&begun.before)?;
            Some(Offer {
                text,
                ..Offer::default()
            })
        })
    }

    fn look_over(&self, ticket: caseload::model::Ticket) -> Message {
        let sheets = self.sheets();
        let around = caseload::forms::Around::on(people::local().date());
        let wrong = sheets.iter().flat_map(|sheet| {
            let form = Registry::shipped().form(&sheet.head.form, sheet.head.version);
            let form = form.expect("the form of the sheet");
            let found = caseload::forms::filling::recheck(&form, sheet, around.clone());
            found.into_iter().map(|wrong| caseload::model::WrongSheet {
                serial: sheet.head.serial.clone(),
                form: sheet.head.form.clone(),
                client: sheet.client,
                wrong,
            })
        });
        Message::SheetsLookedOver(ticket, sheets.len(), wrong.collect())
    }

    /// The head of the batch begun last, and its act.
    fn batch(&self) -> Option<(BatchHead, u64)> {
        self.acts.iter().rev().find_map(|act| match &act.deed {
            Deed::BatchBegun { head } if act.by == USER => Some((head.clone(), act.seq)),
            _ => None,
        })
    }

    /// The head of the batch; where none was begun, that of the sheet keyed last.
    fn last_head(&self) -> Option<BatchHead> {
        let last = || {
            self.acts.iter().rev().find_map(|act| match &act.deed {
                Deed::SheetKeyed { head, .. } if act.by == USER => Some(BatchHead {
                    on: head.completed_on,
                    by: head.completed_by.clone(),
                    office: None,
                }),
                _ => None,
            })
        };
        self.batch().map(|(head, _)| head).or_else(last)
    }

    /// What the desk knows at a glance.
    pub fn overview(&self) -> Overview {
        let mut cases: Vec<CaseLine> = self.dossiers().iter().flat_map(CaseLine::of).collect();
        cases.sort_by_key(|line| (line.case.received, line.case.no));
        let sheets = self.sheets();
        let mut drafts: Vec<Draft> = self.drafts.values().cloned().collect();
        drafts.sort_by_key(|d| (d.kept_at, d.id));
        let head = self.last_head();
        Overview {
            service: "Leicestershire & Rutland Health Trainers".to_owned(),
            tray: Arc::new(self.tray.clone()),
            drafts: Arc::new(drafts),
            cases: Arc::new(cases),
            trainers: Arc::new(self.trainers.clone()),
            queried: Arc::new(
                sheets
                    .iter()
                    .filter(|s| s.head.queried)
                    .filter_map(|s| Some((s.head.serial.clone(), s.client?)))
                    .collect(),
            ),
            pads: Arc::new(self.pads()),
            last_serials: Arc::new(self.last_serials(&sheets)),
            last_head_keyed: head.as_ref().map(|_| people::local().date()),
            last_head: head,
            batch: self.batch().map_or(0, |(_, act)| act),
            next_draft: self.last_draft + 1,
            clients: self.dossiers().len() as u64,
            undoable: Arc::new(self.undoable()),
            head: self.acts.len() as u64,
        }
    }

    fn last_serials(&self, sheets: &[Sheet]) -> Vec<(String, String)> {
        let keyed = sheets
            .iter()
            .map(|s| (s.head.form.clone(), s.head.serial.clone()));
        let waiting = self.tray.iter().map(|p| (p.form.clone(), p.serial.clone()));
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        for (form, serial) in keyed.chain(waiting) {
            let highest = last.entry(form).or_default();
            *highest = serial.max(highest.clone());
        }
        last.into_iter().collect()
    }

    /// This user's acts that count, newest first. An undoing of an undoing is the first act done again: that one stands in its place.
    fn undoable(&self) -> Vec<Undoable> {
        let undone = self.undone();
        let mut offered: Vec<Undoable> = Vec::new();
        let mine = self.acts.iter().rev();
        for act in
            mine.filter(|a| a.by == USER && a.deed.kind().undoable && !undone.contains(&a.seq))
        {
            let (base, depth) = self.base_of(act);
            let (act, words) = match depth % 2 {
                1 => (act, format!("{}: {}", kinds::UNDONE.name, base.words())),
                _ => (base, base.words()),
            };
            if offered.iter().all(|o| o.act != act.seq) {
                let (act, undoes) = (act.seq, depth % 2 == 1);
                offered.push(Undoable { act, words, undoes });
            }
        }
        offered.truncate(20);
        offered
    }

    /// What an act is about in the end, and over how many undoings.
    fn base_of<'a>(&'a self, act: &'a Act) -> (&'a Act, usize) {
        let mut found = (act, 0);
        while let Deed::Undone { act: target, .. } = &found.0.deed {
            let Some(next) = self.acts.iter().find(|a| a.seq == *target) else {
                break;
            };
            found = (next, found.1 + 1);
        }
        found
    }

    fn stated(&self) -> Message {
        Message::OverviewStated(Box::new(self.overview()))
    }

    fn reindex(&mut self, client: Option<ClientId>) {
        let Some(client) = client else { return };
        match self.dossier(client) {
            Some(dossier) => self.index.put(&person(&dossier)),
            None => self.index.remove(client.0),
        }
    }

    fn find(&self, query: &str) -> (Vec<HitLine>, Counted) {
        let found = self.index.look(query, people::local().date(), 9);
        let hits = found.hits.into_iter();
        let lines = hits.filter_map(|hit| self.line(hit.key, hit.score, query));
        (lines.collect(), found.counted)
    }

    fn alike(&self, person: &Person) -> Vec<HitLine> {
        let hits = self
            .index
            .alike(person, 9)
            .into_iter()
            .filter(|hit| hit.score >= ALIKE);
        let others = self.dossiers();
        let same_crn = others
            .iter()
            .filter(|d| !person.crn.is_empty() && d.identity.crn == person.crn);
        let mut hits: Vec<caseload::search::Hit> = hits.collect();
        for holder in same_crn.filter(|d| d.id.0 != person.key) {
            if hits.iter().all(|hit| hit.key != holder.id.0) {
                hits.push(caseload::search::Hit {
                    key: holder.id.0,
                    score: ALIKE,
                    why: Vec::new(),
                });
            }
        }
        let lines = hits.into_iter().filter_map(|hit| {
            let line = self.line(hit.key, hit.score, "")?;
            let her = self.dossier(line.client)?.identity;
            let is_same = !her.crn.is_empty() && her.crn == person.crn;
            let shares = if is_same { "CRN" } else { "" }.to_owned();
            Some(HitLine { shares, ..line })
        });
        lines.collect()
    }

    /// All pairs of people, so that there is something to look through; nobody here is really like another.
    fn pairs(&self) -> Vec<FoundPair> {
        let all: Vec<ClientId> = self.dossiers().iter().map(|d| d.id).collect();
        let mut pairs = Vec::new();
        for (n, a) in all.iter().enumerate() {
            for b in &all[n + 1..] {
                pairs.push(FoundPair {
                    a: *a,
                    b: *b,
                    score: 0.5,
                    why: "surname".to_owned(),
                });
            }
        }
        pairs
    }

    fn pair_lines(&self, pairs: &[FoundPair]) -> Vec<PairLine> {
        let mut lines = Vec::new();
        for pair in pairs {
            let (Some(a), Some(b)) = (self.dossier(pair.a), self.dossier(pair.b)) else {
                continue;
            };
            if a.merged_into.is_some() || b.merged_into.is_some() || a.apart_from.contains(&b.id) {
                continue;
            }
            let half = |id: ClientId| self.line(id.0, pair.score, "");
            if let (Some(a), Some(b)) = (half(pair.a), half(pair.b)) {
                lines.push(PairLine {
                    a,
                    b,
                    score: pair.score,
                    why: pair.why.clone(),
                });
            }
        }
        lines
    }

    fn line(&self, key: u32, score: f32, query: &str) -> Option<HitLine> {
        let dossier = self.dossier(ClientId(key))?;
        let crn = dossier.identity.crn.clone();
        Some(HitLine {
            client: dossier.id,
            name: dossier.identity.name(),
            born: dossier.identity.born_shown(),
            exact: (query.trim().to_uppercase() == crn).then(|| crn.clone()),
            crn,
            standing: dossier
                .current_case()
                .map_or_else(String::new, |case| case.no.to_string()),
            flag: String::new(),
            why: String::new(),
            names_her: true,
            score,
            shares: String::new(),
            open_case: dossier
                .current_case()
                .filter(|case| case.is_open())
                .map(|case| case.no),
        })
    }
}

/// The parts of a keyed sheet's act.
struct SheetKeyed {
    head: SheetHead,
    facts: caseload::domain::fact::Facts,
    draft: Option<DraftId>,
    amends: bool,
    overrides: Vec<caseload::domain::sheet::Override>,
}

fn asked(sheet: &Sheet) -> Asked {
    Asked {
        serial: sheet.head.serial.clone(),
        form: sheet.head.form.clone(),
        version: sheet.head.version,
        on: sheet.head.completed_on,
        trainer: sheet.head.completed_by.clone().map(TrainerId),
        client: sheet.client,
        initials: "D.S.".to_owned(),
        name: "Smith, Dale".to_owned(),
        query: sheet.query.clone(),
        draft: None,
    }
}

fn in_tray(paper: &Paper) -> LedgerLine {
    LedgerLine {
        serial: paper.serial.clone(),
        form: paper.form.clone(),
        state: SheetState::InTray,
        client: paper.client,
        trainer: None,
        on: None,
        keyed: None,
        why: String::new(),
    }
}

fn sheet(act: &Act) -> Option<Sheet> {
    let mut sheet = act.clone().into_sheet()?;
    sheet.values.get_or_insert_default();
    Some(sheet)
}

fn person(dossier: &Dossier) -> Person {
    let identity = &dossier.identity;
    Person {
        key: dossier.id.0,
        surname: identity.surname.clone(),
        forenames: identity.forenames.clone(),
        born: identity.born,
        crn: identity.crn.clone(),
        references: vec![dossier.id.to_string()],
        ..Person::default()
    }
}

/// A sheet by its serial and the day on it.
fn said_of(sheet: &Sheet) -> String {
    let day = sheet.head.completed_on;
    day.map_or_else(
        || sheet.head.serial.clone(),
        |day| {
            format!(
                "{} of {}",
                sheet.head.serial,
                caseload::domain::dates::show(day)
            )
        },
    )
}
