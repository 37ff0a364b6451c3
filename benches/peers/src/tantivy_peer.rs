//! tantivy: each word of the query exactly (worth three times as much), or within one slip (two in long words) with swapped
//! neighbours forgiven, the last one also as a beginning; the best by BM25.

use crate::{Peer, fold};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, Searcher, Term, doc};

const WRITER_BYTES: usize = 200 << 20;
const EXACT: f32 = 3.0;

pub struct Tantivy {
    searcher: Searcher,
    text: Field,
}

impl Tantivy {
    pub fn new(lines: &[String]) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("default")
            .set_index_option(IndexRecordOption::WithFreqs);
        let text = schema.add_text_field(
            "text",
            TextOptions::default().set_indexing_options(indexing),
        );
        let key = schema.add_u64_field("key", FAST);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer(WRITER_BYTES).expect("a writer");
        for (number, line) in (0u64..).zip(lines) {
            writer
                .add_document(doc!(text => line.as_str(), key => number))
                .expect("a line taken");
        }
        writer.commit().expect("committed");
        // One segment is the quickest to ask.
        let segments = index.searchable_segment_ids().expect("segments");
        writer.merge(&segments).wait().expect("merged");
        writer.wait_merging_threads().expect("merged");
        let reader = index.reader().expect("a reader");
        Self {
            searcher: reader.searcher(),
            text,
        }
    }

    fn word(&self, word: &str, last: bool) -> Box<dyn Query> {
        let term = Term::from_field_text(self.text, word);
        let exact = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
        let mut ways: Vec<(Occur, Box<dyn Query>)> = vec![(
            Occur::Should,
            Box::new(BoostQuery::new(Box::new(exact), EXACT)),
        )];
        let slips = match word.len() {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        if slips > 0 {
            let near = FuzzyTermQuery::new(term.clone(), slips, true);
            ways.push((Occur::Should, Box::new(near)));
        }
        if last {
            let begins = FuzzyTermQuery::new_prefix(term, slips.min(1), true);
            ways.push((Occur::Should, Box::new(begins)));
        }
        Box::new(BooleanQuery::new(ways))
    }
}

impl Peer for Tantivy {
    fn name(&self) -> &'static str {
        "tantivy, fuzzy terms"
    }

    fn find(&mut self, query: &str) -> Vec<u32> {
        let folded = fold::fold(query);
        let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
        let each = words
            .iter()
            .enumerate()
            .map(|(i, word)| (Occur::Should, self.word(word, i + 1 == words.len())))
            .collect();
        let best = self
            .searcher
            .search(&BooleanQuery::new(each), &TopDocs::with_limit(3))
            .expect("an answer");
        best.iter()
            .filter_map(|(_, at)| {
                let segment = self.searcher.segment_reader(at.segment_ord);
                let keys = segment.fast_fields().u64("key").ok()?;
                keys.first(at.doc_id).map(|key| key as u32)
            })
            .collect()
    }
}
