//! `chat repl`, from a pipe. At a terminal it is tested in `terminal`.

use serde_json::json;

use super::desk::{Desk, WARRANTY, fed, json_lines, text};
use super::model::{Model, Step};

#[test]
fn each_line_is_a_question() {
    let desk = Desk::new();
    let input = "How long is the warranty?\n\nWhen does the workshop open?\n";
    let output = fed(desk.chat(&["repl", "--index-id", "handbook"]), input);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let stdout = text(&output.stdout);
    let (first, second) = stdout
        .split_once("> The workshop opens at eight.\n")
        .unwrap();
    assert!(
        first.contains(WARRANTY) && second.contains("handbook/hours.txt"),
        "{stdout}"
    );

    // It made a session, and said which.
    let sessions = desk.json(&["list", "--json"]);
    let session = sessions[0]["session_id"].as_str().unwrap();
    assert!(text(&output.stderr).starts_with(&format!("session {session}\n")));
    assert_eq!(sessions[0]["generated_title"], "How long is the warranty?");
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    let questions = desk.events(session);
    let questions = questions
        .iter()
        .filter(|event| event["type"] == "user_input");
    assert_eq!(questions.count(), 2);
}

#[test]
fn a_session_goes_on_and_programs_get_lines() {
    let desk = Desk::new();
    let session = desk.session();
    desk.said(&["ask", &session, "warranty"]);
    // The last line has no end.
    let output = fed(desk.chat(&["repl", "--json", &session]), "noise\nhours");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let events = json_lines(&output.stdout);
    let stops = events
        .iter()
        .filter(|event| event["type"] == "stop")
        .count();
    assert_eq!(
        (stops, &events.last().unwrap()["type"]),
        (2, &json!("stop"))
    );
    assert_eq!(desk.json(&["list", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn the_first_failure_ends_it() {
    let model = Model::start(vec![vec![Step::Fail]]);
    let desk = Desk::with_model(&model.url);
    let session = desk.session();
    let output = fed(desk.chat(&["repl", &session]), "one\ntwo\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("error: the turn failed: "));
    assert_eq!(
        desk.events(&session).len(),
        2,
        "the second line is not asked"
    );
}

#[test]
fn it_needs_a_session_or_an_index() {
    let desk = Desk::new();
    let output = desk.run(&["repl"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--index-id"));
    let refusal = desk.refusal(&["repl", "ses-unknown"]);
    assert!(
        refusal.contains("cannot talk in session ses-unknown"),
        "{refusal}"
    );
}
