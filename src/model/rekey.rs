//! Boxes of earlier sheets keyed again, blind: the sheet's serial, the form, the box, and never what stands on file.
//!
//! # Why
//! Whoever sees what she keyed yesterday sees it on the paper too. On a mismatch neither value is shown: the paper is asked for once
//! more, and two of three win. Each box is an act as soon as it is done, so an interruption costs the box under the caret and
//! nothing else.

mod amending;
mod planning;

pub use planning::RekeyPlan;

use super::desk::{Desk, NoticeKind, Safety};
use super::effect::{Bell, Effect, Ticket};
use super::layer::{Hand, Layer, Move, Screen};
use super::line::Line;
use super::message::Message;
use super::words;
use crate::command::{Command, Context};
use crate::domain::act::{Act, Deed, NewAct, Private, Subject};
use crate::domain::question::{self, Doubt};
use crate::domain::reference::Serial;
use crate::domain::sheet::Sheet;
use crate::domain::value::{Missing, Value, Values};
use crate::forms::{Around, Field, Form, Kind, entry};
use crate::paper::compare::{Outcome, Reading, Slip, outcome};
use crate::paper::rekey::{self, Material, Planned, Recheck};
use amending::{amendment, corrected, take_amendment};
use std::sync::Arc;

/// Most characters that are typed into a box.
const LONGEST: usize = 2_000;

/// Under this name the private part of an act says who slipped.
pub const SLIP: &str = "slip";

/// The screen.
#[derive(Debug)]
pub struct RekeyScreen {
    /// The one sheet of which every box is keyed again; none for the day's sample.
    pub whole: Option<Serial>,
    /// Waits for its material.
    pub ticket: Option<Ticket>,
    /// Boxes still to be keyed, the present one first.
    pub boxes: Vec<Planned>,
    /// How many there were.
    pub all: usize,
    /// What is typed.
    pub line: Line,
    /// What she read in this box before, today.
    before: Vec<Reading>,
    /// The sheets.
    sheets: Vec<Recheck>,
    /// A save is on its way, and whether it takes the box off the list.
    saving: Option<Ticket>,
    /// Sheets that were put right.
    corrected: usize,
}

/// Begins with the day's boxes, or with every box of one sheet.
pub fn open(hand: &mut Hand<'_>, whole: Option<Serial>) {
    let (asked, today) = (whole.clone(), hand.desk.today());
    let ticket = hand.ask_and_hold(|ticket| Effect::ReadRekey(ticket, asked, today));
    if whole.is_none() {
        hand.desk.rekey.ticket = Some(ticket);
    }
    hand.push(Layer::Rekey(Box::new(RekeyScreen {
        whole,
        ticket: Some(ticket),
        boxes: Vec::new(),
        all: 0,
        line: Line::default(),
        before: Vec::new(),
        sheets: Vec::new(),
        saving: None,
        corrected: 0,
    })));
}

impl RekeyScreen {
    /// The box to key now.
    pub fn planned(&self) -> Option<&Planned> {
        self.boxes.first()
    }

    /// Its form and field.
    pub fn field(&self, desk: &Desk) -> Option<(Arc<Form>, Field)> {
        let planned = self.planned()?;
        let form = desk.fixed.forms.form(&planned.form, planned.version)?;
        let field = form.field(&planned.field)?.clone();
        Some((form, field))
    }

    /// How often it was read today without two readings agreeing.
    pub fn readings(&self) -> usize {
        self.before.len()
    }

    fn recheck(&self) -> Option<&Recheck> {
        let serial = &self.planned()?.serial;
        self.sheets.iter().find(|r| r.sheet.head.serial == *serial)
    }

    /// The material has come: what is planned and not done is to be keyed.
    fn learn(&mut self, hand: &mut Hand<'_>, material: &Material) {
        self.ticket = None;
        let mut boxes = match &self.whole {
            Some(serial) => whole_sheet(hand.desk, material, serial),
            None => hand.desk.rekey.plan.boxes.clone(),
        };
        boxes.retain(|b| !b.done);
        self.sheets.clone_from(&material.sheets);
        if self.all == 0 {
            self.all = boxes.len();
        }
        self.boxes = boxes;
        if self.boxes.is_empty() {
            self.finished(hand);
        }
    }

