//! `chat create`, `chat list`, `chat show` and `chat delete`.

use chat_client::Client;
use serde_json::json;

use super::desk::{Desk, WARRANTY, text};

#[test]
fn a_session_is_shown_for_people() {
    let desk = Desk::new();
    let session = desk.session();
    let shown = desk.said(&["show", &session]);
    let lines: Vec<_> = shown.lines().collect();
    assert_eq!(lines[..2], [session.as_str(), "  indexes  handbook"]);
    assert!(
        lines[2].starts_with("  updated  20") && lines[2].ends_with(" UTC"),
        "{shown}"
    );
    assert_eq!(lines.len(), 3);

    desk.said(&["ask", &session, "How long is the warranty?"]);
    let shown = desk.said(&["show", &session]);
    let lines: Vec<_> = shown.lines().collect();
    assert_eq!(lines[0], "How long is the warranty?");
    assert_eq!(lines[1], format!("  session  {session}"));
    let talk: Vec<_> = lines[4..].to_vec();
    assert_eq!(
        talk[..9],
        [
            "",
            "You",
            "How long is the warranty?",
            "",
            "Agent",
            "search: indexes [\"handbook\"], query \"How long is the warranty?\"",
            "",
            &format!("> {WARRANTY}"),
            ">",
        ]
    );
    assert!(shown.contains("\nSources\n"), "{shown}");
    assert!(talk.last().unwrap().starts_with("done in "), "{shown}");
}

#[test]
fn a_session_is_shown_for_programs() {
    let desk = Desk::new();
    let session = desk.session();
    desk.said(&["ask", &session, "How long is the warranty?"]);
    let shown = desk.json(&["show", "--json", &session]);
    assert_eq!(shown["session_id"], json!(session));
    assert_eq!(shown["job_metadata"]["is_error"], json!(false));
    let types: Vec<_> = desk
        .events(&session)
        .iter()
        .map(|event| event["type"].clone())
        .collect();
    assert_eq!(
        types,
        ["user_input", "tool_call", "tool_result", "text", "stop"]
    );
}

#[test]
fn sessions_are_listed_over_all_pages() {
    let desk = Desk::new();
    assert_eq!(desk.json(&["list", "--json"]), json!([]));
    let output = desk.run(&["list"]);
    assert_eq!(
        (output.status.code(), text(&output.stdout)),
        (Some(0), String::new())
    );
    assert!(text(&output.stderr).contains("`chat create"));

    // One more than a page can have.
    let [(_, key), (_, url)] = desk.environment();
    let client = Client::builder()
        .api_key(key)
        .base_url(url)
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let created: Vec<String> = runtime.block_on(async {
        let mut created = Vec::new();
        for _ in 0..101 {
            created.push(client.create_session().send().await.unwrap().session_id);
        }
        created
    });
    let latest_first: Vec<_> = created.iter().rev().map(String::as_str).collect();

    let listed = desk.said(&["list"]);
    let ids: Vec<_> = listed
        .lines()
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert_eq!(ids, latest_first);
    assert!(
        listed
            .lines()
            .all(|line| line.ends_with("  (no message yet)")),
        "{listed}"
    );
    assert_eq!(desk.said(&["list", "--limit", "2"]).lines().count(), 2);
    assert_eq!(desk.said(&["list", "--limit", "0"]), "");

    let listed = desk.json(&["list", "--json", "--limit", "101"]);
    let ids: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|session| &session["session_id"])
        .collect();
    assert_eq!(ids, latest_first);
}

#[test]
fn a_list_tells_titles_indexes_and_failures() {
    let desk = Desk::new();
    let session = desk.session();
    desk.said(&["ask", &session, "How long is the warranty?"]);
    let listed = desk.said(&["list"]);
    let (id, rest) = listed.trim_end().split_once("  ").unwrap();
    assert_eq!(id, session);
    assert!(
        rest.ends_with(" ago  How long is the warranty?  handbook")
            || rest.ends_with("just now  How long is the warranty?  handbook"),
        "{listed}"
    );
}

#[test]
fn sessions_are_deleted() {
    let desk = Desk::new();
    let (first, second) = (desk.session(), desk.session());
    let output = desk.run(&["delete", &first, "ses-unknown", &second]);
    assert_eq!(
        text(&output.stdout),
        format!("deleted {first}\ndeleted {second}\n")
    );
    let stderr = text(&output.stderr);
    assert!(
        stderr.starts_with("error: session ses-unknown was not deleted: "),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(desk.json(&["list", "--json"]), json!([]));

    let third = desk.session();
    assert_eq!(
        desk.json(&["delete", "--json", &third]),
        json!({"deleted": [third]})
    );
}

#[test]
fn a_project_has_sessions_of_its_own() {
    let desk = Desk::new();
    let project = "6f1c1e0e-53b0-4c6c-9d55-2f1f0f6a8f10";
    let inside = ["--project-id", project];
    let within = |arguments: &[&'static str]| [arguments, &inside[..]].concat();
    let created = desk.json(&within(&["create", "--json", "--index-id", "handbook"]));
    let session = created["session_id"].as_str().unwrap();

    assert_eq!(desk.json(&["list", "--json"]), json!([]));
    assert_eq!(
        desk.json(&within(&["list", "--json"]))
            .as_array()
            .unwrap()
            .len(),
        1
    );
    for command in [
        &["show", session][..],
        &["delete", session],
        &["ask", session, "warranty"],
    ] {
        let refusal = desk.refusal(command);
        assert!(refusal.contains("404 Not Found"), "{command:?}: {refusal}");
    }
    for command in [
        &["ask", session, "warranty"][..],
        &["show", session],
        &["delete", session],
    ] {
        desk.said(&[command, &inside[..]].concat());
    }
}
