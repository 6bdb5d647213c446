//! Which of the declared responses is given.

use axum::response::Response;
use http::StatusCode;

use super::answer::{Answer, NoAnswer};
use super::operation::Document;
use super::preference::Preference;
use super::schemas::Schemas;
use crate::ir::{Operation, Status};

/// The declared responses of an operation, the most precise first.
pub(super) struct Answers {
    operation: &'static Operation,
    all: Vec<Answer>,
}

impl Answers {
    pub(super) fn new(document: &'static Document, schemas: Schemas, operation: usize) -> Self {
        let declared = &document.api.operations[operation];
        let all = (0..declared.responses.len())
            .map(|response| Answer::new(document, schemas, operation, response));
        Self {
            operation: declared,
            all: all.collect(),
        }
    }

    /// The response that the caller would rather have, or else the first that tells of a success.
    ///
    /// # Errors
    /// [`NoAnswer`] where the document declares none like it.
    pub(super) fn give(&self, preference: &Preference) -> Result<Response, NoAnswer> {
        let (answer, status) = match preference.code {
            Some(code) => self.of_code(code).ok_or_else(|| self.undeclared(code))?,
            None => {
                let usual = self.operation.usual();
                let usual = usual.and_then(|(index, status)| Some((self.all.get(index)?, status)));
                usual.ok_or_else(|| self.undeclared(200))?
            }
        };
        answer.give(status, preference)
    }

    fn of_code(&self, code: u16) -> Option<(&Answer, u16)> {
        let declared = |answer: &&Answer| match answer.status {
            Status::Exact(status) => status == code,
            Status::Class(class) => class == code / 100,
            Status::Any => true,
        };
        Some((self.all.iter().find(declared)?, code))
    }

    fn undeclared(&self, code: u16) -> NoAnswer {
        let declared = self.all.iter().map(|answer| match answer.status {
            Status::Exact(status) => status.to_string(),
            Status::Class(class) => format!("{class}XX"),
            Status::Any => "default".to_owned(),
        });
        let declared = declared.collect::<Vec<_>>().join(", ");
        NoAnswer {
            status: StatusCode::BAD_REQUEST,
            detail: format!(
                "`{}` declares no response {code}, but {declared}",
                self.operation.id
            ),
        }
    }
}
