//! What a form file says of boxes that are filled, or completed, before she has typed them out, and of those that she types twice.

use super::field::only_for;
use super::form::Place;
use super::section::Section;
use crate::forms::definition::Form;
use crate::forms::kind::Kind;

/// What other clients' sheets have may be offered only where it is about no client.
pub(super) fn recall(section: &Section<'_, '_>, kind: Kind) -> bool {
    only_for(section, "recall", kind == Kind::Text, "text boxes");
    only_for(section, "street_of", kind == Kind::Text, "text boxes");
    let recalls = section.flag("recall").unwrap_or(false);
    let about_her = section
        .text("feeds")
        .is_some_and(|fact| fact.starts_with("client.") && fact != "client.offender_manager");
    if recalls && about_her {
        section.say(
            "recall",
            "What this box holds is one client's own; it must never be offered on another's sheet. Take recall out.",
        );
    }
    recalls
}

/// Only a number or a day can be read twice and compared.
pub(super) fn twice(section: &Section<'_, '_>, kind: Kind) -> bool {
    let may = matches!(kind, Kind::Text | Kind::Date);
    only_for(section, "twice", may, "text and date boxes");
    section.flag("twice").unwrap_or(false)
}

/// The boxes that `with` and `street_of` name must stand before this one, and in the same group entry where there is one.
pub(super) fn companions(form: &mut Form, place: &Place<'_, '_>, i: usize) {
    let found = |name: &String| {
        let sibling = form.position(&format!("{}{name}", place.prefix));
        sibling.or_else(|| form.position(name)).filter(|at| *at < i)
    };
    let field = &form.fields[i];
    let named = [("with", &field.with), ("street_of", &field.street_of)];
    let mut keys = [None, None];
    for ((what, name), key) in named.into_iter().zip(&mut keys) {
        let Some(name) = name else { continue };
        match found(name) {
            Some(at) => *key = Some(form.fields[at].key.clone()),
            None => place.section.say(
                what,
                format!("There is no box with the key {name} before this one."),
            ),
        }
    }
    let [with, street_of] = keys;
    let field = &mut form.fields[i];
    (field.with, field.street_of) = (with, street_of);
}
