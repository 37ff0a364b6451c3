//! fuzzy-matcher's Skim over all lines: every word of the query has to match, the scores are added up.

use crate::{Peer, fold};
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

pub struct Skim {
    lines: Vec<String>,
    matcher: SkimMatcherV2,
}

impl Skim {
    pub fn new(lines: Vec<String>) -> Self {
        Self {
            lines,
            matcher: SkimMatcherV2::default(),
        }
    }
}

impl Peer for Skim {
    fn name(&self) -> &'static str {
        "Skim over all lines"
    }

    fn find(&mut self, query: &str) -> Vec<u32> {
        let folded = fold::fold(query);
        let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
        let score = |line: &String| {
            words
                .iter()
                .map(|word| self.matcher.fuzzy_match(line, word))
                .sum::<Option<i64>>()
        };
        let mut best: Vec<(i64, u32)> = Vec::new();
        for (number, line) in (0u32..).zip(&self.lines) {
            if let Some(score) = score(line)
                && (best.len() < 3 || score > best[2].0)
            {
                best.push((score, number));
                best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
                best.truncate(3);
            }
        }
        best.into_iter().map(|(_, number)| number).collect()
    }
}
