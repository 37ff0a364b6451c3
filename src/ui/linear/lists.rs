//! Tray, parked, queries, due, audit, caseload: the marked line is the prompt.

use super::page::Page;
use crate::model::lists::ListScreen;

/// The list.
pub fn page(list: &ListScreen) -> Page {
    let (heading, titles, empty) = list.kind.texts();
    let mut page = Page::at(format!("{heading}."));
    let count = list.lines.len();
    match list.lines.get(list.marked) {
        Some(line) => {
            page.ask_line(list.marked, count, &spoken(&line.cells, titles));
        }
        None if list.ticket.is_some() => "Reading: ".clone_into(&mut page.ask),
        None => {
            page.facts.push(empty.to_owned());
            "Empty: ".clone_into(&mut page.ask);
        }
    }
    page
}

/// The cells of a line, one after the other. A figure alone says nothing: it is told with the title of its column.
fn spoken(cells: &[String], titles: &[&str]) -> String {
    let told = cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty());
    let told = told.map(|(at, cell)| {
        let is_figure = cell
            .chars()
            .all(|c| c.is_ascii_digit() || ".,%".contains(c));
        match titles.get(at).filter(|_| is_figure) {
            Some(title) => format!("{} {cell}", title.to_lowercase()),
            None => cell.clone(),
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn a_figure_is_told_with_what_it_counts() {
        let cells = ["Today", "19", "", "1,204", "S-000021"].map(str::to_owned);
        let titles = ["When", "Sheets", "Keys", "An hour"];
        assert_eq!(
            spoken(&cells, &titles),
            "Today, sheets 19, an hour 1,204, S-000021"
        );
    }
}
