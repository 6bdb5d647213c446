//! What an agent says, as events; and events, as what an agent is told.

use chat_agent::{Message, Output, Role};
use chat_api::types::{
    Event, TextDeltaEvent, TextEvent, ThinkingDeltaEvent, ThinkingEvent, ToolCallEvent,
    ToolResultEvent,
};

/// An output as an event; `None` where it is none.
pub(super) fn event(output: Output) -> Option<Event> {
    Some(match output {
        Output::TextDelta(content) => Event::TextDelta(TextDeltaEvent { content }),
        Output::Text(content) => Event::Text(TextEvent { content }),
        Output::ThinkingDelta(content) => Event::ThinkingDelta(ThinkingDeltaEvent { content }),
        Output::Thinking(content) => Event::Thinking(ThinkingEvent { content }),
        Output::ToolCall {
            call_id,
            name,
            arguments,
        } => Event::ToolCall(ToolCallEvent {
            call_id,
            name,
            arguments,
        }),
        Output::ToolResult {
            call_id,
            name,
            result,
        } => Event::ToolResult(ToolResultEvent {
            call_id,
            name,
            result,
            image_attachment: None,
        }),
        // What it used is told when the turn ends.
        _ => return None,
    })
}

/// Whether an event says something whole, which is recorded.
pub(super) fn is_complete(event: &Event) -> bool {
    !matches!(event, Event::TextDelta(_) | Event::ThinkingDelta(_))
}

/// The texts of the past, as an agent is told them.
pub(super) fn messages(history: Vec<Event>) -> Vec<Message> {
    let message = |event| match event {
        Event::UserInput(input) => Some((Role::User, input.content)),
        Event::Text(text) => Some((Role::Assistant, text.content)),
        _ => None,
    };
    history
        .into_iter()
        .filter_map(message)
        .map(|(role, text)| Message { role, text })
        .collect()
}
