// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! The operations: their requests and responses.

#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
mod create_session;
pub use create_session::{CREATE_SESSION, CreateSessionRequest, CreateSessionResponse};

#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
mod list_sessions;
pub use list_sessions::{LIST_SESSIONS, ListSessionsRequest, ListSessionsResponse};

#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
mod get_session;
pub use get_session::{GET_SESSION, GetSessionRequest, GetSessionResponse};

#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
mod delete_session;
pub use delete_session::{DELETE_SESSION, DeleteSessionRequest, DeleteSessionResponse};

#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
mod get_session_summary;
pub use get_session_summary::{
    GET_SESSION_SUMMARY, GetSessionSummaryRequest, GetSessionSummaryResponse,
};

#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
mod stream_messages;
pub use stream_messages::{
    STREAM_MESSAGES, StreamMessagesRequest, StreamMessagesResponse,
};
