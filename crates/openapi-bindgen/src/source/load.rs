//! A document: a file, and those that it refers to.
//!
//! Nothing is ever fetched: what a document needs lies in its folder, or in one that the caller names.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{Node, NodeKind, uri, yaml};
use crate::diagnostic::{Diagnostic, Diagnostics, Position, Severity};

/// The most bytes that the files of a document may have.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// The most files that a document may have.
const MAX_FILES: usize = 2_000;

/// A document: a file, and those that it refers to.
#[derive(Debug)]
pub struct Source {
    /// What diagnostics call it: its path as it was given.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The values.
    pub root: Node,
    /// The other files that it refers to, and those that these refer to.
    pub others: Vec<File>,
    /// What there was to say while the files were read.
    pub warnings: Diagnostics,
    /// Where the references to other files lead, by the file that they stand in and what they say.
    links: HashMap<(usize, String), Result<usize, String>>,
}

/// A file that a document refers to.
#[derive(Debug)]
pub struct File {
    /// Its path, from the folder of the document.
    pub path: String,
    /// What diagnostics call it.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The values.
    pub root: Node,
}

impl Source {
    /// Reads a document from a file, and the files below its folder that it refers to.
    ///
    /// # Errors
    /// [`Diagnostics`] when the file cannot be read, or is neither JSON nor YAML.
    pub fn read(path: &Path) -> Result<Self, Diagnostics> {
        Self::read_within(path, None)
    }

    /// Reads a document from a file, and the files below the folder `within` that it refers to.
    ///
    /// # Errors
    /// [`Diagnostics`] when the file cannot be read, or is neither JSON nor YAML.
    pub fn read_within(path: &Path, within: Option<&Path>) -> Result<Self, Diagnostics> {
        let name = path.display().to_string();
        let unreadable = |why: String| {
            Diagnostics::from(Diagnostic {
                severity: Severity::Error,
                code: "unreadable-file",
                message: format!("the file cannot be read: {why}"),
                help: "name a file of UTF-8 text that exists and that you may read".into(),
                file: name.clone(),
                position: Position { line: 1, column: 1 },
                pointer: String::new(),
            })
        };
        let text = text(path, MAX_BYTES).map_err(unreadable)?;
        let mut source = Self::parse(&name, text)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut loader = Loader::new(&mut source, folder, within)
            .map_err(|error| unreadable(error.to_string()))?;
        loader.load();
        Ok(source)
    }

    /// Reads a document from text; `name` is what diagnostics call it. References lead nowhere outside of it.
    ///
    /// # Errors
    /// [`Diagnostics`] when the text is neither JSON nor YAML.
    pub fn parse(name: &str, text: String) -> Result<Self, Diagnostics> {
        let (root, warnings) = yaml::read(name, &text)?;
        Ok(Self {
            name: name.to_owned(),
            text,
            root,
            others: Vec::new(),
            warnings,
            links: HashMap::new(),
        })
    }

    /// The title that the document gives its API.
    pub fn title(&self) -> &str {
        let title = self.root.get("info").and_then(|info| info.get("title"));
        title.and_then(Node::as_str).unwrap_or_default()
    }

    /// The file with an index: the document is 0, and the others follow.
    pub(crate) fn file(&self, index: usize) -> Option<&File> {
        self.others.get(index.checked_sub(1)?)
    }

    /// The file that a reference in a file leads to.
    ///
    /// # Errors
    /// Why it leads to none.
    pub(crate) fn link(&self, from: usize, reference: &str) -> Result<usize, String> {
        let file = uri::file_of(reference);
        if uri::is_remote(file) {
            return Err("leads to another machine, and nothing is fetched".into());
        }
        let link = self.links.get(&(from, file.to_owned()));
        link.cloned()
            .unwrap_or_else(|| Err("leads out of the document".into()))
    }
}

/// The text of a file that is not larger than it may be.
fn text(path: &Path, most: u64) -> Result<String, String> {
    let size = std::fs::metadata(path)
        .map_err(|error| error.to_string())?
        .len();
    if size > most {
        return Err(format!(
            "it has {size} bytes, and all files of a document may have {MAX_BYTES}"
        ));
    }
    std::fs::read_to_string(path).map_err(|error| error.to_string())
}

