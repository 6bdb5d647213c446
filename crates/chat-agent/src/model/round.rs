//! One answer of the model, put together from its chunks.

use std::mem;

use super::wire::{Chunk, Delta, Function, Message, ToolCall, ToolCallDelta, Usage};
use crate::output::Output;
use crate::tool;

/// What the model has said since it was asked.
#[derive(Debug, Default)]
pub(crate) struct Round {
    text: String,
    thinking: String,
    calls: Vec<Call>,
    /// What the model counted; the last count is of the whole answer.
    pub(crate) usage: Option<Usage>,
    /// Whether the model said that it is done.
    pub(crate) finished: bool,
}

/// A call that is being put together.
#[derive(Debug)]
struct Call {
    index: Option<u32>,
    id: String,
    name: String,
    arguments: String,
}

impl Round {
    /// Takes what a chunk says, and gives what there is to tell at once.
    pub(crate) fn take(&mut self, chunk: Chunk) -> Vec<Output> {
        let mut outputs = Vec::new();
        self.usage = chunk.usage.or(self.usage);
        // One answer is asked for; should there be others, they are not mixed with it.
        for choice in chunk
            .choices
            .into_iter()
            .flatten()
            .filter(|choice| choice.index == 0)
        {
            if let Some(delta) = choice.delta {
                self.delta(delta, &mut outputs);
            }
            self.finished |= choice
                .finish_reason
                .is_some_and(|reason| !reason.is_empty());
        }
        outputs
    }

    fn delta(&mut self, delta: Delta, outputs: &mut Vec<Output>) {
        if let Some(piece) = said(delta.reasoning_content).or(said(delta.reasoning)) {
            self.thinking.push_str(&piece);
            outputs.push(Output::ThinkingDelta(piece));
        }
        if let Some(piece) = said(delta.content).or(said(delta.refusal)) {
            self.end_thinking(outputs);
            self.text.push_str(&piece);
            outputs.push(Output::TextDelta(piece));
        }
        for call in delta.tool_calls.into_iter().flatten() {
            self.call(call);
        }
    }

    fn call(&mut self, delta: ToolCallDelta) {
        let id = said(delta.id);
        let open = match delta.index {
            Some(_) => self.calls.iter_mut().find(|call| call.index == delta.index),
            // Without an index, a new id begins a new call.
            None => self
                .calls
                .last_mut()
                .filter(|call| id.as_ref().is_none_or(|id| *id == call.id)),
        };
        let function = delta.function.unwrap_or_default();
        let (name, arguments) = (
            function.name.unwrap_or_default(),
            function.arguments.unwrap_or_default(),
        );
        match open {
            Some(call) => {
                // The name is told once; some endpoints tell it again with every piece.
                if call.name.is_empty() {
                    call.name = name;
                }
                call.arguments.push_str(&arguments);
            }
            None => self.calls.push(Call {
                index: delta.index,
                id: id.unwrap_or_else(tool::call_id),
                name,
                arguments,
            }),
        }
    }

    fn end_thinking(&mut self, outputs: &mut Vec<Output>) {
        if !self.thinking.is_empty() {
            outputs.push(Output::Thinking(mem::take(&mut self.thinking)));
        }
    }

    /// The whole thought and text that are left to tell when the answer is complete.
    pub(crate) fn whole(&mut self) -> Vec<Output> {
        let mut outputs = Vec::new();
        self.end_thinking(&mut outputs);
        if !self.text.is_empty() {
            outputs.push(Output::Text(self.text.clone()));
        }
        outputs
    }

    /// The calls that the model made, in its order.
    pub(crate) fn into_calls(self) -> Option<(Message, Vec<ToolCall>)> {
        let calls: Vec<ToolCall> = self
            .calls
            .into_iter()
            .map(|call| ToolCall {
                id: call.id,
                kind: "function",
                function: Function {
                    name: call.name,
                    arguments: call.arguments,
                },
            })
            .collect();
        if calls.is_empty() {
            return None;
        }
        let message = Message::Assistant {
            content: said(Some(self.text)),
            tool_calls: calls.clone(),
        };
        Some((message, calls))
    }
}

fn said(piece: Option<String>) -> Option<String> {
    piece.filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn round(chunks: &[serde_json::Value]) -> (Round, Vec<Output>) {
        let mut round = Round::default();
        let mut outputs = Vec::new();
        for chunk in chunks {
            outputs.extend(round.take(serde_json::from_value(chunk.clone()).unwrap()));
        }
        (round, outputs)
    }

    fn delta(delta: serde_json::Value) -> serde_json::Value {
        json!({"choices": [{"index": 0, "delta": delta, "finish_reason": null}]})
    }

    #[test]
    fn a_thought_is_whole_before_the_text_begins() {
        let (mut round, mut outputs) = round(&[
            delta(json!({"role": "assistant", "content": "", "reasoning_content": "Let me "})),
            delta(json!({"content": null, "reasoning": "see."})),
            delta(json!({"content": "Yes."})),
        ]);
        outputs.extend(round.whole());
        assert_eq!(
            outputs,
            [
                Output::ThinkingDelta("Let me ".to_owned()),
                Output::ThinkingDelta("see.".to_owned()),
                Output::Thinking("Let me see.".to_owned()),
                Output::TextDelta("Yes.".to_owned()),
                Output::Text("Yes.".to_owned()),
            ]
        );
    }

    #[test]
    fn calls_without_an_index_are_told_apart_by_their_ids() {
        let (round, _) = round(&[
            delta(
                json!({"tool_calls": [{"id": "a", "function": {"name": "search", "arguments": "{}"}}]}),
            ),
            delta(
                json!({"tool_calls": [{"id": "b", "function": {"name": "search", "arguments": "{\"query\":"}}]}),
            ),
            delta(json!({"tool_calls": [{"function": {"arguments": "\"x\"}"}}]})),
        ]);
        let (_, calls) = round.into_calls().unwrap();
        let calls: Vec<_> = calls
            .iter()
            .map(|call| (call.id.as_str(), call.function.arguments.as_str()))
            .collect();
        assert_eq!(calls, [("a", "{}"), ("b", "{\"query\":\"x\"}")]);
    }

    #[test]
    fn a_call_without_an_id_gets_one() {
        let (round, _) = round(&[delta(
            json!({"tool_calls": [{"index": 0, "id": "", "function": {"name": "search"}}]}),
        )]);
        let (_, calls) = round.into_calls().unwrap();
        assert!(calls[0].id.starts_with("call_"));
    }

    #[test]
    fn only_a_reason_ends_an_answer() {
        let (unfinished, _) = round(&[delta(json!({"content": "x"}))]);
        assert!(!unfinished.finished);
        let (finished, _) = round(&[json!({"choices": [{"finish_reason": "length"}]})]);
        assert!(finished.finished);
    }
}
