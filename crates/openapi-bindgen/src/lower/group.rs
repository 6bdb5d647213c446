//! Tags, as groups of operations: a trait of hundreds of methods is none that anybody implements in one place.

use super::{At, Lowering};
use crate::ir::Group;
use crate::names::{Scope, pascal};

/// How many operations one trait has at most, where tags can tell them apart.
const MAX_IN_ONE: usize = 20;

impl<'s> Lowering<'s> {
    /// The groups of the operations, in the order of their first ones; none where one trait will do. `tags` has the
    /// first tag of each operation.
    pub(super) fn groups(&mut self, root: &At<'s>, tags: &[Option<String>]) -> Vec<Group> {
        if tags.len() <= MAX_IN_ONE {
            return Vec::new();
        }
        let described = self.leniently(root, |lowering| lowering.list(root, "tags"));
        // What the generated modules call their own.
        let mut names = Scope::reserving(&["Implementation"]);
        let mut groups: Vec<(Option<&str>, Group)> = Vec::new();
        for (index, tag) in tags.iter().enumerate() {
            let tag = tag.as_deref();
            if let Some((_, group)) = groups.iter_mut().find(|(known, _)| *known == tag) {
                group.operations.push(index);
                continue;
            }
            let docs = described
                .iter()
                .find(|at| at.text("name").as_deref() == tag)
                .and_then(|at| at.description());
            let group = Group {
                name: names.claim(pascal(tag.unwrap_or("untagged"))),
                docs,
                operations: vec![index],
            };
            groups.push((tag, group));
        }
        if groups.len() == 1 {
            return Vec::new();
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }
}
