//! Responses, written.

use std::fmt::Display;

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::parameter::Parameter;
use crate::parameter::write::Unwritable;
use crate::{ByteStream, Content};

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

/// A response with a body of text.
pub fn text(status: u16, media_type: &'static str, body: String) -> Response {
    let mut response = respond(known(status), Body::from(body));
    let media_type = HeaderValue::from_static(media_type);
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

/// A response with a body of bytes, of one media type.
pub fn bytes(status: u16, media_type: &'static str, body: ByteStream) -> Response {
    let mut response = respond(known(status), pieces(body));
    let media_type = HeaderValue::from_static(media_type);
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

/// A response with a body of bytes that says what it is.
pub fn content(status: u16, content: Content) -> Response {
    let mut response = respond(known(status), pieces(content.body));
    if content.content_type.is_empty() {
        return response;
    }
    match HeaderValue::try_from(content.content_type) {
        Ok(media_type) => {
            response.headers_mut().insert(CONTENT_TYPE, media_type);
            response
        }
        Err(error) => unwritable("the content type", &error),
    }
}

fn pieces(body: ByteStream) -> Body {
    match body.into_whole() {
        Ok(bytes) => Body::from(bytes),
        Err(pieces) => Body::from_stream(pieces),
    }
}

/// Writes a header of a response. A value that is null, such as `None`, is left out.
pub fn header(response: &mut Response, header: &Parameter, value: &impl Serialize) {
    let written = header_value(header, value);
    match (written, HeaderName::from_bytes(header.name.as_bytes())) {
        (Ok(None), _) => {}
        (Ok(Some(value)), Ok(name)) => {
            response.headers_mut().insert(name, value);
        }
        (Err(why), _) => *response = unwritable(header.name, &why),
        (_, Err(error)) => *response = unwritable(header.name, &error),
    }
}

fn header_value(
    header: &Parameter,
    value: &impl Serialize,
) -> Result<Option<HeaderValue>, Unwritable> {
    let value = serde_json::to_value(value).map_err(|error| error.to_string())?;
    if value.is_null() {
        return Ok(None);
    }
    let value = HeaderValue::try_from(header.to_text(&value)?);
    Ok(Some(value.map_err(|error| error.to_string())?))
}

/// A status of a class, such as 4 for `4XX`. One of another class is the implementation's mistake, and becomes a 500.
pub fn of_class(class: u16, status: StatusCode) -> u16 {
    if status.as_u16() / 100 == class {
        return status.as_u16();
    }
    tracing::error!(%status, class, "a response has a status that is not of its class");
    StatusCode::INTERNAL_SERVER_ERROR.as_u16()
}

/// An opaque 500 in place of a response that cannot be written.
fn unwritable(what: &str, why: &dyn Display) -> Response {
    tracing::error!(%why, "{what} of a response cannot be written");
    respond(StatusCode::INTERNAL_SERVER_ERROR, Body::empty())
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
