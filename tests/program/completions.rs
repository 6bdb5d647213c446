//! `chat completions`.

use std::process::Command;

use super::desk::{chat, text};

fn script(shell: &str) -> String {
    let output = chat().args(["completions", shell]).output().unwrap();
    assert_eq!(
        (output.status.code(), text(&output.stderr).as_str()),
        (Some(0), "")
    );
    text(&output.stdout)
}

#[test]
fn each_shell_gets_its_own() {
    for (shell, mark) in [
        ("bash", "complete -F _chat"),
        ("zsh", "#compdef chat"),
        ("fish", "complete -c chat"),
    ] {
        let script = script(shell);
        assert!(script.contains(mark), "{shell}");
        for command in ["index", "repl", "completions", "remove"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    let output = chat().args(["completions", "abacus"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn bash_completes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chat.bash");
    std::fs::write(&path, script("bash")).unwrap();
    let complete = |words: &str, last: usize| {
        let line = format!(
            "source {}; COMP_WORDS=({words}); COMP_CWORD={last}; _chat chat \"${{COMP_WORDS[{last}]}}\"; echo \"${{COMPREPLY[@]}}\"",
            path.display()
        );
        let output = Command::new("bash")
            .args(["--norc", "-c", &line])
            .output()
            .unwrap();
        text(&output.stdout).trim().to_owned()
    };
    assert_eq!(complete("chat ind", 1), "index");
    assert_eq!(complete("chat index re", 2), "remove");
    assert_eq!(complete("chat ask --j", 2), "--json");
}
