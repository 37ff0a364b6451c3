//! Handing out numbered paper, and what a serial has to do with the pads that are out.

use crate::domain::identifier::{self, IdentifierKind, serial};
use crate::domain::ledger::{MOST_IN_A_PAD, Pad};
use crate::domain::reference::TrainerId;
use crate::forms::Registry;
use chrono::NaiveDate;

/// The form on whose pads serials with this prefix are printed.
fn form_of(forms: &Registry, prefix: &str) -> Option<String> {
    let newest = forms.newest();
    let form = newest.iter().find(|form| form.serial_prefix == prefix)?;
    Some(form.id.clone())
}

/// A pad from the two serials at its ends, checked.
///
/// # Errors
/// A sentence: what is wrong with them.
pub fn pad(
    forms: &Registry,
    (first, last): (&str, &str),
    trainer: TrainerId,
    on: NaiveDate,
) -> Result<Pad, String> {
    let check = |typed: &str| {
        identifier::check(IdentifierKind::Serial, typed, on).map_err(|fault| fault.to_string())
    };
    let (first, last) = (check(first)?, check(last)?);
    if serial::between(&first, &last, MOST_IN_A_PAD).is_none() {
        return Err(format!(
            "{first} and {last} are not the ends of one pad of at most {MOST_IN_A_PAD} sheets. Look at the pad again."
        ));
    }
    let prefix = serial::parts(&first).map_or("", |(prefix, ..)| prefix);
    let form = form_of(forms, prefix).ok_or_else(|| {
        format!("No form has serials that begin with {prefix}. Look at the pad again.")
    })?;
    Ok(Pad {
        form,
        first,
        last,
        trainer,
        on,
    })
}

/// A pad as she types it: `s4401k s4450m ht03`.
///
/// # Errors
/// A sentence: what is wrong.
pub fn typed(
    forms: &Registry,
    text: &str,
    trainer: impl FnOnce(&str) -> Option<TrainerId>,
    on: NaiveDate,
) -> Result<Pad, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [first, last, who] = words.as_slice() else {
        return Err(
            "Type the first serial, the last serial and the trainer: S-004401 S-004450 HT03."
                .to_owned(),
        );
    };
    let trainer = trainer(who).ok_or("No trainer has this number. Type it as HT03.")?;
    pad(forms, (first, last), trainer, on)
}

/// What is wrong with a serial in the box of a form, if it is known to be: it is of another form's paper.
pub fn of_another_form(forms: &Registry, form: &str, typed: &str) -> Option<String> {
    let (prefix, ..) = serial::parts(typed)?;
    let other = form_of(forms, prefix).filter(|other| other != form)?;
    let title = |id: &str| {
        forms
            .latest(id)
            .map_or_else(|| id.to_owned(), |form| form.title.clone())
    };
    Some(format!(
        "{typed} is the number of another form: {}. This is {}. Key the number on this paper, or park the sheet and key the other form.",
        title(&other),
        title(form)
    ))
}

/// A serial as it is printed on its pad, where that has check letters and the serial has none.
pub fn as_printed(pads: &[Pad], form: &str, typed: &str) -> Option<String> {
    let (_, _, false) = serial::parts(typed)? else {
        return None;
    };
    let printed = serial::with_letter(typed)?;
    let mut of_form = pads.iter().filter(|pad| pad.form == form);
    of_form.any(|pad| pad.holds(&printed)).then_some(printed)
}

/// What is wrong with a serial whose pad has check letters, where it was keyed without: nothing vouches for its digits. The letter is not
/// named, since it must come from the paper.
pub fn lacks_letter(pads: &[Pad], form: &str, typed: &str) -> Option<String> {
    as_printed(pads, form, typed)?;
    Some(format!(
        "The pad of {typed} has check letters: key the one behind the number too. If it cannot be read, look for the sheet in the ledger."
    ))
}

/// Whether pads of the form are out and none of them holds this serial.
pub fn on_no_pad(pads: &[Pad], form: &str, typed: &str) -> bool {
    let mut of_form = pads.iter().filter(|pad| pad.form == form).peekable();
    of_form.peek().is_some() && !of_form.any(|pad| pad.holds(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2012-06-14".parse().unwrap()
    }

    fn read(text: &str) -> Result<Pad, String> {
        let forms = Registry::shipped();
        let trainer = |id: &str| (id == "ht03").then(|| TrainerId("HT03".into()));
        typed(&forms, text, trainer, today())
    }

    #[test]
    fn a_pad_is_its_two_ends_and_whose_it_is() {
        let pad = read("s4401 s4450 ht03").unwrap();
        assert_eq!(
            (pad.first.as_str(), pad.last.as_str()),
            ("S-004401", "S-004450")
        );
        assert_eq!((pad.form.as_str(), pad.serials().len()), ("session", 50));
        assert!(pad.holds("S-004417") && !pad.holds("S-004451") && !pad.holds("S-004417K"));
    }

    #[test]
    fn what_is_no_pad_is_refused_in_words() {
        for (text, said) in [
            ("s4401 ht03", "Type the first serial"),
            ("s4450 s4401 ht03", "not the ends of one pad"),
            ("s4401 a4450 ht03", "not the ends of one pad"),
            ("s4401 s4450 ht99", "No trainer has this number"),
            ("q4401 q4450 ht03", "No form has serials"),
            ("s4417m s4450 ht03", "The check letter should be K"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.contains(said), "{text}: {fault}");
        }
    }

    #[test]
    fn a_serial_of_another_form_is_named_with_the_way_out() {
        let forms = Registry::shipped();
        let said = of_another_form(&forms, "session", "O-000012").unwrap();
        assert!(said.contains("park the sheet"), "{said}");
        assert_eq!(of_another_form(&forms, "session", "S-000012"), None);
        assert_eq!(of_another_form(&forms, "session", "2012/7"), None);
    }

    #[test]
    fn a_pad_with_check_letters_wants_them() {
        let end = |number: &str| serial::with_letter(number).unwrap();
        let pad = read(&format!("{} {} ht03", end("S-004401"), end("S-004450")));
        let pads = [pad.unwrap()];
        assert_eq!(
            as_printed(&pads, "session", "S-004417").as_deref(),
            Some("S-004417K")
        );
        let said = lacks_letter(&pads, "session", "S-004417").unwrap();
        assert!(said.contains("S-004417 has check letters") && !said.contains("S-004417K"));
        for fine in ["S-004417K", "S-009999", "2012/7"] {
            assert_eq!(lacks_letter(&pads, "session", fine), None, "{fine}");
        }
        assert_eq!(lacks_letter(&pads, "plan", "S-004417"), None);
    }

    #[test]
    fn a_serial_on_no_pad_is_noticed_once_pads_are_out() {
        let pad = read("s4401 s4450 ht03").unwrap();
        assert!(!on_no_pad(&[], "session", "S-009999"));
        assert!(on_no_pad(std::slice::from_ref(&pad), "session", "S-009999"));
        assert!(!on_no_pad(
            std::slice::from_ref(&pad),
            "session",
            "S-004417"
        ));
        assert!(!on_no_pad(&[pad], "plan", "P-009999"));
    }
}
