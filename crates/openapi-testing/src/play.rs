//! The cases of an operation, played.

use axum::body::Body;
use axum::{Extension, Router};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use openapi_runtime::ClientCertificate;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

use crate::case::{Cases, Request, Violation};
use crate::compare;
use crate::message::Malformed;
use crate::upstream::{Tape, Upstream};

/// The most failures that one test tells.
const MOST_TOLD: usize = 20;

/// Plays the cases of an operation. `gateway` gives a router whose implementation is a client of what it is given.
///
/// # Panics
/// Where a case fails: this is a test. All that failed is told.
pub fn round_trip(cases: &str, gateway: fn(Upstream) -> Router) {
    play(cases, async |cases| Play::new(gateway).all(&cases).await);
}

/// Plays the cases of a file, and tells what failed.
#[allow(clippy::panic, reason = "this is how a test fails")]
pub(crate) fn play(cases: &str, all: impl AsyncFnOnce(Cases) -> Vec<String>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let failures = match (runtime, serde_json::from_str::<Cases>(cases)) {
        (Ok(runtime), Ok(cases)) => runtime.block_on(all(cases)),
        (Err(error), _) => vec![error.to_string()],
        (_, Err(error)) => vec![format!("the case file: {error}")],
    };
    if !failures.is_empty() {
        let told: Vec<_> = failures.iter().take(MOST_TOLD).cloned().collect();
        panic!("{} failed:\n{}", failures.len(), told.join("\n"));
    }
}

struct Play {
    tape: Tape,
    router: Router,
}

impl Play {
    fn new(gateway: fn(Upstream) -> Router) -> Self {
        let tape = Tape::default();
        let inner = gateway(Upstream::tape(&tape));
        Self {
            tape,
            router: gateway(Upstream::router(inner)),
        }
    }

    async fn all(&self, cases: &Cases) -> Vec<String> {
        let mut failures = Vec::new();
        let mut tell = |what: String, outcome: Result<Option<String>, Malformed>| {
            let failure = outcome.unwrap_or_else(|error| Some(error.to_string()));
            failures.extend(failure.map(|why| format!("{}, {what}: {why}", cases.operation)));
        };
        let rounds = cases.requests.len().max(cases.responses.len());
        for round in 0..rounds {
            let (request, response) = (
                round % cases.requests.len().max(1),
                round % cases.responses.len().max(1),
            );
            // In process, and the first of them over a socket as well.
            for socket in [false, true]
                .into_iter()
                .take(if round == 0 { 2 } else { 1 })
            {
                let (request, response) =
                    (cases.requests.get(request), cases.responses.get(response));
                let name = format!(
                    "request `{}`, response `{}`",
                    request.map_or("", |case| &case.case),
                    response.map_or("", |case| &case.case),
                );
                tell(name, self.exchange(request, response, socket).await);
            }
        }
        for violation in &cases.violations {
            tell(name_of(violation), self.violation(violation).await);
        }
        for request in &cases.accepted {
            tell(
                "credentials that are let in".into(),
                self.accepted(request).await,
            );
        }
        for request in &cases.refused {
            tell(
                "credentials that are refused".into(),
                self.refused(request).await,
            );
        }
        failures
    }

    async fn exchange(
        &self,
        request: Option<&crate::case::Case<Request>>,
        response: Option<&crate::case::Case<crate::case::Response>>,
        socket: bool,
    ) -> Result<Option<String>, Malformed> {
        let Some(request) = request else {
            return Ok(Some("there is no request".into()));
        };
        if let Some(response) = response {
            self.tape.answer_with(response.sent.to_wire()?);
        }
        let sent = request.sent.to_wire()?;
        let answer = match socket {
            true => self.over_a_socket(sent).await?,
            false => self.send(sent).await?,
        };
        let mut arrived = self.tape.take();
        let (Some(last), true) = (arrived.pop(), arrived.is_empty()) else {
            let body = String::from_utf8_lossy(answer.body());
            return Ok(Some(format!(
                "it did not arrive: {} {body}",
                answer.status()
            )));
        };
        if let Some(difference) = compare::request(last, request.expected()).await? {
            return Ok(Some(format!("the request arrived with {difference}")));
        }
        let Some(response) = response else {
            return Ok(None);
        };
        let difference = compare::response(answer, response.expected()).await?;
        Ok(difference.map(|difference| format!("the response arrived with {difference}")))
    }

    async fn violation(&self, violation: &Violation) -> Result<Option<String>, Malformed> {
        let answer = self.send(violation.sent.to_wire()?).await?;
        if !self.tape.take().is_empty() {
            return Ok(Some("it was let through".into()));
        }
        Ok(untold(&answer, violation))
    }

