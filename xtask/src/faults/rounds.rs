//! Rounds of load, each with a fault in it, and what is left afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rand::SeedableRng as _;
use rand::rngs::ChaCha8Rng;
use tokio::time::sleep;

use super::check;
use super::client::{Api, work};
use super::fault::Fault;
use super::ledger::{Ledger, Turn};
use super::place::Place;

/// How many clients are at work at a time.
const CLIENTS: usize = 8;

/// Longer than a turn may be left alone, until another server ends it.
const TENDED: Duration = Duration::from_secs(60);

/// What came of an engine.
pub(super) struct Outcome {
    name: &'static str,
    faults: Vec<Fault>,
    sessions: usize,
    turns: usize,
    events: usize,
    interrupted: usize,
    /// Each once, though it is seen after its round and at the end.
    pub(super) losses: BTreeSet<String>,
}

pub(super) async fn run(mut place: Place, kills: u32, seed: u64) -> anyhow::Result<Outcome> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(60))
        .build()?;
    let count = if place.postgres.is_some() { 2 } else { 1 };
    let mut servers = (0..count)
        .map(|_| place.serve())
        .collect::<anyhow::Result<Vec<_>>>()?;
    let (mut ledger, mut faults, mut losses) = (Ledger::default(), Vec::new(), BTreeSet::new());
    for round in 0..kills {
        let stop = Arc::new(AtomicBool::new(false));
        let clients = (0..CLIENTS).map(|n| {
            let api = Api::new(&client, &servers[n % count].url);
            let stop = Arc::clone(&stop);
            tokio::spawn(async move { work(api, format!("{round}.{n}"), &stop).await })
        });
        let clients: Vec<_> = clients.collect();
        let fault = Fault::draw(&place, &mut random);
        fault.happen(&mut place, &mut servers, &mut random).await?;
        stop.store(true, Ordering::Relaxed);
        faults.push(fault);
        let mut told = Vec::new();
        for client in clients {
            told.extend(client.await?);
        }
        // By the server that was started last: what is shown is what was kept.
        let api = Api::new(&client, &servers[0].url);
        for (id, turns) in &told {
            let events = patiently(&api, id).await?;
            losses.extend(check::session(id, turns, events.as_deref(), false));
        }
        ledger.add(told);
        if (round + 1) % 10 == 0 {
            let sessions = ledger.0.len();
            println!(
                "{}: {} of {kills}, {sessions} sessions, {} losses",
                place.name(),
                round + 1,
                losses.len()
            );
        }
    }
    let api = Api::new(&client, &servers[0].url);
    let interrupted = ledger.turns().filter(|turn| !turn.is_over()).count();
    losses.extend(at_rest(&api, &mut ledger).await?);
    Ok(Outcome {
        name: place.name(),
        faults,
        sessions: ledger.0.len(),
        turns: ledger.turns().count(),
        events: ledger.turns().map(|turn| turn.events.len()).sum(),
        interrupted,
        losses,
    })
}

/// A server whose connections were cut may need to be asked again.
async fn patiently(api: &Api, id: &str) -> anyhow::Result<Option<Vec<serde_json::Value>>> {
    let begun = Instant::now();
    loop {
        match api.events(id).await {
            Err(_) if begun.elapsed() < TENDED => sleep(Duration::from_millis(50)).await,
            events => return events,
        }
    }
}

/// When all is over: each session has all that was told, is listed once, and takes another message.
async fn at_rest(api: &Api, ledger: &mut Ledger) -> anyhow::Result<Vec<String>> {
    let (begun, mut losses) = (Instant::now(), Vec::new());
    for (id, turns) in &mut ledger.0 {
        let mut events = patiently(api, id).await?;
        let is_over = |events: &Option<Vec<serde_json::Value>>| {
            let last = events.as_ref().and_then(|events| events.last());
            last.is_none_or(|last| last["type"] == "stop")
        };
        while !is_over(&events) && begun.elapsed() < TENDED {
            sleep(Duration::from_millis(100)).await;
            events = patiently(api, id).await?;
        }
        losses.extend(check::session(id, turns, events.as_deref(), true));
        if turns.last().is_some_and(|turn| !turn.is_over()) {
            let turn: Turn = api.ask(id, format!("Are you there, {id}?")).await;
            if !turn.is_over() {
                losses.push(format!("{id}: it takes no message any more"));
            }
            turns.push(turn);
            let events = patiently(api, id).await?;
            losses.extend(check::session(id, turns, events.as_deref(), true));
        }
    }
    let (mut listed, mut token) = (BTreeMap::<String, usize>::new(), String::new());
    loop {
        let (ids, next) = api.page(&token).await?;
        for id in ids {
            *listed.entry(id).or_default() += 1;
        }
        let Some(next) = next else { break };
        token = next;
    }
    for id in ledger.0.keys() {
        match listed.get(id) {
            Some(1) => {}
            times => losses.push(format!("{id}: it is listed {} times", times.unwrap_or(&0))),
        }
    }
    Ok(losses)
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = Fault::ALL.into_iter().filter_map(|kind| {
            let count = self.faults.iter().filter(|fault| **fault == kind).count();
            (count > 0).then(|| format!("{} {count}", kind.name()))
        });
        let faults = kinds.collect::<Vec<_>>().join(", ");
        write!(
            f,
            "{:<12}{faults:<56}{:>10}{:>8}{:>8}{:>13}{:>8}",
            self.name,
            self.sessions,
            self.turns,
            self.events,
            self.interrupted,
            self.losses.len()
        )
    }
}
