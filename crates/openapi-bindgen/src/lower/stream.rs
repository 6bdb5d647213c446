//! Bodies that come item by item.

use super::content::{ANY, TEXT};
use super::{At, Lowering};
use crate::ir::{EventNames, Kind, Media, Shape};

impl<'s> Lowering<'s> {
    /// Events: what the JSON in the data of each is, or that it is any text.
    pub(super) fn events(&mut self, at: &At<'s>, hint: &str) -> Option<(Media, Shape)> {
        if let Some(item) = self.item(at) {
            let shape = self.shape(&item, &format!("{hint} item"));
            return Some((Media::Events(self.event_names(at, &shape)), shape));
        }
        self.refuse_names(at);
        let schema = at.get("schema");
        if let Some(schema) = &schema {
            self.resolve(schema)?;
        }
        // Nothing is said of the items where the schema is a text, or where it says nothing at all.
        if let Some(schema) = schema.filter(|_| self.describes_json(at)) {
            let shape = self.shape(&schema, &format!("{hint} item"));
            return Some((Media::Events(None), shape));
        }
        Some((Media::Texts, TEXT))
    }

    /// JSON values, one on each line: what each of them is, any value where that is not said.
    pub(super) fn lines(&mut self, at: &At<'s>, hint: &str) -> (Media, Shape) {
        self.refuse_names(at);
        let item = self.item(at).or_else(|| self.schema_of_line(at));
        let shape = item.map_or(ANY, |item| self.shape(&item, &format!("{hint} item")));
        (Media::Lines, shape)
    }

    fn item(&self, at: &At<'s>) -> Option<At<'s>> {
        at.get("itemSchema").or_else(|| at.get("x-item-schema"))
    }

    /// What `schema` says of each line: where it is an array the lines are its items, and a text says nothing of them.
    fn schema_of_line(&mut self, at: &At<'s>) -> Option<At<'s>> {
        let schema = at.get("schema")?;
        let target = self.resolve(&schema)?;
        match target.text("type").as_deref() {
            Some("array") => target.get("items"),
            Some("string") => None,
            _ => (!target.node.entries().is_empty()).then_some(schema),
        }
    }

    fn refuse_names(&mut self, at: &At<'s>) {
        if let Some(names) = at.get("x-event-name") {
            self.mistake(
                &names,
                "unsupported-event-names",
                "only events whose data has a discriminator have names here".into(),
                "leave `x-event-name` out, or describe the items under `x-item-schema`",
            );
        }
    }

    /// The names of events, by what the discriminator of their data says.
    fn event_names(&mut self, at: &At<'s>, shape: &Shape) -> Option<EventNames> {
        at.get("x-event-name")?;
        // No schema is being read here: all of them can be settled.
        self.settle_tags();
        let tags = match shape.kind {
            Kind::Named(id) if !shape.nullable => self.tags(id),
            _ => None,
        };
        let Some(tags) = tags else {
            self.refuse_names(at);
            return None;
        };
        let tags: Vec<_> = tags.into_iter().map(str::to_owned).collect();
        let mut names = Vec::new();
        for (tag, name) in self.fields(at, "x-event-name") {
            if !tags.iter().any(|known| known == tag) {
                self.mistake(
                    &name,
                    "unknown-tag",
                    format!("no item has the tag `{tag}`"),
                    "write what the items' discriminator says",
                );
            }
            match name.node.as_str() {
                Some(text) if !text.is_empty() && !text.contains(['\n', '\r']) => {
                    names.push((tag.to_owned(), text.to_owned()));
                }
                _ => self.wrong_kind(&name, tag, "an event's name, on one line"),
            }
        }
        Some(EventNames(names))
    }
}
