//! Credentials on a request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::target::{Head, escape};
use crate::ir::{Api, Location, Parameter, Requirement, SchemeKind};

/// What the tests' own callers say who they are with. The generated tests let these in, and no others.
const KNOWN: &str = "known";

/// Puts what each scheme of an alternative asks for on a request.
pub(super) fn apply(api: &Api, alternative: &[Requirement], secret: Secret, head: &mut Head) {
    for requirement in alternative {
        let scheme = api
            .schemes
            .iter()
            .find(|scheme| scheme.key == requirement.scheme);
        if let Some(scheme) = scheme {
            put(&scheme.kind, secret, head);
        }
    }
}

/// Which credential of a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Secret {
    /// One that is let in.
    Known,
    /// One that is not.
    Unknown,
}

impl Secret {
    fn text(self) -> &'static str {
        match self {
            Self::Known => KNOWN,
            Self::Unknown => "unknown",
        }
    }
}

fn put(kind: &SchemeKind, secret: Secret, head: &mut Head) {
    let secret = secret.text();
    let authorization = |value: String| ("authorization".to_owned(), value);
    match kind {
        SchemeKind::Bearer => head.headers.push(authorization(format!("Bearer {secret}"))),
        SchemeKind::Basic => {
            let encoded = STANDARD.encode(format!("{secret}:{secret}"));
            head.headers.push(authorization(format!("Basic {encoded}")));
        }
        SchemeKind::Http(name) => head.headers.push(authorization(format!("{name} {secret}"))),
        SchemeKind::Key(Location::Query, name) => head.query.push((escape(name), secret.into())),
        SchemeKind::Key(Location::Cookie, name) => head.cookies.push((escape(name), secret.into())),
        SchemeKind::Certificate => head.certificate = Some(secret),
        SchemeKind::Key(_, name) => head.headers.push((name.to_lowercase(), secret.into())),
    }
}

/// Whether one of the schemes asked for is a key in the place of a parameter.
pub(super) fn carries(api: &Api, security: &[Vec<Requirement>], parameter: &Parameter) -> bool {
    let mut asked = security.iter().flatten();
    asked.any(|asked| {
        let mut schemes = api.schemes.iter();
        schemes.any(|scheme| match &scheme.kind {
            SchemeKind::Key(location, name) => {
                let is_name = match location {
                    Location::Header => parameter.wire.eq_ignore_ascii_case(name),
                    _ => parameter.wire == *name,
                };
                scheme.key == asked.scheme && *location == parameter.location && is_name
            }
            _ => false,
        })
    })
}

/// Puts the known secret where no scheme of the operation looks for it.
pub(super) fn misplace(api: &Api, security: &[Vec<Requirement>], head: &mut Head) {
    let asked = security.iter().flatten();
    let asked =
        asked.filter_map(|asked| api.schemes.iter().find(|scheme| scheme.key == asked.scheme));
    let asked: Vec<_> = asked.map(|scheme| &scheme.kind).collect();
    if !asked.contains(&&SchemeKind::Bearer) {
        put(&SchemeKind::Bearer, Secret::Known, head);
    } else if !asked.contains(&&SchemeKind::Basic) {
        put(&SchemeKind::Basic, Secret::Known, head);
    } else {
        put(&SchemeKind::Http("Negotiate".into()), Secret::Known, head);
    }
}
