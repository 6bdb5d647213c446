//! A request's body, read within limits.

use std::error::Error;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, Collected, LengthLimitError, Limited};

use super::Limits;

/// Reads a body whole, or says what to answer.
pub(super) async fn read(headers: &HeaderMap, body: Body, limits: Limits) -> Result<Bytes, Answer> {
    let body = limited(headers, body, limits)?;
    let mut collected = pin!(body.collect());
    // A body that arrived with its head, as nearly all do, is not worth starting a clock for.
    let at_once = poll_fn(|cx| Poll::Ready(collected.as_mut().poll(cx))).await;
    let body = match at_once {
        Poll::Ready(body) => body,
        Poll::Pending => match tokio::time::timeout(limits.body_time, collected).await {
            Ok(body) => body,
            Err(_) => return Err(too_slow()),
        },
    };
    body.map(Collected::to_bytes)
        .map_err(|error| broken_off(&*error, limits))
}

/// What to answer instead.
pub(super) type Answer = (StatusCode, String);

/// A body that ends in an error where it is larger than it may be, or else what to answer where it says so at once.
pub(super) fn limited(
    headers: &HeaderMap,
    body: Body,
    limits: Limits,
) -> Result<Limited<Body>, Answer> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    let is_too_large = announced
        .and_then(|text| text.parse().ok())
        .is_some_and(|length: u64| length > limits.body_size as u64);
    if is_too_large {
        return Err(too_large(limits));
    }
    Ok(Limited::new(body, limits.body_size))
}

/// Whether a body is compressed, or else no longer what its media type says. Nothing is unpacked here: what is small on
/// its way may be anything once it is unpacked.
pub(super) fn is_encoded(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    codings.any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// What to answer to a body that a reader could not read to its end.
pub(super) fn broken_off(error: &(dyn Error + Send + Sync + 'static), limits: Limits) -> Answer {
    if error.is::<LengthLimitError>() {
        return too_large(limits);
    }
    let detail = "The request body broke off";
    (StatusCode::BAD_REQUEST, detail.to_owned())
}

/// What to answer to a body that takes its time.
pub(super) fn too_slow() -> Answer {
    let detail = "The request body took too long";
    (StatusCode::REQUEST_TIMEOUT, detail.to_owned())
}

fn too_large(limits: Limits) -> Answer {
    let detail = format!("The request body is larger than {} bytes", limits.body_size);
    (StatusCode::PAYLOAD_TOO_LARGE, detail)
}

/// Whether a body may be JSON: its content type says so, or says nothing (RFC 6839, section 3.1: `+json`).
pub(super) fn may_be_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    if value == "application/json" {
        return true;
    }
    let Ok(value) = value.to_str() else {
        return false;
    };
    let essence = value.split(';').next().unwrap_or_default().trim();
    let Some((kind, subtype)) = essence.split_once('/') else {
        return essence.is_empty();
    };
    let suffix = subtype
        .len()
        .checked_sub("+json".len())
        .and_then(|start| subtype.get(start..));
    kind.eq_ignore_ascii_case("application")
        && (subtype.eq_ignore_ascii_case("json")
            || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("+json")))
}

/// Where serde_json gave up, counted in characters from the start of the text.
pub(super) fn offset(text: &[u8], error: &serde_json::Error) -> usize {
    let end = if error.is_eof() {
        text.len()
    } else {
        let breaks = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        // Lines and columns are counted from 1.
        let line_start = match error.line().checked_sub(2) {
            Some(line) => breaks.map(|(index, _)| index + 1).nth(line).unwrap_or(0),
            None => 0,
        };
        (line_start + error.column().saturating_sub(1)).min(text.len())
    };
    String::from_utf8_lossy(&text[..end]).chars().count()
}

#[cfg(test)]
mod tests {
    use super::offset;
    use serde_json::Value;

    #[test]
    fn offsets_point_at_the_character_that_is_wrong() {
        for (text, expected) in [
            ("{a", 1),
            ("{\"a\":", 5),
            ("{} x", 3),
            ("{\n\n  \"a\": ?}", 10),
            ("[\"é\", ?]", 6),
            ("[\n\"é\",\n?]", 7),
        ] {
            let error = serde_json::from_str::<Value>(text).unwrap_err();
            assert_eq!(
                offset(text.as_bytes(), &error),
                expected,
                "{text:?}: {error}"
            );
        }
    }
}
