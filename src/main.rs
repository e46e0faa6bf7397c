//! The `kbmill` program.

use std::process::ExitCode;

/// A record is a few hundred small pieces of memory, made and given back by other threads than those that made them.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kbmill::cli::run(std::env::args_os()).into()
}
