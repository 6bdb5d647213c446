//! `kill -9` of the server in the middle of an answer.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use super::desk::{Desk, text};
use super::model::{Model, Step};

#[test]
fn what_was_told_as_complete_is_there_after_a_restart() {
    let look = vec![
        Step::Begin,
        Step::Say("Let me look."),
        Step::Search("warranty"),
    ];
    let answer = vec![Step::Begin, Step::Say("It is "), Step::Wait];
    let model = Model::start(vec![look, answer]);
    let mut desk = Desk::with_model(&model.url);
    let session = desk.session();
    let mut asking = desk
        .chat(&["ask", "--json", &session, "How long is the warranty?"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();

    let lines = BufReader::new(asking.stdout.take().unwrap()).lines();
    let mut events = lines.map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let second_answer = json!({"type": "text_delta", "content": "It is "});
    let told: Vec<Value> = events
        .by_ref()
        .take_while(|event| *event != second_answer)
        .collect();
    let complete: Vec<Value> = told
        .into_iter()
        .filter(|event| event["type"] != "text_delta")
        .collect();
    let types: Vec<_> = complete
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["text", "tool_call", "tool_result"]);

    desk.kill_and_restart();
    assert_eq!(events.count(), 0);
    let output = asking.wait_with_output().unwrap();
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr.starts_with("error: the answer broke off: "),
        "{stderr}"
    );

    let kept = desk.events(&session);
    assert_eq!(
        kept[0],
        json!({"type": "user_input", "content": "How long is the warranty?"})
    );
    // What comes after them is the end of the turn, once its lease is over.
    assert_eq!(kept[1..4], complete);
}
