//! What a long stream costs the one who reads it: a test program of its own, for it counts all memory.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chat_client::Events;
use chat_client::types::Event;
use common::{STREAM, Server, frame, run, stop};
use peak_alloc::PeakAlloc;
use tokio::io::AsyncWriteExt;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const EVENTS: usize = 100_000;
const MEGABYTE: usize = 1024 * 1024;

async fn read(events: &mut Events, count: usize) {
    for _ in 0..count {
        let event = events.try_next().await.unwrap();
        assert!(matches!(event, Some(Event::TextDelta(_))), "{event:?}");
    }
}

/// 100,000 events, 30 MB of them, from a server that makes each when it sends it. Server and client are in this
/// program, which never holds 2 MB more than before the message is sent, whether they are read or not.
#[tokio::test]
async fn a_hundred_thousand_events_do_not_pile_up() {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let step = run(move |mut socket| {
        let count = Arc::clone(&count);
        async move {
            socket.write_all(STREAM.as_bytes()).await.unwrap();
            let text = "x".repeat(250);
            let event = frame(&format!(r#"{{"type":"text_delta","content":"{text}"}}"#));
            for _ in 0..EVENTS {
                socket.write_all(event.as_bytes()).await.unwrap();
                count.fetch_add(1, Ordering::Relaxed);
            }
            socket.write_all(stop().as_bytes()).await.unwrap();
        }
    });
    let server = Server::start([step]).await;
    let client = server.client();

    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let call = client.stream("ses-1", "Hi").index_ids(["idx-1"]);
    let mut events = call.await.unwrap();
    read(&mut events, 1_000).await;
    // Nobody reads until the server can send no more: what is on its way is then in the system's buffers.
    let mut seen = 0;
    while std::mem::replace(&mut seen, sent.load(Ordering::Relaxed)) != seen {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    read(&mut events, EVENTS - 1_000).await;
    let grown = MEMORY.peak_usage() - before;
    assert!(grown < 2 * MEGABYTE, "{grown} bytes");

    assert!(matches!(events.try_next().await, Ok(Some(Event::Stop(_)))));
}
