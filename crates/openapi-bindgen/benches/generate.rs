//! The bindings of the chat API made from its document, and the stages on the way.

#![allow(clippy::unwrap_used, reason = "a bench without its document is none")]

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use openapi_bindgen::source::Source;
use openapi_bindgen::{Options, generate, lower};

fn stages(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let options = Options {
        trait_name: "ChatApi".to_owned(),
        command: "bench".to_owned(),
        ..Options::default()
    };
    let read = || Source::parse("openapi.yaml", text.clone()).unwrap();
    let source = read();
    let mut group = criterion.benchmark_group("openapi.yaml");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(3));
    group.bench_function("read", |b| b.iter(|| black_box(read())));
    group.bench_function("lowered", |b| b.iter(|| black_box(lower(&source).unwrap())));
    group.bench_function("generated, from text to files", |b| {
        b.iter(|| black_box(generate(&read(), &options).unwrap()))
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
