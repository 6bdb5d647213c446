//! Values held against what the document declares, before they are sent.

use serde::Serialize;

use crate::schema::Schema;
#[cfg(any(feature = "client", feature = "server"))]
use crate::{Fault, FaultKind, Place, Step, schema::Faults};

/// A type that requests carry, and what the document declares about it.
///
/// Constraints are not in the types: a client has to read what a newer server says. Whoever wants to know before a request
/// is sent whether the server will take it asks here.
pub trait Validate: Serialize {
    /// What the document declares.
    const SCHEMA: &'static Schema;

    /// Holds the value against its schema, as the server will.
    ///
    /// # Errors
    /// [`Invalid`] with every fault.
    #[cfg(any(feature = "client", feature = "server"))]
    fn validate(&self) -> Result<(), Invalid> {
        let mut faults = Faults::default();
        match serde_json::to_value(self) {
            Ok(value) => Self::SCHEMA.check(&value, Place::Body, &mut Vec::new(), &mut faults),
            Err(error) => {
                let kind = FaultKind::Unreadable(error.to_string());
                faults.push(Fault::new(Place::Body, Vec::new(), kind, None));
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Invalid {
                faults: faults.into_vec(),
            })
        }
    }
}

/// Why a value is not what the document declares.
#[cfg(any(feature = "client", feature = "server"))]
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", listed(faults))]
pub struct Invalid {
    faults: Vec<Fault>,
}

#[cfg(any(feature = "client", feature = "server"))]
impl Invalid {
    /// What is wrong, and where: the same that the server would say.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

#[cfg(any(feature = "client", feature = "server"))]
fn listed(faults: &[Fault]) -> String {
    let tell = |fault: &Fault| {
        let mut place = String::new();
        for step in &fault.path {
            match step {
                Step::Name(name) if place.is_empty() => place.push_str(name),
                Step::Name(name) => place.extend([".", name]),
                Step::Index(index) => place.push_str(&format!("[{index}]")),
            }
        }
        match place.as_str() {
            "" => fault.kind.message(),
            place => format!("{place}: {}", fault.kind.message()),
        }
    };
    let told: Vec<_> = faults.iter().map(tell).collect();
    told.join("; ")
}

/// Says what the document declares about types that are in the module `types` beside this one.
///
/// ```
/// mod types {
///     #[derive(serde::Serialize)]
///     pub struct Account {
///         pub name: String,
///     }
/// }
///
/// mod schemas {
///     use openapi_runtime::schema::{Property, Schema};
///
///     static ACCOUNT: Schema =
///         Schema::object(&[Property::required("name", Schema::STRING.at_least(2))]);
///
///     openapi_runtime::validated! { Account = ACCOUNT }
/// }
/// # #[cfg(not(any(feature = "client", feature = "server")))]
/// # fn main() {}
/// # #[cfg(any(feature = "client", feature = "server"))]
/// fn main() {
///     use openapi_runtime::Validate;
///
///     let account = types::Account { name: "a".to_owned() };
///     let invalid = account.validate().unwrap_err();
///     assert_eq!(invalid.to_string(), "name: String should have at least 2 characters");
/// }
/// ```
#[macro_export]
macro_rules! validated {
    ($($name:ident = $schema:ident),+ $(,)?) => {
        $(impl $crate::Validate for super::types::$name {
            const SCHEMA: &'static $crate::schema::Schema = &$schema;
        })+
    };
}
