//! A query taken apart: its words, and what each run of words may mean.

use super::codes::canonical;
use super::dates::{self, DateSought};
use super::fold::{cut, fold};
use super::parts::Part;
use super::why::Field;
use crate::domain::identifier::{plain, whole_pnc};
use chrono::NaiveDate;

/// Words of a query that count.
pub(super) const MOST_WORDS: usize = 8;
/// Characters of a query that are read.
const LONGEST_QUERY: usize = 200;

/// Letters that stand apart in an identifier with gaps are so many at most, and its digits so many at least.
const LETTERS_APART: usize = 2;
const DIGITS_APART: usize = 3;
/// A phone number without its 0 is looked for from so many digits on.
const LONG: usize = 5;
/// Characters of a CRN.
const CRN_LENGTH: usize = 7;

/// One word of a query.
pub(super) struct Asked {
    /// As typed, in lower case.
    pub raw: String,
    /// Folded, letters and digits only.
    pub text: String,
    pub has_digit: bool,
}

/// The words of a query. What holds a digit stays whole (`14/03/1984`, `2012-0412`); names are cut at hyphens.
pub(super) fn words(query: &str) -> Vec<Asked> {
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    let mut out = Vec::new();
    for chunk in query.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')')) {
        let folded = fold(chunk);
        if chunk.bytes().any(|b| b.is_ascii_digit()) {
            let raw = chunk.to_lowercase();
            out.push(Asked {
                raw,
                text: cut(&folded.replace(' ', "")).to_owned(),
                has_digit: true,
            });
        } else {
            let each = folded
                .split(' ')
                .filter(|w| !w.is_empty())
                .map(|w| cut(w).to_owned());
            out.extend(each.map(|text| Asked {
                raw: text.clone(),
                text,
                has_digit: false,
            }));
        }
    }
    out.retain(|w| !w.text.is_empty());
    out.truncate(MOST_WORDS);
    out
}

/// What a run of words may mean, before the index is asked.
pub(super) enum Meaning {
    /// A word of a name, address or trainer.
    Name(String),
    /// Two words typed, perhaps one name; and the two.
    Joined(String, [String; 2]),
    /// The number or the name of a trainer.
    Trainer(Vec<String>),
    /// A date of birth or part of one.
    Date(DateSought),
    /// An identifier, in its one way of writing; `guess`: put right before, so that no other slip is looked for.
    Code { text: String, guess: bool },
    /// Part of an identifier.
    Part(Part),
}

/// All meanings of `words` together.
pub(super) fn meanings(words: &[Asked], today: NaiveDate) -> Vec<Meaning> {
    let mut out = Vec::new();
    let letters = words.iter().all(|w| !w.has_digit);
    match words {
        [one] => out.push(Meaning::Name(one.text.clone())),
        [a, b] if letters && a.text.len() + b.text.len() >= 4 => {
            let text = cut(&format!("{}{}", a.text, b.text)).to_owned();
            out.push(Meaning::Joined(text, [a.text.clone(), b.text.clone()]));
        }
        _ => {}
    }
    let raw: Vec<&str> = words.iter().map(|w| w.raw.as_str()).collect();
    out.extend(dates::read(&raw, today).into_iter().map(Meaning::Date));
    if let Some(gap) = identifier(words) {
        out.extend(codes(&raw, gap));
    }
    out.push(Meaning::Trainer(
        words.iter().map(|w| w.text.clone()).collect(),
    ));
    out
}

/// Whether the words may be one identifier: `Some(true)` where it is one only with a gap beside letters (`J 827506`).
fn identifier(words: &[Asked]) -> Option<bool> {
    let gap = words.iter().any(|w| !w.has_digit);
    let short = |w: &Asked| w.has_digit || w.text.len() <= LETTERS_APART;
    let digits = words.iter().flat_map(|w| w.text.bytes());
    let digits = digits.filter(u8::is_ascii_digit).count();
    let enough = if gap { DIGITS_APART } else { 1 };
    (words.iter().all(short) && digits >= enough).then_some(gap)
}

