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
];

/// The cost of a kind of agreement, in bits.
pub fn cost(how: How) -> f32 {
    COST[how as usize].1
}

/// What a word costs more when it is found in this field rather than in a name, in bits: people seldom look for the rest.
pub fn field_cost(field: Field) -> f32 {
    match field {
        Field::KnownAs | Field::Names => 0.2,
        Field::FormerName => 1.0,
        Field::Address => 2.0,
        Field::Trainer => 3.0,
        _ => 0.0,
    }
}

/// What a word that no field explains costs, in bits. More than any slip, so that people who explain every word come first.
pub const UNEXPLAINED: f32 = -11.0;

/// A word that is only a beginning although more words follow it costs this much more, in bits; an initial does not.
pub const NOT_LAST: f32 = 1.5;

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
