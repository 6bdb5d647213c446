//! What is demanded of a value besides its type, as expressions of the runtime's.

use proc_macro2::TokenStream;
use quote::quote;

use super::schemas::{bounds, counts, text, width};
use crate::ir::{Condition, ConditionKind, Rule};

/// The call that adds rules to a schema.
pub(super) fn with(rules: &[Rule]) -> Option<TokenStream> {
    let expressions = rules.iter().map(rule);
    (!rules.is_empty()).then(|| quote!(.with(&[#(#expressions),*])))
}

fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::Not(one) => {
            let one = condition(one);
            quote!(Rule::Not(&#one))
        }
        Rule::If(one, then, otherwise) => {
            let (one, then, otherwise) = (condition(one), condition(then), condition(otherwise));
            quote!(Rule::If(&#one, &#then, &#otherwise))
        }
        Rule::All(several) => {
            let several = several.iter().map(condition);
            quote!(Rule::All(&[#(#several),*]))
        }
        Rule::Any(several) => {
            let several = several.iter().map(condition);
            quote!(Rule::Any(&[#(#several),*]))
        }
        Rule::One(several) => {
            let several = several.iter().map(condition);
            quote!(Rule::One(&[#(#several),*]))
        }
        Rule::Equal(values) => quote!(Rule::Equal(&[#(#values),*])),
        Rule::OfKind(one) => {
            let one = condition(one);
            quote!(Rule::OfKind(&#one))
        }
        Rule::Contains(one, least, most) => {
            let one = condition(one);
            let number = proc_macro2::Literal::u64_unsuffixed;
            let least = number(*least);
            let most = match most {
                Some(most) => {
                    let most = number(*most);
                    quote!(Some(#most))
                }
                None => quote!(None),
            };
            quote!(Rule::Contains(&#one, #least, #most))
        }
        Rule::Prefix(items, rest) => {
            let (items, rest) = (items.iter().map(condition), condition(rest));
            quote!(Rule::Prefix(&[#(#items),*], &#rest))
        }
        Rule::Names(one) => {
            let one = condition(one);
            quote!(Rule::Names(&#one))
        }
        Rule::Patterns(patterns) => {
            let pairs = patterns.iter().map(|(pattern, one)| {
                let one = condition(one);
                quote!((#pattern, #one))
            });
            quote!(Rule::Patterns(&[#(#pairs),*]))
        }
        Rule::Others {
            declared,
            patterns,
            condition,
        } => {
            let schema = or_none(condition.as_ref());
            quote! {
                Rule::Others {
                    declared: &[#(#declared),*],
                    patterns: &[#(#patterns),*],
                    schema: #schema,
                }
            }
        }
    }
}

/// A condition, or its absence, as the runtime's functions take it.
fn or_none(one: Option<&Condition>) -> TokenStream {
    match one {
        Some(one) => {
            let one = condition(one);
            quote!(Some(&#one))
        }
        None => quote!(None),
    }
}

fn condition(one: &Condition) -> TokenStream {
    let kind = match &one.kind {
        ConditionKind::Any => quote!(Schema::ANY),
        ConditionKind::Never => quote!(Schema::NEVER),
        ConditionKind::Null => quote!(Schema::NULL),
        ConditionKind::Boolean => quote!(Schema::BOOLEAN),
        ConditionKind::Integer(size, rules) => {
            let (size, rules) = (width(*size), bounds(rules));
            quote!(Schema::integer(Width::#size) #rules)
        }
        ConditionKind::Number(rules) => {
            let rules = bounds(rules);
            quote!(Schema::NUMBER #rules)
        }
        ConditionKind::Text(rules) => text(rules),
        ConditionKind::Listed(values) => quote!(Schema::listed(&[#(#values),*])),
        ConditionKind::List(list) => {
            let (items, counts) = (condition(&list.items), counts(list.min, list.max));
            let unique = list.unique.then(|| quote!(.unique()));
            quote!(Schema::list(&#items) #counts #unique)
        }
        ConditionKind::Object(object) => {
            let properties = object.properties.iter().map(|(name, required, one)| {
                super::schemas::property(name, *required, &condition(one))
            });
            let additional = match &object.additional {
                Some(rest) if rest.is_any() => None,
                rest => {
                    let rest = or_none(rest.as_ref());
                    Some(quote!(.additional(#rest)))
                }
            };
            let counts = counts(object.min, object.max);
            quote!(Schema::object(&[#(#properties),*]) #additional #counts)
        }
        ConditionKind::Kinds(several) => {
            let several = several.iter().map(condition);
            quote!(Schema::any_of(&[#(#several),*]))
        }
    };
    let nullable = one.nullable.then(|| quote!(.nullable()));
    let rules = with(&one.rules);
    quote!(#kind #nullable #rules)
}
