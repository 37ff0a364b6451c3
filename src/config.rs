//! Folders, settings and the layers default ← user ← flags. Nothing is ever written into a user's file.
//!
//! A user's folder may hold `settings.toml`, `keymap.toml`, `allocation.toml`, `paper.toml`, `bank_holidays.toml`,
//! `short_names.toml` and `forms/`. Every file is
//! optional; what is wrong in one is named with file and line, and the shipped value stands for it.
//!
//! ```toml
//! store = "/path/of/the/store"   # where the data lies
//! keymap = "plain"               # default, function_keys or plain
//! theme = "high-contrast"        # default, mono, high-contrast or large
//! bells = true                   # ring; off in the office
//! break_after = 50               # minutes at the keys after which one line says that a break is due; 0: never
//! pause = 5                      # minutes without a key that count as a pause, at least 1
//! figures_days = 92              # days for which your own figures are kept; 0: none are
//! linear = true                  # plain lines for a screen reader or a braille line, nothing drawn
//! ```

use directories::ProjectDirs;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Most bytes of a user's file that are read; more is no settings file.
const LONGEST: u64 = 1 << 20;

/// The files that a user's folder may hold.
const OWN_FILES: [&str; 4] = [
    "settings.toml",
    "keymap.toml",
    "allocation.toml",
    "bank_holidays.toml",
];

/// What the settings file may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    store: Option<PathBuf>,
    keymap: Option<String>,
    theme: Option<String>,
    bells: Option<bool>,
    linear: Option<bool>,
    break_after: Option<u32>,
    pause: Option<u32>,
    figures_days: Option<u32>,
}

/// A user's folder and what its settings file says.
#[derive(Debug, Clone, Default)]
pub struct Config {
    folder: Option<PathBuf>,
    data: Option<PathBuf>,
    settings: Settings,
    mistakes: Vec<String>,
}

impl Config {
    /// Reads the user's settings from the platform's folder.
    pub fn load() -> Self {
        let platform = ProjectDirs::from("", "", "caseload");
        let folder = platform.as_ref().map(|dirs| dirs.config_dir().to_owned());
        let data = platform.as_ref().map(|dirs| dirs.data_dir().to_owned());
        Self::of(folder, data)
    }

    /// The same for given folders.
    pub fn of(folder: Option<PathBuf>, data: Option<PathBuf>) -> Self {
        let mut config = Self {
            folder,
            data,
            ..Self::default()
        };
        let unusable = OWN_FILES.iter().filter_map(|name| config.unusable(name));
        config.mistakes = unusable.collect();
        if let Some((name, text)) = config.file("settings.toml") {
            let wrong = mistakes_in(&name, &text);
            if wrong.is_empty() {
                config.settings = toml::from_str(&text).unwrap_or_default();
            }
            config.mistakes.extend(wrong);
        }
        config
    }

    /// What is wrong in the settings file, in words.
    pub fn mistakes(&self) -> &[String] {
        &self.mistakes
    }

    /// The folder of the store, where no flag names one.
    pub fn store(&self) -> Option<PathBuf> {
        self.settings
            .store
            .clone()
            .or_else(|| Some(self.data.as_ref()?.join("store")))
    }

    /// The folder in which the demo makes its service, where no flag names one.
    pub fn demo(&self) -> Option<PathBuf> {
        Some(self.data.as_ref()?.join("demo"))
    }

    /// The name or the file of the keymap that the settings ask for.
    pub fn keymap(&self) -> Option<String> {
        self.settings.keymap.clone()
    }

    /// The name of the theme that the settings ask for.
    pub fn theme(&self) -> Option<&str> {
        self.settings.theme.as_deref()
    }

    /// Whether bells ring; off unless the settings say so.
    pub fn bells(&self) -> bool {
        self.settings.bells.unwrap_or(false)
    }

    /// Minutes at the keys after which a break is due, where the settings say; 0: never.
    pub fn break_after(&self) -> Option<u32> {
        self.settings.break_after
    }

    /// Minutes without a key that count as a pause, where the settings say; at least 1.
    pub fn pause(&self) -> Option<u32> {
        self.settings.pause.map(|minutes| minutes.max(1))
    }

    /// Days for which an officer's own figures are kept, where the settings say; 0: none are.
    pub fn figures_days(&self) -> Option<u32> {
        self.settings.figures_days
    }

    /// Whether the desk speaks in plain lines; off unless the settings say so.
    pub fn linear(&self) -> bool {
        self.settings.linear.unwrap_or(false)
    }

    /// The user's own keymap, laid on top of the one chosen: name of the file and text.
    pub fn own_keymap(&self) -> Option<(String, String)> {
        self.file("keymap.toml")
    }

    /// The service's own weights and limits of allocation.
    pub fn allocation(&self) -> Option<(String, String)> {
        self.file("allocation.toml")
    }

    /// What the service says about paper.
    pub fn paper(&self) -> Option<(String, String)> {
        self.file("paper.toml")
    }

    /// The service's own bank holidays.
    pub fn bank_holidays(&self) -> Option<(String, String)> {
        self.file("bank_holidays.toml")
    }

