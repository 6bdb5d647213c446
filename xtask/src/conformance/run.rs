//! The judges, one after another.

use std::path::Path;
use std::process::ExitCode;

use super::node::Node;
use super::page::Browser;
use super::place::Place;
use super::python::Python;
use super::server::Servers;
use super::tally::Tally;
use super::{cases, mock, schemathesis, sdk_tests};

/// Lets every judge judge servers of this workspace, and prints one line of what came of it.
pub(crate) fn conformance(root: &Path) -> anyhow::Result<ExitCode> {
    let place = Place::new(root)?;
    // What is missing is said before anything takes long.
    let python = Python::environment(&place)?;
    let node = Node::folder(&place)?;
    let browser = Browser::find()?;
    let servers = Servers::start(&place, &python)?;

    let mut all = Tally::default();
    println!("== the Python SDK's own tests");
    let url = &servers.built_in.url;
    all += sdk_tests::judge(&place, &python, url, &sdk_tests::OF_SESSIONS)?;
    println!("== all of them on a mock of openapi.yaml");
    let mock = mock::start(&place)?;
    all += sdk_tests::judge(&place, &python, &mock.url, &sdk_tests::ALL)?;
    println!("== both SDKs on real sessions");
    all += cases::judge(&place, &python, &node, &servers)?;
    println!("== /docs in a browser");
    all += browser.judge(&node, &servers.built_in.url)?;
    println!("== Schemathesis");
    all += schemathesis::judge(&place, &python, &servers)?;

    println!("{all}");
    Ok(if all.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
