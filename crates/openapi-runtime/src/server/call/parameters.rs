//! The parameters of a call.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Call;
use crate::Style;
use crate::fault::{Place, Step};
use crate::parameter::read::Source;
use crate::parameter::{Parameter, read};
use crate::schema::Faults;
use crate::server::decode::Query;
use crate::server::{decode, path};

impl Call {
    /// Reads a parameter that may be absent. `None` where it is, or where it has a fault.
    pub fn optional<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Option<T> {
        self.parameter(parameter).flatten()
    }

    /// Reads a parameter that has to be there. `None` where it has a fault.
    pub fn required<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Option<T> {
        let value = self.parameter(parameter);
        if value.is_none() && parameter.beside.is_some() {
            // A map of which nothing is written is an empty one.
            let (none, path) = (
                Value::Object(Map::new()),
                Step::Name(parameter.name.to_owned()),
            );
            return self.checked(&parameter.schema, none, parameter.place, vec![path]);
        }
        if value.is_none() {
            let path = vec![Step::Name(parameter.name.to_owned())];
            self.missing(parameter.place, path);
        }
        value.flatten()
    }

    /// Reads a parameter. `None` where it is absent, and `Some(None)` where it has a fault.
    fn parameter<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Option<Option<T>> {
        self.knows_codings |= parameter.place == Place::Header
            && parameter.name.eq_ignore_ascii_case("content-encoding");
        let last = self.last_text(parameter);
        if last.is_none() && read::has_one_name(parameter) {
            return None;
        }
        if let Some(value) = last
            .as_deref()
            .and_then(|raw| decode::plain(parameter, raw))
        {
            return Some(Some(value));
        }
        if parameter.empty && last.is_some_and(|raw| raw.is_empty()) {
            return None;
        }
        let mut faults = Faults::default();
        let value = match parameter.place {
            Place::Query => {
                let query = Query(self.parts.uri.query().unwrap_or_default());
                read::value(parameter, &query, &mut faults)
            }
            _ => {
                let source = Single {
                    call: self,
                    place: parameter.place,
                };
                read::value(parameter, &source, &mut faults)
            }
        };
        self.faults.append(faults);
        let path = vec![Step::Name(parameter.name.to_owned())];
        let known = self.faults.len();
        let value =
            value?.and_then(|value| self.checked(&parameter.schema, value, parameter.place, path));
        if self.faults.len() > known {
            self.say_texts(parameter, known);
        }
        Some(value)
    }

    /// Lets faults say back what the request says: a text, whatever it was read as.
    fn say_texts(&mut self, parameter: &Parameter, known: usize) {
        if parameter.style == Style::Json {
            return;
        }
        let last = self.last_text(parameter);
        let said = last.map(|raw| read::scalar_text(parameter, &raw).into_owned());
        for fault in self.faults.iter_mut().skip(known) {
            let whole = fault.path.len() == 1;
            if let (Some(input @ (Value::Number(_) | Value::Bool(_))), Some(said)) =
                (&mut fault.input, &said)
            {
                *input = if whole {
                    said.as_str().into()
                } else {
                    input.to_string().into()
                };
            }
        }
    }

    /// The last of the texts that the request gives a parameter: the one that counts, where one is wanted.
    fn last_text(&self, parameter: &Parameter) -> Option<Cow<'_, str>> {
        match parameter.place {
            Place::Query => {
                let query = Query(self.parts.uri.query().unwrap_or_default());
                query.last(parameter.name).map(Cow::from)
            }
            Place::Cookie => decode::cookie_text(&self.parts.headers, parameter.name),
            place => self.texts(place, parameter.name).pop(),
        }
    }

    /// The texts under a name in the path, in headers or in cookies.
    fn texts(&self, place: Place, name: &str) -> Vec<Cow<'_, str>> {
        match place {
            Place::Path => self.path_text(name).into_iter().collect(),
            Place::Header => {
                let lines = self.parts.headers.get_all(name).iter();
                lines
                    .map(|value| String::from_utf8_lossy(value.as_bytes()))
                    .collect()
            }
            Place::Cookie => {
                let cookie = decode::cookie_text(&self.parts.headers, name);
                cookie.into_iter().collect()
            }
            Place::Query | Place::Body => Vec::new(),
        }
    }

    /// What stands where the operation's path has `{name}`.
    fn path_text(&self, name: &str) -> Option<Cow<'_, str>> {
        path::value(self.operation.path, self.parts.uri.path(), name).map(Cow::from)
    }
}

/// The texts of a call in one place.
struct Single<'a> {
    call: &'a Call,
    place: Place,
}

impl Source for Single<'_> {
    fn texts(&self, name: &str) -> Vec<Cow<'_, str>> {
        self.call.texts(self.place, name)
    }
}
