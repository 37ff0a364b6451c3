//! What of a page is new, and the characters that say so.
//!
//! # Why
//! A voice cannot skim: what was said once is not said again, and what changes with every letter is said when she pauses. All that is
//! ever written are words, line breaks, and backspace, blank, backspace for a letter taken back.

use super::page::Page;
use crate::domain::text;
use crate::ui::canvas::wrap;
use std::collections::{HashMap, HashSet};

/// Cells of a braille line: lines are broken so that each fits on one.
pub const CELLS: usize = 40;

/// When the speaker is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Keys were pressed.
    Keyed,
    /// Time went by without a key.
    Paused,
    /// Something else happened.
    Heard,
}

/// What was said so far.
#[derive(Debug, Default)]
pub struct Speaker {
    started: bool,
    last: Page,
    /// What was said at each place, so that coming back repeats nothing.
    known: HashMap<String, HashSet<String>>,
    /// Lists of keys that were named.
    named: HashSet<String>,
    /// What was found and said.
    found: Vec<String>,
    /// What was said to be saved, while nothing else is.
    stood: String,
}

impl Speaker {
    /// A speaker who says everything again, on new lines.
    pub fn again() -> Self {
        let mut speaker = Self::default();
        // A place that is none: whatever comes is an arrival, and begins below what was written.
        speaker.last.place.push('-');
        speaker.started = true;
        speaker
    }

    /// The characters that bring what was said up to this page. `columns` is the width of the window.
    pub fn say(&mut self, page: Page, moment: Moment, columns: usize) -> String {
        if page.place.is_empty() {
            return String::new();
        }
        let page = swept(page);
        let arrives = !self.started || page.place != self.last.place;
        let mut lines = Vec::new();
        let stood = page.stands && page.notice == self.stood;
        if page.notice != self.last.notice && !page.notice.is_empty() && !stood {
            lines.push(page.notice.clone());
        }
        if page.stands {
            self.stood.clone_from(&page.notice);
        }
        if page.pending != self.last.pending && !page.pending.is_empty() {
            lines.push(page.pending.clone());
        }
        if arrives {
            lines.push(page.place.clone());
        }
        self.facts(&page, arrives, &mut lines);
        let typed = page.before != self.last.before && !arrives;
        let is_time = match moment {
            Moment::Paused => true,
            Moment::Keyed => !typed,
            Moment::Heard => arrives,
        };
        if is_time && page.found != self.found {
            lines.extend(
                page.found
                    .iter()
                    .filter(|l| !self.found.contains(l))
                    .cloned(),
            );
            self.found.clone_from(&page.found);
        }
        let asks = arrives || page.ask != self.last.ask;
        let about = page.about.iter();
        lines.extend(
            about
                .filter(|l| asks || !self.last.about.contains(l))
                .cloned(),
        );
        if page.behind != self.last.behind && !page.behind.is_empty() {
            lines.push(format!("After the caret: {}", page.behind));
        }
        if arrives && self.named.insert(page.keys.clone()) && !page.keys.is_empty() {
            lines.push(format!("Keys: {}", page.keys));
        }
        let out = if lines.is_empty() && !asks {
            self.same_line(&page, moment, columns)
        } else {
            self.new_lines(&page, &lines)
        };
        self.started = true;
        self.last = page;
        out
    }

    fn facts(&mut self, page: &Page, arrives: bool, lines: &mut Vec<String>) {
        let known = self.known.remove(&page.place).unwrap_or_default();
        lines.extend(page.facts.iter().filter(|l| !known.contains(*l)).cloned());
        if !arrives {
            lines.extend(page.echoes.iter().filter(|l| !known.contains(*l)).cloned());
        }
        let said = page.facts.iter().chain(&page.echoes).cloned().collect();
        self.known.insert(page.place.clone(), said);
    }

    /// The prompt stands; only letters came or went at its end.
    fn same_line(&self, page: &Page, moment: Moment, columns: usize) -> String {
        let (was, is) = (self.last.before.as_str(), page.before.as_str());
        if was == is {
            // A key that changed nothing: what is said about it is said again, so that no key is answered by silence.
            let again = moment == Moment::Keyed && !page.notice.is_empty() && !page.stands;
            return if again {
                self.new_lines(page, std::slice::from_ref(&page.notice))
            } else {
                String::new()
            };
        }
        if let Some(added) = is.strip_prefix(was) {
            return added.to_owned();
        }
        let asked = text::width(&page.prefix) + text::width(&page.ask);
        let fits = asked + text::width(was) < columns;
        match was.strip_prefix(is).filter(|_| fits) {
            Some(gone) => "\u{8} \u{8}".repeat(text::width(gone)),
            None => self.new_lines(page, &[]),
        }
    }

    /// Lines on lines of their own, then the prompt.
    fn new_lines(&self, page: &Page, lines: &[String]) -> String {
        let mut out = String::new();
        if self.started {
            out.push_str("\r\n");
        }
        let room = CELLS.saturating_sub(text::width(&page.prefix)).max(10);
        for line in lines.iter().flat_map(|line| wrap(line, room)) {
            out.push_str(&page.prefix);
            out.push_str(&line);
            out.push_str("\r\n");
        }
        let mut asked = wrap(page.ask.trim_end(), room);
        let last = asked.pop().unwrap_or_default();
        for line in asked {
            out.push_str(&page.prefix);
            out.push_str(&line);
            out.push_str("\r\n");
        }
        let gap = if page.ask.ends_with(' ') { " " } else { "" };
        out.push_str(&page.prefix);
        out.push_str(&last);
        out.push_str(gap);
        out.push_str(&page.before);
        out
    }
}

