//! Names of people and streets to make others up from: `settings/demo_names.toml`.

use serde::Deserialize;

const NAMES: &str = include_str!("../../settings/demo_names.toml");

/// Everything the file holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// A full forename and what it becomes among friends.
    pub short_names: Vec<(String, String)>,
    /// A name and what somebody else would write for the same sound.
    pub other_spellings: Vec<(String, String)>,
    /// First parts of street names; none is looked up anywhere.
    pub streets: Vec<String>,
    /// Second parts of street names.
    pub street_kinds: Vec<String>,
    /// Names of surgeries.
    pub surgeries: Vec<String>,
    /// Names that go together.
    pub pool: Vec<Pool>,
    /// Postal districts of the area.
    pub district: Vec<District>,
}

/// Names that go together.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// Share of people, in hundredths.
    pub share: u32,
    /// Ethnic categories (NHS 16+1) that go with it, as often as they are listed.
    pub ethnicity: Vec<String>,
    /// Language that some of them speak better than English; empty for none.
    pub language: String,
    /// Forenames of men.
    pub men: Vec<String>,
    /// Forenames of women.
    pub women: Vec<String>,
    /// Surnames.
    pub surnames: Vec<String>,
}

/// A postal district.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    /// Share of people, in any unit.
    pub share: u32,
    /// First half of the postcode.
    pub outward: String,
    /// Post town.
    pub town: String,
    /// Office that serves it.
    pub office: String,
}

impl Names {
    /// The shipped names.
    ///
    /// # Panics
    /// Never: the file is compiled in and a test reads it.
    pub fn shipped() -> Self {
        toml::from_str(NAMES).expect("the shipped names are checked by a test")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_names_are_readable_and_of_many_origins() {
        let names = Names::shipped();
        assert!(names.pool.len() >= 8);
        assert_eq!(names.pool.iter().map(|p| p.share).sum::<u32>(), 100);
        let whole = names.pool.iter().all(|p| {
            p.men.len() >= 8
                && p.women.len() >= 8
                && p.surnames.len() >= 8
                && !p.ethnicity.is_empty()
        });
        assert!(whole && names.district.len() >= 20);
    }
}
