//! Days, shares and people in plain words.

use chrono::NaiveDate;

/// `14/06/2012`.
pub(super) fn day(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// `62%`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// `3`, `2.5`: points without needless decimals.
pub(super) fn points(n: f64) -> String {
    let text = format!("{n:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// `1 day`, `2 days`.
pub(super) fn count(n: i64, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

/// How a person is spoken of. Nobody's gender is assumed.
#[derive(Clone, Copy)]
pub(super) struct Pronoun {
    /// *he*, *she*, or the other word.
    pub subject: &'static str,
    /// *him*, *her*.
    pub object: &'static str,
    /// *his*, *her*.
    pub possessive: &'static str,
}

const HE: Pronoun = Pronoun {
    subject: "he",
    object: "him",
    possessive: "his",
};
const SHE: Pronoun = Pronoun {
    subject: "she",
    object: "her",
    possessive: "her",
};

/// For a client, by the gender on file.
pub(super) fn client(gender: &str) -> Pronoun {
    match gender {
        "M" => HE,
        "F" => SHE,
        _ => Pronoun {
            subject: "the client",
            object: "the client",
            possessive: "the client's",
        },
    }
}

/// For a trainer, by the gender on file.
pub(super) fn trainer(gender: &str) -> Pronoun {
    match gender {
        "M" => HE,
        "F" => SHE,
        _ => Pronoun {
            subject: "the trainer",
            object: "the trainer",
            possessive: "the trainer's",
        },
    }
}
