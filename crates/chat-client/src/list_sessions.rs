//! Sessions, page by page and one by one.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use chat_api::types::{ChatSessionSummary, SessionList};
use chat_api::{ChatApi, ListSessionsRequest, ListSessionsResponse};
use futures_core::Stream;
use futures_util::TryStreamExt;
use futures_util::stream::{iter, try_unfold};
use http::StatusCode;

use crate::call::{Operation, Scope};
use crate::{Call, Client, Error};

/// What [`Client::list_sessions`] calls.
#[derive(Debug, Clone, Default)]
pub struct ListSessions {
    page_size: Option<i64>,
    page_token: Option<String>,
}

impl Call<'_, ListSessions> {
    /// How many sessions a page has at most, from 1 to 100: by default 20.
    pub fn page_size(mut self, size: i64) -> Self {
        self.operation.page_size = Some(size);
        self
    }

    /// Which page: the `next_page_token` of the page before. By default the first one.
    pub fn page_token(mut self, token: impl Into<String>) -> Self {
        self.operation.page_token = Some(token.into());
        self
    }

    /// All sessions from this page on. A page is asked for when the sessions of the one before have been taken.
    pub fn sessions(self) -> Sessions {
        Sessions::new(self.client.clone(), self.scope, self.operation)
    }
}

impl Operation for ListSessions {
    type Output = SessionList;

    async fn call(self, client: &Client, scope: Scope) -> Result<Self::Output, Error> {
        let request = ListSessionsRequest {
            organization_id: scope.organization_id,
            project_id: scope.project_id,
            page_size: self.page_size,
            page_token: self.page_token,
            session: scope.session,
        };
        match ChatApi::list_sessions(client, (), request).await? {
            ListSessionsResponse::Ok(page) => Ok(page),
            ListSessionsResponse::Unauthorized(error) => {
                Err(Error::refused(StatusCode::UNAUTHORIZED, error))
            }
            ListSessionsResponse::UnprocessableEntity(error) => Err(Error::invalid(error)),
        }
    }
}

/// Sessions, one by one over all pages. They are a [`Stream`]; [`try_next`](Self::try_next) does without a crate for
/// streams.
///
/// They end with the last page, with an empty one, and after the first error.
#[must_use = "a stream does nothing unless it is read"]
pub struct Sessions {
    sessions: Pin<Box<dyn Stream<Item = Result<ChatSessionSummary, Error>> + Send>>,
}

impl Sessions {
    fn new(client: Client, scope: Scope, operation: ListSessions) -> Self {
        let pages = try_unfold(Some(operation), move |next| {
            let (client, scope) = (client.clone(), scope.clone());
            async move {
                let Some(mut operation) = next else {
                    return Ok::<_, Error>(None);
                };
                let page = operation.clone().call(&client, scope).await?;
                operation.page_token = page.next_page_token.filter(|token| !token.is_empty());
                let is_last = page.items.is_empty() || operation.page_token.is_none();
                let sessions = iter(page.items.into_iter().map(Ok));
                Ok(Some((sessions, (!is_last).then_some(operation))))
            }
        });
        Self {
            sessions: Box::pin(pages.try_flatten()),
        }
    }

    /// The next session; `None` when there are no more.
    ///
    /// # Errors
    /// [`Error`] when its page cannot be had, as with [`Call::send`]; nothing follows.
    pub async fn try_next(&mut self) -> Result<Option<ChatSessionSummary>, Error> {
        poll_fn(|cx| self.sessions.as_mut().poll_next(cx))
            .await
            .transpose()
    }
}

impl Stream for Sessions {
    type Item = Result<ChatSessionSummary, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.sessions.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for Sessions {
    /// What has not arrived cannot be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}