    fn finished(&self, hand: &mut Hand<'_>) {
        let said = match (self.all, self.corrected) {
            (0, _) => match &self.whole {
                Some(serial) => why_not(hand.desk, &self.sheets, serial),
                None => "Nothing is to be keyed again now.".to_owned(),
            },
            (all, 0) => format!(
                "{} keyed again; all stand.",
                words::count(all, "box", "boxes")
            ),
            (all, put_right) => format!(
                "{} keyed again; {put_right} put right.",
                words::count(all, "box", "boxes")
            ),
        };
        hand.desk.say(NoticeKind::Good, said);
        hand.moves.push(Move::Pop);
    }

    /// The box is done with: the next one comes.
    fn next(&mut self, hand: &mut Hand<'_>) {
        self.line.clear();
        self.before.clear();
        if !self.boxes.is_empty() {
            self.boxes.remove(0);
        }
        if self.boxes.is_empty() {
            self.finished(hand);
        }
    }

    fn skip(&mut self, hand: &mut Hand<'_>) {
        self.line.clear();
        self.before.clear();
        if self.boxes.len() > 1 {
            self.boxes.rotate_left(1);
        } else {
            hand.desk.say(
                NoticeKind::Info,
                "This is the last box; leaving it leaves it for later.",
            );
        }
    }

    /// Reads what is typed and compares.
    fn take(&mut self, hand: &mut Hand<'_>) {
        let Some((_, field)) = self.field(hand.desk) else {
            self.next(hand);
            return;
        };
        let typed = self.line.text().to_owned();
        if typed.trim().is_empty() {
            if self.whole.is_some() {
                self.compare(hand, None);
            } else {
                hand.desk.say(
                    NoticeKind::Info,
                    "Key what stands on the paper; ? where it cannot be read.",
                );
            }
            return;
        }
        match entry::read_box(&field, &typed, &self.around(hand.desk)) {
            Ok(value) => self.compare(hand, Some(value)),
            Err(fault) => {
                hand.effects.push(Effect::Ring(Bell::Hard));
                hand.desk.say(NoticeKind::Hard, fault.sentence);
            }
        }
    }

    /// The day of keying counts as today, so that `12/6` means what it meant then.
    fn around(&self, desk: &Desk) -> Around {
        let trainers = desk.overview.trainers.iter();
        Around {
            today: self.recheck().map_or(desk.today(), |r| r.keyed.date()),
            user: desk.user.clone(),
            trainers: trainers.map(|t| (t.id.0.clone(), t.name.clone())).collect(),
            ..Around::default()
        }
    }

    fn compare(&mut self, hand: &mut Hand<'_>, now: Reading) {
        let Some((_, field)) = self.field(hand.desk) else {
            return;
        };
        let Some(recheck) = self.recheck() else {
            return;
        };
        let on_file = rekey::value(&recheck.sheet, &field);
        match outcome(&on_file, &self.before, &now) {
            Outcome::Stands(slip) => {
                let acts = self.done(slip);
                self.record(hand, acts);
            }
            Outcome::Changes(reading) => self.put_right(hand, &field, &reading),
            Outcome::Again => {
                hand.effects.push(Effect::Ring(Bell::Soft));
                let said = if self.before.is_empty() {
                    "The two readings differ. Look at the paper and key the box once more."
                } else {
                    "No two readings agree yet. Look again, or ask the trainer."
                };
                hand.desk.say(NoticeKind::Soft, said);
                self.before.push(now);
                self.line.clear();
            }
        }
    }

    /// The acts that say a box was keyed again, and its sheet, where that was the last one.
    fn done(&self, slip: Slip) -> Vec<NewAct> {
        let Some(planned) = self.planned() else {
            return Vec::new();
        };
        let serial = planned.serial.clone();
        let others = self.boxes[1..]
            .iter()
            .filter(|b| b.serial == serial)
            .count();
        let mut values = Values::new();
        values.insert(SLIP.to_owned(), Value::Code(slip.name().to_owned()));
        let mut acts = vec![NewAct {
            subject: Subject::None,
            deed: Deed::BoxRekeyed {
                serial: serial.clone(),
                form: planned.form.clone(),
                field: planned.field.clone(),
            },
            private: Private {
                values,
                ..Private::default()
            },
        }];
        if others == 0 {
            let before = self.recheck().map_or(0, |r| r.done.len());
            acts.push(NewAct {
                subject: Subject::None,
                deed: Deed::SheetRekeyed {
                    serial,
                    boxes: before as u32 + 1,
                },
                private: Private::default(),
            });
        }
        acts
    }

