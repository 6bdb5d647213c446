//! A struct written with constants in front of its fields.

use serde::ser::{Error, Impossible, SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::Constant;

/// Writes constants in front of a struct's fields. A field of a constant's name is left out: the constant says it.
pub(crate) struct Writer<S> {
    constants: &'static [Constant],
    inner: S,
}

impl<S> Writer<S> {
    pub(crate) fn new(constants: &'static [Constant], inner: S) -> Self {
        Self { constants, inner }
    }
}

/// The fields that come behind the constants.
pub(crate) struct Fields<S> {
    constants: &'static [Constant],
    inner: S,
}

impl<S: SerializeStruct> SerializeStruct for Fields<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        if self.constants.iter().any(|constant| constant.name == key) {
            return Ok(());
        }
        self.inner.serialize_field(key, value)
    }

    fn skip_field(&mut self, key: &'static str) -> Result<(), S::Error> {
        self.inner.skip_field(key)
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

/// The entries that come behind the constants: of a struct that keeps properties which the document does not declare.
pub(crate) struct Entries<S> {
    constants: &'static [Constant],
    inner: S,
    /// Whether the key was a constant's, whose value is left out too.
    skips: bool,
}

impl<S: SerializeMap> SerializeMap for Entries<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        let name = serde_json::to_value(key).map_err(S::Error::custom)?;
        let mut constants = self.constants.iter();
        self.skips = constants.any(|constant| name.as_str() == Some(constant.name));
        if self.skips {
            return Ok(());
        }
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        if self.skips {
            return Ok(());
        }
        self.inner.serialize_value(value)
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

/// Methods for values that are no struct: nothing can be put in front of them.
macro_rules! refuse {
    ($($method:ident($($argument:ty),*) -> $output:ty;)+) => {
        $(fn $method(self $(, _: $argument)*) -> Result<$output, S::Error> {
            Err(S::Error::custom("constants belong to a struct"))
        })+
    };
}

impl<S: Serializer> Serializer for Writer<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Impossible<S::Ok, S::Error>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
    type SerializeMap = Entries<S::SerializeMap>;
    type SerializeStruct = Fields<S::SerializeStruct>;
    type SerializeStructVariant = Impossible<S::Ok, S::Error>;

    fn serialize_struct(
        self,
        name: &'static str,
        fields: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        let fields = fields + self.constants.len();
        let mut inner = self.inner.serialize_struct(name, fields)?;
        for constant in self.constants {
            inner.serialize_field(constant.name, constant.value)?;
        }
        Ok(Fields {
            constants: self.constants,
            inner,
        })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        let mut inner = self.inner.serialize_map(None)?;
        for constant in self.constants {
            inner.serialize_entry(constant.name, constant.value)?;
        }
        Ok(Entries {
            constants: self.constants,
            inner,
            skips: false,
        })
    }

    refuse! {
        serialize_bool(bool) -> S::Ok;
        serialize_i8(i8) -> S::Ok;
        serialize_i16(i16) -> S::Ok;
        serialize_i32(i32) -> S::Ok;
        serialize_i64(i64) -> S::Ok;
        serialize_u8(u8) -> S::Ok;
        serialize_u16(u16) -> S::Ok;
        serialize_u32(u32) -> S::Ok;
        serialize_u64(u64) -> S::Ok;
        serialize_f32(f32) -> S::Ok;
        serialize_f64(f64) -> S::Ok;
        serialize_char(char) -> S::Ok;
        serialize_str(&str) -> S::Ok;
        serialize_bytes(&[u8]) -> S::Ok;
        serialize_none() -> S::Ok;
        serialize_unit() -> S::Ok;
        serialize_unit_struct(&'static str) -> S::Ok;
        serialize_unit_variant(&'static str, u32, &'static str) -> S::Ok;
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("constants belong to a struct"))
    }
}
