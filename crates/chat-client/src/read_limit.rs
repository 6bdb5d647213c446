//! How long a server may be silent.
//!
//! reqwest has such a limit, but its clock runs while nobody waits: whoever is busy with one event for longer would be
//! told that the server had been silent. This one runs while somebody waits.

use std::io;
use std::time::Duration;

use async_stream::{stream, try_stream};
use bytes::Bytes;
use futures_core::Stream;
use openapi_runtime::client::TransportError;
use reqwest::{Body, Response};
use tokio::time::timeout;

/// Waits for an answer, whose head and whose every piece may take as long as `limit`.
pub(crate) async fn limited(
    answer: impl Future<Output = reqwest::Result<Response>>,
    limit: Duration,
) -> reqwest::Result<Response> {
    match timeout(limit, answer).await {
        Ok(answer) => {
            let mut answer = answer?;
            let head = take_head(&mut answer);
            let body = Body::wrap_stream(pieces(answer, limit));
            Ok(head.map(|()| body).into())
        }
        Err(elapsed) => {
            // Nobody but reqwest makes its errors. What becomes of a body that fails is one, and a time-out.
            let silence = stream! { yield Err::<Bytes, _>(io::Error::from(elapsed)) };
            whole(http::Response::new(Body::wrap_stream(silence)).into()).await
        }
    }
}

/// Reads an answer to its end, so that one that breaks off in the middle is an error.
pub(crate) async fn whole(mut answer: Response) -> reqwest::Result<Response> {
    let head = take_head(&mut answer);
    let body = answer.bytes().await?;
    Ok(head.map(|()| body).into())
}

fn take_head(answer: &mut Response) -> http::Response<()> {
    let mut head = http::Response::new(());
    *head.status_mut() = answer.status();
    *head.headers_mut() = std::mem::take(answer.headers_mut());
    head
}

/// The pieces of a body as they arrive.
fn pieces(
    mut answer: Response,
    limit: Duration,
) -> impl Stream<Item = Result<Bytes, TransportError>> {
    try_stream! {
        while let Some(piece) = timeout(limit, answer.chunk()).await.map_err(io::Error::from)?? {
            yield piece;
        }
    }
}
