//! `security.rs`: the credentials of an API, and the one place that verifies them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::ir::{Api, Location, Operation, Requirement, SchemeKind};
use crate::markdown::docs;
use crate::render::RustFile;

/// The file.
pub(super) fn security(api: &Api) -> RustFile {
    let fields = api.schemes.iter().map(|scheme| {
        let docs = docs([
            &*format!("The scheme `{}`.", scheme.key),
            scheme.docs.as_deref().unwrap_or_default(),
            match scheme.kind {
                SchemeKind::Certificate => {
                    "A client's transport presents it, and nothing is read from here; a server finds it among the extensions of the request."
                }
                _ => "",
            },
        ]);
        let name = ident(&scheme.field);
        let ty = ident(credential(&scheme.kind));
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
    let mut types: Vec<_> = api
        .schemes
        .iter()
        .map(|scheme| credential(&scheme.kind))
        .collect();
    types.extend(["AuthError", "Operation"]);
    types.sort_unstable();
    types.dedup();
    let types = types.into_iter().map(ident);
    RustFile {
        docs: "Who may call.".into(),
        imports: quote! {
            use openapi_runtime::{#(#types),*};
        },
        items: vec![credentials, authenticate, server, client],
    }
}

/// The type of a scheme's credential.
pub(super) fn credential(kind: &SchemeKind) -> &'static str {
    match kind {
        SchemeKind::Bearer => "Bearer",
        SchemeKind::Basic => "Basic",
        SchemeKind::Http(_) | SchemeKind::Key(..) => "ApiKey",
        SchemeKind::Certificate => "ClientCertificate",
    }
}

/// The function for a key, of either end.
fn key_function(location: Location) -> Ident {
    ident(match location {
        Location::Query => "query_key",
        Location::Cookie => "cookie_key",
        Location::Header | Location::Path => "header_key",
    })
}

/// The operation's part in security: its alternatives, their scopes, and what a 401 asks for.
pub(super) fn of_operation(api: &Api, operation: &Operation) -> TokenStream {
    let alternatives = operation.security.iter().map(|alternative| {
        let schemes = alternative.iter().map(|requirement| &requirement.scheme);
        quote!(&[#(#schemes),*])
    });
    let secured = (!operation.security.is_empty()).then(|| quote!(.secured(&[#(#alternatives),*])));
    let scopes = operation.security.iter().flatten();
    let scopes: Vec<_> = scopes
        .filter(|requirement| !requirement.scopes.is_empty())
        .map(|Requirement { scheme, scopes }| quote!((#scheme, &[#(#scopes),*])))
        .collect();
    let scoped = (!scopes.is_empty()).then(|| quote!(.scoped(&[#(#scopes),*])));
    let challenge = api.challenge(operation);
    let challenged = (challenge != "Bearer").then(|| quote!(.challenged(#challenge)));
    quote!(#secured #scoped #challenged)
}

/// The server's end: credentials found on a request.
fn load(api: &Api) -> TokenStream {
    let arms = api.schemes.iter().map(|scheme| {
        let (key, field) = (&scheme.key, ident(&scheme.field));
        let read = match &scheme.kind {
            SchemeKind::Bearer => quote!(bearer(request)),
            SchemeKind::Basic => quote!(basic(request)),
            SchemeKind::Http(name) => quote!(http_scheme(request, #name)),
            SchemeKind::Key(location, name) => {
                let read = key_function(*location);
                quote!(#read(request, #name))
            }
            SchemeKind::Certificate => quote!(client_certificate(request)),
        };
        quote! {
            #key => {
                self.#field = openapi_runtime::server::#read;
                self.#field.is_some()
            }
        }
    });
    let scheme = argument("scheme", !api.schemes.is_empty());
    let request = argument("request", !api.schemes.is_empty());
    let found = found(api, &scheme, arms, &quote!(false));
    quote! {
        #[cfg(feature = "server")]
        impl openapi_runtime::server::LoadCredentials for Credentials {
            fn load(&mut self, #scheme: &str, #request: &http::request::Parts) -> bool {
                #found
            }
        }
    }
}

/// The client's end: credentials put on a request.
fn apply(api: &Api) -> TokenStream {
    let arms = api.schemes.iter().map(|scheme| {
        let (key, field) = (&scheme.key, ident(&scheme.field));
        let write = match &scheme.kind {
            SchemeKind::Bearer => quote!(request.bearer(credential)),
            SchemeKind::Basic => quote!(request.basic(credential)),
            SchemeKind::Http(name) => quote!(request.http_scheme(#name, credential)),
            SchemeKind::Key(location, name) => {
                let write = key_function(*location);
                quote!(request.#write(#name, credential))
            }
            // The connection presents it, or does not: the server will say.
            SchemeKind::Certificate => return quote!(#key => Ok(true),),
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
    let mut kinds = api.schemes.iter().map(|scheme| &scheme.kind);
    let writes = kinds.any(|kind| *kind != SchemeKind::Certificate);
    let scheme = argument("scheme", !api.schemes.is_empty());
    let request = argument("request", writes);
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

/// The name of an argument, which may be of no use.
fn argument(name: &str, is_used: bool) -> Ident {
    let mark = if is_used { "" } else { "_" };
    ident(&format!("{mark}{name}"))
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
