// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! Who may call.

use openapi_runtime::{AuthError, Bearer, Operation};

/// The credentials of a call, by security scheme: those that a client holds, or that a request presents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The scheme `HTTPBearer`.
    ///
    /// An API key: `Authorization: Bearer <key>`.
    pub http_bearer: Option<Bearer>,
}

/// Verifies the credentials of a request before its operation runs.
pub trait Authenticate: Send + Sync + 'static {
    /// Who a verified credential belongs to.
    type Principal: Send + Sync + 'static;

    /// Says who is calling. The credentials are those of the first alternative that the operation accepts and
    /// the request presents in full; for an operation that is open to anyone there may be none.
    ///
    /// # Errors
    /// [`AuthError`] when the caller is not let in.
    fn authenticate(
        &self,
        credentials: Credentials,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send;
}

#[cfg(feature = "server")]
impl openapi_runtime::server::LoadCredentials for Credentials {
    fn load(&mut self, scheme: &str, request: &http::request::Parts) -> bool {
        match scheme {
            "HTTPBearer" => {
                self.http_bearer = openapi_runtime::server::bearer(request);
                self.http_bearer.is_some()
            }
            _ => false,
        }
    }
}

#[cfg(feature = "client")]
impl openapi_runtime::client::ApplyCredentials for Credentials {
    fn apply(
        &self,
        scheme: &str,
        request: &mut openapi_runtime::client::RequestHead,
    ) -> Result<bool, openapi_runtime::client::Error> {
        match scheme {
            "HTTPBearer" => {
                if let Some(credential) = &self.http_bearer {
                    request.bearer(credential)?;
                }
                Ok(self.http_bearer.is_some())
            }
            _ => Ok(false),
        }
    }
}
