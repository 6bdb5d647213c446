//! What goes over the wire, and what is read from it.

mod common;

use chat_client::{Client, ConfigError, DEFAULT_BASE_URL, Uuid};
use common::{KEY, Server, answer, created};

const ORGANIZATION: Uuid = Uuid::from_u128(1);
const PROJECT: Uuid = Uuid::from_u128(2);

#[tokio::test]
async fn a_bare_call_has_no_body() {
    let server = Server::start([created()]).await;
    server.client().create_session().await.unwrap();
    let [request] = &server.requests()[..] else {
        panic!("one request");
    };
    assert_eq!(request.line, "POST /api/v1/chat HTTP/1.1");
    let agent = format!("chat-client/{}", env!("CARGO_PKG_VERSION"));
    for (name, value) in [
        ("authorization", Some("Bearer llx-secret")),
        ("accept", Some("application/json")),
        ("user-agent", Some(agent.as_str())),
        ("content-type", None),
        ("cookie", None),
    ] {
        assert_eq!(request.header(name), value, "{name}");
    }
    assert_eq!(request.body, "");
}

#[tokio::test]
async fn every_setting_has_its_place() {
    let server = Server::start([created()]).await;
    let client = server.client();
    let call = || client.create_session();
    for (call, query, cookie, body) in [
        (
            call().index_ids(["idx-abc123", "idx-def456"]),
            "",
            None,
            r#"{"index_ids":["idx-abc123","idx-def456"]}"#,
        ),
        (
            call().index_ids(Vec::<String>::new()),
            "",
            None,
            r#"{"index_ids":[]}"#,
        ),
        (
            call().organization_id(ORGANIZATION),
            "?organization_id=00000000-0000-0000-0000-000000000001",
            None,
            "",
        ),
        (
            call().project_id(PROJECT),
            "?project_id=00000000-0000-0000-0000-000000000002",
            None,
            "",
        ),
        (
            call().cookie_session("a b;c"),
            "",
            Some("session=a%20b%3Bc"),
            "",
        ),
        (
            call()
                .index_ids(vec!["idx-abc123".to_owned()])
                .organization_id(ORGANIZATION)
                .project_id(PROJECT)
                .cookie_session("s"),
            "?organization_id=00000000-0000-0000-0000-000000000001&project_id=00000000-0000-0000-0000-000000000002",
            Some("session=s"),
            r#"{"index_ids":["idx-abc123"]}"#,
        ),
    ] {
        call.send().await.unwrap();
        let request = server.requests().pop().unwrap();
        assert_eq!(request.line, format!("POST /api/v1/chat{query} HTTP/1.1"));
        assert_eq!(request.header("cookie"), cookie);
        assert_eq!(request.body, body);
        let content_type = (!body.is_empty()).then_some("application/json");
        assert_eq!(request.header("content-type"), content_type);
    }
}

#[tokio::test]
async fn default_headers_fill_the_gaps() {
    let server = Server::start([created()]).await;
    let client = server
        .builder()
        .default_header("X-Team", "first")
        .default_header("x-team", "search")
        .default_header("User-Agent", "mine/1")
        .default_header("Authorization", "Bearer other")
        .build()
        .unwrap();
    client.create_session().send().await.unwrap();
    let request = server.requests().pop().unwrap();
    assert_eq!(request.header("x-team"), Some("search"));
    assert_eq!(request.header("user-agent"), Some("mine/1"));
    assert_eq!(request.header("authorization"), Some("Bearer llx-secret"));
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let server = Server::start([created()]).await;
    for (path, line) in [
        ("/", "POST /api/v1/chat HTTP/1.1"),
        ("/llama/", "POST /llama/api/v1/chat HTTP/1.1"),
    ] {
        let url = format!("http://{}{path}", server.address);
        let client = server.builder().base_url(url).build().unwrap();
        client.create_session().send().await.unwrap();
        assert_eq!(server.requests().pop().unwrap().line, line);
    }
}

