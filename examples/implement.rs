//! A server of one's own behind the generated router: sessions that are never kept, for anyone who knows the word.

use chat_api::types::ChatSessionSummary;
use chat_api::{Authenticate, ChatApi, CreateSessionRequest, CreateSessionResponse, Credentials};
use openapi_runtime::{AuthError, Context, Operation};

struct Forgetful;

impl ChatApi<Context<()>> for Forgetful {
    type Error = std::io::Error;

    async fn create_session(
        &self,
        _: Context<()>,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse, Self::Error> {
        Ok(CreateSessionResponse::Created(ChatSessionSummary {
            session_id: "ses-1".into(),
            last_updated_at: "2026-04-22T12:34:41.342245".into(),
            generated_title: None,
            index_ids: request.body.and_then(|body| body.index_ids.into_option()),
            job_metadata: None,
        }))
    }
}

impl Authenticate for Forgetful {
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
    axum::serve(listener, chat_api::server::router(Forgetful)).await
}
