//! Sessions, page by page and one by one.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use chat_client::types::ChatSessionSummary;
use chat_client::{Error, Sessions};
use common::{Server, Step, answer};
use futures_util::{StreamExt, TryStreamExt};

/// A page of these sessions, and what it says of the next one: `,"next_page_token":…`.
fn page(ids: &[&str], next: &str) -> Step {
    let items = ids.iter().map(|id| {
        format!(r#"{{"session_id":"{id}","last_updated_at":"2026-04-22T12:34:41.342245"}}"#)
    });
    let items = items.collect::<Vec<_>>().join(",");
    answer(200, "", &format!(r#"{{"items":[{items}]{next}}}"#))
}

/// What is in the targets of all requests after `/api/v1/chat`.
fn queries(server: &Server) -> Vec<String> {
    let requests = server.requests().into_iter();
    let query = |line: &str| {
        let target = line.strip_prefix("GET /api/v1/chat")?;
        target.strip_suffix(" HTTP/1.1").map(str::to_owned)
    };
    requests
        .map(|request| query(&request.line).unwrap())
        .collect()
}

fn ids(sessions: Vec<ChatSessionSummary>) -> Vec<String> {
    let sessions = sessions.into_iter();
    sessions.map(|session| session.session_id).collect()
}

/// Reads to the end, and past it.
async fn all(mut sessions: Sessions) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    while let Some(session) = sessions.try_next().await? {
        all.push(session);
    }
    for _ in 0..3 {
        assert!(sessions.try_next().await.unwrap().is_none());
    }
    Ok(ids(all))
}

#[tokio::test]
async fn one_page() {
    let server = Server::start([page(&["a", "b"], r#","next_page_token":"t2""#)]).await;
    let client = server.client();
    let list = client.list_sessions().await.unwrap();
    assert_eq!(list.next_page_token.unwrap(), "t2");
    assert_eq!(ids(list.items), ["a", "b"]);

    let call = client.list_sessions().page_size(2).page_token("a b&c");
    call.send().await.unwrap();
    assert_eq!(queries(&server), ["", "?page_size=2&page_token=a%20b%26c"]);
}

#[tokio::test]
async fn all_pages() {
    let server = Server::start([
        page(&["a", "b"], r#","next_page_token":"t 2""#),
        page(&["c", "d"], r#","next_page_token":"t3""#),
        page(&["e"], ""),
    ])
    .await;
    let call = server.client();
    let call = call.list_sessions().page_size(2).cookie_session("s");
    assert_eq!(
        all(call.sessions()).await.unwrap(),
        ["a", "b", "c", "d", "e"]
    );
    assert_eq!(
        queries(&server),
        [
            "?page_size=2",
            "?page_size=2&page_token=t%202",
            "?page_size=2&page_token=t3"
        ]
    );
    let requests = server.requests();
    let mut cookies = requests.iter().map(|request| request.header("cookie"));
    assert!(cookies.all(|cookie| cookie == Some("session=s")));
}

#[tokio::test]
async fn from_a_page_on() {
    let server =
        Server::start([page(&["c"], r#","next_page_token":"t3""#), page(&["d"], "")]).await;
    let client = server.client();
    let sessions = client.list_sessions().page_token("t2").sessions();
    assert_eq!(all(sessions).await.unwrap(), ["c", "d"]);
    assert_eq!(queries(&server), ["?page_token=t2", "?page_token=t3"]);
}

#[tokio::test]
async fn an_end_is_said_in_several_ways() {
    let more = r#","next_page_token":"t""#;
    for (last, expected) in [
        (page(&["b"], ""), &["a", "b"][..]),
        (page(&["b"], r#","next_page_token":null"#), &["a", "b"]),
        (page(&["b"], r#","next_page_token":"""#), &["a", "b"]),
        (page(&[], more), &["a"]),
        (page(&[], ""), &["a"]),
    ] {
        // What would come after it is never asked for.
        let server = Server::start([page(&["a"], more), last, page(&["c"], "")]).await;
        let sessions = server.client().list_sessions().sessions();
        assert_eq!(all(sessions).await.unwrap(), expected);
        assert_eq!(server.attempts(), 2);
    }
}

#[tokio::test]
async fn a_page_is_asked_for_when_it_is_needed() {
    let server = Server::start([
        page(&["a", "b"], r#","next_page_token":"t""#),
        page(&["c"], ""),
    ])
    .await;
    let mut sessions = server.client().list_sessions().sessions();
    assert_eq!(server.attempts(), 0);
    for attempts in [1, 1, 2] {
        sessions.try_next().await.unwrap().unwrap();
        assert_eq!(server.attempts(), attempts);
    }
    assert!(sessions.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn an_error_in_the_middle_is_the_end() {
    let server = Server::start([
        page(&["a"], r#","next_page_token":"t""#),
        answer(422, "", r#"{"detail":[]}"#),
        page(&["b"], ""),
    ])
    .await;
    let mut sessions = server.client().list_sessions().sessions();
    assert_eq!(sessions.try_next().await.unwrap().unwrap().session_id, "a");
    assert!(sessions.try_next().await.unwrap_err().is_validation());
    for _ in 0..3 {
        assert!(sessions.try_next().await.unwrap().is_none());
    }
    assert_eq!(server.attempts(), 2);
}

#[tokio::test]
async fn sessions_are_a_stream_of_their_own() {
    let server = Server::start([
        page(&["a"], r#","next_page_token":"t""#),
        page(&["b"], r#","next_page_token":"u""#),
        answer(401, "", r#"{"detail":"Not authenticated"}"#),
    ])
    .await;
    // It outlives the client, and goes where it is wanted.
    let mut sessions = server.client().list_sessions().sessions();
    let two = tokio::spawn(async move {
        let two: Vec<_> = sessions.by_ref().take(2).try_collect().await.unwrap();
        (two, sessions)
    });
    let (two, mut sessions) = two.await.unwrap();
    assert_eq!(ids(two), ["a", "b"]);
    assert!(
        sessions
            .next()
            .await
            .unwrap()
            .unwrap_err()
            .is_unauthorized()
    );
    assert!(sessions.next().await.is_none());
}
