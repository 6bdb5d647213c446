//! Where the API is: base URLs, and what their variables may be.

use super::{At, Lowering};
use crate::ir::{Server, ServerChoice, ServerPiece, ServerTemplate, ServerVariable};
use crate::names::{Scope, pascal, snake};
use crate::source::NodeKind;

impl<'s> Lowering<'s> {
    /// The servers of the document.
    pub(super) fn servers(&mut self, root: &At<'s>) -> Vec<Server> {
        let listed = self.list(root, "servers");
        let listed = listed
            .into_iter()
            .filter_map(|at| Some((at.text("url")?, at)));
        let listed: Vec<_> = listed.collect();
        let templates = listed.iter().filter(|(url, _)| url.contains('{')).count();
        let mut names = Scope::default();
        let mut servers = Vec::new();
        for (index, (url, at)) in listed.into_iter().enumerate() {
            let name = match at.text("name") {
                Some(name) => pascal(&format!("{name} server")),
                None if templates > 1 => format!("Server{}", index + 1),
                None => "Server".to_owned(),
            };
            let template = self.template(&url, &at, name, &mut names);
            servers.push(Server { url, template });
        }
        servers
    }

    /// Says of each path and operation with servers of its own that the client does not go there by itself.
    pub(super) fn warn_of_own_servers(&mut self, at: &At<'s>, label: &str) {
        let servers = at.get("servers").map_or(Vec::new(), |own| own.items());
        let urls: Vec<_> = servers.iter().filter_map(|own| own.text("url")).collect();
        if let (Some(own), false) = (at.get("servers"), urls.is_empty()) {
            self.warn(
                &own,
                "own-servers",
                format!(
                    "{label} has servers of its own, `{}`: a client sends it to its base URL like all others",
                    urls.join("`, `")
                ),
                "make a second client with that base URL",
            );
        }
    }

    /// The template of a base URL; `None` where it has no variables, or where one of them says too little.
    fn template(
        &mut self,
        url: &str,
        at: &At<'s>,
        name: String,
        names: &mut Scope,
    ) -> Option<ServerTemplate> {
        if !url.contains('{') {
            return None;
        }
        let declared = self.fields(at, "variables");
        let name = names.claim(name);
        let mut fields = Scope::reserving(&["base_url"]);
        let mut variables: Vec<ServerVariable> = Vec::new();
        let mut pieces = Vec::new();
        let mut rest = url;
        while let Some((text, tail)) = rest.split_once('{') {
            let Some((wire, tail)) = tail.split_once('}') else {
                break;
            };
            if !text.is_empty() {
                pieces.push(ServerPiece::Text(text.to_owned()));
            }
            rest = tail;
            if let Some(known) = variables.iter().position(|known| known.wire == wire) {
                pieces.push(ServerPiece::Variable(known));
                continue;
            }
            let Some((_, variable)) = declared.iter().find(|(known, _)| *known == wire) else {
                self.warn(
                    at,
                    "undeclared-server-variable",
                    format!(
                        "nothing is said of `{wire}` in `{url}`, and no base URL is made of it"
                    ),
                    "declare it under `variables`, with a `default`",
                );
                return None;
            };
            let field = fields.claim(snake(wire));
            let variable = self.server_variable(variable, wire, field, &name, names)?;
            pieces.push(ServerPiece::Variable(variables.len()));
            variables.push(variable);
        }
        if !rest.is_empty() {
            pieces.push(ServerPiece::Text(rest.to_owned()));
        }
        (!variables.is_empty()).then(|| ServerTemplate {
            name,
            docs: at.text("description"),
            variables,
            pieces,
        })
    }

    fn server_variable(
        &mut self,
        at: &At<'s>,
        wire: &str,
        field: String,
        server: &str,
        names: &mut Scope,
    ) -> Option<ServerVariable> {
        let mut values: Vec<String> = Vec::new();
        for value in self.list(at, "enum").iter().filter_map(text) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let default = at.get("default").and_then(|default| text(&default));
        let Some(default) = default.or_else(|| values.first().cloned()) else {
            self.warn(
                at,
                "server-variable-without-default",
                format!("the variable `{wire}` has no `default`, and no base URL is made of it"),
                "say what it is where nobody says it",
            );
            return None;
        };
        if !values.is_empty() && !values.contains(&default) {
            self.warn(
                at,
                "unlisted-default",
                format!("the default `{default}` is none of the values that are listed, and is taken for one"),
                "list it under `enum`",
            );
            values.push(default.clone());
        }
        let listed = (!values.is_empty()).then(|| {
            let mut variants = Scope::default();
            let values = values.into_iter();
            let values = values.map(|value| (variants.claim(pascal(&value)), value));
            ServerChoice {
                values: values.collect(),
                name: names.claim(pascal(&format!("{server} {wire}"))),
            }
        });
        Some(ServerVariable {
            wire: wire.to_owned(),
            field,
            docs: at.text("description"),
            default,
            listed,
        })
    }
}

/// The text of a value, which some write without quotes where it is a number.
fn text(at: &At<'_>) -> Option<String> {
    match &at.node.kind {
        NodeKind::Null | NodeKind::Array(_) | NodeKind::Object(_) => None,
        _ => Some(match at.node.as_str() {
            Some(text) => text.to_owned(),
            None => at.node.to_json().to_string(),
        }),
    }
}
