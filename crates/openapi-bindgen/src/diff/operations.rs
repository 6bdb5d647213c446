//! Operations: those that come and go, and what became of the others.

use super::change::{Code, Verdicts};
use super::compare::{Comparer, Side, Site};
use super::pairing::{self, paired};
use super::place::Cursor;
use super::verdict::Flow;
use crate::ir::{Api, HookKind, Hooks, Operation, route};

/// An operation, as people call it.
pub(super) fn label(operation: &Operation) -> String {
    format!("`{} {}`", operation.method, operation.path)
}

/// The keys that lead to an operation.
fn keys(operation: &Operation) -> [String; 3] {
    let method = operation.method.to_lowercase();
    ["paths".into(), operation.path.clone(), method]
}

impl<'a> Comparer<'a> {
    /// Compares all operations, whichever way they go.
    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old.api, self.new.api);
        let pairs = pairing::operations(&old.operations, &new.operations);
        self.groups(&pairs);
        self.lists(None, &old.operations, &new.operations);
        for pair in paired(&old.hooks, &new.hooks, |one, other| one.kind == other.kind) {
            if let Some(known) = pair.1.or(pair.0) {
                let operations = |hooks: Option<&'a Hooks>| {
                    hooks.map_or(&[][..], |hooks| hooks.operations.as_slice())
                };
                self.lists(Some(known.kind), operations(pair.0), operations(pair.1));
            }
        }
    }

    fn lists(&mut self, kind: Option<HookKind>, old: &[Operation], new: &[Operation]) {
        let pairs = pairing::operations(old, new);
        for (index, operation) in new.iter().enumerate() {
            match pairs.iter().find(|(_, known)| *known == index) {
                Some((before, _)) => self.operation(kind, &old[*before], operation),
                None => self.operation_added(&self.site_of(kind, operation, operation), operation),
            }
        }
        for (index, operation) in old.iter().enumerate() {
            if pairs.iter().all(|(known, _)| *known != index) {
                self.operation_removed(&self.site_of(kind, operation, operation), operation);
            }
        }
    }

    /// The place of an operation in both documents.
    fn site_of(&self, kind: Option<HookKind>, old: &Operation, new: &Operation) -> Site<'a> {
        let root = self.root();
        let find = |root: &Cursor<'a>, operation: &Operation| match kind {
            None => root.below(&keys(operation).each_ref().map(String::as_str)),
            Some(HookKind::Webhooks) => root.webhook(operation),
            Some(HookKind::Callbacks) => root.callback(operation),
        };
        Site {
            label: match kind {
                None => label(new),
                Some(HookKind::Webhooks) => format!("the webhook {}", label(new)),
                Some(HookKind::Callbacks) => format!("the callback {}", label(new)),
            },
            old: find(&root.old, old),
            new: find(&root.new, new),
            ..root
        }
    }

    fn operation_added(&mut self, site: &Site<'a>, operation: &Operation) {
        let (label, name) = (&site.label, &operation.name.snake);
        if refusal(self.old, operation).is_some() {
            let message = format!("{label} can be generated now, as `{name}`");
            let verdicts = Verdicts::of((true, true), Code::Same, Code::Breaks);
            self.tell(site, "operation-generated-added", message, verdicts);
            return;
        }
        // A trait has no method that an implementation may leave out.
        let verdicts = Verdicts::of((true, false), Code::Same, Code::Breaks);
        self.tell(
            site,
            "operation-added",
            format!("{label} is new, as `{name}`"),
            verdicts,
        );
    }

    fn operation_removed(&mut self, site: &Site<'a>, operation: &Operation) {
        let (label, name) = (&site.label, &operation.name.snake);
        if let Some(reason) = refusal(self.new, operation) {
            let message = format!("{label} can no longer be generated as `{name}`: {reason}");
            let verdicts = Verdicts::of((true, true), Code::Breaks, Code::Breaks);
            self.tell(site, "operation-refused", message, verdicts);
            return;
        }
        let verdicts = Verdicts::of((false, true), Code::Breaks, Code::Breaks);
        self.tell(
            site,
            "operation-removed",
            format!("{label} is gone, which was `{name}`"),
            verdicts,
        );
    }

    fn operation(&mut self, kind: Option<HookKind>, old: &Operation, new: &Operation) {
        let site = self.site_of(kind, old, new);
        if old.name != new.name {
            let here = site.below(String::new(), &["operationId"]);
            let message = format!(
                "{} is called `{}`, and was `{}`",
                site.label, new.name.snake, old.name.snake
            );
            let verdicts = Verdicts::of((true, true), Code::Breaks, Code::Breaks);
            self.tell(&here, "operation-renamed", message, verdicts);
        }
        if old.method != new.method || route(&old.path) != route(&new.path) {
            let message = format!(
                "`{}` is {}, and was {}",
                new.name.snake,
                label(new),
                label(old)
            );
            let verdicts = Verdicts::of((false, false), Code::Same, Code::Same);
            self.tell(&site, "operation-moved", message, verdicts);
        }
        let codes = ["operation-deprecated", "operation-undeprecated"];
        self.deprecation(&site, codes, old.deprecated, new.deprecated);
        self.requirements(&site, &old.security, &new.security);
        self.parameters(&site, old, new);
        self.request_body(&site, old.body.as_ref(), new.body.as_ref());
        let responses = Site {
            flow: Flow::RESPONSE,
            ..site
        };
        self.responses(&responses, old, new);
    }

    /// Whether callers are warned of an operation or a parameter; `codes` are those of that they are, and no longer.
    pub(super) fn deprecation(
        &mut self,
        site: &Site<'_>,
        [deprecated, undeprecated]: [&'static str; 2],
        old: bool,
        new: bool,
    ) {
        let (code, what, caller) = match (old, new) {
            (false, true) => (deprecated, "is deprecated", Code::Differs),
            (true, false) => (undeprecated, "is no longer deprecated", Code::Same),
            _ => return,
        };
        let here = site.below(String::new(), &["deprecated"]);
        let verdicts = Verdicts::of((true, true), caller, Code::Same);
        self.tell(&here, code, format!("{} {what}", site.label), verdicts);
    }

    /// The traits that operations are methods of.
    fn groups(&mut self, pairs: &[(usize, usize)]) {
        let (old, new) = (self.old.api, self.new.api);
        // Who calls by builders needs no trait; who calls by a trait imports another one.
        let verdicts = Verdicts::of((true, true), Code::MayBreak, Code::Breaks);
        let site = self.root().below(String::new(), &["paths"]);
        match (old.groups.is_empty(), new.groups.is_empty()) {
            (true, true) => {}
            (true, false) => {
                let message = "the operations are so many that each tag has a trait".to_owned();
                self.tell(&site, "traits-changed", message, verdicts);
            }
            (false, true) => {
                let message = "the operations are so few that all are in one trait".to_owned();
                self.tell(&site, "traits-changed", message, verdicts);
            }
            (false, false) => {
                for (before, after) in pairs {
                    let (one, other) = (group(old, *before), group(new, *after));
                    if one == other {
                        continue;
                    }
                    let (before, after) = (&old.operations[*before], &new.operations[*after]);
                    let site = self.site_of(None, before, after);
                    let site = site.below(site.label.clone(), &["tags"]);
                    let message = format!(
                        "{} is in the group `{}`, and was in `{}`",
                        site.label,
                        other.unwrap_or_default(),
                        one.unwrap_or_default()
                    );
                    self.tell(&site, "traits-changed", message, verdicts);
                }
            }
        }
    }
}

fn group(api: &Api, operation: usize) -> Option<&str> {
    let mut groups = api.groups.iter();
    let found = groups.find(|group| group.operations.contains(&operation));
    found.map(|group| group.name.as_str())
}

/// Why a document has an operation that is not generated, where that is so.
fn refusal<'s>(side: Side<'s>, operation: &Operation) -> Option<&'s str> {
    let report = side.report;
    let (webhooks, callbacks) = (&report.webhooks.refused, &report.callbacks.refused);
    let refused = report.operations.refused.iter();
    let mut refused = refused.chain(webhooks).chain(callbacks);
    let found = refused.find(|refused| refused.operation == operation.id);
    found.map(|refused| refused.reason.as_str())
}
