//! Responses, written.

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;

/// A response without a body.
pub fn empty(status: u16) -> Response {
    respond(known(status), Body::empty())
}

/// A response with a body of JSON, of a media type such as `application/json`.
pub fn json(status: u16, media_type: &'static str, body: &impl Serialize) -> Response {
    // Most answers fit into this, and are written without the buffer growing.
    let mut bytes = Vec::with_capacity(512);
    let (status, media_type) = match serde_json::to_writer(&mut bytes, body) {
        Ok(()) => (known(status), media_type),
        Err(error) => {
            tracing::error!(%error, "a response cannot be written as JSON");
            bytes = br#"{"detail":"Internal Server Error"}"#.to_vec();
            (StatusCode::INTERNAL_SERVER_ERROR, "application/json")
        }
    };
    let mut response = respond(status, Body::from(bytes));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// A 401 names the scheme that is wanted (RFC 9110, section 15.5.2), whoever says it.
pub(super) fn respond(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if status == StatusCode::UNAUTHORIZED {
        response
            .headers_mut()
            .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// Generated code names statuses between 100 and 599 alone, which are all valid.
fn known(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
