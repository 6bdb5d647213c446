//! The kitchen sink's client against its router, in one process: what a caller says is what the implementation sees.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use fixture_kitchen_sink::client::Client;
use fixture_kitchen_sink::types::*;
use fixture_kitchen_sink::*;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use in_process::InProcess;
use openapi_runtime::{AuthError, Context, Nullable};
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(7);

/// What the implementation was called with, in words.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn note(&self, call: impl std::fmt::Debug) {
        self.0.lock().unwrap().push(format!("{call:?}"));
    }

    fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Authenticate for Seen {
    type Principal = Option<String>;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<Self::Principal, AuthError> {
        Ok(credentials.token.map(|token| token.token().to_owned()))
    }
}

fn thing() -> Thing {
    Thing {
        id: ID,
        note: None,
        parts: None,
        parent: Some(Box::new(Thing {
            id: Uuid::nil(),
            note: Some("inner".into()),
            parts: Some(Vec::new()),
            parent: None,
            shape: None,
            extra: Some(Value::Null),
            type_: "thing".into(),
            made: None,
        })),
        shape: Some(Shape::Circle(Circle { radius: 1.5 })),
        extra: Some(json!({"a": [1, null]})),
        type_: "other".into(),
        made: Some("2026-04-22T12:34:41Z".parse().unwrap()),
    }
}

impl Api<Context<Option<String>>> for Seen {
    type Error = Infallible;

    async fn get_thing(
        &self,
        cx: Context<Option<String>>,
        request: GetThingRequest,
    ) -> Result<GetThingResponse, Infallible> {
        self.note((cx.principal, &request));
        Ok(if request.limit == 1 {
            GetThingResponse::NotFound(Problem { title: Some("none".into()) })
        } else {
            GetThingResponse::Ok(thing())
        })
    }

    async fn delete_thing(
        &self,
        _: Context<Option<String>>,
        request: DeleteThingRequest,
    ) -> Result<DeleteThingResponse, Infallible> {
        self.note(&request);
        Ok(DeleteThingResponse::NoContent)
    }

    async fn create_thing(
        &self,
        _: Context<Option<String>>,
        request: operations::CreateThingRequest,
    ) -> Result<operations::CreateThingResponse, Infallible> {
        self.note(&request.body);
        Ok(operations::CreateThingResponse::Created(thing()))
    }

    async fn patch_things(
        &self,
        cx: Context<Option<String>>,
        request: PatchThingsRequest,
    ) -> Result<PatchThingsResponse, Infallible> {
        self.note((cx.principal, &request.body));
        Ok(match request.body {
            None => PatchThingsResponse::Accepted(vec![None, Some("a".into())]),
            Some(patches) => PatchThingsResponse::Ok([("count".into(), patches.len() as i64)].into()),
        })
    }

    async fn check(
        &self,
        cx: Context<Option<String>>,
        _: CheckRequest,
    ) -> Result<CheckResponse, Infallible> {
        self.note(cx.principal);
        Ok(CheckResponse::NoContent)
    }

    async fn maybe(
        &self,
        _: Context<Option<String>>,
        request: MaybeRequest,
    ) -> Result<MaybeResponse, Infallible> {
        self.note(&request.body);
        Ok(MaybeResponse::Ok(request.body.and_then(|problem| problem.title)))
    }
}

fn client(seen: &Seen) -> Client {
    let credentials = Credentials { token: Some("secret".into()) };
    let router = server::router(seen.clone());
    Client::new("http://sink.example", credentials, InProcess(router))
}

