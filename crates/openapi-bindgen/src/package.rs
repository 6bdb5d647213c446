//! A complete crate around bindings: a manifest and a README beside `src`.

use std::path::{Component, Path, PathBuf};

use crate::Bindings;
use crate::markdown::lines;

/// What a crate is called, and what it needs.
#[derive(Debug, Clone)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The ends that are there without being asked for: `client`, `server`.
    pub default_features: Vec<String>,
    /// Whether there are webhooks or callbacks.
    pub webhooks: bool,
    /// Where the crate `openapi-runtime` is, from the folder of the manifest; as its version says, where this is `None`.
    pub runtime: Option<PathBuf>,
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
        let runtime = match &self.runtime {
            Some(path) => {
                let path = path.to_string_lossy().replace('\\', "/");
                format!("{{ path = {path:?} }}")
            }
            None => format!("{:?}", env!("CARGO_PKG_VERSION")),
        };
        let webhooks = if self.webhooks {
            "\n# What goes the other way: webhooks and callbacks, received and sent by the ends above.\nwebhooks = []"
        } else {
            ""
        };
        format!(
            "# {MARK}
[package]
name = {name:?}
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"1.95\"
publish = false

[features]
default = [{default}]
# The operations, called over HTTP.
client = [\"openapi-runtime/client\"]
# A router over an implementation of the operations.
server = [\"dep:axum\", \"openapi-runtime/server\"]{webhooks}
# `schemars::JsonSchema` for the types.
schemars = [\"dep:schemars\", \"openapi-runtime/schemars\"]

[dependencies]
axum = {{ version = \"0.8.9\", default-features = false, optional = true }}
http = \"1.3\"
openapi-runtime = {runtime}
schemars = {{ version = \"1.2\", default-features = false, features = [\"derive\", \"std\", \"uuid1\"], optional = true }}
serde = {{ version = \"1\", default-features = false, features = [\"derive\", \"std\"] }}
serde_json = \"1\"
uuid = {{ version = \"1.18\", default-features = false, features = [\"std\", \"serde\"] }}
",
            name = self.name,
            default = quoted.join(", "),
        )
    }

    /// The text of the README.
    pub fn readme(&self, title: &str, trait_name: &str, bindings: &Bindings) -> String {
        let title = lines(title).join(" ");
        let module = self.name.replace('-', "_");
        let operations = &bindings.report.operations;
        let mut text = format!(
            "<!-- {MARK} -->
# {name}

{title}: types, a client, a server trait and its router, made from `src/openapi.json`.

```rust,ignore
// Calls the API (feature `client`).
let client = {module}::client::Client::new(base_url, {module}::Credentials::default(), transport);

// Serves it (feature `server`): implement `{module}::{trait_name}` and `{module}::Authenticate`.
let router = {module}::server::router(implementation);
```

{generated} of {total} operations are here.
",
            name = self.name,
            generated = operations.generated,
            total = operations.total,
        );
        if !operations.refused.is_empty() {
            text.push_str("\n| Left out | Why |\n|---|---|\n");
            for refused in &operations.refused {
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

/// The way from one folder to another; both exist.
///
/// # Errors
/// [`std::io::Error`] when one of them cannot be found.
pub fn relative(from: &Path, to: &Path) -> std::io::Result<PathBuf> {
    let (from, to) = (from.canonicalize()?, to.canonicalize()?);
    let common = from.components().zip(to.components());
    let common = common.take_while(|(one, other)| one == other).count();
    // Two drives have nothing in common.
    if common == 0 {
        return Ok(to);
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    Ok(up.chain(to.components().skip(common)).collect())
}

#[cfg(test)]
mod tests {
    use super::{Package, relative};
    use std::path::Path;

    /// A generated crate asks for what the workspace is tested with.
    #[test]
    fn versions_are_those_of_the_workspace() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml");
        let workspace = std::fs::read_to_string(workspace).unwrap();
        let package = Package {
            name: "x".into(),
            default_features: Vec::new(),
            webhooks: false,
            runtime: None,
        };
        let manifest = package.manifest();
        let (_, dependencies) = manifest.split_once("[dependencies]\n").unwrap();
        for line in dependencies
            .lines()
            .filter(|line| !line.starts_with("openapi-runtime"))
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