    /// Two readings agree against what was keyed: the sheet is amended.
    fn put_right(&mut self, hand: &mut Hand<'_>, field: &Field, reading: &Reading) {
        let Some(sheet) = self.recheck().map(|r| r.sheet.clone()) else {
            return;
        };
        let around = self.around(hand.desk);
        let corrected = if field.kind == Kind::Client {
            None
        } else {
            corrected(hand.desk, &sheet, around, &field.key, reading)
        };
        let Some(filled) = corrected else {
            self.amend_by_hand(hand, &sheet, field);
            return;
        };
        let mut acts = vec![amendment(hand.desk, &sheet, filled)];
        acts.extend(self.done(Slip::Keyer));
        self.corrected += 1;
        self.record(hand, acts);
    }

    /// What was read does not fit with the rest of the sheet: she puts it right with the whole sheet before her.
    fn amend_by_hand(&mut self, hand: &mut Hand<'_>, sheet: &Sheet, field: &Field) {
        let acts = self.done(Slip::Keyer);
        let serial = sheet.head.serial.clone();
        if let Some(layer) = super::keying::amend_at(hand, sheet, &field.key) {
            hand.push(layer);
            hand.desk.say(
                NoticeKind::Soft,
                format!("Two readings agree against sheet {serial}, and do not fit with the rest of it. Put it right here."),
            );
        }
        self.record(hand, acts);
    }

    /// Asks the trainer about this box.
    fn ask_trainer(&mut self, hand: &mut Hand<'_>) {
        let (Some((_, field)), Some(recheck)) = (self.field(hand.desk), self.recheck()) else {
            return;
        };
        let mut sheet = recheck.sheet.clone();
        let (query, asks) = question::turn(&sheet.query, &field.key, Doubt::Illegible);
        if !asks {
            hand.desk.say(
                NoticeKind::Info,
                "The trainer is asked about this box already.",
            );
            return;
        }
        sheet.query = query;
        let around = self.around(hand.desk);
        let on_file = rekey::value(&sheet, &field);
        match corrected(hand.desk, &sheet, around, &field.key, &on_file) {
            Some(filled) => {
                let act = amendment(hand.desk, &sheet, filled);
                self.record(hand, vec![act]);
            }
            None => hand.desk.say(
                NoticeKind::Hard,
                "This sheet has other mistakes. Open it from the queries or the card and put it right.",
            ),
        }
    }

    fn record(&mut self, hand: &mut Hand<'_>, acts: Vec<NewAct>) {
        hand.desk.safety = Safety::Saving;
        self.saving = Some(hand.ask_and_hold(|ticket| Effect::Record(ticket, acts)));
    }

    /// A sheet that was amended is read again, since the next correction builds on it.
    fn recorded(&mut self, hand: &mut Hand<'_>, acts: &[Act]) {
        self.saving = None;
        for act in acts {
            if let Deed::BoxRekeyed { serial, field, .. } = &act.deed {
                hand.desk.rekey.note_done(serial, field);
                let of = self
                    .sheets
                    .iter_mut()
                    .find(|r| r.sheet.head.serial == *serial);
                if let Some(recheck) = of {
                    recheck.done.push(field.clone());
                }
            }
        }
        let amended = acts.iter().find_map(|act| match &act.deed {
            Deed::SheetKeyed { head, .. } => Some((head.clone(), act)),
            _ => None,
        });
        if let Some((head, act)) = amended {
            let of = self
                .sheets
                .iter_mut()
                .find(|r| r.sheet.head.serial == head.serial);
            if let Some(recheck) = of {
                take_amendment(&mut recheck.sheet, act);
            }
        }
        self.next(hand);
    }

