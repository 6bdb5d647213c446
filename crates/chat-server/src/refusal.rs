//! What the meaning of a request forbids, in the shapes that the document declares.

use chat_api::types::{
    HttpError, HttpValidationError, ValidationError, ValidationErrorLocItem as Step,
};
use serde_json::{Map, Value};

/// A 404: the project has no such session.
pub(crate) fn no_such_session() -> HttpError {
    HttpError {
        detail: "Session not found".to_owned(),
    }
}

/// A 409: a session has one turn at a time.
pub(crate) fn turn_running() -> HttpError {
    HttpError {
        detail: "A turn of this session is still running: wait for its stop, then send the message again"
            .to_owned(),
    }
}

/// A 422: the message names other indexes than the session is locked to.
pub(crate) fn index_ids_locked(given: Vec<String>, locked: Vec<String>) -> HttpValidationError {
    fault(
        ["body", "index_ids"],
        "index_ids_locked",
        "The indexes of this session are locked since its first message: name the same ones, or create another session",
        given.into(),
        Some(("index_ids", locked.into())),
    )
}

/// A 422: the token was altered, or belongs to another project.
pub(crate) fn page_token_invalid(given: String) -> HttpValidationError {
    fault(
        ["query", "page_token"],
        "page_token_invalid",
        "This is no page token of this project: give the `next_page_token` of the page before as it is",
        given.into(),
        None,
    )
}

fn fault(
    place: [&str; 2],
    kind: &str,
    sentence: &str,
    input: Value,
    context: Option<(&str, Value)>,
) -> HttpValidationError {
    let fault = ValidationError {
        loc: place
            .map(|step| Step::String(step.to_owned()))
            .into_iter()
            .collect(),
        msg: sentence.to_owned(),
        type_: kind.to_owned(),
        input: Some(input),
        ctx: context.map(|(name, value)| Map::from_iter([(name.to_owned(), value)])),
    };
    HttpValidationError {
        detail: Some(vec![fault]),
    }
}
