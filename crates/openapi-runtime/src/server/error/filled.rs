//! Declared bodies of errors, filled with what there is to say.

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::problem::{PROBLEM, fragment, pointer, problem, problem_error};
use super::{ErrorBody, Filling, Member, Said};
use crate::fault::{Fault, FaultKind, Place, Step};
use crate::server::respond;

/// What is said where something faulty has to be named and the request as a whole is.
const WHOLE: &str = "request";

impl ErrorBody {
    pub(super) fn answer(&self, said: &Said<'_>) -> Response {
        let scope = Scope {
            said,
            fault: None,
            fragments: self.media_type == PROBLEM,
        };
        let status = said.status.as_u16();
        if self.is_text {
            return respond::text(status, self.media_type, scope.summary());
        }
        let value = scope.filled(&self.filling);
        let value = value.unwrap_or_else(|| nothing(&self.filling));
        respond::json(status, self.media_type, &value)
    }
}

/// What there is to say at one place.
#[derive(Clone, Copy)]
struct Scope<'a> {
    said: &'a Said<'a>,
    /// The fault that is told, in a list of them.
    fault: Option<&'a Fault>,
    /// Whether pointers are fragments of URIs, as problem details have them.
    fragments: bool,
}

impl Scope<'_> {
    /// What stands in a filling. `None` where there is nothing to say.
    fn filled(&self, filling: &Filling) -> Option<Value> {
        Some(match filling {
            Filling::Sentence => self.sentence().into(),
            Filling::Summary => self.summary().into(),
            Filling::Word => self.word().into(),
            Filling::Reason => self.said.reason().into(),
            Filling::Status => self.said.status.as_u16().into(),
            Filling::StatusText => self.said.status.as_str().into(),
            Filling::Chosen(list, common) => {
                let status = self.said.status.as_u16();
                let own = list.iter().find(|(known, _)| *known == status);
                own.map_or(*common, |(_, text)| *text).into()
            }
            Filling::Short(filling, most) => shortened(self.filled(filling)?, *most),
            Filling::Text(text) => (*text).into(),
            Filling::Flag(flag) => (*flag).into(),
            Filling::Null => Value::Null,
            Filling::Path => self.said.path.into(),
            Filling::Time => now().into(),
            Filling::Id => self.id().into(),
            Filling::Object(members) => self.object(members),
            Filling::Nothing => json!([]),
            Filling::Faults { item, most, always } => self.faults(item, *most, *always)?,
            Filling::Named { lists } => self.named(*lists)?,
            Filling::Name => name(self.first()?).into(),
            Filling::Pointer => self.pointer()?.into(),
            Filling::Parameter => {
                name(self.fault.filter(|fault| fault.place != Place::Body)?).into()
            }
            Filling::Place => self.fault?.place.as_str().into(),
            Filling::Way { texts } => way(self.fault?, *texts).into(),
            Filling::Anything => match self.fault {
                Some(fault) => problem_error(fault),
                None => problem(self.said),
            },
        })
    }

    fn object(&self, members: &[Member]) -> Value {
        let mut object = Map::new();
        for Member {
            name,
            filling,
            required,
        } in members
        {
            let value = self.filled(filling);
            let empty = |value: &Value| value.as_object().is_some_and(Map::is_empty);
            let value = match value {
                Some(value) if *required || !empty(&value) => Some(value),
                None if *required => Some(nothing(filling)),
                _ => None,
            };
            if let Some(value) = value {
                object.insert((*name).to_owned(), value);
            }
        }
        object.into()
    }

    fn faults(&self, item: &Filling, most: usize, always: bool) -> Option<Value> {
        let of = |fault| Self { fault, ..*self };
        let faults = self.said.faults.iter().take(most);
        let mut items: Vec<_> = faults
            .filter_map(|fault| of(Some(fault)).filled(item))
            .collect();
        if items.is_empty() && always {
            items.extend(of(None).filled(item));
        }
        (!items.is_empty()).then(|| items.into())
    }

    fn named(&self, lists: bool) -> Option<Value> {
        let mut map = Map::new();
        for fault in self.said.faults {
            let message = message(fault);
            match map.get_mut(&name(fault)) {
                None if lists => drop(map.insert(name(fault), json!([message]))),
                None => drop(map.insert(name(fault), message.into())),
                Some(Value::Array(known)) => known.push(message.into()),
                Some(Value::String(known)) => known.push_str(&format!("; {message}")),
                Some(_) => {}
            }
        }
        (!map.is_empty()).then(|| map.into())
    }

    fn sentence(&self) -> String {
        match self.fault {
            Some(fault) => message(fault),
            // An implementation may refuse a caller without a word.
            None if self.said.sentence.trim().is_empty() => self.said.reason().to_owned(),
            None => self.said.sentence.to_owned(),
        }
    }

    fn summary(&self) -> String {
        if let Some(fault) = self.fault {
            return told(fault);
        }
        let sentence = self.sentence();
        if self.said.faults.is_empty() {
            return sentence;
        }
        let faults: Vec<_> = self.said.faults.iter().map(told).collect();
        format!("{}: {}", sentence.trim_end_matches('.'), faults.join("; "))
    }

    fn word(&self) -> &'static str {
        if let Some(fault) = self.fault {
            return fault.kind.code();
        }
        match self.said.status {
            StatusCode::UNAUTHORIZED => "unauthorized",
            StatusCode::FORBIDDEN => "forbidden",
            StatusCode::NOT_FOUND => "not_found",
            StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
            StatusCode::REQUEST_TIMEOUT => "request_timeout",
            StatusCode::PAYLOAD_TOO_LARGE => "payload_too_large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
            StatusCode::BAD_GATEWAY => "bad_gateway",
            StatusCode::SERVICE_UNAVAILABLE => "service_unavailable",
            status if status.is_server_error() => "internal_error",
            _ => "invalid_request",
        }
    }

    /// The fault that is told, or else the first of all.
    fn first(&self) -> Option<&Fault> {
        self.fault.or_else(|| self.said.faults.first())
    }

    fn pointer(&self) -> Option<String> {
        let fault = self.fault.filter(|fault| fault.place == Place::Body)?;
        let path = inside(fault);
        Some(if self.fragments {
            fragment(path)
        } else {
            pointer(path)
        })
    }

    fn id(&self) -> String {
        let id = Uuid::new_v4().to_string();
        tracing::info!(
            id,
            status = self.said.status.as_u16(),
            "answered with an id"
        );
        id
    }
}

