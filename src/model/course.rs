//! The tutorial: what to do next on the pretend tray, and whether what was keyed is what the paper reads.
//!
//! # Why
//! It teaches at the real desk, with the real keys on a throw-away store: nothing of what is learnt has to be unlearnt. It never takes a key
//! away: whoever goes her own way is waited for, and a sheet that is right ends all its lessons. A slip is told where it stands, and the
//! sheet lies open again in that box.

use super::OpenDesk;
use super::desk::{Desk, NoticeKind};
use super::effect::Effect;
use super::keying::Keying;
use super::layer::Layer;
use super::words;
use crate::command::{Command, Context, STACKS, stack};
use crate::domain::act::Act;
use crate::domain::sheet::Sheet;
use crate::forms::{Registry, Required};
use crate::keymap::Keymap;
use crate::paper::lessons::{Difference, Lessons, Step, Until, differences, is_right};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is said in a box that has no hint of its own: what to do where the paper leaves it blank depends on the box.
fn as_it_reads(required: Required) -> &'static str {
    match required {
        Required::Yes => "Key what the paper reads.",
        Required::OrMissing => {
            "Key what the paper reads. Where it says nothing this box wants a mark: {form.mark_not_asked} says not asked."
        }
        Required::No => {
            "Key what the paper reads. Where it says nothing this box stays blank: {form.skip_box} passes it."
        }
    }
}

/// How far she has come.
#[derive(Debug, Clone)]
pub struct Course {
    lessons: Arc<Lessons>,
    /// The step that is to be done.
    at: usize,
    /// Sheets that were saved as their papers read.
    right: BTreeSet<String>,
    /// What differs on the sheet that was saved last.
    wrong: Vec<Difference>,
    /// Sheets that were saved otherwise than their papers read, and were not put right yet.
    amiss: BTreeSet<String>,
}

impl Course {
    /// The first step.
    pub fn begin(lessons: Arc<Lessons>) -> Self {
        Self {
            lessons,
            at: 0,
            right: BTreeSet::new(),
            wrong: Vec::new(),
            amiss: BTreeSet::new(),
        }
    }

    /// Whether everything was done.
    pub fn is_over(&self) -> bool {
        self.at + 1 >= self.lessons.steps.len()
    }

    /// How many sheets are right, and how many there are.
    pub fn sheets(&self) -> (usize, usize) {
        (self.right.len(), self.lessons.tray.len())
    }

    /// What differs on the sheet that was saved last; empty where it is right.
    pub fn wrong(&self) -> &[Difference] {
        &self.wrong
    }

    fn step(&self) -> Option<&Step> {
        self.lessons.steps.get(self.at)
    }

    /// Goes on while what is to be done is done.
    fn advance(&mut self, done: impl Fn(&Until) -> bool) {
        let mut may = true;
        while let Some(step) = self.step() {
            let is_right = |serial: &String| self.right.contains(serial);
            let passed = step.of.as_ref().is_some_and(is_right)
                || matches!(&step.until, Until::Sheet(serial) if is_right(serial));
            // What happened once ends one step, not also the next that waits for the same.
            let ends = may && done(&step.until);
            if !passed && !ends {
                return;
            }
            may &= !ends || passed;
            self.at += 1;
        }
    }

    /// A command was given.
    pub(super) fn given(&mut self, command: Command) {
        self.advance(|until| matches!(until, Until::Command(name) if name == command.name()));
    }

    /// Acts are on stable storage. The sheet that is not as its paper reads, and the first box of that.
    fn recorded(&mut self, forms: &Registry, acts: &[Act]) -> Option<(Sheet, String)> {
        let mut amiss = None;
        for act in acts {
            if let Some(sheet) = keyed(act) {
                amiss = self.compare(forms, sheet).or(amiss);
            }
        }
        let kinds: Vec<&str> = acts.iter().map(|act| act.deed.kind().name).collect();
        self.advance(|until| matches!(until, Until::Act(kind) if kinds.contains(&kind.as_str())));
        amiss
    }

