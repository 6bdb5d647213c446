//! A request that arrives item by item, read.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Call;
use crate::fault::{Place, Step};
use crate::framing::{Decoder, Framing};
use crate::items::Items;
use crate::schema::{Faults, Schema, number};
use crate::{EventStream, StreamError};

impl Call {
    /// Gives JSON values, one on each line, which are read as they arrive. An item that is not what the schema says is an
    /// error in its place, and reading may go on. The limit for bodies holds for each item.
    pub fn json_lines<T: DeserializeOwned + 'static>(
        &mut self,
        schema: &'static Schema,
    ) -> EventStream<T> {
        let decoder = Decoder::new(Framing::Lines, self.limits().body_size);
        let mut index = 0;
        let read = move |line: Vec<u8>| {
            let item = item(schema, &line, index);
            index += 1;
            Some(item)
        };
        let fail = |error: StreamError| error.into();
        EventStream::new(Items::new(self.bytes(), fail, decoder, read))
    }
}

fn item<T: DeserializeOwned>(schema: &Schema, line: &[u8], index: usize) -> Result<T, StreamError> {
    if let Some(text) = schema.surely_accepts(line)
        && let Ok(item) = serde_json::from_str(text)
    {
        return Ok(item);
    }
    let mut value: Value = serde_json::from_slice(line).map_err(StreamError::undecodable)?;
    let mut faults = Faults::default();
    let mut path = vec![Step::Index(index)];
    schema.check(&value, Place::Body, &mut path, &mut faults);
    if !faults.is_empty() {
        return Err(StreamError::faulty(faults.into_vec()));
    }
    if faults.saw_whole_floats() {
        number::settle(&mut value);
    }
    T::deserialize(value).map_err(StreamError::undecodable)
}
