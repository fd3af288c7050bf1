//! Stands for the SLIM library in tests and in the embedded sample release: exports in UniFFI's shape, no dependencies,
//! and one module for each thing that static linking breaks first. Builds with Rust 1.63 and everything after it.

mod buffer;
mod callbacks;
mod constructor;
mod maths;
mod memory;
mod metadata;
mod panics;
mod rpc;
mod status;
mod text;
mod thread_locals;
mod threads;
