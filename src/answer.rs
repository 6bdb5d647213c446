//! A turn, as people read it.

use std::io::{self, Write};

use anstyle::Style;
use chat_client::types::{Event, ToolCallEvent, ToolResultEvent};

use crate::sources::Sources;
use crate::terminal::{DIM, Wrapped, harmless, line, truncated, width};

/// The most columns that are shown of a result.
const LONGEST: usize = 200;

/// Writes the events of turns as they come: what the agent says, and as notes what it thinks and does.
pub(crate) struct Answer<O, N> {
    out: Wrapped<O>,
    notes: Wrapped<N>,
    width: Option<usize>,
    /// What was written last.
    last: Option<Part>,
    /// Whether pieces have told the beginning of a text, or of a thought, that is not complete.
    in_text: bool,
    in_thought: bool,
    sources: Sources,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Text,
    Note,
}

impl Answer<anstream::Stdout, anstream::Stderr> {
    /// On stdout what the agent says, on stderr the notes.
    pub(crate) fn live() -> Self {
        let (out, notes) = (width(&io::stdout()), width(&io::stderr()));
        Self::new((anstream::stdout(), out), (anstream::stderr(), notes))
    }
}

impl Answer<anstream::Stdout, anstream::Stdout> {
    /// All on stdout.
    pub(crate) fn transcript() -> Self {
        let width = width(&io::stdout());
        Self::new((anstream::stdout(), width), (anstream::stdout(), width))
    }
}

impl<O: Write, N: Write> Answer<O, N> {
    fn new(out: (O, Option<usize>), notes: (N, Option<usize>)) -> Self {
        Self {
            out: Wrapped::new(out.0, out.1, Style::new()),
            notes: Wrapped::new(notes.0, notes.1, DIM),
            width: out.1,
            last: None,
            in_text: false,
            in_thought: false,
            sources: Sources::default(),
        }
    }

    /// Writes the next event of a turn. What the user said, and how the turn ended, the caller knows better how to tell.
    pub(crate) fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::TextDelta(delta) => {
                let goes_on = std::mem::replace(&mut self.in_text, true);
                self.begin(Part::Text, goes_on)?;
                self.out.text(&harmless(&delta.content))?;
            }
            Event::Text(text) => {
                let goes_on = std::mem::take(&mut self.in_text);
                self.begin(Part::Text, goes_on)?;
                if !goes_on {
                    self.out.text(&harmless(&text.content))?;
                }
                self.out.end_line()?;
            }
            Event::ThinkingDelta(delta) => {
                let goes_on = std::mem::replace(&mut self.in_thought, true);
                self.begin(Part::Note, goes_on)?;
                self.notes.text(&harmless(&delta.content))?;
            }
            Event::Thinking(thought) => {
                let goes_on = std::mem::take(&mut self.in_thought);
                self.begin(Part::Note, goes_on)?;
                if !goes_on {
                    self.notes.text(&harmless(&thought.content))?;
                }
                self.notes.end_line()?;
            }
            Event::ToolCall(call) => {
                self.begin(Part::Note, false)?;
                self.notes.text(&called(call))?;
                self.notes.end_line()?;
            }
            Event::ToolResult(result) => {
                if !self.sources.add(&result.result) {
                    self.begin(Part::Note, false)?;
                    self.notes.text(&gave(result))?;
                    self.notes.end_line()?;
                }
            }
            Event::UserInput(_) | Event::Stop(_) | Event::Unknown(_) => {}
        }
        self.notes.flush()?;
        self.out.flush()
    }

    /// Ends a turn: after what was said come the sources.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        self.tell_sources()?;
        self.break_off()
    }

    /// Ends a turn with a word on how it ended.
    pub(crate) fn conclude(&mut self, style: Style, text: &str) -> io::Result<()> {
        self.tell_sources()?;
        self.begin(Part::Text, false)?;
        writeln!(self.out.inner(), "{style}{}{style:#}", line(text))?;
        self.break_off()
    }

    /// Ends a turn where it is. The next one begins anew.
    pub(crate) fn break_off(&mut self) -> io::Result<()> {
        self.end_lines()?;
        self.last = None;
        (self.in_text, self.in_thought) = (false, false);
        self.sources = Sources::default();
        self.out.flush()
    }

    fn tell_sources(&mut self) -> io::Result<()> {
        self.end_lines()?;
        if !self.sources.is_empty() {
            self.begin(Part::Text, false)?;
            self.sources.write(self.out.inner(), self.width)?;
        }
        Ok(())
    }

    fn end_lines(&mut self) -> io::Result<()> {
        self.notes.end_line()?;
        self.out.end_line()
    }

    /// Begins a part, or goes on with it. What is said and what is noted are an empty line apart.
    fn begin(&mut self, part: Part, goes_on: bool) -> io::Result<()> {
        match self.last.replace(part) {
            Some(last) if last == part && goes_on => Ok(()),
            Some(Part::Note) if part == Part::Note => self.notes.end_line(),
            Some(Part::Note) => self.notes.blank_line(),
            Some(Part::Text) => self.out.blank_line(),
            None => Ok(()),
        }
    }
}

