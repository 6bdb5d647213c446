//! Unions whose alternatives are told apart by what one property says.

use serde::de::{DeserializeOwned, Error};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::constants::{Constant, Writer};

/// Declares an enum whose variants are told apart by a property, their tag, and which keeps a variant whose tag it does
/// not know.
///
/// The tag is written in front of a variant's own fields. A known tag with other content than its variant has is an
/// error. A value without the tag is the one variant that can be read from it, and an error where that is none or
/// several.
///
/// `#[json_schema(feature = "schemars")]` after the tag gives it a JSON schema in crates with that feature.
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
/// #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
/// pub struct TextEvent {
///     pub content: String,
/// }
///
/// openapi_runtime::tagged_union! {
///     /// Something that happened.
///     #[tag = "type"]
///     pub enum Event {
///         /// A `TextEvent`.
///         Text(TextEvent) = "text",
///     }
/// }
///
/// let text = Event::Text(TextEvent { content: "Hello".to_owned() });
/// assert_eq!(text.tag(), "text");
/// assert_eq!(serde_json::to_string(&text)?, r#"{"type":"text","content":"Hello"}"#);
///
/// let newer = r#"{"seconds":3,"type":"pause"}"#;
/// let event: Event = serde_json::from_str(newer)?;
/// assert!(matches!(event, Event::Unknown(_)));
/// assert_eq!(serde_json::to_string(&event)?, newer);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! tagged_union {
    (
        $(#[doc = $docs:literal])*
        #[tag = $tag:literal]
        $(#[json_schema($($when:tt)+)])?
        $vis:vis enum $name:ident {
            $($(#[doc = $line:literal])* $variant:ident($type:ty $(,)?) = $wire:literal),+ $(,)?
        }
    ) => {
        $(#[doc = $docs])*
        #[derive(Debug, Clone, PartialEq)]
        $vis enum $name {
            $($(#[doc = $line])* $variant($type),)+
            #[doc = concat!("An alternative whose `", $tag, "` the document does not list.")]
            Unknown($crate::reexports::serde_json::Map<String, $crate::reexports::serde_json::Value>),
        }

        impl $name {
            #[doc = concat!("What `", $tag, "` says on the wire.")]
            $vis fn tag(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $wire,)+
                    Self::Unknown(fields) => {
                        fields.get($tag).and_then(|tag| tag.as_str()).unwrap_or_default()
                    }
                }
            }
        }

        impl $crate::reexports::serde::Serialize for $name {
            fn serialize<S: $crate::reexports::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        const TAG: &[$crate::Constant] = &[$crate::Constant::required($tag, $wire)];
                        $crate::reexports::write_tagged(TAG, value, serializer)
                    })+
                    Self::Unknown(fields) => {
                        $crate::reexports::serde::Serialize::serialize(fields, serializer)
                    }
                }
            }
        }

        impl<'de> $crate::reexports::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::reexports::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                use $crate::reexports::{only, read_fields, serde::Deserialize, tag_of};

                let fields = Deserialize::deserialize(deserializer)?;
                match tag_of::<D::Error>($tag, &fields)?.as_deref() {
                    $(Some($wire) => read_fields(fields).map(Self::$variant),)+
                    Some(_) => Ok(Self::Unknown(fields)),
                    None => only::<Self, D::Error>($tag, [
                        $(read_fields::<$type, D::Error>(fields.clone()).map(Self::$variant),)+
                    ]),
                }
            }
        }

        $crate::tagged_union_schema!([$($($when)+)?] $name, $($type),+);
    };
}

/// The JSON schema of a tagged union, where one is wanted.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged_union_schema {
    ([] $($any:tt)*) => {};
    ([$($when:tt)+] $name:ident, $($type:ty),+) => {
        #[cfg($($when)+)]
        impl $crate::reexports::schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(
                generator: &mut $crate::reexports::schemars::SchemaGenerator,
            ) -> $crate::reexports::schemars::Schema {
                let alternatives = [$(generator.subschema_for::<$type>()),+];
                $crate::reexports::schemars::json_schema!({"anyOf": alternatives})
            }
        }
    };
}

/// Writes a variant with its tag in front.
#[doc(hidden)]
pub fn write_tagged<S: Serializer>(
    tag: &'static [Constant],
    value: &impl Serialize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.serialize(Writer::new(tag, serializer))
}

/// What the tag says; `None` where it is absent.
#[doc(hidden)]
pub fn tag_of<E: Error>(tag: &str, fields: &Map<String, Value>) -> Result<Option<String>, E> {
    match fields.get(tag) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(E::custom(format_args!("`{tag}` is no string"))),
    }
}

/// Reads a variant from its fields.
#[doc(hidden)]
pub fn read_fields<T: DeserializeOwned, E: Error>(fields: Map<String, Value>) -> Result<T, E> {
    T::deserialize(Value::Object(fields)).map_err(E::custom)
}

/// The one alternative that can be read.
#[doc(hidden)]
pub fn only<T, E: Error>(
    tag: &'static str,
    alternatives: impl IntoIterator<Item = Result<T, E>>,
) -> Result<T, E> {
    let mut fitting = alternatives.into_iter().flatten();
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(E::missing_field(tag)),
    }
}
