//! `fzf --filter`, where the program is installed (`fzf` on the path, or named by `FZF`; `benches/peers.sh` fetches it): all words of
//! the query, each as a fuzzy match. It reads the lines at each call, which is part of the time: there is no other way to ask it from
//! outside.

use crate::{Peer, fold};
use std::fs::File;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// What it is and how it is used.
pub const NAME: &str = "fzf --filter";

pub struct Fzf {
    program: String,
    lines: tempfile::NamedTempFile,
}

impl Fzf {
    /// Nothing where there is no such program, which is said with the way to get one.
    pub fn new(lines: &[String]) -> Option<Self> {
        let program = std::env::var("FZF").unwrap_or_else(|_| "fzf".to_owned());
        if Command::new(&program).arg("--version").output().is_err() {
            println!(
                "{NAME} is not measured: no program `{program}` here. Run benches/peers.sh, or `pip download iterfzf` (a wheel that \
                 carries fzf), unzip it, and name its iterfzf/fzf with FZF=."
            );
            return None;
        }
        let file = tempfile::NamedTempFile::new().expect("a file for the lines");
        let mut out = std::io::BufWriter::new(&file);
        for (number, line) in lines.iter().enumerate() {
            writeln!(out, "{line}\t{number}").expect("a line written");
        }
        out.flush().expect("all lines written");
        drop(out);
        Some(Self {
            program,
            lines: file,
        })
    }
}

impl Peer for Fzf {
    fn name(&self) -> &'static str {
        NAME
    }

    fn find(&mut self, query: &str) -> Vec<u32> {
        let lines = File::open(self.lines.path()).expect("the lines");
        let found = Command::new(&self.program)
            .args([
                "--delimiter",
                "\t",
                "--nth",
                "1",
                "--filter",
                &fold::fold(query),
            ])
            .env_remove("FZF_DEFAULT_OPTS")
            .stdin(lines)
            .stderr(Stdio::inherit())
            .output()
            .expect("fzf runs");
        String::from_utf8_lossy(&found.stdout)
            .lines()
            .take(3)
            .filter_map(|line| line.rsplit('\t').next()?.parse().ok())
            .collect()
    }
}
