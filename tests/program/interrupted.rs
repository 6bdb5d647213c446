//! Ctrl-C in the middle of an answer.

use std::io::Read;
use std::process::Stdio;

use serde_json::json;

use super::desk::{Desk, signal, text};
use super::model::{Model, Step};

/// Says so much, and then nothing.
fn begin_and_wait() -> Vec<Step> {
    vec![
        Step::Begin,
        Step::Say("One "),
        Step::Say("two "),
        Step::Wait,
    ]
}

#[cfg(unix)]
#[test]
fn it_ends_the_turn_everywhere() {
    let answer = vec![Step::Begin, Step::Say("Three."), Step::End];
    let model = Model::start(vec![begin_and_wait(), answer]);
    let desk = Desk::with_model(&model.url);
    let session = desk.session();
    let mut asking = desk
        .chat(&["ask", &session, "Count."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = asking.stdout.take().unwrap();
    let mut told = [0; 8];
    stdout.read_exact(&mut told).unwrap();
    assert_eq!(text(&told), "One two ", "the answer is shown as it comes");

    signal(&asking, "INT");
    let output = asking.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), text(&output.stderr)),
        (Some(130), String::new())
    );
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "\n", "the line is ended");

    // The model is not kept busy, and the session says how it ended.
    model.is_left_alone();
    let stop = desk.stop(&session);
    assert_eq!(stop["is_error"], json!(true));
    assert!(
        stop["error"].as_str().unwrap().contains("disconnected"),
        "{stop}"
    );
    let shown = desk.json(&["show", "--json", &session]);
    assert_eq!(shown["job_metadata"]["is_error"], json!(true));

    // And it goes on.
    assert_eq!(desk.said(&["ask", &session, "Go on."]), "Three.\n");
}

#[cfg(unix)]
#[test]
fn it_ends_a_conversation_that_comes_from_a_pipe() {
    let model = Model::start(vec![begin_and_wait()]);
    let desk = Desk::with_model(&model.url);
    let session = desk.session();
    let mut talking = desk
        .chat(&["repl", &session])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = talking.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, b"Count.\nAnd again.\n").unwrap();
    let mut told = [0; 8];
    talking
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut told)
        .unwrap();
    signal(&talking, "INT");
    assert_eq!(talking.wait().unwrap().code(), Some(130));
    desk.stop(&session);
    assert_eq!(
        desk.events(&session).len(),
        2,
        "the second line is not asked"
    );
}
