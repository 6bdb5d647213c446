//! What the server shows, held against what clients were told.

use serde_json::Value;

use super::ledger::Turn;

/// What of a session is lost, or there twice. `over` is whether its turns have had the time to end.
pub(super) fn session(
    id: &str,
    told: &[Turn],
    events: Option<&[Value]>,
    over: bool,
) -> Vec<String> {
    let Some(events) = events else {
        return vec![format!("{id}: the session is lost")];
    };
    let mut losses = Vec::new();
    let mut lost = |what: String| losses.push(format!("{id}: {what}"));
    let mut kept: Vec<(&str, &[Value])> = Vec::new();
    let begins = |event: &Value| event["type"] == "user_input";
    for turn in events.chunk_by(|_, next| !begins(next)) {
        match turn.split_first() {
            Some((input, rest)) if begins(input) => {
                kept.push((input["content"].as_str().unwrap_or_default(), rest));
            }
            _ => lost(format!("it begins without a message: {}", json(turn))),
        }
    }
    for turn in told {
        let mut same = kept.iter().filter(|(prompt, _)| *prompt == turn.prompt);
        match (same.next(), same.next()) {
            (None, _) if turn.is_answered => lost(format!("the message {:?} is lost", turn.prompt)),
            (None, _) => {}
            (Some(_), Some(_)) => lost(format!("the message {:?} is there twice", turn.prompt)),
            (Some((_, kept)), None) => {
                if !kept.starts_with(&turn.events) {
                    lost(format!("told {}, kept {}", json(&turn.events), json(kept)));
                } else if turn.is_over() && kept.len() > turn.events.len() {
                    lost(format!("more is kept than was told: {}", json(kept)));
                }
            }
        }
    }
    for (index, (prompt, events)) in kept.iter().enumerate() {
        if !told.iter().any(|turn| turn.prompt == *prompt) {
            lost(format!("nobody said {prompt:?}"));
        }
        let ends = events
            .iter()
            .filter(|event| event["type"] == "stop")
            .count();
        let is_ended = events.last().is_some_and(|event| event["type"] == "stop");
        let may_run = !over && index + 1 == kept.len();
        if ends > 1 || (ends == 1 && !is_ended) || (!is_ended && !may_run) {
            lost(format!(
                "the turn of {prompt:?} has no end, or several: {}",
                json(events)
            ));
        }
    }
    losses
}

fn json(events: &[Value]) -> Value {
    events.iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn input(prompt: &str) -> Value {
        json!({"type": "user_input", "content": prompt})
    }

    fn text(content: &str) -> Value {
        json!({"type": "text", "content": content})
    }

    fn stop() -> Value {
        json!({"type": "stop"})
    }

    fn told(prompt: &str, events: &[Value]) -> Turn {
        Turn {
            prompt: prompt.to_owned(),
            is_answered: true,
            events: events.to_vec(),
        }
    }

    #[test]
    fn what_is_whole_is_no_loss() {
        let turns = [told("a", &[text("x"), stop()]), told("b", &[text("y")])];
        let kept = [
            input("a"),
            text("x"),
            stop(),
            input("b"),
            text("y"),
            text("z"),
        ];
        assert_eq!(session("s", &turns, Some(&kept), false), [""; 0]);
        let ended = [&kept[..], &[stop()]].concat();
        assert_eq!(session("s", &turns, Some(&ended), true), [""; 0]);
        let silent = [Turn {
            is_answered: false,
            ..told("a", &[])
        }];
        assert_eq!(session("s", &silent, Some(&[]), true), [""; 0]);
        assert_eq!(
            session("s", &silent, Some(&[input("a"), stop()]), true),
            [""; 0]
        );
    }

    #[test]
    fn every_loss_is_seen() {
        let turns = [told("a", &[text("x"), stop()])];
        let kept = [input("a"), text("x"), stop()];
        for (events, why) in [
            (None, "a session"),
            (Some(vec![]), "a message"),
            (Some(vec![input("a"), stop()]), "an event"),
            (Some(vec![input("a"), text("x")]), "the end"),
            (Some(vec![input("a"), text("y"), stop()]), "its content"),
            (
                Some(vec![input("a"), text("x"), text("x"), stop()]),
                "an event twice",
            ),
            (
                Some(vec![input("a"), text("x"), stop(), stop()]),
                "the end twice",
            ),
            (Some([&kept[..], &kept[..]].concat()), "the turn twice"),
            (
                Some([&kept[..], &[input("b"), stop()]].concat()),
                "nobody's",
            ),
            (
                Some([&[text("w")], &kept[..]].concat()),
                "before the message",
            ),
        ] {
            let found = session("s", &turns, events.as_deref(), true);
            assert!(!found.is_empty(), "{why}");
        }
        let running = [told("a", &[text("x")])];
        let locked = [input("a"), text("x")];
        assert_eq!(session("s", &running, Some(&locked), true).len(), 1);
    }
}
