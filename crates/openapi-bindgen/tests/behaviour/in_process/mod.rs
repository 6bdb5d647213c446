//! What the behaviour tests share: a client's way to a router without a socket.

use axum::body::Body;
use http::Request;
use openapi_runtime::client::{BoxFuture, Response, Transport, TransportError};
use tower::ServiceExt;

/// Carries requests to a router in the same process, and the response back piece by piece.
pub(crate) struct InProcess(pub(crate) axum::Router);

impl Transport for InProcess {
    fn send(
        &self,
        mut request: reqwest::Request,
        _: &'static openapi_runtime::Operation,
    ) -> BoxFuture<'_, Result<Response, TransportError>> {
        let router = self.0.clone();
        Box::pin(async move {
            let mut ours = Request::builder().method(request.method()).uri(request.url().as_str());
            *ours.headers_mut().unwrap() = request.headers().clone();
            let body = request.body_mut().take().map_or(Body::empty(), Body::new);
            let response = router.oneshot(ours.body(body)?).await?;
            let (parts, body) = response.into_parts();
            let body = reqwest::Body::wrap_stream(body.into_data_stream());
            Ok(http::Response::from_parts(parts, body).into())
        })
    }
}
