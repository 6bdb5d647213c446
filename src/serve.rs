//! `chat serve`.

use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, anyhow};
use chat_server::store::Store;
use chat_server::{ChatServer, Connections, Limits, Options, RateLimit, app, metrics};
use chat_store::{PostgresStore, SqliteStore};
use tokio::net::TcpListener;

use crate::agent;
use crate::data_dir::DataDir;
use crate::database::{Database, Place};
use crate::keys::{self, Origin};
use crate::listen::Listen;
use crate::log::{self, Log};
use crate::settings::Faults;

/// Serve the API.
///
/// Sessions are kept in one SQLite file in the data folder, or in a PostgreSQL database that several servers may share. With
/// no API key configured, the first start makes one.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    listen: Listen,
    #[command(flatten)]
    data_dir: DataDir,
    /// An API key to accept: KEY or ACCOUNT:KEY; `sha256:HEX` may stand for the key. Give it again for more. Other
    /// users of the machine can see a flag: prefer the variable, separated by commas, or a file.
    #[arg(
        long = "api-key",
        env = "CHAT_API_KEY",
        value_name = "KEY",
        value_delimiter = ',',
        hide_env_values = true
    )]
    api_keys: Vec<String>,
    /// A file of API keys to accept, one a line.
    #[arg(long, env = "CHAT_API_KEY_FILE", value_name = "FILE")]
    api_key_file: Option<PathBuf>,
    /// The largest request body, in bytes.
    #[arg(long, env = "CHAT_MAX_BODY", value_name = "BYTES", default_value_t = Limits::default().body_size)]
    max_body: usize,
    /// The largest request head (request line and headers), in bytes; at least 8192.
    #[arg(long, env = "CHAT_MAX_HEAD", value_name = "BYTES", default_value_t = Connections::default().head_size)]
    max_head: usize,
    /// How long an answer may take to begin, in seconds.
    #[arg(
        long,
        env = "CHAT_TIMEOUT",
        value_name = "SECONDS",
        default_value_t = 30
    )]
    timeout: u64,
    /// How long requests under way may take to end after SIGINT or SIGTERM, in seconds.
    #[arg(long, env = "CHAT_GRACE", value_name = "SECONDS", default_value_t = 30)]
    grace: u64,
    /// How many requests a key may make: 10/s, 600/m or 1000/h. More are answered 429 with a `Retry-After`. When absent,
    /// there is no limit.
    #[arg(long, env = "CHAT_RATE_LIMIT", value_name = "RATE")]
    rate_limit: Option<RateLimit>,
    /// How many of them at once, after a time without any. When absent, as many as the rate names.
    #[arg(long, env = "CHAT_RATE_BURST", value_name = "COUNT")]
    rate_burst: Option<NonZeroU32>,
    /// Where to serve `/metrics`, instead of beside the API.
    #[arg(long, env = "CHAT_METRICS_LISTEN", value_name = "ADDRESS")]
    metrics_listen: Option<SocketAddr>,
    #[command(flatten)]
    log: log::Arguments,
    #[command(flatten)]
    database: Database,
    /// The most connections to a PostgreSQL database that are held at a time.
    #[arg(
        long,
        env = "CHAT_DATABASE_CONNECTIONS",
        value_name = "COUNT",
        default_value = "10",
        help_heading = "Database"
    )]
    database_connections: NonZeroU32,
    #[command(flatten)]
    agent: agent::Arguments,
}

impl Arguments {
    /// What would keep the server from starting, as far as it is seen without starting it.
    ///
    /// # Errors
    /// Every fault.
    pub(crate) fn check(&self) -> Result<(), Faults> {
        let data_dir = self.data_dir.path();
        let key_file = self.api_key_file.as_deref();
        let checks = [
            self.data_dir.check(),
            self.database
                .place(data_dir)
                .and_then(|place| place.check()),
            keys::find(&self.api_keys, key_file, data_dir).map(drop),
            agent::agent(&self.agent, data_dir).map(drop),
            match (self.rate_burst, &self.rate_limit) {
                (Some(_), None) => Err(anyhow!(
                    "there is a burst and no rate: give it with --rate-limit"
                )),
                _ => Ok(()),
            },
        ];
        Faults::none_of(checks.into_iter().filter_map(Result::err).collect())
    }
}

