//! Traces, exported to an OpenTelemetry collector.
//!
//! Spans have the log's own names until they leave: here they get those of OpenTelemetry's semantic conventions for HTTP.

use std::env;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{FutureExt as _, SpanKind, Status, TracerProvider as _};
use opentelemetry::{Key, Value};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_otlp::{OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter};
use tracing::{Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::LookupSpan;

/// The name of the service, where no variable gives another.
const SERVICE: &str = "chat";

/// How the log calls what OpenTelemetry calls otherwise.
const ATTRIBUTES: [(&str, &str); 4] = [
    ("id", "http.request.header.x-request-id"),
    ("method", "http.request.method"),
    ("path", "url.path"),
    ("status", "http.response.status_code"),
];

/// The traces of a server, on their way to a collector.
pub(crate) struct Traces(SdkTracerProvider);

impl Traces {
    /// Exports to where OpenTelemetry's variables say; `None` where they do not say it.
    pub(crate) fn from_env() -> anyhow::Result<Option<Self>> {
        let is_off = said("OTEL_SDK_DISABLED").is_some_and(|off| off.eq_ignore_ascii_case("true"));
        let endpoints = [
            OTEL_EXPORTER_OTLP_ENDPOINT,
            OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
        ];
        if is_off || !endpoints.iter().any(|name| said(name).is_some()) {
            return Ok(None);
        }
        let exporter = opentelemetry_otlp::SpanExporter::builder()
            .with_http()
            .build()
            .context("traces cannot be exported: see the variables OTEL_EXPORTER_OTLP_*")?;
        let mut resource = Resource::builder();
        let attributes = said("OTEL_RESOURCE_ATTRIBUTES").unwrap_or_default();
        if said("OTEL_SERVICE_NAME").is_none() && !attributes.contains("service.name=") {
            resource = resource.with_service_name(SERVICE);
        }
        let provider = SdkTracerProvider::builder()
            .with_resource(resource.build())
            .with_batch_exporter(Renaming(exporter))
            .build();
        Ok(Some(Self(provider)))
    }

    /// What takes up spans: those of this project, whatever is logged.
    pub(crate) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let ours = ["chat", "chat_server", "chat_agent", "openapi_runtime"];
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer(SERVICE))
            .with_location(false)
            .with_threads(false)
            .with_filter(Targets::new().with_targets(ours.map(|target| (target, Level::DEBUG))))
    }

    /// Lets requests go on with the traces of their callers (W3C Trace Context).
    pub(crate) fn around(&self, app: Router) -> Router {
        app.layer(middleware::from_fn(async |request: Request, next: Next| {
            let propagator = TraceContextPropagator::new();
            let context = propagator.extract(&HeaderExtractor(request.headers()));
            next.run(request).with_context(context).await
        }))
    }

    /// Exports what is left.
    pub(crate) async fn end(self) {
        let ended = tokio::task::spawn_blocking(move || self.0.shutdown()).await;
        if let Ok(Err(error)) = ended {
            tracing::warn!(%error, "the last traces were not exported");
        }
    }
}

/// What a variable says; one that is set to nothing is not set.
fn said(name: &str) -> Option<String> {
    env::var(name).ok().filter(|text| !text.is_empty())
}

/// An exporter that gives the spans of requests the names that collectors know.
#[derive(Debug)]
struct Renaming<E>(E);

impl<E: SpanExporter> SpanExporter for Renaming<E> {
    async fn export(&self, mut batch: Vec<SpanData>) -> OTelSdkResult {
        batch.iter_mut().for_each(rename);
        self.0.export(batch).await
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}

fn rename(span: &mut SpanData) {
    if span.name != "request" {
        return;
    }
    span.span_kind = SpanKind::Server;
    for attribute in &mut span.attributes {
        let (key, value) = (attribute.key.as_str(), &attribute.value);
        match (key, value) {
            ("operation", Value::String(operation)) => span.name = operation.to_string().into(),
            ("status", Value::I64(500..)) => span.status = Status::error(""),
            _ => {}
        }
        if let Some((_, name)) = ATTRIBUTES.iter().find(|(ours, _)| *ours == key) {
            attribute.key = Key::from_static_str(name);
        }
    }
}
