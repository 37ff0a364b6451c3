//! A code list file.

use super::section::{Section, Source, read_toml};
use crate::domain::codes::{Code, CodeList};
use crate::forms::finding::FileFinding;

/// Reads a code list file; `None` where anything is wrong with it.
pub fn read_list(file: &str, text: &str) -> (Option<CodeList>, Vec<FileFinding>) {
    let source = Source::new(file, text);
    let list = read_toml(&source).map(|table| {
        let top = Section {
            source: &source,
            table: &table,
            start: 0,
            entry: None,
        };
        list(&top)
    });
    let list = list.filter(|_| source.is_clean());
    (list, source.into_findings())
}

fn list(top: &Section<'_, '_>) -> CodeList {
    top.only(&["id", "title", "source", "code"]);
    let id = top.needed("id", "the name of the list, as its file is called");
    let stem = super::stem(top.source.file);
    if !id.is_empty() && id != stem {
        top.say(
            "id",
            format!("The file is called {stem}, so id must be \"{stem}\"."),
        );
    }
    let mut codes: Vec<Code> = Vec::new();
    for section in top.sections("code") {
        let code = one(&section);
        if codes
            .iter()
            .any(|c| c.code.eq_ignore_ascii_case(&code.code))
        {
            section.say(
                "code",
                format!("The code {} stands in the list twice.", code.code),
            );
        }
        codes.push(code);
    }
    if codes.is_empty() {
        top.source.say(
            0,
            "The list has no codes. Add [[code]] with code and label.",
        );
    }
    CodeList {
        id,
        title: top.needed("title", "what the list is called on paper"),
        source: top.text("source").unwrap_or_default(),
        codes,
    }
}

fn one(section: &Section<'_, '_>) -> Code {
    section.only(&["code", "label", "help", "from", "to", "at_least"]);
    let code = section.needed("code", "the code itself, in quotes");
    let plain = code
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !plain {
        section.say(
            "code",
            "A code has letters and digits only; spaces and commas stand between codes.",
        );
    }
    let (from, to) = (section.day("from"), section.day("to"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        section.say("to", "The code goes out of use before it comes into use.");
    }
    Code {
        code,
        label: section.needed("label", "what the code means"),
        help: section.text("help").unwrap_or_default(),
        from,
        to,
        at_least: section.number("at_least"),
    }
}
