//! Where the caret goes.

use super::leave::Left;
use super::{Event, Filling, Origin};
use crate::forms::definition::Required;

impl Filling {
    /// Whether the caret may stand in a box at all.
    pub(super) fn may_focus(&self, i: usize) -> bool {
        self.slots[i].shown && !self.form.fields[i].kind.is_computed()
    }

    /// Whether going forwards stops at a box: not at what is carried or known and in order. A default is stopped at, since
    /// the paper has a box there that may say otherwise.
    pub(super) fn is_stop(&self, i: usize) -> bool {
        let (field, slot) = (&self.form.fields[i], &self.slots[i]);
        let is_default = field.default.as_ref() == Some(&slot.kept.text)
            && !field.carry
            && slot.from == Origin::Unsaid;
        // What a pile would say of this sheet; a draft taken up again no longer knows where such an answer came from.
        let of_a_pile =
            slot.from == Origin::Carried || (slot.from == Origin::Unsaid && field.carry);
        let unseen = of_a_pile && !self.around.pile && slot.kept.missing.is_none();
        let looked_at = is_default || field.confirm || unseen;
        let passed_by = slot.kept.carried && slot.value.is_some() && !looked_at;
        self.may_focus(i) && !passed_by
    }

    /// The caret goes to the end of a box.
    pub(super) fn go(&mut self, i: usize) -> Vec<Event> {
        let page = self.form.fields[self.focus].page;
        self.history.close();
        self.asked.clear();
        self.rest();
        self.focus = i;
        self.caret = self.text_length();
        self.unkept.moved = true;
        let mut events = vec![Event::Advanced];
        let new_page = self.form.fields[i].page;
        if new_page != page {
            events.push(Event::PageTurned(new_page));
        }
        events
    }

