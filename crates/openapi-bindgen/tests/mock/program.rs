//! The program: it says where it listens, answers there, and says what it answered.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

/// A running program, which ends with this.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

const FREE: &str = "127.0.0.1:0";

fn mock(listen: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-bindgen"));
    command
        .args(["mock", "--listen", listen])
        .args(arguments)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The program, and where it listens.
fn serving_the_chat_api() -> (Running, String) {
    let mut running = Running(mock(FREE, &["--spec", "openapi.yaml"]).spawn().unwrap());
    let mut line = String::new();
    let out = running.0.stdout.take().unwrap();
    BufReader::new(out).read_line(&mut line).unwrap();
    let url = line
        .trim_end()
        .strip_prefix("mock is listening on ")
        .unwrap();
    (running, url.to_owned())
}

#[tokio::test]
async fn a_page_of_another_origin_may_call_it() {
    let (_running, url) = serving_the_chat_api();
    let client = reqwest::Client::new();
    let headers = |response: &reqwest::Response, name: &str| {
        let values = response.headers().get_all(name).iter();
        let values: Vec<_> = values.map(|value| value.to_str().unwrap()).collect();
        values.join(", ")
    };
    let url = format!("{url}/api/v1/chat");
    let origin = "https://app.example";

    let asked = client
        .request(reqwest::Method::OPTIONS, &url)
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization,content-type",
        );
    let allowed = asked.send().await.unwrap();
    assert!(allowed.status().is_success());
    for (name, value) in [
        ("access-control-allow-origin", origin),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "POST"),
        ("access-control-allow-headers", "authorization,content-type"),
    ] {
        assert_eq!(headers(&allowed, name), value, "{name}");
    }

    // An error is an answer that a page may read, too.
    for (key, status) in [(Some("key"), 201), (None, 401)] {
        let mut call = client.post(&url).header("origin", origin);
        if let Some(key) = key {
            call = call.bearer_auth(key);
        }
        let answer = call.send().await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(headers(&answer, "access-control-allow-origin"), origin);
        assert_eq!(headers(&answer, "access-control-allow-credentials"), "true");
        let exposed = headers(&answer, "access-control-expose-headers");
        assert_eq!(
            exposed.contains("www-authenticate"),
            status == 401,
            "{exposed}"
        );
    }

    let plain = client.request(reqwest::Method::OPTIONS, &url);
    let plain = plain.send().await.unwrap();
    assert_eq!(plain.status(), 405);
    assert_eq!(headers(&plain, "allow"), "POST,GET,HEAD");
}

#[tokio::test]
async fn the_program_serves_the_chat_api() {
    let (mut running, url) = serving_the_chat_api();
    let client = reqwest::Client::new();
    let request = client.post(format!("{url}/api/v1/chat")).bearer_auth("key");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 201);
    let session = response.text().await.unwrap();
    assert!(
        session.contains("\"session_id\":\"ses-abc123\""),
        "{session}"
    );
    let refused = client
        .get(format!("{url}/api/v1/chat"))
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), 401);
    assert_eq!(
        refused.text().await.unwrap(),
        r#"{"detail":"Not authenticated"}"#
    );

    let _ = running.0.kill();
    let mut said = String::new();
    running
        .0
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!(said, "201 POST /api/v1/chat\n401 GET /api/v1/chat\n");
}

#[test]
fn a_document_of_no_use_is_told_and_not_served() {
    let bad = "crates/openapi-bindgen/tests/fixtures/reject/version.yaml";
    let output = mock(FREE, &["--spec", bad]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("error["), "{said}");
}

#[test]
fn an_address_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = mock(&address, &["--spec", "openapi.yaml"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains(&format!("cannot listen on {address}")),
        "{said}"
    );
}
