//! The cases of an operation, sent to a server of which nothing but the answers is seen.

use axum::Router;

use crate::case::{Cases, Request};
use crate::message::Malformed;
use crate::play::{name_of, play, send, untold};

/// Sends the requests of an operation: those that are well, and those of callers that are let in, are answered with a
/// success, and those that break a demand are refused with the place of the fault.
///
/// # Panics
/// Where a case fails: this is a test. All that failed is told.
pub fn front(cases: &str, router: &Router) {
    play(cases, async |cases| all(&cases, router).await);
}

async fn all(cases: &Cases, router: &Router) -> Vec<String> {
    let mut failures = Vec::new();
    let mut tell = |what: String, outcome: Result<Option<String>, Malformed>| {
        let failure = outcome.unwrap_or_else(|error| Some(error.to_string()));
        failures.extend(failure.map(|why| format!("{}, {what}: {why}", cases.operation)));
    };
    // There is no success where the document declares none.
    let succeeds = cases.responses.iter().any(|case| case.sent.status < 400);
    for case in cases.requests.iter().filter(|_| succeeds) {
        let name = format!("request `{}`", case.case);
        tell(name, refusal(router, &case.sent).await);
    }
    for request in cases.accepted.iter().filter(|_| succeeds) {
        let name = "credentials that are let in".to_owned();
        tell(name, refusal(router, request).await);
    }
    for violation in &cases.violations {
        let answer = async { send(router, violation.sent.to_wire()?).await };
        let outcome = answer.await.map(|answer| untold(&answer, violation));
        tell(name_of(violation), outcome);
    }
    failures
}

async fn refusal(router: &Router, request: &Request) -> Result<Option<String>, Malformed> {
    let answer = send(router, request.to_wire()?).await?;
    let body = String::from_utf8_lossy(answer.body());
    let refused = answer.status().as_u16() >= 400;
    Ok(refused.then(|| format!("{} {body}", answer.status())))
}
