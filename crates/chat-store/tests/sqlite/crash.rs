//! What was acknowledged outlives the process.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};

use chat_server::store::Store;
use chat_store::SqliteStore;

use crate::common::{home, scope, session};

/// Names the file to the child.
const FILE: &str = "CHAT_STORE_CRASH_TEST_FILE";

/// The child: writes until it is killed, and prints each id once it was acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the child of the test below"]
async fn writes_until_it_is_killed() {
    let Some(path) = env::var_os(FILE) else {
        return;
    };
    let store = SqliteStore::open(Path::new(&path)).unwrap();
    let writers = (0..8).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            for n in 0.. {
                let id = format!("ses-{writer}-{n}");
                let kept = store.create_session(&scope(), &session(&id)).await;
                kept.unwrap();
                let mut out = std::io::stdout().lock();
                writeln!(out, "kept {id}").unwrap();
                out.flush().unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
}

#[tokio::test]
async fn a_killed_process_loses_nothing_that_it_acknowledged() {
    let home = home();
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "sqlite::crash::writes_until_it_is_killed"])
        .args(["--ignored", "--nocapture"])
        .env(FILE, &home.path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut kept = Vec::new();
    let mut line = String::new();
    // To the end, as the child may have acknowledged more before it died.
    while out.read_line(&mut line).unwrap() > 0 {
        // The first one stands behind what the test harness printed.
        let id = line.split_once("kept ").map(|(_, id)| id);
        kept.extend(id.and_then(|id| id.strip_suffix('\n')).map(str::to_owned));
        line.clear();
        if kept.len() == 300 {
            child.kill().unwrap();
        }
    }
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(9), "{status}");
    assert!(kept.len() >= 300);

    let store = SqliteStore::open(&home.path).unwrap();
    for id in kept {
        let found = store.session(&scope(), &id).await.unwrap();
        assert!(found.is_some(), "{id} is lost");
    }
}
