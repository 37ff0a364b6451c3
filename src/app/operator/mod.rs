//! The scripted operator: which keys key a sheet, from the desk's home screen until it says "Saved" and home is shown again.
//!
//! # Why
//! She is not a model of the desk but sits at the real one: every key goes through the model, every wish of it is carried out on a
//! scratch copy of the store, and she looks at the boxes as a person would before she presses the next key. So the keys she gives
//! are the keys that work, and their number is what the desk costs.

mod fill;

use super::worker::Open;
use crate::command::Command;
use crate::domain::history;
use crate::domain::sheet::FilledSheet;
use crate::forms::import::read_sheet;
use crate::forms::{Around, Form};
use crate::keymap::Key;
use crate::model::keying::Keying;
use crate::model::{Effect, Fixed, Layer, Message, Model, OpenDesk, Safety, State};
use crate::store::Store;
use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, Utc};
use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver, Sender};

/// More keys than any sheet needs: beyond it she is going round in circles.
const MOST_KEYS: usize = 20_000;

/// Days back from today within which a date needs no year.
const A_YEAR: i64 = 365;

/// The keys of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed {
    /// Its serial.
    pub serial: String,
    /// Its form.
    pub form: String,
    /// The keys, in order.
    pub keys: Vec<Key>,
}

/// What happens while she keys.
pub type Unrest<'a> = dyn FnMut(&mut Operator) -> Result<(), String> + 'a;

/// Somebody at the desk with a pile of sheets.
pub struct Operator {
    model: Model,
    /// The store; away only while it is opened again.
    open: Option<Open>,
    outbox: Sender<Message>,
    inbox: Receiver<Message>,
    keys: Vec<Key>,
    /// Whether she presses Enter after every box, also where it has gone on by itself.
    ends_every_box: bool,
}

impl Operator {
    /// Sits down at the desk of a store that she may write to: a scratch copy.
    pub fn sit_down(store: Store, fixed: Fixed) -> Self {
        let (outbox, inbox) = mpsc::channel();
        let known = super::worker::Known {
            forms: fixed.forms.clone(),
            short: fixed.short_names.clone(),
        };
        let model = Model::new(fixed, Utc::now(), Local::now().naive_local(), (80, 24));
        let open = Open::begin(store, &known, &outbox);
        let mut operator = Self {
            model,
            open: Some(open),
            outbox,
            inbox,
            keys: Vec::new(),
            ends_every_box: false,
        };
        operator.listen(Vec::new());
        operator
    }

    /// From now on she ends every box with Enter, as many do, whether it goes on by itself or not.
    #[must_use]
    pub fn ending_every_box(mut self) -> Self {
        self.ends_every_box = true;
        self
    }

    /// Begins a pile of paper: trainer and date at its head, no office. Gives the keys that it took.
    ///
    /// # Errors
    /// What she got stuck at.
    pub fn begin_pile(&mut self, by: &str, on: NaiveDate) -> Result<Vec<Key>, String> {
        self.keys.clear();
        self.give(Command::BeginBatch)?;
        let number = by.trim_start_matches(|c: char| !c.is_ascii_digit());
        self.type_text(number.trim_start_matches('0'))?;
        let stands = |operator: &Self| match operator.desk().map(OpenDesk::top) {
            Ok(Layer::Batch(batch)) => Ok(batch.at),
            _ => Err("no head of a pile lies on the desk".to_owned()),
        };
        if stands(self)? == 0 {
            self.give(Command::GiveAnswer)?;
        }
        let near = (self.desk()?.desk.today() - on).num_days() < A_YEAR;
        let on = on.format(if near { "%d%m" } else { "%d%m%y" });
        self.type_text(&on.to_string())?;
        self.give(Command::BeginPile)?;
        match self.desk()?.top() {
            Layer::Home(_) => Ok(std::mem::take(&mut self.keys)),
            _ => Err(format!("the pile is not begun{}", self.notice())),
        }
    }

    /// Keys one sheet and says which keys it took; on failure, what she got stuck at.
    pub fn key(&mut self, wanted: &FilledSheet) -> Result<Keyed, String> {
        self.key_amid(wanted, &mut |_| Ok(()))
    }

