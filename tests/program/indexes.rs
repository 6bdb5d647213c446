//! `chat index`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;

use super::desk::{chat, text, write_documents};

struct Shelf {
    folder: tempfile::TempDir,
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_documents(&folder.path().join("docs"));
        Self { folder }
    }

    fn docs(&self) -> std::path::PathBuf {
        self.folder.path().join("docs")
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    fn index(&self, arguments: &[&str]) -> Command {
        let mut command = chat();
        command
            .arg("index")
            .args(arguments)
            .arg("--data-dir")
            .arg(self.data());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.index(arguments).output().unwrap()
    }

    fn said(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    }

    fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.said(arguments)).unwrap()
    }

    fn add(&self) -> Output {
        self.run(&["add", "handbook", self.docs().to_str().unwrap()])
    }
}

fn canonical(path: &Path) -> String {
    fs::canonicalize(path).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn an_index_is_made_and_what_cannot_be_read_is_named() {
    let shelf = Shelf::new();
    let output = shelf.add();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output.stdout),
        "handbook: 2 files, 3 passages (2 added, 1 skipped)\n"
    );
    // No progress bar where there is no terminal.
    assert_eq!(
        text(&output.stderr),
        "skipped latin.txt: it is not text in UTF-8\n"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(shelf.data()).unwrap().permissions().mode();
        assert_eq!(
            mode & 0o777,
            0o700,
            "the folder is as `chat serve` makes it"
        );
    }
}

#[test]
fn an_index_is_brought_up_to_date() {
    let shelf = Shelf::new();
    shelf.add();
    fs::write(shelf.docs().join("pumps.md"), "A pump.").unwrap();
    fs::remove_file(shelf.docs().join("latin.txt")).unwrap();
    fs::remove_file(shelf.docs().join("hours.txt")).unwrap();
    fs::write(shelf.docs().join("new.html"), "<p>A page.</p>").unwrap();
    assert_eq!(
        text(&shelf.add().stdout),
        "handbook: 2 files, 2 passages (1 added, 1 changed, 1 removed)\n"
    );
    assert_eq!(
        text(&shelf.add().stdout),
        "handbook: 2 files, 2 passages (2 unchanged)\n"
    );
}

#[test]
fn a_folder_with_nothing_to_read_is_told() {
    let shelf = Shelf::new();
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(
        shelf.said(&["add", "empty", empty.path().to_str().unwrap()]),
        "empty: 0 files, 0 passages (there is no Markdown, text, HTML or PDF file in it)\n"
    );
}

#[test]
fn indexes_are_listed_and_removed() {
    let shelf = Shelf::new();
    let output = shelf.run(&["list"]);
    assert_eq!(
        (output.status.code(), text(&output.stdout)),
        (Some(0), String::new())
    );
    assert!(text(&output.stderr).contains("chat index add"));
    assert_eq!(shelf.json(&["list", "--json"]), json!([]));

    shelf.add();
    shelf.said(&["add", "a", shelf.docs().join("pumps.md").to_str().unwrap()]);
    let listed = shelf.said(&["list"]);
    let rows: Vec<Vec<&str>> = listed
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(rows[0], ["NAME", "FILES", "PASSAGES", "SIZE", "SOURCE"]);
    // The size is a number and a unit.
    assert_eq!((&rows[1][..3], rows[1].len()), (&["a", "1", "2"][..], 6));
    assert_eq!(
        (&rows[2][..3], rows[2][5]),
        (
            &["handbook", "2", "3"][..],
            canonical(&shelf.docs()).as_str()
        )
    );
    assert_eq!(rows.len(), 3);

    let listed = shelf.json(&["list", "--json"]);
    assert_eq!(listed[1]["name"], "handbook");
    assert_eq!(
        (&listed[1]["files"], &listed[1]["passages"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(listed[1]["source"], canonical(&shelf.docs()));
    assert!(listed[1]["size"].as_u64().unwrap() > 0);

    assert_eq!(shelf.said(&["remove", "a"]), "removed a\n");
    assert_eq!(
        shelf.json(&["remove", "handbook", "--json"]),
        json!({"removed": "handbook"})
    );
    assert_eq!(shelf.json(&["list", "--json"]), json!([]));
    assert!(shelf.docs().join("pumps.md").exists());
}

#[test]
fn programs_are_told_what_was_done() {
    let shelf = Shelf::new();
    assert_eq!(
        shelf.json(&["add", "handbook", shelf.docs().to_str().unwrap(), "--json"]),
        json!({
            "name": "handbook",
            "passages": 3,
            "added": 2,
            "changed": 0,
            "removed": 0,
            "unchanged": 0,
            "skipped": [{"file": "latin.txt", "reason": "it is not text in UTF-8"}],
        })
    );
}

#[test]
fn mistakes_are_told() {
    let shelf = Shelf::new();
    shelf.add();
    let docs = shelf.docs();
    let docs = docs.to_str().unwrap();
    let other = shelf.folder.path().to_str().unwrap();
    for (arguments, said) in [
        (vec!["remove", "nothing"], "there is no index nothing"),
        (vec!["add", "../up", docs], "cannot be the name of an index"),
        (
            vec!["add", "a", "/does/not/exist"],
            "cannot read /does/not/exist",
        ),
        (vec!["add", "handbook", other], "choose another name"),
    ] {
        let output = shelf.run(&arguments);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {stderr}");
        assert!(
            stderr.starts_with("error: ") && stderr.contains(said),
            "{stderr}"
        );
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn a_reader_that_panics_says_nothing_of_its_own() {
    let shelf = Shelf::new();
    let docs = shelf.folder.path().join("pdf");
    fs::create_dir(&docs).unwrap();
    fs::write(docs.join("bad.pdf"), pdf_that_nobody_can_read()).unwrap();
    let output = shelf.run(&["add", "pdf", docs.to_str().unwrap()]);
    assert_eq!(
        text(&output.stderr),
        "skipped bad.pdf: it is damaged, or more than its reader can take\n"
    );
    assert_eq!(output.status.code(), Some(0));
}

/// A page whose font has an encoding that there is not, over which its reader panics.
fn pdf_that_nobody_can_read() -> String {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /NoSuchEncoding >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
        "<< /Length 29 >>\nstream\nBT /F1 12 Tf (Pump.) Tj ET   \nendstream",
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (n, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", n + 1));
    }
    let start = file.len();
    file + &format!(
        "xref\n0 6\n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
}
