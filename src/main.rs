//! The program: arguments in, exit code out. Everything else is the library's.

use std::process::ExitCode;

fn main() -> ExitCode {
    caseload::cli::run(std::env::args_os()).unwrap_or_else(|error| caseload::cli::report(&error))
}
