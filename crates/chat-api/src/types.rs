// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! The types that requests and responses carry.

use openapi_runtime::{DeserializeStruct, Nullable};
use serde::{Deserialize, Serialize};

/// Request body for creating a chat session.
#[derive(Debug, Clone, Default, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SessionCreate {
    /// Indexes this session will retrieve from. Once set and the first message has been sent, the source
    /// set is locked for the session's lifetime. Leave null to create an unbound session.
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub index_ids: Nullable<Vec<String>>,
}

/// Summary of a chat session, including its title and last run metadata.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ChatSessionSummary {
    /// Unique session identifier.
    pub session_id: String,
    /// ISO-format timestamp showing when the session was last updated.
    pub last_updated_at: String,
    /// Auto-generated title derived from the first user message.
    pub generated_title: Option<String>,
    /// Indexes this session is bound to. Null on unbound sessions.
    pub index_ids: Option<Vec<String>>,
    /// Token usage and status from the most recent run. Null if the session has not been run yet.
    pub job_metadata: Option<JobMetadata>,
}

/// Token usage and status of one run of a session.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct JobMetadata {
    /// How long the run took, in milliseconds.
    #[serde(default)]
    pub duration_ms: f64,
    /// How many turns the run took.
    #[serde(default = "JobMetadata::default_turns")]
    pub turns: i64,
    /// Whether the run failed.
    #[serde(default)]
    pub is_error: bool,
    /// Why the run failed. Null if it did not.
    pub error: Option<String>,
    /// Tokens read by the run. Null if they were not counted.
    pub total_input_tokens: Option<i64>,
    /// Tokens written by the run. Null if they were not counted.
    pub total_output_tokens: Option<i64>,
    /// Export configurations that the run used.
    pub export_config_ids: Option<Vec<String>>,
}

impl JobMetadata {
    fn default_turns() -> i64 {
        1
    }
}

impl Default for JobMetadata {
    fn default() -> Self {
        Self {
            duration_ms: Default::default(),
            turns: Self::default_turns(),
            is_error: Default::default(),
            error: Default::default(),
            total_input_tokens: Default::default(),
            total_output_tokens: Default::default(),
            export_config_ids: Default::default(),
        }
    }
}

/// Full chat session including its complete event history.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SessionDetail {
    /// Unique session identifier.
    pub session_id: String,
    /// ISO-format timestamp showing when the session was last updated.
    pub last_updated_at: String,
    /// Auto-generated title derived from the first user message.
    pub generated_title: Option<String>,
    /// Indexes this session is bound to. Null on unbound sessions.
    pub index_ids: Option<Vec<String>>,
    /// Token usage and status from the most recent run. Null if the session has not been run yet.
    pub job_metadata: Option<JobMetadata>,
    /// Ordered list of events that make up the conversation history.
    pub events: Vec<Event>,
}

openapi_runtime::tagged_union! {
    /// Something that happened in a session.
    #[tag = "type"]
    #[json_schema(feature = "schemars")]
    pub enum Event {
        /// `text_delta`.
        TextDelta(TextDeltaEvent) = "text_delta",
        /// `text`.
        Text(TextEvent) = "text",
        /// `thinking_delta`.
        ThinkingDelta(ThinkingDeltaEvent) = "thinking_delta",
        /// `thinking`.
        Thinking(ThinkingEvent) = "thinking",
        /// `tool_call`.
        ToolCall(ToolCallEvent) = "tool_call",
        /// `tool_result`.
        ToolResult(ToolResultEvent) = "tool_result",
        /// `user_input`.
        UserInput(UserInputEvent) = "user_input",
        /// `stop`.
        Stop(StopEvent) = "stop",
    }
}

/// The next piece of the answer.
///
/// On the wire, `type` is `text_delta`.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[serde(remote = "Self")]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = openapi_runtime::with_constants::<Self>)
)]
pub struct TextDeltaEvent {
    /// The piece.
    pub content: String,
}

openapi_runtime::constants! {
    TextDeltaEvent, optional "type" = "text_delta"
}

/// A whole text of the answer, which deltas may have told before.
///
/// On the wire, `type` is `text`.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[serde(remote = "Self")]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = openapi_runtime::with_constants::<Self>)
)]
pub struct TextEvent {
    /// The text.
    pub content: String,
}

openapi_runtime::constants! {
    TextEvent, optional "type" = "text"
}

/// The next piece of the agent's thinking.
///
/// On the wire, `type` is `thinking_delta`.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[serde(remote = "Self")]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = openapi_runtime::with_constants::<Self>)
)]
pub struct ThinkingDeltaEvent {
    /// The piece.
    pub content: String,
}

openapi_runtime::constants! {
    ThinkingDeltaEvent, optional "type" = "thinking_delta"
}

