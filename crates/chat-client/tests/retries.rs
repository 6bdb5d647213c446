//! When a call is repeated, how often, and after how long.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use std::time::{Duration, Instant, SystemTime};

use chat_client::Error;
use common::{Server, Step, answer, at_once, builder, created};
use tokio::net::TcpListener;

const HALF: &str = "HTTP/1.1 201 Created\r\ncontent-length: 80\r\n\r\n{\"session_id\":";

/// How long one call took that had to succeed, and how many attempts it had.
async fn timed(steps: impl Into<Vec<Step>>) -> (Duration, usize) {
    let server = Server::start(steps).await;
    let start = Instant::now();
    let session = server.client().create_session().send().await.unwrap();
    assert_eq!(session.session_id, "ses-abc123");
    (start.elapsed(), server.attempts())
}

async fn failed(steps: impl Into<Vec<Step>>) -> (Error, usize) {
    let server = Server::start(steps).await;
    let error = server.client().create_session().send().await.unwrap_err();
    (error, server.attempts())
}

fn within(range: std::ops::Range<u64>, (time, attempts): (Duration, usize)) {
    let milliseconds = u64::try_from(time.as_millis()).unwrap();
    assert!(range.contains(&milliseconds), "{milliseconds} ms");
    assert_eq!(attempts, 2);
}

/// Each step on a server of its own, all at the same time: a pause is waited for, however short.
async fn all_after_half_a_second(steps: impl IntoIterator<Item = Step>) {
    let calls = steps
        .into_iter()
        .map(|step| tokio::spawn(timed([step, created()])));
    for call in calls.collect::<Vec<_>>() {
        within(375..5000, call.await.unwrap());
    }
}

#[tokio::test]
async fn a_failure_that_may_pass_is_repeated() {
    for status in [408, 409, 429, 500, 502, 503, 504] {
        let (_, attempts) = timed([at_once(status), at_once(status), created()]).await;
        assert_eq!(attempts, 3, "{status}");
    }
}

#[tokio::test]
async fn a_refusal_is_final() {
    for status in [400, 401, 403, 404, 405, 422] {
        let (error, attempts) = failed([at_once(status), created()]).await;
        assert_eq!(attempts, 1, "{status}");
        assert_eq!(error.status().unwrap(), status);
    }
}

#[tokio::test]
async fn five_retries_unless_something_else_is_said() {
    let (error, attempts) = failed([at_once(503)]).await;
    assert_eq!(attempts, 6);
    assert!(error.is_server_error());

    for retries in [0, 2] {
        let server = Server::start([at_once(503)]).await;
        let client = server.builder().max_retries(retries).build().unwrap();
        client.create_session().send().await.unwrap_err();
        assert_eq!(server.attempts(), retries as usize + 1);
    }
}

#[tokio::test]
async fn every_attempt_is_the_same_request() {
    let server = Server::start([at_once(500), at_once(500), created()]).await;
    let call = server.client();
    call.create_session()
        .index_ids(["idx-abc123"])
        .cookie_session("s")
        .send()
        .await
        .unwrap();
    let requests = server.requests().into_iter();
    let mut texts: Vec<_> = requests.map(|request| format!("{request:?}")).collect();
    assert_eq!(texts.len(), 3);
    texts.dedup();
    assert_eq!(texts.len(), 1);
}

#[tokio::test]
async fn the_server_overrides_the_status() {
    let again = answer(404, "x-should-retry: true\r\nretry-after-ms: 1\r\n", "{}");
    assert_eq!(timed([again, created()]).await.1, 2);

    let never = answer(503, "x-should-retry: false\r\nretry-after-ms: 1\r\n", "{}");
    let (error, attempts) = failed([never, created()]).await;
    assert_eq!((error.status().unwrap().as_u16(), attempts), (503, 1));
}

// Without a word of the server the first pause is 375 to 500 ms; the upper bounds leave room for a busy machine.

#[tokio::test]
async fn the_pause_is_half_a_second_less_up_to_a_quarter() {
    within(375..5000, timed([answer(503, "", "{}"), created()]).await);
}

#[tokio::test]
async fn the_server_asks_for_milliseconds() {
    let steps = [
        answer(503, "retry-after-ms: 600\r\nretry-after: 9\r\n", ""),
        created(),
    ];
    within(600..5000, timed(steps).await);
}

#[tokio::test]
async fn the_server_asks_for_seconds() {
    let steps = [answer(503, "retry-after: 0.6\r\n", ""), created()];
    within(600..5000, timed(steps).await);
}

#[tokio::test]
async fn the_server_asks_for_a_date() {
    // A date has whole seconds: this one is one to two seconds away.
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let header = format!("retry-after: {date}\r\n");
    within(
        750..5000,
        timed([answer(503, &header, ""), created()]).await,
    );
}

#[tokio::test]
async fn a_server_that_asks_for_too_much_is_not_believed() {
    let headers = [
        "retry-after: 61\r\n",
        "retry-after-ms: 60001\r\n",
        "retry-after: 0\r\n",
        "retry-after: Wed, 22 Apr 2099 12:00:00 GMT\r\n",
    ];
    all_after_half_a_second(headers.map(|header| answer(429, header, ""))).await;
}

#[tokio::test]
async fn a_connection_that_is_refused_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = builder(address).build().unwrap();
    let call = tokio::spawn(async move { client.create_session().send().await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!call.is_finished());

    let listener = TcpListener::bind(address).await.unwrap();
    let server = Server::on(listener, [created()]);
    call.await.unwrap().unwrap();
    assert_eq!(server.attempts(), 1);
}

#[tokio::test]
async fn a_connection_that_is_reset_is_tried_again() {
    // Before the answer, in its head, in its body; and a body that ends too early.
    let steps = [
        Step::Reset(Vec::new()),
        Step::Reset("HTTP/1.1 201 Cre".into()),
        Step::Reset(HALF.into()),
        Step::Send(HALF.into()),
    ];
    all_after_half_a_second(steps).await;
}

#[tokio::test]
async fn a_silent_server_is_tried_again() {
    for silence in [Vec::new(), HALF.into()] {
        let server = Server::start([Step::Hang(silence.clone()), created()]).await;
        let short = server.builder().read_timeout(Duration::from_millis(250));
        let client = short.clone().build().unwrap();
        client.create_session().send().await.unwrap();
        assert_eq!(server.attempts(), 2);

        let server = Server::start([Step::Hang(silence)]).await;
        let short = server.builder().read_timeout(Duration::from_millis(250));
        let client = short.max_retries(0).build().unwrap();
        let error = client.create_session().send().await.unwrap_err();
        assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
        assert_eq!(server.attempts(), 1);
    }
}

#[tokio::test]
async fn a_stream_that_has_begun_is_not_tried_again() {
    let head = "HTTP/1.1 201 Created\r\ncontent-type: Text/Event-Stream; charset=utf-8\r\n\r\n";
    let server = Server::start([Step::Hang(head.into()), created()]).await;
    let short = server.builder().read_timeout(Duration::from_millis(100));
    let client = short.build().unwrap();
    let error = client.create_session().send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(server.attempts(), 1);
}

#[tokio::test]
async fn no_connection_is_said_to_be_none() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = builder(address).max_retries(0).build().unwrap();
    let error = client.create_session().send().await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn redirects_in_a_circle_are_final() {
    let server = Server::start([answer(307, "location: /api/v1/chat\r\n", "")]).await;
    let error = server.client().create_session().send().await.unwrap_err();
    assert_eq!(error.status(), None);
    assert_eq!(server.attempts(), 11, "ten redirects, once");
}
