//! The `kbmill` program.

use std::process::ExitCode;

/// A record is many small strings, made on every thread; this allocator is quicker at them than most systems' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kbmill::cli::run(std::env::args_os()).into()
}
