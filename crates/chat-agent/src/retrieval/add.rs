//! Makes an index of a folder, or brings it up to date.

use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::thread;

use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::engine::{self, FIELDS};
use super::error::IndexError;
use super::folder::{self, Listing, Source};
use super::manifest::{Entry, Manifest};
use super::progress::{FileOutcome, Progress, Report, SkipReason, Skipped};
use super::{passages::Block, read};

/// The most threads that write.
const WRITERS: usize = 4;

/// How many bytes each of them gathers before it writes.
const GATHER: usize = 48 * 1024 * 1024;

/// Makes the index in `home` mirror `source`.
pub(crate) fn add(
    name: &str,
    home: &Path,
    source: &Path,
    progress: &mut dyn Progress,
) -> Result<Report, IndexError> {
    let source = &fs::canonicalize(source).map_err(|error| IndexError::Source {
        path: source.to_owned(),
        source: error,
    })?;
    let listing = folder::list(source)?;
    progress.files(listing.sources.len() + listing.skipped.len());

    fs::create_dir_all(home).map_err(|error| IndexError::Folder {
        path: home.to_owned(),
        source: error,
    })?;
    let index = engine::open_or_create(name, home)?;
    // From here on nobody else writes, so what is read of the index stays true.
    let writer = writer(name, &index)?;
    let before = engine::manifest(name, &index)?;
    let folder = source.display().to_string();
    if let Some(before) = &before
        && before.folder != folder
    {
        return Err(IndexError::OtherFolder {
            name: name.to_owned(),
            folder: before.folder.clone(),
        });
    }

    let mut update = Update {
        fresh: before.is_none(),
        before: before.unwrap_or_else(|| Manifest::new(folder.clone())),
        after: Manifest::new(folder),
        report: Report::default(),
        writer,
    };
    update
        .files(listing, progress)
        .map_err(engine::failed(name))?;
    update.finish().map_err(engine::failed(name))
}

fn writer(name: &str, index: &Index) -> Result<IndexWriter, IndexError> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(WRITERS);
    index
        .writer_with_num_threads(threads, threads * GATHER)
        .map_err(engine::failed(name))
}

/// An update under way. Until it is finished, nobody sees any of it; dropped, it never was.
struct Update {
    fresh: bool,
    before: Manifest,
    after: Manifest,
    report: Report,
    writer: IndexWriter,
}

impl Update {
    fn files(&mut self, listing: Listing, progress: &mut dyn Progress) -> tantivy::Result<()> {
        for Skipped { file, reason } in listing.skipped {
            self.skip(file, reason, progress);
        }
        for source in listing.sources {
            self.file(source, progress)?;
        }
        // What is left was not found again.
        for file in self.before.files.keys() {
            self.writer
                .delete_term(Term::from_field_text(FIELDS.file, file));
            self.report.removed += 1;
        }
        Ok(())
    }

    fn file(&mut self, source: Source, progress: &mut dyn Progress) -> tantivy::Result<()> {
        let content = match read::content(&source.path) {
            Ok(content) => content,
            Err(reason) => {
                self.skip(source.name, reason, progress);
                return Ok(());
            }
        };
        if self
            .before
            .files
            .get(&source.name)
            .is_some_and(|entry| entry.hash == content.hash)
            && let Some(entry) = self.before.files.remove(&source.name)
        {
            progress.file(&source.name, &FileOutcome::Unchanged);
            self.report.unchanged += 1;
            self.after.files.insert(source.name, entry);
            return Ok(());
        }
        let hash = content.hash.clone();
        let (passages, partly) = match read::passages(content, source.kind) {
            Ok(read) => read,
            Err(reason) => {
                self.skip(source.name, reason, progress);
                return Ok(());
            }
        };
        let count = passages.len() as u64;
        if self.before.files.remove(&source.name).is_some() {
            self.writer
                .delete_term(Term::from_field_text(FIELDS.file, &source.name));
            self.report.replaced += 1;
            progress.file(&source.name, &FileOutcome::Replaced(count));
        } else {
            self.report.added += 1;
            progress.file(&source.name, &FileOutcome::Added(count));
        }
        for passage in passages {
            self.writer.add_document(document(&source.name, passage))?;
        }
        if let Some(reason) = partly {
            self.skip(source.name.clone(), reason, progress);
        }
        let entry = Entry {
            hash,
            passages: count,
        };
        self.after.files.insert(source.name, entry);
        Ok(())
    }

    fn skip(&mut self, file: String, reason: SkipReason, progress: &mut dyn Progress) {
        let outcome = FileOutcome::Skipped(reason);
        progress.file(&file, &outcome);
        if let FileOutcome::Skipped(reason) = outcome {
            self.report.skipped.push(Skipped { file, reason });
        }
    }

    /// Commits the passages and the manifest in one step.
    fn finish(mut self) -> tantivy::Result<Report> {
        self.report.passages = self.after.passages();
        let changes = self.report.added + self.report.replaced + self.report.removed;
        if self.fresh || changes > 0 {
            let manifest = serde_json::to_string(&self.after)
                .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
            let mut commit = self.writer.prepare_commit()?;
            commit.set_payload(&manifest);
            commit.commit()?;
        }
        self.writer.wait_merging_threads()?;
        Ok(self.report)
    }
}

fn document(file: &str, passage: Block) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(FIELDS.file, file);
    document.add_text(FIELDS.place, passage.place.to_string());
    document.add_text(FIELDS.heading, passage.place.heading());
    document.add_text(FIELDS.text, &passage.text);
    document
}
