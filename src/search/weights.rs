//! The one table of weights, for search and for duplicates.
//!
//! All weights are in bits (log2 of how much more often something is seen for the same person than for two people met at
//! random), after Fellegi and Sunter. An agreement is worth the information in it, log2(people / people who agree as
//! well or better), less what the kind of agreement costs: so an agreement on a rare surname counts for more than one on a
//! common surname without any list of names. A score is the probability 1 / (1 + 2^-(sum - log2 people)).
//!
//! The costs are -log2 of how often the kind of slip is met in the same person's data. Sources: name mismatch in about 12 %
//! and date mismatch in about 5 % of true pairs in justice data; among name mismatches misspelling first, then swaps.

use super::why::{Field, How, WAYS};

/// What a kind of agreement costs, in bits, by [`How`].
pub const COST: [(How, f32); WAYS] = [
    (How::Same, 0.1),
    (How::ShortForm, 2.0),
    (How::Begins, 0.6),
    (How::Ends, 3.0),
    (How::Spacing, 2.0),
    (How::LooksAlike, 4.0),
    (How::SoundsAlike, 3.5),
    (How::OneSlip, 4.5),
    (How::SoundsFar, 6.0),
    (How::TwoSlips, 7.0),
    (How::BeginsOneSlip, 6.0),
    (How::Resembles, 8.0),
    (How::RunTogether, 3.5),
    (How::Swapped, 4.5),
    (How::YearOff, 5.0),
    (How::OneDigit, 5.5),
    (How::DigitsSwapped, 5.5),
    (How::Differs, 9.0),
    (How::Generation, 9.0),
    (How::Twin, 9.0),
];

/// The cost of a kind of agreement, in bits.
pub fn cost(how: How) -> f32 {
    COST[how as usize].1
}

/// What a word costs more when it is found in this field rather than in a name, in bits: people seldom look for the rest.
pub fn field_cost(field: Field) -> f32 {
    match field {
        Field::KnownAs | Field::Names => 0.2,
        Field::FormerName | Field::FormerNumber => 1.0,
        Field::Address => 2.0,
        Field::Trainer => 3.0,
        // After every open case of hers.
        Field::LastTrainer => 6.0,
        _ => 0.0,
    }
}

/// What a word that no field explains costs, in bits. More than any slip, so that people who explain every word come first.
pub const UNEXPLAINED: f32 = -11.0;

/// A word that is only a beginning although more words follow it costs this much more, in bits; an initial does not.
pub const NOT_LAST: f32 = 1.5;

/// A second forename is asked for less often than the first, in bits.
pub const LATER_FORENAME: f32 = 0.5;

/// A number that may be a date of birth is worth so much less as anything that is not, in bits.
pub const NO_DATE: f32 = 0.5;

/// The whole outward half of a postcode tells more than a beginning of it: `le1` is LE1 before it is LE19, in bits.
pub const WHOLE_OUTWARD: f32 = 1.0;

/// A half-typed word that begins a trainer's name and clients' own names as well is worth at most this as the trainer's, in bits: with
/// what a trainer of a closed case costs still a little more than a word that nothing explains.
pub const HALF_A_TRAINER: f32 = -4.5;

/// Somebody in whom not every word is met, and the others only nearly, is left out below this score: it would stand there as 0.00.
pub const NOISE: f32 = 0.005;

/// The information in an agreement that `agreeing` of `people` share, in bits.
pub fn information(people: usize, agreeing: usize) -> f32 {
    ((people + 1) as f32 / agreeing.max(1) as f32)
        .log2()
        .max(0.05)
}

/// Probability from bits of evidence, when before any evidence each of `people` was as likely.
pub fn probability(bits: f32, people: usize) -> f32 {
    let odds = bits - (people.max(1) as f32).log2();
    1.0 / (1.0 + (-odds).exp2())
}

/// Weights in bits for the question whether two records are of one person. Sources: the m-values of a published model of
/// UK justice data (exact date 0.948, exact name 0.88), general knowledge of households, and the first three Febrl sets.
pub mod same_person {
    use crate::search::twins::Doubt;
    use crate::search::why::{Field, How};

    /// Records of one person are expected for about one in so many people before anything is known.
    pub const FEWEST_PEOPLE: usize = 256;
    /// Most that one agreeing name can tell: beyond this a rare name may be a slip of its own.
    pub const MOST_NAME: f32 = 12.0;
    /// Most that an agreement of this kind can tell: the wider the forgiveness, the more strangers it takes in.
    pub fn most_told(how: How) -> f32 {
        match how {
            How::Same => MOST_NAME,
            How::OneSlip | How::SoundsAlike | How::Spacing | How::LooksAlike => 11.0,
            How::Resembles => 8.0,
            _ => 9.0,
        }
    }

