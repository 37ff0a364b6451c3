//! How a sheet comes to lie on the desk: new, from the tray, taken up again, or to be corrected.

use super::{HalfTyped, Keying, Offering, Returned, SomebodyNew, on_paper};
use crate::domain::fact::Facts;
use crate::domain::history;
use crate::domain::identifier::serial;
use crate::domain::ledger::SERIAL_BOX;
use crate::domain::reference::{ClientId, DraftId, Serial};
use crate::domain::sheet::{DIFFERENT_PERSON, Draft, DraftChange, Sheet, SheetRole};
use crate::domain::value::{Missing, Value};
use crate::forms::{Around, Field, Filling, Form, Kind, entry, says_who};
use crate::model::call::Call;
use crate::model::desk::{Desk, NoticeKind};
use crate::model::effect::{Effect, SheetAbout};
use crate::model::find::Chosen;
use crate::model::layer::{Hand, Layer};
use crate::model::message::Known;
use crate::model::newcomer;
use crate::paper::pads;
use std::sync::Arc;

/// Code of the duplicate check for somebody on the books whose new case begins with this referral.
const SAME_PERSON: &str = "S";

/// Begins a sheet for somebody on the books, for somebody new, or for nobody; `call` is the one in which it is taken, and `paper`
/// is the one of the tray that it is keyed from.
pub fn begin(
    hand: &mut Hand<'_>,
    form: &str,
    chosen: &Chosen,
    call: Call,
    paper: Option<&Serial>,
) -> Option<Layer> {
    let form = find_form(hand, form, None)?;
    super::keep::half_keyed_already(hand.desk, &form, chosen.client);
    let mut keying = blank(hand, form, chosen);
    keying.call = call;
    keying.newcomer.others.clone_from(&chosen.others);
    keying.from_tray = paper.cloned();
    Some(Layer::Keying(Box::new(keying)))
}

/// Begins the sheet of a paper in the tray.
pub fn begin_paper(hand: &mut Hand<'_>, serial: &str) -> Option<Layer> {
    let paper = hand
        .desk
        .overview
        .tray
        .iter()
        .find(|p| p.serial == serial)
        .cloned()?;
    if let Some(begun) = begun(hand.desk, &paper.form, serial) {
        return resume(hand, begun);
    }
    let form = find_form(hand, &paper.form, None)?;
    if form.role.concerns_client() && paper.client.is_none() {
        // Whose it is must be found first.
        return crate::model::forms::ask_whose(hand, &form, Some(&paper.serial));
    }
    let as_read = paper.client.map_or_else(String::new, |c| c.to_string());
    begin(
        hand,
        &paper.form,
        &Chosen {
            client: paper.client,
            as_read,
            ..Chosen::default()
        },
        Call::None,
        Some(&paper.serial),
    )
}

/// The sheet of a paper that was half keyed before.
fn begun(desk: &Desk, form: &str, serial: &str) -> Option<DraftId> {
    let drafts = desk.overview.drafts.iter().rev();
    let mut same = drafts.filter(|draft| draft.form == form && serial_of(draft) == serial);
    same.next().map(|draft| draft.id)
}

/// What stands in the box of the serial.
pub(super) fn serial_of(draft: &Draft) -> &str {
    draft
        .boxes
        .get(SERIAL_BOX)
        .map(|kept| kept.text.as_str())
        .unwrap_or_default()
}

/// Takes up a half-keyed sheet where she left it.
pub fn resume(hand: &mut Hand<'_>, draft: DraftId) -> Option<Layer> {
    if hand.desk.drafts.open.contains(&draft) {
        hand.desk.say(
            NoticeKind::Info,
            "This sheet lies open already, under what you see. Go back to it.",
        );
        return None;
    }
    let mut draft = hand.desk.overview.draft(draft)?.clone();
    let newcomer = SomebodyNew::taken_up(&mut draft);
    let half = HalfTyped::taken_up(&mut draft);
    let form = find_form(hand, &draft.form, Some(draft.version))?;
    let known = Known::default();
    let filling = Filling::resume(form, around(hand.desk, &known), &draft);
    let mut keying = lay(
        hand.desk,
        draft.id,
        filling,
        draft.client,
        draft.client_as_read.clone(),
    );
    (keying.newcomer, keying.half) = (newcomer, half);
    keying.stated = true;
    keying.amends.clone_from(&draft.amends);
    keying.ask_known(hand);
    if draft.parked {
        let effect = keying.kept(hand.desk, DraftChange::Parked(false), false);
        hand.effects.push(effect);
    }
    let (page, name) = (keying.field().page, keying.field().name());
    hand.desk.say(
        NoticeKind::Good,
        format!(
            "You left off here: {}, page {page}, box {name}.",
            keying.filling.form().title
        ),
    );
    keying.returned = Some(Returned::Resumed(draft.kept_at));
    keying.paper = paper_text(hand.desk, serial_of(&draft));
    Some(Layer::Keying(Box::new(keying)))
}