    /// A missing reason is an answer at once.
    fn mark(&mut self, hand: &mut Hand<'_>, missing: Missing) {
        self.compare(hand, Some(Value::Missing(missing)));
    }

    fn typed_one(&mut self, hand: &mut Hand<'_>, c: char) {
        if self.line.text().chars().count() >= LONGEST {
            return;
        }
        self.line.insert(c);
        let Some((_, field)) = self.field(hand.desk) else {
            return;
        };
        let around = self.around(hand.desk);
        let at_end = self.line.before() == self.line.text();
        if field.auto_advance && at_end && entry::is_full(&field, self.line.text(), &around) {
            self.take(hand);
        }
    }
}

/// Why a sheet cannot be keyed again now.
fn why_not(desk: &Desk, sheets: &[Recheck], serial: &str) -> String {
    let recheck = sheets.iter().find(|r| r.sheet.head.serial == serial);
    match recheck {
        Some(r) if !rekey::may(&desk.fixed.paper.rekey, r, &desk.user, desk.local) => format!(
            "You keyed sheet {serial} yourself: a second look works from tomorrow morning, or by somebody else."
        ),
        _ => format!("Every box of sheet {serial} was keyed again already."),
    }
}

/// Every box of one sheet, where this user may key it again now.
fn whole_sheet(desk: &Desk, material: &Material, serial: &str) -> Vec<Planned> {
    let recheck = material
        .sheets
        .iter()
        .find(|r| r.sheet.head.serial == serial);
    let Some(recheck) =
        recheck.filter(|r| rekey::may(&desk.fixed.paper.rekey, r, &desk.user, desk.local))
    else {
        return Vec::new();
    };
    let head = &recheck.sheet.head;
    let form = desk.fixed.forms.form(&head.form, head.version);
    form.map_or_else(Vec::new, |form| rekey::every_box(recheck, &form))
}

impl Screen for RekeyScreen {
    fn contexts(&self) -> &'static [Context] {
        if self.line.is_empty() {
            &[Context::FormEmpty, Context::Rekey, Context::Edit]
        } else {
            &[Context::Rekey, Context::Edit]
        }
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        if self.planned().is_none() && command != Command::CloseRekey {
            return false;
        }
        match command {
            Command::TakeReading => self.take(hand),
            Command::SkipReading => self.skip(hand),
            Command::AskTrainer => self.ask_trainer(hand),
            Command::CloseRekey => {
                let left = self.boxes.len();
                if left > 0 {
                    let said = format!(
                        "{} left; what was keyed again counts.",
                        words::count(left, "box", "boxes")
                    );
                    hand.desk.say(NoticeKind::Info, said);
                }
                hand.moves.push(Move::Pop);
            }
            Command::MarkNotAsked => self.mark(hand, Missing::NotAsked),
            Command::MarkIllegible => self.mark(hand, Missing::Illegible),
            Command::MarkDeclined => self.mark(hand, Missing::Declined),
            Command::MarkNotApplicable => self.mark(hand, Missing::NotApplicable),
            Command::CarryLast => hand.desk.say(
                NoticeKind::Info,
                "A box is keyed again from the paper, never from what was keyed.",
            ),
            Command::BreakLine => self.line.insert('\n'),
            _ => return self.line.edit(command),
        }
        true
    }

    fn typed(&mut self, hand: &mut Hand<'_>, c: char) {
        if self.planned().is_some() {
            self.typed_one(hand, c);
        }
    }

    fn pasted(&mut self, hand: &mut Hand<'_>, _text: &str) {
        hand.desk.say(
            NoticeKind::Info,
            "A box is keyed again by hand, from the paper.",
        );
    }

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        match message {
            Message::RekeyRead(ticket, material) if self.ticket == Some(*ticket) => {
                self.learn(hand, material);
            }
            Message::Failed(ticket, _) if ticket.is_some() && self.ticket == *ticket => {
                hand.moves.push(Move::Pop);
            }
            Message::Recorded(ticket, acts) if self.saving == Some(*ticket) => {
                self.recorded(hand, acts);
            }
            Message::NotRecorded(ticket, _) if self.saving == Some(*ticket) => self.saving = None,
            _ => {}
        }
    }
}
