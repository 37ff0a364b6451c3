//! How things look, by what they mean. No screen names a colour.
//!
//! # Why
//! Colour never carries meaning alone: what is hard, soft, good or risky has a sign or a word beside it, so the monochrome theme
//! loses nothing. `NO_COLOR` is read by the caller and handed in, because the terminal library wipes bold and reverse with the
//! colours when it reads that variable itself, and the focus would go with them.

use super::symbols::{ASCII, Symbols, UNICODE};
use crate::model::Look;
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
    /// What is asked and what is typed stand in large letters too.
    pub large: bool,
}

/// Of the 256 colours that terminals agree on: dark enough for white letters on it.
const DEEP_RED: Color = Color::Indexed(88);
/// The same for what may hurt somebody.
const DEEP_PURPLE: Color = Color::Indexed(53);

const PLAIN: Style = Style::new();
const BOLD: Style = PLAIN.add_modifier(Modifier::BOLD);
const REVERSED: Style = PLAIN.add_modifier(Modifier::REVERSED);
const UNDERLINED: Style = PLAIN.add_modifier(Modifier::UNDERLINED);

impl Theme {
    /// The sixteen colours of any terminal, as its owner has set them.
    pub fn standard() -> Self {
        Self {
            name: Look::Standard.name(),
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
            large: false,
        }
    }

    /// Bold, reverse and underline only.
    pub fn mono() -> Self {
        Self {
            name: Look::Mono.name(),
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
            large: false,
        }
    }

    /// White on black with bright signs, for tired eyes and bad screens.
    pub fn high_contrast() -> Self {
        let base = PLAIN.fg(Color::White).bg(Color::Black);
        let bold = base.add_modifier(Modifier::BOLD);
        Self {
            name: Look::HighContrast.name(),
            symbols: &UNICODE,
            text: base,
            dim: base,
            label: base,
            value: bold,
            carried: base.add_modifier(Modifier::ITALIC),
            field: bold.fg(Color::Black).bg(Color::LightYellow),
            marked: bold.fg(Color::Black).bg(Color::White),
            hard: bold.fg(Color::White).bg(DEEP_RED),
            soft: bold.fg(Color::LightYellow),
            good: bold.fg(Color::LightGreen),
            risk: bold.fg(Color::White).bg(DEEP_PURPLE),
            title: bold.fg(Color::LightCyan),
            frame: base,
            bar: bold.fg(Color::Black).bg(Color::White),
            keys: bold.fg(Color::LightCyan),
            large: false,
        }
    }

    /// What is asked and typed in large letters, with strong colours.
    pub fn large() -> Self {
        Self {
            name: Look::Large.name(),
            large: true,
            ..Self::high_contrast()
        }
    }

    /// The theme of a look; without colours where `no_color` is set. `unicode` says whether the terminal draws characters beyond ASCII.
    pub fn of(look: Look, no_color: bool, unicode: bool) -> Self {
        let theme = match look {
            Look::Large if no_color => Self {
                name: Look::Large.name(),
                large: true,
                ..Self::mono()
            },
            _ if no_color => Self::mono(),
            Look::Standard => Self::standard(),
            Look::Mono => Self::mono(),
            Look::HighContrast => Self::high_contrast(),
            Look::Large => Self::large(),
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

    fn styles(theme: &Theme) -> [Style; 15] {
        [
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
        ]
    }

    #[test]
    fn every_look_gives_the_theme_of_its_name() {
        for look in Look::ALL {
            assert_eq!(Theme::of(look, false, true).name, look.name());
        }
    }

    #[test]
    fn no_color_leaves_no_colour_and_keeps_the_focus_visible() {
        for look in Look::ALL {
            let theme = Theme::of(look, true, false);
            let colourless = |s: &Style| s.fg.is_none() && s.bg.is_none();
            assert!(styles(&theme).iter().all(colourless));
            assert_ne!(theme.marked, theme.text);
            assert_ne!(theme.field, theme.value);
            assert!(!theme.symbols.unicode);
            assert_eq!(theme.large, look == Look::Large);
        }
    }

    /// Red, green and blue of a colour as xterm shows it.
    fn shown(colour: Color) -> [u8; 3] {
        match colour {
            Color::Black => [0, 0, 0],
            Color::White => [255, 255, 255],
            Color::LightYellow => [255, 255, 0],
            Color::LightGreen => [0, 255, 0],
            Color::LightCyan => [0, 255, 255],
            Color::Indexed(88) => [135, 0, 0],
            Color::Indexed(53) => [95, 0, 95],
            other => panic!("no contrast is known for {other:?}"),
        }
    }

    /// Relative luminance as the Web Content Accessibility Guidelines 2.1 define it.
    fn luminance(colour: [u8; 3]) -> f64 {
        let linear = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.03928 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(style: Style) -> f64 {
        let of = |colour: Option<Color>| luminance(shown(colour.expect("a colour")));
        let (a, b) = (of(style.fg), of(style.bg));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn high_contrast_keeps_seven_to_one_in_every_meaning() {
        for theme in [Theme::high_contrast(), Theme::large()] {
            for style in styles(&theme) {
                assert!(contrast(style) >= 7.0, "{style:?}: {:.2}", contrast(style));
            }
        }
    }
}
