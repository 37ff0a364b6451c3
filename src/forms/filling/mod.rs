//! The session of filling one sheet: what stands in each box, where the caret is, what moves it, what is wrong.
//!
//! Public signatures (being built in this order):
//! ```text
//! Filling::new(form: Arc<Form>, around: Around) -> Filling                       // defaults, prefill, carried put in; caret in the first stop
//! Filling::resume(form: Arc<Form>, around: Around, draft: &Draft) -> Filling     // exactly as it was
//! Filling::of_sheet(form, around, head: &SheetHead, values: &Values, overrides: &[Override], query: &str) -> Filling // to amend
//! form() -> &Arc<Form>; around() -> &Around; know(&mut self, known: Facts)
//! boxes() -> impl Iterator<Item = BoxView<'_>>; view(position: usize) -> BoxView<'_>; focused() -> BoxView<'_>
//! focus() -> usize; caret() -> usize; value(key: &str) -> Option<&Value>; values() -> Values; finding() -> Option<&Finding>
//! takes_missing_key() -> bool            // the box is empty (or holds something a key would replace): `. ? - /` and `=` mean their marks
//! type_char(char) / paste(&str) / backspace() / delete() / delete_word() / clear_box() / left() / right() / start() / end() -> Vec<Event>
//! mark_missing(Missing) / ditto(&str) / choose_code(&str) / toggle_code(&str) -> Vec<Event>
//! next() / previous() / first() / last() / next_page() / previous_page() -> Vec<Event>
//! jump_to_box(&str) -> Result<Vec<Event>, String>; go_to(key: &str) -> Result<Vec<Event>, String>
//! undo() -> Vec<Event>; redo() -> Vec<Event>
//! accept_soft(reason: &str) -> Vec<Event>; asked() -> &[Finding]
//! set_query(text: &str) -> Result<(), String>; query() -> &str
//! finish() -> Finish
//! changes() -> Vec<DraftChange>          // since last asked: Box, Moved, Overrode
//! draft(identity: Draft) -> Draft        // fills focus, caret, boxes, overrides of the given one
//! keyed_anything() -> bool; at_last_box() -> bool; open_boxes() -> usize
//! ```

mod view;

pub use view::{BoxState, BoxView, Event, Finish};
