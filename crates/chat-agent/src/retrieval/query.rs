//! Finds the best passages of several indexes.

use tantivy::collector::TopDocs;
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::engine::FIELDS;
use super::words;
use crate::search::Passage;

/// The most words of a question that are searched. What is common costs most, and tells least.
const WORDS: usize = 16;

/// The most passages that one search gives.
const MOST: usize = 100;

/// Searches all of `indexes`, each known by a name; the best passages come first.
pub(crate) fn search(
    question: &str,
    indexes: &[(String, Searcher)],
    limit: usize,
) -> tantivy::Result<Vec<Passage>> {
    let limit = limit.clamp(1, MOST);
    let together = Together(indexes);
    let words = words(question, &together)?;
    let mut hits: Vec<(f32, usize, DocAddress)> = Vec::new();
    for (at, (_, searcher)) in indexes.iter().enumerate() {
        let query = query(&words, searcher)?;
        let best = TopDocs::with_limit(limit).order_by_score();
        let best = searcher.search_with_statistics_provider(&query, &best, &together)?;
        hits.extend(
            best.into_iter()
                .map(|(score, address)| (score, at, address)),
        );
    }
    // Stable: of equal ones, the index that was named first comes first.
    hits.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    hits.truncate(limit);
    hits.into_iter()
        .map(|(score, at, address)| {
            let (index, searcher) = &indexes[at];
            let document: TantivyDocument = searcher.doc(address)?;
            Ok(Passage {
                index: index.clone(),
                file: stored(&document, FIELDS.file),
                place: stored(&document, FIELDS.place),
                score,
                text: stored(&document, FIELDS.text),
            })
        })
        .collect()
}

/// The words of a question that are searched: those that occur at all, and of many the rarest.
fn words(question: &str, indexes: &Together<'_>) -> tantivy::Result<Vec<String>> {
    let mut counted = Vec::new();
    for word in words::of_question(question) {
        let [text, heading] = terms(&word);
        let count = indexes.doc_freq(&text)? + indexes.doc_freq(&heading)?;
        if count > 0 {
            counted.push((count, word));
        }
    }
    counted.sort();
    counted.truncate(WORDS);
    Ok(counted.into_iter().map(|(_, word)| word).collect())
}

/// Any of the words, in the text or in the headings above it. It is built and not parsed, so nothing that a user writes
/// is an operator or a mistake.
fn query(words: &[String], searcher: &Searcher) -> tantivy::Result<BooleanQuery> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for term in words.iter().flat_map(|word| terms(word)) {
        // The engine skips what cannot be among the best, but not beside words that do not occur.
        if searcher.doc_freq(&term)? > 0 {
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            clauses.push((Occur::Should, Box::new(query)));
        }
    }
    Ok(BooleanQuery::new(clauses))
}

/// A word in the text, and in the headings above it.
fn terms(word: &str) -> [Term; 2] {
    [FIELDS.text, FIELDS.heading].map(|field| Term::from_field_text(field, word))
}

fn stored(document: &TantivyDocument, field: Field) -> String {
    document
        .get_first(field)
        .and_then(|value| value.as_str())
        .unwrap_or_default()
        .to_owned()
}

/// Several indexes counted as one, so that a word is as rare in each as it is in all, and scores compare.
struct Together<'a>(&'a [(String, Searcher)]);

impl Together<'_> {
    fn sum(
        &self,
        count: impl Fn(&dyn Bm25StatisticsProvider) -> tantivy::Result<u64>,
    ) -> tantivy::Result<u64> {
        self.0.iter().map(|(_, searcher)| count(searcher)).sum()
    }
}

impl Bm25StatisticsProvider for Together<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.sum(|one| one.total_num_tokens(field))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.sum(|one| one.total_num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.sum(|one| one.doc_freq(term))
    }
}