    /// What dates of birth tell: about one in 16,000 pairs share one by chance, and as many as there are dates within the
    /// slip agree so by chance.
    pub fn born(how: How) -> f32 {
        match how {
            How::Same => 13.9,
            How::Swapped => 6.5,
            How::YearOff => 6.0,
            How::Begins => 3.0,
            How::LooksAlike | How::DigitsSwapped => 4.5,
            How::OneDigit => 4.0,
            How::Resembles => -1.5,
            _ => 0.0,
        }
    }

    /// Years in which somebody on the books can be born.
    pub const YEARS_OF_BIRTH: std::ops::RangeInclusive<u32> = 1900..=2030;
    /// Days on which people are born, about: so many are as likely.
    pub const DATES: f32 = 16_000.0;
    /// So many people of one date of birth are no sign that it is put down where nobody knows.
    pub const FEW_OF_ONE_DATE: f32 = 4.0;
    /// The first of January is put down for many whose date of birth nobody knows: costs this.
    pub const NEW_YEAR: f32 = 2.0;
    /// An initial tells at most this.
    pub const INITIAL: f32 = 4.0;
    /// The first forename of the one is a later one of the other: costs this.
    pub const LATER_FORENAME: f32 = 2.5;
    /// Second forenames that agree.
    pub const MORE_FORENAMES: f32 = 4.0;
    /// Second forenames that differ.
    pub const OTHER_FORENAMES: f32 = -3.0;
    /// Different surnames (people marry): in records that are otherwise the same to the letter, and in records with slips.
    pub const OTHER_SURNAME: (f32, f32) = (-7.0, -4.5);
    /// Different forenames, likewise.
    pub const OTHER_FORENAME: (f32, f32) = (-5.0, -2.0);
    /// Different dates of birth, likewise.
    pub const OTHER_BORN: (f32, f32) = (-6.0, -2.0);
    /// Different recorded sex: put down wrongly in about one record in a hundred, while two people met at random differ in it about
    /// one time in three. An equal one tells next to nothing, an unknown one nothing.
    pub const OTHER_SEX: f32 = -5.0;
    /// Both different: what is left is a family.
    pub const OTHER_LIFE: f32 = -6.0;
    /// Years between parent and child, or grandchild.
    pub const GENERATION_YEARS: std::ops::RangeInclusive<u32> = 14..=95;
    /// Years between parent and child: born on one day of one month so far apart, they are a family as well as a slip in the year.
    pub const PARENT_YEARS: std::ops::RangeInclusive<u32> = 14..=60;
    /// What surname, address, postcode and phone tell together is at most this over (below 0: under) an even chance, since
    /// a household shares them all.
    pub const FAMILY: f32 = 1.0;
    /// What a home tells is at most this over an even chance where the surnames differ: others live there, in a hostel many.
    pub const HOUSE: f32 = 0.0;
    /// What surname and forenames tell together is at most this over an even chance: there are namesakes, and cousins.
    pub const NAMESAKE: f32 = -1.5;
    /// Another address and another postcode cost no more than this together where the names agree: people move, those on probation
    /// often.
    pub const MOVED: f32 = -3.0;
    /// Equal postcode, postcode with one character different, another postcode.
    pub const POSTCODE: f32 = 8.0;
    /// A postcode with one character different.
    pub const POSTCODE_NEAR: f32 = 4.0;
    /// Another postcode.
    pub const OTHER_POSTCODE: f32 = -2.5;
    /// The same postcode where the numbers of the houses differ: neighbours share it.
    pub const POSTCODE_OF_NEIGHBOURS: f32 = 3.0;
    /// Another house of one street tells at most this: few move within a street, and many live in one.
    pub const OTHER_HOUSE: f32 = -1.0;
    /// The share that counts of an address whose numbers are one slip apart: as well the next house.
    pub const NEAR_HOUSE: f32 = 0.5;
    /// So many people of one address on the books are a hostel and no household.
    pub const CROWD: usize = 8;
    /// Equal telephone.
    pub const PHONE: f32 = 8.0;
    /// The share of a word's rarity that counts in an address: its words go together.
    pub const ADDRESS_SHARE: f32 = 0.5;
    /// Most that an address tells.
    pub const MOST_ADDRESS: f32 = 12.0;
    /// Nothing of the address shared.
    pub const OTHER_ADDRESS: f32 = -3.5;
    /// So much of an address is shared by chance; so much more, and all of it counts.
    pub const ADDRESS_CHANCE: f32 = 0.25;
    /// See [`ADDRESS_CHANCE`].
    pub const ADDRESS_WHOLE: f32 = 0.3;
    /// From this share on it is one address.
    pub const ADDRESS_MOSTLY: f32 = 0.5;
    /// People who have a forename that no list knows for it to be a name and not a slip: so many at least,
    pub const USUAL_NAME: usize = 3;
    /// and one of so many on the books, since in a large store a slip is made more than once.
    pub const USUAL_NAME_OF: usize = 2000;
    /// A forename is a slip for another that is so many times as usual: one in some twenty is put down wrongly in any one way.
    pub const SLIPS_OF_ONE_NAME: usize = 20;
    /// The score is at most this when one number is on two records that say otherwise that they are two: a question by itself.
    pub const IN_DOUBT: f32 = 0.4;
    /// What a pair in doubt scores at most, in every store the same, unless both are of a bare list (see
    /// [`crate::search::twins::is_bare`]). Where sex, telephone or numbers are kept, one person whose forename or date of birth was put
    /// down quite wrongly mostly agrees in one of them, so that a family is the more probable.
    pub(in crate::search) fn in_doubt(doubt: Doubt) -> f32 {
        match doubt {
            Doubt::Twins | Doubt::Generations | Doubt::Strangers => FAMILY_IN_DOUBT,
            // A name is misheard for another more often than it is put down quite wrongly.
            Doubt::AlikeTwins => 0.25,
            Doubt::OneDay => IN_DOUBT,
        }
    }
    /// See [`in_doubt`]: below what is listed, above what is shown while somebody is registered.
    pub const FAMILY_IN_DOUBT: f32 = 0.2;
    /// The same when each has a hard identifier that is not the other's.
    pub const TOLD_APART: f32 = 0.1;
    /// Over a whole store a pair in doubt scores this much of the share of its kind that is of one person,
    pub const IN_DOUBT_SHARE: f32 = 0.6;
    /// but never more than this, which is less than even.
    pub const MOST_IN_DOUBT: f32 = 0.45;
    /// Pairs without a doubt from here on are of one person.
    pub const SURE: f32 = 0.9;
    /// As probable as not.
    pub const EVEN: f32 = 0.5;
    /// How often a doubt is met where there is no slip: for each sure pair of one person, and for each person on the books, who
    /// may have a twin or a father there. Names differ wholly in some 2 % of true pairs, dates of birth in 0.5 % (Febrl
    /// 1 to 3; in justice data names mismatch in 12 %, most of them not wholly); one birth in 65 is of twins.
    pub(in crate::search) fn doubt(doubt: Doubt) -> (f32, f32) {
        match doubt {
            Doubt::Twins => (0.02, 0.0005),
            Doubt::AlikeTwins => (0.004, 0.0001),
            Doubt::Generations => (0.005, 0.0005),
            Doubt::OneDay => (0.004, 0.00005),
            Doubt::Strangers => (0.005, 0.0001),
        }
    }
    /// What a store can take from a doubt at most: one day and one month a generation apart are met by chance in one family of
    /// 365 only, so that a person always looks at them.
    pub(in crate::search) fn least_in(doubt: Doubt) -> f32 {
        match doubt {
            Doubt::OneDay => REVIEW,
            _ => TOLD_APART,
        }
    }
    /// Families are met among pairs with slips at most so much more often than among those without.
    pub const MOST_HASTE: f32 = 4.0;
    /// Scores below this are not worth an officer's look while she registers someone.
    pub const WORTH_SHOWING: f32 = 0.005;
    /// The score from which pairs over the whole store are listed when nobody chooses another; those in doubt lie between this
    /// and even, those told apart below.
    pub const REVIEW: f32 = 0.3;

    /// What an identifier tells when it is equal, differs in one character, or differs.
    pub fn identifier(field: Field) -> (f32, f32, f32) {
        match field {
            Field::Nhs => (20.0, 8.0, -8.0),
            Field::Crn | Field::Noms => (20.0, 6.0, -2.0),
            Field::Pnc => (20.0, 8.0, -6.0),
            Field::Cro => (18.0, 7.0, -3.0),
            _ => (0.0, 0.0, 0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_ways() {
        for (i, (how, cost)) in COST.iter().enumerate() {
            assert_eq!(*how as usize, i);
            assert!((0.0..-UNEXPLAINED).contains(cost));
        }
    }

    #[test]
    fn rare_agreements_count_for_more_and_scores_are_probabilities() {
        assert!(information(1000, 2) > information(1000, 200));
        assert!((probability(information(1000, 1), 1000) - 0.5).abs() < 0.01);
        assert!(probability(information(1000, 500), 1000) < 0.01);
    }
}
