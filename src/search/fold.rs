//! Folding of text for search: lower case, no marks, no apostrophes, hyphens as spaces.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest folded word kept, in bytes; the rest of a longer one does not take part in search.
pub const LONGEST_WORD: usize = 40;

/// Folds text: lower case, marks dropped (`Siobhán` → `siobhan`), letters that Unicode does not take apart spelt out
/// (`Łukasz` → `lukasz`, `Søren` → `soren`), apostrophes dropped (`O'Brien` → `obrien`), everything else that is neither
/// letter nor digit turned into one space.
///
/// ```
/// assert_eq!(caseload::search::fold::fold("Siobhán O’Brien-Łęcki"), "siobhan obrien lecki");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Folds `text` into `out`, which is emptied first.
fn fold_into(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        for b in text.bytes() {
            push_ascii(out, b);
        }
    } else {
        for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
            push(out, c);
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
}

fn push_ascii(out: &mut String, b: u8) {
    match b {
        b'A'..=b'Z' => out.push(char::from(b.to_ascii_lowercase())),
        b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(b)),
        b'\'' | b'`' => {}
        _ => space(out),
    }
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn push(out: &mut String, c: char) {
    if c.is_ascii() {
        return push_ascii(out, c as u8);
    }
    let spelt = match c {
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        'ŋ' | 'Ŋ' => "ng",
        'ŧ' | 'Ŧ' => "t",
        '’' | '‘' | 'ʼ' | 'ʻ' | '´' | 'ʹ' | '′' | '\u{200b}'..='\u{200f}' | '\u{00ad}' => {
            ""
        }
        _ if c.is_alphanumeric() => {
            out.extend(c.to_lowercase());
            return;
        }
        _ => return space(out),
    };
    out.push_str(spelt);
}

/// Calls `each` with every folded word of `text`, cut at [`LONGEST_WORD`] bytes; `room` is for the folded text.
pub(super) fn each_word(text: &str, room: &mut String, mut each: impl FnMut(&str)) {
    fold_into(text, room);
    for word in room.split(' ').filter(|w| !w.is_empty()) {
        each(cut(word));
    }
}

/// The first [`LONGEST_WORD`] bytes of a word, on a character boundary.
pub(super) fn cut(word: &str) -> &str {
    let mut end = word.len().min(LONGEST_WORD);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_apostrophes_and_special_letters_are_folded_away() {
        for (from, to) in [
            ("Siobhán", "siobhan"),
            ("Łukasz", "lukasz"),
            ("O'Brien", "obrien"),
            ("O’Brien", "obrien"),
            ("Smith-Jones", "smith jones"),
            ("Søren Đoković", "soren dokovic"),
            ("Groß", "gross"),
            ("  two   spaces ", "two spaces"),
            ("İbrahim Yıldız", "ibrahim yildiz"),
            ("D`Souza", "dsouza"),
        ] {
            assert_eq!(fold(from), to, "{from}");
        }
    }

    #[test]
    fn a_very_long_word_is_cut_on_a_character_boundary() {
        each_word(&"ж".repeat(100), &mut String::new(), |w| {
            assert!(w.len() <= LONGEST_WORD && !w.is_empty());
        });
    }
}
