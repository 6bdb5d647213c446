//! What surrounds every request: its id, its span in the log, its time.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use http::HeaderMap;
use tower::ServiceBuilder;
use tower_http::request_id::{
    MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::field::Empty;
use tracing::{Level, Span};

use super::Metrics;
use super::operation::operation;

/// The header of a request's id.
const REQUEST_ID: &str = "x-request-id";

/// The longest id that is taken from a caller.
const LONGEST: usize = 128;

/// Gives every request an id, or keeps the one that it has; says it in the answer, and in every line that is logged
/// meanwhile; and counts the request.
pub(crate) fn observed(app: Router, metrics: Arc<Metrics>) -> Router {
    let trace = TraceLayer::new_for_http()
        .make_span_with(span)
        .on_request(())
        .on_response(DefaultOnResponse::new().level(Level::INFO))
        // A failure is logged once, with its cause, where it happens.
        .on_failure(());
    let layers = ServiceBuilder::new()
        .map_request(|mut request: Request| {
            if !has_good_id(request.headers()) {
                request.headers_mut().remove(REQUEST_ID);
            }
            request
        })
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(trace)
        .layer(middleware::from_fn_with_state(metrics, counted));
    app.layer(layers)
}

/// The path, and not the query: what stands there is the caller's business.
fn span(request: &Request) -> Span {
    let id = request.extensions().get::<RequestId>();
    let id = id.and_then(|id| id.header_value().to_str().ok());
    tracing::info_span!(
        "request",
        id,
        operation = %operation(request),
        method = %request.method(),
        path = request.uri().path(),
        status = Empty,
    )
}

async fn counted(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let (begun, operation) = (Instant::now(), operation(&request));
    let response = next.run(request).await;
    let status = response.status().as_u16();
    Span::current().record("status", status);
    metrics.answered(operation, status, begun.elapsed());
    response
}

/// Whether a request has one id, which can be written into any log as it is.
fn has_good_id(headers: &HeaderMap) -> bool {
    let mut ids = headers.get_all(REQUEST_ID).iter();
    let (Some(id), None) = (ids.next(), ids.next()) else {
        return false;
    };
    let good = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:+/=@".contains(byte);
    (1..=LONGEST).contains(&id.len()) && id.as_bytes().iter().all(good)
}
