//! What a generated server takes and refuses, a mock takes and refuses: the cases of the round trips are the judge.

#[path = "../common/mod.rs"]
mod common;

use openapi_bindgen::Include;
use openapi_bindgen::mock::router;

#[test]
fn a_mock_takes_and_refuses_what_a_generated_server_does() {
    let (mut operations, mut faults) = (0, 0);
    for (name, text) in common::usable() {
        let source = common::source(&name, &text).unwrap();
        let (router, _) = router(&source, &Include::default()).unwrap();
        for (path, cases) in common::warned_bindings(&name, &text).tests.iter() {
            if path.ends_with(".json") {
                openapi_testing::front(cases, &router);
                operations += 1;
                faults += cases.matches("\"what\":").count();
            }
        }
    }
    assert!(
        operations > 150 && faults > 500,
        "{operations} operations, {faults} faults"
    );
}
