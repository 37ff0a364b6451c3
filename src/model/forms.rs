//! Which form? One key each, as on the list.

use super::call::Call;
use super::desk::Desk;
use super::find::{Chosen, FindFor, Purpose};
use super::layer::{Hand, Layer, Move, Screen};
use super::message::Message;
use crate::command::{Command, Context};
use crate::domain::reference::Serial;
use crate::forms::Form;
use std::sync::Arc;

/// The list of forms.
#[derive(Debug)]
pub struct FormPicker {
    /// The client for whom a sheet is to be keyed, where she is chosen already.
    pub client: Option<Chosen>,
    /// The marked line.
    pub marked: usize,
}

impl FormPicker {
    /// The list, for somebody or for nobody yet.
    pub fn new(client: Option<Chosen>) -> Self {
        Self { client, marked: 0 }
    }

    /// The forms of which somebody may have a sheet, in their order.
    pub fn for_somebody(forms: &crate::forms::Registry) -> Vec<Arc<Form>> {
        let forms = forms.newest().into_iter();
        forms.filter(|f| f.role.concerns_client()).collect()
    }

    /// The forms offered: the latest version of each, in their order.
    pub fn offered(&self, forms: &crate::forms::Registry) -> Vec<Arc<Form>> {
        if self.client.is_some() {
            return Self::for_somebody(forms);
        }
        forms.newest()
    }

    /// What is asked, by her name where she is chosen already: a number says nothing of who lies on the desk.
    pub fn heading(&self) -> String {
        match &self.client {
            None => "Key which form?".to_owned(),
            Some(her) if her.name.is_empty() => format!("Key which form for {}?", her.as_read),
            Some(her) => format!("Key which form for {}?", her.name),
        }
    }

    fn take(&self, hand: &mut Hand<'_>, form: &Form) {
        let step = if let Some(chosen) = &self.client {
            super::keying::begin(hand, &form.id, chosen, Call::None, None)
        } else {
            ask_whose(hand, form, None)
        };
        hand.moves.extend(step.map(Move::Replace));
    }
}

/// The screen that a form begins with: whose sheet, or the sheet itself where it is nobody's own.
/// `paper` is the one of the tray that is to be keyed.
pub fn ask_whose(hand: &mut Hand<'_>, form: &Form, paper: Option<&Serial>) -> Option<Layer> {
    if form.role.concerns_client() {
        let may_be_new = form.role.may_bring_new_client();
        let title = format!("{}: who is it for?", form.title);
        let mut find = FindFor::new(Purpose::KeyForm(form.id.clone()), title, may_be_new);
        find.paper = paper.cloned();
        return Some(Layer::Find(find));
    }
    super::keying::begin(hand, &form.id, &Chosen::default(), Call::None, paper)
}

impl Screen for FormPicker {
    /// Any letter may be a form's key, so this is a place where none is bound, as in the list of commands.
    fn contexts(&self) -> &'static [Context] {
        &[Context::Palette]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        let forms = self.offered(&hand.desk.fixed.forms);
        let last = forms.len().saturating_sub(1);
        match command {
            Command::NextCommand => self.marked = (self.marked + 1).min(last),
            Command::PreviousCommand => self.marked = self.marked.saturating_sub(1),
            Command::ClosePalette => hand.moves.push(Move::Pop),
            Command::RunCommand => {
                if let Some(form) = forms.get(self.marked) {
                    self.take(hand, form);
                }
            }
            _ => return false,
        }
        true
    }

    fn takes(&self, desk: &Desk, c: char) -> bool {
        let wanted = c.to_lowercase().next().unwrap_or(c);
        self.offered(&desk.fixed.forms)
            .iter()
            .any(|form| form.key == wanted)
    }

    fn typed(&mut self, hand: &mut Hand<'_>, c: char) {
        let wanted = c.to_lowercase().next().unwrap_or(c);
        if let Some(form) = self
            .offered(&hand.desk.fixed.forms)
            .iter()
            .find(|f| f.key == wanted)
        {
            self.take(hand, form);
        } else {
            hand.desk.say(
                super::NoticeKind::Info,
                format!("No form has the key {c}. The keys stand before the names."),
            );
        }
    }

    fn pasted(&mut self, _hand: &mut Hand<'_>, _text: &str) {}

    fn hear(&mut self, _hand: &mut Hand<'_>, _message: &Message) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::{self, Key, Resolution};

    #[test]
    fn every_letter_is_free_to_be_the_key_of_a_form() {
        let mut contexts = FormPicker::new(None).contexts().to_vec();
        contexts.push(Context::Everywhere);
        for name in keymap::SHIPPED {
            let (map, _) = keymap::load(name, None);
            for c in 'a'..='z' {
                let found = map.resolve(&contexts, &[], Key::typing(c).unwrap());
                assert!(
                    matches!(found, Resolution::Unbound),
                    "{c} is bound in {name}"
                );
            }
        }
    }
}
