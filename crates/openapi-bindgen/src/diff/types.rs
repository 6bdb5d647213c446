//! The types that are in both documents, and those that nothing carries and one of them has.

use super::change::{Code, Verdicts};
use super::compare::{Comparer, Site};
use super::pairing::is_component;
use super::place::Cursor;
use super::verdict::{Effect, Flow};
use crate::emit::spelling;
use crate::ir::{Kind, Shape, TypeDef, TypeId, TypeKind};
use crate::pointer::unescaped;

impl<'a> Comparer<'a> {
    /// Compares all types.
    pub(super) fn types(&mut self) {
        let mut pairs: Vec<_> = self.types.iter().collect();
        pairs.sort_by_key(|(_, new)| *new);
        for (old, new) in &pairs {
            self.name(*old, *new);
        }
        for (old, new) in pairs {
            self.definition(old, new);
        }
        self.unused();
    }

    fn site(&self, old: &TypeDef, new: &TypeDef) -> Site<'a> {
        let name = if is_component(new) {
            component(new)
        } else {
            new.name.clone()
        };
        Site {
            label: format!("`{name}`"),
            old: Cursor::of_type(self.old.source, &old.pointer),
            new: Cursor::of_type(self.new.source, &new.pointer),
            flow: Flow {
                requests: old.in_requests && new.in_requests,
                responses: old.in_responses && new.in_responses,
            },
            as_text: false,
            takes_null: (false, false),
        }
    }

    fn name(&mut self, old: TypeId, new: TypeId) {
        let (old, new) = (self.old.api.type_def(old), self.new.api.type_def(new));
        if old.name == new.name || !old.is_emitted() || !new.is_emitted() {
            return;
        }
        let inline = !is_component(old) || !is_component(new);
        // What has no name of its own is called after what it is in, whose other name has been told.
        let renames = ["operation-renamed", "schema-renamed"];
        if inline
            && self
                .changes
                .iter()
                .any(|change| renames.contains(&change.code))
        {
            return;
        }
        let message = if inline {
            format!("the type `{}` is called `{}`", old.name, new.name)
        } else {
            let (old, new) = (component(old), component(new));
            format!("the schema `{old}` is called `{new}`")
        };
        let site = self.site(old, new);
        let verdicts = Verdicts::of((true, true), Code::Breaks, Code::Breaks);
        self.tell(&site, "schema-renamed", message, verdicts);
    }

    fn definition(&mut self, old: TypeId, new: TypeId) {
        let (old_id, new_id) = (old, new);
        let (old, new) = (self.old.api.type_def(old), self.new.api.type_def(new));
        if new.inline().is_some() {
            return;
        }
        let site = self.site(old, new);
        self.rules(
            &site,
            &old.rules.iter().collect::<Vec<_>>(),
            &new.rules.iter().collect::<Vec<_>>(),
        );
        if old.nullable != new.nullable {
            let told = self.changes.len();
            self.tell_null(&site, new.nullable);
            self.settle_name(told, &site, "T", "Option<T>");
        }
        match (&old.kind, &new.kind) {
            (TypeKind::Struct(one), TypeKind::Struct(other)) => {
                self.objects(&site, (old, one), (new, other));
            }
            (TypeKind::Listed(one), TypeKind::Listed(other)) => self.listed(&site, one, other),
            (TypeKind::Numbered(one), TypeKind::Numbered(other)) => {
                self.numbered(&site, one, other);
            }
            (TypeKind::Union(one), TypeKind::Union(other)) => self.unions(&site, one, other),
            (TypeKind::Tagged(one), TypeKind::Tagged(other)) => self.tagged(&site, one, other),
            (TypeKind::Tuple(one), TypeKind::Tuple(other)) if one.len() == other.len() => {
                for (index, (one, other)) in one.iter().zip(other).enumerate() {
                    let label = format!("item {} of {}", index + 1, site.label);
                    let item = site.below(label, &["prefixItems", &index.to_string()]);
                    let types = (
                        spelling::shape(&self.renamed, one),
                        spelling::shape(self.new.api, other),
                    );
                    let told = self.changes.len();
                    self.shape(&item, one, other);
                    self.settle(told, &item, &types.0, &types.1);
                }
            }
            (TypeKind::Alias(one), TypeKind::Alias(other)) => {
                let types = (
                    spelling::shape(&self.renamed, one),
                    spelling::shape(self.new.api, other),
                );
                let told = self.changes.len();
                self.shape(&site, one, other);
                self.settle(told, &site, &types.0, &types.1);
            }
            (one, other) => {
                let told = self.changes.len();
                let (one, other) = (whole(old_id, one), whole(new_id, other));
                self.type_changed(&site, &one, &other);
                self.settle_name(told, &site, "one kind of type", "another");
            }
        }
    }

    /// Components that nothing carries. All others come and go with what carries them.
    fn unused(&mut self) {
        let is_unused = |def: &&TypeDef| is_component(def) && !def.in_requests && !def.in_responses;
        let old = self.old.api.types.iter().enumerate();
        let gone = old.filter(|(index, _)| self.types.new_of(TypeId(*index)).is_none());
        let gone: Vec<_> = gone.map(|(_, def)| def).filter(is_unused).collect();
        let new = self.new.api.types.iter().enumerate();
        let come = new.filter(|(index, _)| !self.types.is_old(TypeId(*index)));
        let come: Vec<_> = come.map(|(_, def)| def).filter(is_unused).collect();
        let schemas = self.root().below(String::new(), &["components", "schemas"]);
        for def in come {
            let site = Site {
                new: Cursor::of_type(self.new.source, &def.pointer),
                ..schemas.clone()
            };
            let message = format!(
                "the schema `{}` is new, and nothing carries it",
                component(def)
            );
            self.tell(&site, "schema-added", message, Verdicts::NONE);
        }
        for def in gone {
            let site = Site {
                old: Cursor::of_type(self.old.source, &def.pointer),
                ..schemas.clone()
            };
            let message = format!(
                "the schema `{}` is gone; nothing carried it",
                component(def)
            );
            let flow = Flow {
                requests: false,
                responses: false,
            };
            let verdicts = flow.verdicts(|_| Effect::RUST);
            self.tell(&site, "schema-removed", message, verdicts);
        }
    }
}

/// A type as a shape.
fn whole(id: TypeId, kind: &TypeKind) -> Shape {
    match kind {
        TypeKind::Alias(shape) => shape.clone(),
        _ => Shape {
            kind: Kind::Named(id),
            nullable: false,
        },
    }
}

/// A component's name in its document.
fn component(def: &TypeDef) -> String {
    let last = def.pointer.rsplit('/').next().unwrap_or(&def.name);
    unescaped(last)
}
