//! Enums of integers.

/// Declares an enum whose values are integers on the wire, and which keeps an integer that it does not know.
///
/// ```
/// openapi_runtime::integer_enum! {
///     /// How many bytes a block has.
///     pub enum BlockSize { N512 = 512, N4096 = 4096 }
/// }
///
/// assert_eq!(BlockSize::from(512), BlockSize::N512);
/// assert_eq!(BlockSize::from(1024), BlockSize::Unlisted(1024));
/// assert_eq!(BlockSize::N4096.get(), 4096);
/// ```
#[macro_export]
macro_rules! integer_enum {
    ($(#[$attribute:meta])* pub enum $name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $wire, "`.")] $variant,)+
            /// A value that the document does not list.
            Unlisted(i64),
        }

        impl $name {
            /// The integer on the wire.
            pub const fn get(self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Unlisted(number) => number,
                }
            }
        }

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                match number {
                    $($wire => Self::$variant,)+
                    other => Self::Unlisted(other),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.get())
            }
        }

        impl $crate::reexports::serde::Serialize for $name {
            fn serialize<S: $crate::reexports::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.get())
            }
        }

        impl<'de> $crate::reexports::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::reexports::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                <i64 as $crate::reexports::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        $crate::integer_enum_schema!($name, $($wire),+);
    };
}

/// The JSON schema of an enum of integers, where schemas are wanted.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum_schema {
    ($name:ident, $($wire:literal),+) => {
        impl $crate::reexports::schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(
                _: &mut $crate::reexports::schemars::SchemaGenerator,
            ) -> $crate::reexports::schemars::Schema {
                $crate::reexports::schemars::json_schema!({"type": "integer", "enum": [$($wire),+]})
            }
        }
    };
}

/// Nothing: schemas are not wanted.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum_schema {
    ($($any:tt)*) => {};
}
