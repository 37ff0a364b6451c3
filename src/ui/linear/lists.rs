//! Tray, parked, queries, due, audit, caseload: the marked line is the prompt.

use super::page::Page;
use crate::model::lists::ListScreen;

/// The list.
pub fn page(list: &ListScreen) -> Page {
    let (heading, _, empty) = list.kind.texts();
    let mut page = Page::at(format!("{heading}."));
    let count = list.lines.len();
    match list.lines.get(list.marked) {
        Some(line) => {
            let cells: Vec<&str> = line.cells.iter().map(String::as_str).collect();
            let cells: Vec<&str> = cells.into_iter().filter(|c| !c.is_empty()).collect();
            page.ask_line(list.marked, count, &cells.join(", "));
        }
        None if list.ticket.is_some() => "Reading: ".clone_into(&mut page.ask),
        None => {
            page.facts.push(empty.to_owned());
            "Empty: ".clone_into(&mut page.ask);
        }
    }
    page
}
