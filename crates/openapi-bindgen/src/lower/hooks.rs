//! What goes the other way: webhooks, and the callbacks of operations.

use super::operation::{METHODS, OperationNames, Site};
use super::{At, Lowering, expression};
use crate::diagnostic::Severity;
use crate::ir::{Api, CallbackUrl, HookKind, Hooks, Operation};
use crate::names::snake;
use crate::report::Operations;

/// Operations that go the other way, as they are read.
#[derive(Default)]
struct Found {
    operations: Vec<Operation>,
    first_tags: Vec<Option<String>>,
    counts: Operations,
}

/// An operation with callbacks, by its place among all, and where it stands.
pub(super) type Caller<'s> = (usize, At<'s>);

/// A path item of operations that go the other way.
struct Item<'a, 's> {
    /// What its operations are called that have no id.
    name: &'a str,
    /// Its path at a receiver; that of an operation is its name where there is none.
    path: Option<&'a str>,
    at: &'a At<'s>,
}

impl<'s> Lowering<'s> {
    /// The webhooks; those of an OpenAPI 3.0 document stand in an extension.
    pub(super) fn webhooks(
        &mut self,
        root: &At<'s>,
        api: &Api,
        names: &mut OperationNames,
    ) -> Option<Hooks> {
        let mut found = Found::default();
        for key in ["webhooks", "x-webhooks"] {
            let entries = self.leniently(root, |lowering| lowering.fields(root, key));
            for (name, at) in entries.iter().filter(|(name, _)| !name.starts_with("x-")) {
                let path = format!("/{}", segment(name));
                let item = Item {
                    name,
                    path: Some(&path),
                    at,
                };
                self.hook_item(&item, api, names, &mut found);
            }
        }
        self.hooks(root, HookKind::Webhooks, api, found)
    }

    /// The callbacks of the operations.
    pub(super) fn callbacks(
        &mut self,
        root: &At<'s>,
        callers: &[Caller<'s>],
        api: &Api,
        names: &mut OperationNames,
    ) -> Option<Hooks> {
        let mut found = Found::default();
        let mut urls = Vec::new();
        for (index, caller) in callers {
            let operation = &api.operations[*index];
            let callbacks = self.leniently(caller, |lowering| lowering.fields(caller, "callbacks"));
            for (name, at) in callbacks {
                let Some(callback) = self.leniently(&at, |lowering| lowering.resolve(&at)) else {
                    continue;
                };
                for (expression, at) in callback.entries() {
                    if expression.starts_with("x-") {
                        continue;
                    }
                    let before = found.operations.len();
                    let item = Item {
                        name: &format!("{} {name}", operation.name.snake),
                        path: None,
                        at: &at,
                    };
                    self.hook_item(&item, api, names, &mut found);
                    let pieces = expression::pieces(expression, operation);
                    for (callback, hook) in found.operations.iter_mut().enumerate().skip(before) {
                        note_url(hook, expression, operation);
                        if let Some(pieces) = &pieces {
                            urls.push(CallbackUrl {
                                function: names.claim_function(&hook.name.snake, "url"),
                                callback,
                                operation: *index,
                                expression: expression.to_owned(),
                                pieces: pieces.clone(),
                            });
                        }
                    }
                }
            }
        }
        let hooks = self.hooks(root, HookKind::Callbacks, api, found)?;
        Some(Hooks { urls, ..hooks })
    }

    /// The operations of one path item.
    fn hook_item(
        &mut self,
        item: &Item<'_, 's>,
        api: &Api,
        names: &mut OperationNames,
        found: &mut Found,
    ) {
        let (path_item, causes) = self.isolate(Severity::Refusal, item.at, |lowering| {
            lowering.resolve(item.at)
        });
        let Some(path_item) = path_item else {
            found.counts.total += 1;
            found.counts.refuse(item.name, &causes);
            return;
        };
        let entries = path_item.entries();
        let entries: Vec<_> = entries
            .iter()
            .filter(|(method, _)| METHODS.contains(method))
            .collect();
        for (method, at) in &entries {
            let id = at
                .text("operationId")
                .unwrap_or_else(|| match entries.len() {
                    1 => item.name.to_owned(),
                    _ => format!("{method} {}", item.name),
                });
            let tags = at.get("tags").map_or(Vec::new(), |tags| tags.items());
            let tags = tags.iter().filter_map(|tag| tag.node.as_str());
            let first_tag = tags.clone().next();
            // A callback is wanted with the operation that it belongs to.
            if item.path.is_some() && !self.include.wants(&id, tags) {
                continue;
            }
            found.counts.total += 1;
            let own_path = format!("/{}", snake(&id));
            let site = Site {
                id: &id,
                method,
                path: item.path.unwrap_or(&own_path),
                item: &path_item,
                is_hook: true,
            };
            let (operation, causes) = self.isolate(Severity::Refusal, at, |lowering| {
                lowering.operation(&site, at, &api.schemes, names)
            });
            match operation {
                Some(mut operation) if causes.is_empty() => {
                    if item.path.is_none() {
                        operation.path = format!("/{}", operation.name.snake);
                    }
                    found.operations.push(operation);
                    found.first_tags.push(first_tag.map(str::to_owned));
                }
                _ => found.counts.refuse(&id, &causes),
            }
        }
    }

    fn hooks(
        &mut self,
        root: &At<'s>,
        kind: HookKind,
        api: &Api,
        mut found: Found,
    ) -> Option<Hooks> {
        found.counts.generated = found.operations.len();
        match kind {
            HookKind::Webhooks => self.webhook_counts = found.counts,
            HookKind::Callbacks => self.callback_counts = found.counts,
        }
        if found.operations.is_empty() {
            return None;
        }
        Some(Hooks {
            kind,
            groups: self.groups(root, &found.first_tags),
            errors: api.errors.clone(),
            operations: found.operations,
            urls: Vec::new(),
        })
    }
}

/// Says where a callback goes.
fn note_url(callback: &mut Operation, expression: &str, operation: &Operation) {
    let line = format!("Goes to `{expression}` of `{}`.", operation.id);
    let description = callback.description.take();
    callback.description = Some(match description {
        Some(text) => format!("{}\n\n{line}", text.trim_end()),
        None => line,
    });
}

/// A name as a segment of a path: all but what is never escaped (RFC 3986, section 2.3) is.
fn segment(name: &str) -> String {
    let mut segment = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            segment.push(char::from(byte));
        } else {
            segment.push_str(&format!("%{byte:02X}"));
        }
    }
    segment
}
