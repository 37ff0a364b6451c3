//! What a command ends with: the exit codes that scripts rely on, and the sentence on standard error.
//!
//! ```text
//! 0 done · 1 done, and the answer is "no" · 2 the command line is wrong · 3 not let in · 4 the store is unsafe · 5 the machine failed
//! ```

use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::domain::text::sweep;
use crate::journal::plain;
use crate::store::StoreError;

/// How a command that did its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done; for a check: nothing wrong.
    Done,
    /// Done, and the answer is "no" or "something to look at".
    Something,
}

impl Outcome {
    /// [`Outcome::Done`] where it is true.
    pub fn done_if(fine: bool) -> Self {
        if fine { Self::Done } else { Self::Something }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::from(0),
            Outcome::Something => Self::from(1),
        }
    }
}

/// Why a command did not do its work, with a sentence for people: what happened, to what, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The answer is no (1).
    #[error("{0}")]
    No(String),
    /// The command line is wrong (2).
    #[error("{0}")]
    WrongUse(String),
    /// Not let in, or this role may not do this (3).
    #[error("{0}")]
    NotLetIn(String),
    /// The store is unsafe or not what was expected (4).
    #[error("{0}")]
    Unsafe(String),
    /// The machine failed (5).
    #[error("{doing}: {}.", crate::journal::plain(.source))]
    Machine {
        /// What could not be done, to what: `The file x cannot be read`.
        doing: String,
        /// The system's answer.
        source: io::Error,
    },
    /// Whoever read the output has gone; nothing is said and nothing is wrong.
    #[error("nobody reads the output any more")]
    ReaderGone,
}

impl Failure {
    /// For `map_err`: the machine failed at something. A file that is not there is a wrong command line.
    pub fn machine(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |source| match source.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            io::ErrorKind::NotFound => {
                Self::WrongUse(format!("{doing}: there is no such file. Check its name."))
            }
            _ => Self::Machine { doing, source },
        }
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self::ReaderGone => 0,
            Self::No(_) => 1,
            Self::WrongUse(_) => 2,
            Self::NotLetIn(_) => 3,
            Self::Unsafe(_) => 4,
            Self::Machine { .. } => 5,
        }
    }
}

/// The exit code for an error, found anywhere in its chain; an error that nobody foresaw is the machine's.
pub fn exit_code(error: &anyhow::Error) -> u8 {
    let own = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<Failure>());
    let store = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<StoreError>());
    let keys = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<crate::keys::KeysError>());
    match (own, store, keys) {
        (Some(own), ..) => own.exit_code(),
        (_, Some(store), _) => store.exit_code(),
        (_, _, Some(keys)) => keys.kind().exit_code(),
        _ => 5,
    }
}

/// Says on standard error what went wrong, and gives the exit code for it.
pub fn report(error: &anyhow::Error) -> ExitCode {
    let code = exit_code(error);
    if code != 0 {
        let _nobody_can_be_told = writeln!(io::stderr(), "caseload: {}", sentences(error));
    }
    ExitCode::from(code)
}

/// The error and its causes; a cause that the sentence before it already says is not said twice.
fn sentences(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain() {
        let machine = cause.downcast_ref::<io::Error>();
        let sentence = machine.map_or_else(|| cause.to_string(), plain);
        let sentence = sweep(&sentence);
        if !said.contains(&*sentence) {
            if !said.is_empty() {
                said.push(' ');
            }
            said.push_str(&sentence);
        }
    }
    said
}

/// Says something to the person at the keyboard, on standard error, as one line without anything that is not text.
pub fn tell(line: &str) {
    let _nobody_can_be_told = writeln!(io::stderr(), "{}", sweep(line));
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::{Context as _, anyhow};

    #[test]
    fn the_code_is_found_behind_whatever_was_said_on_the_way() {
        let error = Err::<(), _>(Failure::NotLetIn("No.".into()))
            .context("The store stays shut.")
            .unwrap_err();
        assert_eq!(exit_code(&error), 3);
        assert_eq!(exit_code(&anyhow!("nobody foresaw this")), 5);
        assert_eq!(exit_code(&Failure::ReaderGone.into()), 0);
    }

    #[test]
    fn a_cause_is_not_said_twice_and_nothing_but_text_is_said() {
        let source = io::Error::other("the disk \u{1b}[31mburns");
        let error: anyhow::Error = Failure::Machine {
            doing: "The file cannot be read".into(),
            source,
        }
        .into();
        assert_eq!(
            sentences(&error),
            "The file cannot be read: the disk [31mburns."
        );
    }

    #[test]
    fn what_the_system_says_is_said_once_and_without_its_number() {
        let machine = io::Error::from_raw_os_error(30);
        let said = plain(&machine);
        let error =
            anyhow::Error::new(machine).context(format!("The list cannot be written: {said}."));
        assert_eq!(
            sentences(&error),
            format!("The list cannot be written: {said}.")
        );
        let bare = anyhow::Error::new(io::Error::from_raw_os_error(30)).context("No list.");
        assert_eq!(sentences(&bare), format!("No list. {said}"));
    }

    #[test]
    fn a_file_that_is_not_there_is_a_wrong_command_line_and_a_broken_disk_is_not() {
        let code = |kind: io::ErrorKind| exit_code(&Failure::machine("x")(kind.into()).into());
        assert_eq!(code(io::ErrorKind::NotFound), 2);
        assert_eq!(code(io::ErrorKind::PermissionDenied), 5);
        assert_eq!(code(io::ErrorKind::BrokenPipe), 0);
    }
}
