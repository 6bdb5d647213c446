//! A load of HTTP/1.1 requests that costs its own machine little.

use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// HOST:PORT.
    address: String,
    /// The path; `{}` in it becomes a number below `--below`, of 26 digits, another one each time.
    path: String,
    /// The JSON that is posted; without it, the path is got.
    #[arg(long)]
    body: Option<String>,
    #[arg(long, default_value_t = 1)]
    below: u64,
    #[arg(long, default_value_t = 1)]
    connections: u64,
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// The bearer token.
    #[arg(long, default_value = crate::KEY)]
    key: String,
}

/// Makes requests for so long, and prints how many a second there were and the median of how long they took.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(all(&arguments.into()))
}

async fn all(arguments: &std::sync::Arc<Arguments>) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut connections = JoinSet::new();
    for n in 0..arguments.connections {
        let arguments = std::sync::Arc::clone(arguments);
        connections.spawn(async move { one(&arguments, n).await });
    }
    let mut took = Vec::new();
    while let Some(each) = connections.join_next().await {
        took.extend(each??);
    }
    let rate = took.len() as f64 / begun.elapsed().as_secs_f64();
    took.sort_unstable();
    let median = took.get(took.len() / 2).context("nothing was answered")?;
    println!(
        "{}",
        json!({"rate": rate, "requests": took.len(), "micros": median.as_secs_f64() * 1e6})
    );
    Ok(())
}

/// How long each request of a connection took; there is at least one.
async fn one(arguments: &Arguments, seed: u64) -> anyhow::Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(&arguments.address).await?;
    stream.set_nodelay(true)?;
    let deadline = Instant::now() + Duration::from_secs_f64(arguments.seconds);
    let mut answer = Vec::with_capacity(4096);
    let mut took = Vec::new();
    let mut number = seed;
    while took.is_empty() || Instant::now() < deadline {
        // Knuth's multiplier: the numbers are far apart, and the same in each run.
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let request = request(arguments, (number >> 16) % arguments.below);
        let begun = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        answer.clear();
        while !is_whole(&answer)? {
            ensure!(
                stream.read_buf(&mut answer).await? > 0,
                "the server hung up"
            );
        }
        took.push(begun.elapsed());
    }
    Ok(took)
}

fn request(arguments: &Arguments, number: u64) -> String {
    let Arguments { address, key, .. } = arguments;
    let path = arguments.path.replace("{}", &format!("{number:026}"));
    let head = format!(
        "{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {key}\r\naccept: application/json\r\n"
    );
    match &arguments.body {
        None => format!("GET {head}\r\n"),
        Some(body) => format!(
            "POST {head}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ),
    }
}

/// Whether there is a whole answer.
///
/// # Errors
/// That it is not a success.
fn is_whole(answer: &[u8]) -> anyhow::Result<bool> {
    let Some(end) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
        return Ok(false);
    };
    let (head, body) = answer.split_at(end + 4);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.starts_with("http/1.1 2") {
        bail!("{head}{}", String::from_utf8_lossy(body));
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    Ok(match length {
        Some(length) => body.len() >= length.trim().parse()?,
        None => body.ends_with(b"0\r\n\r\n"),
    })
}