/// A whole thought, which deltas may have told before.
///
/// On the wire, `type` is `thinking`.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[serde(remote = "Self")]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = openapi_runtime::with_constants::<Self>)
)]
pub struct ThinkingEvent {
    /// The thought.
    pub content: String,
}

openapi_runtime::constants! {
    ThinkingEvent, optional "type" = "thinking"
}

/// The agent calls a tool.
///
/// On the wire, `type` is `tool_call`.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[serde(remote = "Self")]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = openapi_runtime::with_constants::<Self>)
)]
pub struct ToolCallEvent {
    /// Names the call, so that its result can be told from others.
    pub call_id: String,
    /// The tool.
    pub name: String,
    /// What the tool is called with.
    pub arguments: serde_json::Map<String, serde_json::Value>,
}

openapi_runtime::constants! {
    ToolCallEvent, optional "type" = "tool_call"
}

/// A tool has answered.
///
/// On the wire, `type` is `tool_result`.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[serde(remote = "Self")]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = openapi_runtime::with_constants::<Self>)
)]
pub struct ToolResultEvent {
    /// The call that this answers.
    pub call_id: String,
    /// The tool.
    pub name: String,
    /// What the tool gave.
    pub result: serde_json::Value,
    /// A page's picture that belongs to the result. Null where there is none.
    pub image_attachment: Option<ImageAttachmentRef>,
}

openapi_runtime::constants! {
    ToolResultEvent, optional "type" = "tool_result"
}

/// Where to find the picture of a page.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ImageAttachmentRef {
    /// The source that it belongs to.
    pub source_id: String,
    /// Its name there.
    pub attachment_name: String,
}

/// What the user said, with which a turn begins.
///
/// On the wire, `type` is `user_input`.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[serde(remote = "Self")]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = openapi_runtime::with_constants::<Self>)
)]
pub struct UserInputEvent {
    /// The message.
    pub content: String,
}

openapi_runtime::constants! {
    UserInputEvent, optional "type" = "user_input"
}

/// The turn is over.
///
/// On the wire, `type` is `stop`.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[serde(remote = "Self")]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(transform = openapi_runtime::with_constants::<Self>)
)]
pub struct StopEvent {
    /// What the turn used.
    pub usage: Usage,
    /// Whether the turn failed.
    pub is_error: bool,
    /// Why the turn failed. Null if it did not.
    pub error: Option<String>,
}

openapi_runtime::constants! {
    StopEvent, optional "type" = "stop"
}

/// What a turn used.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Usage {
    /// How long the turn took, in milliseconds.
    #[serde(default)]
    pub duration_ms: f64,
    /// How often the agent took the word.
    #[serde(default = "Usage::default_turns")]
    pub turns: i64,
    /// Tokens read. Null if they were not counted.
    pub total_input_tokens: Option<i64>,
    /// Tokens written. Null if they were not counted.
    pub total_output_tokens: Option<i64>,
}

impl Usage {
    fn default_turns() -> i64 {
        1
    }
}

impl Default for Usage {
    fn default() -> Self {
        Self {
            duration_ms: Default::default(),
            turns: Self::default_turns(),
            total_input_tokens: Default::default(),
            total_output_tokens: Default::default(),
        }
    }
}

/// Paginated list of chat sessions.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SessionList {
    /// Chat sessions for the current page.
    pub items: Vec<ChatSessionSummary>,
    /// Opaque token to retrieve the next page. Null when there are no further pages.
    pub next_page_token: Option<String>,
}

/// Request body for running a chat turn against one or more indexes.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ChatParams {
    /// Indexes to retrieve data from. A session that was created with indexes takes over those of its first
    /// message, which are then locked: a later message with other indexes is refused, their order aside. An
    /// unbound session takes those of each message.
    pub index_ids: Vec<String>,
    /// User message for this chat turn.
    pub prompt: String,
}

/// Why a request was refused, in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct HttpError {
    /// What went wrong.
    pub detail: String,
}

/// Every fault of a request, at once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct HttpValidationError {
    /// The faults, query before body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Vec<ValidationError>>,
}

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Serialize, DeserializeStruct)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ValidationError {
    /// Where it is: `query`, `path`, `header`, `cookie` or `body`, then names and indexes.
    pub loc: Vec<ValidationErrorLocItem>,
    /// What is wrong, in a sentence.
    pub msg: String,
    /// The kind of fault, for programs.
    #[serde(rename = "type")]
    pub type_: String,
    /// What was given there.
    #[serde(
        default,
        deserialize_with = "openapi_runtime::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub input: Option<serde_json::Value>,
    /// The numbers and names that the sentence mentions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ctx: Option<serde_json::Map<String, serde_json::Value>>,
}

/// One of several alternatives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ValidationErrorLocItem {
    /// A `String`.
    String(String),
    /// An `i64`.
    Integer(i64),
}