    fn compare(&mut self, forms: &Registry, sheet: Sheet) -> Option<(Sheet, String)> {
        let paper = self.lessons.paper(&sheet.head.serial)?;
        let form = forms.form(&sheet.head.form, sheet.head.version)?;
        let values = sheet.values.clone().unwrap_or_default();
        self.wrong = differences(&form, &paper.sheet, &sheet.head, &values);
        if let Some(first) = self.wrong.first() {
            let field = first.field.clone();
            self.amiss.insert(sheet.head.serial.clone());
            return Some((sheet, field));
        }
        self.amiss.remove(&sheet.head.serial);
        self.right.insert(sheet.head.serial);
        None
    }
}

/// The sheet that an act keyed, as it stands now.
fn keyed(act: &Act) -> Option<Sheet> {
    act.private.as_ref()?;
    act.clone().into_sheet()
}

impl OpenDesk {
    /// A sheet of the pretend tray was saved: where it is not as the paper reads it lies open again in that box.
    pub(super) fn look_at_lesson(&mut self, acts: &[Act]) -> Vec<Effect> {
        let forms = self.desk.fixed.forms.clone();
        let Some(course) = &mut self.desk.course else {
            return Vec::new();
        };
        let Some((sheet, field)) = course.recorded(&forms, acts) else {
            return Vec::new();
        };
        self.with_hand(|hand| {
            if let Some(layer) = super::keying::amend_at(hand, &sheet, &field) {
                hand.push(layer);
            }
            let said = "Not yet as the paper reads.";
            hand.desk.say(NoticeKind::Soft, said);
        })
    }

    /// What the tutorial says now; nothing where there is none.
    pub fn lesson(&self) -> Option<Vec<String>> {
        let course = self.desk.course.as_ref()?;
        Some(words_of(course, &self.desk, self.top(), &self.contexts()))
    }
}

/// How far she is; then what differs, else what the box under the caret asks for, else what to do next.
fn words_of(course: &Course, desk: &Desk, top: &Layer, contexts: &[Context]) -> Vec<String> {
    let keymap = &desk.fixed.keymap;
    let (right, all) = course.sheets();
    let mut said = vec![format!("Tutorial: {right} of {all} sheets are right.")];
    let named = |text: &str| with_keys(text, keymap, contexts);
    if let Layer::Keying(keying) = top
        && keying.amends.is_some()
        && !course.wrong.is_empty()
    {
        said.extend(still_wrong(course, keying).iter().map(|text| named(text)));
        return said;
    }
    if let (Layer::Home(_), Some(serial)) = (top, course.amiss.first()) {
        let left = format!(
            "{serial} is saved, but not as its paper reads: {{home.open_ledger}} lists it, and {{lists.open_line}} there opens it."
        );
        said.push(named(&left));
    }
    let hint = hint_of(course, top);
    // A command that is waited for comes before what the box itself has to say.
    let waits = |step: &&Step| matches!(step.until, Until::Command(_));
    let step = course.step();
    let first = step.filter(waits).map(|step| step.say.as_str());
    let text = match (first, hint) {
        (Some(step), Some(hint)) => format!("{hint} {step}"),
        (None, Some(hint)) => hint.to_owned(),
        _ => step.map_or_else(String::new, |step| step.say.clone()),
    };
    said.push(named(&text));
    said
}

/// What still differs on a sheet that lies open again.
fn still_wrong(course: &Course, keying: &Keying) -> Vec<String> {
    let form = keying.filling.form();
    let paper = keying
        .amends
        .as_ref()
        .and_then(|serial| course.lessons.paper(serial));
    let differs = |difference: &&Difference| {
        let (Some(field), Some(paper)) = (form.field(&difference.field), paper) else {
            return true;
        };
        !is_right(field, &paper.sheet, keying.filling.value(&field.key))
    };
    let still: Vec<&Difference> = course.wrong.iter().filter(differs).collect();
    let Some(first) = still.first() else {
        return vec!["Every box is as the paper reads now. {form.save_sheet} saves.".to_owned()];
    };
    let mut said = vec![first.words.clone()];
    let more = still.len() - 1;
    if more > 0 {
        let boxes = words::count(more, "more box differs", "more boxes differ");
        said.push(format!("{boxes}."));
    }
    said.push(if first.blank {
        "{form.clear_box} empties the box; {form.save_sheet} saves.".to_owned()
    } else {
        "Key it again over what stands there; {form.save_sheet} saves.".to_owned()
    });
    said
}

