//! Paths, and the parameters that they are made of.

use super::{At, Lowering};
use crate::ir::{Kind, Location, Parameter, Shape, Style, Text};

/// How a path is to be written.
const SEGMENTS: &str =
    "put text between the parameters of a segment, and give each a name of its own";

impl<'s> Lowering<'s> {
    /// What stands at a path, when it can be found.
    pub(super) fn path(&mut self, path: &str, at: &At<'s>) -> Option<At<'s>> {
        if !path.starts_with('/') || path.contains(['?', '#', ' ']) {
            self.mistake(
                at,
                "malformed-path",
                format!("`{path}` is no path"),
                "write it as `/things/{id}`: a slash, and no `?`, `#` or space",
            );
        }
        self.resolve(at)
    }

    /// Lets every `{name}` of the path be a parameter, and every path parameter be in the path (section 4.8.12).
    pub(super) fn fit_to_path(
        &mut self,
        operation: &At<'s>,
        path: &str,
        found: &mut Vec<(Parameter, At<'s>)>,
    ) {
        let mut names: Vec<&str> = Vec::new();
        for segment in path.split('/') {
            match parameters(segment) {
                Some(inner) if inner.iter().all(|name| !names.contains(name)) => {
                    names.extend(inner)
                }
                _ => self.mistake(
                    operation,
                    "unsupported-path",
                    format!("the segment `{segment}` of the path cannot be taken apart"),
                    SEGMENTS,
                ),
            }
        }
        found.retain(|(parameter, at)| {
            let name = parameter.wire.as_str();
            let is_there = parameter.location != Location::Path || names.contains(&name);
            if !is_there {
                self.warn(
                    at,
                    "unused-path-parameter",
                    format!("the path `{path}` has no `{{{name}}}`, which is left out"),
                    "add it to the path, or remove the parameter",
                );
            }
            is_there
        });
        for name in names {
            let is_declared = found
                .iter()
                .any(|(known, _)| known.location == Location::Path && known.wire == name);
            if !is_declared {
                self.warn(
                    operation,
                    "undeclared-path-parameter",
                    format!(
                        "no parameter describes `{{{name}}}` of the path, which is taken for a text"
                    ),
                    &format!(
                        "add a parameter with `name: {name}`, `in: path` and `required: true`"
                    ),
                );
                found.push((text_parameter(name), operation.clone()));
            }
        }
    }
}

/// A parameter in the path that may be any text.
fn text_parameter(name: &str) -> Parameter {
    Parameter {
        wire: name.to_owned(),
        field: String::new(),
        deprecated: false,
        docs: None,
        location: Location::Path,
        style: Style::Default,
        empty: false,
        reserved: false,
        required: true,
        default: None,
        shape: Shape {
            kind: Kind::Text(Text::default()),
            nullable: false,
        },
    }
}

/// The names in a segment; `None` where nothing tells one from the next, or a bracket stands alone.
fn parameters(segment: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = segment;
    while let Some((text, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let is_name = !name.is_empty() && !name.contains('{') && !name.starts_with('*');
        let is_apart = names.is_empty() || !text.is_empty();
        if !is_name || !is_apart || text.contains('}') || names.contains(&name) {
            return None;
        }
        names.push(name);
        rest = after;
    }
    (!rest.contains('}')).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn segments_are_taken_apart() {
        for (segment, expected) in [
            ("things", Some(vec![])),
            ("{id}", Some(vec!["id"])),
            ("{id}.json", Some(vec!["id"])),
            ("{a}-{b}:do", Some(vec!["a", "b"])),
            ("{a}{b}", None),
            ("{a}-{a}", None),
            ("{}", None),
            ("{*rest}", None),
            ("{a", None),
            ("a}", None),
            ("a}{b}", None),
        ] {
            assert_eq!(parameters(segment), expected, "{segment}");
        }
    }
}
