//! What the builder of a call holds for each input: a value, or why there is none.

use super::Error;

/// An input that has to be set.
pub fn unset<T>() -> Result<T, String> {
    Err("it has to be set".to_owned())
}

/// An input that was set.
///
/// # Errors
/// When the value is none of the input's.
pub fn convert<T>(value: impl TryInto<T>) -> Result<T, String> {
    value
        .try_into()
        .map_err(|_| "the value cannot be converted".to_owned())
}

/// The input in `place`, such as `query`, under its name on the wire.
///
/// # Errors
/// [`Error`] when there is none.
pub fn given<T>(place: &'static str, name: &str, input: Result<T, String>) -> Result<T, Error> {
    input.map_err(|why| Error::request(place, name, &why))
}
