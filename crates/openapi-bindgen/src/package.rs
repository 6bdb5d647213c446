//! A complete crate around bindings: a manifest and a README beside `src`.

use std::path::{Component, Path, PathBuf};

use crate::markdown::lines;
use crate::{Bindings, Ends};

/// What a crate is called, and what it needs.
#[derive(Debug, Clone)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The ends that its bindings have.
    pub ends: Ends,
    /// The features that are there without being asked for.
    pub default_features: Vec<String>,
    /// Whether there are webhooks or callbacks.
    pub webhooks: bool,
    /// Whether it has the test that sends every operation there and back.
    pub tests: bool,
    /// Whether it has a stand-in for tests of what calls the API.
    pub mock: bool,
    /// The features of the runtime's that its values need.
    pub values: Vec<&'static str>,
    /// Where `openapi-runtime` is.
    pub runtime: Runtime,
}

const CLIENT: &str = "# The operations, called over HTTP.
client = [\"openapi-runtime/client\"]
";
const SERVER: &str = "# A router over an implementation of the operations.
server = [\"dep:axum\", \"openapi-runtime/server\"]
";
const WEBHOOKS: &str = "# What goes the other way, received and sent: webhooks and callbacks.
webhooks = []
";
const MOCK: &str = "# A stand-in for tests of what calls the API.
mock = [\"client\", \"server\", \"dep:openapi-testing\"]
";
const SCHEMARS: &str = "# `schemars::JsonSchema` for the types.
schemars = [\"dep:schemars\", \"openapi-runtime/schemars\"]
";
const AXUM: &str = "axum = { version = \"0.8.9\", default-features = false, optional = true }
";
const HTTP: &str = "http = \"1.3\"
";
const TYPES: &str = "schemars = { version = \"1.2\", default-features = false, features = [\"derive\", \"std\", \"uuid1\"], optional = true }
serde = { version = \"1\", default-features = false, features = [\"derive\", \"std\"] }
serde_json = \"1\"
uuid = { version = \"1.18\", default-features = false, features = [\"std\", \"serde\"] }
";

/// Where the crate `openapi-runtime` is, which every crate of bindings needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runtime {
    /// In a folder, as seen from that of the manifest.
    Folder(PathBuf),
    /// In the registry, as this requirement has it.
    Version(String),
}

impl Runtime {
    /// The version that this generator writes for.
    pub const VERSION: &str = env!("CARGO_PKG_VERSION");

    /// The features that are there for what a document may say of its values, all on by default.
    pub const VALUES: [&str; 2] = ["dates", "patterns"];

    /// Where another crate is that belongs to the runtime.
    fn beside(&self, name: &str) -> Self {
        match self {
            Self::Folder(path) => Self::Folder(path.with_file_name(name)),
            Self::Version(version) => Self::Version(version.clone()),
        }
    }

    fn dependency(&self) -> String {
        match self {
            // The version is for when the crate is published: a folder is none of the registry's.
            Self::Folder(path) => {
                let path = path.to_string_lossy().replace('\\', "/");
                format!("{{ path = {path:?}, version = {:?} }}", Self::VERSION)
            }
            Self::Version(version) => format!("{version:?}"),
        }
    }

    /// The same, with something said of it.
    fn with(&self, said: &str) -> String {
        match self {
            Self::Folder(_) => self.dependency().replace(" }", &format!(", {said} }}")),
            Self::Version(version) => format!("{{ version = {version:?}, {said} }}"),
        }
    }
}

/// What a file begins with that is made anew each time.
pub const MARK: &str = "Made by openapi-bindgen. Take this line out to keep what you change.";

impl Package {
    /// The text of the manifest.
    pub fn manifest(&self) -> String {
        let quoted: Vec<_> = self
            .default_features
            .iter()
            .map(|end| format!("{end:?}"))
            .collect();
        let mut text = format!(
            "# {MARK}
[package]
name = {name:?}
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"1.95\"
publish = false

[features]
default = [{default}]
",
            name = self.name,
            default = quoted.join(", "),
        );
        let Ends { client, server } = self.ends;
        let features = [
            (client, CLIENT),
            (server, SERVER),
            (self.webhooks && self.ends.is_any(), WEBHOOKS),
            (self.mock, MOCK),
            (true, SCHEMARS),
        ];
        let runtime = if self.values == Runtime::VALUES {
            self.runtime.dependency()
        } else if self.values.is_empty() {
            self.runtime.with("default-features = false")
        } else {
            let features = format!("default-features = false, features = {:?}", self.values);
            self.runtime.with(&features)
        };
        let runtime = format!("openapi-runtime = {runtime}\n");
        let testing = self.runtime.beside("openapi-testing");
        let optional = format!("openapi-testing = {}\n", testing.with("optional = true"));
        let dependencies = [
            (server, AXUM),
            (self.ends.is_any(), HTTP),
            (true, &*runtime),
            (self.mock, &*optional),
            (true, TYPES),
        ];
        let wanted = |(is_wanted, part): (bool, &'static str)| is_wanted.then_some(part);
        text.extend(features.into_iter().filter_map(wanted));
        text.push_str("\n[dependencies]\n");
        for (is_wanted, part) in dependencies {
            text.push_str(if is_wanted { part } else { "" });
        }
        if self.tests {
            let testing = testing.dependency();
            text.push_str(&format!(
                "\n[dev-dependencies]\nopenapi-testing = {testing}\n"
            ));
        }
        text
    }

    /// The text of the README.
    pub fn readme(&self, title: &str, trait_name: &str, bindings: &Bindings) -> String {
        let title = lines(title).join(" ");
        let module = self.name.replace('-', "_");
        let operations = &bindings.report.operations;
        let mut text = format!("<!-- {MARK} -->\n# {}\n\n{title}: ", self.name);
        let Ends { client, server } = self.ends;
        text.push_str(match (client, server) {
            (true, true) => "types, a client, a server trait and its router",
            (true, false) => "types and a client",
            (false, true) => "types, a server trait and its router",
            (false, false) => "types",
        });
        text.push_str(", made from `src/openapi.json`.\n");
        if self.ends.is_any() && operations.generated > 0 {
            text.push_str("\n```rust,ignore\n");
            if client {
                text.push_str(&format!(
                    "// Calls the API (feature `client`).\n\
                     let client = {module}::client::Client::new(base_url, {module}::Credentials::default(), transport);\n"
                ));
            }
            if client && server {
                text.push('\n');
            }
            if server {
                text.push_str(&format!(
                    "// Serves it (feature `server`): implement `{module}::{trait_name}` and `{module}::Authenticate`.\n\
                     let router = {module}::server::router(implementation);\n"
                ));
            }
            text.push_str("```\n");
        }
        if self.webhooks && self.ends.is_any() {
            text.push_str(
                "\nThe feature `webhooks` has what goes the other way: the modules `webhooks` and `callbacks`.\n",
            );
        }
        if self.mock && operations.generated > 0 {
            text.push_str(&format!(
                "\nThe feature `mock` has a stand-in for tests of what calls the API: `{module}::mock::Mock`.\n"
            ));
        }
        text.push_str(&format!("\n{}.\n", bindings.report.summary()));
        let mut refused = bindings.report.refused().peekable();
        if refused.peek().is_some() {
            text.push_str("\n| Left out | Why |\n|---|---|\n");
            for refused in refused {
                let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
                text.push_str(&format!(
                    "| `{}` | {} |\n",
                    cell(&refused.operation),
                    cell(&refused.reason)
                ));
            }
        }
        text
    }
}

/// The way from one folder to another; both exist. Where they have nothing but the root in common it is the whole path,
/// for then the one is likely to be moved without the other.
///
/// # Errors
/// [`std::io::Error`] when one of them cannot be found.
pub fn relative(from: &Path, to: &Path) -> std::io::Result<PathBuf> {
    let (from, to) = (from.canonicalize()?, to.canonicalize()?);
    let common = from.components().zip(to.components());
    let common = common.take_while(|(one, other)| one == other).count();
    if common <= 1 {
        return Ok(to);
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    Ok(up.chain(to.components().skip(common)).collect())
}

#[cfg(test)]
mod tests {
    use super::{Package, Runtime, relative};
    use crate::Ends;
    use std::path::Path;

    /// A generated crate asks for what the workspace is tested with.
    #[test]
    fn versions_are_those_of_the_workspace() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml");
        let workspace = std::fs::read_to_string(workspace).unwrap();
        let package = Package {
            name: "x".into(),
            ends: Ends::default(),
            default_features: Vec::new(),
            webhooks: false,
            tests: false,
            mock: true,
            values: Vec::new(),
            runtime: Runtime::Version(Runtime::VERSION.into()),
        };
        let manifest = package.manifest();
        let (_, dependencies) = manifest.split_once("[dependencies]\n").unwrap();
        for line in dependencies
            .lines()
            .filter(|line| !line.starts_with("openapi-"))
        {
            let line = line.replace(", optional = true", "");
            assert!(workspace.lines().any(|known| known == line), "{line}");
        }
        // And for what the crate of the chat API asks for.
        let names = |dependencies: &str| -> Vec<String> {
            let lines = dependencies.lines().take_while(|line| !line.is_empty());
            let names = lines.filter_map(|line| line.split([' ', '.']).next());
            names.map(str::to_owned).collect()
        };
        let api = Path::new(env!("CARGO_MANIFEST_DIR")).join("../chat-api/Cargo.toml");
        let api = std::fs::read_to_string(api).unwrap();
        let (_, own) = api.split_once("[dependencies]\n").unwrap();
        assert_eq!(names(dependencies), names(own));
    }

    #[test]
    fn the_way_to_another_folder_is_relative() {
        let root = tempfile::tempdir().unwrap();
        let (one, other) = (root.path().join("a/b"), root.path().join("c"));
        std::fs::create_dir_all(&one).unwrap();
        std::fs::create_dir_all(&other).unwrap();
        assert_eq!(relative(&one, &other).unwrap(), Path::new("../../c"));
    }
}
