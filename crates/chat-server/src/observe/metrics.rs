//! Figures, as Prometheus reads them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// What the text is, which Prometheus and what reads for it asks for (the OpenMetrics specification, version 1.0).
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The bounds of times, in seconds: from a read that memory answers to an answer that nobody waits for any longer.
const BOUNDS: [f64; 15] = [
    0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
    30.0,
];

/// The figures of one server.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Times<RequestLabels>,
    store: Times<StoreLabels>,
    /// How many turns are running.
    pub(crate) turns: Gauge,
    /// How many answers are being streamed.
    pub(crate) streams: Gauge,
}

type Times<L> = Family<L, Histogram, fn() -> Histogram>;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    operation: Cow<'static, str>,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StoreLabels {
    operation: &'static str,
    outcome: &'static str,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let times: fn() -> Histogram = || Histogram::new(BOUNDS);
        let requests = Times::new_with_constructor(times);
        let store = Times::new_with_constructor(times);
        let (turns, streams) = (Gauge::default(), Gauge::default());
        let mut registry = Registry::with_prefix("chat");
        registry.register_with_unit(
            "request_duration",
            "How long answers took to begin, by operation and status",
            Unit::Seconds,
            requests.clone(),
        );
        registry.register_with_unit(
            "store_duration",
            "How long the session store took, by what it was asked and whether it could",
            Unit::Seconds,
            store.clone(),
        );
        registry.register("turns_running", "Turns that are running", turns.clone());
        registry.register(
            "streams_open",
            "Answers that are being streamed",
            streams.clone(),
        );
        Self {
            registry,
            requests,
            store,
            turns,
            streams,
        }
    }

    /// Counts a request that was answered.
    pub(crate) fn answered(&self, operation: Cow<'static, str>, status: u16, took: Duration) {
        let labels = RequestLabels { operation, status };
        let times = self.requests.get_or_create(&labels);
        times.observe(took.as_secs_f64());
    }

    /// Counts something that the store was asked.
    pub(crate) fn stored(&self, operation: &'static str, done: bool, took: Duration) {
        let outcome = if done { "ok" } else { "error" };
        let times = self
            .store
            .get_or_create(&StoreLabels { operation, outcome });
        times.observe(took.as_secs_f64());
    }

    fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Answers with all figures.
pub(crate) async fn figures(State(metrics): State<Arc<Metrics>>) -> Response {
    match metrics.text() {
        Ok(text) => ([(CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the figures cannot be written");
            http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Something that is counted as long as it is there.
pub(crate) struct Gauged(Gauge);

impl Gauged {
    pub(crate) fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Gauged {
    fn drop(&mut self) {
        self.0.dec();
    }
}
