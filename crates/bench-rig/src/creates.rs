//! The store alone: callers that each create one session after another, and no server between.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chat_server::store::{Scope, Session, Store as _};
use chat_store::SqliteStore;
use tokio::task::JoinSet;
use uuid::Uuid;

/// How long they create before that counts.
const WARM_UP: Duration = Duration::from_secs(1);

/// Creates for so long; prints how many a second there were, and how many shared a commit.
pub(crate) fn run(path: &Path, callers: usize, seconds: u64) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let store = SqliteStore::open(path)?;
        created(&store, callers, WARM_UP).await?;
        let before = commits(path)?;
        let begun = Instant::now();
        let created = created(&store, callers, Duration::from_secs(seconds)).await?;
        let rate = created as f64 / begun.elapsed().as_secs_f64();
        let commits = commits(path)?.wrapping_sub(before);
        println!("{rate} {}", created as f64 / f64::from(commits));
        Ok(())
    })
}

/// How many sessions they created.
async fn created(store: &SqliteStore, callers: usize, span: Duration) -> anyhow::Result<usize> {
    let deadline = Instant::now() + span;
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let store = store.clone();
        tasks.spawn(async move { one_after_another(&store, deadline).await });
    }
    let mut created = 0;
    while let Some(each) = tasks.join_next().await {
        created += each??;
    }
    Ok(created)
}

async fn one_after_another(store: &SqliteStore, deadline: Instant) -> anyhow::Result<usize> {
    let scope = Scope {
        account: "default".to_owned(),
        organization_id: None,
        project_id: Some(Uuid::from_u128(7)),
    };
    let mut created = 0;
    while Instant::now() < deadline {
        let session = Session {
            id: format!("ses-{}", Uuid::now_v7().simple()),
            updated_at: jiff::Timestamp::now().as_microsecond(),
            title: None,
            index_ids: Some(vec!["idx-abc123".to_owned(), "idx-def456".to_owned()]),
            last_run: None,
        };
        store.create_session(&scope, &session).await?;
        created += 1;
    }
    Ok(created)
}

/// Prints how many transactions a file's log has seen, for one that a server holds open.
pub(crate) fn committed(path: &Path) -> anyhow::Result<()> {
    println!("{}", commits(path)?);
    Ok(())
}

/// How many transactions have been committed: what SQLite counts as `iChange` in the index of its log.
fn commits(path: &Path) -> anyhow::Result<u32> {
    let mut index = path.as_os_str().to_owned();
    index.push("-shm");
    let index = fs::read(index)?;
    let field = index.get(8..12).and_then(|bytes| bytes.try_into().ok());
    Ok(u32::from_ne_bytes(field.context("the log has no index")?))
}
