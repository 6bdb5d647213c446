//! Enums of strings.

/// Declares an enum whose values are strings on the wire, and which keeps a string that it does not know.
///
/// ```
/// openapi_runtime::string_enum! {
///     /// Where a task stands.
///     pub enum State { Open = "open", InReview = "in-review" }
/// }
///
/// assert_eq!(State::from("in-review"), State::InReview);
/// assert_eq!(State::from("frozen"), State::Unlisted("frozen".to_owned()));
/// assert_eq!(State::Open.as_str(), "open");
/// ```
#[macro_export]
macro_rules! string_enum {
    ($(#[$attribute:meta])* pub enum $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $wire, "`.")] $variant,)+
            /// A value that the document does not list.
            Unlisted(String),
        }

        impl $name {
            /// The string on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Unlisted(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)+
                    other => Self::Unlisted(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::reexports::serde::Serialize for $name {
            fn serialize<S: $crate::reexports::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::reexports::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::reexports::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                <String as $crate::reexports::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        $crate::string_enum_schema!($name, $($wire),+);
    };
}

/// The JSON schema of an enum of strings, where schemas are wanted.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum_schema {
    ($name:ident, $($wire:literal),+) => {
        impl $crate::reexports::schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(
                _: &mut $crate::reexports::schemars::SchemaGenerator,
            ) -> $crate::reexports::schemars::Schema {
                $crate::reexports::schemars::json_schema!({"type": "string", "enum": [$($wire),+]})
            }
        }
    };
}

/// Nothing: schemas are not wanted.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum_schema {
    ($($any:tt)*) => {};
}
