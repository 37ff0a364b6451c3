//! The signs of the desk, in two sets: one for terminals that can draw them, one in plain ASCII.

/// One set of signs. Each takes one column, except where it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Symbols {
    /// Stands before the marked line.
    pub pointer: &'static str,
    /// Stands before words about risk.
    pub risk: &'static str,
    /// It blocks.
    pub hard: &'static str,
    /// It asks.
    pub soft: &'static str,
    /// It worked, or it is ticked.
    pub good: &'static str,
    /// Between before and after.
    pub arrow: &'static str,
    /// Stands where there is nothing.
    pub none: &'static str,
    /// Text goes on beyond this edge.
    pub more: &'static str,
    /// Stands for one hidden character.
    pub hidden: &'static str,
    /// Stands for the end of a line in text that is shown as one line.
    pub line_break: &'static str,
    /// Between two that are the same.
    pub same: &'static str,
    /// Between two that differ.
    pub differs: &'static str,
    /// Between things in one line.
    pub dot: &'static str,
    /// Lines of frames: across, down, and the four corners from the top left, row by row.
    pub lines: Lines,
    /// Whether characters beyond ASCII may be drawn at all by the desk itself.
    pub unicode: bool,
}

/// Lines of frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// Across.
    pub across: &'static str,
    /// Down.
    pub down: &'static str,
    /// Top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
}

/// For terminals that draw lines and signs.
pub const UNICODE: Symbols = Symbols {
    pointer: "▸",
    risk: "▲",
    hard: "!",
    soft: "?",
    good: "✓",
    arrow: "→",
    none: "–",
    more: "…",
    hidden: "•",
    line_break: "↵",
    same: "=",
    differs: "≠",
    dot: "·",
    lines: Lines {
        across: "─",
        down: "│",
        corners: ["┌", "┐", "└", "┘"],
    },
    unicode: true,
};

/// For everything else.
pub const ASCII: Symbols = Symbols {
    pointer: ">",
    risk: "#",
    hard: "!",
    soft: "?",
    good: "+",
    arrow: ">",
    none: "-",
    more: "~",
    hidden: "*",
    line_break: "|",
    same: "=",
    differs: "#",
    dot: ".",
    lines: Lines {
        across: "-",
        down: "|",
        corners: ["+", "+", "+", "+"],
    },
    unicode: false,
};

/// The nearest plain character to a sign that the desk's own sentences use; names of people are left as they are.
pub fn plain(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "…" => "~",
        "–" | "—" | "─" => "-",
        "→" | "▸" => ">",
        "·" => ".",
        "•" => "*",
        "✓" => "+",
        "×" => "x",
        "▲" => "#",
        "│" | "↵" => "|",
        "“" | "”" => "\"",
        "‘" | "’" => "'",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text;

    fn signs(set: &Symbols) -> Vec<&'static str> {
        let mut all = vec![
            set.pointer,
            set.risk,
            set.hard,
            set.soft,
            set.good,
            set.arrow,
        ];
        all.extend([
            set.none,
            set.more,
            set.hidden,
            set.line_break,
            set.dot,
            set.lines.across,
            set.lines.down,
        ]);
        all.extend(set.lines.corners);
        all
    }

    #[test]
    fn every_sign_takes_one_column() {
        for sign in signs(&UNICODE).into_iter().chain(signs(&ASCII)) {
            assert_eq!(text::width(sign), 1, "{sign}");
        }
    }

    #[test]
    fn the_plain_set_is_ascii() {
        assert!(signs(&ASCII).iter().all(|sign| sign.is_ascii()));
    }

    #[test]
    fn no_two_warning_signs_look_alike() {
        for set in [&UNICODE, &ASCII] {
            let warning = [
                set.risk,
                set.hard,
                set.soft,
                set.good,
                set.none,
                set.pointer,
            ];
            for (at, sign) in warning.iter().enumerate() {
                assert!(!warning[..at].contains(sign), "{sign}");
            }
        }
    }
}
