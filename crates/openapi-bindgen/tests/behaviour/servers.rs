//! Base URLs with variables, and a client at one of them.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

use std::convert::Infallible;

use fixture_servers::client::Client;
use fixture_servers::servers::{Server1, Server1Port, Server1Region, Server2};
use fixture_servers::*;
use openapi_runtime::{AuthError, Context, Operation};

struct Things;

impl Authenticate for Things {
    type Principal = ();

    async fn authenticate(&self, _: Credentials, _: &'static Operation) -> Result<(), AuthError> {
        Ok(())
    }
}

impl Api<Context<()>> for Things {
    type Error = Infallible;

    async fn things(&self, _: Context<()>, _: ThingsRequest) -> Result<ThingsResponse, Infallible> {
        Ok(ThingsResponse::NoContent)
    }
}

#[test]
fn base_urls_are_made_of_their_variables() {
    assert_eq!(Server1::default().base_url(), "https://us-east.api.example:8443/v2/us-east");
    let other = Server1 { region: Server1Region::EuWest, port: Server1Port::N443, version: "v1".into() };
    assert_eq!(other.base_url(), "https://eu-west.api.example:443/v1/eu-west");
    assert_eq!(Server2::default().base_url(), "http://on.premises.example");
    let written = ["https://{region}.api.example:{port}/{version}/{region}", "{scheme}://on.premises.example", "https://plain.example"];
    assert_eq!(SERVERS, written);
}

#[tokio::test]
async fn a_client_is_made_with_one() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, server::router(Things)).await });
    // The name of the document's server leads to the test's own.
    let transport = reqwest::Client::builder().resolve("on.premises.example", address);
    let client = Client::new(&Server2::default().base_url(), Credentials::default(), transport.build().unwrap());
    assert_eq!(client.things().send().await.unwrap(), ThingsResponse::NoContent);
}
