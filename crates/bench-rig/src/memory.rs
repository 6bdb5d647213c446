//! Create Session by the generated router, its decoding and its checks, over a map in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chat_api::types::ChatSessionSummary;
use chat_server::Connections;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::Offset;
use measured::generated;
use tokio::net::TcpListener;
use uuid::Uuid;

const ISO: DateTimePrinter = DateTimePrinter::new().precision(Some(6));

/// Serves until it is killed.
pub(crate) fn run() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("listening on http://{}", listener.local_addr()?);
        let memory = Memory::default();
        let router = generated::serving(crate::KEY, move |index_ids| memory.create(index_ids));
        let forever = std::future::pending();
        chat_server::serve(listener, router, Connections::default(), forever).await;
        Ok(())
    })
}

#[derive(Default)]
struct Memory(Mutex<HashMap<Uuid, Box<ChatSessionSummary>>>);

impl Memory {
    fn create(&self, index_ids: Option<Vec<String>>) -> ChatSessionSummary {
        let id = Uuid::new_v4();
        let now = jiff::Timestamp::now();
        let summary = ChatSessionSummary {
            session_id: format!("ses-{}", id.simple()),
            last_updated_at: ISO.datetime_to_string(&Offset::UTC.to_datetime(now)),
            generated_title: None,
            index_ids,
            job_metadata: None,
        };
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(id, Box::new(summary.clone()));
        summary
    }
}
