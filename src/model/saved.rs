//! What was just saved or undone, as it is said to her at the desk: with the name of the client and of the form.
//!
//! # Why
//! The audit names acts without people, because its words lie in the journal, in logs and in what the command line prints. She has the
//! sheet in her hand and wants to see the name on it. So the desk says it from what it knows, and writes it nowhere.

use super::desk::Desk;
use super::layer::Layer;
use super::words;
use crate::domain::act::{Act, Deed};
use crate::domain::client::Identity;
use crate::domain::fact::Facts;
use crate::domain::reference::ClientId;
use crate::domain::sheet::{SheetHead, SheetRole};

/// What these acts did, to follow "Saved:".
pub fn words_of(desk: &Desk, layers: &[Layer], acts: &[Act]) -> String {
    let Some(act) = acts.last() else {
        return String::new();
    };
    let whom = whom(desk, layers, act);
    match &act.deed {
        Deed::SheetKeyed {
            head,
            facts,
            amends,
            ..
        } => {
            let what = format!("{} {}", form(desk, head), head.serial);
            let right = if *amends { ", put right" } else { "" };
            let number = facts.text("referral.no");
            let number = number.filter(|_| head.role == SheetRole::Referral && !amends);
            let number = number.map_or_else(String::new, |no| format!(", referral number {no}"));
            format!("{what}{whom}{right}{number}")
        }
        Deed::Allocated { case, trainer, .. } => {
            let trainer = words::trainer(&desk.overview, &trainer.0);
            format!("case {case}{whom} given to {trainer}")
        }
        Deed::Undone { .. } => undone(desk, &whom),
        Deed::ClientsKeptApart { a, b, .. } => {
            let [a, b] = [*a, *b].map(|client| called(desk, layers, client));
            format!("{a} and {b} are two people")
        }
        Deed::ClientsMerged { from, into, .. } => {
            let [from, into] = [*from, *into].map(|client| called(desk, layers, client));
            format!("{from} leads to {into} now")
        }
        Deed::CasesShared { count, .. } => {
            words::count(*count as usize, "case", "cases") + " shared out"
        }
        _ => format!("{}{whom}", act.words()),
    }
}

/// What was undone or done again: the newest line of what may be undone now says which.
fn undone(desk: &Desk, whom: &str) -> String {
    let newest = desk.overview.undoable.first();
    let Some(newest) = newest else {
        return "undone".to_owned();
    };
    let words = base(&newest.words);
    if newest.undoes {
        format!("undone, {words}{whom}")
    } else {
        format!("done again, {words}{whom}")
    }
}

/// Words of an undoing without its own name: what it was that was undone.
pub fn base(words: &str) -> &str {
    let name = crate::domain::act::kinds::UNDONE.name;
    let rest = words.strip_prefix(name);
    rest.and_then(|rest| rest.strip_prefix(": "))
        .unwrap_or(words)
}

/// The form by its title, in the middle of a sentence: `session record`.
fn form(desk: &Desk, head: &SheetHead) -> String {
    let form = desk.fixed.forms.form(&head.form, head.version);
    form.map_or_else(|| head.form.clone(), |form| form.title.to_lowercase())
}

/// ` for Dale Smith`, or nothing where the act is about nobody.
fn whom(desk: &Desk, layers: &[Layer], act: &Act) -> String {
    let Some(client) = act.client else {
        return String::new();
    };
    let facts = match &act.deed {
        Deed::SheetKeyed { facts, .. } => Some(facts),
        _ => None,
    };
    let name = name(desk, client)
        .or_else(|| facts.and_then(stated))
        .or_else(|| on_the_desk(layers, client));
    format!(" for {}", name.unwrap_or_else(|| client.to_string()))
}

/// `Smith, Dale (C-000421)`, or the number alone where nobody here knows the name.
fn called(desk: &Desk, layers: &[Layer], client: ClientId) -> String {
    let reviewed = layers.iter().rev().find_map(|layer| match layer {
        Layer::Review(review) => review.name_of(client).map(str::to_owned),
        _ => None,
    });
    match reviewed.or_else(|| name(desk, client)) {
        Some(name) => format!("{name} ({client})"),
        None => client.to_string(),
    }
}

/// The client's name as people say it, where the desk knows it.
fn name(desk: &Desk, client: ClientId) -> Option<String> {
    let mut lines = desk.overview.cases.iter();
    let line = lines.find(|line| line.client == client)?;
    spoken(&line.identity)
}

/// The same from a sheet of hers that lies there: whoever has no case any more stands in no list of cases.
fn on_the_desk(layers: &[Layer], client: ClientId) -> Option<String> {
    layers.iter().rev().find_map(|layer| match layer {
        Layer::Keying(keying) if keying.client == Some(client) => stated(&keying.known.facts),
        _ => None,
    })
}

fn stated(facts: &Facts) -> Option<String> {
    let mut identity = Identity::default();
    identity.learn(facts);
    spoken(&identity)
}

/// `Dale Smith`.
fn spoken(identity: &Identity) -> Option<String> {
    let name = format!("{} {}", identity.forenames, identity.surname);
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