    async fn accepted(&self, request: &Request) -> Result<Option<String>, Malformed> {
        let answer = self.send(request.to_wire()?).await?;
        let arrived = self.tape.take().len();
        Ok((arrived != 1).then(|| format!("it did not arrive: {}", answer.status())))
    }

    async fn refused(&self, request: &Request) -> Result<Option<String>, Malformed> {
        let answer = self.send(request.to_wire()?).await?;
        if !self.tape.take().is_empty() {
            return Ok(Some("it was let through".into()));
        }
        let status = answer.status().as_u16();
        Ok((!matches!(status, 401 | 403)).then(|| format!("{status}")))
    }

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, Malformed> {
        send(&self.router, request).await
    }

    async fn over_a_socket(
        &self,
        mut request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, Malformed> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let router = match request.extensions().get::<ClientCertificate>() {
            Some(certificate) => self.router.clone().layer(Extension(certificate.clone())),
            None => self.router.clone(),
        };
        let server = tokio::spawn(axum::serve(listener, router).into_future());
        let stream = TcpStream::connect(address).await?;
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let (mut sender, connection) = handshake;
        let connection = tokio::spawn(connection);
        let host = http::HeaderValue::try_from(address.to_string())?;
        request.headers_mut().insert(http::header::HOST, host);
        let answer = sender.send_request(request.map(Full::new)).await?;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await?.to_bytes();
        server.abort();
        connection.abort();
        Ok(http::Response::from_parts(parts, body))
    }
}

/// What a router answers.
pub(crate) async fn send(
    router: &Router,
    request: http::Request<Bytes>,
) -> Result<http::Response<Bytes>, Malformed> {
    let answer = router.clone().oneshot(request.map(Body::from)).await?;
    let (parts, body) = answer.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(http::Response::from_parts(parts, body))
}

/// A violation, named.
pub(crate) fn name_of(violation: &Violation) -> String {
    let at: Vec<_> = violation.at.iter().map(step).collect();
    format!("violation of `{}` at {}", violation.what, at.join("/"))
}

/// What an answer does not say of a violation that it has to refuse.
pub(crate) fn untold(answer: &http::Response<Bytes>, violation: &Violation) -> Option<String> {
    let body = String::from_utf8_lossy(answer.body());
    if !answer.status().is_client_error() {
        return Some(format!("{} {body}", answer.status()));
    }
    let told: Value = serde_json::from_str(&body).unwrap_or_default();
    let names = names_place(&told, &violation.at);
    (!names).then(|| format!("its place is not told: {body}"))
}

/// Whether an answer says where the fault is: as FastAPI does, as problem details do; other shapes say it in words, if
/// at all.
fn names_place(told: &Value, at: &[Value]) -> bool {
    if let Some(faults) = told["detail"].as_array() {
        return faults.iter().any(|fault| {
            let place = fault["loc"].as_array();
            place.is_some_and(|place| is_place(place, at))
        });
    }
    if let Some(faults) = told["errors"]
        .as_array()
        .filter(|_| told["status"].is_number())
    {
        return faults.iter().any(|fault| {
            let mut place = match fault["in"].as_str() {
                Some(location) => vec![location.into(), fault["parameter"].clone()],
                None => vec!["body".into()],
            };
            place.extend(fault.get("index").cloned());
            place.extend(steps(fault["pointer"].as_str().unwrap_or_default()));
            is_place(&place, at)
        });
    }
    true
}

/// The steps of a JSON pointer in a fragment (RFC 6901, section 6).
fn steps(pointer: &str) -> impl Iterator<Item = Value> {
    let steps = pointer.trim_start_matches('#').split('/').skip(1);
    steps.map(|step| {
        let step = percent_encoding::percent_decode_str(step).decode_utf8_lossy();
        step.replace("~1", "/").replace("~0", "~").into()
    })
}

/// Whether a place is the one of the fault, or the object that it is in: what no alternative takes is told of the whole.
fn is_place(place: &[Value], at: &[Value]) -> bool {
    let same = |one: &Value, other: &Value| step(one) == step(other);
    let begins = |whole: &[Value], part: &[Value]| {
        whole.len() >= part.len() && part.iter().zip(whole).all(|(one, other)| same(one, other))
    };
    begins(place, at)
        || begins(at, place) && place.len() + 1 >= at.len()
        || {
            // A tag stands among the names where alternatives are told apart by one.
            let both = (place.first().zip(at.first()), place.last().zip(at.last()));
            matches!(both, (Some((one, other)), Some((last, end))) if same(one, other) && same(last, end))
        }
}

fn step(value: &Value) -> String {
    match value {
        Value::String(name) => name.to_lowercase(),
        other => other.to_string(),
    }
}
