//! The generated Create Session, decoding and checks included, beside the same endpoint written by hand on axum.

#![allow(clippy::unwrap_used, reason = "a bench that cannot run may stop")]

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use measured::handler::send_many;
use measured::{by_hand, generated};

fn handlers(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut group = criterion.benchmark_group("create session, in memory");
    group
        .throughput(Throughput::Elements(1))
        .sample_size(50)
        .measurement_time(Duration::from_secs(5));
    for (name, router) in [
        ("written by hand", by_hand::router()),
        ("generated", generated::router()),
    ] {
        group.bench_function(name, |b| {
            b.to_async(&runtime)
                .iter(async || assert_eq!(send_many(&router, 1).await.unwrap(), 1))
        });
    }
    group.finish();
}

criterion_group!(benches, handlers);
criterion_main!(benches);
