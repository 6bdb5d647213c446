//! Where a client under test sends its requests: to a router, or onto a tape.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http_body_util::BodyExt;
use openapi_runtime::client::{BoxFuture, Response, Transport, TransportError};
use openapi_runtime::{ClientCertificate, Operation};
use tower::ServiceExt;

/// Where a client under test sends its requests.
#[derive(Debug, Clone)]
pub struct Upstream(End);

#[derive(Debug, Clone)]
enum End {
    Router(Router),
    Tape(Tape),
}

/// Keeps what it is sent, and gives one answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tape {
    kept: Arc<Mutex<Vec<http::Request<Bytes>>>>,
    answer: Arc<Mutex<http::Response<Bytes>>>,
}

impl Tape {
    /// Gives another answer from now on.
    pub(crate) fn answer_with(&self, answer: http::Response<Bytes>) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = answer;
    }

    /// What was sent since the last time.
    pub(crate) fn take(&self) -> Vec<http::Request<Bytes>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut kept)
    }
}

impl Upstream {
    /// Sends requests to a router, without a network.
    pub fn router(router: Router) -> Self {
        Self(End::Router(router))
    }

    pub(crate) fn tape(tape: &Tape) -> Self {
        Self(End::Tape(tape.clone()))
    }
}

impl Transport for Upstream {
    fn send(
        &self,
        mut request: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'_, Result<Response, TransportError>> {
        let end = self.0.clone();
        Box::pin(async move {
            let url = request.url();
            let target = match url.query() {
                Some(query) => format!("{}?{query}", url.path()),
                None => url.path().to_owned(),
            };
            let mut sent = http::Request::builder()
                .method(request.method())
                .uri(target)
                .body(())?;
            *sent.headers_mut() = std::mem::take(request.headers_mut());
            let body = request.body_mut().take();
            match end {
                End::Router(router) => {
                    let mut sent = sent.map(|()| body.map_or(Body::empty(), Body::new));
                    // What the transport of the tests' own callers presents.
                    sent.extensions_mut()
                        .insert(ClientCertificate::new("known"));
                    let (parts, body) = router.oneshot(sent).await?.into_parts();
                    let body = reqwest::Body::wrap_stream(body.into_data_stream());
                    Ok(http::Response::from_parts(parts, body).into())
                }
                End::Tape(tape) => {
                    let body = match body {
                        Some(body) => body.collect().await?.to_bytes(),
                        None => Bytes::new(),
                    };
                    let mut kept = tape.kept.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.push(sent.map(|()| body));
                    drop(kept);
                    let answer = tape.answer.lock().unwrap_or_else(PoisonError::into_inner);
                    Ok(answer.clone().into())
                }
            }
        })
    }
}
