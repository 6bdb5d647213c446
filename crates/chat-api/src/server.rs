// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! A router over an implementation of the operations.

use std::error::Error;
use std::sync::Arc;
use axum::{Router, routing};
use axum::extract::{Request, State};
use axum::response::Response;
use openapi_runtime::Context;
use openapi_runtime::server::{Call, Decode, ErrorFormat, Limits, Refusal, Service};
use crate::{ChatApi, Authenticate};
use crate::operations::{
    CREATE_SESSION, CreateSessionRequest, LIST_SESSIONS, ListSessionsRequest,
    GET_SESSION, GetSessionRequest, DELETE_SESSION, DeleteSessionRequest,
    GET_SESSION_SUMMARY, GetSessionSummaryRequest, STREAM_MESSAGES, StreamMessagesRequest,
};

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
        .route(
            "/api/v1/chat",
            routing::post(create_session::<A, V>).get(list_sessions::<A, V>),
        )
        .route(
            "/api/v1/chat/{session_id}",
            routing::get(get_session::<A, V>).delete(delete_session::<A, V>),
        )
        .route(
            "/api/v1/chat/{session_id}/messages/stream",
            routing::post(stream_messages::<A, V>),
        )
        .route(
            "/api/v1/chat/{session_id}/summary",
            routing::get(get_session_summary::<A, V>),
        )
        .fallback(async |request: Request| ERRORS.not_found(&request))
        .method_not_allowed_fallback(async |request: Request| {
            ERRORS.method_not_allowed(&request)
        })
        .with_state(Service::new(api, verifier, ERRORS, limits))
}

/// Verifies the credentials of a call.
async fn admit<V: Authenticate>(
    call: &mut Call,
    verifier: &V,
) -> Result<Context<V::Principal>, Refusal> {
    let principal = verifier.authenticate(call.credentials()?, call.operation()).await;
    let principal = principal.map_err(|error| call.refuse(&error))?;
    Ok(call.context(principal))
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
    let context = admit(&mut call, service.verifier()).await?;
    let request = CreateSessionRequest::decode(&mut call).await?;
    let response = service.api().create_session(context, request).await;
    call.answer(response)
}

async fn list_sessions<A, V>(
    State(service): State<Service<A, V>>,
    request: Request,
) -> Result<Response, Refusal>
where
    A: ChatApi<Context<V::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
    V: Authenticate,
{
    let mut call = service.call(&LIST_SESSIONS, request);
    let context = admit(&mut call, service.verifier()).await?;
    let request = ListSessionsRequest::decode(&mut call).await?;
    let response = service.api().list_sessions(context, request).await;
    call.answer(response)
}

async fn get_session<A, V>(
    State(service): State<Service<A, V>>,
    request: Request,
) -> Result<Response, Refusal>
where
    A: ChatApi<Context<V::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
    V: Authenticate,
{
    let mut call = service.call(&GET_SESSION, request);
    let context = admit(&mut call, service.verifier()).await?;
    let request = GetSessionRequest::decode(&mut call).await?;
    let response = service.api().get_session(context, request).await;
    call.answer(response)
}

async fn delete_session<A, V>(
    State(service): State<Service<A, V>>,
    request: Request,
) -> Result<Response, Refusal>
where
    A: ChatApi<Context<V::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
    V: Authenticate,
{
    let mut call = service.call(&DELETE_SESSION, request);
    let context = admit(&mut call, service.verifier()).await?;
    let request = DeleteSessionRequest::decode(&mut call).await?;
    let response = service.api().delete_session(context, request).await;
    call.answer(response)
}

async fn get_session_summary<A, V>(
    State(service): State<Service<A, V>>,
    request: Request,
) -> Result<Response, Refusal>
where
    A: ChatApi<Context<V::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
    V: Authenticate,
{
    let mut call = service.call(&GET_SESSION_SUMMARY, request);
    let context = admit(&mut call, service.verifier()).await?;
    let request = GetSessionSummaryRequest::decode(&mut call).await?;
    let response = service.api().get_session_summary(context, request).await;
    call.answer(response)
}

async fn stream_messages<A, V>(
    State(service): State<Service<A, V>>,
    request: Request,
) -> Result<Response, Refusal>
where
    A: ChatApi<Context<V::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
    V: Authenticate,
{
    let mut call = service.call(&STREAM_MESSAGES, request);
    let context = admit(&mut call, service.verifier()).await?;
    let request = StreamMessagesRequest::decode(&mut call).await?;
    let response = service.api().stream_messages(context, request).await;
    call.answer(response)
}
