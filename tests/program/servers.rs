//! Several `chat serve` over one database.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use test_postgres::Database;

use super::desk::{Serving, chat, eventually, text};
use super::model::{Model, Step};

const KEY: &str = "llx-shared-key";

/// Two servers, as two machines would run them: nothing is shared but the database and the key.
struct Two {
    database: Database,
    servers: [Serving; 2],
    _folder: TempDir,
}

fn start(folder: &Path, name: &str, database: &str, arguments: &[&str]) -> Serving {
    let keys = folder.join("keys");
    std::fs::write(&keys, KEY).unwrap();
    let keys = keys.to_str().unwrap();
    let fixed = ["--database-url", database, "--api-key-file", keys];
    Serving::start(&folder.join(name), &[&fixed, arguments].concat())
}

impl Two {
    fn start(arguments: &[&str]) -> Option<Self> {
        let database = test_postgres::database()?;
        let folder = tempfile::tempdir().unwrap();
        let start = |name| start(folder.path(), name, &database.url(), arguments);
        Some(Self {
            servers: [start("one"), start("other")],
            database,
            _folder: folder,
        })
    }

    /// The program, for the user of one of them.
    fn chat(&self, server: usize, arguments: &[&str]) -> Command {
        let mut command = chat();
        command
            .args(arguments)
            .env("LLAMA_CLOUD_API_KEY", KEY)
            .env("LLAMA_CLOUD_BASE_URL", self.servers[server].base_url());
        command
    }

    fn json(&self, server: usize, arguments: &[&str]) -> Value {
        let output = self.chat(server, arguments).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn session(&self, server: usize) -> String {
        let created = self.json(server, &["create", "--json", "--index-id", "a"]);
        created["session_id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn what_one_made_the_other_shows() {
    let Some(two) = Two::start(&[]) else {
        return;
    };
    let session = two.session(0);
    let shown = two.json(1, &["show", "--json", &session]);
    assert_eq!(shown["session_id"], session.as_str());
    let deleted = two.chat(1, &["delete", &session]).output();
    let deleted = deleted.unwrap();
    assert!(deleted.status.success(), "{}", text(&deleted.stderr));
    let gone = two.chat(0, &["show", &session]).output().unwrap();
    assert!(text(&gone.stderr).contains("404 Not Found"));
}

#[test]
fn the_turn_of_a_killed_server_is_taken_over() {
    let model = Model::start(vec![
        vec![Step::Begin, Step::Say("It is "), Step::Wait],
        vec![Step::Begin, Step::Say("Two years."), Step::End],
    ]);
    let arguments = ["--model-url", &model.url, "--model", "m"];
    let Some(mut two) = Two::start(&arguments) else {
        return;
    };
    let session = two.session(0);
    let ask = ["ask", "--json", &session, "How long?"];
    let mut asking = two
        .chat(0, &ask)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut begun = [0; 20];
    asking
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut begun)
        .unwrap();

    let refused = two.chat(1, &ask).output().unwrap();
    assert!(text(&refused.stderr).contains("409 Conflict"));

    two.servers[0].child.kill().unwrap();
    two.servers[0].child.wait().unwrap();
    asking.wait().unwrap();
    // As if the lease had passed.
    two.database
        .execute("UPDATE chat_turns SET alive_at = alive_at - 20000, begun_at = begun_at - 20000");
    let answered = two.chat(1, &ask).output().unwrap();
    assert!(answered.status.success(), "{}", text(&answered.stderr));

    let shown = two.json(1, &["show", "--json", &session]);
    let events = shown["events"].as_array().unwrap();
    let types: Vec<_> = events
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["user_input", "stop", "user_input", "text", "stop"]);
    assert_eq!(events[1]["error"], "the server that ran this turn is gone");
    assert_eq!(events[4]["is_error"], false);
}

/// Not by a message: by the other server's own care.
#[test]
fn the_turn_of_a_killed_server_is_ended_without_a_message() {
    let model = Model::start(vec![vec![Step::Begin, Step::Say("It is "), Step::Wait]]);
    let arguments = ["--model-url", &model.url, "--model", "m"];
    let Some(mut two) = Two::start(&arguments) else {
        return;
    };
    let session = two.session(0);
    let mut asking = two
        .chat(0, &["ask", &session, "How long?"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut begun = [0; 1];
    let stdout = asking.stdout.as_mut().unwrap();
    stdout.read_exact(&mut begun).unwrap();
    two.servers[0].child.kill().unwrap();
    two.servers[0].child.wait().unwrap();
    asking.wait().unwrap();
    let stop = eventually("the end of the turn", || {
        let shown = two.json(1, &["show", "--json", &session]);
        let last = shown["events"].as_array().unwrap().last()?.clone();
        (last["type"] == "stop").then_some(last)
    });
    assert_eq!(stop["error"], "the server that ran this turn is gone");
}

fn refused(database: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let output = chat()
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(folder.path())
        .env("CHAT_DATABASE_URL", database)
        .env("CHAT_LOG", "trace")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    output
}

#[test]
fn a_database_that_cannot_be_used_is_told_without_its_password() {
    for (url, expected) in [
        ("mysql://bob:s3cret@host/chat", "of no kind that is known"),
        ("bob:s3cret@host/chat", "of no kind that is known"),
        (
            "postgres://bob:s3cret@host:port/chat",
            "the database URL cannot be read",
        ),
        (
            "postgres://bob:s3cret@127.0.0.1:1/chat",
            "the database bob@127.0.0.1:1/chat does not answer",
        ),
    ] {
        let told = text(&refused(url).stderr);
        assert!(told.contains(expected), "{told}");
        assert!(!told.contains("s3cret"), "{told}");
    }
    if let Some(database) = test_postgres::database() {
        let url = database.url();
        let (_, rest) = url.split_once('@').unwrap();
        let told = text(&refused(&format!("postgres://postgres:s3cret@{rest}")).stderr);
        assert!(told.contains("check the user and the password"), "{told}");
        assert!(!told.contains("s3cret"), "{told}");
    }
}

#[test]
fn a_file_may_be_named_by_a_url() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("elsewhere.db");
    let url = format!("sqlite://{}", file.display());
    let _serving = Serving::start(
        &folder.path().join("data"),
        &["--database-url", &url, "--api-key", "k"],
    );
    assert!(file.exists());
    assert!(!folder.path().join("data/chat.db").exists());
}
