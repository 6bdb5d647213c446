//! A load of HTTP/1.1 requests that costs its own machine little.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use httparse::{EMPTY_HEADER, Status};
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
    /// Never sleep: whoever answers has nobody to wake, which takes longer than to answer where both are on one machine.
    #[arg(long)]
    spin: bool,
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

async fn all(arguments: &Arc<Arguments>) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut connections = JoinSet::new();
    for n in 0..arguments.connections {
        let arguments = Arc::clone(arguments);
        connections.spawn(async move { one(&arguments, n).await });
    }
    if arguments.spin {
        // It ends with the runtime.
        tokio::spawn(async {
            loop {
                tokio::task::yield_now().await;
            }
        });
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
    let template = Template::new(arguments);
    while took.is_empty() || Instant::now() < deadline {
        // Knuth's multiplier: the numbers are far apart, and the same in each run.
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let request = template.request((number >> 16) % arguments.below);
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

/// What is sent: all of it, or what stands before and after the number in its path.
struct Template(String, Option<String>);

impl Template {
    fn new(arguments: &Arguments) -> Self {
        let Arguments { address, key, .. } = arguments;
        let method = if arguments.body.is_some() {
            "POST"
        } else {
            "GET"
        };
        let (before, after) = match arguments.path.split_once("{}") {
            Some((before, after)) => (before, Some(after)),
            None => (&*arguments.path, None),
        };
        let before = format!("{method} {before}");
        let head = format!(
            " HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {key}\r\naccept: application/json\r\n"
        );
        let rest = match &arguments.body {
            None => format!("{head}\r\n"),
            Some(body) => format!(
                "{head}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            ),
        };
        match after {
            None => Self(before + &rest, None),
            Some(after) => Self(before, Some(format!("{after}{rest}"))),
        }
    }

    fn request(&self, number: u64) -> Cow<'_, str> {
        match self {
            Self(all, None) => all.into(),
            Self(before, Some(after)) => format!("{before}{number:026}{after}").into(),
        }
    }
}

/// Whether there is a whole answer.
///
/// # Errors
/// That it is not a success.
fn is_whole(answer: &[u8]) -> anyhow::Result<bool> {
    let mut headers = [EMPTY_HEADER; 32];
    let mut head = httparse::Response::new(&mut headers);
    let Status::Complete(end) = head.parse(answer)? else {
        return Ok(false);
    };
    let body = answer.get(end..).unwrap_or_default();
    let status = head.code.unwrap_or_default();
    if !(200..300).contains(&status) {
        bail!("{status}: {}", String::from_utf8_lossy(body));
    }
    let mut headers = head.headers.iter();
    let length = headers.find(|header| header.name.eq_ignore_ascii_case("content-length"));
    Ok(match length {
        Some(length) => body.len() >= std::str::from_utf8(length.value)?.parse()?,
        None => body.ends_with(b"0\r\n\r\n"),
    })
}
