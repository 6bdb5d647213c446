//! Who may call: security schemes and what operations ask for.

use super::{At, Lowering, scheme};
use crate::ir::{Scheme, SchemeKind};
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
        let (kind, name) = (
            at.text("type").unwrap_or_default(),
            at.text("scheme").unwrap_or_default(),
        );
        if kind == "http" && name.eq_ignore_ascii_case("bearer") {
            return Some(SchemeKind::Bearer);
        }
        self.mistake(
            at,
            "unsupported-security",
            format!("the security scheme `{kind} {name}` is not supported"),
            "declare `type: http` with `scheme: bearer`",
        );
        None
    }

    /// The alternatives that let a caller in: the operation's own, else the document's.
    pub(super) fn security(&mut self, operation: &At<'s>, schemes: &[Scheme]) -> Vec<Vec<String>> {
        let root = self.root();
        let own = operation.get("security");
        let owner = if own.is_some_and(|own| !matches!(own.node.kind, NodeKind::Null)) {
            operation
        } else {
            &root
        };
        let mut alternatives = Vec::new();
        for requirement in self.list(owner, "security") {
            let mut keys = Vec::new();
            // What is no object names no scheme, and would let anyone in.
            if !matches!(requirement.node.kind, NodeKind::Object(_)) {
                self.wrong_kind(&requirement, "security", "alternatives as `- Scheme: []`");
            }
            for (key, at) in requirement.entries() {
                if scheme(schemes, key).is_none() {
                    self.refuse_scheme(&at, key);
                }
                keys.push(key.to_owned());
            }
            alternatives.push(keys);
        }
        // An empty alternative lets anyone in. It comes last, so that a credential that is there is still read.
        alternatives.sort_by_key(Vec::is_empty);
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
