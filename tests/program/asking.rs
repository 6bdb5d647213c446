//! `chat ask`.

use serde_json::json;

use super::desk::{Desk, WARRANTY, fed, json_lines, text};
use super::model::{Model, Step};

#[test]
fn an_answer_is_quoted_and_has_its_sources() {
    let desk = Desk::new();
    let output = desk.run(&[
        "ask",
        &desk.session(),
        "How long is the warranty of a pump?",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let stdout = text(&output.stdout);
    let quotation =
        format!("> {WARRANTY}\n>\n> — `pumps.md`, Pumps > Warranty (index `handbook`)\n");
    assert!(stdout.starts_with(&quotation), "{stdout}");
    let (_, sources) = stdout.split_once("\nSources\n").unwrap();
    let best = sources.lines().next().unwrap();
    let (score, place) = best.trim_start().split_once("  ").unwrap();
    assert!(score.parse::<f64>().unwrap() > 0.0, "{best}");
    assert_eq!(place, "handbook/pumps.md  Pumps > Warranty");
    // What the agent does on the way is beside the answer.
    assert_eq!(
        text(&output.stderr),
        "search: indexes [\"handbook\"], query \"How long is the warranty of a pump?\"\n\n"
    );
}

#[test]
fn programs_get_the_events_as_lines() {
    let desk = Desk::new();
    let session = desk.session();
    let output = desk.run(&["ask", "--json", &session, "How long is the warranty?"]);
    assert_eq!(
        (output.status.code(), text(&output.stderr)),
        (Some(0), String::new())
    );
    let events = json_lines(&output.stdout);
    let types: Vec<_> = events
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    assert_eq!(types[..2], ["tool_call", "tool_result"]);
    assert_eq!(types[types.len() - 2..], ["text", "stop"]);
    let deltas = &events[2..events.len() - 2];
    assert!(!deltas.is_empty() && deltas.iter().all(|event| event["type"] == "text_delta"));
    let told: String = deltas
        .iter()
        .map(|event| event["content"].as_str().unwrap())
        .collect();
    assert_eq!(json!(told), events[events.len() - 2]["content"]);
}

#[test]
fn a_question_can_come_from_stdin() {
    let desk = Desk::new();
    let session = desk.session();
    let output = fed(
        desk.chat(&["ask", &session, "-"]),
        "How long is\nthe warranty?\n",
    );
    assert!(text(&output.stdout).contains(WARRANTY));
    assert_eq!(
        desk.events(&session)[0]["content"],
        "How long is\nthe warranty?"
    );
}

#[test]
fn the_indexes_are_the_sessions_own_unless_others_are_named() {
    let desk = Desk::new();
    let session = desk.said(&["create"]);
    let session = session.lines().next().unwrap();
    let refusal = desk.refusal(&["ask", session, "warranty"]);
    assert!(refusal.contains("--index-id"), "{refusal}");

    let arguments = [
        "ask",
        session,
        "warranty",
        "--index-id",
        "handbook",
        "--index-id",
        "gone",
    ];
    let answer = desk.said(&arguments);
    assert!(answer.contains(WARRANTY), "{answer}");
    assert!(
        answer.contains("The index `gone` does not exist"),
        "{answer}"
    );

    // A session that is bound keeps to its indexes from its first message on.
    let bound = desk.session();
    desk.said(&["ask", &bound, "warranty"]);
    let refusal = desk.refusal(&["ask", &bound, "warranty", "--index-id", "gone"]);
    assert!(
        refusal.contains("body.index_ids: The indexes of this session are locked"),
        "{refusal}"
    );
}

#[test]
fn an_index_that_changes_is_seen_by_the_next_question() {
    let desk = Desk::new();
    let session = desk.session();
    assert!(desk.said(&["ask", &session, "warranty"]).contains(WARRANTY));
    desk.said(&["index", "remove", "handbook"]);
    let answer = desk.said(&["ask", &session, "warranty"]);
    assert!(
        answer.contains("The index `handbook` does not exist"),
        "{answer}"
    );
}

#[test]
fn thoughts_are_beside_the_answer() {
    let think = vec![
        Step::Begin,
        Step::Think("Hm, "),
        Step::Think("pumps."),
        Step::Say("Two "),
        Step::Say("years."),
        Step::End,
    ];
    let model = Model::start(vec![think]);
    let desk = Desk::with_model(&model.url);
    let output = desk.run(&["ask", &desk.session(), "warranty"]);
    assert_eq!(
        (text(&output.stdout).as_str(), text(&output.stderr).as_str()),
        ("Two years.\n", "Hm, pumps.\n\n")
    );
}

#[test]
fn a_failed_turn_is_a_failure() {
    let model = Model::start(vec![vec![Step::Fail]]);
    let desk = Desk::with_model(&model.url);
    let session = desk.session();
    let reason = "the model refused to answer (status 500)";
    let refusal = desk.refusal(&["ask", &session, "warranty"]);
    assert_eq!(refusal, format!("error: the turn failed: {reason}\n"));

    let shown = desk.said(&["show", &session]);
    let last = shown.lines().last().unwrap();
    assert!(
        last.starts_with("failed after ") && last.ends_with(reason),
        "{shown}"
    );
    let listed = desk.said(&["list"]);
    assert!(listed.contains("  failed  warranty"), "{listed}");
}

#[test]
fn a_failed_turn_is_an_event_for_programs_too() {
    let model = Model::start(vec![vec![Step::Fail]]);
    let desk = Desk::with_model(&model.url);
    let output = desk.run(&["ask", "--json", &desk.session(), "warranty"]);
    assert_eq!(output.status.code(), Some(1));
    let events = json_lines(&output.stdout);
    let stop = events.last().unwrap();
    assert_eq!(
        (&stop["type"], &stop["is_error"]),
        (&json!("stop"), &json!(true))
    );
    assert!(text(&output.stderr).starts_with("error: the turn failed: "));
}
