//! What a search costs in an index of 100,000 passages, and what a whole turn costs.
#![allow(
    clippy::unwrap_used,
    reason = "a measurement ends where something fails"
)]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use chat_agent::{Agent, Indexes, RetrievalAgent, Search, Turn};
use criterion::{Criterion, criterion_group, criterion_main};
use futures_util::StreamExt;
use tokio::runtime::Runtime;

const FILES: usize = 1_000;
const PASSAGES: usize = 100;

/// How many words the generated text is made of, the first of them far more often than the last.
const VOCABULARY: u64 = 20_000;

/// A generator of numbers, the same on every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A word, as rare as words are: the n-th about 1/n as often as the first.
    fn word(&mut self) -> u64 {
        let part = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (VOCABULARY as f64).powf(part) as u64
    }
}

fn write_files(folder: &Path) {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for file in 0..FILES {
        let mut text = String::new();
        for passage in 0..PASSAGES {
            write!(text, "## Section {passage}\n\n").unwrap();
            for n in 0..100 {
                write!(
                    text,
                    "word{}{}",
                    numbers.word(),
                    if n % 12 == 11 { ". " } else { " " }
                )
                .unwrap();
            }
            text.push_str("\n\n");
        }
        fs::write(folder.join(format!("{file:04}.md")), text).unwrap();
    }
}

fn search(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    fs::create_dir(&docs).unwrap();
    write_files(&docs);
    let indexes = Indexes::open(folder.path().join("indexes"));
    let started = Instant::now();
    let report = indexes.add("big", &docs, &mut ()).unwrap();
    assert_eq!(report.passages, (FILES * PASSAGES) as u64);
    println!(
        "{} passages indexed in {:?}",
        report.passages,
        started.elapsed()
    );
    let started = Instant::now();
    indexes.add("big", &docs, &mut ()).unwrap();
    println!("found to be up to date in {:?}", started.elapsed());

    let runtime = Runtime::new().unwrap();
    let names = ["big".to_owned()];
    let mut group = c.benchmark_group("search in 100,000 passages");
    let many: Vec<String> = (1..=64).map(|n| format!("word{n}")).collect();
    for (name, query) in [
        ("a rare word", "word15000"),
        (
            "a question",
            "What does word700 say about word35 and word9000, with word4?",
        ),
        (
            "the ten commonest words",
            "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10",
        ),
        ("the 64 commonest words", &many.join(" ")),
    ] {
        group.bench_function(name, |b| {
            b.to_async(&runtime)
                .iter(async || black_box(indexes.search(query, &names, 8).await.unwrap()));
        });
    }
    let agent = RetrievalAgent::new(Arc::new(indexes.clone()));
    group.bench_function("a question, answered", |b| {
        b.to_async(&runtime).iter(async || {
            let turn = Turn {
                prompt: "What does word700 say about word35 and word9000?".to_owned(),
                history: Vec::new(),
                indexes: names.to_vec(),
            };
            black_box(agent.run(turn).count().await)
        });
    });
    group.finish();
}

criterion_group!(benches, search);
criterion_main!(benches);
