//! What an ordinary terminal sends for a key.

use caseload::keymap::{Code, Key};

/// Keys that send a sequence of their own.
const NAMED: [(&str, &[u8]); 27] = [
    ("enter", b"\r"),
    ("tab", b"\t"),
    ("shift-tab", b"\x1b[Z"),
    ("esc", b"\x1b"),
    ("space", b" "),
    ("backspace", b"\x7f"),
    ("delete", b"\x1b[3~"),
    ("insert", b"\x1b[2~"),
    ("up", b"\x1b[A"),
    ("down", b"\x1b[B"),
    ("right", b"\x1b[C"),
    ("left", b"\x1b[D"),
    ("home", b"\x1b[H"),
    ("end", b"\x1b[F"),
    ("page-up", b"\x1b[5~"),
    ("page-down", b"\x1b[6~"),
    ("f1", b"\x1bOP"),
    ("f2", b"\x1bOQ"),
    ("f3", b"\x1bOR"),
    ("f4", b"\x1bOS"),
    ("f5", b"\x1b[15~"),
    ("f6", b"\x1b[17~"),
    ("f7", b"\x1b[18~"),
    ("f8", b"\x1b[19~"),
    ("f9", b"\x1b[20~"),
    ("f10", b"\x1b[21~"),
    ("f12", b"\x1b[24~"),
];

/// The bytes of a key.
///
/// # Panics
/// An ordinary terminal has nothing to send for it; the keys of a script are meant to be plain.
pub fn bytes_of(key: Key) -> Vec<u8> {
    let name = key.name();
    if let Some((_, bytes)) = NAMED.iter().find(|(known, _)| *known == name) {
        return bytes.to_vec();
    }
    if let Some(c) = key.typed() {
        return c.to_string().into_bytes();
    }
    if let Some([letter @ b'a'..=b'z']) = name.strip_prefix("ctrl-").map(str::as_bytes) {
        return vec![letter & 0x1f];
    }
    match key.code() {
        Code::Char(c) if name.starts_with("alt-") => format!("\x1b{c}").into_bytes(),
        _ => panic!("no bytes for the key {name}"),
    }
}
