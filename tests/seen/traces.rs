//! What reaches an OpenTelemetry collector.

use std::collections::HashMap;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use prost::Message as _;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::program::desk::Serving;

type Received = (HeaderMap, ExportTraceServiceRequest);

/// A collector on the loopback, and what it receives.
async fn collector() -> (String, mpsc::UnboundedReceiver<Received>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let take = async |State(sender): State<mpsc::UnboundedSender<Received>>,
                      headers: HeaderMap,
                      body: Bytes| {
        let traces = ExportTraceServiceRequest::decode(body).unwrap();
        let _ = sender.send((headers, traces));
        StatusCode::OK
    };
    let app = Router::new()
        .route("/v1/traces", post(take))
        .with_state(sender);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, app).await });
    (url, receiver)
}

fn attributes(attributes: &[KeyValue]) -> HashMap<&str, String> {
    let text = |value: &KeyValue| match value.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text.clone()),
        Value::IntValue(number) => Some(number.to_string()),
        other => Some(format!("{other:?}")),
    };
    let pairs = attributes.iter();
    pairs
        .filter_map(|pair| Some((pair.key.as_str(), text(pair)?)))
        .collect()
}

async fn create(url: &str, trace: &str) {
    let request = reqwest::Client::new()
        .post(format!("{url}/api/v1/chat?project_id=secret"))
        .bearer_auth("k")
        .header("x-request-id", "req-42")
        .header("traceparent", trace);
    assert_eq!(request.send().await.unwrap().status(), 422);
    let request = reqwest::Client::new()
        .post(format!("{url}/api/v1/chat"))
        .bearer_auth("k")
        .header("x-request-id", "req-43")
        .header("traceparent", trace);
    assert_eq!(request.send().await.unwrap().status(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_exported_within_the_traces_of_their_callers() {
    let (url, mut received) = collector().await;
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start_logging(
        folder.path(),
        &["--api-key", "k"],
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", url.as_str()),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=acme"),
            (
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=test",
            ),
        ],
    );
    let (trace, caller) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
    create(serving.base_url(), &format!("00-{trace}-{caller}-01")).await;
    // What was not exported yet is exported at the end.
    serving.signal("TERM");
    assert!(serving.child.wait().unwrap().success());

    let (mut spans, mut scopes) = (Vec::<Span>::new(), Vec::new());
    while let Ok((headers, traces)) = received.try_recv() {
        assert_eq!(headers["content-type"], "application/x-protobuf");
        assert_eq!(headers["x-tenant"], "acme");
        for traces in traces.resource_spans {
            scopes.push(traces.resource.unwrap().attributes);
            spans.extend(traces.scope_spans.into_iter().flat_map(|scope| scope.spans));
        }
    }
    let resource = attributes(&scopes[0]);
    assert_eq!(resource["service.name"], "chat");
    assert_eq!(resource["deployment.environment.name"], "test");

    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    let requests = spans.iter().filter(|span| span.name == "create_session");
    let requests: Vec<_> = requests.collect();
    assert_eq!(requests.len(), 2, "{spans:?}");
    for (request, (id, status)) in requests.iter().zip([("req-42", "422"), ("req-43", "201")]) {
        assert_eq!(hex(&request.trace_id), trace);
        assert_eq!(hex(&request.parent_span_id), caller);
        assert_eq!(request.kind(), SpanKind::Server);
        let told = attributes(&request.attributes);
        assert_eq!(told["http.request.header.x-request-id"], id);
        assert_eq!(told["http.request.method"], "POST");
        assert_eq!(told["url.path"], "/api/v1/chat");
        assert_eq!(told["http.response.status_code"], status);
    }
    let stored = spans.iter().find(|span| {
        span.name == "store" && attributes(&span.attributes)["operation"] == "create_session"
    });
    assert_eq!(stored.unwrap().parent_span_id, requests[1].span_id);
    assert!(!format!("{spans:?}").contains("secret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_exported_where_no_variable_says_so_or_one_says_not_to() {
    let (url, mut received) = collector().await;
    for variables in [
        &[("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=acme")] as &[(&str, &str)],
        &[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &url),
            ("OTEL_SDK_DISABLED", "true"),
        ],
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut serving = Serving::start_logging(folder.path(), &["--api-key", "k"], variables);
        create(serving.base_url(), "00").await;
        serving.signal("TERM");
        assert!(serving.child.wait().unwrap().success());
    }
    assert!(received.try_recv().is_err());
}

#[test]
fn an_endpoint_that_is_none_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let output = crate::program::desk::chat()
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--api-key",
            "k",
            "--data-dir",
        ])
        .arg(folder.path())
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "not an address")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("OTEL_EXPORTER_OTLP_"), "{said}");
}
