//! Folders, settings and the layers default ← user ← flags.
use std::path::PathBuf;
/// Stub.
pub struct Config;
impl Config {
    /// Stub.
    pub fn load() -> Self { Self }
    /// Stub.
    pub fn mistakes(&self) -> &[String] { &[] }
    /// Stub.
    pub fn forms(&self) -> Vec<(String, String)> { Vec::new() }
    /// Stub.
    pub fn store(&self) -> Option<PathBuf> { None }
    /// Stub.
    pub fn demo(&self) -> Option<PathBuf> { None }
    /// Stub.
    pub fn keymap(&self) -> Option<String> { None }
    /// Stub.
    pub fn own_keymap(&self) -> Option<(String, String)> { None }
    /// Stub.
    pub fn bank_holidays(&self) -> Option<(String, String)> { None }
    /// Stub.
    pub fn allocation(&self) -> Option<(String, String)> { None }
    /// Stub.
    pub fn theme(&self) -> String { String::new() }
    /// Stub.
    pub fn bells(&self) -> bool { true }
}
