//! How far it is, where stderr is a terminal; and what was done.

use std::io::Write;

use chat_store::transfer::Counts;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

/// A bar of sessions, which goes when it is dropped.
pub(crate) struct Sessions(ProgressBar);

impl Sessions {
    pub(crate) fn new() -> Self {
        Self(styled(
            "{bar:30} {human_pos}/{human_len} sessions, {elapsed}",
        ))
    }

    pub(crate) fn show(&self, done: Counts, of: u64) {
        self.0.set_length(of);
        self.0.set_position(done.sessions);
    }
}

impl Drop for Sessions {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// A bar of the bytes of a file, which goes when the file is read.
pub(crate) fn bytes(length: u64) -> ProgressBar {
    let bar = styled("{bar:30} {bytes}/{total_bytes}, {elapsed}");
    bar.set_length(length);
    bar.with_finish(indicatif::ProgressFinish::AndClear)
}

fn styled(template: &str) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// Says what was done, beside what may be on stdout.
pub(crate) fn told(what: &str, done: &Counts) -> anyhow::Result<()> {
    let counted = |count, of| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{} {of}{plural}", HumanCount(count))
    };
    let (sessions, events) = (
        counted(done.sessions, "session"),
        counted(done.events, "event"),
    );
    writeln!(anstream::stderr(), "{what}: {sessions}, {events}")?;
    Ok(())
}
