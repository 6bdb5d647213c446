//! What the code that `openapi-bindgen` generates stands on.
//!
//! The generated code is thin: it names operations, parameters and responses, and calls this crate for the work.
//!
//! * [`Operation`], [`Context`], [`Nullable`] and the credentials are the words that both ends share.
//! * [`schema`] checks a JSON value against what the document declares and names every [`Fault`]; [`Validate`] does so
//!   with the types that are generated.
//! * `client` makes requests and reads responses (feature `client`, reqwest).
//! * `server` decodes requests and writes responses (feature `server`, axum).
//!
//! Two features, on by default, are for what a document may say. Without `dates` there are no [`Date`] and [`DateTime`];
//! without `patterns` no schema can have a `pattern`, or a format with a grammar of its own such as `email` or `uri`. The
//! manifests that `openapi-bindgen` writes turn off what their document does not say.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod best_fit;
mod byte_stream;
mod constants;
mod context;
mod credential;
#[cfg(feature = "dates")]
mod date;
mod encoded;
mod event_stream;
mod fault;
mod file_part;
#[cfg(any(feature = "client", feature = "server"))]
mod framing;
mod integer_enum;
#[cfg(any(feature = "client", feature = "server"))]
mod items;
mod media;
mod nullable;
mod operation;
#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
mod parameter;
pub mod record;
#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
pub mod schema;
mod string_enum;
mod tagged_union;
mod validate;

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "server")]
pub mod server;

pub use byte_stream::ByteStream;
#[cfg(feature = "schemars")]
pub use constants::with_constants;
pub use constants::{Constant, Constants};
pub use context::{AuthError, Context};
pub use credential::{ApiKey, Basic, Bearer, ClientCertificate};
#[cfg(feature = "dates")]
pub use date::{Date, DateTime};
pub use encoded::Base64;
pub use event_stream::{EventStream, StreamError};
pub use fault::{Fault, FaultKind, Place, Step};
pub use file_part::FilePart;
#[cfg(feature = "dates")]
pub use jiff;
pub use media::{Content, preferred};
pub use nullable::{Nullable, present};
/// `serde::Deserialize` for a struct, in little code; see [`record`].
pub use openapi_runtime_derive::DeserializeStruct;
pub use operation::Operation;
pub use parameter::{Parameter, Style};
#[cfg(any(feature = "client", feature = "server"))]
pub use validate::Invalid;
pub use validate::Validate;

/// What the macros of this crate name in the crates that call them.
#[doc(hidden)]
pub mod reexports {
    #[cfg(feature = "schemars")]
    pub use schemars;
    pub use serde;
    pub use serde_json;

    pub use crate::best_fit::fitting;
    pub use crate::constants::{reading, writing};
    pub use crate::tagged_union::{only, read_fields, tag_of, write_tagged};
}
