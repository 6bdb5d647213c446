//! Properties that always say the same.
//!
//! Such a property is no field: the struct's `Serialize` writes it in front of the fields, and its `Deserialize` takes
//! nothing else for it. So a struct carries its tag wherever it is used, within a union and on its own.

mod reader;
mod writer;

use serde::{Deserializer, Serializer};

use reader::Reader;
pub(crate) use writer::Writer;

/// A property that always says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constant {
    pub(crate) name: &'static str,
    pub(crate) value: &'static str,
    pub(crate) required: bool,
}

impl Constant {
    /// A property that has to be there when a value is read. It is always written.
    pub const fn required(name: &'static str, value: &'static str) -> Self {
        Self {
            name,
            value,
            required: true,
        }
    }

    /// A property that may be absent when a value is read. It is always written.
    pub const fn optional(name: &'static str, value: &'static str) -> Self {
        Self {
            name,
            value,
            required: false,
        }
    }
}

/// A struct with properties that always say the same; see [`constants!`](crate::constants).
pub trait Constants {
    /// The properties.
    const CONSTANTS: &'static [Constant];
}

/// The serializer for a struct's own fields.
#[doc(hidden)]
pub fn writing<T: Constants, S: Serializer>(
    serializer: S,
) -> impl Serializer<Ok = S::Ok, Error = S::Error> {
    Writer::new(T::CONSTANTS, serializer)
}

/// The deserializer for a struct's own fields.
#[doc(hidden)]
pub fn reading<'de, T: Constants, D: Deserializer<'de>>(
    deserializer: D,
) -> impl Deserializer<'de, Error = D::Error> {
    Reader::new(T::CONSTANTS, deserializer)
}

/// Gives a struct properties that always say the same.
///
/// The struct derives serde's traits as `remote = "Self"`: the derive then reads and writes the fields, and this macro
/// puts the constants around that. They are written in front of the fields. One that is there when a value is read has
/// to say what it always says, and one that is `required` has to be there.
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// #[serde(remote = "Self")]
/// struct Text {
///     content: String,
/// }
///
/// openapi_runtime::constants! { Text, optional "type" = "text" }
///
/// let text = Text { content: "Hello".to_owned() };
/// assert_eq!(serde_json::to_string(&text)?, r#"{"type":"text","content":"Hello"}"#);
/// assert_eq!(serde_json::from_str::<Text>(r#"{"content":"Hello"}"#)?, text);
/// assert!(serde_json::from_str::<Text>(r#"{"type":"image","content":"Hello"}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! constants {
    ($name:ident, $($presence:ident $property:literal = $value:literal),+ $(,)?) => {
        impl $crate::Constants for $name {
            const CONSTANTS: &'static [$crate::Constant] =
                &[$($crate::Constant::$presence($property, $value)),+];
        }

        impl $crate::reexports::serde::Serialize for $name {
            fn serialize<S: $crate::reexports::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                // The derive's own function, which writes the fields alone.
                $name::serialize(self, $crate::reexports::writing::<$name, S>(serializer))
            }
        }

        impl<'de> $crate::reexports::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::reexports::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                // The derive's own function, which reads the fields alone.
                $name::deserialize($crate::reexports::reading::<$name, D>(deserializer))
            }
        }
    };
}

/// Adds the constants to the JSON schema of the fields, for `#[schemars(transform = …)]`.
#[cfg(feature = "schemars")]
pub fn with_constants<T: Constants>(schema: &mut schemars::Schema) {
    use serde_json::{Value, json};

    let schema = schema.ensure_object();
    let properties = schema.entry("properties").or_insert_with(|| json!({}));
    if let Value::Object(properties) = properties {
        for constant in T::CONSTANTS {
            let rule = json!({"type": "string", "const": constant.value});
            properties.insert(constant.name.to_owned(), rule);
        }
    }
    let demanded = T::CONSTANTS.iter().filter(|constant| constant.required);
    let demanded: Vec<_> = demanded
        .map(|constant| Value::from(constant.name))
        .collect();
    if demanded.is_empty() {
        return;
    }
    if let Value::Array(required) = schema.entry("required").or_insert_with(|| json!([])) {
        required.extend(demanded);
    }
}
