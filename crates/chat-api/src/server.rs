// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! A router over an implementation of the operations.

use std::error::Error;
use std::sync::Arc;
use axum::{Router, routing};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use openapi_runtime::Context;
use openapi_runtime::server::{Decode, ErrorFormat, Limits, Refusal, Service};
use crate::{ChatApi, Authenticate};
use crate::operations::{CREATE_SESSION, CreateSessionRequest};

/// The shape of the answers that the router gives by itself.
pub const ERRORS: ErrorFormat = ErrorFormat::Detail;

/// Routes every operation to `api`, which verifies credentials too.
pub fn router<A>(api: A) -> Router
where
    A: Authenticate
        + ChatApi<
            Context<<A as Authenticate>::Principal>,
            Error: Into<Box<dyn Error + Send + Sync>>,
        >,
{
    let api = Arc::new(api);
    router_with(Arc::clone(&api), api, Limits::default())
}

/// Routes every operation to `api`, once `verifier` has verified its credentials.
///
/// With a client for `api` this is a gateway: credentials of one's own in front of somebody else's server.
pub fn router_with<A, V>(api: Arc<A>, verifier: Arc<V>, limits: Limits) -> Router
where
    A: ChatApi<Context<V::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
    V: Authenticate,
{
    Router::new()
        .route("/api/v1/chat", routing::post(create_session::<A, V>))
        .fallback(async || ERRORS.not_found())
        .method_not_allowed_fallback(async || ERRORS.method_not_allowed())
        .with_state(Service::new(api, verifier, ERRORS, limits))
}

async fn create_session<A, V>(
    State(service): State<Service<A, V>>,
    request: Request,
) -> Result<Response, Refusal>
where
    A: ChatApi<Context<V::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
    V: Authenticate,
{
    let mut call = service.call(&CREATE_SESSION, request);
    let principal = service
        .verifier()
        .authenticate(call.credentials()?, call.operation())
        .await;
    let principal = principal.map_err(|error| call.refuse(&error))?;
    let request = CreateSessionRequest::decode(&mut call).await?;
    let response = service.api().create_session(call.context(principal), request).await;
    response.map(IntoResponse::into_response).map_err(|error| call.fail(error))
}
