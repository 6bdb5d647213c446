//! Calls, made again where they may yet succeed.

use std::time::Duration;

use http::HeaderValue;
use http::header::{ACCEPT, CONTENT_TYPE};
use openapi_runtime::Operation;
use openapi_runtime::client::{self, BoxFuture, Transport, TransportError};
use reqwest::{Request, Response};

use crate::read_limit::{head, limited, whole};
use crate::schedule::pause;

const EVENT_STREAM: &[u8] = b"text/event-stream";

/// A connection pool that sends a request again where [`pause`] finds that its failure may pass.
pub(crate) struct Retry {
    pool: reqwest::Client,
    max_retries: u32,
    read_timeout: Duration,
}

impl Retry {
    pub(crate) fn new(pool: reqwest::Client, max_retries: u32, read_timeout: Duration) -> Self {
        Self {
            pool,
            max_retries,
            read_timeout,
        }
    }

    async fn attempts(
        &self,
        mut request: Request,
        operation: &Operation,
    ) -> Result<client::Response, TransportError> {
        let wants_events = request.headers().get(ACCEPT).is_some_and(is_event_stream);
        let mut retries = 0;
        loop {
            // A body that streams cannot be cloned, and its request is sent once.
            let again = (retries < self.max_retries).then(|| request.try_clone());
            let outcome = self.answer(self.pool.execute(request), wants_events).await;
            let Some((next, delay)) = again.flatten().zip(pause(&outcome, retries)) else {
                return outcome.map_err(|error| error.without_url().into());
            };
            retries += 1;
            log(operation, &outcome, retries, delay);
            // A stream would hold its connection through the pause.
            drop(outcome);
            tokio::time::sleep(delay).await;
            request = next;
        }
    }

    /// What becomes of one attempt. A stream of events is handed over as it arrives: it is not gathered, and once it has
    /// begun the request is not sent again. Any other answer is read to its end here, so that one that breaks off in
    /// the middle is a failure of the attempt.
    async fn answer(
        &self,
        response: impl Future<Output = reqwest::Result<Response>>,
        wants_events: bool,
    ) -> reqwest::Result<client::Response> {
        let limit = self.read_timeout;
        let response = head(response, limit).await?;
        // One that does not say what it is, is what was asked for.
        let is_stream = match response.headers().get(CONTENT_TYPE) {
            None => wants_events && response.status().is_success(),
            Some(said) => is_event_stream(said),
        };
        if is_stream {
            Ok(limited(response, limit))
        } else {
            whole(response, limit).await
        }
    }
}

impl Transport for Retry {
    fn send(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> BoxFuture<'_, Result<client::Response, TransportError>> {
        Box::pin(self.attempts(request, operation))
    }
}

fn is_event_stream(media_type: &HeaderValue) -> bool {
    let start = media_type.as_bytes().get(..EVENT_STREAM.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(EVENT_STREAM))
}

/// Headers and bodies are nobody's business in a log.
fn log(
    operation: &Operation,
    outcome: &reqwest::Result<client::Response>,
    retry: u32,
    delay: Duration,
) {
    let operation = operation.id;
    match outcome {
        Ok(response) => {
            let status = response.status().as_u16();
            tracing::debug!(operation, status, retry, ?delay, "trying again");
        }
        Err(error) => {
            let error = match error {
                error if error.is_timeout() => "timeout",
                error if error.is_connect() => "connect",
                _ => "broken off",
            };
            tracing::debug!(operation, error, retry, ?delay, "trying again");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::time::Instant;

    use super::*;

    #[tokio::test]
    async fn a_body_that_cannot_be_cloned_is_sent_once() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let mut request = Request::new(http::Method::POST, url.parse().unwrap());
        *request.body_mut() = Some(reqwest::Body::wrap(reqwest::Body::from("once")));
        assert!(request.try_clone().is_none());

        let retry = Retry::new(reqwest::Client::new(), 5, Duration::from_secs(60));
        let start = Instant::now();
        let outcome = retry.send(request, &chat_api::CREATE_SESSION).await;
        let error = outcome.unwrap_err().downcast::<reqwest::Error>().unwrap();
        assert!(error.is_connect() && error.url().is_none());
        assert!(start.elapsed() < Duration::from_millis(375));
    }
}
