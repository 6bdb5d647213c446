//! A message, as it is sent.

use chat_api::types::ChatParams;
use chat_api::{ChatApi, StreamMessagesRequest, StreamMessagesResponse};
use http::StatusCode;

use crate::call::{Operation, Scope};
use crate::session::GetSessionSummary;
use crate::{Call, Client, Error, Events};

/// What [`Client::stream`] calls.
#[derive(Debug, Clone)]
pub struct StreamMessages {
    session_id: String,
    prompt: String,
    /// Empty where those are meant that the session is bound to.
    index_ids: Vec<String>,
}

impl StreamMessages {
    pub(crate) fn new(session_id: String, prompt: String) -> Self {
        Self {
            session_id,
            prompt,
            index_ids: Vec::new(),
        }
    }
}

impl Call<'_, StreamMessages> {
    /// The indexes to look for the answer in. Where none are named, here or at all, they are those that the session is
    /// bound to, for which the server is asked first.
    pub fn index_ids(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.operation.index_ids = ids.into_iter().map(Into::into).collect();
        self
    }
}

impl Operation for StreamMessages {
    type Output = Events;

    async fn call(mut self, client: &Client, scope: Scope) -> Result<Self::Output, Error> {
        if self.index_ids.is_empty() {
            self.index_ids = bound(client, &scope, &self.session_id).await?;
        }
        let request = StreamMessagesRequest {
            session_id: self.session_id,
            organization_id: scope.organization_id,
            project_id: scope.project_id,
            session: scope.session,
            body: ChatParams {
                index_ids: self.index_ids,
                prompt: self.prompt,
            },
        };
        match ChatApi::stream_messages(client, (), request).await? {
            StreamMessagesResponse::Ok(events) => Ok(Events::new(events)),
            StreamMessagesResponse::Unauthorized(error) => {
                Err(Error::refused(StatusCode::UNAUTHORIZED, error))
            }
            StreamMessagesResponse::NotFound(error) => {
                Err(Error::refused(StatusCode::NOT_FOUND, error))
            }
            StreamMessagesResponse::Conflict { body: error, .. } => {
                Err(Error::refused(StatusCode::CONFLICT, error))
            }
            StreamMessagesResponse::UnprocessableEntity(error) => Err(Error::invalid(error)),
        }
    }
}

/// The indexes that the session is bound to.
async fn bound(client: &Client, scope: &Scope, session_id: &str) -> Result<Vec<String>, Error> {
    let summary = GetSessionSummary {
        session_id: session_id.to_owned(),
    };
    let session = summary.call(client, scope.clone()).await?;
    let ids = session.index_ids.filter(|ids| !ids.is_empty());
    ids.ok_or_else(Error::unbound)
}
