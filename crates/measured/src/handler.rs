//! Requests to a router in this process, no socket between.

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// The key that is let in.
pub const KEY: &str = "llx-measured";

const PATH: &str = "/api/v1/chat?project_id=6ba7b810-9dad-11d1-80b4-00c04fd430c8";
const BODY: &str = r#"{"index_ids":["idx-abc123","idx-def456"]}"#;

/// Create Session with everything that it takes but an organization.
///
/// # Errors
/// None: its parts are constants that fit.
pub fn request() -> http::Result<Request<Body>> {
    Request::post(PATH)
        .header("authorization", "Bearer llx-measured")
        .header("content-type", "application/json")
        .header("content-length", BODY.len())
        .header("cookie", "session=abc")
        .body(Body::from(BODY))
}

/// Sends the request to a router.
///
/// # Errors
/// None: a router always answers.
pub async fn send(router: &Router) -> http::Result<Response> {
    let answer = router.clone().oneshot(request()?).await;
    Ok(answer.unwrap_or_else(|never| match never {}))
}

/// Sends it so many times, one after another, reads each answer to its end, and counts those that created a session.
///
/// # Errors
/// None, as with [`send`].
pub async fn send_many(router: &Router, calls: u64) -> http::Result<u64> {
    let mut created = 0;
    for _ in 0..calls {
        let (parts, body) = send(router).await?.into_parts();
        let whole = body
            .collect()
            .await
            .is_ok_and(|body| !body.to_bytes().is_empty());
        created += u64::from(whole && parts.status == StatusCode::CREATED);
    }
    Ok(created)
}
