//! Events through a filter, formatted into memory.

use crate::Answer;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::EnvFilter;

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Memory {
    type Writer = Memory;

    fn make_writer(&'a self) -> Memory {
        self.clone()
    }
}

#[tracing::instrument(level = "info")]
fn step(number: u32) {
    tracing::info!(number, half = number / 2, "a step");
    tracing::debug!("not shown");
}

pub(crate) fn count_events() -> Answer {
    let memory = Memory::default();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new("warn,corpus_large=info")?)
        .with_writer(memory.clone())
        .without_time()
        .finish();
    tracing::subscriber::with_default(subscriber, || (0..5).for_each(step));
    let bytes = memory.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone();
    Ok(String::from_utf8(bytes)?.lines().count() as i64)
}
