//! `sheets export`: keyed sheets in the order keyed, as they would be imported. Logged before anything is given out.

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::args::Globals;
use super::clients_export::into_io;
use super::failure::{Failure, Outcome, tell};
use super::files::{NewFile, cannot_write};
use super::output::{self, write_json};
use super::session::Session;
use crate::domain::act::{Deed, Subject};
use crate::domain::sheet::Sheet;
use crate::domain::value::Value;
use crate::forms::Form;
use crate::model::words::count;

/// How sheets are given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SheetFormat {
    /// One JSON object per line.
    Ndjson,
    /// A table; for one form.
    Csv,
}

/// Arguments of `sheets export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Only sheets of this form.
    #[arg(long, value_name = "ID", required_if_eq("format", "csv"))]
    form: Option<String>,
    /// One JSON object per line, or a table.
    #[arg(long, value_enum, default_value_t = SheetFormat::Ndjson)]
    format: SheetFormat,
    /// File to write; without it standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(globals: &Globals, args: &ExportArgs) -> anyhow::Result<Outcome> {
    let mut session = Session::for_officer(globals, "exporting sheets")?;
    let forms = match &args.form {
        Some(id) => versions(&session, id)?,
        None => Vec::new(),
    };
    let mut total = 0;
    session.store.sheets(&mut |sheet| {
        total += u64::from(wanted(args, &sheet));
        ControlFlow::Continue(())
    })?;
    let what = args.form.as_ref().map_or_else(
        || "sheets".to_owned(),
        |form| format!("sheets of the form {form}"),
    );
    session.record_one(Subject::None, Deed::Exported { what, count: total })?;
    let write = |out: &mut dyn Write| match args.format {
        SheetFormat::Ndjson => lines(&session, args, out),
        SheetFormat::Csv => table(&session, args, &forms, out),
    };
    if let Some(path) = &args.out {
        let mut file = NewFile::begin(path, session.store.dir())?;
        write(&mut file)?.map_err(cannot_write(path))?;
        file.finish()?;
    } else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?
            .and_then(|()| out.flush())
            .map_err(output::failed)?;
    }
    session.close()?;
    tell(&format!(
        "{} exported.",
        count(total as usize, "sheet", "sheets")
    ));
    Ok(Outcome::Done)
}

fn wanted(args: &ExportArgs, sheet: &Sheet) -> bool {
    args.form
        .as_ref()
        .is_none_or(|form| *form == sheet.head.form)
}

/// All versions of the form, the newest first.
fn versions(session: &Session, id: &str) -> Result<Vec<Arc<Form>>, Failure> {
    let forms = &session.fixed.forms;
    super::forms::find(forms, id, None)?;
    let mut versions: Vec<Arc<Form>> = forms
        .all()
        .iter()
        .filter(|form| form.id == id)
        .cloned()
        .collect();
    versions.sort_by_key(|form| std::cmp::Reverse(form.version));
    Ok(versions)
}

/// Hands out the sheets; the machine's failure is kept apart from the store's.
fn each(
    session: &Session,
    args: &ExportArgs,
    mut write: impl FnMut(&Sheet) -> io::Result<()>,
) -> anyhow::Result<io::Result<()>> {
    let mut written = Ok(());
    session.store.sheets(&mut |sheet| {
        if wanted(args, &sheet) {
            written = write(&sheet);
        }
        if written.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })?;
    Ok(written)
}

fn lines(
    session: &Session,
    args: &ExportArgs,
    mut out: &mut dyn Write,
) -> anyhow::Result<io::Result<()>> {
    each(session, args, |sheet| {
        write_json(&mut out, &sheet.to_json())
    })
}

/// A table: the head, then every field that any version of the form has.
fn table(
    session: &Session,
    args: &ExportArgs,
    forms: &[Arc<Form>],
    out: &mut dyn Write,
) -> anyhow::Result<io::Result<()>> {
    let mut keys: Vec<&str> = Vec::new();
    for field in forms.iter().flat_map(|form| form.body()) {
        if !keys.contains(&field.key.as_str()) {
            keys.push(&field.key);
        }
    }
    let mut csv = csv::Writer::from_writer(out);
    let head = ["sheet", "form", "version", "completed_on", "completed_by"];
    if let Err(error) = csv.write_record(head.iter().chain(&keys)) {
        return Ok(Err(into_io(error)));
    }
    let written = each(session, args, |sheet| {
        let head = &sheet.head;
        let mut row = vec![
            head.serial.clone(),
            head.form.clone(),
            head.version.to_string(),
            head.completed_on
                .map_or_else(String::new, |day| day.to_string()),
            head.completed_by.clone().unwrap_or_default(),
        ];
        let value = |key: &&str| {
            sheet
                .values
                .as_ref()
                .and_then(|values| values.get(*key))
                .map_or_else(String::new, cell)
        };
        row.extend(keys.iter().map(value));
        csv.write_record(row).map_err(into_io)
    })?;
    Ok(written.and_then(|()| csv.flush()))
}

/// One value as a table carries it: several codes apart by a space, a missing reason as `#not_asked`.
fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Code(text) | Value::Reference(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Time(time) => time.format("%H:%M").to_string(),
        Value::Codes(codes) => codes.join(" "),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Missing(reason) => format!("#{}", reason.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::Missing;

    #[test]
    fn a_missing_answer_is_none_of_the_others() {
        assert_eq!(
            cell(&Value::Missing(Missing::NotApplicable)),
            "#not_applicable"
        );
        assert_eq!(cell(&Value::Codes(vec!["02".into(), "05".into()])), "02 05");
        assert_eq!(cell(&Value::YesNo(false)), "no");
    }
}