/// A page in words that a voice reads and a braille line shows: no signs of drawing, nothing that moves a cursor.
fn swept(page: Page) -> Page {
    let all = |lines: Vec<String>| lines.iter().map(|line| plain(line)).collect();
    Page {
        place: plain(&page.place),
        facts: all(page.facts),
        echoes: all(page.echoes),
        found: all(page.found),
        about: all(page.about),
        ask: plain(&page.ask),
        before: plain(&page.before),
        behind: plain(&page.behind),
        prefix: plain(&page.prefix),
        keys: plain(&page.keys),
        notice: plain(&page.notice),
        stands: page.stands,
        pending: plain(&page.pending),
    }
}

/// Text without control characters, and with words for signs.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in text::sweep(line).chars() {
        match c {
            '→' => out.push_str("to"),
            '…' => out.push_str("..."),
            '–' | '—' => out.push('-'),
            '\u{2500}'..='\u{25ff}' | '✓' | '↵' | '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(ask: &str, before: &str) -> Page {
        Page {
            place: "Sheet.".to_owned(),
            ask: ask.to_owned(),
            before: before.to_owned(),
            ..Page::default()
        }
    }

    #[test]
    fn letters_typed_are_added_and_letters_taken_back_are_wiped_out() {
        let mut speaker = Speaker::default();
        assert_eq!(
            speaker.say(page("Minutes, 3: ", ""), Moment::Heard, 80),
            "Sheet.\r\nMinutes, 3: "
        );
        assert_eq!(
            speaker.say(page("Minutes, 3: ", "4"), Moment::Keyed, 80),
            "4"
        );
        assert_eq!(
            speaker.say(page("Minutes, 3: ", "45"), Moment::Keyed, 80),
            "5"
        );
        assert_eq!(
            speaker.say(page("Minutes, 3: ", "4"), Moment::Keyed, 80),
            "\u{8} \u{8}"
        );
        assert_eq!(
            speaker.say(page("Minutes, 3: ", "4"), Moment::Paused, 80),
            ""
        );
        assert_eq!(
            speaker.say(page("Medium, 4: ", ""), Moment::Keyed, 80),
            "\r\nMedium, 4: ",
            "the place is not said again"
        );
    }

    #[test]
    fn what_was_said_is_not_said_again_and_what_changes_is() {
        let mut speaker = Speaker::default();
        let mut first = page("Find: ", "");
        first.facts = vec!["Tray 3".to_owned(), "Due 1".to_owned()];
        speaker.say(first.clone(), Moment::Heard, 80);
        let other = Page::at("Help.");
        speaker.say(other, Moment::Keyed, 80);
        first.facts[0] = "Tray 2".to_owned();
        let said = speaker.say(first, Moment::Keyed, 80);
        assert_eq!(said, "\r\nSheet.\r\nTray 2\r\nFind: ");
    }

    #[test]
    fn what_was_saved_is_said_once_whatever_is_said_in_between() {
        let mut speaker = Speaker::default();
        speaker.say(page("Find: ", ""), Moment::Heard, 80);
        let mut saved = page("Find: ", "");
        (saved.notice, saved.stands) = ("Saved: S-000101".to_owned(), true);
        let said =
            |speaker: &mut Speaker, page: &Page, moment| speaker.say(page.clone(), moment, 80);
        assert_eq!(
            said(&mut speaker, &saved, Moment::Heard),
            "\r\nSaved: S-000101\r\nFind: "
        );
        assert_eq!(
            said(&mut speaker, &saved, Moment::Keyed),
            "",
            "a key that changes nothing"
        );
        let mut other = page("Find: ", "");
        other.notice = "These two keys do nothing here.".to_owned();
        assert!(said(&mut speaker, &other, Moment::Keyed).contains("nothing here"));
        assert_eq!(said(&mut speaker, &saved, Moment::Keyed), "");
        let mut saving = page("Find: ", "");
        saving.stands = true;
        said(&mut speaker, &saving, Moment::Keyed);
        assert!(
            said(&mut speaker, &saved, Moment::Heard).contains("Saved"),
            "saved anew"
        );
    }

    #[test]
    fn what_changes_with_every_letter_waits_for_a_pause() {
        let mut speaker = Speaker::default();
        speaker.say(page("Find: ", ""), Moment::Heard, 80);
        let mut typed = page("Find: ", "s");
        typed.found = vec!["1 Smith".to_owned()];
        assert_eq!(speaker.say(typed.clone(), Moment::Keyed, 80), "s");
        assert_eq!(
            speaker.say(typed.clone(), Moment::Paused, 80),
            "\r\n1 Smith\r\nFind: s"
        );
        assert_eq!(speaker.say(typed, Moment::Paused, 80), "");
    }

    #[test]
    fn lines_fit_a_braille_line_and_hold_no_drawing() {
        let mut speaker = Speaker::default();
        let mut long = page("Find: ", "");
        long.facts = vec![
            "62% → 70% │ ┌ words words words words words words words words \u{1b}[2J".to_owned(),
        ];
        let said = speaker.say(long, Moment::Heard, 80);
        assert!(
            said.split("\r\n").all(|line| text::width(line) <= CELLS),
            "{said:?}"
        );
        assert!(!said.contains(['│', '┌', '→', '\u{1b}']), "{said:?}");
    }
}
