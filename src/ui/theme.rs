//! How things look, by what they mean. No screen names a colour.
//!
//! # Why
//! Colour never carries meaning alone: what is hard, soft, good or risky has a sign or a word beside it, so the monochrome theme
//! loses nothing. `NO_COLOR` is read by the caller and handed in, because the terminal library wipes bold and reverse with the
//! colours when it reads that variable itself, and the focus would go with them.

use super::symbols::{ASCII, Symbols, UNICODE};
use ratatui::style::{Color, Modifier, Style};

/// Looks by meaning, and the set of signs.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Its name in the settings.
    pub name: &'static str,
    /// The signs.
    pub symbols: &'static Symbols,
    /// Anything without a meaning of its own.
    pub text: Style,
    /// Less important: hints, what is skipped.
    pub dim: Style,
    /// What a box is called.
    pub label: Style,
    /// What stands in a box.
    pub value: Style,
    /// What stands in a box and was put there from elsewhere.
    pub carried: Style,
    /// The box in which she types.
    pub field: Style,
    /// The marked line of a list.
    pub marked: Style,
    /// It blocks.
    pub hard: Style,
    /// It asks.
    pub soft: Style,
    /// It worked.
    pub good: Style,
    /// What may hurt somebody.
    pub risk: Style,
    /// Headings.
    pub title: Style,
    /// Lines of frames.
    pub frame: Style,
    /// The top line.
    pub bar: Style,
    /// The bottom line.
    pub keys: Style,
}

const PLAIN: Style = Style::new();
const BOLD: Style = PLAIN.add_modifier(Modifier::BOLD);
const REVERSED: Style = PLAIN.add_modifier(Modifier::REVERSED);
const UNDERLINED: Style = PLAIN.add_modifier(Modifier::UNDERLINED);

/// The names of all themes, as the settings know them.
pub const NAMES: [&str; 4] = ["default", "mono", "high-contrast", "large"];

impl Theme {
    /// The sixteen colours of any terminal, as its owner has set them.
    pub fn standard() -> Self {
        Self {
            name: NAMES[0],
            symbols: &UNICODE,
            text: PLAIN,
            dim: PLAIN.fg(Color::DarkGray),
            label: PLAIN,
            value: BOLD,
            carried: PLAIN.fg(Color::DarkGray).add_modifier(Modifier::ITALIC),
            field: BOLD.add_modifier(Modifier::UNDERLINED),
            marked: REVERSED,
            hard: BOLD.fg(Color::Red),
            soft: PLAIN.fg(Color::Yellow),
            good: PLAIN.fg(Color::Green),
            risk: BOLD.fg(Color::Magenta),
            title: BOLD.fg(Color::Blue),
            frame: PLAIN.fg(Color::DarkGray),
            bar: REVERSED,
            keys: PLAIN.fg(Color::Cyan),
        }
    }

    /// Bold, reverse and underline only.
    pub fn mono() -> Self {
        Self {
            name: NAMES[1],
            symbols: &UNICODE,
            text: PLAIN,
            dim: PLAIN,
            label: PLAIN,
            value: BOLD,
            carried: PLAIN,
            field: BOLD.add_modifier(Modifier::UNDERLINED),
            marked: REVERSED,
            hard: BOLD,
            soft: BOLD,
            good: PLAIN,
            risk: BOLD.add_modifier(Modifier::UNDERLINED),
            title: BOLD,
            frame: PLAIN,
            bar: REVERSED,
            keys: UNDERLINED,
        }
    }

    /// White on black with bright signs, for tired eyes and bad screens.
    pub fn high_contrast() -> Self {
        let base = PLAIN.fg(Color::White).bg(Color::Black);
        let bold = base.add_modifier(Modifier::BOLD);
        Self {
            name: NAMES[2],
            symbols: &UNICODE,
            text: base,
            dim: base,
            label: base,
            value: bold,
            carried: base.add_modifier(Modifier::ITALIC),
            field: bold.fg(Color::Black).bg(Color::LightYellow),
            marked: bold.fg(Color::Black).bg(Color::White),
            hard: bold.fg(Color::White).bg(Color::Red),
            soft: bold.fg(Color::LightYellow),
            good: bold.fg(Color::LightGreen),
            risk: bold.fg(Color::Black).bg(Color::LightMagenta),
            title: bold.fg(Color::LightCyan),
            frame: base,
            bar: bold.fg(Color::Black).bg(Color::White),
            keys: bold.fg(Color::LightCyan),
        }
    }

    /// The theme of this name; the monochrome one where `no_color` is set, the standard one where the name is not known.
    /// `unicode` says whether the terminal draws characters beyond ASCII.
    pub fn chosen(name: &str, no_color: bool, unicode: bool) -> Self {
        let theme = match name {
            _ if no_color => Self::mono(),
            "mono" => Self::mono(),
            "high-contrast" => Self::high_contrast(),
            _ => Self::standard(),
        };
        Self {
            symbols: if unicode { &UNICODE } else { &ASCII },
            ..theme
        }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::standard()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_gives_the_theme_of_that_name() {
        for name in NAMES {
            assert_eq!(Theme::chosen(name, false, true).name, name);
        }
        assert_eq!(Theme::chosen("pink", false, true).name, "default");
    }

    #[test]
    fn no_color_leaves_no_colour_and_keeps_the_focus_visible() {
        let theme = Theme::chosen("high-contrast", true, false);
        let styles = [
            theme.text,
            theme.dim,
            theme.label,
            theme.value,
            theme.carried,
            theme.field,
            theme.marked,
            theme.hard,
            theme.soft,
            theme.good,
            theme.risk,
            theme.title,
            theme.frame,
            theme.bar,
            theme.keys,
        ];
        assert!(styles.iter().all(|s| s.fg.is_none() && s.bg.is_none()));
        assert_ne!(theme.marked, theme.text);
        assert_ne!(theme.field, theme.value);
        assert!(!theme.symbols.unicode);
    }
}
