//! `chat health`.

use std::io::Write;
use std::time::Duration;

use anyhow::{Context, bail};

use crate::listen::Listen;

/// Tell whether the server on this machine is ready to answer.
///
/// It is asked at the address that it was told to listen at, by the same variables or the same file. A container's health check
/// is made of this, where there is no other program to ask with.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    listen: Listen,
    /// How long the answer may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    patience: u64,
}

/// Fails when the server is not ready.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let url = format!("http://{}/health/ready", arguments.listen.local());
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(arguments.patience))
        // The machine itself is not reached through a proxy.
        .no_proxy()
        .build()?;
    let response = client.get(&url).send().await;
    let response = response.with_context(|| format!("no answer from {url}"))?;
    if !response.status().is_success() {
        bail!("not ready: {url} answers {}", response.status());
    }
    writeln!(std::io::stdout(), "ready")?;
    Ok(())
}
