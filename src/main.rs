use std::panic;
use std::process::ExitCode;

use incidex::cli::{self, Environment, Exit};

/// A build makes and drops millions of short texts from several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The message of a panic is printed where it happens; what is left to do is an exit code that no mistake has.
    let exit = panic::catch_unwind(|| cli::run(std::env::args_os(), &Environment::of_process()));
    ExitCode::from(exit.unwrap_or(Exit::Internal) as u8)
}
