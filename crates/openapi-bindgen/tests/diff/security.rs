//! Who may call.

use openapi_bindgen::diff::Step;

use super::common::{BOTH, Breaks, Differs, MayBreak, NEITHER, NEW, OLD, Same, check, check_back};

#[test]
fn schemes_come_and_go() {
    let more: &[(&str, &str)] = &[(
        "    Token: {type: http, scheme: bearer}\n",
        "    Token: {type: http, scheme: bearer}\n    Login: {type: http, scheme: basic}\n",
    )];
    check(&[(
        "one more",
        more,
        Step::Major,
        // `Credentials` has one more field, and a default.
        &[(
            "security-scheme-added",
            "the security scheme `Login` is new",
            BOTH,
            MayBreak,
            MayBreak,
        )],
    )]);
    check_back(&[(
        "one less",
        more,
        Step::Major,
        &[(
            "security-scheme-removed",
            "the security scheme `Login` is gone",
            BOTH,
            Breaks,
            Breaks,
        )],
    )]);
}

#[test]
fn schemes_take_something_else() {
    check(&[
        (
            "another credential",
            &[(
                "Token: {type: http, scheme: bearer}",
                "Token: {type: http, scheme: basic}",
            )],
            Step::Major,
            &[(
                "security-scheme-changed",
                "the security scheme `Token` takes a name and a password, and took a bearer token",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another header",
            &[("name: X-Key}", "name: X-Api-Key}")],
            Step::Major,
            &[(
                "security-scheme-changed",
                "the security scheme `Key` takes the key `X-Api-Key` in the header, and took the key `X-Key` in the header",
                NEITHER,
                Same,
                Same,
            )],
        ),
        (
            "a bearer token, however one comes by it",
            &[(
                "Token: {type: http, scheme: bearer}",
                "Token: {type: openIdConnect, openIdConnectUrl: https://id.example}",
            )],
            Step::Patch,
            &[],
        ),
    ]);
}

#[test]
fn operations_ask_for_something_else() {
    let own = "        - Token: [write]\n";
    check(&[
        (
            "another scheme",
            &[(own, "        - Key: []\n")],
            Step::Major,
            &[(
                "security-changed",
                "`DELETE /books/{book_id}` takes `Key`, and took `Token` (write)",
                NEITHER,
                Differs,
                Differs,
            )],
        ),
        (
            "nothing",
            &[(
                "      operationId: follow\n",
                "      operationId: follow\n      security: []\n",
            )],
            Step::Minor,
            &[(
                "security-changed",
                "`GET /events` takes anyone, and took `Key`",
                OLD,
                Same,
                Differs,
            )],
        ),
        (
            "one of two",
            &[(own, "        - Token: [write]\n        - Key: []\n")],
            Step::Minor,
            &[(
                "security-changed",
                "`DELETE /books/{book_id}` takes `Token` (write) or `Key`, and took `Token` (write)",
                OLD,
                Same,
                Differs,
            )],
        ),
        (
            "two at once",
            &[(own, "        - {Token: [write], Key: []}\n")],
            Step::Major,
            &[(
                "security-changed",
                "`DELETE /books/{book_id}` takes `Token` (write) with `Key`, and took `Token` (write)",
                NEW,
                Differs,
                Same,
            )],
        ),
        (
            "one more scope",
            &[(own, "        - Token: [write, admin]\n")],
            Step::Major,
            &[(
                "security-changed",
                "`DELETE /books/{book_id}` takes `Token` (write, admin), and took `Token` (write)",
                NEW,
                Differs,
                Same,
            )],
        ),
    ]);
    check_back(&[(
        "a credential where there was none to ask for",
        &[(
            "      operationId: follow\n",
            "      operationId: follow\n      security: []\n",
        )],
        Step::Major,
        &[(
            "security-changed",
            "`GET /events` takes `Key`, and took anyone",
            NEW,
            Differs,
            Same,
        )],
    )]);
}
