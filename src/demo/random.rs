//! Chance that is the same for the same seed, on every machine and for ever.
//!
//! # Why
//! A made-up service is a test fixture: the same seed must give the same store in ten years' time, which no random
//! library promises. SplitMix64 is a dozen lines and good enough for names and dates (Steele, Lea and Flood 2014).

/// A stream of chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chance {
    state: u64,
}

impl Chance {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A stream of its own for one purpose, so that more of one thing does not change all the others.
    pub fn for_purpose(seed: u64, purpose: &str) -> Self {
        let mixed = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let mut chance = Self::new(seed ^ mixed);
        chance.bits();
        chance
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n` − 1; 0 where `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        // The high half of the product: no division, and a bias below 2⁻³² for the small numbers used here.
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low).max(0) as u64 + 1) as i64
    }

    /// True in `percent` of a hundred cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// True in `n` of a thousand cases.
    pub fn per_mille(&mut self, n: u64) -> bool {
        self.below(1000) < n
    }

    /// One of these.
    ///
    /// # Panics
    /// Where there is nothing to choose from.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// One of these, each with its weight.
    ///
    /// # Panics
    /// Where there is nothing to choose from.
    pub fn weighted<T: Copy>(&mut self, from: &[(u32, T)]) -> T {
        let total: u64 = from.iter().map(|(weight, _)| u64::from(*weight)).sum();
        let mut left = self.below(total);
        for (weight, what) in from {
            if left < u64::from(*weight) {
                return *what;
            }
            left -= u64::from(*weight);
        }
        from[from.len() - 1].1
    }

    /// Roughly bell-shaped round `mean`: the sum of four even chances, so never further than about 3.5 spreads away.
    pub fn around(&mut self, mean: f64, spread: f64) -> f64 {
        let sum: f64 = (0..4).map(|_| self.below(10_001) as f64 / 10_000.0).sum();
        mean + (sum - 2.0) * spread * 3.0_f64.sqrt()
    }

    /// In another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_that_of_the_published_generator() {
        let mut chance = Chance::new(1_234_567);
        assert_eq!(chance.bits(), 6_457_827_717_110_365_317);
        assert_eq!(chance.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn every_side_of_a_die_comes_up_about_as_often() {
        let mut chance = Chance::new(7);
        let mut seen = [0_u32; 6];
        for _ in 0..60_000 {
            seen[chance.below(6) as usize] += 1;
        }
        assert!(seen.iter().all(|n| (9_500..10_500).contains(n)), "{seen:?}");
        assert_eq!(Chance::new(1).below(0), 0);
    }

    #[test]
    fn weights_and_spread_hold() {
        let mut chance = Chance::new(3);
        let heavy = (0..10_000)
            .filter(|_| chance.weighted(&[(9, true), (1, false)]))
            .count();
        assert!((8_800..9_200).contains(&heavy));
        let mean = (0..10_000).map(|_| chance.around(35.0, 12.0)).sum::<f64>() / 10_000.0;
        assert!((mean - 35.0).abs() < 0.5);
    }
}
