//! Very many streams at once, of which nothing comes.

use std::io::Read as _;

use anyhow::ensure;
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How many are opened at the same time. More than wait in a listener's queue would be tried again in a second.
const AT_ONCE: usize = 100;

/// Opens them, says so, and holds them until stdin ends.
pub(crate) fn run(address: &str, streams: usize) -> anyhow::Result<()> {
    rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let open = stream::iter(0..streams).map(|n| open(address, n));
    let open: Vec<TcpStream> = runtime.block_on(open.buffer_unordered(AT_ONCE).try_collect())?;
    println!("open {}", open.len());
    let _ = std::io::stdin().read(&mut [0]);
    Ok(())
}

/// A message, of whose answer the first line was read.
async fn open(address: &str, n: usize) -> anyhow::Result<TcpStream> {
    let body = r#"{"prompt":"x","index_ids":["a"]}"#;
    let request = [
        &format!("POST /api/v1/chat/ses-{n}/messages/stream HTTP/1.1"),
        "host: x",
        &format!("authorization: Bearer {}", crate::KEY),
        "content-type: application/json",
        &format!("content-length: {}", body.len()),
        "",
        body,
    ];
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.join("\r\n").as_bytes()).await?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await?;
    ensure!(
        &answer == b"HTTP/1.1 200",
        "no stream: {}",
        String::from_utf8_lossy(&answer)
    );
    Ok(stream)
}
