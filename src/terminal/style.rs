//! How a terminal shows what is written. Where there is none, or NO_COLOR is set, `anstream` leaves styles out.

use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};

/// Headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// What is there for whoever wants to know.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What went wrong; the same red as clap's.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What goes on nevertheless.
pub(super) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// What may help; the same green as clap's.
pub(super) const HINT: Style = AnsiColor::Green.on_default();

/// How many columns a line has, where the stream is a terminal.
pub(crate) fn width(stream: &impl IsTerminal) -> Option<usize> {
    let size = stream.is_terminal().then(terminal_size::terminal_size)?;
    // A terminal that does not say is taken for one of the old width; a sliver of one is of no use.
    Some(size.map_or(80, |(width, _)| usize::from(width.0)).max(20))
}
