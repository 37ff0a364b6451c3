//! A query taken apart: its words, and what each run of words may mean.

use super::codes::{canonical, canonical_pnc, plain};
use super::dates::{self, DateSought};
use super::fold::{cut, fold};
use super::why::Field;
use chrono::NaiveDate;

/// Words of a query that count.
pub(super) const MOST_WORDS: usize = 8;
/// Characters of a query that are read.
const LONGEST_QUERY: usize = 200;

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
    /// A word of a name, address or trainer; `joined`: two words typed, perhaps one name.
    Name { text: String, joined: bool },
    /// A date of birth or part of one.
    Date(DateSought),
    /// An identifier, in its one way of writing.
    Code(String),
}

/// All meanings of `words` together.
pub(super) fn meanings(words: &[Asked], today: NaiveDate) -> Vec<Meaning> {
    let mut out = Vec::new();
    let letters = words.iter().all(|w| !w.has_digit);
    match words {
        [one] => out.push(Meaning::Name {
            text: one.text.clone(),
            joined: false,
        }),
        [a, b] if letters && a.text.len() + b.text.len() >= 4 => {
            let text = cut(&format!("{}{}", a.text, b.text)).to_owned();
            out.push(Meaning::Name { text, joined: true });
        }
        _ => {}
    }
    let raw: Vec<&str> = words.iter().map(|w| w.raw.as_str()).collect();
    out.extend(dates::read(&raw, today).into_iter().map(Meaning::Date));
    if words.iter().all(|w| w.has_digit) {
        out.extend(codes(&raw).into_iter().map(Meaning::Code));
    }
    out
}

/// The identifiers that the words may be, written in the one way of each kind.
fn codes(raw: &[&str]) -> Vec<String> {
    let joined = raw.concat();
    let plain = plain(&joined);
    let letters = plain.bytes().filter(u8::is_ascii_alphabetic).count();
    if plain.len() < 2 || (letters == 0 && plain.len() < 4) {
        return Vec::new();
    }
    let mut out = Vec::new();
    if joined.contains('/') {
        out.extend(canonical_pnc(&joined));
        out.push(canonical(Field::Cro, &joined));
    }
    out.push(canonical(Field::Phone, &joined));
    let (head, tail) = plain.split_at(1);
    if letters == 1
        && head.bytes().all(|b| b.is_ascii_alphabetic())
        && tail.len() < 6
        && raw.len() == 1
    {
        out.push(format!("{head}{tail:0>6}"));
    }
    out.push(plain);
    out.sort_unstable();
    out.dedup();
    out
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
        assert!(codes(&["81/34u"]).contains(&"19810000034U".to_owned()));
        assert!(codes(&["943", "476", "5919"]).contains(&"9434765919".to_owned()));
        assert!(codes(&["c123"]).contains(&"C000123".to_owned()));
        assert!(codes(&["84"]).is_empty());
    }
}
