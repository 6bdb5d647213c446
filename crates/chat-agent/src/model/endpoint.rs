//! The endpoint: one request, and the chunks that it is answered with.

use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use sse_stream::SseByteStream;

use super::options::{ApiKey, ModelOptions, ModelOptionsError, completions_url};
use super::upstream::Upstream;
use super::wire::{Chunk, Request};
use crate::error::AgentError;

/// How much of an error's body is read.
const ERROR_BODY: usize = 16 * 1024;

/// What a stream carries.
#[derive(Debug)]
pub(crate) enum Event {
    /// A piece of the answer.
    Chunk(Chunk),
    /// The mark that says that nothing follows.
    Done,
}

/// Where the model is, and how it is called.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    client: Client,
    url: Url,
    key: Option<ApiKey>,
    authorization: Option<HeaderValue>,
}

impl Endpoint {
    pub(crate) fn new(options: &ModelOptions) -> Result<Self, ModelOptionsError> {
        let client = Client::builder()
            .connect_timeout(options.connect_timeout)
            .read_timeout(options.read_timeout)
            // A prompt is sent where the operator said, and nowhere else.
            .redirect(Policy::none())
            .build()
            .map_err(|error| ModelOptionsError::Client(error.into()))?;
        let authorization = options.api_key.as_ref().map(ApiKey::header).transpose()?;
        Ok(Self {
            client,
            url: completions_url(&options.url)?,
            key: options.api_key.clone(),
            authorization,
        })
    }

    /// Asks, and gives the events of the answer.
    pub(crate) async fn ask(
        &self,
        request: &Request<'_>,
    ) -> Result<BoxStream<'static, Result<Event, AgentError>>, AgentError> {
        let body =
            serde_json::to_vec(request).map_err(|error| AgentError::Malformed(error.into()))?;
        let mut call = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "text/event-stream")
            .body(body);
        if let Some(authorization) = &self.authorization {
            call = call.header(AUTHORIZATION, authorization);
        }
        let response = call.send().await.map_err(unsent)?;
        if response.status().is_success() {
            Ok(events(response))
        } else {
            Err(self.refused(response).await)
        }
    }

    /// What the endpoint said of an error, for the log.
    pub(crate) fn upstream(&self, said: &str) -> Upstream {
        Upstream::new(said, self.key.as_ref())
    }

    async fn refused(&self, mut response: Response) -> AgentError {
        let status = response.status();
        let mut body = Vec::new();
        // What cannot be read of it is only missing in the log.
        while body.len() < ERROR_BODY
            && let Ok(Some(bytes)) = response.chunk().await
        {
            body.extend_from_slice(&bytes);
        }
        body.truncate(ERROR_BODY);
        let source = self.upstream(&String::from_utf8_lossy(&body)).into();
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => AgentError::Credentials {
                status: status.as_u16(),
                source,
            },
            StatusCode::TOO_MANY_REQUESTS => AgentError::RateLimited(source),
            _ => AgentError::Status {
                status: status.as_u16(),
                source,
            },
        }
    }
}

/// The request got no response. Its address is left out of what is said: it may carry a secret.
fn unsent(error: reqwest::Error) -> AgentError {
    let timed_out = error.is_timeout() && !error.is_connect();
    let source = error.without_url().into();
    if timed_out {
        AgentError::TimedOut(source)
    } else {
        AgentError::Unreachable(source)
    }
}

fn events(response: Response) -> BoxStream<'static, Result<Event, AgentError>> {
    let bytes = response.bytes_stream().map_err(reqwest::Error::without_url);
    SseByteStream::new(bytes)
        .map_err(broken)
        .try_filter_map(async |event| event.data.as_deref().map(read).transpose())
        .boxed()
}

fn read(data: &str) -> Result<Event, AgentError> {
    match data.trim() {
        "[DONE]" => Ok(Event::Done),
        // A line to keep the connection alive.
        "" => Ok(Event::Chunk(Chunk::default())),
        data => serde_json::from_str(data)
            .map(Event::Chunk)
            .map_err(|error| AgentError::Malformed(error.into())),
    }
}

/// The stream of events broke.
fn broken(error: sse_stream::Error) -> AgentError {
    match error {
        sse_stream::Error::Body(source) => match source.downcast_ref::<reqwest::Error>() {
            Some(error) if error.is_timeout() => AgentError::TimedOut(source),
            _ => AgentError::Cut(Some(source)),
        },
        error => AgentError::Malformed(error.into()),
    }
}
