//! All forms at hand: the shipped ones with a service's own layered on top, by the name of the file.

use super::definition::Form;
use super::file::{Lists, read_form, read_list};
use super::finding::FileFinding;
use super::shipped;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Every version of every form, and the code lists.
#[derive(Clone, Default)]
pub struct Registry {
    /// In the order in which forms were read: shipped order, then a service's own.
    forms: Vec<Arc<Form>>,
    lists: Lists,
}

impl Registry {
    /// The forms that come with the program. Read once.
    pub fn shipped() -> Arc<Self> {
        static SHIPPED: OnceLock<Arc<Registry>> = OnceLock::new();
        SHIPPED.get_or_init(|| Arc::new(Self::load(&[]).0)).clone()
    }

    /// The shipped forms with other files on top: path (`session/2.toml`, `codes/media.toml`, any folders before it)
    /// and text. A file of the same name replaces the shipped one, unless it has mistakes: then the shipped one stays.
    pub fn load(extra: &[(String, String)]) -> (Self, Vec<FileFinding>) {
        let shipped = || shipped::CODES.iter().chain(shipped::FORMS).copied();
        let (mut registry, findings) = Self::of(shipped());
        if extra.is_empty() {
            return (registry, findings);
        }
        let own = extra
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str()));
        let (layered, findings) = Self::of(shipped().chain(own));
        // A code list of the service may take away what a shipped form needs; the form then stays as it was shipped.
        for form in layered.forms {
            registry.put(form);
        }
        registry.lists = layered.lists;
        (registry, findings)
    }

    /// The forms of these files alone, a later file of the same name on top of an earlier one.
    pub fn of<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> (Self, Vec<FileFinding>) {
        let (lists, forms): (Vec<_>, Vec<_>) = files
            .filter(|(file, _)| is_toml(file))
            .partition(|(file, _)| is_list(file));
        let mut findings = Vec::new();
        let mut registry = Self::default();
        for (file, text) in lists {
            let (list, mistakes) = read_list(file, text);
            findings.extend(mistakes);
            if let Some(list) = list {
                registry.lists.insert(list.id.clone(), Arc::new(list));
            }
        }
        let mut from: BTreeMap<(String, u32), &str> = BTreeMap::new();
        for (file, text) in forms {
            let (form, mistakes) = read_form(file, text, &registry.lists);
            findings.extend(mistakes);
            if let Some(form) = form {
                from.insert((form.id.clone(), form.version), file);
                registry.put(Arc::new(form));
            }
        }
        findings.extend(registry.shared_keys(&from));
        (registry, findings)
    }

    fn put(&mut self, form: Arc<Form>) {
        let same = |f: &Arc<Form>| f.id == form.id && f.version == form.version;
        match self.forms.iter().position(same) {
            Some(i) => self.forms[i] = form,
            None => self.forms.push(form),
        }
    }

    /// Two forms picked by one key: the second cannot be reached by it.
    fn shared_keys(&self, from: &BTreeMap<(String, u32), &str>) -> Vec<FileFinding> {
        let mut findings = Vec::new();
        let newest = self.newest();
        for (i, form) in newest.iter().enumerate() {
            let Some(first) = newest[..i].iter().find(|f| f.key == form.key) else {
                continue;
            };
            let file = from
                .get(&(form.id.clone(), form.version))
                .copied()
                .unwrap_or_default();
            findings.push(FileFinding {
                file: file.to_owned(),
                line: 1,
                column: 1,
                message: format!(
                    "The key {} picks the form {} already. Give this form another key.",
                    form.key, first.id
                ),
            });
        }
        findings
    }

    /// The form of this id and version.
    pub fn form(&self, id: &str, version: u32) -> Option<Arc<Form>> {
        self.forms
            .iter()
            .find(|f| f.id == id && f.version == version)
            .cloned()
    }

    /// The newest version of the form of this id.
    pub fn latest(&self, id: &str) -> Option<Arc<Form>> {
        let versions = self.forms.iter().filter(|f| f.id == id);
        versions.max_by_key(|f| f.version).cloned()
    }

    /// Every version of every form, in the order of the form list.
    pub fn all(&self) -> &[Arc<Form>] {
        &self.forms
    }

    /// The newest version of each form, in the order of the form list.
    pub fn newest(&self) -> Vec<Arc<Form>> {
        let mut ids: Vec<&str> = Vec::new();
        for form in &self.forms {
            if !ids.contains(&form.id.as_str()) {
                ids.push(&form.id);
            }
        }
        ids.into_iter().filter_map(|id| self.latest(id)).collect()
    }

    /// The newest version of the form that this key picks.
    pub fn by_key(&self, key: char) -> Option<Arc<Form>> {
        self.newest().into_iter().find(|f| f.key == key)
    }

    /// The code lists, by name.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }
}

fn is_toml(file: &str) -> bool {
    file.rsplit('.').next() == Some("toml")
}

fn is_list(file: &str) -> bool {
    file.rsplit('/').nth(1) == Some("codes")
}

/// Everything wrong with these files, checked on top of the shipped ones; for `forms check`.
pub fn check(files: &[(String, String)]) -> Vec<FileFinding> {
    Registry::load(files).1
}
