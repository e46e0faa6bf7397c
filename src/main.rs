//! The `kbmill` program.

fn main() -> anyhow::Result<()> {
    kbmill::cli::run()
}
