//! A call of Create Session over a socket: same connection pool, same server, same types.

use axum::Router;
use axum::routing::post;
use chat_api::types::{ChatSessionSummary, SessionCreate};
use chat_api::{CreateSessionResponse, Credentials};
use chat_client::Client;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::handler::KEY;

const ANSWER: &str = r#"{"session_id":"ses-abc123","last_updated_at":"2026-04-22T12:34:41.342245","generated_title":null,"index_ids":["idx-abc123","idx-def456"],"job_metadata":null}"#;
const PROJECT: Uuid = Uuid::from_u128(7);

/// What can go wrong.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// Serves an answer that costs next to nothing, for ever, and says where first.
///
/// # Errors
/// When there is no port to be had.
pub async fn serve(say: impl FnOnce(String)) -> Result<(), Error> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    say(format!("http://{}", listener.local_addr()?));
    let answer = async || {
        (
            StatusCode::CREATED,
            [(CONTENT_TYPE, "application/json")],
            ANSWER,
        )
    };
    let router = Router::new().route("/api/v1/chat", post(answer));
    axum::serve(listener, router).await?;
    Ok(())
}

/// The client that is made from the document, over the pool that [`by_hand`] uses, and with nothing around it.
pub fn generated(base_url: &str) -> chat_api::client::Client {
    let credentials = Credentials {
        http_bearer: Some(KEY.into()),
    };
    chat_api::client::Client::new(base_url, credentials, reqwest::Client::new())
}

/// The call by the generated client.
///
/// # Errors
/// When it fails.
pub async fn by_generated(client: &chat_api::client::Client) -> Result<ChatSessionSummary, Error> {
    let body = SessionCreate {
        index_ids: vec!["idx-abc123".to_owned(), "idx-def456".to_owned()].into(),
    };
    let call = client.create_session().project_id(PROJECT).body(body);
    match call.send().await? {
        CreateSessionResponse::Created(session) => Ok(session),
        refused => Err(format!("{refused:?}").into()),
    }
}

/// The client for people: the generated one with retries, limits to silence, and readable errors around it.
///
/// # Errors
/// When the URL is none.
pub fn client(base_url: &str) -> Result<Client, Error> {
    Ok(Client::builder().api_key(KEY).base_url(base_url).build()?)
}

/// The call by that.
///
/// # Errors
/// When it fails.
pub async fn by_client(client: &Client) -> Result<ChatSessionSummary, Error> {
    let call = client.create_session().project_id(PROJECT);
    Ok(call.index_ids(["idx-abc123", "idx-def456"]).send().await?)
}

/// The call as somebody writes it who has nothing but reqwest and the types.
///
/// # Errors
/// When it fails.
pub async fn by_hand(http: &reqwest::Client, base_url: &str) -> Result<ChatSessionSummary, Error> {
    let body = SessionCreate {
        index_ids: vec!["idx-abc123".to_owned(), "idx-def456".to_owned()].into(),
    };
    let response = http
        .post(format!("{base_url}/api/v1/chat?project_id={PROJECT}"))
        .bearer_auth(KEY)
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .body(serde_json::to_vec(&body)?)
        .send()
        .await?
        .error_for_status()?;
    Ok(serde_json::from_slice(&response.bytes().await?)?)
}
