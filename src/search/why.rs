//! The reasons of a hit, in the officer's words.

use std::fmt;

/// What part of a person agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Surname.
    Surname,
    /// Forename.
    Forename,
    /// What the person likes to be called.
    KnownAs,
    /// Earlier surname or alias.
    FormerName,
    /// Surname and forename taken together.
    Names,
    /// Whole date of birth.
    Born,
    /// Year of birth.
    BornYear,
    /// Month of birth.
    BornMonth,
    /// Month and year of birth.
    BornMonthYear,
    /// Day and month of birth.
    BornDay,
    /// Sex as recorded.
    Sex,
    /// Case reference number.
    Crn,
    /// Police number.
    Pnc,
    /// Criminal records number.
    Cro,
    /// NHS number.
    Nhs,
    /// Prison number.
    Noms,
    /// Postcode.
    Postcode,
    /// Telephone.
    Phone,
    /// Client, case or imported reference, sheet serial.
    Reference,
    /// An identifier that was hers before.
    FormerNumber,
    /// Street, town.
    Address,
    /// Present trainer.
    Trainer,
    /// Trainer of a case that is closed.
    LastTrainer,
}

impl Field {
    /// Whether it tells one person from the next: a name, a whole date of birth, a number. Others share a trainer, a street and a month.
    pub fn names_her(self) -> bool {
        !matches!(
            self,
            Self::BornYear
                | Self::BornMonth
                | Self::BornMonthYear
                | Self::BornDay
                | Self::Sex
                | Self::Postcode
                | Self::Address
                | Self::Trainer
                | Self::LastTrainer
        )
    }

    /// The field's name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Surname => "surname",
            Self::Forename => "forename",
            Self::KnownAs => "known as",
            Self::FormerName => "former name",
            Self::Names => "names",
            Self::Born => "date of birth",
            Self::BornYear => "year of birth",
            Self::BornMonth => "month of birth",
            Self::BornMonthYear => "month and year of birth",
            Self::BornDay => "day and month of birth",
            Self::Sex => "sex",
            Self::Crn => "CRN",
            Self::Pnc => "PNC",
            Self::Cro => "CRO",
            Self::Nhs => "NHS number",
            Self::Noms => "NOMS number",
            Self::Postcode => "postcode",
            Self::Phone => "phone",
            Self::Reference => "reference",
            Self::FormerNumber => "earlier number",
            Self::Address => "address",
            Self::Trainer => "trainer",
            Self::LastTrainer => "trainer of a closed case",
        }
    }
}

/// How it agreed, best first within names, dates and identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The same.
    Same,
    /// A short form of the name, or the name of which this is the short form.
    ShortForm,
    /// Begins with what was typed.
    Begins,
    /// Ends with what was typed, or is without its letters.
    Ends,
    /// Joined or split otherwise (`de souza`, `desouza`).
    Spacing,
    /// The same but for letters or digits that look alike by hand.
    LooksAlike,
    /// Sounds alike and is written nearly alike.
    SoundsAlike,
    /// One letter off.
    OneSlip,
    /// Sounds alike though written otherwise.
    SoundsFar,
    /// Two letters off.
    TwoSlips,
    /// Begins with what was typed but for one letter.
    BeginsOneSlip,
    /// More different, yet nearer than chance.
    Resembles,
    /// Two names keyed as one word.
    RunTogether,
    /// In the other's place: day and month, surname and forename.
    Swapped,
    /// One year off.
    YearOff,
    /// One digit or character differs.
    OneDigit,
    /// Two digits changed places.
    DigitsSwapped,
    /// Both are known and differ although much else agrees: perhaps another member of the household.
    Differs,
    /// Both are known and so many years apart as parent and child are.
    Generation,
    /// Both are known and differ, and nothing else does: as those of twins.
    Twin,
}

/// Number of ways in [`How`].
pub(super) const WAYS: usize = 20;

/// One reason. `Display` gives it in words; `Debug` never shows a name.
#[derive(Clone, PartialEq, Eq)]
pub struct Why {
    /// What agreed.
    pub field: Field,
    /// How it agreed.
    pub how: How,
    /// For a short form: the name it stands for.
    pub of: Option<String>,
}

impl fmt::Debug for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Why")
            .field("field", &self.field)
            .field("how", &self.how)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (How::ShortForm, Some(of)) = (self.how, &self.of) {
            return write!(f, "short form of {of}");
        }
        let name = self.field.name();
        match self.how {
            How::Same => f.write_str(name),
            How::Begins => write!(f, "{name} begins"),
            How::Ends => match self.field {
                Field::Crn => write!(f, "{name} without its letter"),
                Field::Noms => write!(f, "{name} without its letters"),
                Field::Reference => f.write_str("client number"),
                _ => write!(f, "{name} ends"),
            },
            How::Spacing => write!(f, "{name} spaced otherwise"),
            How::ShortForm => write!(f, "{name}, short form"),
            How::LooksAlike => write!(f, "{name}, look-alike characters"),
            How::OneSlip => write!(f, "{name} one letter off"),
            How::SoundsAlike | How::SoundsFar => write!(f, "{name} sounds alike"),
            How::TwoSlips => write!(f, "{name} two letters off"),
            How::BeginsOneSlip => write!(f, "{name} begins, one letter off"),
            How::Resembles => write!(f, "{name} resembles"),
            How::RunTogether => write!(f, "{name} run together"),
            How::Swapped if self.field == Field::Born => write!(f, "{name}, day and month swapped"),
            How::Swapped => write!(f, "{name} swapped"),
            How::YearOff if self.field == Field::Born => write!(f, "{name}, one year off"),
            How::YearOff => write!(f, "{name} one off"),
            How::OneDigit if matches!(self.field, Field::Born | Field::Nhs | Field::Phone) => {
                write!(f, "{name}, one digit differs")
            }
            How::OneDigit => write!(f, "{name}, one character differs"),
            How::Twin => write!(f, "{name} differs: perhaps twins"),
            How::Generation if self.field == Field::BornDay => {
                write!(f, "{name}, a generation apart: perhaps parent and child")
            }
            How::Generation => write!(f, "{name} differs: perhaps parent and child"),
            How::Differs => write!(f, "{name} differs"),
            How::DigitsSwapped => write!(f, "{name}, two characters swapped"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_said_in_words_and_debug_hides_the_name() {
        let say = |field, how| {
            Why {
                field,
                how,
                of: None,
            }
            .to_string()
        };
        assert_eq!(
            say(Field::Surname, How::SoundsAlike),
            "surname sounds alike"
        );
        assert_eq!(
            say(Field::Born, How::Swapped),
            "date of birth, day and month swapped"
        );
        assert_eq!(say(Field::Crn, How::OneDigit), "CRN, one character differs");
        assert_eq!(say(Field::Names, How::Swapped), "names swapped");
        let short = Why {
            field: Field::Forename,
            how: How::ShortForm,
            of: Some("William".into()),
        };
        assert_eq!(short.to_string(), "short form of William");
        assert!(!format!("{short:?}").contains("William"));
    }
}