    /// The same in an office where something happens before every step: the phone rings, the power goes.
    ///
    /// # Errors
    /// What she got stuck at.
    pub fn key_amid(
        &mut self,
        wanted: &FilledSheet,
        unrest: &mut Unrest<'_>,
    ) -> Result<Keyed, String> {
        self.keys.clear();
        let done = self
            .find_whose(wanted)
            .and_then(|()| self.fill(wanted, unrest))
            .and_then(|()| self.save(wanted));
        if let Err(stuck) = done {
            // The way home is not to fail for the keys that led nowhere.
            self.keys.clear();
            self.give_up();
            return Err(stuck);
        }
        Ok(Keyed {
            serial: wanted.head.serial.clone(),
            form: wanted.head.form.clone(),
            keys: std::mem::take(&mut self.keys),
        })
    }

    /// Throws away a sheet that she got stuck at and goes home, so that the next one begins as it should.
    fn give_up(&mut self) {
        for _ in 0..9 {
            let step = match self.desk().map(OpenDesk::top) {
                Ok(Layer::Home(_)) | Err(_) => return,
                Ok(Layer::Question(_)) => self.give(Command::CancelQuestion),
                Ok(Layer::Alike(_)) => self.give(Command::BackToSheet),
                Ok(Layer::Prompt(_)) => self.give(Command::CancelPrompt),
                Ok(Layer::Keying(_)) => self
                    .give(Command::DiscardSheet)
                    .and_then(|()| self.give(Command::AnswerYes)),
                Ok(_) => self.give(Command::GoHome),
            };
            if step.is_err() {
                return;
            }
        }
    }

    /// What a sheet in a file is to say, read with what her store knows of the client by now.
    ///
    /// # Errors
    /// What stands against it.
    pub fn read(&self, object: &serde_json::Value) -> Result<FilledSheet, String> {
        let desk = &self.desk()?.desk;
        let values = &object["values"];
        let named = values["client"].as_str().or(values["crn"].as_str());
        let trainer = object["completed_by"]
            .as_str()
            .and_then(|id| desk.overview.trainer(id));
        let around = |form: &Form, _: &serde_json::Value| {
            let open = self.open.as_ref();
            let known = open.map(|open| open.known_of(named, &form.id, desk.today()));
            let mut known = known.unwrap_or_default();
            if let Some(trainer) = trainer {
                history::of_trainer(&mut known, trainer, desk.today());
            }
            Around {
                user: desk.user.clone(),
                known,
                ..Around::on(desk.today())
            }
        };
        match read_sheet(object, &desk.fixed.forms, &around) {
            Ok(taken) => Ok(taken.sheet),
            Err(findings) => Err(findings
                .into_iter()
                .map(|finding| format!("{}: {}", finding.label, finding.sentence))
                .collect::<Vec<_>>()
                .join(" ")),
        }
    }

    /// Whether somebody on the books is called so: a client number, a CRN.
    pub fn names_somebody(&self, named: &str) -> bool {
        let open = self.open.as_ref();
        open.is_some_and(|open| open.names_somebody(named))
    }

    /// A sheet as it stands on the store.
    pub fn sheet(&self, serial: &str) -> Option<crate::domain::sheet::Sheet> {
        self.open.as_ref()?.sheet(serial)
    }

    /// The program is killed where it stands, and started again: `reopen` opens the store as it was left.
    ///
    pub fn crash(&mut self, reopen: impl FnOnce() -> Store) {
        let fixed = match &self.model.state {
            State::Open(open) => open.desk.fixed.clone(),
            State::Locked(lock) => lock.fixed.clone(),
        };
        // Nothing is said to the store: it is dropped as a killed program drops it.
        drop(self.open.take());
        let keys = std::mem::take(&mut self.keys);
        let ends_every_box = self.ends_every_box;
        *self = Self::sit_down(reopen(), fixed);
        (self.keys, self.ends_every_box) = (keys, ends_every_box);
    }

    /// Leaves the desk; the store is closed.
    pub fn leave(self) {
        if let Some(open) = self.open {
            open.close();
        }
    }

