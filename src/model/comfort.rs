//! How the desk meets her eyes and ears: its looks, and whether it rings. Chosen in the settings, changed at the desk.

/// How the desk looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// The sixteen colours of the terminal.
    #[default]
    Standard,
    /// Bold, reverse and underline only.
    Mono,
    /// White on black with bright signs.
    HighContrast,
    /// What is asked and what is typed stands in large letters below the screen.
    Large,
}

impl Look {
    /// All looks, in the order in which the key goes through them.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Mono, Self::HighContrast, Self::Large];

    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "default",
            Self::Mono => "mono",
            Self::HighContrast => "high-contrast",
            Self::Large => "large",
        }
    }

    /// The look of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.name() == name)
    }

    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|look| *look == self);
        Self::ALL[at.map_or(0, |at| (at + 1) % Self::ALL.len())]
    }
}

/// What she has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comfort {
    /// How it looks.
    pub look: Look,
    /// Whether it rings; off in the office.
    pub bells: bool,
    /// Minutes at the keys after which one line says that a break is due; 0: never.
    pub break_after: u32,
    /// Minutes without a key that count as a pause: for the break, and for her own figures.
    pub pause: u32,
    /// Days for which her own figures are kept.
    pub figures_days: u32,
}

impl Default for Comfort {
    fn default() -> Self {
        Self {
            look: Look::default(),
            bells: false,
            break_after: super::pace::BREAK_AFTER,
            pause: super::pace::PAUSE,
            figures_days: super::figures::DAYS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_goes_through_all_looks_and_each_has_a_name_of_its_own() {
        let mut look = Look::default();
        for expected in Look::ALL {
            assert_eq!(look, expected);
            assert_eq!(Look::named(look.name()), Some(look));
            look = look.next();
        }
        assert_eq!(look, Look::default());
        assert_eq!(Look::named("pink"), None);
    }
}
