//! Where things are, and what the user wishes: folders and settings.
//!
//! Settings come in layers: what the program thinks right, over that the user's `settings.toml`, over that the command line.
//! Nothing is ever written into the user's file.
//!
//! ```toml
//! theme = "plain"                     # dark, light, plain
//! keymap = "function_keys"            # a shipped one, or a file
//! bell = true                         # a sound when something is refused
//! allocation_weights = "weights.toml" # beside this file, unless the path is a full one
//! backup_to = "/media/stick"          # where `backup` goes without --to
//!
//! [serials]                           # what stands before the number that she keys
//! session = "S-"
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// The settings' file in the folder of settings.
pub const SETTINGS_FILE: &str = "settings.toml";

/// The folders of this user on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Settings and key maps of the user's own.
    pub settings: PathBuf,
    /// The store, unless another is named.
    pub store: PathBuf,
    /// What may be thrown away at any time; logs.
    pub state: PathBuf,
}

impl Folders {
    /// The platform's own; `None` where the user has no home.
    pub fn of_user() -> Option<Self> {
        let dirs = directories::ProjectDirs::from("", "", "caseload")?;
        let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
        Some(Self {
            settings: dirs.config_dir().to_path_buf(),
            store: dirs.data_dir().join("store"),
            state: state.to_path_buf(),
        })
    }
}

/// How the program looks and behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The colours by name.
    pub theme: String,
    /// A shipped key map by name, or a file.
    pub keymap: String,
    /// Whether something refused makes a sound.
    pub bell: bool,
    /// A file of weights for the allocation; the shipped ones where there is none.
    pub allocation_weights: Option<PathBuf>,
    /// Where backups go without being told.
    pub backup_to: Option<PathBuf>,
    /// What stands before the number on each form, by the form's id.
    pub serials: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: "dark".to_owned(),
            keymap: "default".to_owned(),
            bell: true,
            allocation_weights: None,
            backup_to: None,
            serials: BTreeMap::new(),
        }
    }
}

/// One layer of settings: what is not said is left to the layer below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// See [`Settings::theme`].
    pub theme: Option<String>,
    /// See [`Settings::keymap`].
    pub keymap: Option<String>,
    /// See [`Settings::bell`].
    pub bell: Option<bool>,
    /// See [`Settings::allocation_weights`].
    pub allocation_weights: Option<PathBuf>,
    /// See [`Settings::backup_to`].
    pub backup_to: Option<PathBuf>,
    /// See [`Settings::serials`].
    pub serials: BTreeMap<String, String>,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A mistake in the file.
    #[error("{file}:{line}: {what}. The settings were not used; put the line right or take it out.", file = .file.display())]
    Mistake {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// The file cannot be read.
    #[error("The settings in {} cannot be read: {source}. Check who may read the file.", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
}

impl Settings {
    /// The program's own settings with layers over them, the last one on top.
    pub fn layered(layers: impl IntoIterator<Item = Layer>) -> Self {
        let mut settings = Self::default();
        for layer in layers {
            settings.put(layer);
        }
        settings
    }

    fn put(&mut self, layer: Layer) {
        let Layer {
            theme,
            keymap,
            bell,
            allocation_weights,
            backup_to,
            serials,
        } = layer;
        self.theme = theme.unwrap_or_else(|| std::mem::take(&mut self.theme));
        self.keymap = keymap.unwrap_or_else(|| std::mem::take(&mut self.keymap));
        self.bell = bell.unwrap_or(self.bell);
        self.allocation_weights = allocation_weights.or(self.allocation_weights.take());
        self.backup_to = backup_to.or(self.backup_to.take());
        self.serials.extend(serials);
    }
}

impl Layer {
    /// The user's file in a folder of settings; empty where there is none.
    pub fn of_user(folder: &Path) -> Result<Self, ConfigError> {
        let file = folder.join(SETTINGS_FILE);
        match std::fs::read_to_string(&file) {
            Ok(text) => Self::parse(&text, &file),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(ConfigError::Unreadable { file, source }),
        }
    }

