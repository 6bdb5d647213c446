//! Structs, read from JSON in little code.
//!
//! serde's own derive writes a whole reader for each struct. In a crate of some thousand structs that is most of what the
//! compiler has to do, and more memory than many machines have. [`DeserializeStruct`](crate::DeserializeStruct) writes
//! a line or two for each field, and leaves the rest to this module. It reads what serde's derive reads, but for two things: a struct is
//! an object and never a list, and it is read from formats that say what they hold, such as JSON.
//!
//! ```
//! use openapi_runtime::DeserializeStruct;
//!
//! #[derive(Debug, PartialEq, DeserializeStruct)]
//! struct Page {
//!     #[serde(rename = "pageSize")]
//!     page_size: u32,
//!     #[serde(default)]
//!     labels: Vec<String>,
//!     token: Option<String>,
//! }
//!
//! let page: Page = serde_json::from_str(r#"{"pageSize": 20, "unknown": null}"#)?;
//! assert_eq!(page, Page { page_size: 20, labels: Vec::new(), token: None });
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// A struct that is read field by field.
pub trait Record: Sized {
    /// What has been read of it so far.
    type Draft: Default;

    /// What it is called.
    const NAME: &'static str;
    /// Its fields, as they are called on the wire.
    const FIELDS: &'static [&'static str];
    /// Whether it keeps what is no field.
    const OPEN: bool = false;

    /// Reads the value of the field at a place in [`Record::FIELDS`].
    ///
    /// # Errors
    /// The deserializer's, and when the field was read before.
    fn field<'de, M: MapAccess<'de>>(
        draft: &mut Self::Draft,
        index: usize,
        entries: &mut M,
    ) -> Result<(), M::Error>;

    /// Reads the value of what is no field.
    ///
    /// # Errors
    /// The deserializer's.
    fn other<'de, M: MapAccess<'de>>(
        _: &mut Self::Draft,
        _: String,
        entries: &mut M,
    ) -> Result<(), M::Error> {
        skip(entries)
    }

    /// Makes the struct of what was read.
    ///
    /// # Errors
    /// When a field is missing.
    fn finish<E: Error>(draft: Self::Draft) -> Result<Self, E>;
}

/// Reads a struct.
///
/// # Errors
/// The deserializer's, and when a field is missing or there twice.
pub fn read<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    deserializer.deserialize_struct(R::NAME, R::FIELDS, Reader(PhantomData))
}

/// Reads the value of a field.
///
/// # Errors
/// The deserializer's, and when the field was read before.
pub fn fill<'de, T: Deserialize<'de>, M: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    entries: &mut M,
) -> Result<(), M::Error> {
    if slot.is_some() {
        return Err(M::Error::duplicate_field(name));
    }
    *slot = Some(entries.next_value()?);
    Ok(())
}

/// Reads the value of a field for which null is a value of its own and no absence.
///
/// # Errors
/// The deserializer's, and when the field was read before.
pub fn fill_present<'de, T: Deserialize<'de>, M: MapAccess<'de>>(
    slot: &mut Option<Option<T>>,
    name: &'static str,
    entries: &mut M,
) -> Result<(), M::Error> {
    if slot.is_some() {
        return Err(M::Error::duplicate_field(name));
    }
    *slot = Some(Some(entries.next_value()?));
    Ok(())
}

/// Leaves a value aside.
///
/// # Errors
/// The deserializer's.
pub fn skip<'de, M: MapAccess<'de>>(entries: &mut M) -> Result<(), M::Error> {
    entries.next_value::<IgnoredAny>().map(drop)
}

/// A field that has to be there, unless null is one of its values.
///
/// # Errors
/// When it is not.
pub fn required<'de, T: Deserialize<'de>, E: Error>(
    slot: Option<T>,
    name: &'static str,
) -> Result<T, E> {
    match slot {
        Some(value) => Ok(value),
        None => T::deserialize(Missing(name, PhantomData)),
    }
}

struct Reader<R>(PhantomData<R>);

impl<'de, R: Record> Visitor<'de> for Reader<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", R::NAME)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut entries: M) -> Result<R, M::Error> {
        let mut draft = R::Draft::default();
        let mut next = 0;
        while let Some(key) = entries.next_key_seed(Keys {
            fields: R::FIELDS,
            next,
            open: R::OPEN,
        })? {
            match key {
                Key::Field(index) => {
                    R::field(&mut draft, index, &mut entries)?;
                    next = index + 1;
                }
                Key::Other(Some(name)) => R::other(&mut draft, name, &mut entries)?,
                Key::Other(None) => skip(&mut entries)?,
            }
        }
        R::finish(draft)
    }
}

/// What a key is.
enum Key {
    /// A field, by its place.
    Field(usize),
    /// Another name, which is kept if the struct is open.
    Other(Option<String>),
}

/// Finds the field of a key.
struct Keys {
    fields: &'static [&'static str],
    /// The field that is likely: most writers keep the order.
    next: usize,
    open: bool,
}

impl<'de> DeserializeSeed<'de> for Keys {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Keys {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Key, E> {
        if self.fields.get(self.next) == Some(&text) {
            return Ok(Key::Field(self.next));
        }
        let index = self.fields.iter().position(|field| *field == text);
        Ok(match index {
            Some(index) => Key::Field(index),
            None => Key::Other(self.open.then(|| text.to_owned())),
        })
    }
}

/// The value of a field that is not there: null where that is a value, and an error everywhere else.
struct Missing<E>(&'static str, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Missing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
