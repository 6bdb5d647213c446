//! The cases of an operation.

use serde_json::{Value, json};

use super::body;
use super::credential::{self, Secret};
use super::target::{self, Head};
use crate::ir::{Api, Examples, Location, Operation, Parameter, Response, Shape, Status, Style};
use crate::sample::{Place, Sample, Sampler, Size, Violation, read_default, violations};

/// The most violations of one operation: a body may have thousands of fields, and is written once for each.
const MOST_VIOLATIONS: usize = 200;

/// The statuses that stand for ranges and for `default` where the document declares nothing of them.
const STAND_INS: [u16; 12] = [299, 298, 399, 398, 418, 419, 420, 509, 510, 520, 521, 522];

/// Cases of one kind, as JSON.
pub type Group = (&'static str, Vec<Value>);

/// The cases of the operation at a place, as JSON, by what they are: requests that are all well, responses, requests that break one
/// demand each, and requests of callers that are accepted, and refused.
///
/// # Errors
/// A sentence where no request of the operation could be made up, such as for a pattern that looks ahead.
pub fn cases(
    api: &Api,
    examples: &Examples,
    index: usize,
    seed: u64,
) -> Result<Vec<Group>, String> {
    let mut cases = Cases {
        api,
        examples,
        index,
        operation: &api.operations[index],
        sampler: Sampler::new(api, seed),
    };
    let requests = cases.requests()?;
    let responses = cases.responses()?;
    let violations = cases.violations();
    let (accepted, refused) = cases.credentials()?;
    Ok(vec![
        ("requests", requests),
        ("responses", responses),
        ("violations", violations),
        ("accepted", accepted),
        ("refused", refused),
    ])
}

pub(super) struct Cases<'a> {
    pub(super) api: &'a Api,
    pub(super) examples: &'a Examples,
    /// The place of the operation.
    pub(super) index: usize,
    pub(super) operation: &'a Operation,
    pub(super) sampler: Sampler<'a>,
}

/// Parameters, each with its value.
pub(super) type Values<'a> = Vec<(&'a Parameter, Sample)>;

impl<'a> Cases<'a> {
    /// Requests that are all well: the least, the most, and some between, of each media type.
    fn requests(&mut self) -> Result<Vec<Value>, String> {
        let contents = self
            .operation
            .body
            .as_ref()
            .map_or(0, |body| body.contents.len());
        let mut plan = vec![("least", Size::Least, 0), ("most", Size::Most, 0)];
        plan.extend((1..contents).map(|content| ("most", Size::Most, content)));
        plan.extend([
            ("any", Size::Any, 0),
            ("any", Size::Any, contents.saturating_sub(1)),
        ]);
        let mut requests = self.example_requests()?;
        for (name, size, content) in plan {
            let values = self.values(size)?;
            let body = self.body(size, content)?;
            let case = self.case(name, &values, body.as_ref());
            let case = case.ok_or("a parameter has no text")?;
            if !requests.contains(&case) {
                requests.push(case);
            }
        }
        Ok(requests)
    }

    /// A request that is all well, as it is sent and as it is read; `None` where a value has no text.
    pub(super) fn case(
        &self,
        name: &str,
        values: &Values<'a>,
        body: Option<&Sample>,
    ) -> Option<Value> {
        let sent = self.request(values, |value| &value.sent, body.map(|body| &body.sent))?;
        let read = self.request(values, |value| &value.read, body.map(|body| &body.read))?;
        let mut case = json!({"case": name, "sent": sent});
        if sent != read {
            case["read"] = read;
        }
        Some(case)
    }

