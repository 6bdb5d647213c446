//! What a request asks for, in a word of which there are only so many.

use std::borrow::Cow;

use axum::extract::{MatchedPath, Request};
use openapi_runtime::Operation;

/// The operations that are told apart.
static OPERATIONS: [&Operation; 6] = [
    &chat_api::CREATE_SESSION,
    &chat_api::LIST_SESSIONS,
    &chat_api::GET_SESSION,
    &chat_api::DELETE_SESSION,
    &chat_api::GET_SESSION_SUMMARY,
    &chat_api::STREAM_MESSAGES,
];

/// The id of the operation that is called; the path of a route that stands beside the API; `unmatched` for all that
/// there is not. Never what a caller wrote: it names figures, which are kept for each name.
pub(crate) fn operation(request: &Request) -> Cow<'static, str> {
    let Some(route) = request.extensions().get::<MatchedPath>() else {
        return Cow::Borrowed("unmatched");
    };
    let (method, path) = (request.method(), route.as_str());
    let called = |operation: &&&Operation| operation.method == method && operation.path == path;
    match OPERATIONS.iter().find(called) {
        Some(operation) => Cow::Borrowed(operation.id),
        None => Cow::Owned(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::OPERATIONS;

    #[test]
    fn every_operation_of_the_document_is_told_apart() {
        let document: Value = serde_json::from_str(chat_api::OPENAPI).unwrap();
        let mut documented: Vec<_> = document["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|item| item.as_object().unwrap().values())
            .filter_map(|operation| operation["operationId"].as_str())
            .collect();
        let mut known = OPERATIONS.map(|operation| operation.id);
        documented.sort_unstable();
        known.sort_unstable();
        assert_eq!(known, *documented);
    }
}
