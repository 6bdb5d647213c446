// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! A test for each operation, and what they share.

use std::sync::Arc;
use openapi_runtime::{AuthError, Operation, Bearer};
use openapi_runtime::server::Limits;
use openapi_testing::{Router, Upstream, round_trip};
use chat_api::client::Client;
use chat_api::server::router_with;
use chat_api::{Authenticate, Credentials};

/// Lets the tests' own callers in, and no others.
struct Known;

impl Authenticate for Known {
    type Principal = ();

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static Operation,
    ) -> Result<(), AuthError> {
        let known = known();
        let sound = [
            credentials.http_bearer.is_none()
                || credentials.http_bearer == known.http_bearer,
        ];
        if sound.contains(&false) {
            return Err(AuthError::Invalid("unknown".into()));
        }
        Ok(())
    }
}

/// The credentials that the tests' own callers hold.
fn known() -> Credentials {
    Credentials {
        http_bearer: Some(Bearer::new("known")),
    }
}

/// A router whose implementation is a client of `upstream`.
fn gateway(upstream: Upstream) -> Router {
    let client = Client::new("http://upstream.test", known(), upstream);
    router_with(Arc::new(client), Arc::new(Known), Limits::default())
}

#[test]
fn create_session() {
    round_trip(include_str!("create_session.json"), gateway);
}

#[test]
fn list_sessions() {
    round_trip(include_str!("list_sessions.json"), gateway);
}

#[test]
fn get_session() {
    round_trip(include_str!("get_session.json"), gateway);
}

#[test]
fn delete_session() {
    round_trip(include_str!("delete_session.json"), gateway);
}

#[test]
fn get_session_summary() {
    round_trip(include_str!("get_session_summary.json"), gateway);
}

#[test]
fn stream_messages() {
    round_trip(include_str!("stream_messages.json"), gateway);
}
