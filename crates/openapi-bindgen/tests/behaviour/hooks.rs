//! Webhooks and callbacks: what is sent is what is received.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use fixture_hooks::callbacks::{
    Callbacks, RelayRequest, RelayResponse, SubscribeDeliveredRequest, SubscribeDeliveredResponse,
    SubscribeMovedRequest, SubscribeMovedResponse,
};
use fixture_hooks::types::{NewPetOk, Pet, SubscribeBody};
use fixture_hooks::webhooks::{
    NewPetRequest, NewPetResponse, PetGoneRequest, PetGoneResponse, PutPetGoneRequest, PutPetGoneResponse, Webhooks,
};
use fixture_hooks::{Authenticate, Credentials, SubscribeRequest, callbacks, webhooks};
use in_process::InProcess;
use openapi_runtime::server::Limits;
use openapi_runtime::{ApiKey, AuthError, Context, Operation};

/// Takes what is sent, and notes it.
#[derive(Clone, Default)]
struct Receiver(Arc<Mutex<Vec<String>>>);

impl Receiver {
    fn note(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn noted(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Authenticate for Receiver {
    type Principal = ();

    async fn authenticate(&self, credentials: Credentials, operation: &'static Operation) -> Result<(), AuthError> {
        match credentials.hook {
            Some(key) if key.key() == "k" => Ok(()),
            None if operation.security.is_empty() => Ok(()),
            _ => Err(AuthError::Missing),
        }
    }
}

impl Webhooks<Context<()>> for Receiver {
    type Error = Infallible;

    async fn new_pet(&self, _: Context<()>, request: NewPetRequest) -> Result<NewPetResponse, Infallible> {
        self.note(format!("new {}", request.body.name));
        Ok(NewPetResponse::Ok(NewPetOk { seen: true }))
    }

    async fn pet_gone(&self, _: Context<()>, request: PetGoneRequest) -> Result<PetGoneResponse, Infallible> {
        self.note(format!("gone {}", request.id));
        Ok(PetGoneResponse::NoContent)
    }

    async fn put_pet_gone(&self, _: Context<()>, request: PutPetGoneRequest) -> Result<PutPetGoneResponse, Infallible> {
        self.note(format!("put {}", request.id));
        Ok(PutPetGoneResponse::NoContent)
    }
}

impl Callbacks<Context<()>> for Receiver {
    type Error = Infallible;

    async fn subscribe_delivered(
        &self,
        _: Context<()>,
        request: SubscribeDeliveredRequest,
    ) -> Result<SubscribeDeliveredResponse, Infallible> {
        self.note(format!("{} at attempt {}", request.body.name, request.attempt));
        Ok(match request.attempt {
            1 => SubscribeDeliveredResponse::NoContent,
            _ => SubscribeDeliveredResponse::Gone,
        })
    }

    async fn relay(&self, _: Context<()>, _: RelayRequest) -> Result<RelayResponse, Infallible> {
        self.note("relayed".into());
        Ok(RelayResponse::NoContent)
    }

    async fn subscribe_moved(
        &self,
        _: Context<()>,
        _: SubscribeMovedRequest,
    ) -> Result<SubscribeMovedResponse, Infallible> {
        self.note("moved".into());
        Ok(SubscribeMovedResponse::NoContent)
    }
}

fn pet(name: &str) -> Pet {
    Pet { name: name.into(), tag: None }
}

fn subscription(callback_url: &str) -> SubscribeRequest {
    SubscribeRequest {
        topic: "a&b".into(),
        x_relay: None,
        body: SubscribeBody { callback_url: callback_url.into(), number: None },
    }
}

/// A receiver mounts its webhooks where it likes, and has each below its name.
#[tokio::test]
async fn webhooks_arrive_below_their_names() {
    let receiver = Receiver::default();
    let router = axum::Router::new().nest("/hooks", webhooks::server::router(receiver.clone()));
    let credentials = Credentials { hook: Some(ApiKey::new("k")), ..Credentials::default() };
    let client = webhooks::client::Client::new(credentials, InProcess(router));
    let outcome = client.new_pet("http://a.example/hooks/newPet", NewPetRequest { body: pet("Rex") }).await;
    let NewPetResponse::Ok(answer) = outcome.unwrap();
    assert!(answer.seen);
    // The query of the URL is kept, and that of the webhook joins it.
    let gone = client.pet_gone("http://a.example/hooks/pet%2Fgone?token=t", PetGoneRequest { id: 7 }).await;
    assert_eq!(gone.unwrap(), PetGoneResponse::NoContent);
    let put = client.put_pet_gone("http://a.example/hooks/pet%2Fgone", PutPetGoneRequest { id: 8 }).await;
    assert_eq!(put.unwrap(), PutPetGoneResponse::NoContent);
    assert_eq!(receiver.noted(), ["new Rex", "gone 7", "put 8"]);
}

/// What the document says of a webhook is checked where it arrives, and only a webhook's own security is asked for.
#[tokio::test]
async fn a_receiver_refuses_what_does_not_fit() {
    let receiver = Receiver::default();
    let transport = InProcess(webhooks::server::router(receiver.clone()));
    let client = webhooks::client::Client::new(Credentials::default(), transport);
    let error = client.new_pet("http://a.example/newPet", NewPetRequest { body: pet("") }).await.unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::UNPROCESSABLE_ENTITY));
    let error = client.pet_gone("http://a.example/pet%2Fgone", PetGoneRequest { id: 7 }).await.unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::UNAUTHORIZED));
    let error = client.new_pet("no URL", NewPetRequest { body: pet("Rex") }).await.unwrap_err();
    assert_eq!(error.status(), None);
    assert_eq!(receiver.noted(), [""; 0]);
}

/// A callback goes where the request says that asked for it.
#[tokio::test]
async fn callbacks_go_where_the_request_says() {
    let receiver = Receiver::default();
    let path_of = |operation: &'static Operation| match operation.id {
        "subscribe delivered" => "/mine".to_owned(),
        _ => operation.path.to_owned(),
    };
    let api = Arc::new(receiver.clone());
    let verifier = Arc::new(callbacks::server::Anyone);
    let router = callbacks::server::router_with(api, verifier, Limits::default(), path_of);
    let client = callbacks::client::Client::new(Credentials::default(), InProcess(router));

    let asked = subscription("http://b.example/mine");
    let url = callbacks::client::Client::subscribe_delivered_url(&asked).unwrap();
    assert_eq!(url, "http://b.example/mine?topic=a%26b");
    let request = |attempt| SubscribeDeliveredRequest { attempt, body: pet("Rex") };
    let outcome = client.subscribe_delivered(&url, request(1)).await.unwrap();
    assert_eq!(outcome, SubscribeDeliveredResponse::NoContent);
    let outcome = client.subscribe_delivered(&url, request(2)).await.unwrap();
    assert_eq!(outcome, SubscribeDeliveredResponse::Gone);

    // Nobody was asked to relay it.
    assert_eq!(callbacks::client::Client::relay_url(&asked), None);
    let asked = SubscribeRequest { x_relay: Some("http://b.example/relay".into()), ..asked };
    let url = callbacks::client::Client::relay_url(&asked).unwrap();
    client.relay(&url, RelayRequest {}).await.unwrap();

    // What the response says is known to whoever gave it.
    client.subscribe_moved("http://b.example/subscribe_moved", SubscribeMovedRequest {}).await.unwrap();
    assert_eq!(receiver.noted(), ["Rex at attempt 1", "Rex at attempt 2", "relayed", "moved"]);
}
