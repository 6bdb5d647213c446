//! Enums: of strings, of integers, and of alternatives.

use super::change::Code;
use super::compare::{Comparer, Site};
use super::fits::{View, fits};
use super::pairing::paired;
use super::shapes::named;
use super::verdict::{Direction, Effect};
use crate::emit::spelling;
use crate::ir::{ListedValue, NumberedValue, Tagged, Union};

impl<'a> Comparer<'a> {
    pub(super) fn listed(&mut self, site: &Site<'a>, old: &[ListedValue], new: &[ListedValue]) {
        let wire = |value: &ListedValue| (format!("`{}`", value.wire), value.variant.clone());
        let old: Vec<_> = old.iter().map(wire).collect();
        let new: Vec<_> = new.iter().map(wire).collect();
        self.values(site, &old, &new);
    }

    pub(super) fn numbered(
        &mut self,
        site: &Site<'a>,
        old: &[NumberedValue],
        new: &[NumberedValue],
    ) {
        let wire = |value: &NumberedValue| (format!("`{}`", value.wire), value.variant.clone());
        let old: Vec<_> = old.iter().map(wire).collect();
        let new: Vec<_> = new.iter().map(wire).collect();
        self.values(site, &old, &new);
    }

    /// Listed values and their variants. A client keeps one that it does not know.
    fn values(&mut self, site: &Site<'a>, old: &[(String, String)], new: &[(String, String)]) {
        let site = site.below(site.label.clone(), &["enum"]);
        for pair in paired(old, new, |one, other| one.0 == other.0) {
            let told = self.changes.len();
            match pair {
                (Some((value, one)), Some((_, other))) => {
                    let here = Site {
                        label: format!("the variant for {value} of {}", site.label),
                        ..site.clone()
                    };
                    self.settle_name(told, &here, one, other);
                }
                (None, Some((value, _))) => {
                    let message = format!("{} may be {value}", site.label);
                    let verdicts = site.flow.verdicts(variant_added);
                    self.tell(&site, "value-added", message, verdicts);
                }
                (Some((value, _)), None) => {
                    let message = format!("{} may no longer be {value}", site.label);
                    let verdicts = site.flow.verdicts(variant_removed);
                    self.tell(&site, "value-removed", message, verdicts);
                }
                (None, None) => {}
            }
        }
    }

    /// Alternatives that a property tells apart. A client keeps one whose tag it does not know.
    pub(super) fn tagged(&mut self, site: &Site<'a>, old: &Tagged, new: &Tagged) {
        if old.property != new.property {
            let here = site.below(site.label.clone(), &["discriminator", "propertyName"]);
            let message = format!(
                "the alternatives of {} are told apart by `{}`, and were by `{}`",
                site.label, new.property, old.property
            );
            let verdicts = site
                .flow
                .verdicts(|_| Effect::of(false, false, Code::Same, Code::Same));
            self.tell(&here, "discriminator-changed", message, verdicts);
        }
        let has_tag = |union: &Tagged, tag: &str| union.variants.iter().any(|v| v.tag == tag);
        let pairs = paired(&old.variants, &new.variants, |one, other| {
            let retagged = !has_tag(new, &one.tag)
                && !has_tag(old, &other.tag)
                && self.types.new_of(one.id) == Some(other.id);
            one.tag == other.tag || retagged
        });
        for pair in pairs {
            match pair {
                (Some(one), Some(other)) if one.tag != other.tag => {
                    let (tag, label) = (&other.tag, &site.label);
                    let message = format!("`{tag}` of {label} was called `{}`", one.tag);
                    let verdicts = site.flow.verdicts(|direction| {
                        let lenient = direction == Direction::Response;
                        Effect::of(lenient, lenient, Code::Breaks, Code::Breaks)
                    });
                    self.tell(site, "alternative-renamed", message, verdicts);
                }
                (Some(one), Some(other)) => {
                    let here = Site {
                        label: format!("`{}` of {}", other.tag, site.label),
                        ..site.clone()
                    };
                    let told = self.changes.len();
                    self.shape(&here, &named(one.id), &named(other.id));
                    self.settle_name(told, &here, &one.name, &other.name);
                }
                (None, Some(variant)) => {
                    let message = format!("{} may be a `{}`", site.label, variant.tag);
                    let verdicts = site.flow.verdicts(variant_added);
                    self.tell(site, "alternative-added", message, verdicts);
                }
                (Some(variant), None) => {
                    let message = format!("{} may no longer be a `{}`", site.label, variant.tag);
                    let verdicts = site.flow.verdicts(variant_removed);
                    self.tell(site, "alternative-removed", message, verdicts);
                }
                (None, None) => {}
            }
        }
    }

    /// Alternatives that are told apart by what they look like. What looks like none of them cannot be read.
    pub(super) fn unions(&mut self, site: &Site<'a>, old: &Union, new: &Union) {
        let is_named = |union: &Union, name: &str| union.variants.iter().any(|v| v.name == name);
        let variants = paired(&old.variants, &new.variants, |one, other| {
            let renamed = !is_named(new, &one.name) && !is_named(old, &other.name);
            let (before, after) = (
                spelling::shape(&self.renamed, &one.shape),
                spelling::shape(self.new.api, &other.shape),
            );
            before.is_same(&after) && (one.name == other.name || renamed)
        });
        for pair in variants {
            match pair {
                (Some(one), Some(other)) => {
                    let here = Site {
                        label: format!("the alternative `{}` of {}", other.name, site.label),
                        ..site.clone()
                    };
                    let told = self.changes.len();
                    self.shape(&here, &one.shape, &other.shape);
                    self.settle_name(told, &here, &one.name, &other.name);
                }
                (None, Some(variant)) => {
                    let verdicts = site.flow.verdicts(|direction| {
                        let new = View::new(self.new.api, &variant.shape);
                        let mut known = old.variants.iter();
                        let read = known.any(|variant| {
                            fits(View::new(self.old.api, &variant.shape), new, direction)
                        });
                        Effect::of(true, read, Code::Same, Code::MayBreak)
                    });
                    let message = format!("{} may be a `{}`", site.label, variant.name);
                    self.tell(site, "alternative-added", message, verdicts);
                }
                (Some(variant), None) => {
                    let verdicts = site.flow.verdicts(|direction| {
                        let old = View::new(self.old.api, &variant.shape);
                        let mut known = new.variants.iter();
                        let read = known.any(|variant| {
                            fits(View::new(self.new.api, &variant.shape), old, direction)
                        });
                        Effect::of(read, true, Code::Breaks, Code::Breaks)
                    });
                    let message = format!("{} may no longer be a `{}`", site.label, variant.name);
                    self.tell(site, "alternative-removed", message, verdicts);
                }
                (None, None) => {}
            }
        }
    }
}

/// One more variant: whoever matches on all of them has no arm for it.
fn variant_added(direction: Direction) -> Effect {
    let lenient = direction == Direction::Response;
    Effect::of(true, lenient, Code::Same, Code::MayBreak)
}

/// One variant less: nobody can name it.
fn variant_removed(direction: Direction) -> Effect {
    let lenient = direction == Direction::Response;
    Effect::of(lenient, true, Code::Breaks, Code::Breaks)
}
