//! SQLite FTS5 with the trigram tokenizer: first everybody who has all trigrams of the query; where there are fewer than three, those
//! who have any of them; the best by BM25.

use crate::{Peer, fold};
use rusqlite::Connection;

pub struct Fts5(Connection);

impl Fts5 {
    pub fn new(lines: &[String]) -> Self {
        let mut base = Connection::open_in_memory().expect("a database in memory");
        base.execute_batch(
            "create virtual table people using fts5(line, content='', detail=none, tokenize='trigram')",
        )
        .expect("FTS5");
        let all = base.transaction().expect("a transaction");
        {
            let mut insert = all
                .prepare("insert into people(rowid, line) values (?1, ?2)")
                .expect("a statement");
            for (number, line) in (1i64..).zip(lines) {
                insert.execute((number, line)).expect("a line taken");
            }
        }
        all.commit().expect("committed");
        base.execute_batch("insert into people(people) values ('optimize')")
            .expect("optimised");
        Self(base)
    }

    fn ask(&self, trigrams: &[String], between: &str) -> Vec<u32> {
        let mut select = self
            .0
            .prepare_cached("select rowid from people where people match ?1 order by rank limit 3")
            .expect("a statement");
        let found = select.query_map([trigrams.join(between)], |row| row.get::<_, i64>(0));
        found
            .expect("an answer")
            .map(|row| (row.expect("a row") - 1) as u32)
            .collect()
    }
}

impl Peer for Fts5 {
    fn name(&self) -> &'static str {
        "FTS5, trigrams"
    }

    fn find(&mut self, query: &str) -> Vec<u32> {
        let folded = fold::fold(query);
        let mut trigrams: Vec<String> = folded
            .split(' ')
            .flat_map(|word| {
                let letters: Vec<char> = word.chars().collect();
                letters
                    .windows(3)
                    .map(|w| format!("\"{}\"", w.iter().collect::<String>()))
                    .collect::<Vec<_>>()
            })
            .collect();
        trigrams.sort();
        trigrams.dedup();
        if trigrams.is_empty() {
            return Vec::new();
        }
        let all = self.ask(&trigrams, " AND ");
        if all.len() >= 3 {
            return all;
        }
        let mut best = all;
        for key in self.ask(&trigrams, " OR ") {
            if !best.contains(&key) {
                best.push(key);
            }
        }
        best.truncate(3);
        best
    }
}