    /// Reads settings; `file` is named in mistakes, and paths are taken from its folder.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        let page = Page { text, file };
        let document = toml::de::DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            page.mistake(at, error.message().trim())
        })?;
        let mut layer = Self::default();
        for (key, value) in document.into_inner() {
            let at = key.span().start;
            let found = value.get_ref();
            let here = value.span().start;
            match key.get_ref().as_ref() {
                "theme" => layer.theme = Some(page.words(found, here)?),
                "keymap" => layer.keymap = Some(page.words(found, here)?),
                "bell" => layer.bell = Some(page.yes(found, here)?),
                "allocation_weights" => {
                    layer.allocation_weights = Some(page.path(found, here)?);
                }
                "backup_to" => layer.backup_to = Some(page.path(found, here)?),
                "serials" => layer.serials = page.table(found, here)?,
                unknown => {
                    return Err(page.mistake(at, &format!("there is no setting `{unknown}`")));
                }
            }
        }
        Ok(layer)
    }
}

/// A file of settings being read.
struct Page<'a> {
    text: &'a str,
    file: &'a Path,
}

type Found<'a> = toml::de::DeValue<'a>;

impl Page<'_> {
    fn mistake(&self, at: usize, what: &str) -> ConfigError {
        let before = self.text.get(..at).unwrap_or(self.text);
        ConfigError::Mistake {
            file: self.file.to_path_buf(),
            line: before.matches('\n').count() + 1,
            what: what.to_owned(),
        }
    }

    fn words(&self, found: &Found<'_>, at: usize) -> Result<String, ConfigError> {
        let words = found
            .as_str()
            .filter(|w| !w.is_empty() && !w.contains(char::is_control));
        words
            .map(str::to_owned)
            .ok_or_else(|| self.mistake(at, "this must be words in quotation marks"))
    }

    fn yes(&self, found: &Found<'_>, at: usize) -> Result<bool, ConfigError> {
        found
            .as_bool()
            .ok_or_else(|| self.mistake(at, "this must be true or false"))
    }

    fn path(&self, found: &Found<'_>, at: usize) -> Result<PathBuf, ConfigError> {
        let path = PathBuf::from(self.words(found, at)?);
        Ok(self
            .file
            .parent()
            .map_or(path.clone(), |folder| folder.join(path)))
    }

    fn table(&self, found: &Found<'_>, at: usize) -> Result<BTreeMap<String, String>, ConfigError> {
        let table = found
            .as_table()
            .ok_or_else(|| self.mistake(at, "this must be a table: [serials]"))?;
        let entries = table.iter().map(|(key, value)| {
            let words = self.words(value.get_ref(), value.span().start)?;
            Ok((key.get_ref().to_string(), words))
        });
        entries.collect()
    }
}

impl fmt::Display for Folders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "settings {}, store {}",
            self.settings.display(),
            self.store.display()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Layer, ConfigError> {
        Layer::parse(text, Path::new("conf/settings.toml"))
    }

    #[test]
    fn the_last_layer_that_speaks_decides() {
        let file = parse("theme = \"light\"\nbell = false\n[serials]\nsession = \"S-\"\n").unwrap();
        let flags = Layer {
            theme: Some("plain".into()),
            ..Layer::default()
        };
        let settings = Settings::layered([file, flags]);
        assert_eq!(settings.theme, "plain");
        assert!(!settings.bell);
        assert_eq!(settings.keymap, Settings::default().keymap);
        assert_eq!(settings.serials["session"], "S-");
    }

    #[test]
    fn a_mistake_is_named_by_file_and_line() {
        let mistakes = [
            (
                "theme = \"dark\"\nbel = true\n",
                "conf/settings.toml:2: there is no setting `bel`",
            ),
            (
                "\n\nbell = \"yes\"\n",
                "conf/settings.toml:3: this must be true or false",
            ),
            ("theme = \n", "conf/settings.toml:1:"),
            (
                "bell = true\n[serials]\nsession = 4\n",
                "conf/settings.toml:3: this must be words",
            ),
        ];
        for (text, start) in mistakes {
            let said = parse(text).unwrap_err().to_string();
            assert!(said.starts_with(start), "{said}");
        }
    }

    #[test]
    fn paths_are_taken_from_the_files_own_folder_and_a_missing_file_says_nothing() {
        let layer =
            parse("allocation_weights = \"w.toml\"\nbackup_to = \"/media/stick\"\n").unwrap();
        assert_eq!(layer.allocation_weights.unwrap(), Path::new("conf/w.toml"));
        assert_eq!(layer.backup_to.unwrap(), Path::new("/media/stick"));
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Layer::of_user(folder.path()).unwrap(), Layer::default());
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            0,
            "nothing is written"
        );
    }
}
