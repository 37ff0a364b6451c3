//! What the office asks a trainer about a sheet: of one box or of the sheet as a whole.
//!
//! # Why
//! All questions of a sheet are one text, one line each, because that is what a half-keyed sheet keeps and a saved one seals. A line
//! that names a box begins with the box's key: `[dob] illegible`. Everything else is her own words about the whole sheet.

use super::reference::{ClientId, DraftId, Serial, TrainerId};
use chrono::NaiveDate;
use std::fmt;

/// Why a box is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Doubt {
    /// It cannot be read.
    Illegible,
    /// Nothing stands there.
    Missing,
    /// It does not fit with something else.
    Contradictory,
}

impl Doubt {
    /// Each with the word under which it is kept, and what a trainer reads.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Illegible, "illegible", "we cannot read this box"),
        (Self::Missing, "missing", "nothing stands in this box"),
        (
            Self::Contradictory,
            "contradictory",
            "please check this box",
        ),
    ];

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, word, _)| *word == name)
            .map(|(doubt, ..)| *doubt)
    }

    /// The word under which it is kept.
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// What a trainer reads.
    pub fn words(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> &'static (Self, &'static str, &'static str) {
        Self::ALL
            .iter()
            .find(|(doubt, ..)| *doubt == self)
            .unwrap_or(&Self::ALL[0])
    }
}

/// One question.
#[derive(Clone, PartialEq, Eq)]
pub enum Question {
    /// About one box, by its key.
    Box(String, Doubt),
    /// About the sheet, in her own words.
    Sheet(String),
}

/// Never what she wrote.
impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Box(key, doubt) => write!(f, "Box({key} {doubt:?})"),
            Self::Sheet(_) => f.write_str("Sheet"),
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Box(key, doubt) => write!(f, "[{key}] {}", doubt.name()),
            Self::Sheet(words) => f.write_str(words),
        }
    }
}

/// A sheet with questions.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its serial.
    pub serial: Serial,
    /// The form's id.
    pub form: String,
    /// The form's version.
    pub version: u32,
    /// The day on the paper.
    pub on: Option<NaiveDate>,
    /// Who filled it in.
    pub trainer: Option<TrainerId>,
    /// Whose it is.
    pub client: Option<ClientId>,
    /// Her initials.
    pub initials: String,
    /// Her name, for the desk alone: a note to a trainer has initials.
    pub name: String,
    /// The questions.
    pub query: String,
    /// Where the sheet is still half keyed.
    pub draft: Option<DraftId>,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asked({} {})", self.serial, self.form)
    }
}

/// The questions that a sheet's text holds.
pub fn read(text: &str) -> Vec<Question> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(line).collect()
}

fn line(text: &str) -> Question {
    let named = text
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "))
        .and_then(|(key, doubt)| Some(Question::Box(key.to_owned(), Doubt::from_name(doubt)?)));
    named.unwrap_or_else(|| Question::Sheet(text.to_owned()))
}

/// The text that holds these questions.
pub fn write(questions: &[Question]) -> String {
    let lines: Vec<String> = questions.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The text with a box's question put in, or taken out where it is there. True where it is there now.
pub fn turn(text: &str, key: &str, doubt: Doubt) -> (String, bool) {
    let mut all = read(text);
    let before = all.len();
    all.retain(|q| !matches!(q, Question::Box(k, _) if k == key));
    let asks = all.len() == before;
    if asks {
        all.push(Question::Box(key.to_owned(), doubt));
    }
    (write(&all), asks)
}

/// The text that asks about a box that is not asked about yet; nothing where it is.
pub fn with_box(text: &str, key: &str, doubt: Doubt) -> Option<String> {
    let mut all = read(text);
    let is_asked = all
        .iter()
        .any(|q| matches!(q, Question::Box(k, _) if k == key));
    all.push(Question::Box(key.to_owned(), doubt));
    (!is_asked).then(|| write(&all))
}

/// The text that no longer has this question about a box; nothing where it never had it.
pub fn without_box(text: &str, key: &str, doubt: Doubt) -> Option<String> {
    let mut all = read(text);
    let before = all.len();
    all.retain(|q| !matches!(q, Question::Box(k, d) if k == key && *d == doubt));
    (all.len() < before).then(|| write(&all))
}

/// Her own words about the whole sheet, without what is asked about boxes.
pub fn words(text: &str) -> String {
    let own = read(text).into_iter().filter_map(|q| match q {
        Question::Sheet(words) => Some(words),
        Question::Box(..) => None,
    });
    own.collect::<Vec<_>>().join(" ")
}

/// The text with other words about the whole sheet; what is asked about boxes stays.
pub fn with_words(text: &str, words: &str) -> String {
    let mut all = read(text);
    all.retain(|q| matches!(q, Question::Box(..)));
    all.extend(read(words));
    write(&all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_box_is_asked_about_by_one_turn_and_no_longer_by_the_next() {
        let (text, asks) = turn("Whose sheet is it?", "dob", Doubt::Illegible);
        assert_eq!(
            (text.as_str(), asks),
            ("Whose sheet is it?\n[dob] illegible", true)
        );
        assert_eq!(read(&text).len(), 2);
        let (text, asks) = turn(&text, "dob", Doubt::Missing);
        assert_eq!((text.as_str(), asks), ("Whose sheet is it?", false));
    }

    #[test]
    fn other_words_leave_the_questions_about_boxes() {
        let text = with_words("[dob] missing\nold words", "new words");
        assert_eq!(text, "[dob] missing\nnew words");
        assert_eq!(words(&text), "new words");
        assert_eq!(with_words(&text, ""), "[dob] missing");
    }

    #[test]
    fn brackets_in_her_own_words_are_words() {
        for text in ["[dob] what?", "[ ] missing box", "dob] illegible"] {
            assert!(
                matches!(read(text)[0], Question::Sheet(_)) || text.starts_with("[ ]"),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "[a-z\\[\\] \n]{0,40}", key in "[a-z_0-9]{1,8}") {
            let all = read(&text);
            prop_assert_eq!(read(&write(&all)), all.clone());
            let (once, _) = turn(&text, &key, Doubt::Missing);
            let (twice, asks) = turn(&once, &key, Doubt::Missing);
            prop_assert!(!asks || read(&text).iter().any(|q| matches!(q, Question::Box(k, _) if *k == key)));
            prop_assert!(read(&twice).len() <= all.len() + 1);
        }
    }
}
