//! Parameters in every style, objects among them: what the client writes, and that the server reads the same.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use fixture_parameter_styles::client::Client;
use fixture_parameter_styles::types::*;
use fixture_parameter_styles::*;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use in_process::InProcess;
use openapi_runtime::client::{BoxFuture, Response, Transport, TransportError};
use openapi_runtime::{ApiKey, AuthError, Context};
use tower::ServiceExt;

#[derive(Clone, Default)]
struct Echo;

impl Authenticate for Echo {
    type Principal = ();

    async fn authenticate(
        &self,
        _: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<(), AuthError> {
        Ok(())
    }
}

impl Api<Context<()>> for Echo {
    type Error = Infallible;

    async fn in_paths(&self, _: Context<()>, request: InPathsRequest) -> Result<InPathsResponse, Infallible> {
        Ok(InPathsResponse::Ok(format!("{request:?}")))
    }

    async fn in_queries(&self, _: Context<()>, request: InQueriesRequest) -> Result<InQueriesResponse, Infallible> {
        Ok(InQueriesResponse::Ok(format!("{request:?}")))
    }

    async fn the_rest(&self, _: Context<()>, request: TheRestRequest) -> Result<TheRestResponse, Infallible> {
        Ok(TheRestResponse::Ok(format!("{request:?}")))
    }

    async fn in_headers(&self, _: Context<()>, request: InHeadersRequest) -> Result<InHeadersResponse, Infallible> {
        Ok(InHeadersResponse::Ok { x_point: request.x_point.clone(), body: format!("{request:?}") })
    }
}

/// Notes where a request goes on its way to the router.
struct Noted(InProcess, Arc<Mutex<Vec<String>>>);

impl Transport for Noted {
    fn send(
        &self,
        request: reqwest::Request,
        operation: &'static openapi_runtime::Operation,
    ) -> BoxFuture<'_, Result<Response, TransportError>> {
        let url = request.url();
        let mut lines = vec![url.as_str().trim_start_matches("http://a.example").to_owned()];
        for name in ["x-point", "x-spread", "x-map", "x-json", "cookie"] {
            let value = request.headers().get(name);
            lines.extend(value.map(|value| format!("{name}: {}", value.to_str().unwrap())));
        }
        *self.1.lock().unwrap() = lines;
        self.0.send(request, operation)
    }
}

fn client() -> (Client, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let transport = Noted(InProcess(server::router(Echo)), Arc::clone(&seen));
    let credentials = Credentials { key: Some(ApiKey::new("k")) };
    (Client::new("http://a.example", credentials, transport), seen)
}

fn point(x: i64, y: Option<&str>) -> Point {
    Point { x, y: y.map(str::to_owned) }
}

#[tokio::test]
async fn in_the_path() {
    let (client, seen) = client();
    let request = InPathsRequest {
        simple: point(1, Some("a,b")),
        spread: point(2, Some("c=d")),
        label: -3,
        labels: vec!["a.b".into(), "c".into()],
        dotted: point(4, None),
        matrix: vec!["a;b".into(), "c".into()],
        matrices: vec![5, 6],
        semicolons: point(7, Some("e/f")),
    };
    let expected = InPathsResponse::Ok(format!("{request:?}"));
    assert_eq!(Api::in_paths(&client, (), request).await.unwrap(), expected);
    assert_eq!(
        seen.lock().unwrap()[0],
        "/paths/x,1,y,a%2Cb/x=2,y=c%3Dd/.-3/.a%2Eb.c/.x=4/;matrix=a%3Bb,c/;matrices=5;matrices=6/;x=7;y=e%2Ff"
    );
}

fn no_query() -> InQueriesRequest {
    InQueriesRequest {
        point: None,
        corner: None,
        filter: None,
        expand: None,
        since: None,
        json: None,
        plain: None,
        url: None,
        flag: 7,
        ids: None,
        spaces: None,
    }
}

fn filter() -> Filter {
    Filter {
        name: Some("a&b".into()),
        tags: Some(vec!["x".into(), "y z".into()]),
        range: Some(Range { gt: Some(1), lt: None }),
        points: Some(vec![point(1, None), point(2, Some("p"))]),
    }
}

#[tokio::test]
async fn in_the_query() {
    let (client, seen) = client();
    let rows = [
        (InQueriesRequest { point: Some(point(1, Some("a b"))), ..no_query() }, "?x=1&y=a%20b&flag=7"),
        (InQueriesRequest { corner: Some(Corner { left: Some(1), top: Some(2) }), ..no_query() }, "?corner=left,1,top,2&flag=7"),
        (
            InQueriesRequest { filter: Some(filter()), ..no_query() },
            "?filter[name]=a%26b&filter[points][0][x]=1&filter[points][1][x]=2&filter[points][1][y]=p\
             &filter[range][gt]=1&filter[tags][]=x&filter[tags][]=y%20z&flag=7",
        ),
        (InQueriesRequest { expand: Some(vec!["a".into(), "b".into()]), ..no_query() }, "?expand[]=a&expand[]=b&flag=7"),
        (
            InQueriesRequest { since: Some(InQueriesSince::Range(Range { gt: Some(3), lt: Some(4) })), ..no_query() },
            "?since[gt]=3&since[lt]=4&flag=7",
        ),
        (InQueriesRequest { since: Some(InQueriesSince::Integer(5)), ..no_query() }, "?since=5&flag=7"),
        (
            InQueriesRequest { json: Some(Filter { name: Some("n".into()), tags: None, range: None, points: None }), ..no_query() },
            "?json=%7B%22name%22%3A%22n%22%7D&flag=7",
        ),
        (InQueriesRequest { plain: Some("{}".into()), ..no_query() }, "?plain=%7B%7D&flag=7"),
        (InQueriesRequest { url: Some("http://a/b?c=d&e".into()), ..no_query() }, "?url=http://a/b?c%3Dd%26e&flag=7"),
        (InQueriesRequest { ids: Some(InQueriesIds::String("a".into())), ..no_query() }, "?flag=7&ids=a"),
        (
            InQueriesRequest { ids: Some(InQueriesIds::List(vec!["a".into(), "b".into()])), ..no_query() },
            "?flag=7&ids=a&ids=b",
        ),
        (InQueriesRequest { spaces: Some(vec!["a".into(), "b".into()]), ..no_query() }, "?flag=7&spaces=a&spaces=b"),
    ];
    for (request, expected) in rows {
        let arrived = InQueriesResponse::Ok(format!("{request:?}"));
        assert_eq!(Api::in_queries(&client, (), request).await.unwrap(), arrived);
        assert_eq!(seen.lock().unwrap()[0], format!("/queries{expected}"));
    }
}

