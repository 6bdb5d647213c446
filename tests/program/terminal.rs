//! The program at a terminal.

use std::io::{Read, Write};
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};

use super::desk::{Desk, eventually, text};
use super::model::{Model, Step};

const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";

/// A command at a terminal of its own.
struct Terminal {
    child: Child,
    pty: Arc<Pty>,
    screen: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Terminal {
    fn run(desk: &Desk, arguments: &[&str], columns: u16, environment: &[(&str, &str)]) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(40, columns)).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_chat"))
            .args(arguments)
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env("TERM", "xterm")
            .env("CHAT_DATA_DIR", desk.data())
            .envs(desk.environment())
            .envs(environment.iter().copied())
            .spawn(pts)
            .unwrap();
        let (pty, screen) = (Arc::new(pty), Arc::new(Mutex::new(Vec::new())));
        let reader = thread::spawn({
            let (pty, screen) = (Arc::clone(&pty), Arc::clone(&screen));
            move || {
                let mut piece = [0; 4096];
                // The end is an error, once the program has closed its side.
                while let Ok(read @ 1..) = (&*pty).read(&mut piece) {
                    screen.lock().unwrap().extend_from_slice(&piece[..read]);
                }
            }
        });
        Self {
            child,
            pty,
            screen,
            reader,
        }
    }

    fn screen(&self) -> String {
        text(&self.screen.lock().unwrap())
    }

    fn wait_for(&self, what: &str) {
        eventually(what, || self.screen().contains(what).then_some(()));
    }

    /// Waits for the prompt that comes after something else. Only then keys are the editor's, and none gets lost.
    fn wait_for_prompt_after(&self, what: &str) {
        eventually(what, || {
            let screen = self.screen();
            let (_, after) = screen.rsplit_once(what)?;
            after.contains("> ").then_some(())
        });
    }

    fn press(&self, keys: &str) {
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until the program has ended. How, and all that it wrote.
    fn end(mut self) -> (ExitStatus, String) {
        let status = eventually("the program's end", || self.child.try_wait().unwrap());
        eventually("the end of what it wrote", || {
            self.reader.is_finished().then_some(())
        });
        (status, self.screen())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn plain(screen: &str) -> String {
    anstream::adapter::strip_str(screen)
        .to_string()
        .replace('\r', "")
}

#[test]
fn an_answer_is_coloured_and_no_word_is_cut() {
    let desk = Desk::new();
    let session = desk.session();
    let ask = ["ask", &session, "How long is the warranty?"];
    let (status, screen) = Terminal::run(&desk, &ask, 40, &[]).end();
    assert_eq!(status.code(), Some(0));
    assert!(screen.contains("\u{1b}[1mSources\u{1b}[0m"), "{screen:?}");
    let shown = plain(&screen);
    let quotation = "> The warranty of every pump is two\n> years from the day of delivery.\n>\n";
    assert!(shown.contains(quotation), "{shown}");
    assert!(
        shown.lines().all(|line| line.chars().count() <= 40),
        "{shown}"
    );

    let (_, screen) = Terminal::run(&desk, &ask, 40, &[("NO_COLOR", "1")]).end();
    assert!(!screen.contains('\u{1b}'), "{screen:?}");
}

#[test]
fn a_conversation() {
    let count = vec![
        Step::Begin,
        Step::Say("One "),
        Step::Say("two "),
        Step::Wait,
    ];
    let answer = vec![Step::Begin, Step::Say("Three."), Step::End];
    let model = Model::start(vec![count, answer]);
    let desk = Desk::with_model(&model.url);
    let session = desk.session();

    let terminal = Terminal::run(&desk, &["repl", &session], 80, &[]);
    terminal.wait_for_prompt_after("Ctrl-D the conversation.");
    // Ctrl-C at the prompt leaves what was typed, and not the conversation.
    terminal.press("Never mind");
    terminal.wait_for("Never mind");
    terminal.press(CTRL_C);
    terminal.wait_for_prompt_after("Ctrl-D ends the conversation.");
    // A typing error, mended.
    terminal.press("Count!\u{7f}.\r");
    // A word is shown when it is complete.
    terminal.wait_for("One");
    terminal.press(CTRL_C);
    terminal.wait_for_prompt_after("The answer was ended.");
    model.is_left_alone();
    desk.stop(&session);
    // The arrow key finds what was said.
    terminal.press("\u{1b}[A And then?\r");
    terminal.wait_for_prompt_after("Three.");
    terminal.press(CTRL_D);
    let (status, screen) = terminal.end();
    assert_eq!(status.code(), Some(0), "{screen}");
    assert!(
        screen.contains(&format!("`chat repl {session}` goes on with it.")),
        "{screen}"
    );

    let said: Vec<_> = desk.events(&session);
    let said = said.iter().filter(|event| event["type"] == "user_input");
    let said: Vec<_> = said
        .map(|event| event["content"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["Count.", "Count. And then?"]);

    // The next conversation in the session knows what was said in it.
    let terminal = Terminal::run(&desk, &["repl", &session], 80, &[]);
    terminal.wait_for_prompt_after("Ctrl-D the conversation.");
    terminal.press("\u{1b}[A");
    terminal.wait_for("Count. And then?");
    // Ctrl-D ends it on an empty line.
    terminal.press(CTRL_C);
    terminal.wait_for_prompt_after("Ctrl-D ends the conversation.");
    terminal.press(CTRL_D);
    assert_eq!(terminal.end().0.code(), Some(0));
}

#[test]
fn a_failure_does_not_end_a_conversation() {
    let answer = vec![Step::Begin, Step::Say("Now."), Step::End];
    let model = Model::start(vec![vec![Step::Fail], answer]);
    let desk = Desk::with_model(&model.url);
    let terminal = Terminal::run(&desk, &["repl", "--index-id", "handbook"], 80, &[]);
    terminal.wait_for_prompt_after("Ctrl-D the conversation.");
    terminal.press("One\r");
    terminal.wait_for_prompt_after("the turn failed: ");
    terminal.press("Two\r");
    terminal.wait_for_prompt_after("Now.");
    terminal.press(CTRL_D);
    assert_eq!(terminal.end().0.code(), Some(0));
}

#[test]
fn an_index_shows_how_it_comes_along() {
    let desk = Desk::new();
    let docs = desk.docs();
    let add = ["index", "add", "other", docs.to_str().unwrap()];
    let (status, screen) = Terminal::run(&desk, &add, 80, &[]).end();
    assert_eq!(status.code(), Some(0));
    assert!(screen.contains("/3 files"), "{screen:?}");
    let shown = plain(&screen);
    assert!(shown.contains("skipped latin.txt: "), "{shown}");
    assert!(
        shown.ends_with("other: 2 files, 3 passages (2 added, 1 skipped)\n"),
        "{shown}"
    );
}
