//! HTTP/2 over TLS: ring's C and assembly at both ends.

use crate::{certificate, http, Answer, Failure};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::client::TlsStream;
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// One end of a connection over loopback; a server answers at the other.
async fn connect() -> Result<TlsStream<TcpStream>, Failure> {
    let (server, client) = certificate::configurations(b"h2")?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let stream = TlsAcceptor::from(Arc::new(server)).accept(listener.accept().await?.0).await?;
        http::serve(stream).await
    });
    let name = "localhost".try_into()?;
    let stream = TlsConnector::from(Arc::new(client)).connect(name, TcpStream::connect(address).await?).await?;
    match stream.get_ref().1.alpn_protocol() {
        Some(b"h2") => Ok(stream),
        _ => Err("the two did not agree on HTTP/2".into()),
    }
}

pub(crate) async fn over_tls(count: u32) -> Answer {
    http::ask(connect().await?, count).await
}

#[cfg(feature = "bindings")]
pub(crate) async fn echo(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    http::send(connect().await?, bytes).await
}
