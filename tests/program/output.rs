//! What output looks like where it goes to no terminal: colours, pipes that close, and what could steer a terminal.

use std::process::Stdio;

use super::desk::{Desk, chat, text};
use super::model::{Model, Step};

const ESCAPE: char = '\u{1b}';

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let desk = Desk::new();
    let session = desk.session();
    desk.said(&["ask", &session, "warranty"]);
    for command in [
        &["show", &session][..],
        &["list"],
        &["ask", &session, "noise"],
        &["index", "list"],
        &["show", "ses-unknown"],
    ] {
        let output = |environment: &[(&str, &str)]| {
            let mut command = desk.chat(command);
            let output = command.envs(environment.iter().copied()).output().unwrap();
            text(&output.stdout) + &text(&output.stderr)
        };
        assert!(!output(&[]).contains(ESCAPE), "{command:?}: no terminal");
        assert!(
            output(&[("CLICOLOR_FORCE", "1")]).contains(ESCAPE),
            "{command:?}: forced"
        );
        let both = output(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]);
        assert!(!both.contains(ESCAPE), "{command:?}: NO_COLOR");
    }
}

#[test]
fn nobody_steers_the_terminal() {
    let script = || {
        vec![
            Step::Begin,
            Step::Think("\u{1b}[2Jhm"),
            Step::Say("\u{1b}[2J\u{9b}31mred"),
            Step::End,
        ]
    };
    let model = Model::start(vec![script(), script()]);
    let desk = Desk::with_model(&model.url);
    let session = desk.session();
    for command in [
        &["ask", &session, "\u{1b}[2Jclear"][..],
        &["ask", "--json", &session, "\u{9b}2Jclear"],
        &["show", &session],
        &["show", "--json", &session],
        &["list"],
        &["list", "--json"],
        &["show", "\u{1b}[2J"],
    ] {
        // What writes to no terminal would leave out all escape sequences, these among them.
        let output = desk
            .chat(command)
            .env("CLICOLOR_FORCE", "1")
            .output()
            .unwrap();
        for output in [text(&output.stdout), text(&output.stderr)] {
            assert!(!output.contains("\u{1b}[2J"), "{command:?}: {output:?}");
            assert!(!output.contains('\u{9b}'), "{command:?}: {output:?}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::new();
    let session = desk.session();
    desk.said(&["ask", &session, "warranty"]);
    for command in [
        &["list"][..],
        &["list", "--json"],
        &["show", &session],
        &["ask", "--json", &session, "noise"],
        &["create"],
        &["index", "list"],
        &["completions", "bash"],
    ] {
        let mut child = desk
            .chat(command)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = text(&output.stderr);
        assert_eq!(
            (output.status.code(), stderr.as_str()),
            (Some(0), ""),
            "{command:?}"
        );
    }
}

#[test]
fn help_says_how_to_begin() {
    let output = chat().arg("--help").output().unwrap();
    let help = text(&output.stdout);
    let (_, steps) = help.split_once("First steps:\n").unwrap();
    for command in [
        "chat index add",
        "chat serve",
        "chat create",
        "chat ask",
        "chat repl",
    ] {
        assert!(steps.contains(command), "{steps}");
    }
}