/// The identifiers that the words may be, written in the one way of each kind, and what they may be part of. With a gap beside
/// letters they are so seldom one that no slip is looked for.
fn codes(raw: &[&str], gap: bool) -> Vec<Meaning> {
    let joined = raw.concat();
    let plain = plain(&joined);
    let letters = plain.bytes().filter(u8::is_ascii_alphabetic).count();
    let mut sure = Vec::new();
    if plain.len() >= 2 && (letters > 0 || plain.len() >= 4) {
        sure = as_written(&joined, &plain, letters, raw.len() == 1);
    }
    let mut guesses = put_right(&joined, &plain, letters);
    guesses.retain(|g| !sure.contains(g));
    let part = Part::of(&plain).or_else(|| Part::of(&with_digits(&plain, 0)));
    let code = |guess: bool| move |text: String| Meaning::Code { text, guess };
    let sure = sure.into_iter().map(code(gap));
    let guesses = guesses.into_iter().map(code(true));
    let part = part.into_iter().map(Meaning::Part);
    sure.chain(guesses).chain(part).collect()
}

/// The identifiers as they are written.
fn as_written(joined: &str, plain: &str, letters: usize, one: bool) -> Vec<String> {
    let mut out = Vec::new();
    if joined.contains('/') {
        out.extend(whole_pnc(joined));
        out.push(canonical(Field::Cro, joined));
    }
    out.push(canonical(Field::Phone, joined));
    let (head, tail) = plain.split_at(1);
    if letters == 1 && head.bytes().all(|b| b.is_ascii_alphabetic()) && tail.len() < 6 && one {
        out.push(format!("{head}{tail:0>6}"));
    }
    out.push(plain.to_owned());
    out.sort_unstable();
    out.dedup();
    out
}

/// The same put right: letters for the digits they look like, a phone number without its 0, a PNC without its letter.
fn put_right(joined: &str, plain: &str, letters: usize) -> Vec<String> {
    let mut out = vec![with_digits(plain, 0), with_digits(plain, 1)];
    if plain.len() >= LONG && letters == 0 && !plain.starts_with('0') {
        out.push(format!("0{plain}"));
    }
    let is_crn = plain.len() == CRN_LENGTH || letters > 0;
    if let (Some(letter), true) = (letter_for(plain), is_crn) {
        out.push(format!("{letter}{}", &plain[1..]));
    }
    if letters == 0 && (joined.contains('/') || plain.len() >= CRN_LENGTH) {
        // Any letter will do: it is taken away again.
        let mut long = whole_pnc(&format!("{joined}A")).unwrap_or_default();
        long.pop();
        out.push(long);
    }
    out.retain(|code| code.len() >= 2 && code != plain);
    out.sort_unstable();
    out.dedup();
    out
}

/// The letters O and I as the digits that they look like, from the place `from` on.
fn with_digits(plain: &str, from: usize) -> String {
    let digit = |(at, c): (usize, char)| match c {
        'O' if at >= from => '0',
        'I' if at >= from => '1',
        _ => c,
    };
    plain.chars().enumerate().map(digit).collect()
}

/// The letter that a first digit looks like.
fn letter_for(plain: &str) -> Option<char> {
    match plain.bytes().next()? {
        b'0' => Some('O'),
        b'1' => Some('I'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_at_hyphens_and_numbers_stay_whole() {
        let texts = |q: &str| words(q).into_iter().map(|w| w.text).collect::<Vec<_>>();
        assert_eq!(texts("Smith-Jones  O'Brien"), ["smith", "jones", "obrien"]);
        assert_eq!(texts("14/03/1984 2012-0412"), ["14031984", "20120412"]);
        assert!(texts(&"x ".repeat(1_000_000)).len() <= MOST_WORDS);
    }

    #[test]
    fn a_short_police_number_is_spelt_out() {
        for (raw, code) in [
            (&["81/34u"][..], "19810000034U"),
            (&["943", "476", "5919"], "9434765919"),
            (&["c123"], "C000123"),
            (&["j", "827506"], "J827506"),
            (&["j8275o6"], "J827506"),
            (&["7700900123"], "07700900123"),
            (&["+44", "7700", "900"], "07700900"),
            (&["81/34"], "19810000034"),
            (&["0273319"], "20020073319"),
            (&["lei", "9ab"], "LE19AB"),
            (&["0x10"], "OX10"),
        ] {
            let is = |m: &Meaning| matches!(m, Meaning::Code { text, .. } if text == code);
            assert!(codes(raw, false).iter().any(is), "{raw:?}");
        }
        assert!(
            !codes(&["84"], false)
                .iter()
                .any(|m| matches!(m, Meaning::Code { .. }))
        );
    }
}
