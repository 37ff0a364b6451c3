//! `clients export`: all clients as CSV, with the columns of the import. Logged before anything is given out.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::Args;

use super::args::Globals;
use super::columns::{COLUMNS, line_out};
use super::failure::{Outcome, tell};
use super::files::{NewFile, cannot_write};
use super::output;
use super::session::Session;
use crate::domain::act::{Deed, Subject};
use crate::domain::client::Identity;
use crate::domain::reference::ClientId;
use crate::model::words::count;

/// Arguments of `clients export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// File to write; without it standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(globals: &Globals, args: &ExportArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::for_officer(globals, "exporting clients")?;
    let mut people: Vec<(ClientId, Identity)> = Vec::new();
    // A record that was joined to another one goes out as that one.
    session.store.identities(&mut |id, her, merged_into| {
        if merged_into.is_none() {
            people.push((id, her));
        }
    })?;
    people.sort_by_key(|(id, _)| *id);
    let deed = Deed::Exported {
        what: "clients".to_owned(),
        count: people.len() as u64,
    };
    session.record_one(Subject::None, deed)?;
    let folder = session.store.dir().to_path_buf();
    session.close()?;
    match &args.out {
        Some(path) => {
            let mut file = NewFile::begin(path, &folder)?;
            write(&mut file, &people).map_err(cannot_write(path))?;
            file.finish()?;
        }
        None => write(&mut BufWriter::new(io::stdout().lock()), &people).map_err(output::failed)?,
    }
    tell(&format!(
        "{} exported.",
        count(people.len(), "client", "clients")
    ));
    Ok(Outcome::Done)
}

fn write(out: &mut impl Write, people: &[(ClientId, Identity)]) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS.iter().map(|column| column.name))
        .map_err(into_io)?;
    for (id, her) in people {
        csv.write_record(line_out(*id, her)).map_err(into_io)?;
    }
    csv.flush()
}

/// The machine's failure behind a failure to write CSV.
pub fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => io::Error::other(format!("{other:?}")),
    }
}
