//! `init`: an empty store with its first officer.

use chrono::Utc;
use clap::Args;
use serde_json::json;

use super::args::{Format, Globals};
use super::failure::{Failure, Outcome, tell};
use super::output::Output;
use super::passphrase;
use super::session::{self, place, refuse_user_name};
use crate::domain::text::refuse;
use crate::keys::Params;
use crate::store::{Create, Store};

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The service's name, as it stands on the top line.
    #[arg(long, value_name = "NAME")]
    service: String,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &InitArgs) -> anyhow::Result<Outcome> {
    let service = args.service.trim();
    if service.is_empty() || refuse(service).is_err() || service.chars().count() > 80 {
        let sentence = "The service's name is 1 to 80 characters without control characters.";
        return Err(Failure::WrongUse(sentence.to_owned()).into());
    }
    let folder = place(globals)?;
    let user = session::user(globals);
    refuse_user_name(&user)?;
    let passphrase = passphrase::obtain_new(globals.passphrase_file.as_deref(), &user)?;
    let options = Create {
        service: service.to_owned(),
        user: user.clone(),
        passphrase: passphrase.to_string(),
        argon: Params::default(),
        now: Utc::now(),
    };
    let (store, recovery) = Store::create(&folder, options)?;
    store.close()?;
    let shown = folder.display().to_string();
    let key = recovery.reveal();
    let mut out = Output::take();
    if args.format.json {
        out.json(&json!({"store": shown, "user": user, "recovery_key": *key}))?;
    } else {
        out.line(&key)?;
    }
    out.finish()?;
    tell(&format!(
        "The store of {service} is in {shown}, and {user} is its first officer."
    ));
    tell(
        "The line above is the recovery key, shown this once. Print it, lock it away: it opens the store when a passphrase is forgotten.",
    );
    Ok(Outcome::Done)
}
