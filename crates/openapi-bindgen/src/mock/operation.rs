//! One operation, from its request to its answer.

use std::convert::Infallible;

use axum::extract::Request;
use axum::response::Response;
use http::{Method, StatusCode};
use openapi_runtime as runtime;
use openapi_runtime::server::{Call, ErrorFormat, Limits, OperationErrors, Refusal};

use super::answers::Answers;
use super::preference::Preference;
use super::request::Inputs;
use super::schemas::Schemas;
use super::{leak, security};
use crate::ir::{Api, Examples, Operation};

/// What the document says.
pub(super) struct Document {
    pub(super) api: Api,
    pub(super) examples: Examples,
}

/// An operation that is answered.
pub(super) struct Mocked {
    document: &'static Document,
    operation: &'static runtime::Operation,
    format: ErrorFormat,
    errors: &'static [OperationErrors],
    /// Whether there is text between the parameters of its path.
    is_mixed: bool,
    inputs: Inputs,
    answers: Answers,
}

impl Mocked {
    pub(super) fn new(
        document: &'static Document,
        schemas: Schemas,
        (format, errors): (ErrorFormat, &'static [OperationErrors]),
        index: usize,
    ) -> Self {
        let declared = &document.api.operations[index];
        Self {
            document,
            operation: leak::one(operation(&document.api, declared)),
            format,
            errors,
            is_mixed: declared.has_mixed_segments(),
            inputs: Inputs::new(&document.api, declared, schemas),
            answers: Answers::new(document, schemas, index),
        }
    }

    /// Answers a request, once it is known to be well.
    ///
    /// # Errors
    /// [`Refusal`] as a generated server gives it, and where the caller would rather have what is not there.
    pub(super) async fn answer(&self, request: Request) -> Result<Response, Refusal> {
        let preference = Preference::read(request.headers());
        let call = Call::new(self.operation, self.format, Limits::default(), request);
        let mut call = call.errors(self.errors);
        if self.is_mixed {
            call.fits()?;
        }
        call.admit(|scheme, request| security::has(&self.document.api, scheme, request))?;
        self.inputs.check(&mut call).await?;
        let refuse = |status, detail: &str| Refusal::new(self.format.status(status, detail));
        let preference = preference.map_err(|detail| refuse(StatusCode::BAD_REQUEST, &detail))?;
        let response = self.answers.give(&preference);
        let response = response.map_err(|none| refuse(none.status, &none.detail))?;
        call.answer(Ok::<_, Infallible>(response))
    }
}

fn operation(api: &Api, declared: &'static Operation) -> runtime::Operation {
    // The lowering lets no other methods pass.
    let method = Method::from_bytes(declared.method.as_bytes()).unwrap_or_default();
    let alternatives = declared.security.iter().map(|alternative| {
        let schemes = alternative.iter();
        leak::all(schemes.map(|requirement| requirement.scheme.as_str()))
    });
    runtime::Operation::new(&declared.id, method, &declared.path)
        .secured(leak::all(alternatives))
        .challenged(leak::text(&api.challenge(declared)))
}