#[tokio::test]
async fn every_place_and_style_arrives_as_it_was_sent() {
    let seen = Seen::default();
    let odd = "a b&c=d%e+f/ü\"'?#".to_owned();
    for request in [
        GetThingRequest {
            thing_id: ID,
            tags: vec!["one".into(), "two words".into(), "ü/x".into()],
            commas: Some(vec!["a".into(), "b c".into()]),
            deep: Some(true),
            either: Some(GetThingEither::Integer(5)),
            filter_name: Some(odd.clone()),
            limit: 20,
            order: Order::Desc,
            pipes: Some(vec![1.5, -2.0]),
            repeated: Some(vec![1, -2, 3]),
            spaces: Some(vec!["x".into(), "y".into()]),
            x_trace: -5,
            x_flags: Some(vec!["f".into(), "g".into()]),
            theme: Some(GetThingTheme::Dark),
            marks: Some(vec![4, 5]),
        },
        GetThingRequest {
            thing_id: Uuid::nil(),
            tags: vec!["only".into()],
            commas: None,
            deep: None,
            either: Some(GetThingEither::Uuid(ID)),
            filter_name: None,
            limit: 1,
            order: Order::Asc,
            pipes: None,
            repeated: None,
            spaces: None,
            x_trace: i32::MAX,
            x_flags: None,
            theme: None,
            marks: None,
        },
    ] {
        let response = Api::get_thing(&client(&seen), (), request.clone()).await.unwrap();
        assert_eq!(seen.calls(), [format!("{:?}", (Some("secret"), &request))]);
        let expected = if request.limit == 1 {
            GetThingResponse::NotFound(Problem { title: Some("none".into()) })
        } else {
            GetThingResponse::Ok(thing())
        };
        assert_eq!(response, expected);
    }
}

#[tokio::test]
async fn builders_apply_the_declared_defaults() {
    let seen = Seen::default();
    let call = client(&seen);
    let call = call.get_thing().thing_id(ID).tags(vec!["a".to_owned()]).x_trace(1);
    assert!(matches!(call.send().await.unwrap(), GetThingResponse::Ok(_)));
    let calls = seen.calls().join("");
    assert!(calls.contains("limit: 20") && calls.contains("order: Desc"), "{calls}");

    let error = client(&seen).get_thing().thing_id(ID).send().await.unwrap_err();
    assert!(error.is_request(), "{error}");
    assert!(seen.calls().is_empty());
}

