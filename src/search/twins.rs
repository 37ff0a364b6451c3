//! Who else two records that agree otherwise may be of: twins, father and son, whoever lives there.
//!
//! # Why
//! A forename that differs while all else agrees is a twin's, or the same one put down wrongly. Where the two are spellings of one
//! name, or one of them is no name at all, it is the same; where both are names that people have, the two records cannot tell, and
//! the pair is in doubt. What makes a name is general knowledge first (see [`super::forenames`]), so that one pair is the same in a store of
//! nobody and in a large one; only of names that are in no list the store is asked.

use super::compare::Lexicon;
use super::evidence::Evidence;
use super::phonetic;
use super::record::{POSTCODE, REFERENCE, Unpacked};
use super::weights::same_person as w;
use super::{Sex, forenames};

/// Who else two records that agree otherwise may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Forenames differ, the household and the date of birth agree.
    Twins,
    /// Two forenames that people have, much like each other.
    AlikeTwins,
    /// One name and household, dates of birth a generation apart.
    Generations,
    /// The same, and one day and month: as well a slip in the year.
    OneDay,
    /// Surnames and forenames differ, the rest agrees: whoever lives there.
    Strangers,
}

/// Who else they may be of, where no identifier says.
pub(super) fn doubt(found: &Evidence) -> Option<Doubt> {
    if found.hard || found.other_forename && found.other_born {
        None
    } else if found.generations {
        let slip = found.same_day && !found.other_forename;
        Some(if slip {
            Doubt::OneDay
        } else {
            Doubt::Generations
        })
    } else if found.other_forename {
        let same = !found.other_surname;
        Some(if same { Doubt::Twins } else { Doubt::Strangers })
    } else {
        is_twins_name(found).then_some(Doubt::AlikeTwins)
    }
}

/// The score at most for the doubt that there is. Twins whose names have changed places besides are met so seldom that one person is
/// as probable.
pub(super) fn most_in_doubt(found: &Evidence) -> f32 {
    match doubt(found) {
        None => 1.0,
        Some(Doubt::Twins | Doubt::Strangers) if found.crosswise => w::IN_DOUBT,
        Some(doubt) => w::in_doubt(doubt),
    }
}

/// Whether forenames much like each other are still a twin's when all else is known: two people seldom have one telephone, and not
/// one number but for a slip.
fn is_twins_name(found: &Evidence) -> bool {
    let one = (found.same_phone || found.near_number) && !found.other_sex;
    found.near_forename && (found.conflict || !one)
}

/// Whether two first forenames are two names that people have, neither a slip for the other nor another spelling of it.
pub(super) fn are_two_names(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> bool {
    let (Some(x), Some(y)) = (a.first(), b.first()) else {
        return false;
    };
    x != y
        && are_usual(lexicon, *x, *y)
        && !phonetic::is_one_name(lexicon.text(*x), lexicon.text(*y))
}

/// The same where one begins with the other: Daniel and Danielle are two names, and what is short for any name is short for this one.
pub(super) fn are_two_full_names(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> bool {
    let (Some(x), Some(y)) = (a.first(), b.first()) else {
        return false;
    };
    let is_full = |t: &u32| {
        let text = lexicon.text(*t);
        forenames::is_known(text) && !lexicon.short.is_short(text)
    };
    x != y && is_full(x) && is_full(y)
}

/// Whether both are names that people have. Of one that no list knows the store is asked: so large a part of its people must have
/// it, and not so few beside the other that it is a slip which is made again and again.
fn are_usual(lexicon: &Lexicon, a: u32, b: u32) -> bool {
    let known = |t| {
        let text = lexicon.text(t);
        forenames::is_known(text) || !lexicon.short.of(text).is_empty()
    };
    let least = w::USUAL_NAME.max(lexicon.people / w::USUAL_NAME_OF);
    let usual = |t| known(t) || lexicon.count(t) >= least;
    if known(a) && known(b) {
        return true;
    }
    let (x, y) = (lexicon.count(a), lexicon.count(b));
    usual(a) && usual(b) && x.min(y) * w::SLIPS_OF_ONE_NAME >= x.max(y)
}

/// Whether nothing but names, date and home is known of a record: it comes of another service's list. Where one person is in such a
/// list twice, nothing else can agree, and only the store tells how often that is so.
pub(super) fn is_bare(record: &Unpacked) -> bool {
    let tells = |kind: u8| !matches!(kind, POSTCODE | REFERENCE);
    record.sex == Sex::Unknown && !record.codes.iter().any(|c| tells(c.0))
}
