//! Indexes of real folders, and the agent that answers from them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod agent;
mod searching;
mod updating;

use std::fs;
use std::path::PathBuf;

use chat_agent::{FileOutcome, Found, Indexes, Progress, Report, Search};
use tempfile::TempDir;

/// A folder of documents, and indexes beside it.
struct Desk {
    folder: TempDir,
    indexes: Indexes,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("docs")).unwrap();
        let indexes = Indexes::open(folder.path().join("indexes"));
        Self { folder, indexes }
    }

    fn docs(&self) -> PathBuf {
        self.folder.path().join("docs")
    }

    fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.docs().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn add(&self) -> Report {
        self.indexes.add("handbook", &self.docs(), &mut ()).unwrap()
    }

    async fn find(&self, query: &str) -> Found {
        find(&self.indexes, query, &["handbook"]).await
    }

    /// The files and places of what a search finds.
    async fn places(&self, query: &str) -> Vec<(String, String)> {
        let found = self.find(query).await;
        found
            .passages
            .into_iter()
            .map(|passage| (passage.file, passage.place))
            .collect()
    }
}

async fn find(indexes: &Indexes, query: &str, names: &[&str]) -> Found {
    let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
    indexes.search(query, &names, 5).await.unwrap()
}

fn place(file: &str, place: &str) -> (String, String) {
    (file.to_owned(), place.to_owned())
}

/// Writes down all that it is told.
#[derive(Default)]
struct Diary(Vec<String>);

impl Progress for Diary {
    fn files(&mut self, count: usize) {
        self.0.push(format!("{count} files"));
    }

    fn file(&mut self, file: &str, outcome: &FileOutcome) {
        self.0.push(match outcome {
            FileOutcome::Skipped(reason) => format!("{file}: {reason}"),
            outcome => format!("{file}: {outcome:?}"),
        });
    }
}

/// A PDF with a line of text on each page; a page without any is an empty one.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: String = (0..pages.len())
        .map(|n| format!("{} 0 R ", 4 + 2 * n))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    for (n, text) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * n
        ));
        let stream = if text.is_empty() {
            String::new()
        } else {
            format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET")
        };
        objects.push(format!(
            "<< /Length {} >>\nstream\n{stream}\nendstream",
            stream.len()
        ));
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).into_bytes());
    }
    let table = file.len();
    let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    end.extend(
        offsets
            .iter()
            .map(|offset| format!("{offset:010} 00000 n \n")),
    );
    end.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    file.extend(end.into_bytes());
    file
}
