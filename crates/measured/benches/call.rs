//! A call by the generated client and by chat-client, beside the same call written by hand with reqwest.

#![allow(clippy::unwrap_used, reason = "a bench that cannot run may stop")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use measured::call;
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The server, on a thread of its own.
fn serve() -> String {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let served = call::serve(move |url| tell.send(url).unwrap());
        runtime().block_on(served).unwrap();
    });
    told.recv().unwrap()
}

fn calls(criterion: &mut Criterion) {
    let base_url = serve();
    let runtime = runtime();
    let http = reqwest::Client::new();
    let client = call::client(&base_url).unwrap();
    let mut group = criterion.benchmark_group("a call over a socket");
    group
        .sample_size(50)
        .measurement_time(Duration::from_secs(5));
    group.bench_function("reqwest by hand", |b| {
        b.to_async(&runtime)
            .iter(async || black_box(call::by_hand(&http, &base_url).await.unwrap()))
    });
    let generated = call::generated(&base_url);
    group.bench_function("generated client", |b| {
        b.to_async(&runtime)
            .iter(async || black_box(call::by_generated(&generated).await.unwrap()))
    });
    group.bench_function("chat-client", |b| {
        b.to_async(&runtime)
            .iter(async || black_box(call::by_client(&client).await.unwrap()))
    });
    group.finish();
}

criterion_group!(benches, calls);
criterion_main!(benches);
