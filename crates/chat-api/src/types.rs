// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! The types that requests and responses carry.

use openapi_runtime::Nullable;
use serde::{Deserialize, Serialize};

/// Request body for creating a chat session.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SessionCreate {
    /// Indexes this session will retrieve from. Once set and the first message has been sent, the source
    /// set is locked for the session's lifetime. Leave null to create an unbound session.
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub index_ids: Nullable<Vec<String>>,
}

/// Summary of a chat session, including its title and last run metadata.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// Why a request was refused, in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct HttpError {
    /// What went wrong.
    pub detail: String,
}

/// Every fault of a request, at once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct HttpValidationError {
    /// The faults, query before body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Vec<ValidationError>>,
}

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