/// What the box under the caret asks for, on a paper of the tray.
fn hint_of<'a>(course: &'a Course, top: &Layer) -> Option<&'a str> {
    let Layer::Keying(keying) = top else {
        return None;
    };
    if keying.call != super::call::Call::None || keying.list.is_some() {
        return None;
    }
    let paper = course.lessons.paper(keying.from_tray.as_ref()?)?;
    let hint = paper.hints.get(&keying.field().key);
    let required = keying.filling.required(keying.filling.focus());
    Some(hint.map_or_else(|| as_it_reads(required), String::as_str))
}

/// The text with every `{command}` as the key that gives it: here, or where it works.
fn with_keys(text: &str, keymap: &Keymap, contexts: &[Context]) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            said.push('{');
            rest = after;
            continue;
        };
        said.push_str(&key_of(name, keymap, contexts));
        rest = behind;
    }
    said.push_str(rest);
    said
}

fn key_of(name: &str, keymap: &Keymap, contexts: &[Context]) -> String {
    let Some(command) = Command::from_name(name) else {
        return name.to_owned();
    };
    // The marks are single keys in an empty box: that is where they are taught.
    let key = |command: Command| {
        let stacks = [contexts, stack::FORM_EMPTY].into_iter();
        stacks
            .chain(STACKS.iter().copied())
            .find_map(|stack| keymap.keys_in(command, stack).into_iter().next())
    };
    key(command).unwrap_or_else(|| {
        // What has no key of its own is found by a few words of what it does.
        let words: Vec<&str> = command.sentence().split_whitespace().take(3).collect();
        let palette = key(Command::OpenPalette).unwrap_or_default();
        format!("{palette} “{}”", words.join(" ").to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::{SHIPPED, load};
    use chrono::NaiveDate;

    #[test]
    fn no_key_is_followed_by_a_full_stop_that_reads_as_one_more_key() {
        let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let lessons = Lessons::shipped(&Registry::shipped(), today).unwrap();
        let hints = lessons.tray.iter().flat_map(|paper| paper.hints.values());
        let said = lessons.steps.iter().map(|step| &step.say).chain(hints);
        let kinds = [Required::Yes, Required::OrMissing, Required::No].map(as_it_reads);
        for text in said.map(String::as_str).chain(kinds) {
            assert!(!text.contains("}."), "{text}");
        }
    }

    #[test]
    fn every_command_that_the_lessons_name_has_a_key_in_every_shipped_keymap() {
        let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        let lessons = Lessons::shipped(&Registry::shipped(), today).unwrap();
        let hints = lessons.tray.iter().flat_map(|paper| paper.hints.values());
        let texts: Vec<&String> = lessons.steps.iter().map(|s| &s.say).chain(hints).collect();
        for name in SHIPPED {
            let (keymap, _) = load(name, None);
            for text in &texts {
                let said = with_keys(text, &keymap, stack::HOME);
                assert!(!said.contains(['{', '}']), "{name}: {said}");
                for part in text.split('{').skip(1) {
                    let command = part.split('}').next().unwrap();
                    assert!(Command::from_name(command).is_some(), "{command}");
                    assert!(!said.contains(command), "{name}: {command} has no key");
                }
            }
        }
        for step in &lessons.steps {
            if let Until::Command(name) = &step.until {
                assert!(Command::from_name(name).is_some(), "{name}");
            }
        }
    }
}