#[test]
fn a_base_url_is_checked() {
    for (url, why) in [
        ("", "cannot be read: relative URL without a base"),
        ("llx-secret", "cannot be read: relative URL without a base"),
        ("http://", "cannot be read: empty host"),
        ("localhost:8080", "does not begin with http"),
        ("ftp://example.com", "does not begin with http"),
        ("https://me:llx-secret@example.com", "a password"),
        ("https://example.com?key=llx-secret", "a query"),
        ("https://example.com#top", "a fragment"),
    ] {
        let error = Client::builder().api_key(KEY).base_url(url).build();
        let error = error.unwrap_err();
        assert!(matches!(error, ConfigError::BaseUrl { .. }), "{url}");
        let text = format!("{error} {error:?}");
        assert!(text.contains(why), "{url}: {text}");
        assert!(
            text.contains(DEFAULT_BASE_URL) && !text.contains(KEY),
            "{text}"
        );
    }
}

#[test]
fn a_key_is_checked() {
    let build = |key: &str| Client::builder().api_key(key).build().unwrap_err();
    assert!(matches!(build(" "), ConfigError::MissingApiKey));
    for key in ["llx-secret\n", "llx-secret\r\nx: y", "llx-“secret”"] {
        let error = build(key);
        assert!(matches!(error, ConfigError::ApiKey));
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}

#[test]
fn a_default_header_is_checked() {
    for (name, value) in [("", "x"), ("a b", "x"), ("x-key", "llx-secret\n")] {
        let builder = Client::builder().api_key(KEY).default_header(name, value);
        let error = builder.build().unwrap_err();
        assert!(matches!(error, ConfigError::Header { .. }));
        assert!(!format!("{error} {error:?}").contains(KEY));
    }
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let builder = Client::builder()
        .api_key(KEY)
        .base_url("https://example.com/llx-secret")
        .default_header("x-key", KEY);
    assert!(!format!("{builder:?}").contains(KEY));

    let server = Server::start([answer(401, "", r#"{"detail":"Not authenticated"}"#)]).await;
    let client = server.client();
    let call = client.create_session().cookie_session(KEY);
    let list = client.list_sessions().cookie_session(KEY);
    let full = client.get_session("ses-1").cookie_session(KEY);
    let summary = client.get_session_summary("ses-1").cookie_session(KEY);
    let delete = client.delete_session("ses-1").cookie_session(KEY);
    let message = client.stream("ses-1", "Hi").cookie_session(KEY);
    let shown = format!(
        "{client:?} {:?} {call:?} {list:?} {full:?} {summary:?} {delete:?} {message:?} {:?}",
        client.api(),
        list.clone().sessions()
    );
    assert!(!shown.contains(KEY), "{shown}");
    let error = call.send().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(KEY), "{error:?}");
}

#[tokio::test]
async fn an_answer_may_say_more_or_less_than_is_declared() {
    let full = r#"{"session_id":"ses-1","last_updated_at":"2026-04-22T12:34:41","generated_title":null,
        "index_ids":["idx-1"],"job_metadata":{"duration_ms":12.5,"credits":3},"mood":{"good":[true]}}"#;
    let server = Server::start([created(), answer(201, "", full)]).await;
    let client = server.client();

    let session = client.create_session().send().await.unwrap();
    assert_eq!(session.session_id, "ses-abc123");
    assert_eq!(session.last_updated_at, "2026-04-22T12:34:41.342245");
    assert_eq!(session.generated_title, None);
    assert_eq!(session.index_ids, None);
    assert_eq!(session.job_metadata, None);

    let session = client.create_session().send().await.unwrap();
    assert_eq!(session.index_ids.unwrap(), ["idx-1"]);
    let run = session.job_metadata.unwrap();
    assert_eq!((run.duration_ms, run.turns, run.error), (12.5, 1, None));
}
