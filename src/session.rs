//! What is told of a session.

use std::io::{self, Write};

use crate::moment::exact;
use crate::terminal::{DIM, line};

/// Writes what a session is bound to and when it was updated.
pub(crate) fn facts(
    out: &mut impl Write,
    index_ids: Option<&[String]>,
    updated_at: &str,
) -> io::Result<()> {
    let indexes = match index_ids {
        None => "unbound".to_owned(),
        Some([]) => "none".to_owned(),
        Some(ids) => line(&ids.join(", ")),
    };
    writeln!(out, "  {DIM}indexes{DIM:#}  {indexes}")?;
    writeln!(out, "  {DIM}updated{DIM:#}  {}", exact(updated_at))
}
