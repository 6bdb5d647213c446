//! A struct read, its constants held against what they always say.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::Constant;

/// Reads a struct's fields, and its constants besides.
pub(super) struct Reader<D> {
    constants: &'static [Constant],
    inner: D,
}

impl<D> Reader<D> {
    pub(super) fn new(constants: &'static [Constant], inner: D) -> Self {
        Self { constants, inner }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Reader<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let constants = self.constants;
        self.inner
            .deserialize_map(WithConstants { constants, visitor })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct WithConstants<V> {
    constants: &'static [Constant],
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for WithConstants<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Entries {
            constants: self.constants,
            met: vec![false; self.constants.len()],
            inner: entries,
        })
    }
}

/// The entries that are no constants; those are read on the way.
struct Entries<A> {
    constants: &'static [Constant],
    met: Vec<bool>,
    inner: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let mut seed = Some(seed);
        loop {
            let key = Key {
                constants: self.constants,
                seed: &mut seed,
            };
            match self.inner.next_key_seed(key)? {
                Some(Met::Field(key)) => return Ok(Some(key)),
                Some(Met::Constant(index)) => {
                    self.inner.next_value_seed(Same(&self.constants[index]))?;
                    self.met[index] = true;
                }
                None => break,
            }
        }
        for (constant, met) in self.constants.iter().zip(&self.met) {
            if constant.required && !met {
                return Err(A::Error::missing_field(constant.name));
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.inner.next_value_seed(seed)
    }
}

enum Met<T> {
    Constant(usize),
    Field(T),
}

/// Reads a key: a constant's index, or whatever the struct makes of it.
struct Key<'a, K> {
    constants: &'static [Constant],
    /// Taken once a key is met that is no constant's.
    seed: &'a mut Option<K>,
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'_, K> {
    type Value = Met<K::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for Key<'_, K> {
    type Value = Met<K::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let index = self
            .constants
            .iter()
            .position(|constant| constant.name == text);
        match (index, self.seed.take()) {
            (Some(index), seed) => {
                *self.seed = seed;
                Ok(Met::Constant(index))
            }
            (None, Some(seed)) => seed
                .deserialize(StrDeserializer::<E>::new(text))
                .map(Met::Field),
            (None, None) => Err(E::custom("a key was asked for twice")),
        }
    }
}

/// Takes the constant's text, and no other value.
struct Same(&'static Constant);

impl<'de> DeserializeSeed<'de> for Same {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Same {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} as `{}`", self.0.value, self.0.name)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if text == self.0.value {
            Ok(())
        } else {
            Err(E::invalid_value(serde::de::Unexpected::Str(text), &self))
        }
    }
}