    /// Enter: leaves the box for the next to key. At the end goes to the first open box, or says that all is filled. Directly after a
    /// box that left by itself it is the Enter of that box: whoever ends every box with Enter keys the same sheet as she who does not.
    #[expect(
        clippy::should_implement_trait,
        reason = "the word on the key; a filling is no iterator"
    )]
    pub fn next(&mut self) -> Vec<Event> {
        if !self.left_by_itself() {
            return self.pass_by();
        }
        self.went_on = None;
        let asked: Vec<Event> = self.asked.iter().cloned().map(Event::SoftAsked).collect();
        if asked.is_empty() && self.required(self.focus) == Required::No {
            return vec![Event::EnterTaken];
        }
        asked
    }

    /// Tab, Down: as Enter, and never taken for the end of the box before.
    pub fn pass_by(&mut self) -> Vec<Event> {
        self.went_on = None;
        self.forwards(true)
    }

    /// Whether the caret came here, or a question is asked here, because a box was full, and nothing was pressed since.
    pub fn left_by_itself(&self) -> bool {
        self.went_on == Some(self.focus)
    }

    /// Another key was pressed: the next Enter is that of the box under the caret.
    pub fn rest(&mut self) {
        (self.went_on, self.stays) = (None, None);
        self.unit_left.clear();
    }

    /// The box is full: as Enter, but at the end of the sheet the caret stays, and so it does before a box that is filled already: what
    /// she types next would take its place unseen.
    pub(super) fn advance(&mut self) -> Vec<Event> {
        let here = self.focus;
        let events = self.forwards(false);
        let went = self.focus != here || !self.asked.is_empty() || self.reads_again();
        self.went_on = went.then_some(self.focus);
        if self.focus != here {
            self.unit_left.clone_from(&self.form.fields[here].unit);
        }
        events
    }

    fn forwards(&mut self, by_enter: bool) -> Vec<Event> {
        self.stays = None;
        let mut events = match self.leave_forwards() {
            Left::Held(events) => return events,
            Left::Free(events) => events,
        };
        if let Some(i) = (self.focus + 1..self.slots.len()).find(|i| self.is_stop(*i)) {
            if by_enter || self.slots[i].is_empty() {
                events.extend(self.go(i));
            } else {
                self.stays = Some(self.focus);
            }
        } else if by_enter {
            events.extend(self.at_end());
        } else {
            events.push(Event::AtEnd);
        }
        events
    }

    fn at_end(&mut self) -> Vec<Event> {
        let open = self.open_findings();
        let Some((i, first)) = open.into_iter().next() else {
            return vec![Event::Filled];
        };
        let count = self.open_boxes();
        let mut events = self.go(self.focusable_for(i));
        let sentence = match count {
            1 => format!("Box {} is still open. {}", first.label, first.sentence),
            n => format!(
                "{n} boxes are still open. {}: {}",
                first.label, first.sentence
            ),
        };
        self.slots[i].finding = Some(first);
        events.push(Event::Open(sentence));
        events
    }

    /// The box itself, or for a computed one the last typed box that decides it.
    pub(super) fn focusable_for(&self, i: usize) -> usize {
        if self.may_focus(i) {
            return i;
        }
        let check = self.form.checks.iter().find(|c| c.field == i);
        let reads = check.map(|c| c.reads.as_slice()).unwrap_or_default();
        let last = reads.iter().rev().find(|r| self.may_focus(**r));
        last.copied().unwrap_or(self.focus)
    }

    /// Up: the box before, carried ones too.
    pub fn previous(&mut self) -> Vec<Event> {
        let before = (0..self.focus).rev().find(|i| self.may_focus(*i));
        self.leave_for(before)
    }

    /// Down: the next box to key, whatever stands in this one; what is open stays open.
    pub fn down(&mut self) -> Vec<Event> {
        let after = (self.focus + 1..self.slots.len()).find(|i| self.is_stop(*i));
        self.leave_for(after)
    }

    /// The first box.
    pub fn first(&mut self) -> Vec<Event> {
        let first = (0..self.slots.len()).find(|i| self.may_focus(*i));
        self.leave_for(first)
    }

    /// The last box.
    pub fn last(&mut self) -> Vec<Event> {
        let last = self.last_box();
        self.leave_for(last)
    }

    fn last_box(&self) -> Option<usize> {
        (0..self.slots.len()).rev().find(|i| self.may_focus(*i))
    }

    /// Whether the caret stands in the last box.
    pub fn at_last_box(&self) -> bool {
        self.last_box() == Some(self.focus)
    }

    /// The first box of the next page.
    pub fn next_page(&mut self) -> Vec<Event> {
        let page = self.field().page;
        let after = |i: &usize| self.form.fields[*i].page > page && self.may_focus(*i);
        let first = (self.focus..self.slots.len()).find(after);
        self.leave_for(first)
    }

    /// The first box of the page before; on the first page its first box.
    pub fn previous_page(&mut self) -> Vec<Event> {
        let page = self.field().page;
        let before = |i: &usize| self.form.fields[*i].page < page && self.may_focus(*i);
        let wanted = (0..self.focus).rev().find(before);
        let wanted = wanted.map_or(page, |i| self.form.fields[i].page);
        let on_it = |i: &usize| self.form.fields[*i].page == wanted && self.may_focus(*i);
        let first = (0..self.slots.len()).find(on_it);
        self.leave_for(first)
    }

    /// Leaves the box for another, whatever stands in it. A skip may hide the other meanwhile; then the caret stays.
    fn leave_for(&mut self, target: Option<usize>) -> Vec<Event> {
        let Some(target) = target.filter(|i| *i != self.focus) else {
            return Vec::new();
        };
        let mut events = match self.leave_anyhow() {
            Left::Held(events) => return events,
            Left::Free(events) => events,
        };
        if self.may_focus(target) {
            events.extend(self.go(target));
        }
        events
    }

    /// Goes to the box with this printed number; `17` finds `17a` where there is no plain 17.
    ///
    /// # Errors
    /// A sentence where there is no such box, or it is skipped or computed.
    pub fn jump_to_box(&mut self, number: &str) -> Result<Vec<Event>, String> {
        let number = number.trim();
        let numbered = |exact: bool| {
            let fields = self.form.fields.iter().enumerate();
            let fits = move |box_no: &str| {
                let start = box_no.get(..number.len());
                let rest = box_no.get(number.len()..).unwrap_or_default();
                start.is_some_and(|s| s.eq_ignore_ascii_case(number))
                    && (rest.is_empty()
                        || (!exact && !rest.starts_with(|c: char| c.is_ascii_digit())))
            };
            fields
                .filter(move |(_, f)| !f.box_no.is_empty() && fits(&f.box_no))
                .map(|(i, _)| i)
        };
        let exact = numbered(true).next();
        let near = || {
            let shown = numbered(false).find(|i| self.may_focus(*i));
            shown.or_else(|| numbered(false).next())
        };
        match exact.or_else(near).filter(|_| !number.is_empty()) {
            Some(i) => self.jump(i),
            None => Err(format!("There is no box {number} on this form.")),
        }
    }

    /// Goes to the box of this key.
    ///
    /// # Errors
    /// A sentence where there is no such box, or it is skipped or computed.
    pub fn go_to(&mut self, key: &str) -> Result<Vec<Event>, String> {
        match self.form.position(key) {
            Some(i) => self.jump(i),
            None => Err("There is no such box on this form.".to_owned()),
        }
    }

    fn jump(&mut self, i: usize) -> Result<Vec<Event>, String> {
        let field = &self.form.fields[i];
        if field.kind.is_computed() {
            return Err(format!(
                "{} is worked out from other boxes; nothing is keyed there.",
                field.name()
            ));
        }
        if !self.slots[i].shown {
            return Err(format!(
                "{} is skipped because of what stands in other boxes.",
                field.name()
            ));
        }
        Ok(self.leave_for(Some(i)))
    }
}
