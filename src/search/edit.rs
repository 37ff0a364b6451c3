//! Slips of the finger: bounded edit distance with transposition, and a signature that rules most tokens out first.

/// A bag of letters in 64 bits: two bits a letter (present, present twice), the rest for digits and other letters. One
/// insertion or omission flips at most one bit, one substitution at most two, a transposition none.
pub(super) fn signature(word: &[u8]) -> u64 {
    let mut sig = 0u64;
    for &b in word {
        let bit = match b {
            b'a'..=b'z' => u32::from(b - b'a') * 2,
            b'0'..=b'9' => 52 + u32::from(b - b'0') % 6 * 2,
            _ => continue,
        };
        sig |= if sig & (1 << bit) == 0 {
            1 << bit
        } else {
            2 << bit
        };
    }
    sig
}

/// The number of slips (insertion, omission, substitution, swap of neighbours) that turn `a` into `b`, or `None` when
/// more than `most`. With `prefix`, what follows in `b` after the best match costs nothing.
pub(super) fn slips(a: &[u8], b: &[u8], most: usize, prefix: bool) -> Option<usize> {
    const N: usize = super::fold::LONGEST_WORD + 1;
    let b = if prefix {
        &b[..b.len().min(a.len() + most)]
    } else {
        b
    };
    if a.len() >= N
        || b.len() >= N
        || a.len() > b.len() + most
        || (!prefix && b.len() > a.len() + most)
    {
        return None;
    }
    let mut rows = [[0u8; N]; 3];
    for (j, cell) in rows[0].iter_mut().enumerate().take(b.len() + 1) {
        *cell = j as u8;
    }
    for i in 1..=a.len() {
        let (now, up, up2) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i as u8;
        let mut least = i as u8;
        for j in 1..=b.len() {
            let same = u8::from(a[i - 1] != b[j - 1]);
            let mut v = (rows[up][j - 1] + same)
                .min(rows[up][j] + 1)
                .min(rows[now][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                v = v.min(rows[up2][j - 2] + 1);
            }
            rows[now][j] = v;
            least = least.min(v);
        }
        if usize::from(least) > most {
            return None;
        }
    }
    let last = &rows[a.len() % 3][..=b.len()];
    let found = if prefix {
        last.iter().copied().min()
    } else {
        last.last().copied()
    };
    found.map(usize::from).filter(|&d| d <= most)
}

/// A word prepared for many comparisons: bit-parallel edit distance with transposition (Hyyrö 2003), one pass over the
/// other word. Gives what [`slips`] gives.
pub(super) struct Pattern {
    masks: [u64; 256],
    len: usize,
}

impl Pattern {
    /// `word` has 1 to 64 bytes.
    pub fn new(word: &[u8]) -> Self {
        let mut masks = [0; 256];
        for (i, b) in word.iter().enumerate() {
            masks[usize::from(*b)] |= 1 << (i & 63);
        }
        Self {
            masks,
            len: word.len(),
        }
    }

    /// Slips between the word and `other`; with `prefix`, the best beginning of `other`.
    pub fn slips(&self, other: &[u8], most: usize, prefix: bool) -> Option<usize> {
        if self.len == 0
            || self.len > other.len() + most
            || (!prefix && other.len() > self.len + most)
        {
            return None;
        }
        let top = 1u64 << (self.len - 1);
        let (mut up, mut down, mut same, mut before) = (!0u64, 0u64, 0u64, 0u64);
        let (mut score, mut best) = (self.len, self.len);
        for &b in other.iter().take(self.len + most) {
            let mask = self.masks[usize::from(b)];
            let turned = ((!same & mask) << 1) & before;
            same = ((mask & up).wrapping_add(up) ^ up) | mask | down | turned;
            let plus = down | !(same | up);
            let minus = same & up;
            score = score + usize::from(plus & top != 0) - usize::from(minus & top != 0);
            let plus = plus << 1 | 1;
            up = minus << 1 | !(same | plus);
            down = plus & same;
            before = mask;
            best = best.min(score);
        }
        Some(if prefix { best } else { score }).filter(|d| *d <= most)
    }
}

/// Spellings of `word` that a hand might have meant: `u`/`n`, `rn`/`m`, `cl`/`d`, `vv`/`w`, `nn`/`m`, one place changed.
pub(super) fn look_alikes(word: &str) -> Vec<String> {
    const PAIRS: [(&str, &str); 7] = [
        ("u", "n"),
        ("rn", "m"),
        ("cl", "d"),
        ("vv", "w"),
        ("nn", "m"),
        ("ri", "n"),
        ("i", "l"),
    ];
    let mut out = Vec::new();
    for (x, y) in PAIRS.iter().flat_map(|&(a, b)| [(a, b), (b, a)]) {
        for (at, _) in word.match_indices(x) {
            out.push(format!("{}{y}{}", &word[..at], &word[at + x.len()..]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_swap_of_neighbours_is_one_slip_and_a_prefix_may_go_on() {
        assert_eq!(slips(b"smiht", b"smith", 1, false), Some(1));
        assert_eq!(slips(b"smith", b"smith", 0, false), Some(0));
        assert_eq!(slips(b"mith", b"smith", 1, false), Some(1));
        assert_eq!(slips(b"smith", b"jones", 2, false), None);
        assert_eq!(slips(b"smiht", b"smithson", 1, true), Some(1));
        assert_eq!(slips(b"smi", b"smithson", 0, true), Some(0));
    }

    #[test]
    fn hands_that_look_alike_are_tried_in_each_place() {
        assert!(look_alikes("bum").contains(&"burn".to_owned()));
        assert!(look_alikes("hunt").contains(&"hnnt".to_owned()));
        assert!(look_alikes("clark").contains(&"dark".to_owned()));
    }

    proptest! {
        #[test]
        fn the_signature_never_rules_out_a_word_within_reach(a in "[a-e0-9]{1,9}", b in "[a-e0-9]{1,9}") {
            if let Some(d) = slips(a.as_bytes(), b.as_bytes(), 2, false) {
                let apart = (signature(a.as_bytes()) ^ signature(b.as_bytes())).count_ones() as usize;
                prop_assert!(apart <= 2 * d);
            }
            for (most, prefix) in [(1, false), (2, false), (1, true), (9, false)] {
                prop_assert_eq!(
                    Pattern::new(a.as_bytes()).slips(b.as_bytes(), most, prefix),
                    slips(a.as_bytes(), b.as_bytes(), most, prefix)
                );
            }
            prop_assert_eq!(
                slips(a.as_bytes(), b.as_bytes(), 9, false),
                Some(strsim::osa_distance(&a, &b))
            );
        }
    }
}
