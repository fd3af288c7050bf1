//! A library of SLIM's size and kind. Each export does one round trip and returns a number that tells the right answer;
//! -1 where it failed, which no right answer is.

mod documents;
mod exports;
mod panics;
mod plugins;
mod runtime;
mod text;
mod traces;

#[cfg(feature = "bindings")]
mod bindings;
#[cfg(feature = "net")]
mod http;
#[cfg(feature = "tls")]
mod certificate;
#[cfg(feature = "tls")]
mod quic;
#[cfg(feature = "tls")]
mod tls;

/// What any round trip may end with instead of an answer.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

pub(crate) type Answer = Result<i64, Failure>;
