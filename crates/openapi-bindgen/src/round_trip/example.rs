//! The cases that a document's own examples make.

use serde_json::{Value, json};

use super::case::{Cases, Values, answered, place};
use super::credential;
use crate::ir::{Content, Example, Media, Parameter};
use crate::sample::{Place, Sample, Size};

/// The most examples of one body that are taken.
const MOST_EXAMPLES: usize = 5;

impl<'a> Cases<'a> {
    /// Requests of what the document gives for examples, where it gives any.
    pub(super) fn example_requests(&mut self) -> Result<Vec<Value>, String> {
        let (values, has_examples) = self.example_values()?;
        let contents = self.operation.body.iter().flat_map(|body| &body.contents);
        let mut bodies = Vec::new();
        for (place, content) in contents.enumerate() {
            let given = self.examples.of_request(self.index, place);
            bodies.extend(self.example_bodies(content, given).into_iter().map(Some));
        }
        if bodies.is_empty() {
            if !has_examples {
                return Ok(Vec::new());
            }
            bodies.push(self.body(Size::Least, 0)?);
        }
        let cases = bodies.iter();
        let cases = cases.filter_map(|body| self.case("example", &values, body.as_ref()));
        Ok(cases.collect())
    }

    /// Answers with what the document gives for examples of a response's bodies.
    pub(super) fn example_responses(
        &mut self,
        index: usize,
        status: u16,
    ) -> Result<Vec<Value>, String> {
        let response = &self.operation.responses[index];
        let mut cases = Vec::new();
        for (place, content) in response.bodies.iter().enumerate() {
            let given = self.examples.of_body(self.index, index, place);
            let headers = self.headers(response, Size::Least)?;
            let bodies = self.example_bodies(content, given).into_iter();
            cases.extend(bodies.map(|body| answered(response, status, &headers, Some(body))));
        }
        Ok(cases)
    }

    /// Values for the parameters, and whether one of them is the document's.
    fn example_values(&mut self) -> Result<(Values<'a>, bool), String> {
        let mut values = self.values(Size::Least)?;
        let mut has_examples = false;
        for (index, parameter) in self.operation.parameters.iter().enumerate() {
            let given = self.examples.parameters.get(&(self.index, index));
            let given = given.filter(|value| is_writable(parameter, value));
            let sample =
                given.and_then(|value| Sample::of(self.api, &parameter.shape, value.clone()));
            if let Some(sample) = sample
                && !credential::carries(self.api, &self.operation.security, parameter)
            {
                has_examples = true;
                values.retain(|(known, _)| !std::ptr::eq(*known, parameter));
                values.push((parameter, sample));
            }
        }
        Ok((values, has_examples))
    }

    fn example_bodies(&self, content: &Content, given: &[Example]) -> Vec<Sample> {
        if !matches!(content.media, Media::Json) {
            return Vec::new();
        }
        let media_type = content.concrete_type();
        let fitting = given
            .iter()
            .filter_map(|example| Sample::of(self.api, &content.shape, example.value.clone()));
        let bodies = fitting.map(|sample| Sample {
            sent: json!({"type": media_type, "json": sample.sent}),
            read: json!({"type": media_type, "json": sample.read}),
        });
        bodies.take(MOST_EXAMPLES).collect()
    }
}

/// Whether a value arrives as it was, where a parameter goes: nothing empty is told from nothing in a text, and a header
/// carries no more than visible ASCII.
fn is_writable(parameter: &Parameter, value: &Value) -> bool {
    fn all(value: &Value, is_writable: &impl Fn(&str) -> bool) -> bool {
        match value {
            Value::Null => false,
            Value::Bool(_) | Value::Number(_) => true,
            Value::String(text) => !text.is_empty() && is_writable(text),
            Value::Array(items) => {
                !items.is_empty() && items.iter().all(|item| all(item, is_writable))
            }
            Value::Object(fields) => {
                let mut entries = fields.iter();
                !fields.is_empty()
                    && entries.all(|(name, field)| is_writable(name) && all(field, is_writable))
            }
        }
    }
    let is_bare = place(parameter) == Place::Header;
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "-_.~:/".contains(sign);
    all(value, &|text| !is_bare || text.chars().all(is_sign))
}
