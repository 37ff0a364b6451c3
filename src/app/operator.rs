//! The scripted operator: which keys key a sheet, from the desk's home screen until it says "Saved" and home is shown again.
//!
//! # Why
//! She is not a model of the desk but sits at the real one: every key goes through the model, every wish of it is carried out on a
//! scratch copy of the store, and she looks at the boxes as a person would before she presses the next key. So the keys she gives
//! are the keys that work, and their number is what the desk costs.

use super::worker::Open;
use crate::command::Command;
use crate::domain::sheet::FilledSheet;
use crate::domain::value::{Missing, Value};
use crate::forms::{BoxState, Field, entry};
use crate::keymap::Key;
use crate::model::keying::Keying;
use crate::model::{Effect, Fixed, Layer, Message, Model, OpenDesk, Safety, State};
use crate::store::Store;
use chrono::{DateTime, Local, NaiveDateTime, Utc};
use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver, Sender};

/// More keys than any sheet needs: beyond it she is going round in circles.
const MOST_KEYS: usize = 20_000;

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

/// Somebody at the desk with a pile of sheets.
pub struct Operator {
    model: Model,
    open: Open,
    outbox: Sender<Message>,
    inbox: Receiver<Message>,
    keys: Vec<Key>,
}

impl Operator {
    /// Sits down at the desk of a store that she may write to: a scratch copy.
    pub fn sit_down(store: Store, fixed: Fixed) -> Self {
        let (outbox, inbox) = mpsc::channel();
        let model = Model::new(fixed, Utc::now(), Local::now().naive_local(), (80, 24));
        let open = Open::begin(store, &outbox);
        let mut operator = Self {
            model,
            open,
            outbox,
            inbox,
            keys: Vec::new(),
        };
        operator.listen(Vec::new());
        operator
    }

