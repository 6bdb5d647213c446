//! The answering end: a request decoded and checked, the implementation called, its response written.

mod body;
mod call;
mod credentials;
mod decode;
mod error;
mod events;
mod lines;
mod parts;
mod path;
mod refusal;
mod respond;
mod service;
mod unavailable;

use std::time::Duration;

pub use call::Call;
pub use credentials::{
    LoadCredentials, basic, bearer, client_certificate, cookie_key, header_key, http_scheme,
    query_key,
};
pub use decode::Decode;
pub use error::{ErrorBody, ErrorFormat, Filling, Member, OperationErrors};
pub use events::{events, json_lines, named_events, text_events};
pub use parts::Parts;
pub use refusal::Refusal;
pub use respond::{bytes, content, empty, header, json, of_class, text};
pub use service::Service;
pub use unavailable::Unavailable;

/// What a server takes from a caller before it gives up.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest body, in bytes; a larger one is answered 413.
    pub body_size: usize,
    /// How long a body may take to arrive; a slower one is answered 408.
    pub body_time: Duration,
}

impl Default for Limits {
    /// 2 MiB within 30 seconds.
    fn default() -> Self {
        Self {
            body_size: 2 * 1024 * 1024,
            body_time: Duration::from_secs(30),
        }
    }
}
