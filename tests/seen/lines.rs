//! What the log says, in a program of its own.

use std::io::Read;

use reqwest::Method;
use serde_json::{Value, json};

use crate::program::desk::{Serving, json_lines};

/// Sends requests to a program, and gives all that it then logged.
fn logged(arguments: &[&str], requests: impl AsyncFnOnce(&str, &reqwest::Client)) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    // Nobody listens there: a turn fails, and that is logged.
    let model = ["--model", "m", "--model-url", "http://127.0.0.1:1/v1"];
    let arguments = [&["--api-key", "acme:llx-secret"], &model[..], arguments].concat();
    let environment = [
        ("CHAT_LOG", "trace"),
        ("CHAT_MODEL_API_KEY", "model-secret"),
    ];
    let mut serving = Serving::start_logging(folder.path(), &arguments, &environment);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime
        .unwrap()
        .block_on(requests(serving.base_url(), &reqwest::Client::new()));
    serving.signal("TERM");
    let mut log = Vec::new();
    let stderr = serving.child.stderr.as_mut().unwrap();
    stderr.read_to_end(&mut log).unwrap();
    log
}

/// Creates a session and sends it a message, under an id; and lists the sessions with a query, which fails.
async fn some_requests(url: &str, http: &reqwest::Client) {
    let send = async |method: Method, path: &str, body: &Value| {
        let request = http
            .request(method, format!("{url}/api/v1/chat{path}"))
            .bearer_auth("llx-secret")
            .header("x-request-id", "req-42")
            .header("content-type", "application/json")
            .header("cookie", "session=cookie-secret")
            .body(body.to_string());
        let response = request.send().await.unwrap();
        let status = response.status();
        (status, response.text().await.unwrap())
    };
    let (status, session) = send(Method::POST, "", &json!({"index_ids": ["nowhere"]})).await;
    assert_eq!(status, 201);
    let session: Value = serde_json::from_str(&session).unwrap();
    let path = format!(
        "/{}/messages/stream",
        session["session_id"].as_str().unwrap()
    );
    let message = json!({"prompt": "prompt-secret", "index_ids": ["nowhere"]});
    let (status, answer) = send(Method::POST, &path, &message).await;
    assert_eq!(status, 200);
    assert!(answer.contains("\"is_error\":true"), "{answer}");
    let (status, _) = send(Method::GET, "?page_token=token-secret", &json!({})).await;
    assert_eq!(status, 422);
    let wrong = http
        .get(format!("{url}/api/v1/chat"))
        .bearer_auth("wrong-secret");
    assert_eq!(wrong.send().await.unwrap().status(), 401);
}

#[test]
fn every_line_of_a_request_has_its_id() {
    let log = logged(&["--log-format", "json"], some_requests);
    let lines = json_lines(&log);
    let spans = |line: &Value| line["spans"].as_array().cloned().unwrap_or_default();
    let (mut turns, mut answers) = (0, 0);
    for line in &lines {
        let said = line["fields"]["message"].as_str().unwrap();
        let spans = spans(line);
        let request = spans.iter().find(|span| span["name"] == "request");
        match said {
            "a turn failed" => turns += 1,
            "finished processing request" => answers += 1,
            _ => continue,
        }
        let request = request.unwrap_or_else(|| panic!("outside of a request: {line}"));
        if request["operation"] != "list_sessions" || request["status"] != 401 {
            assert_eq!(request["id"], "req-42", "{line}");
        }
    }
    assert_eq!((turns, answers), (1, 4), "{lines:?}");
}

#[test]
fn nothing_secret_is_logged_however_much_is() {
    for format in ["text", "json"] {
        let log = logged(&["--log-format", format], some_requests);
        let log = String::from_utf8(log).unwrap();
        assert!(log.contains("req-42"), "{log}");
        assert!(!log.contains("secret"), "{log}");
    }
}

#[test]
fn nor_is_it_over_a_database_with_a_password() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let log = logged(&["--database-url", &database.url()], some_requests);
    let log = String::from_utf8(log).unwrap();
    assert!(log.contains("req-42"), "{log}");
    // The database's own secret is named in statements, and not said.
    for secret in [test_postgres::PASSWORD, "password%20of", "-secret"] {
        assert!(!log.contains(secret), "{log}");
    }
}
