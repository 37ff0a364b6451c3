//! Whose record is open: name, date of birth, reference, for the top line.

use crate::domain::client::Identity;
use crate::domain::reference::ClientId;
use crate::model::Layer;
use crate::model::keying::Keying;

/// The record that the screen shows: that of the topmost layer which hides what lies below it.
pub fn of(layers: &[Layer]) -> Option<String> {
    let shown = layers.iter().rfind(|layer| super::fills_the_body(layer))?;
    match shown {
        Layer::Keying(keying) => Some(of_keying(keying)),
        Layer::Card(screen) => {
            let identity = screen.card.as_ref().map(|card| &card.dossier.identity);
            let record = identity.map(|identity| of_client(identity, screen.client));
            match &screen.past {
                Some(_) => record.map(|record| format!("PAST  {record}")),
                None => record,
            }
        }
        Layer::List(list) => of_list(layers, list.client?),
        Layer::Allocate(allocate) => allocate
            .line()
            .map(|line| of_client(&line.identity, line.client)),
        _ => None,
    }
}

/// Whose history a list is: she lies open below it.
fn of_list(layers: &[Layer], client: ClientId) -> Option<String> {
    layers.iter().rev().find_map(|layer| match layer {
        Layer::Card(screen) if screen.client == client => {
            let card = screen.card.as_ref()?;
            Some(of_client(&card.dossier.identity, client))
        }
        _ => None,
    })
}

/// `Smith, Dale  14/03/1984  X123456`.
pub fn of_client(identity: &Identity, client: ClientId) -> String {
    let number = client.to_string();
    format!(
        "{}  {}  {}",
        identity.name(),
        identity.born_shown(),
        identity.crn_or(&number)
    )
}

/// Whose sheet is being keyed: her record, or the name on the sheet so far.
pub fn of_keying(keying: &Keying) -> String {
    let role = keying.filling.form().role;
    match (
        keying.client,
        keying.known.who.is_empty(),
        keying.as_read.is_empty(),
    ) {
        (Some(_), false, _) => keying.known.who.clone(),
        (Some(client), true, _) => client.to_string(),
        (None, _, is_empty) if role.may_bring_new_client() => {
            let named = name_on_sheet(keying);
            match named.or((!is_empty).then(|| keying.as_read.clone())) {
                Some(name) => format!("New client: {name}"),
                None => "New client".to_owned(),
            }
        }
        (None, ..) if role.concerns_client() => "No client chosen yet".to_owned(),
        (None, ..) => keying.filling.form().title.clone(),
    }
}

/// The name that stands on the sheet so far: `Wood, Peter`.
fn name_on_sheet(keying: &Keying) -> Option<String> {
    let stands = |fact: &str| {
        let mut fields = keying.filling.form().body();
        let field = fields.find(|field| field.feeds.as_deref() == Some(fact))?;
        let name = keying.filling.value(&field.key)?.as_text()?;
        (!name.is_empty()).then(|| name.to_owned())
    };
    let surname = stands("client.surname")?;
    Some(match stands("client.forenames") {
        Some(forenames) => format!("{surname}, {forenames}"),
        None => surname,
    })
}
