//! How she keys one sheet: whose it is, then box after box in the order of the paper.

use super::{Operator, Unrest};
use crate::command::Command;
use crate::domain::sheet::{FilledSheet, SheetRole};
use crate::domain::value::{Missing, Value};
use crate::forms::{Around, BoxState, Field, entry};
use crate::keymap::Key;
use crate::model::keying::Keying;
use crate::model::{Layer, OpenDesk};

/// What she says where two papers carry one number.
const TWO_ON_PAPER: &str = "the papers are of two people";

impl Operator {
    /// From home to the sheet: the client as the paper names her, then the form's key; somebody new by the key for that.
    pub(super) fn find_whose(&mut self, wanted: &FilledSheet) -> Result<(), String> {
        let forms = self.desk()?.desk.fixed.forms.clone();
        let form = forms.latest(&wanted.head.form).ok_or("no such form")?;
        if !form.role.concerns_client() {
            return self.pick_form(form.key);
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
        if !self.names_somebody(&query) && form.role != SheetRole::Referral {
            self.pick_form(form.key)?;
            self.type_text(&query)?;
            return self.choose(&query);
        }
        self.type_text(&shortest(&query))?;
        if self.is_on_the_books(&query) {
            // Behind a number in full the form's letter is enough.
            self.press(Key::typing(form.key).ok_or("the form has no key")?)?;
            if matches!(self.desk()?.top(), Layer::Home(_)) {
                self.give(Command::DeleteBack)?;
                self.pick_form(form.key)?;
            }
        } else if form.role == SheetRole::Referral {
            self.give(Command::NewClient)?;
            self.say_none_of_these()?;
        } else {
            return Err("this client is not on the books".to_owned());
        }
        self.keying().map(|_| ())
    }

    fn pick_form(&mut self, letter: char) -> Result<(), String> {
        self.give(Command::KeyForm)?;
        self.press(Key::typing(letter).ok_or("the form has no key")?)
    }

    /// Whether home has found somebody who is exactly this.
    fn is_on_the_books(&self, query: &str) -> bool {
        let exact = |hit: &crate::model::HitLine| hit.exact.as_deref() == Some(query);
        match self.desk().map(OpenDesk::top) {
            Ok(Layer::Home(home)) => home.find.hits.iter().any(exact),
            _ => false,
        }
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
    pub(super) fn say_none_of_these(&mut self) -> Result<(), String> {
        match self.desk()?.top() {
            Layer::Question(_) => self.give(Command::AnswerNo),
            Layer::Alike(_) => {
                self.give(Command::DifferentPerson)?;
                if matches!(self.desk()?.top(), Layer::Prompt(_)) {
                    self.type_text(TWO_ON_PAPER)?;
                    self.give(Command::GiveAnswer)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Fills the boxes in the order of the paper, looking after each key where the caret stands.
    pub(super) fn fill(
        &mut self,
        wanted: &FilledSheet,
        unrest: &mut Unrest<'_>,
    ) -> Result<(), String> {
        let mut last_keyed = None;
        loop {
            if matches!(self.desk()?.top(), Layer::Keying(_)) {
                unrest(self)?;
            }
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
            self.go_on()?;
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
                let typed = quickest(&field, &value, &around);
                self.type_answer(&field, &value, &typed)?;
                self.read_once_more(here, &field, &value, &typed)?;
            }
        }
        if self.is_last_with_others_open(here, wanted) {
            return self.give(Command::PreviousBox);
        }
        self.end_box(here)
    }

    /// Ends a box that is read twice, and keys it once more where it was emptied for that.
    fn read_once_more(
        &mut self,
        here: usize,
        field: &Field,
        value: &Value,
        typed: &str,
    ) -> Result<(), String> {
        if !field.twice {
            return Ok(());
        }
        if self.keying()?.filling.focus() == here && !self.keying()?.filling.reads_again() {
            self.go_on()?;
        }
        let waits = |operator: &Self| operator.keying().map(|k| k.filling.reads_again());
        if self.keying()?.filling.focus() == here && waits(self)? {
            self.type_answer(field, value, typed)?;
        }
        Ok(())
    }

    /// Whether Enter here would save the sheet although boxes before do not say yet what the paper says.
    fn is_last_with_others_open(&self, here: usize, wanted: &FilledSheet) -> bool {
        self.keying().is_ok_and(|keying| {
            let filling = &keying.filling;
            let stands = filling.focus() == here && filling.at_last_box();
            stands && (0..here).any(|at| is_wrong(keying, wanted, at))
        })
    }

    /// Ends the box: Enter where it has not gone on by itself, and wherever that is her habit; a question is passed, since the paper
    /// says what it says.
    fn end_box(&mut self, here: usize) -> Result<(), String> {
        if self.ends_every_box && self.keying().is_ok_and(|k| k.filling.left_by_itself()) {
            let stands = self.keying()?.filling.focus();
            self.give(Command::NextBox)?;
            if self.keying()?.filling.focus() != stands {
                return Err("Enter at the end of a box skipped the next one".to_owned());
            }
        }
        for _ in 0..2 {
            if self
                .keying()
                .is_ok_and(|keying| keying.filling.focus() == here)
            {
                self.go_on()?;
            }
        }
        Ok(())
    }

    /// On to the next box: by Tab where Enter would be that of the box before.
    fn go_on(&mut self) -> Result<(), String> {
        let by_itself = self.keying()?.filling.left_by_itself();
        self.give(if by_itself {
            Command::SkipBox
        } else {
            Command::NextBox
        })
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
        if field.kind == crate::forms::Kind::Notes || field.recall || field.street_of.is_some() {
            return self.type_with_offers(text);
        }
        self.type_text(text)
    }

    /// Types words, and takes what is offered beside the box as soon as it says what the paper says.
    fn type_with_offers(&mut self, text: &str) -> Result<(), String> {
        let here = self.keying()?.filling.focus();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            self.type_text(&rest[..c.len_utf8()])?;
            rest = &rest[c.len_utf8()..];
            let keying = self.keying()?;
            let Some(offer) = keying.offer().filter(|_| keying.filling.focus() == here) else {
                continue;
            };
            let fits = if offer.whole {
                offer.text == text
            } else {
                rest.starts_with(&offer.text)
            };
            if fits {
                rest = if offer.whole {
                    ""
                } else {
                    &rest[offer.text.len()..]
                };
                self.give(Command::CompleteBox)?;
            }
        }
        Ok(())
    }
}

/// A client number or CRN as it is typed: small, without what the desk does not need.
fn shortest(query: &str) -> String {
    match crate::domain::reference::ClientId::parse(query) {
        Some(id) => {
            let short = format!("c{}", id.0);
            let same = crate::domain::reference::ClientId::parse(&short) == Some(id);
            if same { short } else { query.to_owned() }
        }
        None => query.to_owned(),
    }
}

/// What is typed for an answer today: a day near enough goes without its year, and Enter.
fn quickest(field: &Field, value: &Value, around: &Around) -> String {
    if let Value::Date(day) = value {
        let short = day.format("%d%m").to_string();
        if entry::read_box(field, &short, around).as_ref() == Ok(value) {
            return short;
        }
    }
    entry::typed_form(field, value, around)
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

/// Whether a box does not say what the paper says.
fn is_wrong(keying: &Keying, wanted: &FilledSheet, at: usize) -> bool {
    let view = keying.filling.view(at);
    let asked = !matches!(view.state, BoxState::Skipped | BoxState::Computed);
    asked && keying.filling.value(&view.field.key) != wanted_value(view.field, wanted).as_ref()
}

/// The first box at or after the caret that does not say what the paper says, else the first before it. A box that the caret
/// has passed by, because something else was carried into it, comes first of all: Enter in the last box would save it as it is.
fn next_wrong(keying: &Keying, wanted: &FilledSheet, here: usize) -> Option<usize> {
    let count = keying.filling.boxes().count();
    let wrong = |at: &usize| is_wrong(keying, wanted, *at);
    let passed_by = |at: &usize| keying.filling.view(*at).state == BoxState::Carried && wrong(at);
    (0..here)
        .find(passed_by)
        .or_else(|| (here..count).chain(0..here).find(wrong))
}
