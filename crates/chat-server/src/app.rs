//! The whole application: the API, what stands beside it, and what surrounds both.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use chat_api::server::{ERRORS, router_with};
use http::StatusCode;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use crate::docs::docs;
use crate::document::document;
use crate::framing::unambiguous;
use crate::guard::{Guard, RateLimit};
use crate::observe::{figures, health, observed};
use crate::store::Store;
use crate::{ChatServer, KeyRing};

/// How much of a request a server takes, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest body, in bytes; a larger one is answered 413.
    pub body_size: usize,
    /// How long a body may take to arrive; a slower one is answered 408.
    pub body_time: Duration,
    /// How long an answer may take to begin; a slower one becomes a 503.
    pub answer_time: Duration,
}

impl Default for Limits {
    /// 1 MiB within 15 seconds, an answer within 30.
    fn default() -> Self {
        Self {
            body_size: 1024 * 1024,
            body_time: Duration::from_secs(15),
            answer_time: Duration::from_secs(30),
        }
    }
}

/// How an application is set up.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How much of a request is taken.
    pub limits: Limits,
    /// How often a key may be used; `None`: as often as its holder likes.
    pub rate: Option<RateLimit>,
    /// Whether `GET /metrics` is answered beside the API; [`metrics`] can serve it elsewhere.
    pub metrics: bool,
}

impl Default for Options {
    /// The default limits, no limit to rates, figures beside the API.
    fn default() -> Self {
        Limits::default().into()
    }
}

impl From<Limits> for Options {
    fn from(limits: Limits) -> Self {
        Self {
            limits,
            rate: None,
            metrics: true,
        }
    }
}

/// The API, with `/health`, `/metrics`, `/openapi.json` and `/docs` beside it, which need no key.
pub fn app<S: Store>(server: ChatServer<S>, keys: KeyRing, options: impl Into<Options>) -> Router {
    let Options {
        limits,
        rate,
        metrics: with_metrics,
    } = options.into();
    let taken = openapi_runtime::server::Limits {
        body_size: limits.body_size,
        body_time: limits.body_time,
    };
    let figures = Arc::clone(server.metrics());
    let server = Arc::new(server);
    let mut app = router_with(Arc::clone(&server), Arc::new(Guard::new(keys, rate)), taken)
        .merge(health(Arc::clone(&server)))
        .route("/openapi.json", get(document))
        .merge(docs());
    if with_metrics {
        app = app.merge(metrics(&server));
    }
    // In one piece: each layer that a router has by itself is boxed, and copied for every request.
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn(unambiguous))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a request handler panicked");
            ERRORS.status(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }))
        .layer(middleware::from_fn_with_state(
            limits.answer_time,
            limit_time,
        ));
    observed(app.layer(layers), figures)
}

/// `GET /metrics` alone, with the figures of a server.
pub fn metrics<S: Store>(server: &ChatServer<S>) -> Router {
    Router::new()
        .route("/metrics", get(figures))
        .with_state(Arc::clone(server.metrics()))
}

async fn limit_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_| {
        ERRORS.status(StatusCode::SERVICE_UNAVAILABLE, "The request took too long")
    })
}
