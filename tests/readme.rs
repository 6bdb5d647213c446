//! What the README shows is what the examples say, and the examples run.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

use chat_agent::{Indexes, RetrievalAgent, Search};
use serde_json::json;

use crate::support::{KEY, Server, answer, server};

fn read(path: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The README's blocks of code in a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = read("README.md");
    let blocks = readme.split("\n```").skip(1).step_by(2);
    let blocks = blocks.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'));
    blocks.map(str::to_owned).collect()
}

/// A text whose lines are not indented: a method stands further left in the README than in its example.
fn flush(text: &str) -> String {
    text.lines()
        .map(|line| line.trim_start().to_owned() + "\n")
        .collect()
}

#[test]
fn every_snippet_is_part_of_an_example() {
    let examples = ["examples/call.rs", "examples/implement.rs"].map(read);
    let snippets = blocks("rust");
    assert_eq!(snippets.len(), examples.len());
    for (snippet, example) in snippets.iter().zip(&examples) {
        assert!(
            flush(example).contains(flush(snippet).trim()),
            "this is in the README and not in its example:\n{snippet}"
        );
    }
}

/// The commands are tried as they stand: see `what_the_readme_shows_first_works` and CI.
#[test]
fn every_command_is_one_that_is_tried() {
    for command in blocks("sh").iter().flat_map(|block| block.lines()) {
        let known = ["cargo run -- serve", "cargo test", "cargo xtask generate"];
        let known = [&known[..], &SERVERS, &MOVED, &CONFIGURED].concat();
        assert!(
            known.contains(&command) || TRIED.contains(&command),
            "{command}: is it tested?"
        );
    }
}

/// What makes several servers of one: as in `program/servers.rs`, with values of its own.
const SERVERS: [&str; 3] = [
    "createdb chat",
    "export CHAT_DATABASE_URL=postgres://USER:PASSWORD@HOST/chat?sslmode=verify-full",
    "cargo run -- serve --listen 0.0.0.0:8000 --api-key-file keys",
];

/// As in `program/configuration.rs`.
const CONFIGURED: [&str; 1] = ["cargo run -- config check packaging/chat.toml"];

/// What moves everything elsewhere: as in `program/moving.rs`, with values of its own.
const MOVED: [&str; 2] = [
    "cargo run -- export sessions.jsonl",
    "cargo run -- import sessions.jsonl --database-url postgres://USER:PASSWORD@HOST/chat",
];

/// What a newcomer types beside a running server.
const TRIED: [&str; 5] = [
    "cargo run -- index add handbook crates",
    "session=$(cargo run -- create --index-id handbook | head -1)",
    "cargo run -- ask $session \"What does a silent event stream say?\"",
    "curl $LLAMA_CLOUD_BASE_URL/api/v1/chat -X POST -H \"Authorization: Bearer $LLAMA_CLOUD_API_KEY\"",
    "curl -N $LLAMA_CLOUD_BASE_URL/api/v1/chat/$session/messages/stream -H \"Authorization: Bearer $LLAMA_CLOUD_API_KEY\" \
     -H \"Content-Type: application/json\" -d '{\"index_ids\": [\"handbook\"], \"prompt\": \"What is a fixture?\"}'",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_the_readme_shows_first_works() {
    let folder = tempfile::tempdir().unwrap();
    let indexes: Arc<dyn Search> = Arc::new(Indexes::open(folder.path().join("indexes")));
    let agent = Arc::new(RetrievalAgent::new(indexes));
    let server = Server::start_answering(folder.path(), agent).await;
    let chat = env!("CARGO_BIN_EXE_chat");
    // The program as it is built, in the place of `cargo run`; the rest as it stands.
    let script = TRIED.join("\n").replace("cargo run --", chat);
    let mut shell = Command::new("sh");
    shell
        .args(["-e", "-c", &script])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CHAT_DATA_DIR", folder.path())
        .env("LLAMA_CLOUD_API_KEY", KEY)
        .env("LLAMA_CLOUD_BASE_URL", &server.base_url);
    let output = tokio::task::spawn_blocking(move || shell.output());
    let output = output.await.unwrap().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}\n{errors}");
    for expected in [
        "openapi-bindgen/README.md",
        "a silent event stream says a comment every 15 seconds",
        "\"session_id\":\"ses-",
        "event: delta\ndata: {\"type\":\"text_delta\"",
        "event: message\ndata: {\"type\":\"stop\"",
    ] {
        assert!(
            said.contains(expected),
            "{expected} is not in\n{said}\n{errors}"
        );
    }
}

fn example(name: &str) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["run", "--quiet", "--example", name])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calling_example_runs() {
    let (server, _folder) = server().await;
    let run = |key: &str| {
        let mut command = example("call");
        command
            .env("LLAMA_CLOUD_API_KEY", key)
            .env("LLAMA_CLOUD_BASE_URL", &server.base_url);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let said = run(KEY);
    assert!(said.starts_with("How long is the warranty?\n("), "{said}");
    assert!(said.ends_with(" ms)\n"), "{said}");
    assert!(run("wrong").starts_with("the key is wrong: "));
}

#[tokio::test]
async fn the_implementing_example_runs() {
    let mut running = example("implement").stdout(Stdio::piped()).spawn().unwrap();
    let mut greeting = String::new();
    BufReader::new(running.stdout.take().unwrap())
        .read_line(&mut greeting)
        .unwrap();
    let address = greeting.trim().strip_prefix("listening on ").unwrap();
    let url = format!("http://{address}/api/v1/chat");
    let post = |word: &str| reqwest::Client::new().post(&url).bearer_auth(word);
    let (status, body) = answer(post("sesame").body(r#"{"index_ids":["a"]}"#)).await;
    assert_eq!(
        (status, &body["session_id"], &body["index_ids"]),
        (201, &json!("ses-1"), &json!(["a"]))
    );
    assert_eq!(
        answer(post("other")).await,
        (401, json!({"detail": "Say the word."}))
    );
    assert_eq!(answer(post("sesame").body("[]")).await.0, 422);
    let told = reqwest::Client::new()
        .post(format!("{url}/ses-1/messages/stream"))
        .bearer_auth("sesame")
        .body(r#"{"prompt":"Hello!","index_ids":["a"]}"#);
    let told = told.send().await.unwrap().text().await.unwrap();
    assert!(
        told.starts_with(
            "event: delta\ndata: {\"type\":\"text_delta\",\"content\":\"Hello!\"}\n\n"
        ),
        "{told}"
    );
    running.kill().unwrap();
    running.wait().unwrap();
}