fn the_rest(labels: &[(&str, &[i64])]) -> TheRestRequest {
    TheRestRequest {
        page: Some(2),
        point: Some(point(1, None)),
        filter: Some([("a".to_owned(), "b".to_owned())].into()),
        labels: labels.iter().map(|(name, values)| ((*name).to_owned(), values.to_vec())).collect(),
    }
}

/// A map without a name of its own has what no other parameter and no key is called.
#[tokio::test]
async fn what_the_query_says_besides_is_a_map() {
    let (client, seen) = client();
    let request = the_rest(&[("a b", &[1]), ("c", &[2, 3])]);
    let arrived = TheRestResponse::Ok(format!("{request:?}"));
    assert_eq!(Api::the_rest(&client, (), request).await.unwrap(), arrived);
    assert_eq!(seen.lock().unwrap()[0], "/rest?page=2&x=1&filter[a]=b&a%20b=1&c=2&c=3&api_key=k");
    // Of an empty one nothing is written.
    let arrived = TheRestResponse::Ok(format!("{:?}", the_rest(&[])));
    assert_eq!(Api::the_rest(&client, (), the_rest(&[])).await.unwrap(), arrived);
    assert_eq!(seen.lock().unwrap()[0], "/rest?page=2&x=1&filter[a]=b&api_key=k");

    // What another parameter is called cannot be a name in it.
    for name in ["page", "x", "filter[c]", "api_key"] {
        let refused = Api::the_rest(&client, (), the_rest(&[(name, &[1])])).await.unwrap_err();
        assert!(refused.is_request(), "{name}: {refused}");
    }
    assert_eq!(faults("/rest?api_key=k&c=1&c=0").await, "labels greater_than_equal");
    assert_eq!(faults("/rest?api_key=k&c=x&page=y").await, "page int_parsing, labels int_parsing");
    assert_eq!(faults("/rest?api_key=k&a=1&b=2&c=3").await, "labels too_long");
}

#[tokio::test]
async fn in_headers_and_cookies() {
    let (client, seen) = client();
    let request = InHeadersRequest {
        x_point: Some(point(1, Some("a b"))),
        x_spread: Some(point(2, Some("c"))),
        x_map: Some([("k".to_owned(), 1), ("l".to_owned(), 2)].into()),
        x_json: Some(filter()),
        point: Some(point(3, Some("d;e"))),
    };
    let expected = InHeadersResponse::Ok { x_point: request.x_point.clone(), body: format!("{request:?}") };
    assert_eq!(Api::in_headers(&client, (), request).await.unwrap(), expected);
    let seen = seen.lock().unwrap();
    assert_eq!(seen[1..4], ["x-point: x,1,y,a b", "x-spread: x=2,y=c", "x-map: k,1,l,2"]);
    assert!(seen[4].starts_with("x-json: {\"name\":\"a&b\","), "{}", seen[4]);
    assert_eq!(seen[5], "cookie: x=3; y=d%3Be");
}

/// The faults of a request: their parameters and codes.
async fn faults(uri: &str) -> String {
    let request = Request::get(uri).body(Body::empty()).unwrap();
    let response = server::router(Echo).oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    if status == StatusCode::OK {
        return String::from_utf8_lossy(&body).into_owned();
    }
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let faults = body["errors"].as_array().unwrap().iter();
    let told = faults.map(|fault| format!("{} {}", fault["parameter"].as_str().unwrap(), fault["code"].as_str().unwrap()));
    told.collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn faults_inside_of_objects_are_told() {
    for (query, expected) in [
        ("x=-1", "point greater_than_equal"),
        ("x=one", "point int_parsing"),
        ("y=only", "point missing"),
        ("corner=left,1,top", "corner model_attributes_type"),
        ("filter[range][gt]=x", "filter int_parsing"),
        ("filter[points][0][y]=p", "filter missing"),
        ("json=%7B", "json json_invalid"),
        ("json=%7B%22name%22%3A1%7D", "json string_type"),
        ("flag=x", "flag int_parsing"),
    ] {
        assert_eq!(faults(&format!("/queries?{query}")).await, expected, "{query}");
    }
    // An empty text is as good as none where the document says so.
    for query in ["flag=", "flag", ""] {
        let arrived = faults(&format!("/queries?{query}")).await;
        assert!(arrived.contains("flag: 7"), "{query}: {arrived}");
    }
}
