//! One runtime for all of the library.

use crate::{Answer, Failure};
use std::future::Future;
use std::sync::OnceLock;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;

fn shared() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime starts"))
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    shared().block_on(future)
}

pub(crate) fn sum_in_tasks(count: u32) -> Answer {
    block_on(async move {
        let (sender, mut receiver) = mpsc::channel::<i64>(4);
        for value in 1..=i64::from(count) {
            let sender = sender.clone();
            tokio::spawn(async move {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                sender.send(value).await
            });
        }
        drop(sender);
        let mut sum = 0;
        while let Some(value) = receiver.recv().await {
            sum += value;
        }
        Ok::<_, Failure>(sum)
    })
}
