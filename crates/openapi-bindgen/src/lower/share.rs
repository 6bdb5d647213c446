//! Inline schemas that say the same are one type.
//!
//! Documents that tools make write one schema out wherever it is used: GitHub's says what a user is some hundred times.

use std::collections::HashMap;

use heck::{ToPascalCase, ToSnakeCase};

use super::Lowering;
use crate::ir::{TypeId, TypeKind};
use crate::names::pascal;

/// The types that inline schemas may share.
#[derive(Default)]
pub(super) struct Shared {
    /// The types by what they say.
    types: HashMap<String, Vec<TypeId>>,
    /// What the places of an inline schema call it, by its type.
    ends: HashMap<TypeId, End>,
}

/// The words that all places of a type end its name in.
struct End {
    words: Vec<String>,
    is_shared: bool,
}

impl Lowering<'_> {
    /// The type that says what `kind` says, if there is one whose name ends in the words that this one's ends in, or a
    /// component that cannot say the same by accident. What the document says about the two is no part of that.
    pub(super) fn same_type(
        &mut self,
        kind: &TypeKind,
        nullable: bool,
        hint: &str,
    ) -> Option<TypeId> {
        let candidates = self.shared.types.get(&key(kind, nullable)?)?;
        for id in candidates {
            let Some(end) = self.shared.ends.get_mut(id) else {
                let name = self.types[id.0].as_ref().map(|def| words(&def.name));
                if is_telling(kind) || common_end(&name?, &words(hint)).is_some() {
                    return Some(*id);
                }
                continue;
            };
            if let Some(words) = common_end(&end.words, &words(hint)) {
                *end = End {
                    words,
                    is_shared: true,
                };
                return Some(*id);
            }
        }
        None
    }

    /// Notes a type. One that is not inline keeps its name.
    pub(super) fn note_type(&mut self, id: TypeId, hint: Option<&str>) {
        let def = self.types.get(id.0).and_then(Option::as_ref);
        // What demands more of its values than its kind says is itself alone.
        let def = def.filter(|def| def.rules.is_empty());
        let key = def.and_then(|def| key(&def.kind, def.nullable));
        if let Some(key) = key {
            self.shared.types.entry(key).or_default().push(id);
        }
        if let Some(hint) = hint {
            let end = End {
                words: words(hint),
                is_shared: false,
            };
            self.shared.ends.insert(id, end);
        }
    }

    /// Names the types that several places share after what the places have in common.
    pub(super) fn name_shared(&mut self) {
        let mut ends: Vec<_> = std::mem::take(&mut self.shared.ends).into_iter().collect();
        ends.sort_by_key(|(id, _)| *id);
        for (id, end) in ends.iter().filter(|(_, end)| end.is_shared) {
            let name = self.type_names.claim(pascal(&end.words.join(" ")));
            if let Some(def) = &mut self.types[id.0] {
                def.name = name;
            }
        }
    }
}

/// What a type says, as a text; `None` for what is never the same.
fn key(kind: &TypeKind, nullable: bool) -> Option<String> {
    match kind {
        TypeKind::Struct(_)
        | TypeKind::Listed(_)
        | TypeKind::Numbered(_)
        | TypeKind::Tuple(_)
        | TypeKind::Union(_) => Some(format!("{nullable} {kind:?}")),
        // A tagged union knows where it stands, and another name for something needs none of its own.
        TypeKind::Tagged(_) | TypeKind::Alias(_) => None,
    }
}

/// Whether a type says so much that another does not say the same by accident.
fn is_telling(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::Struct(object) if object.fields.len() >= 4)
}

/// The words that two names end in, if any of them can begin a name.
fn common_end(one: &[String], other: &[String]) -> Option<Vec<String>> {
    let pairs = one.iter().rev().zip(other.iter().rev());
    let common = pairs.take_while(|(one, other)| one == other).count();
    let end = &one[one.len() - common..];
    let begins = end.first()?.chars().next()?;
    begins.is_ascii_alphabetic().then(|| end.to_vec())
}

/// `CreateThing created at` as `create`, `thing`, `created`, `at`.
fn words(hint: &str) -> Vec<String> {
    let words = hint.to_pascal_case().to_snake_case();
    words.split('_').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{common_end, words};

    #[test]
    fn what_places_share_is_named_after_the_words_they_share() {
        for (first, other, expected) in [
            ("ListGists sort", "ListIssues sort", Some("sort")),
            (
                "GetA OK item created_by",
                "GetB OK createdBy",
                Some("created by"),
            ),
            ("GetA OK", "GetB OK", Some("ok")),
            ("A left", "B right", None),
            ("A variant 1", "B element 1", None),
        ] {
            let common = common_end(&words(first), &words(other));
            let common = common.map(|words| words.join(" "));
            assert_eq!(common.as_deref(), expected, "{first}, {other}");
        }
    }
}
