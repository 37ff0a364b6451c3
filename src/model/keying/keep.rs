//! Keeping the sheet as it is keyed, and setting it aside.

use super::Keying;
use crate::domain::ledger::SERIAL_BOX;
use crate::domain::reference::ClientId;
use crate::domain::sheet::{Draft, DraftChange};
use crate::domain::value::Value;
use crate::forms::Form;
use crate::model::desk::{Desk, NoticeKind};
use crate::model::effect::Effect;
use crate::model::layer::{Hand, Move};

impl Keying {
    /// Keeps what changed since last asked, as it is keyed.
    pub(super) fn keep(&mut self, hand: &mut Hand<'_>) {
        let changes = self.filling.changes();
        if changes.is_empty() || self.saving.is_some() {
            return;
        }
        if self.stated {
            for change in changes {
                let sync = !matches!(change, DraftChange::Box { ref kept, .. } if !kept.settled);
                let effect = self.kept(hand.desk, change, sync);
                hand.effects.push(effect);
            }
        } else if self.filling.keyed_anything() {
            self.state(hand, false);
        }
    }

    /// Keeps the whole sheet.
    pub(super) fn state(&mut self, hand: &mut Hand<'_>, sync: bool) {
        let effect = self.stated_whole(hand.desk, sync);
        hand.effects.push(effect);
    }

    pub(super) fn stated_whole(&mut self, desk: &mut Desk, sync: bool) -> Effect {
        self.stated = true;
        let draft = self.newcomer.kept_with(self.as_draft(desk));
        let draft = Box::new(self.half.kept_with(draft));
        self.kept(desk, DraftChange::Stated(draft), sync)
    }

    pub(super) fn kept(&self, desk: &mut Desk, change: DraftChange, sync: bool) -> Effect {
        desk.keep(self.draft, self.client, change, sync)
    }

    pub(super) fn as_draft(&self, desk: &Desk) -> Draft {
        let form = self.filling.form();
        self.filling.draft(Draft {
            id: self.draft,
            form: form.id.clone(),
            version: form.version,
            client: self.client,
            client_as_read: self.as_read.clone(),
            amends: self.amends.clone(),
            focus: String::new(),
            caret: 0,
            last_keyed: String::new(),
            parked: false,
            boxes: indexmap::IndexMap::new(),
            overrides: Vec::new(),
            by: desk.user.clone(),
            kept_at: desk.now,
        })
    }

    /// Leaves the sheet where it is: parked on purpose, or only interrupted. One that is being saved is no draft any more, or stays
    /// the one that it was.
    pub fn set_aside(&self, desk: &mut Desk, parked: bool) -> Vec<Effect> {
        if self.stated && self.saving.is_none() {
            vec![self.kept(desk, DraftChange::Parked(parked), true)]
        } else {
            Vec::new()
        }
    }

    pub(super) fn park(&mut self, hand: &mut Hand<'_>) {
        let effects = self.set_aside(hand.desk, true);
        if !effects.is_empty() {
            let form = &self.filling.form().title;
            let serial = self.filling.value(SERIAL_BOX).and_then(Value::as_text);
            let sheet = format!("{form} {}", serial.unwrap_or_default());
            let (sheet, place) = (sheet.trim_end(), self.field().name());
            let said = format!("Parked: {sheet}, at box {place}. Nothing is lost.");
            hand.desk.say(NoticeKind::Good, said);
        }
        hand.effects.extend(effects);
        hand.moves.push(Move::Pop);
    }
}

/// Says that a sheet of this form is half keyed for the same client: she may be about to key one paper twice.
pub(super) fn half_keyed_already(desk: &mut Desk, form: &Form, client: Option<ClientId>) {
    let Some(client) = client else { return };
    let mut drafts = desk.overview.drafts.iter();
    let same = |d: &&Draft| d.form == form.id && d.client == Some(client) && d.amends.is_none();
    if let Some(draft) = drafts.find(same) {
        let serial = super::begin::serial_of(draft);
        let sheet = format!("{} {serial}", form.title);
        let said = format!(
            "{} of the same client is half keyed already, under Parked.",
            sheet.trim_end()
        );
        desk.say(NoticeKind::Soft, said);
    }
}
