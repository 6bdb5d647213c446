//! Parameters in the path, the query, headers and cookies.

use super::change::{Code, Verdicts};
use super::compare::{Comparer, Site};
use super::pairing;
use super::verdict::{Direction, Effect};
use crate::emit::spelling;
use crate::ir::{Location, Operation, Parameter, Style};

impl<'a> Comparer<'a> {
    /// Compares the parameters of an operation.
    pub(super) fn parameters(&mut self, site: &Site<'a>, old: &Operation, new: &Operation) {
        let pairs = pairing::parameters(old, new);
        let elsewhere = |parameter: &Parameter, gone: bool| {
            let mut others = pairs.iter().filter_map(|pair| match (pair, gone) {
                ((None, Some(new)), true) => Some(*new),
                ((Some(old), None), false) => Some(*old),
                _ => None,
            });
            others.find(|other| other.wire == parameter.wire)
        };
        for pair in &pairs {
            match *pair {
                (Some(one), Some(other)) => {
                    let here = self.parameter_site(site, (old, one), (new, other));
                    self.parameter(&here, one, other);
                }
                // Accept is no parameter of the document's: it comes with a choice of media types.
                (None, Some(parameter)) if !is_accept(parameter) => {
                    if let Some(one) = elsewhere(parameter, false) {
                        let here = self.parameter_site(site, (old, one), (new, parameter));
                        self.parameter_moved(&here, one, parameter);
                        self.parameter(&here, one, parameter);
                    } else {
                        let here = self.parameter_site(site, (old, parameter), (new, parameter));
                        self.parameter_added(&here, site, parameter);
                    }
                }
                (Some(parameter), None)
                    if !is_accept(parameter) && elsewhere(parameter, true).is_none() =>
                {
                    let here = self.parameter_site(site, (old, parameter), (new, parameter));
                    let verdicts =
                        Verdicts::of((true, !parameter.required), Code::Breaks, Code::Breaks);
                    let message = format!("{} is gone", here.label);
                    self.tell(&here, "parameter-removed", message, verdicts);
                }
                _ => {}
            }
        }
    }

    fn parameter_site(
        &self,
        site: &Site<'a>,
        (old, one): (&Operation, &Parameter),
        (new, other): (&Operation, &Parameter),
    ) -> Site<'a> {
        let root = self.root();
        Site {
            label: format!(
                "`{}` in the {} of {}",
                other.wire,
                place(other.location),
                site.label
            ),
            old: site.old.parameter(
                &root.old.below(&["paths", &old.path]),
                place(one.location),
                &one.wire,
            ),
            new: site.new.parameter(
                &root.new.below(&["paths", &new.path]),
                place(other.location),
                &other.wire,
            ),
            as_text: other.style != Style::Json,
            ..site.clone()
        }
    }

    fn parameter_added(&mut self, here: &Site<'a>, site: &Site<'a>, parameter: &Parameter) {
        // A builder compiles without it, and a request that is written out does not.
        let caller = if parameter.required {
            Code::Breaks
        } else {
            Code::MayBreak
        };
        let verdicts = Verdicts::of((!parameter.required, true), caller, Code::Same);
        let need = if parameter.required {
            "required"
        } else {
            "optional"
        };
        let message = format!(
            "{} has a new {need} parameter `{}` in the {}",
            site.label,
            parameter.wire,
            place(parameter.location)
        );
        self.tell(here, "parameter-added", message, verdicts);
    }

    fn parameter_moved(&mut self, here: &Site<'a>, old: &Parameter, new: &Parameter) {
        let message = format!(
            "{}, and was in the {}",
            here.label.replacen("` in", "` is in", 1),
            place(old.location)
        );
        let told = self.changes.len();
        let verdicts = Verdicts::of((false, false), Code::Same, Code::Same);
        self.tell(here, "parameter-moved", message, verdicts);
        self.settle_name(told, here, &old.field, &new.field);
    }

    fn parameter(&mut self, here: &Site<'a>, old: &Parameter, new: &Parameter) {
        let types = (
            spelling::parameter(&self.renamed, old),
            spelling::parameter(self.new.api, new),
        );
        let told = self.changes.len();
        if old.field != new.field {
            let message = format!("{} was called `{}`", here.label, old.wire);
            self.tell(
                here,
                "parameter-renamed",
                message,
                here.flow.verdicts(|_| Effect::RUST),
            );
        }
        if old.required != new.required {
            let (code, what) = if new.required {
                ("parameter-required", "is required")
            } else {
                ("parameter-optional", "is no longer required")
            };
            let effect = if new.required {
                Effect::of(false, true, Code::Differs, Code::Same)
            } else {
                Effect::of(true, false, Code::Same, Code::Differs)
            };
            let message = format!("{} {what}", here.label);
            self.tell(here, code, message, here.flow.verdicts(|_| effect));
        }
        let codes = ["parameter-deprecated", "parameter-undeprecated"];
        self.deprecation(here, codes, old.deprecated, new.deprecated);
        if old.style != new.style {
            let message = format!("{} is written in another style", here.label);
            let effect = Effect::of(false, false, Code::Same, Code::Same);
            self.tell(
                here,
                "parameter-style",
                message,
                here.flow.verdicts(|_| effect),
            );
        }
        if old.empty != new.empty {
            let what = if new.empty { "may" } else { "may no longer" };
            let message = format!("{} {what} be empty", here.label);
            let effect = Effect::values(Direction::Request, new.empty, old.empty);
            self.tell(
                here,
                "parameter-empty",
                message,
                here.flow.verdicts(|_| effect),
            );
        }
        let schema = here.below(here.label.clone(), &["schema"]);
        self.default(&schema, old.default.as_ref(), new.default.as_ref());
        self.shape(&schema, &old.shape, &new.shape);
        self.settle(told, here, &types.0, &types.1);
    }

    /// Compares the headers of a response.
    pub(super) fn header(&mut self, here: &Site<'a>, old: &Parameter, new: &Parameter) {
        let types = (
            spelling::header(&self.renamed, old),
            spelling::header(self.new.api, new),
        );
        let told = self.changes.len();
        if old.required != new.required {
            let (code, what, effect) = if new.required {
                let effect = Effect::of(false, true, Code::Differs, Code::Same);
                ("header-required", "is required", effect)
            } else {
                let effect = Effect::of(true, false, Code::Same, Code::Differs);
                ("header-optional", "is no longer required", effect)
            };
            let message = format!("{} {what}", here.label);
            self.tell(here, code, message, here.flow.verdicts(|_| effect));
        }
        let schema = here.below(here.label.clone(), &["schema"]);
        self.shape(&schema, &old.shape, &new.shape);
        self.settle(told, here, &types.0, &types.1);
    }
}

/// Where a parameter is, in a word.
pub(super) fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

fn is_accept(parameter: &Parameter) -> bool {
    parameter.location == Location::Header && parameter.wire == "Accept"
}
