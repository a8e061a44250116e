use std::panic;
use std::process::ExitCode;

use incidex::cli::{self, Environment, Exit};

fn main() -> ExitCode {
    let outcome = panic::catch_unwind(|| match Environment::of_process() {
        Ok(environment) => cli::run(std::env::args_os(), &environment),
        Err(_) => Exit::Input,
    });
    ExitCode::from(outcome.unwrap_or(Exit::Internal) as u8)
}
