//! How long a server may be silent.
//!
//! reqwest has such a limit, but its clock runs while nobody waits: whoever is busy with one event for longer would be
//! told that the server had been silent. This one runs while somebody waits.

use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::stream::{once, try_unfold};
use openapi_runtime::client::TransportError;
use reqwest::{Body, Response, ResponseBuilderExt};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

/// Waits for the head of an answer, which may take as long as `limit`.
pub(crate) async fn head(
    answer: impl Future<Output = reqwest::Result<Response>>,
    limit: Duration,
) -> reqwest::Result<Response> {
    match timeout(limit, answer).await {
        Ok(answer) => answer,
        Err(elapsed) => silent(elapsed).await,
    }
}

/// The answer as it arrives, of which every piece may take as long as `limit`.
pub(crate) fn limited(mut answer: Response, limit: Duration) -> Response {
    let head = take_head(&mut answer);
    let body = Body::wrap_stream(pieces(answer, limit));
    head.map(|()| body).into()
}

/// Reads an answer to its end, so that one that breaks off in the middle is an error. Every piece may take as long as
/// `limit`.
pub(crate) async fn whole(mut answer: Response, limit: Duration) -> reqwest::Result<Response> {
    let head = take_head(&mut answer);
    let mut body = BytesMut::new();
    loop {
        match timeout(limit, answer.chunk()).await {
            Ok(Ok(Some(piece))) => body.extend_from_slice(&piece),
            Ok(Ok(None)) => return Ok(head.map(|()| body.freeze()).into()),
            Ok(Err(error)) => return Err(error),
            Err(elapsed) => return silent(elapsed).await,
        }
    }
}

/// The error of a server that fell silent. Nobody but reqwest makes its errors: what becomes of a body that fails is one,
/// and a time-out.
async fn silent(elapsed: Elapsed) -> reqwest::Result<Response> {
    let silence = once(async { Err::<Bytes, _>(io::Error::from(elapsed)) });
    let answer = Response::from(http::Response::new(Body::wrap_stream(silence)));
    let body = answer.bytes().await?;
    Ok(http::Response::new(body).into())
}

/// With its URL: in place of none, reqwest parses one for each answer. No header is set yet that could be wrong.
fn take_head(answer: &mut Response) -> http::Response<()> {
    let head = http::response::Builder::new().url(answer.url().clone());
    let mut head = head.body(()).unwrap_or_default();
    *head.status_mut() = answer.status();
    *head.headers_mut() = std::mem::take(answer.headers_mut());
    head
}

/// The pieces of a body as they arrive.
fn pieces(answer: Response, limit: Duration) -> impl Stream<Item = Result<Bytes, TransportError>> {
    try_unfold(answer, move |mut answer| async move {
        let piece = timeout(limit, answer.chunk()).await;
        let piece = piece.map_err(io::Error::from)??;
        Ok(piece.map(|piece| (piece, answer)))
    })
}
