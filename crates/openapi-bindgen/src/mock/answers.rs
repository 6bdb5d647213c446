//! Which of the declared responses is given.

use axum::response::Response;
use http::StatusCode;

use super::answer::{Answer, NoAnswer};
use super::operation::Document;
use super::preference::Preference;
use super::schemas::Schemas;
use crate::ir::Status;

/// The declared responses of an operation, the most precise first.
pub(super) struct Answers {
    operation: &'static str,
    all: Vec<Answer>,
}

impl Answers {
    pub(super) fn new(document: &'static Document, schemas: Schemas, operation: usize) -> Self {
        let declared = &document.api.operations[operation];
        let all = (0..declared.responses.len())
            .map(|response| Answer::new(document, schemas, operation, response));
        Self {
            operation: &declared.id,
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
            None => self.usual().ok_or_else(|| self.undeclared(200))?,
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

    fn usual(&self) -> Option<(&Answer, u16)> {
        let succeeds = |answer: &&Answer| {
            matches!(
                answer.status,
                Status::Exact(200..=299) | Status::Class(2) | Status::Any
            )
        };
        let answer = self.all.iter().find(succeeds).or(self.all.first())?;
        let status = match answer.status {
            Status::Exact(status) => status,
            Status::Class(class) => class * 100,
            Status::Any => 200,
        };
        Some((answer, status))
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
                self.operation
            ),
        }
    }
}