/// A call of a tool, in a line.
fn called(call: &ToolCallEvent) -> String {
    let mut text = line(&call.name);
    for (n, (name, value)) in call.arguments.iter().enumerate() {
        let mark = if n == 0 { ':' } else { ',' };
        text.push_str(&format!(
            "{mark} {} {}",
            line(name),
            line(&value.to_string())
        ));
    }
    text
}

/// What a tool gave, in a line: the beginning of it, where it is long.
fn gave(result: &ToolResultEvent) -> String {
    let value = line(&result.result.to_string());
    format!("{} gave {}", line(&result.name), truncated(&value, LONGEST))
}

#[cfg(test)]
mod tests {
    use chat_client::types::{TextDeltaEvent, TextEvent, ThinkingDeltaEvent, ThinkingEvent};
    use serde_json::{Value, json};

    use super::*;

    fn delta(content: &str) -> Event {
        Event::TextDelta(TextDeltaEvent {
            content: content.into(),
        })
    }

    fn text(content: &str) -> Event {
        Event::Text(TextEvent {
            content: content.into(),
        })
    }

    fn thinking_delta(content: &str) -> Event {
        Event::ThinkingDelta(ThinkingDeltaEvent {
            content: content.into(),
        })
    }

    fn thinking(content: &str) -> Event {
        Event::Thinking(ThinkingEvent {
            content: content.into(),
        })
    }

    fn result(name: &str, result: Value) -> Event {
        Event::ToolResult(ToolResultEvent {
            call_id: "1".into(),
            name: name.into(),
            result,
            image_attachment: None,
        })
    }

    fn search() -> [Event; 2] {
        let arguments = json!({"query": "pumps", "indexes": ["handbook"]});
        let passages = json!({"passages": [{"index": "handbook", "file": "a.md", "place": "line 1", "score": 2}]});
        [
            Event::ToolCall(ToolCallEvent {
                call_id: "1".into(),
                name: "search".into(),
                arguments: arguments.as_object().unwrap().clone(),
            }),
            result("search", passages),
        ]
    }

    /// What is written on stdout and on stderr, without styles.
    fn written(events: &[Event]) -> (String, String) {
        let mut answer = Answer::new((Vec::new(), None), (Vec::new(), None));
        for event in events {
            answer.event(event).unwrap();
        }
        answer.end().unwrap();
        let plain = |bytes: &[u8]| anstream::adapter::strip_bytes(bytes).into_vec();
        let plain = |bytes: &mut Vec<u8>| String::from_utf8(plain(bytes)).unwrap();
        (plain(answer.out.inner()), plain(answer.notes.inner()))
    }

    #[test]
    fn what_is_said_and_what_is_noted_are_apart() {
        let [call, result] = search();
        let (out, notes) = written(&[
            thinking_delta("Let me "),
            thinking_delta("see."),
            thinking("Let me see."),
            call,
            result,
            delta("Pumps "),
            delta("are blue."),
            text("Pumps are blue."),
            text("And small."),
        ]);
        assert_eq!(
            out,
            "Pumps are blue.\n\nAnd small.\n\nSources\n  2.00  handbook/a.md  line 1\n"
        );
        assert_eq!(
            notes,
            "Let me see.\nsearch: indexes [\"handbook\"], query \"pumps\"\n\n"
        );
    }

    #[test]
    fn a_text_that_a_thought_interrupts_goes_on() {
        let (out, notes) = written(&[delta("one"), thinking("hm"), delta("two"), text("onetwo")]);
        assert_eq!((out.as_str(), notes.as_str()), ("one\n\ntwo\n", "hm\n\n"));
    }

    #[test]
    fn what_another_tool_gave_is_noted() {
        let long = "x".repeat(300);
        let (_, notes) = written(&[
            result("clock", json!({"hour": 7})),
            result("parrot", json!(long)),
        ]);
        let beginning = &long[..198];
        assert_eq!(
            notes,
            format!("clock gave {{\"hour\":7}}\nparrot gave \"{beginning}…\n")
        );
    }

    #[test]
    fn a_turn_that_breaks_off_ends_its_line() {
        let (out, _) = written(&[delta("Pumps are")]);
        assert_eq!(out, "Pumps are\n");
    }

    #[test]
    fn nobody_steers_the_terminal() {
        let (out, notes) = written(&[delta("\u{1b}[2J"), thinking("\u{9b}31m")]);
        assert_eq!(
            (out.as_str(), notes.as_str()),
            ("\u{fffd}[2J\n\n", "\u{fffd}31m\n")
        );
    }
}
