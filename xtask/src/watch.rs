//! `cargo xtask generate --watch`: the bindings, made again whenever the document is saved.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::Context;
use notify::{RecursiveMode, Watcher};

use crate::generate::{DOCUMENT, generate};

/// How long a document has to be left alone: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(200);

/// Makes the bindings now and after each save. What is wrong is told, and the next save is waited for.
pub(crate) fn watch(root: &Path) -> anyhow::Result<ExitCode> {
    let (saved, saves) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_save = event.is_ok_and(|event| {
            let mut paths = event.paths.iter();
            let is_document = paths.any(|path| path.file_name() == Some(OsStr::new(DOCUMENT)));
            is_document && !event.kind.is_access()
        });
        if is_save {
            // Nobody listens once the watch is over.
            let _ = saved.send(());
        }
    })?;
    // The folder, not the file: an editor may put another file in its place.
    watcher
        .watch(root, RecursiveMode::NonRecursive)
        .with_context(|| format!("cannot watch {}", root.display()))?;
    loop {
        if let Err(error) = generate(root, false) {
            eprintln!("error: {error:#}");
        }
        println!("waiting for {DOCUMENT} to be saved …");
        if saves.recv().is_err() {
            return Ok(ExitCode::SUCCESS);
        }
        while saves.recv_timeout(QUIET).is_ok() {}
    }
}
