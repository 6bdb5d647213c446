//! What the model may call: a search of the turn's indexes.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::wire::ToolCall;
use crate::search::{Search, SearchError};
use crate::tool;

/// The tools of one turn.
pub(crate) struct Tools {
    search: Arc<dyn Search>,
    indexes: Vec<String>,
}

impl Tools {
    pub(crate) fn new(search: Arc<dyn Search>, indexes: Vec<String>) -> Self {
        Self { search, indexes }
    }

    /// How the tools are told to the model: not at all when there is nothing to search.
    pub(crate) fn offer(&self) -> Option<Value> {
        if self.indexes.is_empty() {
            return None;
        }
        Some(json!([{
            "type": "function",
            "function": {
                "name": tool::SEARCH,
                "description": "Search the user's documents. Gives the passages that fit best, each with its file and \
                                its place in the file.",
                "parameters": {
                    "type": "object",
                    "properties": {
                        "query": {
                            "type": "string",
                            "description": "Words that the passages are likely to contain. No operators.",
                        },
                    },
                    "required": ["query"],
                    "additionalProperties": false,
                },
            },
        }]))
    }

    /// Answers a call. What is wrong with the call is told to the model, which may try again.
    pub(crate) async fn run(
        &self,
        call: &ToolCall,
        arguments: &Map<String, Value>,
    ) -> Result<Value, SearchError> {
        if call.function.name != tool::SEARCH || self.indexes.is_empty() {
            return Ok(json!({"error": "there is no such tool"}));
        }
        let Some(query) = arguments.get("query").and_then(Value::as_str) else {
            return Ok(
                json!({"error": "the arguments must be a JSON object with a string `query`"}),
            );
        };
        let found = self
            .search
            .search(query, &self.indexes, tool::PASSAGES)
            .await?;
        tool::result(&found)
    }
}

/// What a call is made with. What is no JSON object is kept as the text that it is.
pub(crate) fn arguments(call: &ToolCall) -> Map<String, Value> {
    let text = &call.function.arguments;
    match serde_json::from_str(text) {
        Ok(Value::Object(arguments)) => arguments,
        Ok(Value::Null) => Map::new(),
        _ if text.trim().is_empty() => Map::new(),
        _ => Map::from_iter([("unreadable".to_owned(), text.as_str().into())]),
    }
}
