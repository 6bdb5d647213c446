//! Requests that two servers in a row might understand in two ways.
//!
//! hyper refuses most of what requests are smuggled with. This is what it leaves to its caller.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use chat_api::server::ERRORS;
use http::header::{CONNECTION, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, StatusCode, Version};

/// Refuses a request that could mean two things, and ends its connection: what follows on it may be anything.
pub(crate) async fn unambiguous(request: Request, next: Next) -> Response {
    let (status, sentence) = match fault(request.version(), request.headers()) {
        Some(fault) => fault,
        None => return next.run(request).await,
    };
    let mut answer = ERRORS.status(status, sentence);
    let close = HeaderValue::from_static("close");
    answer.headers_mut().insert(CONNECTION, close);
    answer
}

fn fault(version: Version, headers: &HeaderMap) -> Option<(StatusCode, &'static str)> {
    let hosts = headers.get_all(HOST).iter().count();
    // RFC 9112, section 3.2.
    if hosts > 1 || (hosts == 0 && version == Version::HTTP_11) {
        let sentence = "The request has to have one Host header";
        return Some((StatusCode::BAD_REQUEST, sentence));
    }
    // RFC 9112, section 6.1.
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    if codings.any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"chunked")) {
        let sentence = "The request has another Transfer-Encoding than chunked";
        return Some((StatusCode::NOT_IMPLEMENTED, sentence));
    }
    None
}