/// Takes up a half-keyed sheet with the caret in a box.
pub fn resume_at(hand: &mut Hand<'_>, draft: DraftId, field: &str) -> Option<Layer> {
    Some(match resume(hand, draft)? {
        Layer::Keying(mut keying) => {
            keying.stand_in(field);
            keying.keep(hand);
            Layer::Keying(keying)
        }
        other => other,
    })
}

/// Opens a keyed sheet to put it right.
pub fn amend(hand: &mut Hand<'_>, sheet: &Sheet) -> Option<Layer> {
    let Some(values) = &sheet.values else {
        hand.desk
            .say(NoticeKind::Hard, "Only officers may correct sheets.");
        return None;
    };
    let form = find_form(hand, &sheet.head.form, Some(sheet.head.version))?;
    let mut around = around(hand.desk, &Known::default());
    // The record that this very sheet made is what it puts right.
    Arc::make_mut(&mut around.workers).retain(|worker| worker.act != sheet.act);
    let filling = Filling::of_sheet(
        form,
        around,
        &sheet.head,
        values,
        &sheet.overrides,
        &sheet.query,
    );
    let as_read = values
        .get("client")
        .and_then(Value::as_text)
        .unwrap_or_default()
        .to_owned();
    let draft = next_draft(hand.desk);
    let mut keying = lay(hand.desk, draft, filling, sheet.client, as_read);
    keying.amends = Some(sheet.head.serial.clone());
    // Whom it is not of was said once, and stays said.
    let said = sheet
        .overrides
        .iter()
        .filter(|o| o.check == DIFFERENT_PERSON);
    keying.newcomer.said = said.cloned().collect();
    let others = keying.newcomer.said.iter();
    keying.newcomer.others = others.filter_map(|o| ClientId::parse(&o.field)).collect();
    keying.ask_known(hand);
    Some(Layer::Keying(Box::new(keying)))
}

/// Opens a keyed sheet to put it right, with the caret in a box.
pub fn amend_at(hand: &mut Hand<'_>, sheet: &Sheet, field: &str) -> Option<Layer> {
    let layer = amend(hand, sheet)?;
    Some(match layer {
        Layer::Keying(mut keying) => {
            keying.stand_in(field);
            Layer::Keying(keying)
        }
        other => other,
    })
}

fn find_form(hand: &mut Hand<'_>, id: &str, version: Option<u32>) -> Option<Arc<Form>> {
    let forms = hand.desk.fixed.forms.clone();
    let form = match version {
        Some(version) => forms.form(id, version),
        None => forms.latest(id),
    };
    if form.is_none() {
        let which = version.map_or(String::new(), |v| format!(" version {v}"));
        let said = format!(
            "The form {id}{which} cannot be used. `caseload forms check` says what is wrong with its file."
        );
        hand.desk.say(NoticeKind::Hard, said);
    }
    form
}

/// The number of a sheet about to be begun.
pub fn next_draft(desk: &mut Desk) -> DraftId {
    let id = DraftId(desk.overview.next_draft.max(1));
    desk.overview.next_draft = id.0 + 1;
    id
}

fn lay(
    desk: &Desk,
    draft: DraftId,
    filling: Filling,
    client: Option<ClientId>,
    as_read: String,
) -> Keying {
    let named = client
        .map(|client| (as_read.clone(), client))
        .into_iter()
        .collect();
    Keying {
        draft,
        filling,
        client,
        as_read,
        named,
        known: Known::default(),
        amends: None,
        list: None,
        explained: false,
        paper: None,
        from_tray: None,
        call: Call::None,
        literal: false,
        awaits: None,
        saving: None,
        stated: false,
        newcomer: SomebodyNew::default(),
        dittoed: None,
        marking: None,
        serial: super::asking::SerialLook::default(),
        half: HalfTyped::default(),
        run: super::jump::Run::default(),
        offering: Offering::default(),
        returned: None,
        touched: desk.now,
        trainer: String::new(),
    }
}

