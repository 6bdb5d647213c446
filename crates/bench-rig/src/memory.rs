//! Create Session by the generated router, its decoding and its checks, over a map in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chat_api::types::ChatSessionSummary;
use chat_server::Connections;
use measured::generated;
use tokio::net::TcpListener;
use uuid::Uuid;

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
struct Memory(Mutex<HashMap<String, ChatSessionSummary>>);

impl Memory {
    fn create(&self, index_ids: Option<Vec<String>>) -> ChatSessionSummary {
        let now = jiff::Timestamp::now();
        let summary = ChatSessionSummary {
            session_id: format!("ses-{}", Uuid::new_v4().simple()),
            last_updated_at: now.strftime("%Y-%m-%dT%H:%M:%S.%6f").to_string(),
            generated_title: None,
            index_ids,
            job_metadata: None,
        };
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(summary.session_id.clone(), summary.clone());
        summary
    }
}
