//! Who may call: security schemes and what operations ask for.

use super::{At, Lowering, scheme};
use crate::ir::{Location, Requirement, Scheme, SchemeKind};
use crate::names::{Scope, snake};
use crate::source::NodeKind;

impl<'s> Lowering<'s> {
    /// The security schemes of the document.
    pub(super) fn schemes(&mut self, root: &At<'s>) -> Vec<Scheme> {
        let mut fields = Scope::default();
        let Some(components) = root.get("components") else {
            return Vec::new();
        };
        let entries = self.fields(&components, "securitySchemes");
        entries
            .into_iter()
            .filter_map(|(key, at)| {
                let at = self.resolve(&at)?;
                let kind = self.scheme_kind(&at)?;
                Some(Scheme {
                    key: key.to_owned(),
                    field: fields.claim(snake(key)),
                    docs: at.text("description"),
                    kind,
                })
            })
            .collect()
    }

    fn scheme_kind(&mut self, at: &At<'s>) -> Option<SchemeKind> {
        let kind = at.text("type").unwrap_or_default();
        let found = match kind.as_str() {
            "http" => at.text("scheme").map(|name| http_scheme(&name)),
            // Both end in an access token, however the caller came by it (RFC 6750).
            "oauth2" | "openIdConnect" => Some(SchemeKind::Bearer),
            "apiKey" => key(at),
            "mutualTLS" => Some(SchemeKind::Certificate),
            _ => None,
        };
        if found.is_none() {
            self.mistake(
                at,
                "unsupported-security",
                format!("the security scheme `{kind}` is not supported, or says too little"),
                "declare `http` with a `scheme`, `apiKey` with `in` and `name`, `oauth2`, `openIdConnect` or `mutualTLS`",
            );
        }
        found
    }

    /// The alternatives that let a caller in: the operation's own, else the document's.
    pub(super) fn security(
        &mut self,
        operation: &At<'s>,
        schemes: &[Scheme],
    ) -> Vec<Vec<Requirement>> {
        let root = self.root();
        let own = operation.get("security");
        let owner = if own.is_some_and(|own| !matches!(own.node.kind, NodeKind::Null)) {
            operation
        } else {
            &root
        };
        let listed = self.list(owner, "security");
        let mut alternatives = Vec::new();
        for requirement in &listed {
            // What is no object names no scheme, and would let anyone in.
            if !matches!(requirement.node.kind, NodeKind::Object(_)) {
                self.wrong_kind(requirement, "security", "alternatives as `- Scheme: []`");
            }
            let entries = requirement.entries();
            let unknown = entries
                .iter()
                .find(|(key, _)| scheme(schemes, key).is_none());
            match unknown {
                // One alternative less still lets callers in by the others.
                Some((key, at)) if listed.len() > 1 => {
                    self.leniently(at, |lowering| lowering.refuse_scheme(at, key));
                }
                Some((key, at)) => self.refuse_scheme(at, key),
                None => alternatives.push(requirements(&entries)),
            }
        }
        // Where none is left, nobody would be asked for anything.
        if let (Some(first), true) = (listed.first(), alternatives.is_empty()) {
            let unknown = first.entries().into_iter().next();
            if let Some((key, at)) = unknown {
                self.refuse_scheme(&at, key);
            }
        }
        // An empty alternative lets anyone in. It comes last, so that a credential that is there is still read. So do those
        // that a connection meets, after all that a caller may hold: a client cannot tell what its connections present.
        alternatives.sort_by_key(|alternative| {
            (
                alternative.is_empty(),
                is_of_connection(alternative, schemes),
            )
        });
        if alternatives.iter().all(Vec::is_empty) {
            alternatives.clear();
        }
        alternatives
    }

    fn refuse_scheme(&mut self, at: &At<'s>, key: &str) {
        let components = self.root().get("components");
        let schemes = components.and_then(|components| components.get("securitySchemes"));
        if schemes.is_some_and(|schemes| schemes.get(key).is_some()) {
            self.mistake(
                at,
                "unsupported-security",
                format!("the security scheme `{key}` is not supported"),
                "mend it under components/securitySchemes",
            );
        } else {
            self.mistake(
                at,
                "unknown-security-scheme",
                format!("no security scheme is called `{key}`"),
                "declare it under components/securitySchemes",
            );
        }
    }
}

/// Whether an alternative asks for nothing in the request.
fn is_of_connection(alternative: &[Requirement], schemes: &[Scheme]) -> bool {
    alternative.iter().all(|requirement| {
        let scheme = scheme(schemes, &requirement.scheme);
        scheme.is_some_and(|scheme| scheme.kind == SchemeKind::Certificate)
    })
}

fn requirements(entries: &[(&str, At<'_>)]) -> Vec<Requirement> {
    let entries = entries.iter();
    let requirements = entries.map(|(key, at)| {
        let scopes = at.items().into_iter();
        let scopes = scopes.filter_map(|scope| scope.node.as_str().map(str::to_owned));
        Requirement {
            scheme: (*key).to_owned(),
            scopes: scopes.collect(),
        }
    });
    requirements.collect()
}

fn http_scheme(name: &str) -> SchemeKind {
    match name.to_ascii_lowercase().as_str() {
        "bearer" => SchemeKind::Bearer,
        "basic" => SchemeKind::Basic,
        _ => SchemeKind::Http(name.to_owned()),
    }
}

fn key(at: &At<'_>) -> Option<SchemeKind> {
    let location = match at.text("in")?.as_str() {
        "header" => Location::Header,
        "query" => Location::Query,
        "cookie" => Location::Cookie,
        _ => return None,
    };
    let name = at.text("name")?;
    let is_possible =
        location != Location::Header || http::HeaderName::from_bytes(name.as_bytes()).is_ok();
    is_possible.then_some(SchemeKind::Key(location, name))
}
