//! `security.rs`: the credentials of an API, and the one place that verifies them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::ir::{Api, SchemeKind};
use crate::markdown::docs;
use crate::render::RustFile;

/// The file.
pub(super) fn security(api: &Api) -> RustFile {
    let fields = api.schemes.iter().map(|scheme| {
        let docs = docs([
            &*format!("The scheme `{}`.", scheme.key),
            scheme.docs.as_deref().unwrap_or_default(),
        ]);
        let name = ident(&scheme.field);
        let ty = match scheme.kind {
            SchemeKind::Bearer => quote!(Bearer),
        };
        quote!(#docs pub #name: Option<#ty>)
    });
    let credentials = quote! {
        /// The credentials of a call, by security scheme: those that a client holds, or that a request presents.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct Credentials { #(#fields),* }
    };
    let authenticate = quote! {
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
    };
    let (server, client) = (load(api), apply(api));
    let bearer = (!api.schemes.is_empty()).then(|| quote!(, Bearer));
    RustFile {
        docs: "Who may call.".into(),
        imports: quote! {
            use openapi_runtime::{AuthError #bearer, Operation};
        },
        items: vec![credentials, authenticate, server, client],
    }
}

/// The server's end: credentials found on a request.
fn load(api: &Api) -> TokenStream {
    let arms = api.schemes.iter().map(|scheme| {
        let (key, field) = (&scheme.key, ident(&scheme.field));
        let read = match scheme.kind {
            SchemeKind::Bearer => quote!(openapi_runtime::server::bearer(headers)),
        };
        quote! {
            #key => {
                self.#field = #read;
                self.#field.is_some()
            }
        }
    });
    let (scheme, headers) = arguments(api, "headers");
    let found = found(api, &scheme, arms, &quote!(false));
    quote! {
        #[cfg(feature = "server")]
        impl openapi_runtime::server::LoadCredentials for Credentials {
            fn load(&mut self, #scheme: &str, #headers: &http::HeaderMap) -> bool {
                #found
            }
        }
    }
}

/// The client's end: credentials put on a request.
fn apply(api: &Api) -> TokenStream {
    let arms = api.schemes.iter().map(|scheme| {
        let (key, field) = (&scheme.key, ident(&scheme.field));
        let write = match scheme.kind {
            SchemeKind::Bearer => quote!(request.bearer(credential)),
        };
        quote! {
            #key => {
                if let Some(credential) = &self.#field {
                    #write?;
                }
                Ok(self.#field.is_some())
            }
        }
    });
    let (scheme, request) = arguments(api, "request");
    let found = found(api, &scheme, arms, &quote!(Ok(false)));
    quote! {
        #[cfg(feature = "client")]
        impl openapi_runtime::client::ApplyCredentials for Credentials {
            fn apply(&self, #scheme: &str, #request: &mut openapi_runtime::client::RequestHead) -> Result<bool, openapi_runtime::client::Error> {
                #found
            }
        }
    }
}

/// The names of the arguments: an API without schemes needs none of them.
fn arguments(api: &Api, other: &str) -> (Ident, Ident) {
    let mark = if api.schemes.is_empty() { "_" } else { "" };
    let name = |name: &str| ident(&format!("{mark}{name}"));
    (name("scheme"), name(other))
}

/// Whether there is a credential, by the scheme; `none` says that there is not.
fn found(
    api: &Api,
    scheme: &Ident,
    arms: impl Iterator<Item = TokenStream>,
    none: &TokenStream,
) -> TokenStream {
    if api.schemes.is_empty() {
        return none.clone();
    }
    quote! {
        match #scheme {
            #(#arms)*
            _ => #none,
        }
    }
}
