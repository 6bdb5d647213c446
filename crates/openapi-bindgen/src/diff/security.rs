//! Who may call: the security schemes, and what operations ask for.

use super::change::{Code, Verdicts};
use super::compare::{Comparer, Site};
use super::pairing::paired;
use super::parameters::place;
use crate::emit::spelling;
use crate::ir::{Requirement, Scheme, SchemeKind};

impl<'a> Comparer<'a> {
    /// Compares the security schemes: the fields of `Credentials`.
    pub(super) fn security_schemes(&mut self) {
        let (old, new) = (self.old.api, self.new.api);
        for pair in paired(&old.schemes, &new.schemes, |one, other| {
            one.key == other.key
        }) {
            let Some(known) = pair.1.or(pair.0) else {
                continue;
            };
            let label = format!("the security scheme `{}`", known.key);
            let keys = ["components", "securitySchemes", &known.key];
            let here = self.root().below(label, &keys);
            match pair {
                (Some(one), Some(other)) => self.scheme(&here, one, other),
                (None, Some(_)) => {
                    let verdicts = Verdicts::of((true, true), Code::MayBreak, Code::MayBreak);
                    let message = format!("{} is new", here.label);
                    self.tell(&here, "security-scheme-added", message, verdicts);
                }
                (Some(_), None) => {
                    let verdicts = Verdicts::of((true, true), Code::Breaks, Code::Breaks);
                    let message = format!("{} is gone", here.label);
                    self.tell(&here, "security-scheme-removed", message, verdicts);
                }
                (None, None) => {}
            }
        }
    }

    fn scheme(&mut self, here: &Site<'a>, old: &Scheme, new: &Scheme) {
        let told = self.changes.len();
        if old.kind != new.kind {
            let message = format!(
                "{} takes {}, and took {}",
                here.label,
                describe(&new.kind),
                describe(&old.kind)
            );
            let code = if spelling::credential(&old.kind) == spelling::credential(&new.kind) {
                Code::Same
            } else {
                Code::Breaks
            };
            let verdicts = Verdicts::of((false, false), code, code);
            self.tell(here, "security-scheme-changed", message, verdicts);
        }
        self.settle_name(told, here, &old.field, &new.field);
    }

    /// Compares what an operation asks for: the alternatives of schemes that let a caller in.
    pub(super) fn requirements(
        &mut self,
        site: &Site<'a>,
        old: &[Vec<Requirement>],
        new: &[Vec<Requirement>],
    ) {
        let lets_in = |asked: &[Vec<Requirement>], held: &[Vec<Requirement>]| {
            // Who calls without a credential holds nothing.
            let nothing = [Vec::new()];
            let held = if held.is_empty() { &nothing[..] } else { held };
            let any = asked.is_empty();
            any || held
                .iter()
                .all(|held| asked.iter().any(|asked| is_enough(asked, held)))
        };
        let (old_fits, new_fits) = (lets_in(new, old), lets_in(old, new));
        if old_fits && new_fits {
            return;
        }
        let own = site.old.get("security").or(site.new.get("security"));
        let here = match own {
            Some(_) => site.below(String::new(), &["security"]),
            None => self.root().below(String::new(), &["security"]),
        };
        let differs = |fits| if fits { Code::Same } else { Code::Differs };
        let verdicts = Verdicts::of((old_fits, new_fits), differs(old_fits), differs(new_fits));
        let message = format!("{} takes {}, and took {}", site.label, list(new), list(old));
        self.tell(&here, "security-changed", message, verdicts);
    }
}

/// Whether what a caller holds is all that an alternative asks for.
fn is_enough(asked: &[Requirement], held: &[Requirement]) -> bool {
    asked.iter().all(|asked| {
        let held = held.iter().find(|held| held.scheme == asked.scheme);
        held.is_some_and(|held| asked.scopes.iter().all(|scope| held.scopes.contains(scope)))
    })
}

/// Alternatives, in words.
fn list(alternatives: &[Vec<Requirement>]) -> String {
    if alternatives.is_empty() {
        return "anyone".into();
    }
    let alternatives = alternatives.iter().map(|alternative| {
        if alternative.is_empty() {
            return "anyone".to_owned();
        }
        let schemes = alternative.iter().map(|one| {
            if one.scopes.is_empty() {
                format!("`{}`", one.scheme)
            } else {
                format!("`{}` ({})", one.scheme, one.scopes.join(", "))
            }
        });
        schemes.collect::<Vec<_>>().join(" with ")
    });
    alternatives.collect::<Vec<_>>().join(" or ")
}

/// What a scheme takes, in words.
fn describe(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::Bearer => "a bearer token".into(),
        SchemeKind::Basic => "a name and a password".into(),
        SchemeKind::Http(name) => format!("an `Authorization` of the scheme `{name}`"),
        SchemeKind::Key(location, name) => format!("the key `{name}` in the {}", place(*location)),
        SchemeKind::Certificate => "a certificate of the connection".into(),
    }
}
