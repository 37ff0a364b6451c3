//! The table: each figure beside its target, and whether it is met.

use std::time::Duration;

/// Times of one thing, measured many times.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// One more.
    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that so many of a thousand do not exceed.
    pub fn at(&self, per_mille: usize) -> Duration {
        let mut times = self.0.clone();
        times.sort_unstable();
        times
            .get((times.len().max(1) - 1) * per_mille / 1000)
            .copied()
            .unwrap_or_default()
    }

    /// Half of them are not slower.
    pub fn median(&self) -> Duration {
        self.at(500)
    }
}

impl Extend<Duration> for Times {
    fn extend<T: IntoIterator<Item = Duration>>(&mut self, times: T) {
        self.0.extend(times);
    }
}

impl IntoIterator for Times {
    type Item = Duration;
    type IntoIter = std::vec::IntoIter<Duration>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [median, slow, most] = [500, 990, 1000].map(|p| ms(self.at(p)));
        write!(
            f,
            "p50 {median}  p99 {slow}  max {most}  ({} times)",
            self.count()
        )
    }
}

/// Milliseconds, to the hundredth.
pub fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// One line of the table.
pub struct Figure {
    name: String,
    measured: String,
    target: &'static str,
    met: Option<bool>,
}

/// All lines.
#[derive(Default)]
pub struct Table(Vec<Figure>);

impl Table {
    /// A figure that has a target.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        measured: impl Into<String>,
        target: &'static str,
        met: bool,
    ) {
        self.0.push(Figure {
            name: name.into(),
            measured: measured.into(),
            target,
            met: Some(met),
        });
    }

    /// Something to compare with.
    pub fn note(&mut self, name: impl Into<String>, measured: impl Into<String>) {
        self.0.push(Figure {
            name: name.into(),
            measured: measured.into(),
            target: "",
            met: None,
        });
    }

    /// Prints it; gives how many targets were missed.
    pub fn print(&self) -> usize {
        let wide = |of: fn(&Figure) -> usize| self.0.iter().map(of).max().unwrap_or(0);
        let name = wide(|f| f.name.chars().count());
        let measured = wide(|f| f.measured.chars().count());
        let target = wide(|f| f.target.chars().count());
        for figure in &self.0 {
            let verdict = match figure.met {
                Some(true) => "met",
                Some(false) => "NOT MET",
                None => "",
            };
            let line = format!(
                "{:name$} | {:measured$} | {:target$} | {verdict}",
                figure.name, figure.measured, figure.target
            );
            println!("{}", line.trim_end());
        }
        self.0
            .iter()
            .filter(|figure| figure.met == Some(false))
            .count()
    }
}