/// What stands where something has to and there is nothing to say.
fn nothing(filling: &Filling) -> Value {
    match filling {
        Filling::Short(filling, most) => shortened(nothing(filling), *most),
        Filling::Name | Filling::Parameter | Filling::Place => WHOLE.into(),
        Filling::Pointer => "".into(),
        Filling::Named { .. } => json!({}),
        _ => json!([]),
    }
}

/// A text, cut where it is longer than it may be.
fn shortened(value: Value, most: usize) -> Value {
    match value {
        Value::String(text) if text.chars().count() > most => {
            let kept = text.chars().take(most.saturating_sub(1));
            kept.chain(['…']).collect::<String>().into()
        }
        other => other,
    }
}

/// The way from its part to a fault. Text that is no JSON has no inside.
fn inside(fault: &Fault) -> &[Step] {
    match (&fault.kind, fault.path.as_slice()) {
        (FaultKind::MalformedJson(_), [Step::Index(_)]) => &[],
        (_, path) => path,
    }
}

/// The name of what is faulty: a property's or a parameter's, with dots before what lies below; `body` for all of it.
fn name(fault: &Fault) -> String {
    let steps: Vec<_> = inside(fault).iter().map(step).collect();
    if steps.is_empty() {
        return fault.place.as_str().to_owned();
    }
    steps.join(".")
}

fn step(step: &Step) -> String {
    match step {
        Step::Name(name) => name.clone(),
        Step::Index(index) => index.to_string(),
    }
}

fn way(fault: &Fault, texts: bool) -> Vec<Value> {
    let mut way = vec![Value::from(fault.place.as_str())];
    way.extend(fault.path.iter().map(|part| match part {
        Step::Index(index) if !texts => (*index).into(),
        part => step(part).into(),
    }));
    way
}

fn message(fault: &Fault) -> String {
    match (&fault.kind, fault.path.as_slice()) {
        (FaultKind::MalformedJson(why), [Step::Index(offset)]) => {
            format!("{}: {why} at character {offset}", fault.kind.message())
        }
        _ => fault.kind.message(),
    }
}

/// A fault with its place: `query limit: Input should be a valid integer`.
fn told(fault: &Fault) -> String {
    let (place, name) = (fault.place.as_str(), name(fault));
    if inside(fault).is_empty() {
        return format!("{place}: {}", message(fault));
    }
    format!("{place} {name}: {}", message(fault))
}

/// The time, to the second (RFC 3339).
fn now() -> String {
    jiff::Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}
