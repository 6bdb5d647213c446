//! A call, as it is put together.

use std::fmt;

use openapi_runtime::client::BoxFuture;
use uuid::Uuid;

use crate::{Client, Error};

/// A call of one of the [`Client`]'s operations. Send it, or simply await it.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'a, O> {
    pub(crate) client: &'a Client,
    pub(crate) scope: Scope,
    pub(crate) operation: O,
}

impl<'a, O: Operation> Call<'a, O> {
    pub(crate) fn new(client: &'a Client, operation: O) -> Self {
        Self {
            client,
            scope: Scope::default(),
            operation,
        }
    }
}

impl<O> Call<'_, O> {
    /// The organization to work in: by default the account's.
    pub fn organization_id(mut self, id: Uuid) -> Self {
        self.scope.organization_id = Some(id);
        self
    }

    /// The project to work in: by default the organization's.
    pub fn project_id(mut self, id: Uuid) -> Self {
        self.scope.project_id = Some(id);
        self
    }

    /// The platform's own browser session, sent as the cookie `session`. A caller with an API key needs none.
    pub fn cookie_session(mut self, session: impl Into<String>) -> Self {
        self.scope.session = Some(session.into());
        self
    }
}

impl<O: Operation> Call<'_, O> {
    /// Sends the call.
    ///
    /// # Errors
    /// [`Error`] when the server refuses the call, when it does not answer, and when its answer cannot be read.
    pub async fn send(self) -> Result<O::Output, Error> {
        self.operation.call(self.client, self.scope).await
    }
}

impl<'a, O: Operation + 'a> IntoFuture for Call<'a, O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// What a call of one operation takes of its own, and how it is made. Nothing outside of this crate can name it.
pub trait Operation: Send + Sized {
    /// What the call gives.
    type Output;

    /// Makes the call.
    fn call(
        self,
        client: &Client,
        scope: Scope,
    ) -> impl Future<Output = Result<Self::Output, Error>> + Send;
}

/// Where a call works, and for whom: what every operation takes.
#[derive(Clone, Default)]
pub struct Scope {
    pub(crate) organization_id: Option<Uuid>,
    pub(crate) project_id: Option<Uuid>,
    pub(crate) session: Option<String>,
}

impl fmt::Debug for Scope {
    /// All but the cookie, which is a credential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope")
            .field("organization_id", &self.organization_id)
            .field("project_id", &self.project_id)
            .finish_non_exhaustive()
    }
}
