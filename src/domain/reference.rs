//! How the service itself names people, cases, sheets and users.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A client's number in this service, shown as `C-000123`. Starts at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClientId(pub u32);

/// Digits of a CRN after its letter (casework reference, section 2.14).
const CRN_DIGITS: usize = 6;

impl ClientId {
    /// Reads `C-000123`, `C-123` or `c123`. One letter and six digits without a dash is a CRN: `C137838` names whoever has that CRN,
    /// never the client numbered 137838.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(['C', 'c'])?;
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        if rest.len() == CRN_DIGITS && digits.len() == rest.len() {
            return None;
        }
        let plain =
            !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit());
        plain
            .then(|| digits.parse().ok())
            .flatten()
            .filter(|n| *n > 0)
            .map(Self)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "C-{:06}", self.0)
    }
}

/// A health trainer (or champion, or officer) as the paper names her: `HT03`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TrainerId(pub String);

impl fmt::Display for TrainerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One referral and the case that it opens: year and number, shown as `2012-0412`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CaseNo {
    /// Calendar year of receipt.
    pub year: u16,
    /// Number within the year, from 1.
    pub number: u32,
}

impl CaseNo {
    /// Reads `2012-0412` or `R-2012-0412`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text
            .strip_prefix("R-")
            .or_else(|| text.strip_prefix("r-"))
            .unwrap_or(text);
        let (year, number) = text.split_once('-')?;
        let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !plain(year) || !plain(number) || number.len() > 7 {
            return None;
        }
        Some(Self {
            year: year.parse().ok()?,
            number: number.parse().ok().filter(|n| *n > 0)?,
        })
    }
}

impl fmt::Display for CaseNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.year, self.number)
    }
}

/// A half-keyed sheet on this store, numbered from 1 and never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DraftId(pub u64);

/// The name under which somebody unlocks the desk.
pub type UserName = String;

/// The serial printed on a sheet of paper: `S-004417`.
pub type Serial = String;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_survive_being_written() {
        assert_eq!(
            ClientId::parse(&ClientId(123).to_string()),
            Some(ClientId(123))
        );
        let case = CaseNo {
            year: 2012,
            number: 412,
        };
        assert_eq!(CaseNo::parse(&case.to_string()), Some(case));
        assert_eq!(CaseNo::parse("R-2012-0412"), Some(case));
    }

    #[test]
    fn a_client_number_without_its_dash_is_not_taken_for_a_crn() {
        assert_eq!(ClientId::parse("c123"), Some(ClientId(123)));
        assert_eq!(ClientId::parse("C-137838"), Some(ClientId(137_838)));
        assert_eq!(ClientId::parse("C1378380"), Some(ClientId(1_378_380)));
        assert_eq!(ClientId::parse("C137838"), None);
    }

    #[test]
    fn what_is_not_a_reference_is_refused() {
        for bad in ["C-", "C-0", "X-12", "", "C-12a", "c137838"] {
            assert_eq!(ClientId::parse(bad), None, "{bad}");
        }
        for bad in ["12-1", "2012-", "2012-0", "2012", "20a2-1"] {
            assert_eq!(CaseNo::parse(bad), None, "{bad}");
        }
    }
}
