//! `/openapi.json`: the API's document, as it is of this server.

use std::sync::LazyLock;

use http::HeaderName;
use http::header::CONTENT_TYPE;
use indexmap::IndexMap;
use serde_json::value::{RawValue, to_raw_value};

/// The document names the servers of the vendor. Whoever reads it here means this one.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    of_this_server(chat_api::OPENAPI).unwrap_or_else(|error| {
        tracing::error!(%error, "the document names other servers");
        chat_api::OPENAPI.to_owned()
    })
});

/// The API's document.
pub(crate) async fn document() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(CONTENT_TYPE, "application/json")], &DOCUMENT)
}

/// The rest stays as it is written.
fn of_this_server(document: &str) -> serde_json::Result<String> {
    let mut document: IndexMap<String, Box<RawValue>> = serde_json::from_str(document)?;
    let here = to_raw_value(&serde_json::json!([{"url": "/"}]))?;
    document.insert("servers".to_owned(), here);
    serde_json::to_string(&document)
}