/// A sheet that is filled in as soon as it is known what is known.
fn blank(hand: &mut Hand<'_>, form: Arc<Form>, chosen: &Chosen) -> Keying {
    let filling = Filling::new(form, around(hand.desk, &Known::default()));
    let draft = next_draft(hand.desk);
    let mut keying = lay(
        hand.desk,
        draft,
        filling,
        chosen.client,
        chosen.as_read.clone(),
    );
    keying.ask_known(hand);
    keying
}

/// What is known around a sheet: of the client, and what the pile says of all its sheets.
pub(super) fn facts(desk: &Desk, known: &Known) -> Facts {
    let mut facts = known.facts.clone();
    if let Some(office) = desk.batch().and_then(|head| head.office.clone()) {
        facts.set("batch.office", Value::Code(office));
    }
    facts
}

fn around(desk: &Desk, known: &Known) -> Around {
    let known = facts(desk, known);
    let trainers = desk
        .overview
        .trainers
        .iter()
        .map(|t| (t.id.0.clone(), t.name.clone()))
        .collect();
    Around {
        today: desk.today(),
        now: Some(desk.local.time()),
        user: desk.user.clone(),
        known,
        trainers,
        workers: Arc::clone(&desk.overview.trainers),
        pile: desk.batch().is_some(),
        last_serials: Arc::clone(&desk.overview.last_serials),
        serial_far: desk.fixed.paper.serial.far,
        ..Around::default()
    }
}

fn paper_text(desk: &Desk, serial: &str) -> Option<(String, bool)> {
    let paper = desk.overview.tray.iter().find(|p| p.serial == serial)?;
    (!paper.text.is_empty()).then(|| (paper.text.clone(), true))
}

impl Keying {
    /// Puts the caret into a box, where that can be; nothing is passed by it.
    pub(in crate::model) fn stand_in(&mut self, field: &str) {
        // A box that is skipped or worked out cannot be gone to: the caret stays.
        let _events = self.filling.go_to(field);
    }

    /// Asks what is known before the sheet is keyed; keys typed ahead wait for it.
    pub(super) fn ask_known(&mut self, hand: &mut Hand<'_>) {
        let about = SheetAbout {
            client: self.client,
            form: self.filling.form().id.clone(),
            amends: self.amends.clone(),
        };
        self.awaits = Some(hand.ask_and_hold(|ticket| Effect::ReadKnown(ticket, about)));
    }

    /// What is known has come: a sheet just begun is laid out with it, one taken up again only learns it.
    pub(super) fn learn(&mut self, hand: &mut Hand<'_>, known: &Known) {
        self.awaits = None;
        self.known = known.clone();
        if let Some(amended) = &self.amends {
            self.known.facts = history::without(std::mem::take(&mut self.known.facts), amended);
        }
        self.trainer.clear();
        let begun = self.stated || self.amends.is_some() || self.filling.keyed_anything();
        if begun {
            self.filling.know(facts(hand.desk, &self.known));
            self.know_trainer(hand.desk);
            return;
        }
        let form = self.filling.form().clone();
        self.serial = super::asking::SerialLook::default();
        let paper = self.from_tray.clone();
        let mut around = around(hand.desk, known);
        around.known_from.clone_from(&known.stated_on);
        "as at the head of the pile".clone_into(&mut around.carried_from);
        around.prefill = self.prefill(hand.desk, &form, paper.as_deref());
        let said = paper
            .as_deref()
            .and_then(|serial| paper_text(hand.desk, serial));
        let said = said.as_ref().map(|(text, _)| text.as_str());
        around.carried = carried(hand.desk, &form, said);
        self.filling = Filling::new(form, around);
        for key in on_paper::denied(said, &self.filling) {
            self.filling.keep_away(&key);
        }
        if self.call != Call::None {
            // There is no paper that somebody signed.
            self.filling
                .give_missing("completed_by", Missing::NotApplicable);
        }
        self.paper = paper.and_then(|serial| paper_text(hand.desk, &serial));
        self.know_trainer(hand.desk);
        self.trust_serial();
        // What stands there before she types is not yet hers: nothing is kept before the first key.
        self.filling.changes();
        if self.begins_kept() {
            self.state(hand, true);
        }
    }

    /// Whether it is kept before the first box is keyed: a call was taken, or she has typed the name of somebody new.
    pub(super) fn begins_kept(&self) -> bool {
        let named = self.client.is_none() && !self.as_read.trim().is_empty();
        self.amends.is_none() && (named || self.call != Call::None)
    }

