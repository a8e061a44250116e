use std::panic;
use std::process::ExitCode;

use incidex::budget;
use incidex::cli::{self, Environment, Exit};

/// A build makes and drops millions of short texts from several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A panic that stops one document becomes a finding of that document, so nothing is printed for it here.
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !budget::is_isolated() {
            print(info);
        }
    }));
    // The message of any other is printed where it happens; what is left to do is an exit code that no mistake has.
    let exit = panic::catch_unwind(|| cli::run(std::env::args_os(), &Environment::of_process()));
    ExitCode::from(exit.unwrap_or(Exit::Internal) as u8)
}
