//! Exports in UniFFI's shape. Every method but `search` takes its record on a way of its own, and gives what came back.

use crate::{http, quic, runtime, tls, Failure};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// UniFFI's buffer: a `Vec<u8>` taken apart.
#[repr(C)]
pub struct RustBuffer {
    capacity: u64,
    len: u64,
    data: *mut u8,
}

impl RustBuffer {
    fn of(bytes: Vec<u8>) -> Self {
        let mut bytes = ManuallyDrop::new(bytes);
        RustBuffer { capacity: bytes.capacity() as u64, len: bytes.len() as u64, data: bytes.as_mut_ptr() }
    }
}

/// UniFFI's call status: 0, or 1 for a failure and 2 for a panic with its text.
#[repr(C)]
pub struct CallStatus {
    code: i8,
    error: RustBuffer,
}

impl CallStatus {
    fn call(&mut self, body: impl FnOnce() -> Result<u64, Failure>) -> u64 {
        let (code, text) = match catch_unwind(AssertUnwindSafe(body)) {
            Ok(Ok(value)) => {
                self.code = 0;
                return value;
            }
            Ok(Err(failure)) => (1, failure.to_string()),
            Err(_) => (2, "a panic".to_string()),
        };
        self.code = code;
        self.error = RustBuffer::of(text.into_bytes());
        0
    }
}

#[no_mangle]
pub extern "C" fn ffi_corpus_uniffi_contract_version() -> u32 {
    30
}

#[no_mangle]
pub extern "C" fn ffi_corpus_rustbuffer_alloc(size: u64, _status: &mut CallStatus) -> RustBuffer {
    RustBuffer::of(vec![0; size as usize])
}

#[no_mangle]
pub extern "C" fn ffi_corpus_rustbuffer_free(buffer: RustBuffer, _status: &mut CallStatus) {
    if !buffer.data.is_null() {
        // SAFETY: the caller hands back what `of` gave out, once.
        drop(unsafe { Vec::from_raw_parts(buffer.data, buffer.len as usize, buffer.capacity as usize) });
    }
}

trait Value {
    fn of(seed: u64) -> Self;
    fn weight(&self) -> u64;
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
#[serde(tag = "choice", content = "of")]
enum Choice {
    Nothing,
    Number(u64),
    Pair { left: String, right: Vec<u8> },
}

impl Value for u64 {
    fn of(seed: u64) -> Self {
        seed
    }
    fn weight(&self) -> u64 {
        *self
    }
}

impl Value for String {
    fn of(seed: u64) -> Self {
        format!("text of {seed}, \"quoted\"")
    }
    fn weight(&self) -> u64 {
        self.len() as u64
    }
}

impl Value for Vec<i32> {
    fn of(seed: u64) -> Self {
        (0..seed as i32 % 10).collect()
    }
    fn weight(&self) -> u64 {
        self.iter().sum::<i32>() as u64
    }
}

impl Value for Option<i64> {
    fn of(seed: u64) -> Self {
        (seed % 2 == 0).then_some(seed as i64)
    }
    fn weight(&self) -> u64 {
        self.unwrap_or(1) as u64
    }
}

impl Value for BTreeMap<String, u32> {
    fn of(seed: u64) -> Self {
        (0..seed as u32 % 7).map(|at| (format!("key {at}"), at)).collect()
    }
    fn weight(&self) -> u64 {
        u64::from(self.values().sum::<u32>())
    }
}

impl Value for Choice {
    fn of(seed: u64) -> Self {
        match seed % 3 {
            0 => Choice::Nothing,
            1 => Choice::Number(seed),
            _ => Choice::Pair { left: seed.to_string(), right: vec![7; 3] },
        }
    }
    fn weight(&self) -> u64 {
        match self {
            Choice::Nothing => 0,
            Choice::Number(number) => *number,
            Choice::Pair { left, right } => (left.len() + right.len()) as u64,
        }
    }
}

trait Record: Serialize + DeserializeOwned + Clone + PartialEq + std::fmt::Debug + Send + Sync + 'static {
    fn of(seed: u64) -> Self;
    fn weight(&self) -> u64;
}

fn encode<R: Record>(seed: u64) -> Result<u64, Failure> {
    Ok(serde_json::from_str::<R>(&serde_json::to_string_pretty(&R::of(seed))?)?.weight())
}

/// How many of the record's fields have text in them.
fn search<R: Record>(seed: u64) -> Result<u64, Failure> {
    let text = format!("{:?}", R::of(seed));
    Ok(regex::Regex::new(r#"(?x) \w+ : \s* "(?:[^"\\]|\\.)+" "#)?.find_iter(&text).count() as u64)
}

fn spawn<R: Record>(seed: u64) -> Result<u64, Failure> {
    runtime::block_on(async move {
        let record = R::of(seed);
        let (sender, receiver) = tokio::sync::oneshot::channel::<R>();
        let task = tokio::spawn(async move { receiver.await.map(|record| record.weight()) });
        sender.send(record).map_err(|_| "nobody listens")?;
        Ok(task.await??)
    })
}

/// There and back over HTTP/2, every other time with TLS below it.
fn post<R: Record>(seed: u64) -> Result<u64, Failure> {
    runtime::block_on(async move {
        let bytes = serde_json::to_vec(&R::of(seed))?;
        let back = if seed % 2 == 0 { http::echo(bytes).await? } else { tls::echo(bytes).await? };
        Ok(serde_json::from_slice::<R>(&back)?.weight())
    })
}

/// There and back over QUIC.
fn stream<R: Record>(seed: u64) -> Result<u64, Failure> {
    runtime::block_on(async move {
        let back = quic::there_and_back(serde_json::to_vec(&R::of(seed))?).await?;
        let values: serde_json::Value = serde_json::from_slice(&back)?;
        Ok(serde_json::from_value::<R>(values)?.weight())
    })
}

include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
