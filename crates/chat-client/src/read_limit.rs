//! How long a server may be silent.
//!
//! reqwest has such a limit, but its clock runs while nobody waits: whoever is busy with one event for longer would be
//! told that the server had been silent. This one runs while somebody waits.

use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::future::poll_immediate;
use futures_util::stream::{once, try_unfold};
use openapi_runtime::client::{self, TransportError};
use reqwest::{Body, Response};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

/// Waits for the head of an answer, which may take as long as `limit`.
pub(crate) async fn head(
    answer: impl Future<Output = reqwest::Result<Response>>,
    limit: Duration,
) -> reqwest::Result<Response> {
    match timeout(limit, answer).await {
        Ok(answer) => answer,
        Err(elapsed) => {
            let never = Box::pin(silent(elapsed)).await?;
            Ok(http::Response::new(never).into())
        }
    }
}

/// The answer as it arrives, of which every piece may take as long as `limit`.
pub(crate) fn limited(mut answer: Response, limit: Duration) -> client::Response {
    let head = take_head(&mut answer);
    let body = Body::wrap_stream(pieces(answer, limit));
    head.map(|()| body).into()
}

/// Reads an answer to its end, so that one that breaks off in the middle is an error. Every piece may take as long as
/// `limit`.
pub(crate) async fn whole(
    mut answer: Response,
    limit: Duration,
) -> reqwest::Result<client::Response> {
    let head = take_head(&mut answer);
    let body = gathered(answer, limit).await?;
    Ok(head.map(|()| body).into())
}

/// The pieces of an answer in one; there is but one of most.
async fn gathered(mut answer: Response, limit: Duration) -> reqwest::Result<Bytes> {
    let first = piece(&mut answer, limit).await?.unwrap_or_default();
    let Some(second) = piece(&mut answer, limit).await? else {
        return Ok(first);
    };
    let mut body = BytesMut::from(first);
    body.extend_from_slice(&second);
    while let Some(piece) = piece(&mut answer, limit).await? {
        body.extend_from_slice(&piece);
    }
    Ok(body.freeze())
}

/// The next piece of the answer.
async fn piece(answer: &mut Response, limit: Duration) -> reqwest::Result<Option<Bytes>> {
    // Most have arrived already, with the head: they need no clock.
    if let Some(piece) = poll_immediate(answer.chunk()).await {
        return piece;
    }
    match timeout(limit, answer.chunk()).await {
        Ok(piece) => piece,
        Err(elapsed) => Box::pin(silent(elapsed)).await.map(Some),
    }
}

/// The pieces of a body as they arrive.
fn pieces(answer: Response, limit: Duration) -> impl Stream<Item = Result<Bytes, TransportError>> {
    try_unfold(answer, move |mut answer| async move {
        let piece = timeout(limit, answer.chunk()).await;
        let piece = piece.map_err(io::Error::from)??;
        Ok(piece.map(|piece| (piece, answer)))
    })
}

/// The error of a server that fell silent. Nobody but reqwest makes its errors: what becomes of a body that fails is one,
/// and a time-out. Box it: it is seldom wanted, and would take its room in every call.
async fn silent(elapsed: Elapsed) -> reqwest::Result<Bytes> {
    let silence = once(async { Err::<Bytes, _>(io::Error::from(elapsed)) });
    let answer = Response::from(http::Response::new(Body::wrap_stream(silence)));
    answer.bytes().await
}

/// The head of the answer, whose headers are moved.
fn take_head(answer: &mut Response) -> http::Response<()> {
    let mut head = http::Response::new(());
    *head.status_mut() = answer.status();
    *head.headers_mut() = std::mem::take(answer.headers_mut());
    head
}
