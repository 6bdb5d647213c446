//! What goes wrong.

use std::time::Duration;

use rand::RngExt as _;
use rand::rngs::ChaCha8Rng;
use tokio::time::sleep;

use super::place::Place;
use crate::background::Background;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The server is killed; all of them, where there are two.
    Server,
    /// One of two servers is killed.
    OneServer,
    /// The database is killed.
    Database,
    /// The connections to the database are cut.
    Connections,
}

impl Fault {
    pub(super) const ALL: [Self; 4] = [
        Self::Server,
        Self::OneServer,
        Self::Database,
        Self::Connections,
    ];

    pub(super) fn draw(place: &Place, random: &mut ChaCha8Rng) -> Self {
        if place.postgres.is_none() {
            return Self::Server;
        }
        Self::ALL[random.random_range(0..Self::ALL.len())]
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::OneServer => "one of two",
            Self::Database => "database",
            Self::Connections => "connections",
        }
    }

    /// Lets it happen while clients are at work, and lets them go on where they can. All servers run afterwards.
    pub(super) async fn happen(
        self,
        place: &mut Place,
        servers: &mut [Background],
        random: &mut ChaCha8Rng,
    ) -> anyhow::Result<()> {
        sleep(Duration::from_millis(random.random_range(5..500))).await;
        let away = Duration::from_millis(random.random_range(0..200));
        let killed = match self {
            Self::Server => servers.len(),
            Self::OneServer => 1,
            Self::Database => {
                let Some(server) = &mut place.postgres else {
                    return Ok(());
                };
                server.crash();
                sleep(away).await;
                server.start_again("");
                0
            }
            Self::Connections => {
                place.cut_connections();
                0
            }
        };
        for server in servers.iter_mut().take(killed) {
            server.kill();
        }
        // The others go on.
        if killed < servers.len() {
            sleep(away).await;
        }
        for server in servers.iter_mut().take(killed) {
            *server = place.serve()?;
        }
        Ok(())
    }
}