/// Serves until SIGINT or SIGTERM.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let log = arguments.log.begin()?;
    arguments.check()?;
    raise_limits();
    arguments.data_dir.make()?;
    match arguments.database.place(arguments.data_dir.path())? {
        Place::Sqlite(path) => {
            let store = SqliteStore::open(&path)?;
            serve(&arguments, &log, store.clone()).await?;
            // What is queued is written, and the log folded into the file.
            tokio::task::spawn_blocking(move || store.close()).await?;
        }
        Place::Postgres(url) => {
            let store = PostgresStore::open(&url, arguments.database_connections).await?;
            serve(&arguments, &log, store.clone()).await?;
            store.close().await;
        }
    }
    tracing::info!("stopped");
    log.end().await;
    Ok(())
}

async fn serve(arguments: &Arguments, log: &Log, store: impl Store) -> anyhow::Result<()> {
    let data_dir = arguments.data_dir.path();
    let keys = keys::load(
        &arguments.api_keys,
        arguments.api_key_file.as_deref(),
        data_dir,
    )?;
    let agent = agent::agent(&arguments.agent, data_dir)?;
    let listener = bind(arguments.listen.address, "--listen").await?;
    let metrics_listener = match arguments.metrics_listen {
        Some(address) => Some(bind(address, "--metrics-listen").await?),
        None => None,
    };
    let address = listener.local_addr()?;

    let limits = Limits {
        body_size: arguments.max_body,
        answer_time: Duration::from_secs(arguments.timeout),
        ..Limits::default()
    };
    let options = Options {
        limits,
        rate: arguments.rate_limit.map(|rate| RateLimit {
            burst: arguments.rate_burst,
            ..rate
        }),
        metrics: metrics_listener.is_none(),
    };
    let connections = Connections {
        head_size: arguments.max_head,
        grace: Duration::from_secs(arguments.grace),
        ..Connections::default()
    };

    let server = ChatServer::new(store, agent);
    let app = log.around(app(server.clone(), keys.ring, options));
    let stop = stop_signal()?;
    if let Some(listener) = metrics_listener {
        let metrics_address = listener.local_addr()?;
        tracing::info!(%metrics_address, "serving /metrics");
        let figures = metrics(&server);
        // It goes on until the process ends: what happens while the server stops can be seen as well.
        tokio::spawn(chat_server::serve(
            listener,
            figures,
            connections,
            std::future::pending(),
        ));
    }
    greet(address, &keys.origin)?;
    tracing::info!(%address, data_dir = %data_dir.display(), "serving");
    let tending = tokio::spawn({
        let server = server.clone();
        async move { server.tend().await }
    });
    chat_server::serve(listener, app, connections, stop).await;
    // The turns that outlast the grace are ended, and that is recorded.
    server.stop().await;
    tending.await?;
    Ok(())
}

/// Every connection is an open file, and the usual limit is of another time. What may be raised without asking is raised.
#[cfg(unix)]
fn raise_limits() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => tracing::debug!(files, "open files"),
        Err(error) => tracing::warn!(%error, "the limit of open files stays as it is"),
    }
}

#[cfg(not(unix))]
fn raise_limits() {}

async fn bind(address: SocketAddr, flag: &str) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(address).await;
    listener.with_context(|| format!("cannot listen on {address}: choose another with {flag}"))
}

/// Says on stdout what a client needs.
fn greet(address: SocketAddr, origin: &Origin) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "chat is listening on http://{address}")?;
    match origin {
        Origin::Configured => {}
        Origin::Kept(path) => writeln!(out, "The API key is the one in {}.", path.display())?,
        Origin::Made(path, key) => {
            writeln!(
                out,
                "A new API key was made, and saved in {} for your eyes only.",
                path.display()
            )?;
            writeln!(out, "A client needs these two lines:\n")?;
            writeln!(out, "    export LLAMA_CLOUD_API_KEY={key}")?;
            writeln!(out, "    export LLAMA_CLOUD_BASE_URL=http://{address}\n")?;
        }
    }
    out.flush()
}

/// Ends at the first SIGINT or SIGTERM. The handlers are in place when this returns.
#[cfg(unix)]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => tracing::info!("SIGINT: finishing what is under way"),
            _ = terminate.recv() => tracing::info!("SIGTERM: finishing what is under way"),
        }
    })
}

/// Ends at the first Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C cannot be heard");
            std::future::pending::<()>().await;
        }
    })
}
