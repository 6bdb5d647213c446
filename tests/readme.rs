//! What the README shows is what the examples say, and the examples run.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::json;

use crate::support::{KEY, answer, server};

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

#[test]
fn every_snippet_is_part_of_an_example() {
    let examples = ["examples/call.rs", "examples/implement.rs"].map(read);
    let snippets = blocks("rust");
    assert_eq!(snippets.len(), examples.len());
    for (snippet, example) in snippets.iter().zip(&examples) {
        assert!(
            example.contains(snippet.trim()),
            "this is in the README and not in its example:\n{snippet}"
        );
    }
}

#[test]
fn every_command_is_one_that_there_is() {
    for command in blocks("sh").iter().flat_map(|block| block.lines()) {
        let known = [
            "cargo run -- serve",
            "cargo run -- create --index-id handbook",
            "cargo test",
            "cargo xtask generate",
        ];
        let curl = "curl $LLAMA_CLOUD_BASE_URL/api/v1/chat -X POST -H \"Authorization: Bearer $LLAMA_CLOUD_API_KEY\"";
        assert!(
            known.contains(&command) || command == curl,
            "{command}: is it tested?"
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
    assert!(
        said.starts_with("ses-") && said.ends_with("is bound to Some([\"handbook\"])\n"),
        "{said}"
    );
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
    running.kill().unwrap();
    running.wait().unwrap();
}
