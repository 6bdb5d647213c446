//! One program, written against the generated trait, run three ways: over a socket, in process, and through a gateway.

use std::sync::Arc;

use chat_api::server::router_with;
use chat_api::types::SessionCreate;
use chat_api::{ChatApi, CreateSessionRequest, CreateSessionResponse};
use chat_client::Client;
use chat_server::{ChatServer, Connections, KeyRing, Principal};
use openapi_runtime::server::Limits;
use openapi_runtime::{Context, Nullable};
use tokio::net::TcpListener;

use crate::support::{KEY, Server, answer, server};

/// Creates three sessions and says what came back of each.
async fn program<Cx, A>(api: &A, cx: Cx) -> Vec<Option<Vec<String>>>
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
    let mut seen = Vec::new();
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
                seen.push(session.index_ids);
            }
            other => panic!("{other:?}"),
        }
    }
    seen
}

fn expected() -> Vec<Option<Vec<String>>> {
    vec![None, None, Some(vec!["a".into(), "b".into()])]
}

#[tokio::test]
async fn over_a_socket() {
    let (server, _folder) = server().await;
    assert_eq!(program(&server.client(), ()).await, expected());
}

#[tokio::test]
async fn in_process() {
    let (server, _folder) = server().await;
    let api = ChatServer::new(server.store.clone());
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
