//! HTTP/2 over any pair of streams: a server that answers with JSON, and a client that asks it.

use crate::{Answer, Failure};
use hyper::client::conn::Builder;
use hyper::server::conn::Http;
use hyper::service::service_fn;
use hyper::{Body, Method, Request, Response, StatusCode};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};

#[derive(Serialize, Deserialize)]
struct Question {
    number: i64,
    padding: String,
}

async fn reply(request: Request<Body>) -> Result<Response<Body>, Failure> {
    match (request.method(), request.uri().path()) {
        (&Method::POST, "/double") => {
            let question: Question = serde_json::from_slice(&hyper::body::to_bytes(request.into_body()).await?)?;
            let answer = Question { number: question.number * 2, padding: question.padding };
            Ok(Response::builder().header("content-type", "application/json").body(serde_json::to_vec(&answer)?.into())?)
        }
        (&Method::PUT, "/echo") => Ok(Response::new(request.into_body())),
        _ => Ok(Response::builder().status(StatusCode::NOT_FOUND).body(Body::empty())?),
    }
}

/// Answers everything that comes over one connection.
pub(crate) async fn serve<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S) -> Result<(), Failure> {
    Ok(Http::new().http2_only(true).serve_connection(stream, service_fn(reply)).await?)
}

/// Asks for the doubles of 1 to `count`, all at once, and adds them up.
pub(crate) async fn ask<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S, count: u32) -> Answer {
    let (mut sender, connection) = Builder::new().http2_only(true).handshake::<_, Body>(stream).await?;
    let driver = tokio::spawn(connection);
    let mut replies = Vec::new();
    for number in 1..=i64::from(count) {
        let question = Question { number, padding: "p".repeat(10_000) };
        let request = Request::post("http://localhost/double").body(serde_json::to_vec(&question)?.into())?;
        futures_util::future::poll_fn(|context| sender.poll_ready(context)).await?;
        replies.push(sender.send_request(request));
    }
    let mut sum = 0;
    for response in futures_util::future::try_join_all(replies).await? {
        let body = hyper::body::to_bytes(response.into_body()).await?;
        let answer: Question = serde_json::from_slice(&body)?;
        sum += answer.number + answer.padding.len() as i64 - 10_000;
    }
    drop(sender);
    driver.abort();
    Ok(sum)
}

/// Sends bytes, and gives what the server made of them.
#[cfg(feature = "bindings")]
pub(crate) async fn send<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S, bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let (mut sender, connection) = Builder::new().http2_only(true).handshake::<_, Body>(stream).await?;
    let driver = tokio::spawn(connection);
    let response = sender.send_request(Request::put("http://localhost/echo").body(bytes.into())?).await?;
    let back = hyper::body::to_bytes(response.into_body()).await?;
    driver.abort();
    Ok(back.to_vec())
}

/// One end of a connection over loopback; a server answers at the other.
async fn connect() -> Result<TcpStream, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { serve(listener.accept().await?.0).await });
    Ok(TcpStream::connect(address).await?)
}

pub(crate) async fn over_tcp(count: u32) -> Answer {
    ask(connect().await?, count).await
}

#[cfg(feature = "bindings")]
pub(crate) async fn echo(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    send(connect().await?, bytes).await
}