#[tokio::test]
async fn null_and_absence_are_told_apart() {
    let seen = Seen::default();
    for (note, limit) in [
        (Nullable::Absent, Some(9)),
        (Nullable::Null, None),
        (Nullable::Value("n".to_owned()), Some(3)),
    ] {
        let body = types::CreateThingRequest {
            name: "a".into(),
            note,
            count: 7,
            limit,
            order: Order::Asc,
            labels: Some([("k".to_owned(), "v".to_owned())].into()),
            shape: Some(Shape::Square(Square { side: 2.0 })),
            thing: Some(thing()),
        };
        client(&seen).create_thing().body(body.clone()).send().await.unwrap();
        assert_eq!(seen.calls(), [format!("{body:?}")]);
    }
    // What is left out of the text takes the defaults, a null does not.
    for (text, expected) in [
        (r#"{"name":"a"}"#, "note: Absent, count: 7, limit: Some(9), order: Desc"),
        (r#"{"name":"a","note":null,"limit":null,"count":1}"#, "note: Null, count: 1, limit: None, order: Desc"),
    ] {
        let answer = put(&seen, "POST", "/things", text).await;
        assert_eq!(answer.0, StatusCode::CREATED, "{answer:?}");
        let calls = seen.calls().join("");
        assert!(calls.contains(expected), "{calls}");
    }
}

#[tokio::test]
async fn bodies_are_optional_nullable_and_lists() {
    let seen = Seen::default();
    let client = client(&seen);
    let answer = client.patch_things().send().await.unwrap();
    assert_eq!(answer, PatchThingsResponse::Accepted(vec![None, Some("a".into())]));
    let patch = Patch { self_: Nullable::Null, gen_value: Some(true) };
    let answer = client.patch_things().body(vec![patch]).send().await.unwrap();
    assert_eq!(answer, PatchThingsResponse::Ok([("count".into(), 1)].into()));
    let expected = "(None, Some([Patch { self_: Null, gen_value: Some(true) }]))";
    assert_eq!(seen.calls(), ["(None, None)", expected]);

    for body in [None, Some(Problem { title: Some("t".into()) })] {
        let request = MaybeRequest { body: body.clone() };
        let answer = Api::maybe(&client, (), request).await.unwrap();
        assert_eq!(answer, MaybeResponse::Ok(body.and_then(|problem| problem.title)));
    }
}

async fn put(seen: &Seen, method: &str, path: &str, body: &str) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", "Bearer secret")
        .header("x-trace", "1")
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap();
    let response = server::router(seen.clone()).oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn every_constraint_of_a_body_is_held() {
    let seen = Seen::default();
    for (field, good, bad) in [
        ("minimum", json!(-5), json!(-6)),
        ("maximum", json!(1.5), json!(1.6)),
        ("above", json!(2), json!(1)),
        ("below", json!(9), json!(10)),
        ("multiple", json!(0.3), json!(0.35)),
        ("int32", json!(2147483647), json!(2147483648_i64)),
        ("length", json!("üü"), json!("ü")),
        ("length", json!("four"), json!("fifth")),
        ("pattern", json!("aaa"), json!("aab")),
        ("uuid", json!(ID), json!("no")),
        ("date", json!("2024-02-29"), json!("2026-02-29")),
        ("date_time", json!("2026-04-22T12:34:41Z"), json!("2026-04-22")),
        ("ipv4", json!("127.0.0.1"), json!("127.0.0.256")),
        ("ipv6", json!("::1"), json!(":::1")),
        ("order", json!("asc"), json!("up")),
        ("list", json!([1, 2]), json!([])),
        ("list", json!([1]), json!([1, 2, 3])),
        ("list", json!([1]), json!([1, 1])),
        ("map", json!({"a": "b"}), json!({})),
        ("map", json!({"a": "b"}), json!({"a": "b", "b": "c", "c": "d"})),
        ("minimum", json!(1), json!("1")),
        ("length", json!("ab"), Value::Null),
    ] {
        let answer = put(&seen, "PUT", "/check", &json!({ field: good }).to_string()).await;
        assert_eq!(answer.0, StatusCode::NO_CONTENT, "{field} {answer:?}");
        assert_eq!(seen.calls().len(), 1);
        let (status, answer) = put(&seen, "PUT", "/check", &json!({ field: bad }).to_string()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {bad}");
        let place = &answer["detail"][0]["loc"];
        assert_eq!((&place[0], &place[1]), (&json!("body"), &json!(field)), "{answer}");
        assert!(seen.calls().is_empty(), "{field}");
    }
    for (body, place) in [
        (json!({"list": [1, -1]}), json!(["body", "list", 1])),
        (json!({"map": {"a": "bc"}}), json!(["body", "map", "a"])),
        (json!({"other": 1}), json!(["body", "other"])),
        (json!({"minimum": 1, "maximum": 1, "above": 2, "below": 2}), json!(["body"])),
        (json!([]), json!(["body"])),
    ] {
        let (status, answer) = put(&seen, "PUT", "/check", &body.to_string()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(answer["detail"][0]["loc"], place);
    }
    assert!(seen.calls().is_empty());
}

#[tokio::test]
async fn every_fault_of_the_parameters_is_told() {
    let seen = Seen::default();
    let query = "limit=0&order=up&repeated=1&repeated=2&repeated=3&repeated=4&filter%5Bname%5D=x&either=z&deep=2";
    let (status, answer) = put(&seen, "GET", &format!("/things/no/tags/a?{query}"), "").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let faults = answer["detail"].as_array().unwrap().iter();
    let mut places: Vec<_> = faults.map(|fault| fault["loc"].to_string()).collect();
    places.sort();
    assert_eq!(
        places,
        [
            r#"["path","thing_id"]"#,
            r#"["query","deep"]"#,
            r#"["query","either"]"#,
            r#"["query","filter[name]"]"#,
            r#"["query","limit"]"#,
            r#"["query","order"]"#,
            r#"["query","repeated"]"#,
        ]
    );
    assert!(seen.calls().is_empty());
}

#[tokio::test]
async fn callers_are_let_in_as_declared() {
    let seen = Seen::default();
    let router = server::router(seen.clone());
    let nobody = Client::new("http://sink.example", Credentials::default(), InProcess(router));
    let error = nobody.get_thing().thing_id(ID).tags(vec!["a".to_owned()]).x_trace(1).send().await;
    assert_eq!(error.unwrap_err().status(), Some(StatusCode::UNAUTHORIZED));
    assert!(seen.calls().is_empty());
    nobody.check().body(Constrained::default()).send().await.unwrap();
    client(&seen).check().body(Constrained::default()).send().await.unwrap();
    assert_eq!(seen.calls(), ["None", "Some(\"secret\")"]);
}
