//! Forenames that people have, from general knowledge of the names borne in Britain.
//!
//! # Why
//! Two forenames much like each other are of twins where both are names, and one forename with a slip in it where one of them is
//! none. What a store holds tells that badly: in a small one every name is rare, and in a large one the usual slips are met again and
//! again.

use std::collections::HashSet;
use std::sync::LazyLock;

static NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("forenames.txt").split_whitespace().collect());

/// Whether a folded word is a forename that people have.
pub(super) fn is_known(word: &str) -> bool {
    NAMES.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_and_slips_are_not() {
        for name in [
            "daniel",
            "fraser",
            "gurpreet",
            "gurjeet",
            "joanna",
            "krzysztof",
        ] {
            assert!(is_known(name), "{name}");
        }
        for slip in ["danyl", "fraer", "yohn", "road"] {
            assert!(!is_known(slip), "{slip}");
        }
    }
}
