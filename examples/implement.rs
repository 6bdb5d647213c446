//! A server of one's own behind the generated router: a parrot that forgets everything when it ends, for anyone who
//! knows the word.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chat_api::types::{
    ChatSessionSummary, Event, HttpError, SessionDetail, SessionList, StopEvent, TextDeltaEvent,
    TextEvent, Usage,
};
use chat_api::{
    Authenticate, ChatApi, CreateSessionRequest, CreateSessionResponse, Credentials,
    DeleteSessionRequest, DeleteSessionResponse, GetSessionRequest, GetSessionResponse,
    GetSessionSummaryRequest, GetSessionSummaryResponse, ListSessionsRequest, ListSessionsResponse,
    StreamMessagesRequest, StreamMessagesResponse,
};
use futures_util::stream;
use openapi_runtime::{AuthError, Context, EventStream, Operation};

#[derive(Default)]
struct Parrot {
    sessions: Mutex<BTreeMap<String, ChatSessionSummary>>,
}

impl Parrot {
    fn sessions(&self) -> MutexGuard<'_, BTreeMap<String, ChatSessionSummary>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, id: &str) -> Result<ChatSessionSummary, HttpError> {
        let detail = format!("{id} has flown away");
        self.sessions().get(id).cloned().ok_or(HttpError { detail })
    }
}

impl ChatApi<Context<()>> for Parrot {
    type Error = Infallible;

    async fn create_session(
        &self,
        _: Context<()>,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse, Infallible> {
        let mut sessions = self.sessions();
        let session = ChatSessionSummary {
            session_id: format!("ses-{}", sessions.len() + 1),
            last_updated_at: "2026-04-22T12:34:41.342245".into(),
            generated_title: None,
            index_ids: request.body.and_then(|body| body.index_ids.into_option()),
            job_metadata: None,
        };
        sessions.insert(session.session_id.clone(), session.clone());
        Ok(CreateSessionResponse::Created(session))
    }

    async fn list_sessions(
        &self,
        _: Context<()>,
        _: ListSessionsRequest,
    ) -> Result<ListSessionsResponse, Infallible> {
        Ok(ListSessionsResponse::Ok(SessionList {
            items: self.sessions().values().cloned().collect(),
            next_page_token: None,
        }))
    }

    async fn get_session(
        &self,
        _: Context<()>,
        request: GetSessionRequest,
    ) -> Result<GetSessionResponse, Infallible> {
        Ok(match self.find(&request.session_id) {
            Ok(session) => GetSessionResponse::Ok(SessionDetail {
                session_id: session.session_id,
                last_updated_at: session.last_updated_at,
                generated_title: session.generated_title,
                index_ids: session.index_ids,
                job_metadata: session.job_metadata,
                events: Vec::new(),
            }),
            Err(error) => GetSessionResponse::NotFound(error),
        })
    }

    async fn get_session_summary(
        &self,
        _: Context<()>,
        request: GetSessionSummaryRequest,
    ) -> Result<GetSessionSummaryResponse, Infallible> {
        Ok(match self.find(&request.session_id) {
            Ok(session) => GetSessionSummaryResponse::Ok(session),
            Err(error) => GetSessionSummaryResponse::NotFound(error),
        })
    }

    async fn delete_session(
        &self,
        _: Context<()>,
        request: DeleteSessionRequest,
    ) -> Result<DeleteSessionResponse, Infallible> {
        Ok(match self.find(&request.session_id) {
            Ok(session) => {
                self.sessions().remove(&session.session_id);
                DeleteSessionResponse::NoContent
            }
            Err(error) => DeleteSessionResponse::NotFound(error),
        })
    }

    async fn stream_messages(
        &self,
        _: Context<()>,
        request: StreamMessagesRequest,
    ) -> Result<StreamMessagesResponse, Infallible> {
        if let Err(error) = self.find(&request.session_id) {
            return Ok(StreamMessagesResponse::NotFound(error));
        }
        let content = request.body.prompt;
        let events = [
            Event::TextDelta(TextDeltaEvent {
                content: content.clone(),
            }),
            Event::Text(TextEvent { content }),
            Event::Stop(StopEvent {
                usage: Usage::default(),
                is_error: false,
                error: None,
            }),
        ];
        let events = stream::iter(events.map(Ok::<_, Infallible>));
        Ok(StreamMessagesResponse::Ok(EventStream::new(events)))
    }
}

impl Authenticate for Parrot {
    type Principal = ();

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static Operation,
    ) -> Result<(), AuthError> {
        match credentials.http_bearer {
            Some(bearer) if bearer.token() == "sesame" => Ok(()),
            _ => Err(AuthError::Invalid("Say the word.".into())),
        }
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, chat_api::server::router(Parrot::default())).await
}