    /// What stands in the boxes before she types: the serial that comes next, the client, and what is known of her.
    fn prefill(&self, desk: &Desk, form: &Form, paper: Option<&str>) -> Vec<(String, String)> {
        let serial = paper.map_or_else(|| next_serial(desk, form), str::to_owned);
        let mut prefill = vec![(SERIAL_BOX.to_owned(), serial)];
        if self.client.is_some() && form.field("client").is_some() {
            prefill.push(("client".to_owned(), self.as_read.clone()));
        }
        if matches!(form.role, SheetRole::Referral | SheetRole::Registration) {
            prefill.extend(self.identity(desk, form));
        }
        if self.client.is_some() {
            prefill.extend(same_person(form));
        }
        if self.call != Call::None {
            prefill.extend(self.by_phone(desk, form));
        }
        prefill
    }

    /// What goes without saying while she holds the telephone: it is now, and it came by phone.
    fn by_phone(&self, desk: &Desk, form: &Form) -> Vec<(String, String)> {
        let now = [
            ("referral.received", Value::Date(desk.today())),
            ("referral.time", Value::Time(desk.local.time())),
            ("referral.route", Value::Code("P".to_owned())),
        ];
        let around = self.filling.around();
        let fed = form.body().filter_map(|field| {
            let (_, value) = now
                .iter()
                .find(|(fact, _)| field.feeds.as_deref() == Some(fact))?;
            Some((field.key.clone(), standing(field, value, around)))
        });
        let written = (
            "completed_on".to_owned(),
            crate::domain::dates::show(desk.today()),
        );
        std::iter::once(written).chain(fed).collect()
    }

    fn identity(&self, desk: &Desk, form: &Form) -> Vec<(String, String)> {
        let around = self.filling.around();
        let stated = newcomer::facts(&self.as_read, desk.today());
        let known = |fact: &str| match self.client {
            Some(_) => self.known.facts.get(fact).cloned(),
            None => stated
                .iter()
                .find(|(name, _)| *name == fact)
                .map(|(_, value)| value.clone()),
        };
        let fed = form
            .body()
            .filter_map(|field| Some((field, field.feeds.as_deref()?)));
        // Risk is keyed anew from each paper: a mark costs no more than passing a carried one, and is compared with what is known.
        fed.filter(|(_, fact)| says_who(fact))
            .filter_map(|(field, fact)| {
                Some((field.key.clone(), standing(field, &known(fact)?, around)))
            })
            .collect()
    }
}

/// What stands in a box for an answer that nobody has typed: as it would stand there once left.
fn standing(field: &Field, value: &Value, around: &Around) -> String {
    let typed = entry::typed_form(field, value, around);
    entry::settled_text(field, value, &typed)
}

/// What the look for an earlier record gave where she chose somebody on the books: the same person.
fn same_person(form: &Form) -> Option<(String, String)> {
    let mut body = form.body();
    let field = body.find(|f| f.feeds.as_deref() == Some("referral.duplicate_check"))?;
    let list = field.codes.as_ref()?;
    list.stored(SAME_PERSON)
        .map(|code| (field.key.clone(), code.code.clone()))
}

/// The serial after the last one, and after those of sheets that are half keyed.
fn next_serial(desk: &Desk, form: &Form) -> String {
    let last = desk
        .overview
        .last_serials
        .iter()
        .find(|(id, _)| *id == form.id);
    let next = last.and_then(|(_, last)| serial::next_serial(last));
    let mut next = next.unwrap_or_else(|| format!("{}-000001", form.serial_prefix));
    while begun(desk, &form.id, &next).is_some() {
        match serial::next_serial(&next) {
            Some(after) => next = after,
            None => break,
        }
    }
    // The pad that it is on may have check letters although the sheets before had none.
    pads::as_printed(&desk.overview.pads, &form.id, &next).unwrap_or(next)
}

/// What the head of the pile says of this sheet; where the tray holds the text of the paper, only what it says too.
fn carried(desk: &Desk, form: &Form, paper: Option<&str>) -> Vec<(String, String)> {
    let Some(head) = desk.batch() else {
        return Vec::new();
    };
    let on = head.on.map(crate::domain::dates::show);
    let of_head = |field: &Field| match field.key.as_str() {
        "completed_on" if field.is_head => on.clone(),
        "completed_by" if field.is_head => head.by.clone(),
        _ if !field.carry => None,
        _ if field.kind == Kind::Trainer => head.by.clone(),
        _ if field.codes.is_some() => head.office.clone(),
        _ => None,
    };
    let said = form
        .fields
        .iter()
        .filter_map(|field| Some((field, of_head(field)?)));
    said.filter(|(field, text)| paper.is_none_or(|paper| on_paper::may_say(paper, field, text)))
        .map(|(field, text)| (field.key.clone(), text))
        .collect()
}
