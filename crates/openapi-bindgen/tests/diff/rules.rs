//! Rules that no type expresses.

use openapi_bindgen::diff::Step;

use super::common::{
    BOTH, Case, Differs, NEITHER, NEW, OLD, Same, check, check_back, check_pair, edited,
};

const TITLE: &str = "        title: {type: string, minLength: 1, maxLength: 200}\n";
const QUERY: &str = "        text: {type: string}\n        year: {type: integer}\n";

#[test]
fn rules_come_and_go() {
    let of_a_type: &[(&str, &str)] = &[(
        QUERY,
        &format!("{QUERY}      dependentRequired: {{year: [text]}}\n"),
    )];
    let of_a_property: &[(&str, &str)] = &[(
        TITLE,
        "        title: {type: string, minLength: 1, maxLength: 200, not: {const: untitled}}\n",
    )];
    check(&[
        (
            "of a type",
            of_a_type,
            Step::Major,
            &[(
                "constraint-tightened",
                "`Query` has a new rule, beside its type",
                NEW,
                Differs,
                Same,
            )],
        ),
        (
            "of a property",
            of_a_property,
            Step::Major,
            &[(
                "constraint-tightened",
                "`title` of `NewBook` has a new rule, beside its type",
                NEW,
                Differs,
                Same,
            )],
        ),
    ]);
    let gone: &[Case<'_>] = &[
        (
            "of a type",
            of_a_type,
            Step::Minor,
            &[(
                "constraint-loosened",
                "`Query` has a rule less, beside its type",
                OLD,
                Same,
                Differs,
            )],
        ),
        (
            "of a property",
            of_a_property,
            Step::Minor,
            &[(
                "constraint-loosened",
                "`title` of `NewBook` has a rule less, beside its type",
                OLD,
                Same,
                Differs,
            )],
        ),
    ];
    check_back(gone);
}

#[test]
fn rules_are_others() {
    let with = |rule: &str| {
        let property = format!(
            "        title: {{type: string, minLength: 1, maxLength: 200, not: {{{rule}}}}}\n"
        );
        edited(&[(TITLE, &property)])
    };
    check_pair(
        "of a property",
        with("const: untitled"),
        with("const: unknown"),
        Step::Major,
        &[(
            "constraint-changed",
            "`title` of `NewBook` has other rules, beside its type",
            NEITHER,
            Differs,
            Differs,
        )],
    );
}

/// A client checks nothing.
#[test]
fn rules_of_responses_stop_nobody() {
    check(&[(
        "of a type",
        &[(
            "        message: {type: string}\n",
            "        message: {type: string}\n      not: {required: [cause]}\n",
        )],
        Step::Minor,
        &[(
            "constraint-tightened",
            "`Problem` has a new rule, beside its type",
            BOTH,
            Same,
            Differs,
        )],
    )]);
}
