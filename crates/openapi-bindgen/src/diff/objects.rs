//! Objects: their properties, and what they say of others.

use serde_json::Value;

use super::change::Code;
use super::compare::{Comparer, Site};
use super::fits::{View, fits};
use super::pairing::paired;
use super::verdict::{Direction, Effect};
use crate::emit::spelling;
use crate::ir::{Additional, Constant, Field, Literal, Struct, TypeDef, TypeId, TypeKind};

impl<'a> Comparer<'a> {
    /// Compares two objects.
    pub(super) fn objects(
        &mut self,
        site: &Site<'a>,
        old: (&TypeDef, &Struct),
        new: (&TypeDef, &Struct),
    ) {
        let fields = paired(&old.1.fields, &new.1.fields, |one, other| {
            one.wire == other.wire
        });
        for pair in fields {
            match pair {
                (Some(one), Some(other)) => self.property(site, (old, one), (new, other)),
                (None, Some(field)) => self.property_added(site, old, new, field),
                (Some(field), None) => self.property_removed(site, old, new, field),
                (None, None) => {}
            }
        }
        self.constants(site, old.1, new.1);
        self.others(site, old.1, new.1);
        self.object_limits(site, old.1, new.1);
    }

    fn property_added(
        &mut self,
        site: &Site<'a>,
        old: (&TypeDef, &Struct),
        new: (&TypeDef, &Struct),
        field: &Field,
    ) {
        // Where a constant became a field, that is told of the constant.
        if old.1.constants.iter().any(|known| known.wire == field.wire) {
            return;
        }
        let literal = if has_default(old.1) && has_default(new.1) {
            Code::MayBreak
        } else {
            Code::Breaks
        };
        let verdicts = site.flow.verdicts(|direction| match direction {
            Direction::Request => Effect::of(
                !field.required,
                self.is_let_through(self.old.api, old.1, field, direction),
                literal,
                Code::Same,
            ),
            Direction::Response => Effect::of(
                spelling::may_be_absent(new.0, field),
                self.is_let_through(self.old.api, old.1, field, direction),
                literal,
                Code::Same,
            ),
        });
        let here = Site {
            new: site.new.property(&field.wire),
            ..site.clone()
        };
        let need = if field.required {
            "required"
        } else {
            "optional"
        };
        let message = format!("{} has a new {need} property `{}`", site.label, field.wire);
        self.tell(&here, "property-added", message, verdicts);
    }

    fn property_removed(
        &mut self,
        site: &Site<'a>,
        old: (&TypeDef, &Struct),
        new: (&TypeDef, &Struct),
        field: &Field,
    ) {
        if new.1.constants.iter().any(|known| known.wire == field.wire) {
            return;
        }
        let verdicts = site.flow.verdicts(|direction| {
            let needed = match direction {
                Direction::Request => field.required,
                Direction::Response => !spelling::may_be_absent(old.0, field),
            };
            let let_through = self.is_still_let_through(new.1, field, direction);
            Effect::of(let_through, !needed, Code::Breaks, Code::Breaks)
        });
        let here = Site {
            old: site.old.property(&field.wire),
            ..site.clone()
        };
        let message = format!("the property `{}` of {} is gone", field.wire, site.label);
        self.tell(&here, "property-removed", message, verdicts);
    }

    /// Whether an old reader lets a property through that it does not declare.
    fn is_let_through(
        &self,
        api: &crate::ir::Api,
        object: &Struct,
        field: &Field,
        direction: Direction,
    ) -> bool {
        match &object.additional {
            Additional::Tolerated => true,
            Additional::Forbidden => direction == Direction::Response,
            Additional::Kept(_, values) => fits(
                View::new(api, values),
                View::new(self.new.api, &field.shape),
                direction,
            ),
        }
    }

    /// Whether a new reader lets a property through that it no longer declares.
    fn is_still_let_through(&self, object: &Struct, field: &Field, direction: Direction) -> bool {
        match &object.additional {
            Additional::Tolerated => true,
            Additional::Forbidden => direction == Direction::Response,
            Additional::Kept(_, values) => fits(
                View::new(self.new.api, values),
                View::new(self.old.api, &field.shape),
                direction,
            ),
        }
    }

    fn property(
        &mut self,
        site: &Site<'a>,
        ((old_def, old_object), old): ((&TypeDef, &Struct), &Field),
        ((new_def, new_object), new): ((&TypeDef, &Struct), &Field),
    ) {
        let types = (
            spelling::field(&self.renamed, old_def, old),
            spelling::field(self.new.api, new_def, new),
        );
        let here = Site {
            label: format!("`{}` of {}", new.wire, site.label),
            old: site.old.property(&old.wire),
            new: site.new.property(&new.wire),
            takes_null: (types.0.takes_null(), types.1.takes_null()),
            ..site.clone()
        };
        let told = self.changes.len();
        if old.required != new.required {
            let gone = has_default(old_object) && !has_default(new_object);
            let writer = if gone { Code::MayBreak } else { Code::Same };
            let verdicts = site.flow.verdicts(|direction| {
                let lenient = direction == Direction::Response;
                if new.required {
                    let reads = lenient && spelling::may_be_absent(new_def, new);
                    Effect::of(reads, true, writer.max(Code::Differs), Code::Same)
                } else {
                    let reads = lenient && spelling::may_be_absent(old_def, old);
                    Effect::of(true, reads, writer, Code::Differs)
                }
            });
            let (code, what) = if new.required {
                ("property-required", "is required")
            } else {
                ("property-optional", "is no longer required")
            };
            self.tell(&here, code, format!("{} {what}", here.label), verdicts);
        }
        self.default(&here, old.default.as_ref(), new.default.as_ref());
        self.shape(&here, &old.shape, &new.shape);
        if old.name != new.name {
            self.settle_name(told, &here, &old.name, &new.name);
        } else {
            self.settle(told, &here, &types.0, &types.1);
        }
    }