    fn desk(&self) -> Result<&OpenDesk, String> {
        match &self.model.state {
            State::Open(open) => Ok(open),
            State::Locked(lock) => Err(lock
                .refusal
                .clone()
                .unwrap_or_else(|| "the desk is locked".to_owned())),
        }
    }

    /// The sheet under her hands.
    ///
    /// # Errors
    /// None lies there.
    pub fn keying(&self) -> Result<&Keying, String> {
        match self.desk()?.top() {
            Layer::Keying(keying) => Ok(keying),
            _ => Err(format!("no sheet lies on the desk{}", self.notice())),
        }
    }

    fn notice(&self) -> String {
        let notice = self.desk().ok().and_then(|open| open.desk.notice.as_ref());
        notice.map_or_else(String::new, |notice| format!(": {}", notice.text))
    }

    /// The desk that she sits at.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Time goes by: it is now this moment, on the office's clock too. The keys of what she did before are forgotten.
    pub fn wait_until(&mut self, now: DateTime<Utc>, local: NaiveDateTime) {
        self.keys.clear();
        let effects = self.model.update(Message::Ticked(now, local));
        self.listen(effects);
    }

    /// The keys pressed since she last finished a sheet.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Begins to count anew.
    pub fn forget_keys(&mut self) {
        self.keys.clear();
    }

    /// Presses one key and waits until everything that it asks for is done.
    ///
    /// # Errors
    /// She has pressed more keys since she last finished a sheet than any sheet needs.
    pub fn press(&mut self, key: Key) -> Result<(), String> {
        if self.keys.len() >= MOST_KEYS {
            return Err(format!(
                "more than {MOST_KEYS} keys, and still not saved{}",
                self.notice()
            ));
        }
        self.keys.push(key);
        let effects = self.model.update(Message::KeyPressed(key));
        self.listen(effects);
        Ok(())
    }

    /// Carries out what is wished until nothing more is.
    fn listen(&mut self, effects: Vec<Effect>) {
        let mut wishes: VecDeque<Effect> = effects.into();
        loop {
            while let Ok(message) = self.inbox.try_recv() {
                wishes.extend(self.model.update(message));
            }
            let Some(wish) = wishes.pop_front() else {
                return;
            };
            if let Some(open) = &mut self.open {
                open.answer(wish, &self.outbox);
            }
        }
    }

    /// Gives a command by its plainest key.
    ///
    /// # Errors
    /// No key gives it here.
    pub fn give(&mut self, command: Command) -> Result<(), String> {
        let contexts = self.model.contexts();
        let keymap = self.desk()?.desk.fixed.keymap.clone();
        let keys = keymap
            .plainest(command, &contexts)
            .ok_or_else(|| format!("no key for {}", command.name()))?;
        keys.into_iter().try_for_each(|key| self.press(key))
    }

    /// Types text as it is.
    ///
    /// # Errors
    /// No key gives one of the characters.
    pub fn type_text(&mut self, text: &str) -> Result<(), String> {
        for c in text.chars() {
            match c {
                '\n' => self.give(Command::BreakLine)?,
                c => self.press(
                    Key::typing(c).ok_or_else(|| "a character that no key gives".to_owned())?,
                )?,
            }
        }
        Ok(())
    }

    fn save(&mut self, wanted: &FilledSheet) -> Result<(), String> {
        for _ in 0..9 {
            if self.is_saved(wanted) {
                return Ok(());
            }
            self.give(Command::SaveSheet)?;
            self.say_none_of_these()?;
        }
        Err(format!("the sheet is not saved{}", self.notice()))
    }

    /// Home is shown again, and the sheet on stable storage says what the paper says.
    fn is_saved(&self, wanted: &FilledSheet) -> bool {
        let home = self.desk().is_ok_and(|open| {
            matches!(open.top(), Layer::Home(_)) && matches!(open.desk.safety, Safety::Saved(..))
        });
        home && self
            .sheet(&wanted.head.serial)
            .is_some_and(|sheet| sheet.values.as_ref() == Some(&wanted.values))
    }
}
