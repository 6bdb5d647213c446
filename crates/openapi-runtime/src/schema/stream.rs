//! JSON text held against a schema as it is read, without a value being made of it.
//!
//! This is the way of nearly every request: the text holds, and is then read straight into its type. Where it does not
//! hold, or the schema has something that needs the whole value at once, the slow way names the faults.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::{Kind, List, Object, Property, Schema};

impl Schema {
    /// JSON text that surely is what the schema says. `None` says nothing: [`Schema::check`] has the last word.
    pub(crate) fn surely_accepts<'a>(&self, json: &'a [u8]) -> Option<&'a str> {
        // Once for the whole, and not for each string in both readings.
        let text = str::from_utf8(json).ok()?;
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let holds = Holds(self).deserialize(&mut deserializer).is_ok();
        (holds && deserializer.end().is_ok()).then_some(text)
    }

    /// Whether a text is surely what the schema says, as a string. `false` says nothing.
    pub(crate) fn surely_accepts_text(&self, text: &str) -> bool {
        // Rules take the value.
        self.rules.is_empty() && self.text_is_of_kind(text)
    }

    fn text_is_of_kind(&self, text: &str) -> bool {
        match &self.kind {
            Kind::Text(rules) => rules.holds(text),
            Kind::Listed(values) => values.contains(&text),
            Kind::Reference(target) => target.surely_accepts_text(text),
            _ => false,
        }
    }
}

struct Holds<'a>(&'a Schema);

impl<'de> DeserializeSeed<'de> for Holds<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if !self.0.rules.is_empty() {
            return Err(unsure());
        }
        match self.0.kind {
            Kind::Reference(target) if !self.0.nullable => Holds(&target).deserialize(deserializer),
            _ => deserializer.deserialize_any(self),
        }
    }
}

/// Ends the reading; nobody sees what it says.
fn unsure<E: Error>() -> E {
    E::custom("")
}

fn sure_if<E: Error>(holds: bool) -> Result<(), E> {
    if holds { Ok(()) } else { Err(unsure()) }
}

impl Holds<'_> {
    fn number<E: Error>(&self, number: Option<Number>) -> Result<(), E> {
        let number = number.ok_or_else(unsure)?;
        sure_if(match &self.0.kind {
            Kind::Any => true,
            Kind::Integer(integer) => integer.faults(&number).next().is_none(),
            Kind::Number(bounds) => bounds.faults(&number).next().is_none(),
            Kind::Numbers(values) => number.as_i64().is_some_and(|known| values.contains(&known)),
            _ => false,
        })
    }
}

impl<'de> Visitor<'de> for Holds<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that the schema accepts")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        sure_if(self.0.nullable || matches!(self.0.kind, Kind::Any | Kind::Null))
    }

    fn visit_bool<E: Error>(self, said: bool) -> Result<(), E> {
        sure_if(match self.0.kind {
            Kind::Any | Kind::Boolean => true,
            Kind::Flag(flag) => flag == said,
            _ => false,
        })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.number(Some(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.number(Some(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.number(Number::from_f64(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        sure_if(matches!(self.0.kind, Kind::Any) || self.0.surely_accepts_text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let (schema, min, max) = match &self.0.kind {
            Kind::Any => (&Schema::ANY, None, None),
            Kind::List(List {
                items,
                min,
                max,
                unique: false,
            }) => (*items, *min, *max),
            _ => return Err(unsure()),
        };
        let mut count = 0_u64;
        while items.next_element_seed(Holds(schema))?.is_some() {
            count += 1;
        }
        sure_if(min.is_none_or(|least| count >= least) && max.is_none_or(|most| count <= most))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        const NOTHING: Object = Object {
            properties: &[],
            additional: Some(&Schema::ANY),
            min: None,
            max: None,
        };
        let object = match &self.0.kind {
            Kind::Any => &NOTHING,
            Kind::Object(object) => object,
            _ => return Err(unsure()),
        };
        // One bit for each declared property that has been met. Counting properties takes all their names.
        let mut met = 0_u64;
        if object.properties.len() > 64 || object.min.is_some() || object.max.is_some() {
            return Err(unsure());
        }
        while let Some(index) = entries.next_key_seed(Key(object.properties))? {
            let schema = match index {
                Some(index) => {
                    let bit = 1 << index;
                    // What is said twice is for the slow way to weigh.
                    if met & bit != 0 {
                        return Err(unsure());
                    }
                    met |= bit;
                    &object.properties[index].schema
                }
                None => object.additional.ok_or_else(unsure)?,
            };
            entries.next_value_seed(Holds(schema))?;
        }
        let mut required = object
            .properties
            .iter()
            .enumerate()
            .filter(|(_, property)| property.required);
        sure_if(required.all(|(index, _)| met & (1 << index) != 0))
    }
}

/// Reads a key as the index of the property that it names.
struct Key(&'static [Property]);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|property| property.name == text))
    }
}
