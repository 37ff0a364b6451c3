//! `forms list`, `forms show`, `forms check`: the definitions of the forms.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::json;

use super::args::Format;
use super::failure::{Failure, Outcome, tell};
use super::files::cannot_read;
use super::output::Output;
use crate::config::Config;
use crate::forms::{Field, FileFinding, Form, Registry, Required, registry};

/// Most bytes of a form file that are read.
const LONGEST_FILE: u64 = 4 << 20;

/// The definitions of the forms.
#[derive(Debug, Subcommand)]
pub enum FormsCommand {
    /// List the forms.
    List(Format),
    /// Show one form, box by box.
    Show(ShowArgs),
    /// Check form files and code lists; without a path, those of this service.
    Check(CheckArgs),
}

/// Arguments of `forms show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The form's id, such as session.
    #[arg(value_name = "ID")]
    id: String,
    /// Its version; without it the newest.
    #[arg(long, value_name = "N")]
    version: Option<u32>,
    #[command(flatten)]
    format: Format,
}

/// Arguments of `forms check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files, or folders of files.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

pub(super) fn run(command: &FormsCommand) -> anyhow::Result<Outcome> {
    match command {
        FormsCommand::List(format) => list(*format),
        FormsCommand::Show(args) => show(args),
        FormsCommand::Check(args) => check(args),
    }
}

/// The shipped forms with this service's own on top; what is wrong with those is told.
fn registry() -> Registry {
    let (registry, mistakes) = Registry::load(&Config::load().forms());
    for mistake in mistakes {
        tell(&mistake.to_string());
    }
    registry
}

fn list(format: Format) -> anyhow::Result<Outcome> {
    let forms = registry();
    let mut out = Output::take();
    if format.json {
        let all = forms.all().iter().map(|form| {
            json!({
                "id": form.id,
                "version": form.version,
                "title": form.title,
                "key": form.key.to_string(),
                "fields": form.body().count(),
            })
        });
        out.json(&all.collect::<Vec<_>>())?;
    } else {
        for form in forms.all() {
            let (key, boxes) = (form.key, form.body().count());
            out.line(&format!(
                "{key}  {:<14} version {:<3} {:>3} boxes  {}",
                form.id, form.version, boxes, form.title
            ))?;
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

fn show(args: &ShowArgs) -> anyhow::Result<Outcome> {
    let forms = registry();
    let form = find(&forms, &args.id, args.version)?;
    let mut out = Output::take();
    if args.format.json {
        out.json(&form.describe())?;
    } else {
        out.line(&format!(
            "{} ({} version {})",
            form.title, form.id, form.version
        ))?;
        for field in form.body() {
            out.line(&in_words(field))?;
            for code in field.codes.iter().flat_map(|list| &list.codes) {
                out.line(&format!("            {:<8} {}", code.code, code.label))?;
            }
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

/// The form of an id, in this version or its newest.
///
/// # Errors
/// There is none (1).
pub fn find(forms: &Registry, id: &str, version: Option<u32>) -> Result<Arc<Form>, Failure> {
    let found = version.map_or_else(|| forms.latest(id), |version| forms.form(id, version));
    found.ok_or_else(|| {
        let ids: Vec<String> = forms.newest().iter().map(|form| form.id.clone()).collect();
        let version = version.map_or_else(String::new, |version| format!(" version {version}"));
        Failure::No(format!(
            "There is no form {id}{version}. The forms are {}.",
            ids.join(", ")
        ))
    })
}

fn in_words(field: &Field) -> String {
    let required = match (field.required, &field.required_when) {
        (_, Some(when)) => format!("if {}", when.text),
        (Required::Yes, None) => "required".to_owned(),
        (Required::OrMissing, None) => "required or marked missing".to_owned(),
        (Required::No, None) => String::new(),
    };
    format!(
        "  {:>4}  {:<34} {:<26} {:<9} {required}",
        field.box_no,
        field.label,
        field.key,
        field.kind.name()
    )
}

fn check(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let files = if args.paths.is_empty() {
        Config::load().forms()
    } else {
        let mut files = Vec::new();
        for path in &args.paths {
            gather(path, &mut files)?;
        }
        files
    };
    let mut mistakes: Vec<FileFinding> = registry::check(&files);
    mistakes.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    let mut out = Output::take();
    for mistake in &mistakes {
        out.line(&mistake.to_string())?;
    }
    out.finish()?;
    let shipped = Registry::shipped().all().len();
    tell(&format!(
        "{} checked beside the {shipped} forms that come with the program: {}.",
        crate::model::words::count(files.len(), "file", "files"),
        match mistakes.len() {
            0 => "nothing is wrong".to_owned(),
            n => crate::model::words::count(n, "mistake", "mistakes"),
        }
    ));
    Ok(Outcome::done_if(mistakes.is_empty()))
}

/// The form files and code lists of a path: itself, or everything ending in `.toml` below it.
fn gather(path: &Path, files: &mut Vec<(String, String)>) -> Result<(), Failure> {
    if fs::metadata(path).map_err(cannot_read(path))?.is_dir() {
        let entries = fs::read_dir(path).map_err(cannot_read(path))?;
        let mut below: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        below.sort();
        for path in below {
            if path.is_dir() || path.extension().is_some_and(|ext| ext == "toml") {
                gather(&path, files)?;
            }
        }
        return Ok(());
    }
    let size = fs::metadata(path).map_err(cannot_read(path))?.len();
    if size > LONGEST_FILE {
        return Err(Failure::No(format!(
            "The file {} is too large for a form: {size} bytes.",
            path.display()
        )));
    }
    let bytes = fs::read(path).map_err(cannot_read(path))?;
    let name = path.to_string_lossy().replace('\\', "/");
    files.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    Ok(())
}
