//! What a server says while it runs: its log, and its traces.

use std::io::{self, IsTerminal};

use axum::Router;
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, fmt, registry};

#[cfg(feature = "otel")]
use crate::otel::Traces;

/// How to log.
#[derive(Debug, clap::Args)]
// The group would have the name of the one that it is flattened into.
#[group(skip)]
pub(crate) struct Arguments {
    /// What is logged, such as `info` or `chat_server=debug`.
    #[arg(
        long,
        env = "CHAT_LOG",
        value_name = "FILTER",
        default_value = "info",
        value_parser = filter
    )]
    log: String,
    /// How to write the log, which goes to stderr.
    #[arg(
        long,
        env = "CHAT_LOG_FORMAT",
        value_name = "FORMAT",
        default_value = "text"
    )]
    log_format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// Lines for people.
    Text,
    /// A JSON object a line.
    Json,
}

/// The log, and what is exported of it.
pub(crate) struct Log {
    #[cfg(feature = "otel")]
    traces: Option<Traces>,
}

impl Arguments {
    /// Begins to log.
    pub(crate) fn begin(&self) -> anyhow::Result<Log> {
        let filter = EnvFilter::try_new(&self.log)?;
        let lines = fmt::layer()
            .with_writer(io::stderr)
            .with_ansi(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none());
        let lines = match self.log_format {
            Format::Text => lines.boxed(),
            Format::Json => lines.json().boxed(),
        };
        let registry = registry().with(lines.with_filter(filter));
        #[cfg(feature = "otel")]
        {
            let traces = Traces::from_env()?;
            registry.with(traces.as_ref().map(Traces::layer)).init();
            Ok(Log { traces })
        }
        #[cfg(not(feature = "otel"))]
        {
            registry.init();
            Ok(Log {})
        }
    }
}

impl Log {
    /// Lets the requests of an application go on with the traces of their callers.
    pub(crate) fn around(&self, app: Router) -> Router {
        #[cfg(feature = "otel")]
        if let Some(traces) = &self.traces {
            return traces.around(app);
        }
        app
    }

    /// Exports what is left.
    pub(crate) async fn end(self) {
        #[cfg(feature = "otel")]
        if let Some(traces) = self.traces {
            traces.end().await;
        }
    }
}

/// A filter that can be read.
fn filter(text: &str) -> Result<String, ParseError> {
    EnvFilter::try_new(text).map(|_| text.to_owned())
}
