//! One program, written against the generated trait, run three ways: over a socket, in process, and through a gateway.

use std::sync::Arc;

use chat_api::server::router_with;
use chat_api::types::{ChatParams, Event, HttpError, SessionCreate};
use chat_api::{
    ChatApi, CreateSessionRequest, CreateSessionResponse, DeleteSessionRequest,
    DeleteSessionResponse, GetSessionRequest, GetSessionResponse, ListSessionsRequest,
    ListSessionsResponse, StreamMessagesRequest, StreamMessagesResponse,
};
use chat_client::Client;
use chat_server::{Connections, KeyRing, Principal};
use futures_util::TryStreamExt as _;
use openapi_runtime::server::Limits;
use openapi_runtime::{Context, Nullable};
use tokio::net::TcpListener;

use crate::support::{KEY, Server, answer, server};

/// What a conversation looked like.
#[derive(Debug, PartialEq)]
struct Seen {
    indexes: Vec<Option<Vec<String>>>,
    answer: String,
    events: usize,
    listed: usize,
    left: usize,
}

fn expected() -> Seen {
    Seen {
        indexes: vec![None, None, Some(vec!["a".into(), "b".into()])],
        answer: "Hello!".into(),
        // What was said, the thought, the call and its result, the answer and the stop.
        events: 6,
        listed: 3,
        left: 2,
    }
}

/// Creates three sessions, talks in the last, reads it, deletes it, and says what it saw.
async fn program<Cx, A>(api: &A, cx: Cx) -> Seen
where
    Cx: Clone + Send,
    A: ChatApi<Cx, Error: std::fmt::Debug>,
{
    let bodies = [
        None,
        Some(SessionCreate {
            index_ids: Nullable::Null,
        }),
        Some(SessionCreate {
            index_ids: vec!["a".to_owned(), "b".to_owned()].into(),
        }),
    ];
    let (mut indexes, mut session_id) = (Vec::new(), String::new());
    for body in bodies {
        let request = CreateSessionRequest {
            body,
            session: Some("cookie".into()),
            ..Default::default()
        };
        match api.create_session(cx.clone(), request).await.unwrap() {
            CreateSessionResponse::Created(session) => {
                assert!(session.session_id.starts_with("ses-"));
                assert_eq!(session.job_metadata, None);
                indexes.push(session.index_ids);
                session_id = session.session_id;
            }
            other => panic!("{other:?}"),
        }
    }
    let answer = talk(api, cx.clone(), &session_id).await;
    let request = GetSessionRequest {
        session_id: session_id.clone(),
        organization_id: None,
        project_id: None,
        session: None,
    };
    let events = match api.get_session(cx.clone(), request).await.unwrap() {
        GetSessionResponse::Ok(detail) => detail.events.len(),
        other => panic!("{other:?}"),
    };
    let listed = listed(api, cx.clone()).await;
    for expected in [
        DeleteSessionResponse::NoContent,
        DeleteSessionResponse::NotFound(HttpError {
            detail: "Session not found".into(),
        }),
    ] {
        let request = DeleteSessionRequest {
            session_id: session_id.clone(),
            organization_id: None,
            project_id: None,
            session: None,
        };
        let deleted = api.delete_session(cx.clone(), request).await.unwrap();
        assert_eq!(deleted, expected);
    }
    Seen {
        indexes,
        answer,
        events,
        listed,
        left: self::listed(api, cx).await,
    }
}

/// Says something, and gives the answer as it came piece by piece.
async fn talk<Cx, A>(api: &A, cx: Cx, session_id: &str) -> String
where
    A: ChatApi<Cx, Error: std::fmt::Debug>,
{
    let request = StreamMessagesRequest {
        session_id: session_id.to_owned(),
        organization_id: None,
        project_id: None,
        session: None,
        body: ChatParams {
            index_ids: vec!["b".into(), "a".into()],
            prompt: "Hello!".into(),
        },
    };
    let mut events = match api.stream_messages(cx, request).await.unwrap() {
        StreamMessagesResponse::Ok(events) => events,
        other => panic!("{other:?}"),
    };
    let (mut answer, mut stopped) = (String::new(), false);
    while let Some(event) = events.try_next().await.unwrap() {
        assert!(!stopped, "nothing follows a stop");
        match event {
            Event::TextDelta(delta) => answer.push_str(&delta.content),
            Event::Stop(stop) => stopped = !stop.is_error,
            _ => {}
        }
    }
    assert!(stopped);
    answer
}

async fn listed<Cx, A>(api: &A, cx: Cx) -> usize
where
    A: ChatApi<Cx, Error: std::fmt::Debug>,
{
    let request = ListSessionsRequest::default();
    match api.list_sessions(cx, request).await.unwrap() {
        ListSessionsResponse::Ok(list) => list.items.len(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn over_a_socket() {
    let (server, _folder) = server().await;
    assert_eq!(program(&server.client(), ()).await, expected());
}

#[tokio::test]
async fn in_process() {
    let (server, _folder) = server().await;
    let api = server.server.clone();
    let principal = Principal {
        account: "default".into(),
    };
    assert_eq!(program(&api, Context::new(principal)).await, expected());
}

/// A gateway with keys of its own, in front of a server: the client behind the generated router.
async fn gateway(behind: Client) -> String {
    let mut keys = KeyRing::new();
    keys.add("llx-gateway").unwrap();
    let router = router_with(Arc::new(behind), Arc::new(keys), Limits::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(chat_server::serve(
        listener,
        router,
        Connections::default(),
        std::future::pending(),
    ));
    base_url
}

fn gateway_client(base_url: &str, key: &str) -> Client {
    Client::builder()
        .api_key(key)
        .base_url(base_url)
        .max_retries(0)
        .build()
        .unwrap()
}

#[tokio::test]
async fn through_a_gateway() {
    let (server, _folder) = server().await;
    let base_url = gateway(server.client()).await;
    assert_eq!(
        program(&gateway_client(&base_url, "llx-gateway"), ()).await,
        expected()
    );
    // The gateway's keys are its own: the one of the server behind it opens nothing here.
    let error = gateway_client(&base_url, KEY)
        .create_session()
        .send()
        .await
        .unwrap_err();
    assert!(error.is_unauthorized());
}

#[tokio::test]
async fn a_gateway_hands_on_refusals_and_hides_failures() {
    let (server, folder) = server().await;
    let base_url = gateway(server.client_of("llx-unknown")).await;
    let error = gateway_client(&base_url, "llx-gateway")
        .create_session()
        .send()
        .await
        .unwrap_err();
    assert!(
        error.is_unauthorized(),
        "the server behind refuses the gateway's own key: {error}"
    );

    let base_url = gateway(server.client()).await;
    server.stop().await;
    let request = reqwest::Client::new()
        .post(format!("{base_url}/api/v1/chat"))
        .bearer_auth("llx-gateway");
    let (status, body) = answer(request).await;
    assert_eq!(
        (status, body),
        (502, serde_json::json!({"detail": "Bad Gateway"}))
    );
    Server::start_in(folder.path()).await.stop().await;
}
