//! Certificates of connections, over a socket: the application says what a connection presented.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use fixture_certificates::client::Client;
use fixture_certificates::*;
use http::StatusCode;
use openapi_runtime::{ApiKey, AuthError, ClientCertificate, Context, Operation};

const ADA: &[u8] = b"the certificate of ada";

/// Notes what it is shown, and knows one certificate and one key.
#[derive(Clone, Default)]
struct Gate(Arc<Mutex<Vec<Credentials>>>);

impl Gate {
    fn seen(&self) -> Vec<Credentials> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Authenticate for Gate {
    type Principal = ();

    async fn authenticate(&self, credentials: Credentials, _: &'static Operation) -> Result<(), AuthError> {
        let known = credentials.certificate.as_ref().is_none_or(|certificate| certificate.der() == ADA);
        self.0.lock().unwrap().push(credentials);
        if known { Ok(()) } else { Err(AuthError::Forbidden("the certificate is not known here".into())) }
    }
}

macro_rules! let_in {
    ($($method:ident: $request:ident => $response:ident),+ $(,)?) => {
        impl Api<Context<()>> for Gate {
            type Error = Infallible;

            $(async fn $method(&self, _: Context<()>, _: $request) -> Result<$response, Infallible> {
                Ok($response::NoContent)
            })+
        }
    };
}

let_in! {
    alone: AloneRequest => AloneResponse,
    with_key: WithKeyRequest => WithKeyResponse,
    or_key: OrKeyRequest => OrKeyResponse,
    optional: OptionalRequest => OptionalResponse,
    open: OpenRequest => OpenResponse,
}

/// A server whose connections all present `certificate`, or none.
async fn listen(gate: &Gate, certificate: Option<&'static [u8]>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = match certificate {
        Some(der) => server::router(gate.clone()).layer(axum::Extension(ClientCertificate::new(der))),
        None => server::router(gate.clone()),
    };
    tokio::spawn(async { axum::serve(listener, router).await });
    url
}

async fn client(gate: &Gate, certificate: Option<&'static [u8]>, held: Credentials) -> Client {
    Client::new(&listen(gate, certificate).await, held, reqwest::Client::new())
}

fn key() -> Credentials {
    Credentials { key: Some(ApiKey::new("k")), ..Credentials::default() }
}

fn certificate() -> Credentials {
    Credentials { certificate: Some(ClientCertificate::new(ADA)), ..Credentials::default() }
}

/// A client says nothing of it in its requests.
#[tokio::test]
async fn a_verifier_is_shown_what_the_connection_presented() {
    let gate = Gate::default();
    let ada = client(&gate, Some(ADA), Credentials::default()).await;
    assert_eq!(ada.alone().send().await.unwrap(), AloneResponse::NoContent);
    assert_eq!(gate.seen(), [certificate()]);
    ada.optional().send().await.unwrap();
    assert_eq!(gate.seen(), [certificate()]);
    ada.or_key().send().await.unwrap();
    assert_eq!(gate.seen(), [certificate()]);
    ada.open().send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials::default()]);

    let ada = client(&gate, Some(ADA), key()).await;
    ada.with_key().send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials { key: key().key, ..certificate() }]);
    // Who holds a key sends it, whatever the connection presents.
    ada.or_key().send().await.unwrap();
    assert_eq!(gate.seen(), [key()]);
}

#[tokio::test]
async fn without_a_certificate_nobody_gets_where_one_is_asked_for() {
    let gate = Gate::default();
    // Holding a certificate is presenting none.
    let nobody = client(&gate, None, certificate()).await;
    let alone = nobody.alone().send().await.unwrap_err();
    assert_eq!(alone.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(alone.headers().unwrap()["www-authenticate"], "ClientCertificate");
    let with_key = client(&gate, None, key()).await;
    assert_eq!(with_key.with_key().send().await.unwrap_err().status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(gate.seen(), []);

    with_key.or_key().send().await.unwrap();
    assert_eq!(gate.seen(), [key()]);
    nobody.optional().send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials::default()]);
}

#[tokio::test]
async fn the_verifier_decides_whose_certificates_are_known() {
    let gate = Gate::default();
    let eve = client(&gate, Some(b"the certificate of eve"), Credentials::default()).await;
    assert_eq!(eve.alone().send().await.unwrap_err().status(), Some(StatusCode::FORBIDDEN));
}
