//! Credentials of every kind: what the client holds is what the verifier sees.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use fixture_credentials::client::Client;
use fixture_credentials::*;
use http::{Request, StatusCode};
use in_process::InProcess;
use openapi_runtime::{ApiKey, AuthError, Basic, Bearer, Context, Operation};
use tower::ServiceExt;

/// Notes what it is shown, and lets in who has what the operation asks for.
#[derive(Clone, Default)]
struct Gate(Arc<Mutex<Vec<Credentials>>>);

impl Gate {
    fn seen(&self) -> Vec<Credentials> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Authenticate for Gate {
    type Principal = ();

    async fn authenticate(
        &self,
        credentials: Credentials,
        operation: &'static Operation,
    ) -> Result<(), AuthError> {
        self.0.lock().unwrap().push(credentials.clone());
        if let Some(token) = credentials.o_auth {
            let granted: Vec<_> = token.token().split(',').collect();
            let enough = |scopes: &[&str]| scopes.iter().all(|scope| granted.contains(scope));
            if !operation.scopes("OAuth").any(enough) {
                return Err(AuthError::Forbidden("more is needed".into()));
            }
        }
        Ok(())
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
    basic: BasicRequest => BasicResponse,
    header: HeaderRequest => HeaderResponse,
    query: QueryRequest => QueryResponse,
    cookie: CookieRequest => CookieResponse,
    digest: DigestRequest => DigestResponse,
    oauth: OauthRequest => OauthResponse,
    both: BothRequest => BothResponse,
    either: EitherRequest => EitherResponse,
    optional: OptionalRequest => OptionalResponse,
    open: OpenRequest => OpenResponse,
}

fn all() -> Credentials {
    Credentials {
        basic: Some(Basic::new("ada", "pass:word ü")),
        header: Some(ApiKey::new("in a header")),
        query: Some(ApiKey::new("a&b=c d")),
        cookie: Some(ApiKey::new("a;b=c")),
        digest: Some(ApiKey::new("username=\"ada\"")),
        o_auth: Some(Bearer::new("things:read,things:write")),
        open_id: Some(Bearer::new("id")),
    }
}

#[tokio::test]
async fn a_client_presents_what_the_operation_asks_for_and_no_more() {
    let gate = Gate::default();
    let client = Client::new("http://a.example", all(), InProcess(server::router(gate.clone())));
    let none = Credentials::default;

    client.basic().send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials { basic: all().basic, ..none() }]);
    client.header().send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials { header: all().header, ..none() }]);
    // A key goes beside the parameters.
    client.query().page(1).send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials { query: all().query, ..none() }]);
    client.cookie().theme("dark".to_owned()).send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials { cookie: all().cookie, ..none() }]);
    client.digest().send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials { digest: all().digest, ..none() }]);
    client.both().send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials { basic: all().basic, query: all().query, ..none() }]);
    client.either().send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials { open_id: all().open_id, ..none() }]);
    client.optional().send().await.unwrap();
    assert_eq!(gate.seen(), [Credentials { header: all().header, ..none() }]);
    client.open().send().await.unwrap();
    assert_eq!(gate.seen(), [none()]);
}

#[tokio::test]
async fn the_first_alternative_that_a_client_can_meet_is_met() {
    let gate = Gate::default();
    let held = Credentials { header: all().header, ..Credentials::default() };
    let client = Client::new("http://a.example", held.clone(), InProcess(server::router(gate.clone())));
    client.either().send().await.unwrap();
    assert_eq!(gate.seen(), [held]);
}

#[tokio::test]
async fn scopes_are_handed_to_the_verifier() {
    for (token, let_in) in [
        ("things:read,things:write", true),
        ("things:read", false),
        ("admin", true),
    ] {
        let held = Credentials { o_auth: Some(Bearer::new(token)), ..Credentials::default() };
        let client = Client::new("http://a.example", held, InProcess(server::router(Gate::default())));
        let outcome = client.oauth().send().await.unwrap();
        let expected = if let_in { OauthResponse::NoContent } else { OauthResponse::Forbidden };
        assert_eq!(outcome, expected, "{token}");
    }
    assert_eq!(OAUTH.scopes("OAuth").collect::<Vec<_>>(), [&["things:read", "things:write"][..], &["admin"]]);
    assert_eq!(OAUTH.scopes("Other").count(), 0);
    assert_eq!(EITHER.scopes("OpenId").collect::<Vec<_>>(), [&["email"]]);
}

/// Whoever presents nothing, or half of what is asked for, is told what is wanted.
#[tokio::test]
async fn a_401_names_what_is_wanted() {
    for (path, authorization, challenge) in [
        ("/basic", "Bearer YTpi", "Basic realm=\"api\""),
        ("/header", "", "ApiKey"),
        ("/query?page=1", "", "ApiKey"),
        ("/cookie", "", "ApiKey"),
        ("/digest", "Basic YTpi", "digest"),
        ("/oauth", "Basic YTpi", "Bearer"),
        ("/both", "Basic YTpi", "Basic realm=\"api\", ApiKey"),
        ("/both?api%20key=k", "", "Basic realm=\"api\", ApiKey"),
        ("/either", "", "Bearer, ApiKey"),
    ] {
        let mut request = Request::get(path);
        if !authorization.is_empty() {
            request = request.header("authorization", authorization);
        }
        let router = server::router(Gate::default());
        let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(response.headers()["www-authenticate"], challenge, "{path}");
    }
}
