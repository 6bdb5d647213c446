//! What is said beside the results: on stderr, a line each. Where that is closed, nobody wants to know.

use std::io::Write;

use super::style::{HINT, WARNING};
use super::{DIM, ERROR, line};

/// Says what went wrong, and what may help.
pub(crate) fn error(error: &anyhow::Error, hint: Option<&str>) {
    let message = line(&format!("{error:#}"));
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "{ERROR}error:{ERROR:#} {message}");
    if let Some(hint) = hint {
        let _ = writeln!(err, "  {HINT}hint:{HINT:#} {hint}");
    }
}

/// Says what is left out, and why.
pub(crate) fn skipped(what: &str, why: &str) {
    let (what, why) = (line(what), line(why));
    let _ = writeln!(
        anstream::stderr(),
        "{WARNING}skipped{WARNING:#} {what}: {why}"
    );
}

/// Says what may be of use to know.
pub(crate) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{DIM}{}{DIM:#}", line(text));
}
