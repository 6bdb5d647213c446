//! Alternatives that are told apart by what they look like.

use std::cell::Cell;

use serde::Serialize;
use serde::de::Error;
use serde_json::Value;

/// How many alternatives are tried for one value, those inside it included. Without a limit the work would double with
/// every level at which alternatives nest.
const MOST_TRIED: u32 = 100_000;

/// Declares an enum whose variants are told apart by what they look like: a value is the variant that keeps most of it,
/// and the first of several that keep as much.
///
/// To serde's `untagged` it is the first that can be read. But nearly every object can be read as one all of whose
/// properties may be absent, and what it has besides would be lost.
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
/// pub struct Cat {
///     #[serde(skip_serializing_if = "Option::is_none")]
///     pub lives: Option<i64>,
/// }
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
/// pub struct Dog {
///     #[serde(skip_serializing_if = "Option::is_none")]
///     pub bark: Option<String>,
/// }
///
/// openapi_runtime::best_fit! {
///     /// An animal.
///     #[derive(Debug, Clone, PartialEq, Serialize)]
///     #[serde(untagged)]
///     pub enum Animal {
///         /// A `Cat`.
///         Cat(Cat),
///         /// A `Dog`.
///         Dog(Dog),
///     }
/// }
///
/// let animal: Animal = serde_json::from_str(r#"{"bark":"loud"}"#)?;
/// assert_eq!(animal, Animal::Dog(Dog { bark: Some("loud".to_owned()) }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! best_fit {
    (
        $(#[$attribute:meta])*
        $vis:vis enum $name:ident {
            $($(#[doc = $line:literal])* $variant:ident($type:ty $(,)?)),+ $(,)?
        }
    ) => {
        $(#[$attribute])*
        $vis enum $name {
            $($(#[doc = $line])* $variant($type),)+
        }

        impl<'de> $crate::reexports::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::reexports::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                use $crate::reexports::{fitting, serde::Deserialize, serde_json::Value};

                let value = Value::deserialize(deserializer)?;
                fitting(&value, stringify!($name), &[
                    $(|value| Some(Self::$variant(Deserialize::deserialize(value).ok()?)),)+
                ])
            }
        }
    };
}

thread_local! {
    /// How many values are being told apart, one inside the other, and how many alternatives were tried for them.
    static WORK: Cell<(u32, u32)> = const { Cell::new((0, 0)) };
}

/// The alternative that keeps most of a value.
#[doc(hidden)]
pub fn fitting<T: Serialize, E: Error>(
    value: &Value,
    name: &str,
    alternatives: &[fn(&Value) -> Option<T>],
) -> Result<T, E> {
    let (depth, tried) = WORK.get();
    WORK.set((depth + 1, if depth == 0 { 0 } else { tried }));
    let best = best(value, alternatives);
    let (_, tried) = WORK.get();
    WORK.set((depth, tried));
    if tried >= MOST_TRIED {
        return Err(E::custom(format_args!(
            "alternatives of `{name}` nest too deep to be told apart"
        )));
    }
    best.ok_or_else(|| E::custom(format_args!("no alternative of `{name}` matches")))
}

fn best<T: Serialize>(value: &Value, alternatives: &[fn(&Value) -> Option<T>]) -> Option<T> {
    let whole = kept(value, value);
    let mut best: Option<(T, usize)> = None;
    for read in alternatives {
        let (depth, tried) = WORK.get();
        if tried >= MOST_TRIED {
            break;
        }
        WORK.set((depth, tried + 1));
        let Some(candidate) = read(value) else {
            continue;
        };
        let written = serde_json::to_value(&candidate).unwrap_or_default();
        let kept = kept(value, &written);
        if best.as_ref().is_none_or(|(_, most)| kept > *most) {
            best = Some((candidate, kept));
        }
        if kept == whole {
            break;
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// How much of what is said is written again: values, each counting one.
fn kept(said: &Value, written: &Value) -> usize {
    match (said, written) {
        (Value::Object(said), Value::Object(written)) => {
            let both = said
                .iter()
                .filter_map(|(name, value)| Some((value, written.get(name)?)));
            1 + both
                .map(|(said, written)| kept(said, written))
                .sum::<usize>()
        }
        (Value::Array(said), Value::Array(written)) => {
            let both = said.iter().zip(written);
            1 + both
                .map(|(said, written)| kept(said, written))
                .sum::<usize>()
        }
        (Value::Number(said), Value::Number(written)) => {
            usize::from(said == written || said.as_f64() == written.as_f64())
        }
        _ => usize::from(said == written),
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    struct Named {
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    }

    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    struct Coded {
        code: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        inner: Option<Box<Either>>,
    }

    crate::best_fit! {
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        enum Either {
            Named(Named),
            Coded(Coded),
            List(Vec<Either>),
            Text(String),
        }
    }

    fn coded(code: i64) -> Either {
        Either::Coded(Coded {
            code: Some(code),
            inner: None,
        })
    }

    #[test]
    fn a_value_is_the_alternative_that_keeps_most_of_it() {
        let named = |name: &str| {
            Either::Named(Named {
                name: Some(name.to_owned()),
            })
        };
        for (value, expected) in [
            (json!({}), Either::Named(Named::default())),
            (json!({"name": "x"}), named("x")),
            (json!({"code": 1}), coded(1)),
            // Nobody knows `other`.
            (json!({"code": 1, "other": 2}), coded(1)),
            (json!({"name": "x", "code": 1}), named("x")),
            (
                json!([{"code": 1}, "x"]),
                Either::List(vec![coded(1), Either::Text("x".into())]),
            ),
            (
                json!({"inner": {"code": 2}}),
                Either::Coded(Coded {
                    code: None,
                    inner: Some(Box::new(coded(2))),
                }),
            ),
        ] {
            let read: Either = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(read, expected, "{value}");
        }
        let error = serde_json::from_value::<Either>(json!(1)).unwrap_err();
        assert_eq!(error.to_string(), "no alternative of `Either` matches");
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Node {
        inner: Option<Box<Twin>>,
    }

    crate::best_fit! {
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        enum Twin {
            One(Node),
            Other(Node),
        }
    }

    #[test]
    fn deep_ambiguity_is_an_error_and_no_endless_work() {
        let mut value = json!({"other": 1});
        for _ in 0..60 {
            value = json!({"inner": value});
        }
        // Neither alternative keeps all: without a limit both are tried at each level, 2 to the power of 60 times.
        let error = serde_json::from_value::<Twin>(value).unwrap_err();
        assert!(error.to_string().contains("too deep"), "{error}");
        // The next value is not held to account for it.
        assert!(serde_json::from_value::<Twin>(json!({"inner": null})).is_ok());
    }
}
