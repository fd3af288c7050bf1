//! QUIC: bytes there and back over one stream.

use crate::{certificate, Answer, Failure};
use quinn::{ClientConfig, Endpoint, ServerConfig};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

const LIMIT: usize = 1 << 20;

async fn reply(endpoint: Endpoint) -> Result<(), Failure> {
    let connection = endpoint.accept().await.ok_or("nobody came")?.await?;
    let (mut send, receive) = connection.accept_bi().await?;
    let bytes = receive.read_to_end(LIMIT).await?;
    send.write_all(&bytes).await?;
    send.finish().await?;
    connection.closed().await;
    Ok(())
}

/// What came back of the bytes.
pub(crate) async fn there_and_back(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let (server, client) = certificate::configurations(b"echo")?;
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let listening = Endpoint::server(ServerConfig::with_crypto(Arc::new(server)), any)?;
    let address = listening.local_addr()?;
    let server = tokio::spawn(reply(listening));

    let mut endpoint = Endpoint::client(any)?;
    endpoint.set_default_client_config(ClientConfig::new(Arc::new(client)));
    let connection = endpoint.connect(address, "localhost")?.await?;
    let (mut send, receive) = connection.open_bi().await?;
    send.write_all(&bytes).await?;
    send.finish().await?;
    let back = receive.read_to_end(LIMIT).await?;
    connection.close(0u32.into(), b"done");
    server.await??;
    Ok(back)
}

pub(crate) async fn sum_of_bytes(count: u32) -> Answer {
    let back = there_and_back((0..count).map(|value| value as u8).collect()).await?;
    Ok(back.iter().map(|byte| i64::from(*byte)).sum())
}