    /// Keys one sheet and says which keys it took; on failure, what she got stuck at.
    pub fn key(&mut self, wanted: &FilledSheet) -> Result<Keyed, String> {
        self.keys.clear();
        let done = self
            .find_whose(wanted)
            .and_then(|()| self.fill(wanted))
            .and_then(|()| self.save(wanted));
        if let Err(stuck) = done {
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

    /// Leaves the desk; the store is closed.
    pub fn leave(self) {
        self.open.close();
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

    fn keying(&self) -> Result<&Keying, String> {
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
    pub fn pressed(&self) -> usize {
        self.keys.len()
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
            self.open.answer(wish, &self.outbox);
        }
    }

    fn give(&mut self, command: Command) -> Result<(), String> {
        let contexts = self.model.contexts();
        let keymap = self.desk()?.desk.fixed.keymap.clone();
        let keys = keymap
            .plainest(command, &contexts)
            .ok_or_else(|| format!("no key for {}", command.name()))?;
        keys.into_iter().try_for_each(|key| self.press(key))
    }

    fn type_text(&mut self, text: &str) -> Result<(), String> {
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

    /// From home to the sheet: the form's key, then the client as the paper names her.
    fn find_whose(&mut self, wanted: &FilledSheet) -> Result<(), String> {
        let forms = self.desk()?.desk.fixed.forms.clone();
        let form = forms.latest(&wanted.head.form).ok_or("no such form")?;
        self.give(Command::KeyForm)?;
        self.press(Key::typing(form.key).ok_or("the form has no key")?)?;
        if !form.role.concerns_client() {
            return Ok(());
        }
        let said = |key: &str| {
            wanted
                .values
                .get(key)
                .and_then(Value::as_text)
                .map(str::to_owned)
        };
        let query = ["client", "crn"].iter().find_map(|key| said(key));
        let named = || {
            [said("surname"), said("forenames")]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        };
        let query = query.unwrap_or_else(named);
        self.type_text(&query)?;
        self.choose(&query)
    }

    /// The client who is exactly this, or somebody new.
    fn choose(&mut self, query: &str) -> Result<(), String> {
        let (place, may_be_new) = match self.desk()?.top() {
            Layer::Find(find) => {
                let exact = |hit: &crate::model::HitLine| hit.exact.as_deref() == Some(query);
                (find.find.hits.iter().position(exact), find.may_be_new)
            }
            _ => return Err("nobody asks whose sheet it is".to_owned()),
        };
        match place {
            Some(place) => {
                for _ in 0..place {
                    self.give(Command::NextHit)?;
                }
                if place > 0 {
                    self.give(Command::NextHit)?;
                }
                self.give(Command::OpenHit)?;
            }
            None if may_be_new => {
                self.give(Command::NewClient)?;
                self.say_none_of_these()?;
            }
            None => return Err("this client is not on the books".to_owned()),
        }
        self.keying().map(|_| ())
    }

    /// Where "is it one of these?" is asked: the paper knows that she is not.
    fn say_none_of_these(&mut self) -> Result<(), String> {
        match self.desk()?.top() {
            Layer::Question(_) => self.give(Command::AnswerNo),
            _ => Ok(()),
        }
    }

    /// Fills the boxes in the order of the paper, looking after each key where the caret stands.
    fn fill(&mut self, wanted: &FilledSheet) -> Result<(), String> {
        let mut last_keyed = None;
        loop {
            self.say_none_of_these()?;
            if self.is_saved(wanted) {
                return Ok(());
            }
            let keying = self.keying()?;
            let here = keying.filling.focus();
            let Some(next) = next_wrong(keying, wanted, here) else {
                return Ok(());
            };
            if next == here {
                if last_keyed == Some(here) {
                    let name = self.keying()?.field().name();
                    return Err(format!(
                        "box {name} does not take what the paper says{}",
                        self.notice()
                    ));
                }
                last_keyed = Some(here);
                self.key_box(wanted)?;
            } else {
                last_keyed = None;
                self.go_to(here, next)?;
            }
        }
    }

    fn go_to(&mut self, here: usize, next: usize) -> Result<(), String> {
        let keying = self.keying()?;
        let number = keying.filling.view(next).field.box_no.clone();
        let between = |view: &crate::forms::BoxView<'_>| {
            !matches!(
                view.state,
                BoxState::Skipped | BoxState::Computed | BoxState::Carried
            )
        };
        let stops = (here + 1..=next)
            .filter(|at| between(&keying.filling.view(*at)))
            .count();
        let carried = keying.filling.view(next).state == BoxState::Carried;
        if next > here && stops <= number.len() + 2 && !carried {
            self.give(Command::NextBox)?;
            if self
                .keying()
                .is_ok_and(|keying| keying.filling.focus() == here)
            {
                // A soft check asks once; the paper says what it says.
                self.give(Command::NextBox)?;
            }
            return Ok(());
        }
        self.give(Command::JumpToBox)?;
        self.type_text(&number)?;
        self.give(Command::GiveAnswer)?;
        match self.keying()?.filling.focus() {
            at if at == next => Ok(()),
            _ => Err(format!("cannot get to box {number}{}", self.notice())),
        }
    }

    /// Keys the box under the caret and leaves it.
    fn key_box(&mut self, wanted: &FilledSheet) -> Result<(), String> {
        let keying = self.keying()?;
        let here = keying.filling.focus();
        let field = keying.field().clone();
        let around = keying.filling.around().clone();
        let value = wanted_value(&field, wanted);
        if !keying.filling.view(here).text.is_empty()
            || keying.filling.view(here).state != BoxState::Blank
        {
            let replaced_by_typing = keying.filling.takes_missing_key() && value.is_some();
            if !replaced_by_typing {
                self.give(Command::ClearBox)?;
            }
        }
        match value {
            None => {}
            Some(Value::Missing(missing)) => self.give(mark(missing))?,
            Some(value) => {
                let typed = entry::typed_form(&field, &value, &around);
                self.type_answer(&field, &value, &typed)?;
            }
        }
        for _ in 0..2 {
            if self
                .keying()
                .is_ok_and(|keying| keying.filling.focus() == here)
            {
                self.give(Command::NextBox)?;
            }
        }
        Ok(())
    }

    fn type_answer(&mut self, field: &Field, value: &Value, text: &str) -> Result<(), String> {
        if field.kind == crate::forms::Kind::Client {
            self.type_text(text)?;
            return self.choose(value.as_text().unwrap_or(text));
        }
        let marks = |c: char| Missing::ALL.iter().any(|m| m.key() == c) || c == '=';
        if text.starts_with(marks) && self.keying()?.filling.takes_missing_key() {
            self.give(Command::TypeLiterally)?;
        }
        self.type_text(text)
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
            .open
            .sheet(&wanted.head.serial)
            .is_some_and(|sheet| sheet.values.as_ref() == Some(&wanted.values))
    }
}

fn mark(missing: Missing) -> Command {
    match missing {
        Missing::NotAsked => Command::MarkNotAsked,
        Missing::Illegible => Command::MarkIllegible,
        Missing::Declined => Command::MarkDeclined,
        Missing::NotApplicable => Command::MarkNotApplicable,
    }
}

/// What the paper says in a box of the head or of the body.
fn wanted_value(field: &Field, wanted: &FilledSheet) -> Option<Value> {
    match field.key.as_str() {
        "sheet" if field.is_head => Some(Value::Text(wanted.head.serial.clone())),
        "completed_on" if field.is_head => wanted.head.completed_on.map(Value::Date),
        "completed_by" if field.is_head => wanted.head.completed_by.clone().map(Value::Reference),
        key => wanted.values.get(key).cloned(),
    }
}

/// The first box at or after the caret that does not say what the paper says, else the first before it. A box that the caret
/// has passed by, because something else was carried into it, comes first of all: Enter in the last box would save it as it is.
fn next_wrong(keying: &Keying, wanted: &FilledSheet, here: usize) -> Option<usize> {
    let count = keying.filling.boxes().count();
    let wrong = |at: &usize| {
        let view = keying.filling.view(*at);
        let asked = !matches!(view.state, BoxState::Skipped | BoxState::Computed);
        asked && keying.filling.value(&view.field.key) != wanted_value(view.field, wanted).as_ref()
    };
    let passed_by = |at: &usize| keying.filling.view(*at).state == BoxState::Carried && wrong(at);
    (0..here)
        .find(passed_by)
        .or_else(|| (here..count).chain(0..here).find(wrong))
}
