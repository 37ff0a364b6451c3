//! Passphrases typed on a terminal: asked for, never shown.

use crate::support::Place;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Types `answers`, each after the prompt that is waited for, and gives the exit code and everything shown.
fn typed(place: &Place, arguments: &[&str], answers: &[(&str, &str)]) -> (u32, String) {
    let pair = native_pty_system()
        .openpty(PtySize {
            rows: 24,
            cols: 200,
            pixel_width: 0,
            pixel_height: 0,
        })
        .unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_caseload"));
    command.env_clear();
    command.env("HOME", place.path(""));
    command.arg("--store");
    command.arg(place.store());
    command.args(["--user", "officer"]);
    command.args(arguments);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let (seen, screen) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 1024];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            let _gone = seen.send(bytes[..count].to_vec());
        }
    });
    let mut shown = String::new();
    for (prompt, answer) in answers {
        let since = Instant::now();
        while !shown.ends_with(prompt) {
            assert!(
                since.elapsed() < Duration::from_secs(30),
                "never saw {prompt:?}: {shown:?}"
            );
            let more = screen
                .recv_timeout(Duration::from_millis(100))
                .unwrap_or_default();
            shown.push_str(&String::from_utf8_lossy(&more));
        }
        writer.write_all(answer.as_bytes()).unwrap();
    }
    let code = child.wait().unwrap().exit_code();
    drop(pair.master);
    while let Ok(more) = screen.recv_timeout(Duration::from_millis(200)) {
        shown.push_str(&String::from_utf8_lossy(&more));
    }
    (code, shown)
}

#[test]
fn a_passphrase_is_asked_for_and_never_shown() {
    let place = Place::without_clients();
    let passphrase = std::fs::read_to_string(place.store().join("demo-passphrase")).unwrap();
    let passphrase = passphrase.trim_end();
    let prompt = "Passphrase of officer: ";
    let (code, shown) = typed(
        &place,
        &["users", "list"],
        &[(prompt, &format!("{passphrase}x\u{7f}\r"))],
    );
    assert_eq!(code, 0, "{shown}");
    assert!(
        shown.contains("officer") && !shown.contains(passphrase),
        "{shown}"
    );
    let (code, shown) = typed(&place, &["users", "list"], &[(prompt, "\u{1b}")]);
    assert_eq!(code, 3, "{shown}");
}

#[test]
fn a_new_passphrase_is_typed_twice() {
    let place = Place::bare();
    let init = ["init", "--service", "Soar Valley"];
    let (first, again) = ("New passphrase for officer: ", "The same once more: ");
    let (code, shown) = typed(
        &place,
        &init,
        &[(first, "one thing\r"), (again, "another\r")],
    );
    assert_eq!(code, 1, "{shown}");
    assert!(!place.store().exists());
    let (code, shown) = typed(
        &place,
        &init,
        &[(first, "correct horse\r"), (again, "correct horse\r")],
    );
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains("horse"));
    place.run(&["users", "list"]).code(0);
}
