//! Where the server listens.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Where the server listens.
#[derive(Debug, clap::Args)]
// The group would have the name of the one that it is flattened into.
#[group(skip)]
pub(crate) struct Listen {
    /// Where to listen; port 0 takes a free one.
    #[arg(
        id = "listen",
        long = "listen",
        env = "CHAT_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8000"
    )]
    pub(crate) address: SocketAddr,
}

impl Listen {
    /// Where its own machine calls it: who listens everywhere listens on the loopback too.
    pub(crate) fn local(&self) -> SocketAddr {
        let mut address = self.address;
        address.set_ip(match address.ip() {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        });
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everywhere_is_the_loopback_as_well() {
        for (address, expected) in [
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "[::1]:80"),
            ("192.0.2.1:80", "192.0.2.1:80"),
        ] {
            let address = address.parse().unwrap();
            assert_eq!(Listen { address }.local().to_string(), expected);
        }
    }
}
