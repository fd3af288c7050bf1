//! A panic inside a task, which its owner catches.

use crate::{runtime, Answer};

/// Counts itself out while a panic unwinds past it.
struct Guard<'a>(&'a std::sync::atomic::AtomicI64);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    }
}

static DROPPED: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(0);

pub(crate) fn caught(number: u32) -> Answer {
    let dropped = DROPPED.load(std::sync::atomic::Ordering::SeqCst);
    let ended = runtime::block_on(async move {
        tokio::spawn(async move {
            let _guard = Guard(&DROPPED);
            std::panic::resume_unwind(Box::new(number));
        })
        .await
    });
    let failure = match ended {
        Ok(()) => return Err("the task did not panic".into()),
        Err(failure) => failure.try_into_panic()?,
    };
    let number = failure.downcast_ref::<u32>().ok_or("another panic")?;
    Ok(i64::from(*number) + DROPPED.load(std::sync::atomic::Ordering::SeqCst) - dropped - 1)
}
