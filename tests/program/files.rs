//! Files that a server cannot work with: what is said, and what becomes of them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use tempfile::TempDir;

use super::desk::{Serving, chat, text};

/// A data folder in which a server has made a session.
fn used() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(folder.path(), &["--api-key", "k"]);
    assert!(serving.create("k", &[]).status.success());
    serving.signal("TERM");
    assert!(serving.child.wait().unwrap().success());
    let path = folder.path().join("chat.db");
    (folder, path)
}

/// What a server says that does not start over a folder, whose file it leaves as it is.
fn refused(mut command: Command, path: &Path) -> String {
    let before = fs::read(path).unwrap();
    let output = command
        .args(["serve", "--listen", "127.0.0.1:0", "--api-key", "k"])
        .env("CHAT_DATA_DIR", path.parent().unwrap())
        .env("CHAT_LOG", "warn")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    assert!(fs::read(path).unwrap() == before, "it was changed");
    text(&output.stderr)
}

/// The program, run by another that is given its path.
fn run_by(program: &str, arguments: &[&str]) -> Command {
    let plain = chat();
    let mut command = Command::new(program);
    command.args(arguments).arg(plain.get_program());
    for (name, _) in plain.get_envs() {
        command.env_remove(name);
    }
    command
}

/// The program without root's right to write what may only be read.
fn chat_as_anyone(folder: &Path) -> Command {
    if fs::metadata(folder).unwrap().uid() != 0 {
        return chat();
    }
    let bounds = "-dac_override,-dac_read_search";
    run_by("setpriv", &["--bounding-set", bounds, "--"])
}

#[test]
fn a_file_that_may_only_be_read_is_told() {
    let (folder, path) = used();
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let expected = format!(
        "error: {} may only be read: let this program write it and its folder, or name another file\n",
        path.display()
    );
    mode(&path, 0o400);
    assert_eq!(refused(chat_as_anyone(folder.path()), &path), expected);
    mode(folder.path(), 0o500);
    let said = refused(chat_as_anyone(folder.path()), &path);
    let expected = format!(
        "error: the data folder {} cannot be used",
        folder.path().display()
    );
    assert!(said.starts_with(&expected), "{said}");
    assert!(said.contains("choose another with --data-dir"), "{said}");
    mode(folder.path(), 0o700);
    mode(&path, 0o600);
    let serving = Serving::start(folder.path(), &["--api-key", "k"]);
    assert!(serving.create("k", &[]).status.success());
}

#[test]
fn a_damaged_file_is_told() {
    let (_folder, path) = used();
    let whole = fs::read(&path).unwrap();
    let place = path.display();
    for damaged in [whole[..whole.len() / 2].to_vec(), b"no database\n".to_vec()] {
        fs::write(&path, damaged).unwrap();
        let said = refused(chat(), &path);
        let expected = format!(
            "error: {place} is not an SQLite file or is damaged; it was left untouched: name another file or restore a backup: "
        );
        assert!(said.starts_with(&expected), "{said}");
    }
}

#[test]
fn a_file_of_a_newer_version_is_told_and_one_of_an_older_is_served() {
    let (folder, path) = used();
    let set_version = |version: u32| {
        let file = rusqlite::Connection::open(&path).unwrap();
        file.pragma_update(None, "user_version", version).unwrap();
        file.close().unwrap();
    };
    set_version(3);
    assert_eq!(
        refused(chat(), &path),
        format!(
            "error: {} has schema version 3, but this program knows none after 2; it was left untouched: run the newer \
             program, or restore a backup from before it\n",
            path.display()
        )
    );

    // As the first version left it, with a session in it.
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch("DROP TABLE events; DROP TABLE turns; DROP TABLE secret;")
        .unwrap();
    file.close().unwrap();
    set_version(1);
    let serving = Serving::start(folder.path(), &["--api-key", "k"]);
    let listed = chat()
        .args(["list", "--json"])
        .env("LLAMA_CLOUD_API_KEY", "k")
        .env("LLAMA_CLOUD_BASE_URL", serving.base_url())
        .output()
        .unwrap();
    assert!(listed.status.success(), "{}", text(&listed.stderr));
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 1);
}

/// A limit to the size of files: as when the disk is full, or a quota used up.
#[tokio::test]
async fn a_full_disk_is_a_503_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let limited = "trap '' XFSZ; ulimit -f 512; exec \"$0\" serve --listen 127.0.0.1:0 --api-key k --data-dir \"$1\"";
    let mut child = run_by("sh", &["-c", limited])
        .arg(folder.path())
        .env("CHAT_LOG", "off")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut greeting = BufReader::new(child.stdout.take().unwrap()).lines();
    let greeting = vec![greeting.next().unwrap().unwrap()];
    let serving = Serving { child, greeting };
    let client = Client::builder().no_proxy().build().unwrap();
    let mut kept = Vec::new();
    let refusal = loop {
        let answer = create(&client, &serving).await;
        if answer.status() != StatusCode::CREATED {
            break answer;
        }
        kept.push(id(answer).await);
        assert!(kept.len() < 10_000, "the disk does not fill");
    };
    assert!(kept.len() > 3);
    assert_eq!(refusal.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refusal.headers()["retry-after"], "2");
    // It is so still, and what is there can be read.
    let again = create(&client, &serving).await;
    assert_eq!(again.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(listed(&client, &serving, &kept).await);
    drop(serving);

    let serving = Serving::start(folder.path(), &["--api-key", "k"]);
    assert!(listed(&client, &serving, &kept).await);
    assert_eq!(
        create(&client, &serving).await.status(),
        StatusCode::CREATED
    );
}

async fn create(client: &Client, serving: &Serving) -> Response {
    let url = format!("{}/api/v1/chat", serving.base_url());
    client.post(url).bearer_auth("k").send().await.unwrap()
}

async fn id(answer: Response) -> String {
    let session: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    session["session_id"].as_str().unwrap().to_owned()
}

/// Whether each of these sessions is there.
async fn listed(client: &Client, serving: &Serving, ids: &[String]) -> bool {
    for id in ids {
        let url = format!("{}/api/v1/chat/{id}", serving.base_url());
        let found = client.get(url).bearer_auth("k").send().await.unwrap();
        if found.status() != StatusCode::OK {
            return false;
        }
    }
    true
}
