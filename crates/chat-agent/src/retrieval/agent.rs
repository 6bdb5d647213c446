//! The agent that answers with what it finds.

use std::fmt;
use std::sync::Arc;

use async_stream::try_stream;
use futures_core::stream::BoxStream;
use futures_util::StreamExt;
use serde_json::{Map, json};

use super::answer;
use crate::agent::Agent;
use crate::error::AgentError;
use crate::output::{Output, Usage};
use crate::search::Search;
use crate::tool;
use crate::turn::Turn;

/// Searches the turn's indexes for its prompt, and answers by quoting the best passages with their sources.
///
/// It needs no model and no network, and says nothing that is not in the files.
#[derive(Clone)]
pub struct RetrievalAgent {
    search: Arc<dyn Search>,
}

impl RetrievalAgent {
    /// An agent that answers from what `search` finds.
    pub fn new(search: Arc<dyn Search>) -> Self {
        Self { search }
    }
}

impl Agent for RetrievalAgent {
    fn run(&self, turn: Turn) -> BoxStream<'static, Result<Output, AgentError>> {
        let search = Arc::clone(&self.search);
        try_stream! {
            let answer = if turn.indexes.is_empty() {
                answer::unbound()
            } else {
                let call_id = tool::call_id();
                yield Output::ToolCall {
                    call_id: call_id.clone(),
                    name: tool::SEARCH.to_owned(),
                    arguments: Map::from_iter([
                        ("query".to_owned(), json!(turn.prompt)),
                        ("indexes".to_owned(), json!(turn.indexes)),
                    ]),
                };
                let found = search.search(&turn.prompt, &turn.indexes, tool::PASSAGES).await?;
                yield Output::ToolResult {
                    call_id,
                    name: tool::SEARCH.to_owned(),
                    result: tool::result(&found)?,
                };
                answer::answer(&turn.prompt, &found)
            };
            for word in answer::words(&answer) {
                yield Output::TextDelta(word.to_owned());
            }
            yield Output::Text(answer);
            yield Output::Usage(Usage {
                turns: 1,
                input_tokens: None,
                output_tokens: None,
            });
        }
        .boxed()
    }
}

impl fmt::Debug for RetrievalAgent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetrievalAgent").finish_non_exhaustive()
    }
}
