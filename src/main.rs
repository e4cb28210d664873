//! The command line: parse, run, map to an exit code.

use std::process::ExitCode;

/// Reading makes and drops many small strings on all threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gongkai::cli::main()
}