    /// The service's own short forms and spellings of names.
    pub fn short_names(&self) -> Option<(String, String)> {
        self.file("short_names.toml")
    }

    /// The service's own forms and code lists, `forms/…/*.toml`, in the order of their names.
    pub fn forms(&self) -> Vec<(String, String)> {
        let Some(root) = self.folder.as_ref().map(|folder| folder.join("forms")) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = std::fs::read_dir(&folder) else {
                continue;
            };
            for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "toml") {
                    let inner = path.strip_prefix(&root).unwrap_or(&path);
                    let name = format!("forms/{}", inner.display()).replace('\\', "/");
                    found.extend(read(&path).map(|text| (name, text)));
                }
            }
        }
        found.sort();
        found
    }

    /// Why a file that is there cannot be used at all.
    fn unusable(&self, name: &str) -> Option<String> {
        let path = self.folder.as_ref()?.join(name);
        let about = std::fs::metadata(&path).ok()?;
        let why = if about.is_dir() {
            "is a folder, not a file"
        } else if about.len() > LONGEST {
            "is larger than 1 MiB"
        } else if std::fs::read(&path).is_err() {
            "cannot be read"
        } else {
            return None;
        };
        let path = path.display();
        Some(format!(
            "{path} {why}. It is left out until it is mended; what the program ships with stands for it."
        ))
    }

    fn file(&self, name: &str) -> Option<(String, String)> {
        let path = self.folder.as_ref()?.join(name);
        read(&path).map(|text| (path.display().to_string(), text))
    }
}

fn read(path: &Path) -> Option<String> {
    let length = std::fs::metadata(path).ok()?.len();
    let bytes = (length <= LONGEST)
        .then(|| std::fs::read(path).ok())
        .flatten()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Every mistake in the settings, setting by setting, so that all can be mended at once.
fn mistakes_in(name: &str, text: &str) -> Vec<String> {
    let table: toml::Table = match toml::from_str(text) {
        Ok(table) => table,
        Err(fault) => return vec![sentence(name, line_of(text, fault.span()), &fault)],
    };
    let wrong = table.into_iter().filter_map(|(key, value)| {
        let is_of = |line: &str| {
            let named = line.split('=').next().unwrap_or_default();
            named.trim().trim_matches('"') == key
        };
        let line = text.lines().position(is_of).unwrap_or_default() + 1;
        let alone = toml::Table::from_iter([(key.clone(), value)]);
        let fault = alone.try_into::<Settings>().err()?;
        Some((line, sentence(name, line, &fault)))
    });
    let mut wrong: Vec<(usize, String)> = wrong.collect();
    wrong.sort();
    wrong.into_iter().map(|(_, sentence)| sentence).collect()
}

fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> usize {
    let at = span.map_or(0, |span| span.start.min(text.len()));
    text[..at].matches('\n').count() + 1
}

fn sentence(name: &str, line: usize, fault: &toml::de::Error) -> String {
    let what = fault.message().lines().next().unwrap_or_default();
    format!("{name}:{line}: {what}. The settings of this file are left out until it is mended.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> (tempfile::TempDir, Config) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.toml"), text).unwrap();
        let config = Config::of(
            Some(folder.path().to_owned()),
            Some(folder.path().join("data")),
        );
        (folder, config)
    }

    #[test]
    fn settings_are_optional() {
        let config = Config::of(None, None);
        assert!(config.mistakes().is_empty());
        assert_eq!(config.store(), None);
        assert!(!config.bells());
    }

    #[test]
    fn a_setting_takes_effect_and_a_mistake_is_named_with_its_line() {
        let (_folder, config) = with("keymap = \"plain\"\nbells = true\n");
        assert_eq!(
            (config.keymap().as_deref(), config.bells()),
            (Some("plain"), true)
        );
        let (_folder, config) = with("keymap = \"plain\"\nbell = true\n");
        assert!(
            config.mistakes()[0].contains("settings.toml:2:"),
            "{:?}",
            config.mistakes()
        );
        assert_eq!(config.keymap(), None);
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let (_folder, config) = with("keymap = 3\nbells = true\nbell = true\n");
        let told = config.mistakes();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("settings.toml:1:") && told[1].contains("settings.toml:3:"));
    }

    #[test]
    fn a_file_that_cannot_be_used_at_all_is_told_too() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("settings.toml")).unwrap();
        std::fs::write(folder.path().join("keymap.toml"), vec![b'#'; 3 << 20]).unwrap();
        let config = Config::of(Some(folder.path().to_owned()), None);
        let told = config.mistakes();
        assert!(told[0].contains("is a folder"), "{told:?}");
        assert!(told[1].contains("larger than 1 MiB"), "{told:?}");
    }

    #[test]
    fn forms_of_the_service_are_found_under_their_folder() {
        let (folder, config) = with("");
        std::fs::create_dir_all(folder.path().join("forms/visit")).unwrap();
        std::fs::write(folder.path().join("forms/visit/1.toml"), "id = \"visit\"").unwrap();
        assert_eq!(
            config.forms(),
            [("forms/visit/1.toml".to_owned(), "id = \"visit\"".to_owned())]
        );
    }
}
