//! The texts of a query whose names say where they belong in an object: `name[key][0]=text`.

/// How deep a name may lead. What leads deeper is left aside.
#[cfg(feature = "server")]
const DEEPEST: usize = 32;

/// Texts, and what lies below them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    /// The texts that stand here.
    pub(crate) texts: Vec<String>,
    /// What lies below, by its key; a key without a name is a new one each time.
    pub(crate) branches: Vec<(String, Tree)>,
}

#[cfg(feature = "server")]
impl Tree {
    /// Adds a text where `keys` lead: what follows a name, such as `[a][0]`. `false` where they are none.
    pub(crate) fn add(&mut self, keys: &str, text: String) -> bool {
        let mut path = Vec::new();
        let mut rest = keys;
        while let Some(inner) = rest.strip_prefix('[') {
            let Some((key, after)) = inner.split_once(']') else {
                return false;
            };
            path.push(key);
            rest = after;
        }
        if path.is_empty() || !rest.is_empty() || path.len() > DEEPEST {
            return false;
        }
        let mut here = self;
        for key in path {
            let known = here
                .branches
                .iter()
                .position(|(known, _)| !key.is_empty() && known == key);
            let index = known.unwrap_or_else(|| {
                here.branches.push((key.to_owned(), Self::default()));
                here.branches.len() - 1
            });
            here = &mut here.branches[index].1;
        }
        here.texts.push(text);
        true
    }
}

#[cfg(test)]
#[cfg(feature = "server")]
mod tests {
    use super::Tree;

    fn leaf(text: &str) -> Tree {
        Tree {
            texts: vec![text.to_owned()],
            branches: Vec::new(),
        }
    }

    #[test]
    fn names_lead_to_their_places() {
        let mut tree = Tree::default();
        for (keys, text) in [
            ("[a]", "1"),
            ("[b][]", "2"),
            ("[b][]", "3"),
            ("[c][0][d]", "4"),
        ] {
            assert!(tree.add(keys, text.to_owned()), "{keys}");
        }
        let branch = |branches: Vec<(&str, Tree)>| Tree {
            texts: Vec::new(),
            branches: branches
                .into_iter()
                .map(|(key, tree)| (key.to_owned(), tree))
                .collect(),
        };
        let expected = branch(vec![
            ("a", leaf("1")),
            ("b", branch(vec![("", leaf("2")), ("", leaf("3"))])),
            ("c", branch(vec![("0", branch(vec![("d", leaf("4"))]))])),
        ]);
        assert_eq!(tree, expected);
    }

    #[test]
    fn names_that_lead_nowhere_are_left_aside() {
        let mut tree = Tree::default();
        for keys in ["", "a", "[a", "[a]b", &"[a]".repeat(33)] {
            assert!(!tree.add(keys, String::new()), "{keys}");
        }
        assert_eq!(tree, Tree::default());
    }
}