    /// Values for the parameters: as sent, and as read.
    pub(super) fn values(&mut self, size: Size) -> Result<Values<'a>, String> {
        let mut values = Vec::new();
        for parameter in &self.operation.parameters {
            // What a credential says is no parameter's to choose.
            if credential::carries(self.api, &self.operation.security, parameter) {
                continue;
            }
            let wanted = parameter.required || size == Size::Most;
            if !wanted {
                if let Some(default) = &parameter.default {
                    let read = read_default(self.api, &parameter.shape, default);
                    values.push((
                        parameter,
                        Sample {
                            sent: Value::Null,
                            read,
                        },
                    ));
                }
                continue;
            }
            match self.sampler.value(&parameter.shape, size, place(parameter)) {
                Some(value) => values.push((parameter, value)),
                None if parameter.required => {
                    return Err(format!(
                        "no value was found for the parameter `{}`",
                        parameter.wire
                    ));
                }
                None => {}
            }
        }
        Ok(values)
    }

    pub(super) fn body(&mut self, size: Size, content: usize) -> Result<Option<Sample>, String> {
        let Some(body) = &self.operation.body else {
            return Ok(None);
        };
        if !body.required && size == Size::Least {
            return Ok(None);
        }
        let Some(content) = body.contents.get(content) else {
            return Ok(None);
        };
        match body::sample(&mut self.sampler, content, size) {
            Some(body) => Ok(Some(body)),
            None => Err("no value was found for the body".into()),
        }
    }

    /// A request of a caller that is let in, as data; `None` where a value has no text.
    fn request(
        &self,
        values: &Values<'a>,
        pick: impl Fn(&Sample) -> &Value,
        body: Option<&Value>,
    ) -> Option<Value> {
        let values = values
            .iter()
            .map(|(parameter, value)| (*parameter, pick(value).clone()))
            .filter(|(_, value)| !value.is_null());
        let mut head = Head::new(self.operation, values)?;
        if let Some(alternative) = self.operation.security.first() {
            credential::apply(self.api, alternative, Secret::Known, &mut head);
        }
        Some(self.write(&head, body))
    }

    fn write(&self, head: &Head, body: Option<&Value>) -> Value {
        let mut headers = head.headers.clone();
        if !head.cookies.is_empty() {
            let cookies = head
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            headers.push(("cookie".into(), cookies.collect::<Vec<_>>().join("; ")));
        }
        let mut request = json!({"method": self.operation.method, "target": head.target()});
        if !headers.is_empty() {
            request["headers"] = json!(headers);
        }
        if let Some(certificate) = head.certificate {
            request["certificate"] = certificate.into();
        }
        if let Some(body) = body {
            request["body"] = body.clone();
        }
        request
    }

    /// Every declared response, with each of its bodies.
    fn responses(&mut self) -> Result<Vec<Value>, String> {
        let mut responses = Vec::new();
        for (index, response) in self.operation.responses.iter().enumerate() {
            let status = self.status(response);
            let Some(status) = status else {
                continue;
            };
            responses.extend(self.example_responses(index, status)?);
            for size in [Size::Least, Size::Most, Size::Any] {
                for content in 0..response.bodies.len().max(1) {
                    let case = self.response(response, status, size, content)?;
                    if !responses.contains(&case) {
                        responses.push(case);
                    }
                }
            }
        }
        Ok(responses)
    }

    fn response(
        &mut self,
        response: &Response,
        status: u16,
        size: Size,
        content: usize,
    ) -> Result<Value, String> {
        let headers = self.headers(response, size)?;
        let body = match response.bodies.get(content) {
            Some(content) => {
                let body = body::sample(&mut self.sampler, content, size);
                Some(body.ok_or_else(|| format!("no value was found for the body of {status}"))?)
            }
            None => None,
        };
        Ok(answered(response, status, &headers, body))
    }

    pub(super) fn headers(
        &mut self,
        response: &Response,
        size: Size,
    ) -> Result<Vec<(String, String)>, String> {
        let mut headers = Vec::new();
        for header in &response.headers {
            if !header.required && size == Size::Least {
                continue;
            }
            let value = self.sampler.value(&header.shape, size, place(header));
            let text = value.and_then(|value| target::text(header, &value.sent));
            match text {
                Some(text) => headers.push((header.wire.to_lowercase(), text)),
                None if header.required => {
                    return Err(format!(
                        "no value was found for the header `{}`",
                        header.wire
                    ));
                }
                None => {}
            }
        }
        Ok(headers)
    }

    /// The status of a response: of a range, or of `default`, one that the document does not declare by itself.
    fn status(&self, response: &Response) -> Option<u16> {
        let declared = |status: u16, by_class: bool| {
            self.operation
                .responses
                .iter()
                .any(|other| match other.status {
                    Status::Exact(exact) => exact == status,
                    Status::Class(class) => by_class && class == status / 100,
                    Status::Any => false,
                })
        };
        match response.status {
            Status::Exact(status) => (status >= 200).then_some(status),
            Status::Class(class) => STAND_INS
                .into_iter()
                .find(|status| status / 100 == class && !declared(*status, false)),
            Status::Any => STAND_INS
                .into_iter()
                .find(|status| !declared(*status, true)),
        }
    }

    /// Requests that break one demand each.
    fn violations(&mut self) -> Vec<Value> {
        let mut found = Vec::new();
        let (Ok(values), Ok(body)) = (self.values(Size::Most), self.body(Size::Most, 0)) else {
            return found;
        };
        let sent = body.as_ref().map(|body| &body.sent);
        for (index, (parameter, value)) in values.iter().enumerate() {
            let mut broken = violations(
                &mut self.sampler,
                &parameter.shape,
                &value.sent,
                place(parameter),
            );
            // What is not there cannot be written into a path, and is an empty map where it has no name of its own.
            let is_told = parameter.location != Location::Path && !parameter.is_rest();
            // A pair that is no entry of such a map is one of another name.
            broken.retain(|broken| !(parameter.is_rest() && broken.path.is_empty()));
            if parameter.required && is_told {
                broken.push(Violation {
                    what: "required",
                    path: Vec::new(),
                    value: Value::Null,
                });
            }
            for broken in broken {
                let mut values = values.clone();
                values[index].1 = broken.value.into();
                let at = [json!(parameter.location.name()), json!(parameter.wire)];
                let at: Vec<_> = at.into_iter().chain(broken.path).collect();
                if let Some(request) = self.request(&values, |value| &value.sent, sent) {
                    found.push(json!({"what": broken.what, "at": at, "sent": request}));
                }
            }
        }
        if let Some(declared) = &self.operation.body {
            if declared.required
                && let Some(request) = self.request(&values, |value| &value.sent, None)
            {
                found.push(json!({"what": "required", "at": ["body"], "sent": request}));
            }
            for content in &declared.contents {
                for broken in body::broken(&mut self.sampler, content) {
                    let at: Vec<_> = [json!("body")].into_iter().chain(broken.path).collect();
                    let sent = Some(&broken.value);
                    if let Some(request) = self.request(&values, |value| &value.sent, sent) {
                        found.push(json!({"what": broken.what, "at": at, "sent": request}));
                    }
                }
            }
        }
        found.truncate(MOST_VIOLATIONS);
        found
    }

    /// Requests with credentials: of each alternative; and with none, with one of no use, with one of another scheme.
    fn credentials(&mut self) -> Result<(Vec<Value>, Vec<Value>), String> {
        let security = &self.operation.security;
        if security.is_empty() {
            return Ok(Default::default());
        }
        let values = self.values(Size::Least)?;
        let body = self.body(Size::Least, 0)?;
        let body = body.as_ref().map(|body| &body.sent);
        let values = values
            .iter()
            .map(|(parameter, value)| (*parameter, value.sent.clone()))
            .filter(|(_, value)| !value.is_null());
        let bare = Head::new(self.operation, values).ok_or("a parameter has no text")?;
        let (mut accepted, mut refused) = (Vec::new(), Vec::new());
        for alternative in security {
            let mut head = bare.clone();
            credential::apply(self.api, alternative, Secret::Known, &mut head);
            accepted.push(self.write(&head, body));
            if !alternative.is_empty() {
                let mut head = bare.clone();
                credential::apply(self.api, alternative, Secret::Unknown, &mut head);
                refused.push(self.write(&head, body));
            }
        }
        if security.iter().all(|alternative| !alternative.is_empty()) {
            refused.push(self.write(&bare, body));
            let mut head = bare.clone();
            credential::misplace(self.api, security, &mut head);
            refused.push(self.write(&head, body));
        }
        Ok((accepted, refused))
    }
}

/// A response, as it is sent and as it is read.
pub(super) fn answered(
    response: &Response,
    status: u16,
    headers: &[(String, String)],
    body: Option<Sample>,
) -> Value {
    let mut sent = json!({"status": status});
    if !headers.is_empty() {
        sent["headers"] = json!(headers);
    }
    let mut case = json!({"case": response.variant});
    let mut read = sent.clone();
    if let Some(body) = body {
        (sent["body"], read["body"]) = (body.sent, body.read);
    }
    if sent != read {
        case["read"] = read;
    }
    case["sent"] = sent;
    case
}

/// What the value of a parameter can be made of.
pub(super) fn place(parameter: &Parameter) -> Place {
    let is_scalar = |shape: &Shape| {
        use crate::ir::Kind;
        !matches!(shape.kind, Kind::List(_) | Kind::Map(_) | Kind::Named(_))
    };
    match (parameter.location, parameter.style) {
        (Location::Header | Location::Cookie, _) => Place::Header,
        (_, Style::Json) => Place::Text,
        // What separates items cannot be in one.
        (_, Style::Spaces | Style::Pipes) => Place::Header,
        (Location::Path, _) if !is_scalar(&parameter.shape) => Place::Header,
        _ => Place::Text,
    }
}
