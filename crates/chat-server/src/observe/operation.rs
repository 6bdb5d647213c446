//! What a request asks for, in a word of which there are only so many.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::{MatchedPath, Request};
use http::Method;
use serde_json::Value;

/// The ids of the operations, by path and method as the document has them.
static IDS: LazyLock<HashMap<(String, Method), String>> = LazyLock::new(ids);

/// The id of the operation that is called; the path of a route that stands beside the API; `unmatched` for all that
/// there is not. Never what a caller wrote: it names figures, which are kept for each name.
pub(crate) fn operation(request: &Request) -> Cow<'static, str> {
    let Some(route) = request.extensions().get::<MatchedPath>() else {
        return Cow::Borrowed("unmatched");
    };
    let route = route.as_str().to_owned();
    match IDS.get(&(route.clone(), request.method().clone())) {
        Some(id) => Cow::Borrowed(id),
        None => Cow::Owned(route),
    }
}

fn ids() -> HashMap<(String, Method), String> {
    let document: Value = serde_json::from_str(chat_api::OPENAPI).unwrap_or_default();
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        let item = item.as_object().into_iter().flatten();
        item.filter_map(move |(method, operation)| {
            let method = method.to_ascii_uppercase().parse().ok()?;
            let id = operation["operationId"].as_str()?;
            Some(((path.clone(), method), id.to_owned()))
        })
    });
    operations.collect()
}

#[cfg(test)]
mod tests {
    use super::IDS;

    #[test]
    fn every_operation_has_its_id() {
        for operation in [
            &chat_api::CREATE_SESSION,
            &chat_api::LIST_SESSIONS,
            &chat_api::GET_SESSION,
            &chat_api::DELETE_SESSION,
            &chat_api::GET_SESSION_SUMMARY,
            &chat_api::STREAM_MESSAGES,
        ] {
            let place = (operation.path.to_owned(), operation.method.clone());
            assert_eq!(IDS.get(&place).map(String::as_str), Some(operation.id));
        }
        assert_eq!(IDS.len(), 6);
    }
}
