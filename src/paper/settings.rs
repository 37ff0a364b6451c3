//! What a service may change about paper: `settings/paper.toml`, and a user's own `paper.toml` laid on top.

use serde::Deserialize;

const SHIPPED: &str = include_str!("../../settings/paper.toml");

/// Everything that may be changed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The screen that closes the day.
    pub closing: Closing,
    /// Numbers on the paper.
    pub serial: Numbers,
    /// Keying again.
    pub rekey: Rekey,
    /// Paper that should have come.
    pub expected: Vec<Rule>,
}

/// The screen that closes the day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// Days without a contact after which a client is named.
    pub silence_days: u32,
    /// Days after which paper is not asked for any more.
    pub expected_days: u32,
}

/// Numbers on the paper.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// Sheets from the one keyed last to a number without a check letter that is read twice; 0 for never.
    pub far: u64,
}

/// Keying again.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rekey {
    /// Hours after keying before the same person may key a box again.
    pub hours: u32,
    /// The hour of a later day before which nothing is asked.
    pub not_before: u32,
    /// Share of the first keys, at most; 0.1 is a tenth.
    pub share: f64,
    /// Minutes, at most.
    pub minutes: f64,
    /// Seconds that a key takes.
    pub seconds_per_key: f64,
    /// Seconds that finding a box on the paper takes.
    pub seconds_per_box: f64,
    /// Decides between boxes of equal risk.
    pub seed: u64,
    /// What makes a slip more likely.
    pub risk: Risk,
}

/// Factors of risk.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// At the last box of a sheet.
    pub late_in_sheet: f64,
    /// After two hours without a break.
    pub late_in_session: f64,
    /// For each slip on this box of this form.
    pub slipped_before: f64,
    /// A name that nobody else bears.
    pub disagrees: f64,
    /// A wrong key in it cannot stand.
    pub protected: f64,
    /// Something else says the same already.
    pub confirmed: f64,
}

/// One rule for paper that should have come.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Which rule of [`super::expected::RULES`].
    pub rule: String,
    /// The form that should come.
    pub form: String,
    /// Working days that it may take.
    pub grace: u32,
    /// Whether the service wants it.
    #[serde(default = "yes")]
    pub on: bool,
}

fn yes() -> bool {
    true
}

impl Settings {
    /// Those that come with the program.
    pub fn shipped() -> Self {
        toml::from_str(SHIPPED).unwrap_or_else(|_| unreachable!("the shipped file is tested"))
    }

    /// The shipped ones with a service's own file on top, and what is wrong with that, in words.
    pub fn with(name: &str, text: &str) -> (Self, Vec<String>) {
        let mistake = |what: String| {
            let said = format!(
                "{name}: {what}. The settings of this file are left out until it is mended."
            );
            (Self::shipped(), vec![said])
        };
        let own: toml::Table = match toml::from_str(text) {
            Ok(own) => own,
            Err(fault) => return mistake(fault.message().to_owned()),
        };
        let mut all: toml::Table =
            toml::from_str(SHIPPED).unwrap_or_else(|_| unreachable!("the shipped file is tested"));
        lay(&mut all, own);
        let settings: Self = match all.try_into() {
            Ok(settings) => settings,
            Err(fault) => return mistake(toml::de::Error::message(&fault).to_owned()),
        };
        match settings.fault() {
            Some(what) => mistake(what),
            None => (settings, Vec::new()),
        }
    }

    /// What is out of range, if anything.
    fn fault(&self) -> Option<String> {
        let rekey = &self.rekey;
        let unknown = self.expected.iter().find(|r| {
            super::expected::RULES
                .iter()
                .all(|(name, ..)| *name != r.rule)
        });
        if let Some(rule) = unknown {
            let names: Vec<&str> = super::expected::RULES
                .iter()
                .map(|(name, ..)| *name)
                .collect();
            return Some(format!(
                "there is no rule {}; the rules are {}",
                rule.rule,
                names.join(", ")
            ));
        }
        if !(0.0..=1.0).contains(&rekey.share) {
            return Some("share is a part of the first keys, from 0 to 1".to_owned());
        }
        if rekey.not_before > 23 {
            return Some("not_before is an hour, from 0 to 23".to_owned());
        }
        let numbers = [
            rekey.minutes,
            rekey.seconds_per_key,
            rekey.seconds_per_box,
            rekey.risk.late_in_sheet,
            rekey.risk.late_in_session,
            rekey.risk.slipped_before,
            rekey.risk.disagrees,
            rekey.risk.protected,
            rekey.risk.confirmed,
        ];
        numbers
            .iter()
            .any(|n| !n.is_finite() || *n < 0.0)
            .then(|| "minutes, seconds and factors are 0 or more".to_owned())
    }
}

/// Lays one table on another; tables inside are laid on tables inside.
fn lay(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => lay(under, over),
            (_, value) => drop(under.insert(key, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_sound() {
        assert_eq!(Settings::shipped().fault(), None);
    }

    #[test]
    fn a_service_changes_one_line_and_keeps_the_others() {
        let (settings, wrong) = Settings::with("paper.toml", "[rekey]\nminutes = 5\n");
        assert_eq!(wrong, [] as [String; 0]);
        assert!((settings.rekey.minutes - 5.0).abs() < 1e-9);
        assert_eq!(settings.rekey.hours, Settings::shipped().rekey.hours);
        assert_eq!(settings.expected, Settings::shipped().expected);
    }

    #[test]
    fn a_mistake_is_named_and_leaves_the_shipped_settings() {
        for text in [
            "[rekey]\nminuts = 5\n",
            "[rekey]\nshare = 7.0\n",
            "[[expected]]\nrule = \"tea\"\nform = \"session\"\ngrace = 1\n",
            "[rekey",
        ] {
            let (settings, wrong) = Settings::with("paper.toml", text);
            assert_eq!(settings, Settings::shipped(), "{text}");
            assert!(wrong[0].starts_with("paper.toml: "), "{wrong:?}");
        }
    }
}