    /// What a value is when it is absent.
    pub(super) fn default(
        &mut self,
        site: &Site<'_>,
        old: Option<&Literal>,
        new: Option<&Literal>,
    ) {
        let (one, other) = (site.old.get("default"), site.new.get("default"));
        let (one, other) = (
            one.map_or(Value::Null, |at| at.json()),
            other.map_or(Value::Null, |at| at.json()),
        );
        let message = match (old, new) {
            (None, None) => return,
            (Some(_), Some(_)) if is_same(&one, &other) => return,
            (Some(_), Some(_)) => format!("is {other}, and was {one}"),
            (None, Some(_)) => format!("is {other}, and there was none"),
            (Some(_), None) => format!("is gone, and was {one}"),
        };
        let here = site.below(String::new(), &["default"]);
        let verdicts = site
            .flow
            .verdicts(|_| Effect::of(true, true, Code::Differs, Code::Differs));
        let message = format!("the default of {} {message}", site.label);
        self.tell(&here, "default-changed", message, verdicts);
    }

    fn constants(&mut self, site: &Site<'a>, old: &Struct, new: &Struct) {
        let constants = paired(&old.constants, &new.constants, |one, other| {
            one.wire == other.wire
        });
        for (one, other) in constants {
            let known = one.or(other).map_or("", |constant| constant.wire.as_str());
            let here = Site {
                label: format!("`{known}` of {}", site.label),
                old: site.old.property(known),
                new: site.new.property(known),
                ..site.clone()
            };
            // A tag is told of where the alternatives are.
            if self.is_tag(old, known) {
                continue;
            }
            let is_field = |object: &Struct| object.fields.iter().any(|field| field.wire == known);
            self.constant(&here, (one, is_field(old)), (other, is_field(new)));
        }
    }

    /// Whether a property of an old struct tells alternatives apart.
    fn is_tag(&self, object: &Struct, wire: &str) -> bool {
        let api = self.old.api;
        let is_object = |id: TypeId| match &api.type_def(id).kind {
            TypeKind::Struct(known) => std::ptr::eq(known, object),
            _ => false,
        };
        api.types.iter().any(|def| match &def.kind {
            TypeKind::Tagged(union) => {
                union.property == wire && union.variants.iter().any(|v| is_object(v.id))
            }
            _ => false,
        })
    }

    fn constant(
        &mut self,
        site: &Site<'a>,
        (old, was_field): (Option<&Constant>, bool),
        (new, is_field): (Option<&Constant>, bool),
    ) {
        let rust = if was_field || is_field {
            Code::Breaks
        } else {
            Code::Same
        };
        let label = &site.label;
        let (code, message, wire) = match (old, new) {
            (Some(old), Some(new)) if old.value != new.value => (
                "constant-changed",
                format!("{label} is always `{}`, and was `{}`", new.value, old.value),
                (false, false),
            ),
            (Some(old), Some(new)) if old.required != new.required => (
                "constant-changed",
                format!(
                    "{label}, which is always the same, {}",
                    if new.required {
                        "is required"
                    } else {
                        "is no longer required"
                    }
                ),
                // It is always written.
                (true, true),
            ),
            (None, Some(new)) => (
                "constant-added",
                format!("{label} is always `{}`", new.value),
                (!was_field && !new.required, true),
            ),
            (Some(old), None) => (
                "constant-removed",
                format!("{label} is no longer always `{}`", old.value),
                (true, !is_field && !old.required),
            ),
            _ => return,
        };
        let verdicts = site
            .flow
            .verdicts(|_| Effect::of(wire.0, wire.1, rust, rust));
        self.tell(site, code, message, verdicts);
    }

    /// What is said of properties that are not declared.
    fn others(&mut self, site: &Site<'a>, old: &Struct, new: &Struct) {
        let here = site.below(
            format!("each other property of {}", site.label),
            &["additionalProperties"],
        );
        let told = self.changes.len();
        let (what, old_fits, new_fits) = match (&old.additional, &new.additional) {
            (Additional::Kept(_, one), Additional::Kept(_, other)) => {
                self.shape(&here, one, other);
                let types = (
                    spelling::shape(&self.renamed, one),
                    spelling::shape(self.new.api, other),
                );
                self.settle(told, &here, &types.0, &types.1);
                return;
            }
            (one, other) if one == other => return,
            (_, Additional::Forbidden) => ("is refused", false, true),
            (Additional::Forbidden, _) => ("is let through", true, false),
            (_, Additional::Kept(..)) => {
                ("is kept, and has to be what the schema says", false, true)
            }
            (_, Additional::Tolerated) => ("is let through, and not kept", true, false),
        };
        let kept = [&old.additional, &new.additional]
            .iter()
            .any(|rule| matches!(rule, Additional::Kept(..)));
        let verdicts = site.flow.verdicts(|direction| {
            let mut effect = Effect::values(direction, old_fits, new_fits);
            if kept {
                (effect.writer, effect.reader) = (Code::Breaks, Code::Breaks);
            }
            effect
        });
        let message = format!("{} {what}", here.label);
        self.tell(&here, "additional-properties", message, verdicts);
    }
}

/// Whether a struct has a `Default`.
fn has_default(object: &Struct) -> bool {
    !object.fields.iter().any(|field| field.required)
}

/// Whether two values mean the same, `1` and `1.0` among them.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}
