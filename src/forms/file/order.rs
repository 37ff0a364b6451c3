//! In which order boxes are worked out: each after all that its conditions and its computation read.

use crate::forms::definition::{Check, Field, Form};

/// The boxes that decide whether a box is shown and what it comes to.
fn reads(field: &Field) -> Vec<usize> {
    let conditions = [&field.shown_when, &field.compute, &field.prefill];
    conditions
        .into_iter()
        .flatten()
        .flat_map(|c| c.expression.fields())
        .collect()
}

/// Sets the order; else gives the positions of boxes that wait for each other.
pub(super) fn settle(form: &mut Form) -> Result<(), Vec<usize>> {
    let wants: Vec<Vec<usize>> = form.fields.iter().map(reads).collect();
    let mut done = vec![false; wants.len()];
    let mut order = Vec::with_capacity(wants.len());
    while order.len() < wants.len() {
        let before = order.len();
        for (i, wanted) in wants.iter().enumerate() {
            if !done[i] && wanted.iter().all(|w| done[*w]) {
                done[i] = true;
                order.push(i);
            }
        }
        if order.len() == before {
            return Err((0..wants.len()).filter(|i| !done[*i]).collect());
        }
    }
    form.order = order;
    Ok(())
}

/// The typed boxes that decide a check: those it reads, and behind computed ones those they read.
pub(super) fn decisive(check: &Check, fields: &[Field]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = check.wrong_when.expression.fields();
    while let Some(i) = open.pop() {
        if found.contains(&i) {
            continue;
        }
        found.push(i);
        if let Some(compute) = &fields[i].compute {
            open.extend(compute.expression.fields());
        }
    }
    found.retain(|i| fields[*i].compute.is_none());
    found.sort_unstable();
    found
}
