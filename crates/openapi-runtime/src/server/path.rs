//! Segments of a path in which parameters stand between text: `{id}.json`.

/// What stands in `segment` for each parameter of `template`; `None` where the two do not fit.
fn captures<'t, 's>(template: &'t str, segment: &'s str) -> Option<Vec<(&'t str, &'s str)>> {
    let mut found = Vec::new();
    let (mut template, mut rest) = (template, segment);
    loop {
        let Some((text, after)) = template.split_once('{') else {
            return (template == rest).then_some(found);
        };
        rest = rest.strip_prefix(text)?;
        let (name, after) = after.split_once('}')?;
        // A parameter ends where the text behind it begins, and takes one character at least.
        let end = match after.split_once('{') {
            Some((text, _)) => {
                let mut ends = rest.match_indices(text).map(|(index, _)| index);
                ends.find(|index| *index > 0)?
            }
            None => Some(rest.strip_suffix(after)?.len()).filter(|end| *end > 0)?,
        };
        found.push((name, &rest[..end]));
        (template, rest) = (after, &rest[end..]);
    }
}

/// Whether a path ends in what `template` says, as far as parameters stand between text. All else is the router's
/// business.
pub(super) fn fits(template: &str, path: &str) -> bool {
    let mut segments = template.rsplit('/').zip(path.rsplit('/'));
    segments
        .all(|(template, segment)| !template.contains('{') || captures(template, segment).is_some())
}

/// What stands where `template` has `{name}`. Counted from the end: the router may be nested below a prefix.
pub(super) fn value<'s>(template: &str, path: &'s str, name: &str) -> Option<&'s str> {
    let is_whole = |part: &str| {
        let inner = part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'));
        inner == Some(name)
    };
    for (part, segment) in template.rsplit('/').zip(path.rsplit('/')) {
        if is_whole(part) {
            return Some(segment);
        }
        if part.contains('{')
            && let Some(found) = captures(part, segment)
            && let Some((_, value)) = found.into_iter().find(|(known, _)| *known == name)
        {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{fits, value};

    #[test]
    fn parameters_are_found_between_text() {
        for (template, path, name, expected) in [
            ("/a/{id}", "/a/5", "id", Some("5")),
            ("/a/{id}", "/prefix/a/5", "id", Some("5")),
            ("/a/{id}/b", "/a//b", "id", Some("")),
            ("/a/{id}.json", "/a/5.json", "id", Some("5")),
            ("/a/{id}.json", "/a/5.xml", "id", None),
            ("/a/{id}.json", "/a/.json.json", "id", Some(".json")),
            ("/{a}-{b}/c", "/x-y-z/c", "a", Some("x")),
            ("/{a}-{b}/c", "/x-y-z/c", "b", Some("y-z")),
            ("/{a}-{b}/c", "/-y/c", "a", None),
            ("/v{a}..{b}!", "/v1..2!", "b", Some("2")),
            ("/a/{id}", "/a/5", "other", None),
        ] {
            assert_eq!(
                value(template, path, name),
                expected,
                "{template} {path} {name}"
            );
        }
    }

    #[test]
    fn a_path_without_the_text_does_not_fit() {
        assert!(fits("/a/{id}.json", "/prefix/a/5.json"));
        assert!(!fits("/a/{id}.json", "/a/5.xml"));
        assert!(!fits("/a/{id}.json", "/a/.json"));
        assert!(fits("/a/{id}", "/a/5"));
    }
}
