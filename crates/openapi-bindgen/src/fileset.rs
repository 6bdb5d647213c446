//! The files of the bindings: compared with what is on disk, or written there.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use similar::TextDiff;

/// The files of the bindings, by their paths below one folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
}

/// How a file on disk differs from the one that it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drift {
    /// It says something else.
    Stale,
    /// It is not there.
    Missing,
    /// It is there and no longer made.
    Orphaned,
}

/// A file on disk that is not the one that it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its path below the folder.
    pub path: String,
    /// How it differs.
    pub drift: Drift,
    /// What would change, as a unified diff.
    pub diff: String,
}

/// The name of the list that says which files were made, and from what.
pub const LOCK_FILE: &str = "bindings.lock";

impl FileSet {
    /// Adds a file.
    pub fn insert(&mut self, path: &str, text: String) {
        self.files.insert(path.to_owned(), text);
    }

    /// A file's text.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The files, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// All modules as one text, to be included at the root of a crate: what a build script writes.
    pub fn one_file(&self) -> String {
        // An included file has no documentation of its own.
        let library = self.get("lib.rs").unwrap_or_default();
        let library = library.lines().filter(|line| !line.starts_with("//!"));
        self.nested("", library)
    }

    /// The lines of a module of `folder`, with the modules that it declares in place.
    fn nested<'a>(&self, folder: &str, lines: impl Iterator<Item = &'a str>) -> String {
        let mut text = String::new();
        for line in lines {
            let declared = line.trim_end().strip_suffix(';');
            let name = declared.and_then(|line| {
                let line = line.trim_start();
                line.strip_prefix("pub mod ")
                    .or_else(|| line.strip_prefix("mod "))
            });
            let module = name.and_then(|name| {
                let below = format!("{folder}{name}/");
                let file = self.get(&format!("{folder}{name}.rs"));
                let file = file.or_else(|| self.get(&format!("{below}mod.rs")))?;
                Some(self.nested(&below, file.lines()))
            });
            match (declared, module) {
                (Some(declared), Some(module)) => {
                    text.push_str(&format!("{declared} {{\n{module}}}\n"));
                }
                _ => {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        text
    }

    /// Adds the list of the files and of the document they were made from, each with its SHA-256, so that a build
    /// script can tell without the generator whether they belong together.
    pub fn seal(&mut self, document_name: &str, document: &str) {
        let mut lock =
            String::from("# What the bindings were made from, and what they are (SHA-256).\n");
        let made = self
            .files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()));
        for (path, text) in std::iter::once((document_name, document)).chain(made) {
            lock.push_str(&format!("{}  {path}\n", hex(&Sha256::digest(text))));
        }
        self.files.insert(LOCK_FILE.to_owned(), lock);
    }

    /// Compares the files with those below `folder`: stale, missing and orphaned ones.
    ///
    /// # Errors
    /// [`io::Error`] when the folder cannot be read.
    pub fn compare(&self, folder: &Path) -> io::Result<Vec<Difference>> {
        let on_disk = read_all(folder)?;
        let mut paths: Vec<_> = self.files.keys().chain(on_disk.keys()).collect();
        paths.sort();
        paths.dedup();
        let differences = paths.into_iter().filter_map(|path| {
            let (old, new) = (on_disk.get(path), self.files.get(path));
            let drift = match (old, new) {
                (Some(old), Some(new)) if old == new => return None,
                (Some(_), Some(_)) => Drift::Stale,
                (None, _) => Drift::Missing,
                (Some(_), None) => Drift::Orphaned,
            };
            let (old, new) = (
                old.map_or("", String::as_str),
                new.map_or("", String::as_str),
            );
            let diff = TextDiff::from_lines(old, new);
            let diff = diff
                .unified_diff()
                .header("on disk", "as it should be")
                .to_string();
            Some(Difference {
                path: path.clone(),
                drift,
                diff,
            })
        });
        Ok(differences.collect())
    }

    /// Makes the folder hold these files and no others. A file that is already right is left alone, and one that is not
    /// is replaced as a whole or not at all.
    ///
    /// # Errors
    /// [`io::Error`] when a file cannot be written or removed.
    pub fn write(&self, folder: &Path) -> io::Result<Vec<Difference>> {
        let differences = self.compare(folder)?;
        for difference in &differences {
            let path = folder.join(&difference.path);
            match self.files.get(&difference.path) {
                Some(text) => replace(&path, text)?,
                None => std::fs::remove_file(&path)?,
            }
        }
        remove_empty_folders(folder)?;
        Ok(differences)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files below a folder, by their paths; none where there is no such folder.
fn read_all(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let entries = match std::fs::read_dir(folder.join(&below)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                let name = path.to_string_lossy().replace('\\', "/");
                let bytes = std::fs::read(entry.path())?;
                files.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    Ok(files)
}

/// Writes beside the file and renames, so that nobody sees half of it.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let draft = path.with_extension("draft");
    std::fs::write(&draft, text)?;
    std::fs::rename(&draft, path)
}

fn remove_empty_folders(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty_folders(&entry.path())?;
            if std::fs::read_dir(entry.path())?.next().is_none() {
                std::fs::remove_dir(entry.path())?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Drift, FileSet};

    #[test]
    fn stale_missing_and_orphaned_files_are_told_and_mended() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = FileSet::default();
        files.insert("a.rs", "one\n".into());
        files.insert("sub/b.rs", "two\n".into());
        assert_eq!(files.write(folder.path()).unwrap().len(), 2);
        assert!(files.compare(folder.path()).unwrap().is_empty());

        std::fs::write(folder.path().join("a.rs"), "else\n").unwrap();
        std::fs::remove_file(folder.path().join("sub/b.rs")).unwrap();
        std::fs::create_dir(folder.path().join("old")).unwrap();
        std::fs::write(folder.path().join("old/c.rs"), "three\n").unwrap();
        let found = files.compare(folder.path()).unwrap();
        let found: Vec<_> = found.iter().map(|d| (d.path.as_str(), d.drift)).collect();
        assert_eq!(
            found,
            [
                ("a.rs", Drift::Stale),
                ("old/c.rs", Drift::Orphaned),
                ("sub/b.rs", Drift::Missing)
            ]
        );
        let diff = &files.compare(folder.path()).unwrap()[0].diff;
        assert!(diff.contains("-else") && diff.contains("+one"), "{diff}");

        files.write(folder.path()).unwrap();
        assert!(files.compare(folder.path()).unwrap().is_empty());
        assert!(!folder.path().join("old").exists());
    }
}
