//! The other way in which paper writes a measure: stone and pounds, feet and inches.
//!
//! Source of the factors: 1 st = 6.35029 kg, 1 lb = 0.45359 kg, 1 in = 2.54 cm.

use crate::domain::value::Number;

/// How paper writes a measure besides its canonical unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    /// `11st 4`, `11 4lb`, `158lb` → kg.
    Stone,
    /// `5ft 9`, `5'9`, `69in` → cm.
    Feet,
}

/// Words for the large and the small unit, how many small ones make a large one, and both factors.
struct Scale {
    large: &'static [&'static str],
    small: &'static [&'static str],
    small_in_large: f64,
    large_factor: f64,
    small_factor: f64,
}

const STONE: Scale = Scale {
    large: &["stone", "stones", "st"],
    small: &["pounds", "pound", "lbs", "lb"],
    small_in_large: 14.0,
    large_factor: 6.35029,
    small_factor: 0.45359,
};

const FEET: Scale = Scale {
    large: &["feet", "foot", "ft", "'", "’"],
    small: &["inches", "inch", "ins", "in", "\"", "''", "”"],
    small_in_large: 12.0,
    large_factor: 30.48,
    small_factor: 2.54,
};

/// One number with the unit behind it.
struct Part<'a> {
    number: f64,
    unit: &'a str,
}

impl Units {
    /// The units of this name in form files.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "stone" => Some(Self::Stone),
            "feet" => Some(Self::Feet),
            _ => None,
        }
    }

    /// The name in form files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stone => "stone",
            Self::Feet => "feet",
        }
    }

    /// The unit in which the measure is stored.
    pub fn canonical(self) -> &'static str {
        match self {
            Self::Stone => "kg",
            Self::Feet => "cm",
        }
    }

    /// How to write it, for sentences.
    pub fn example(self) -> &'static str {
        match self {
            Self::Stone => "71.7, 11st 4 or 158lb",
            Self::Feet => "175, 5ft 9 or 69in",
        }
    }

    fn scale(self) -> &'static Scale {
        match self {
            Self::Stone => &STONE,
            Self::Feet => &FEET,
        }
    }

    /// The measure in the canonical unit with so many decimals, where the text is written in these units; `None` where
    /// it is not (a plain number is not).
    pub fn convert(self, typed: &str, decimals: u8) -> Option<Number> {
        let scale = self.scale();
        let lower = typed.to_lowercase();
        let parts = parts(&lower)?;
        let amount = match parts.as_slice() {
            [only] if scale.large.contains(&only.unit) => only.number * scale.large_factor,
            [only] if scale.small.contains(&only.unit) => only.number * scale.small_factor,
            [large, small] => {
                let large_said = scale.large.contains(&large.unit);
                let small_said = scale.small.contains(&small.unit);
                let fits = (large_said || large.unit.is_empty())
                    && (small_said || small.unit.is_empty())
                    && (large_said || small_said)
                    && small.number < scale.small_in_large
                    && large.number.fract().abs() < f64::EPSILON;
                if !fits {
                    return None;
                }
                large.number * scale.large_factor + small.number * scale.small_factor
            }
            _ => return None,
        };
        let power = 10_f64.powi(i32::from(decimals));
        Number::from_f64((amount * power).round() / power)
    }
}

/// `11st 4lb` as numbers, each with the unit behind it.
fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut rest = text.trim();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let number = rest[..digits].parse().ok()?;
        let after = rest[digits..].trim_start();
        let unit = after
            .find(|c: char| c.is_ascii_digit() || c.is_whitespace())
            .unwrap_or(after.len());
        found.push(Part {
            number,
            unit: after[..unit].trim_end_matches('.'),
        });
        rest = after[unit..].trim_start();
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stones_and_feet_are_read_as_paper_has_them() {
        for typed in ["11st 4", "11 4lb", "11st4lb", "11 st 4 lbs", "11 stone 4"] {
            assert_eq!(
                Units::Stone.convert(typed, 1),
                Some(Number(71_700)),
                "{typed}"
            );
        }
        assert_eq!(Units::Stone.convert("158lb", 1), Some(Number(71_700)));
        assert_eq!(Units::Stone.convert("11st", 1), Some(Number(69_900)));
        for typed in ["5ft 9", "5'9", "5'9\"", "5 ft 9 in", "69in", "5 9in"] {
            assert_eq!(
                Units::Feet.convert(typed, 0),
                Some(Number(175_000)),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_not_in_these_units_is_left_alone() {
        for typed in [
            "", "71.7", "11 4", "11st 14", "11.5st 2", "5'9", "st", "11kg", "1 2 3",
        ] {
            assert_eq!(Units::Stone.convert(typed, 1), None, "{typed}");
        }
        assert_eq!(Units::Feet.convert("5ft 12", 0), None);
    }
}