/// Reads the files that a document refers to.
struct Loader<'a> {
    source: &'a mut Source,
    /// The folder that all files have to be in.
    within: PathBuf,
    /// The folder of the document, from there.
    folder: PathBuf,
    /// The indices of the files, by their paths from there.
    known: HashMap<PathBuf, Result<usize, String>>,
    bytes: u64,
}

impl<'a> Loader<'a> {
    fn new(source: &'a mut Source, folder: &Path, within: Option<&Path>) -> std::io::Result<Self> {
        let own = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let own = own.canonicalize()?;
        let within = within.map_or_else(|| Ok(own.clone()), Path::canonicalize)?;
        let folder = own.strip_prefix(&within).map_err(|_| {
            std::io::Error::other(format!("it is not in the folder {}", within.display()))
        })?;
        let root = folder.join(Path::new(&source.name).file_name().unwrap_or_default());
        Ok(Self {
            bytes: source.text.len() as u64,
            folder: folder.to_owned(),
            within,
            known: HashMap::from([(root, Ok(0))]),
            source,
        })
    }

    fn load(&mut self) {
        let mut next = 0;
        loop {
            let (root, folder) = match (next, self.source.file(next)) {
                (0, _) => (&self.source.root, self.folder.clone()),
                (_, Some(file)) => {
                    let own = self.folder.join(&file.path);
                    (
                        &file.root,
                        own.parent().map(Path::to_owned).unwrap_or_default(),
                    )
                }
                (_, None) => return,
            };
            let mut references = Vec::new();
            collect(root, &mut references);
            for reference in references {
                let found = self.find(&folder, &reference);
                self.source.links.insert((next, reference), found);
            }
            next += 1;
        }
    }

    /// The file that a reference in a file of `folder` leads to.
    fn find(&mut self, folder: &Path, reference: &str) -> Result<usize, String> {
        let joined = folder.join(uri::unescape(reference));
        let Some(path) = uri::normal(&joined) else {
            return Err("leads out of the document's folder".into());
        };
        if let Some(known) = self.known.get(&path) {
            return known.clone();
        }
        let found = self.open(&path);
        self.known.insert(path, found.clone());
        found
    }

    fn open(&mut self, path: &Path) -> Result<usize, String> {
        let place = self.within.join(path);
        let real = place
            .canonicalize()
            .map_err(|error| format!("cannot be read: {error}"))?;
        // A link in the folder may lead out of it.
        if !real.starts_with(&self.within) {
            return Err("leads out of the document's folder".into());
        }
        if self.source.others.len() >= MAX_FILES {
            return Err(format!(
                "is one file too many: a document may have {MAX_FILES}"
            ));
        }
        let text = text(&real, MAX_BYTES.saturating_sub(self.bytes))
            .map_err(|why| format!("cannot be read: {why}"))?;
        let from_document = path.strip_prefix(&self.folder).unwrap_or(path);
        let from_document = from_document.to_string_lossy().replace('\\', "/");
        let name = match Path::new(&self.source.name).parent() {
            Some(folder) => folder.join(&from_document).display().to_string(),
            None => from_document.clone(),
        };
        let (root, warnings) = yaml::read(&name, &text).map_err(|all| match all.iter().last() {
            Some(fatal) => format!(
                "cannot be read: {} (line {})",
                fatal.message, fatal.position.line
            ),
            None => "cannot be read".into(),
        })?;
        self.bytes += text.len() as u64;
        for warning in warnings.iter() {
            self.source.warnings.push(warning.clone());
        }
        self.source.others.push(File {
            path: from_document,
            name,
            text,
            root,
        });
        Ok(self.source.others.len())
    }
}

/// The files that the references in a tree name.
fn collect(node: &Node, found: &mut Vec<String>) {
    let mut add = |text: &str| {
        let file = uri::file_of(text);
        if !file.is_empty() && !uri::is_remote(file) && !found.iter().any(|known| known == file) {
            found.push(file.to_owned());
        }
    };
    for (name, value) in node.entries() {
        match (name.as_str(), &value.kind) {
            ("$ref", NodeKind::String(text)) => add(text),
            // A mapping of a discriminator may name a schema, or refer to it.
            ("mapping", NodeKind::Object(tags)) => {
                let texts = tags.iter().filter_map(|(_, target)| target.as_str());
                texts
                    .filter(|text| text.contains(['#', '.', '/']))
                    .for_each(&mut add);
            }
            _ => {}
        }
    }
    for (_, value) in node.entries() {
        collect(value, found);
    }
    for item in node.items() {
        collect(item, found);
    }
}
