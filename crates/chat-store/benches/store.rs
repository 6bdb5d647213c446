//! What a session costs to store, beside a plain loop over the engine with the same settings.
#![allow(
    clippy::unwrap_used,
    reason = "a measurement ends where something fails"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use chat_server::store::{Scope, Session, Store};
use chat_store::SqliteStore;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rusqlite::Connection;
use tokio::runtime::Runtime;

/// How many write at once.
const WRITERS: usize = 64;

/// How many sessions each of them stores, one after another.
const ROUNDS: usize = 16;

fn scope() -> Scope {
    Scope {
        account: "acme".to_owned(),
        organization_id: None,
        project_id: None,
    }
}

fn session(n: usize) -> Session {
    Session {
        id: format!("ses-{n:026}"),
        updated_at: 1_764_000_000_123_456,
        title: Some("What does the warranty of the pump cover?".to_owned()),
        index_ids: Some(vec!["idx-manuals".to_owned(), "idx-contracts".to_owned()]),
        last_run: None,
    }
}

fn plain(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = wal;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;",
        )
        .unwrap();
    connection
        .execute_batch(include_str!("../migrations/sqlite/0001_sessions.sql"))
        .unwrap();
    connection
}

/// One transaction for these rows, in the fewest steps that the engine allows.
fn plain_write(connection: &Connection, rows: impl Iterator<Item = usize>) {
    let mut insert = connection
        .prepare("INSERT INTO sessions VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8)")
        .unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    for n in rows {
        let session = session(n);
        let indexes = serde_json::to_string(&session.index_ids).unwrap();
        let none = None::<&str>;
        insert
            .execute((
                &session.id,
                "acme",
                "default",
                none,
                session.updated_at,
                &session.title,
                indexes,
                none,
            ))
            .unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
}

fn benches(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("store.db")).unwrap();
    let baseline = plain(&folder.path().join("plain.db"));
    let mut ids = 0..;
    let mut next = || ids.next().unwrap();
    let (scope, known) = (scope(), session(next()));
    runtime
        .block_on(store.create_session(&scope, &known))
        .unwrap();

    let mut group = criterion.benchmark_group("a session stored, alone");
    group.throughput(Throughput::Elements(1));
    group.bench_function("store", |b| {
        b.iter(|| {
            let session = session(next());
            runtime
                .block_on(store.create_session(&scope, &session))
                .unwrap();
        });
    });
    group.bench_function("plain loop", |b| {
        b.iter(|| plain_write(&baseline, std::iter::once(next())));
    });
    group.finish();

    let mut group = criterion.benchmark_group("a session stored, 64 writers at once");
    group.throughput(Throughput::Elements((WRITERS * ROUNDS) as u64));
    group.bench_function("store", |b| {
        b.iter(|| {
            let writers = (0..WRITERS)
                .map(|_| {
                    let (store, scope) = (store.clone(), scope.clone());
                    let sessions = [(); ROUNDS].map(|()| session(next()));
                    runtime.spawn(async move {
                        for session in &sessions {
                            store.create_session(&scope, session).await.unwrap();
                        }
                    })
                })
                .collect::<Vec<_>>();
            runtime.block_on(async {
                for writer in writers {
                    writer.await.unwrap();
                }
            });
        });
    });
    group.bench_function("plain loop", |b| {
        b.iter(|| {
            for _ in 0..ROUNDS {
                plain_write(&baseline, (0..WRITERS).map(|_| next()));
            }
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("a session found");
    group.bench_function("store", |b| {
        b.iter(|| {
            let found = runtime.block_on(store.session(&scope, black_box(&known.id)));
            assert!(found.unwrap().is_some());
        });
    });
    group.finish();
}

criterion_group! {
    name = all;
    config = Criterion::default()
        .sample_size(15)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    targets = benches
}
criterion_main!(all);
