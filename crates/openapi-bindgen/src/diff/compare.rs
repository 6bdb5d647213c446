//! Two documents, compared.

use serde::Serialize;

use super::change::{Change, Code, Verdicts};
use super::pairing::Types;
use super::place::Cursor;
use super::semver::Step;
use super::verdict::{Effect, Flow};
use crate::diagnostic::Diagnostics;
use crate::emit::spelling::Spelling;
use crate::ir::{Api, ErrorShape, Errors};
use crate::names::trait_name;
use crate::report::Report;
use crate::source::Source;

/// What changed between two documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The changes, in the order of the new document's parts.
    pub changes: Vec<Change>,
    /// The step that the version of the generated crate needs.
    pub step: Step,
}

/// Compares two documents. Without a name for the trait, it is called after their titles.
///
/// # Errors
/// [`Diagnostics`] when one of them is of no use as a whole.
pub fn compare(
    old: &Source,
    new: &Source,
    trait_name: Option<&str>,
) -> Result<Comparison, Diagnostics> {
    let ((old_api, old_report), (new_api, new_report)) = (crate::lower(old)?, crate::lower(new)?);
    let old_side = Side {
        source: old,
        api: &old_api,
        report: &old_report,
    };
    let new_side = Side {
        source: new,
        api: &new_api,
        report: &new_report,
    };
    let mut comparer = Comparer::new(old_side, new_side);
    if trait_name.is_none() {
        comparer.title();
    }
    comparer.servers();
    comparer.errors();
    comparer.security_schemes();
    comparer.operations();
    comparer.types();
    let changes = comparer.changes;
    let same_text = serde_json::to_string(&old.root).ok() == serde_json::to_string(&new.root).ok();
    let least = if same_text { Step::None } else { Step::Patch };
    let step = changes.iter().map(Step::of).fold(least, Step::max);
    Ok(Comparison { changes, step })
}

/// One of the two documents.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) source: &'a Source,
    pub(super) api: &'a Api,
    pub(super) report: &'a Report,
}

/// A place in both documents.
#[derive(Clone)]
pub(super) struct Site<'a> {
    /// What it is called in a sentence.
    pub(super) label: String,
    pub(super) old: Cursor<'a>,
    pub(super) new: Cursor<'a>,
    /// Which ways its values go.
    pub(super) flow: Flow,
    /// Whether its values are written as bare texts, which a string can be read from whatever they are.
    pub(super) as_text: bool,
    /// Whether the old and the new reader take null, whatever the documents say.
    pub(super) takes_null: (bool, bool),
}

impl<'a> Site<'a> {
    /// A place below this one.
    pub(super) fn below(&self, label: String, keys: &[&str]) -> Self {
        Self {
            label,
            old: self.old.below(keys),
            new: self.new.below(keys),
            ..self.clone()
        }
    }
}

/// The state of one comparison.
pub(super) struct Comparer<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    pub(super) types: Types,
    /// The old API, its types called as the new one calls them: what is left of a difference in Rust is one.
    pub(super) renamed: Api,
    pub(super) changes: Vec<Change>,
}

impl<'a> Comparer<'a> {
    fn new(old: Side<'a>, new: Side<'a>) -> Self {
        let types = Types::pair(old.api, new.api);
        let mut renamed = old.api.clone();
        for (before, after) in types.iter() {
            let name = &new.api.type_def(after).name;
            renamed.types[before.0].name.clone_from(name);
        }
        Self {
            old,
            new,
            types,
            renamed,
            changes: Vec::new(),
        }
    }

    /// The roots of both documents.
    pub(super) fn root(&self) -> Site<'a> {
        Site {
            label: "the document".into(),
            old: Cursor::root(self.old.source),
            new: Cursor::root(self.new.source),
            flow: Flow::REQUEST,
            as_text: false,
            takes_null: (false, false),
        }
    }

    /// Notes a change.
    pub(super) fn tell(
        &mut self,
        site: &Site<'_>,
        code: &'static str,
        message: String,
        verdicts: Verdicts,
    ) {
        self.changes.push(Change {
            code,
            message,
            old: site.old.place(),
            new: site.new.place(),
            verdicts,
        });
    }

    /// What was told of a place since `told` does not compile where its Rust type is another one. Where nothing was told,
    /// that is the change.
    pub(super) fn settle(&mut self, told: usize, site: &Site<'_>, old: &Spelling, new: &Spelling) {
        if old.is_same(new) {
            return;
        }
        let since = self.changes.get_mut(told..).unwrap_or_default();
        let of_type = since
            .iter()
            .position(|change| change.code == "type-changed");
        match since.get_mut(of_type.unwrap_or_default()) {
            Some(change) => {
                change.verdicts.caller = Code::Breaks;
                change.verdicts.implementor = Code::Breaks;
            }
            None => {
                let (label, old, new) = (&site.label, old.text(), new.text());
                let message = format!("{label} is `{new}` in Rust, and was `{old}`");
                let verdicts = site.flow.verdicts(|_| Effect::RUST);
                self.tell(site, "rust-type-changed", message, verdicts);
            }
        }
    }

    /// The same for the names by which Rust knows a place, or the form that it has there.
    pub(super) fn settle_name(&mut self, told: usize, site: &Site<'_>, old: &str, new: &str) {
        self.settle(told, site, &old.into(), &new.into());
    }

    fn title(&mut self) {
        let old = trait_name(&self.old.api.title);
        let new = trait_name(&self.new.api.title);
        if old != new {
            let site = self.root().below(String::new(), &["info", "title"]);
            self.tell(
                &site,
                "trait-renamed",
                format!("the trait is called `{new}` after the title, and was `{old}`"),
                Verdicts::of((true, true), Code::Breaks, Code::Breaks),
            );
        }
    }

    /// How the server answers by itself. What changes within a declared error is told where it is declared.
    fn errors(&mut self) {
        let name = |errors: &Errors| match errors.common {
            ErrorShape::Detail => "a list under `detail`",
            ErrorShape::Problem => "problem details",
            ErrorShape::Declared(_) => "an error that the document declares",
        };
        let (old, new) = (name(&self.old.api.errors), name(&self.new.api.errors));
        if old != new {
            let message =
                format!("the server answers faulty requests with {new}, and did with {old}");
            let verdicts = Verdicts::of((true, true), Code::Differs, Code::Same);
            self.tell(&self.root(), "errors-changed", message, verdicts);
        }
    }

    fn servers(&mut self) {
        let site = self.root().below(String::new(), &["servers"]);
        let (old, new) = (&self.old.api.servers, &self.new.api.servers);
        for (code, servers, others, what) in [
            ("server-added", new, old, "is new"),
            ("server-removed", old, new, "is gone"),
        ] {
            let known = |url: &str| others.iter().any(|other| other.url == url);
            let urls = servers.iter().map(|server| &server.url);
            for url in urls.filter(|url| !known(url)) {
                let message = format!("the base URL `{url}` {what}");
                let verdicts = Verdicts::of((true, true), Code::Differs, Code::Same);
                self.tell(&site, code, message, verdicts);
            }
        }
        for new in new {
            let known = old.iter().find(|old| old.url == new.url);
            if known.is_some_and(|old| old.template != new.template) {
                let message = format!("the variables of the base URL `{}` changed", new.url);
                let verdicts = Verdicts::of((true, true), Code::Breaks, Code::Same);
                self.tell(&site, "server-variables-changed", message, verdicts);
            }
        }
    }
}
