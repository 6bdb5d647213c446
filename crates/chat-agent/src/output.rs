//! What an agent answers with.

use serde_json::{Map, Value};

/// One piece of an answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// The next piece of a text.
    TextDelta(String),
    /// A whole text: what the deltas since the last whole text make together.
    Text(String),
    /// The next piece of the agent's thinking.
    ThinkingDelta(String),
    /// A whole thought: what the deltas since the last whole thought make together.
    Thinking(String),
    /// The agent calls a tool.
    ToolCall {
        /// Names this call, so that its result can be told from others.
        call_id: String,
        /// The tool.
        name: String,
        /// What the tool is called with.
        arguments: Map<String, Value>,
    },
    /// A tool has answered.
    ToolResult {
        /// The call that this answers.
        call_id: String,
        /// The tool.
        name: String,
        /// What the tool gave.
        result: Value,
    },
    /// What the turn used. It comes last.
    Usage(Usage),
}

/// What a turn used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// How often the agent took the word: once, and once more for each round of tools that a model asked for.
    pub turns: i64,
    /// Tokens that a model read; [`None`] when nobody counted.
    pub input_tokens: Option<i64>,
    /// Tokens that a model wrote; [`None`] when nobody counted.
    pub output_tokens: Option<i64>,
}
