// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! The operations of the API.

use crate::operations::{CreateSessionRequest, CreateSessionResponse};

/// The operations of the API, one method each. Implement it with plain `async fn`s.
///
/// `Cx` is what the implementation is told about a call: a server gets [`Context`](openapi_runtime::Context) with the principal,
/// a client needs nothing.
pub trait ChatApi<Cx = ()>: Send + Sync + 'static {
    /// What goes wrong outside the contract: for a server, an opaque 500; for a client, the transport.
    type Error;

    /// Create Session.
    ///
    /// Create a chat session, optionally bound to indexes (locked after the first message).
    ///
    /// `POST /api/v1/chat`
    fn create_session(
        &self,
        cx: Cx,
        request: CreateSessionRequest,
    ) -> impl Future<Output = Result<CreateSessionResponse, Self::Error>> + Send;
}
