//! The `kbmill` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    kbmill::cli::run(std::env::args_os()).into()
}
