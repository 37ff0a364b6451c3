//! What a screen has to say, as words.

use super::{besides, cases, keying, lists};
use crate::model::find::{Find, SHOWN};
use crate::model::forms::FormPicker;
use crate::model::help::Help;
use crate::model::home::Home;
use crate::model::lists::Counts;
use crate::model::message::HitLine;
use crate::model::palette::Palette;
use crate::model::prompt::Prompt;
use crate::model::question::Question;
use crate::model::unlock::Unlock;
use crate::model::{Desk, Layer, Model, OpenDesk, State};
use crate::ui::{keys, widgets};
use crate::{keymap, model};

/// Characters of the line that names keys.
const KEYS: usize = 110;
/// Key lines that help says at once.
const HELP: usize = 8;
/// Lines found that are said unasked.
const FOUND: usize = 5;

/// What a screen has to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What tells this place from another; said as the first line on arrival. Empty: there is nothing to say yet.
    pub place: String,
    /// What is true here: said on arrival, and whatever changes.
    pub facts: Vec<String>,
    /// What is true elsewhere on the screen: said only when it changes while she is here.
    pub echoes: Vec<String>,
    /// What is found while she types: said once she pauses.
    pub found: Vec<String>,
    /// What belongs to the prompt: said with it, and whatever changes.
    pub about: Vec<String>,
    /// The prompt: what is asked.
    pub ask: String,
    /// What stands before the caret.
    pub before: String,
    /// What stands behind it.
    pub behind: String,
    /// Stands before every line: the day, where the past is shown.
    pub prefix: String,
    /// Which keys do something here.
    pub keys: String,
    /// What she should know, and whether it is safe.
    pub notice: String,
    /// The notice was not brought by the last key: it says what was saved last, and stands until something else is.
    pub stands: bool,
    /// The keys of a sequence begun.
    pub pending: String,
}

/// The page of the model as it stands.
pub fn page(model: &Model) -> Page {
    let contexts = model.contexts();
    let mut page = match &model.state {
        State::Locked(lock) => {
            let mut page = locked(lock);
            let map = &lock.fixed.keymap;
            page.keys = keymap::bottom_line(map, &contexts, keys::LOCK, KEYS);
            page
        }
        State::Open(open) => {
            let mut page = of(open);
            let map = &open.desk.fixed.keymap;
            page.keys = keymap::bottom_line(map, &contexts, &keys::of(open), KEYS);
            page.notice = widgets::status::said(&open.desk);
            page.stands = open.desk.notice.is_none();
            if !page.place.is_empty() {
                page.about.extend(open.lesson().into_iter().flatten());
            }
            page
        }
    };
    if !model.pending.is_empty() {
        page.pending = keymap::pending_line(&model.pending);
    }
    page
}

fn locked(lock: &Unlock) -> Page {
    let mut page = Page {
        place: "Caseload. Locked.".to_owned(),
        ..Page::default()
    };
    page.facts.extend(lock.refusal.clone());
    page.facts.extend(lock.told.clone());
    page.facts.extend(lock.notices.iter().cloned());
    if lock.waiting {
        page.facts
            .push("Opening. What you type is kept.".to_owned());
    }
    if lock.in_passphrase {
        "Passphrase, not shown: ".clone_into(&mut page.ask);
    } else {
        "Name: ".clone_into(&mut page.ask);
        page.split(&lock.user);
    }
    page
}

fn of(open: &OpenDesk) -> Page {
    let desk = &open.desk;
    match open.top() {
        Layer::Home(home) => of_home(desk, home),
        Layer::Forms(picker) => of_forms(desk, picker),
        Layer::Find(find) => of_find(find.title.clone(), &find.find),
        Layer::Keying(sheet) => keying::page(desk, sheet),
        Layer::Card(card) => cases::card(desk, card),
        Layer::Allocate(allocate) => cases::allocate(allocate),
        Layer::Share(share) => cases::share(desk, share),
        Layer::List(list) => lists::page(list),
        Layer::Question(question) => of_question(question),
        Layer::Prompt(prompt) => of_prompt(prompt),
        Layer::Palette(palette) => of_palette(palette),
        Layer::Help(help) => of_help(desk, help),
        Layer::Batch(batch) => besides::batch(batch),
        Layer::Rekey(screen) => besides::rekey(desk, screen),
        Layer::Alike(alike) => besides::alike(alike),
        Layer::Review(review) => besides::review(review),
    }
}

impl Page {
    /// A page of this place.
    pub fn at(place: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            ..Self::default()
        }
    }

    /// Takes over what is typed in a line.
    pub fn split(&mut self, line: &model::line::Line) {
        line.before().clone_into(&mut self.before);
        line.text()[line.before().len()..].clone_into(&mut self.behind);
    }

    /// The prompt of a list: which line of how many, and its words.
    pub fn ask_line(&mut self, at: usize, of: usize, words: &str) {
        self.ask = format!("{} of {of}: {words}", at + 1);
    }
}

/// Home: only what waits is said.
fn of_home(desk: &Desk, home: &Home) -> Page {
    let mut page = of_find("Home.".to_owned(), &home.find);
    if home.find.query.is_empty() {
        page.facts = waiting(desk);
    }
    if let Some(letters) = home.letters(desk) {
        page.found
            .push(format!("The letter of a form keys it: {letters}"));
    }
    page
}

fn waiting(desk: &Desk) -> Vec<String> {
    let overview = &desk.overview;
    let Counts { due, late, .. } = desk.counts;
    let counts = [
        ("Tray", overview.tray.len()),
        ("To allocate", overview.queue().count()),
        ("Parked", overview.drafts.len()),
        ("Queries", overview.queried.len()),
        ("Due", due),
        ("Late", late),
    ];
    let waits = counts.into_iter().filter(|(_, count)| *count > 0);
    let pile = desk.batch().map(|head| format!("Pile {}", head.words()));
    let waits = waits.map(|(name, count)| format!("{name} {count}"));
    let mut lines: Vec<String> = pile.into_iter().chain(waits).collect();
    if lines.is_empty() {
        lines.push("Nothing waits.".to_owned());
    }
    lines
}

fn of_find(place: String, find: &Find) -> Page {
    let mut page = Page::at(place);
    if let Some((at, hit)) = find.marked.and_then(|at| Some((at, find.hits.get(at)?))) {
        page.ask_line(at, find.hits.len().min(SHOWN), &hit_words(hit));
    } else {
        "Find: ".clone_into(&mut page.ask);
        page.split(&find.query);
    }
    if find.is_answered() && !find.query.text().trim().is_empty() {
        page.found = found(find);
    }
    page
}

/// Those who were found, the most probable first.
pub fn found(find: &Find) -> Vec<String> {
    if find.hits.is_empty() {
        return vec!["Nobody found.".to_owned()];
    }
    let lines = find.hits.iter().take(FOUND).enumerate();
    let mut lines: Vec<String> = lines
        .map(|(at, hit)| format!("{} {}", at + 1, hit_words(hit)))
        .collect();
    if find.hits.len() > FOUND {
        lines.push(find.count_words());
    }
    lines
}

/// Her risk, where there is any.
pub(super) fn risk_words(hit: &HitLine) -> String {
    match hit.flag.as_str() {
        "" => String::new(),
        flag => format!(" RISK {flag};"),
    }
}

/// Name, date of birth, reference, how the case stands, risk, why.
fn hit_words(hit: &HitLine) -> String {
    let risk = risk_words(hit);
    format!(
        "{} {} {};{risk} {}; {}",
        hit.name, hit.born, hit.crn, hit.standing, hit.why
    )
}

fn of_forms(desk: &Desk, picker: &FormPicker) -> Page {
    let mut page = Page::at(format!("{} Its letter takes it.", picker.heading()));
    let forms = picker.offered(&desk.fixed.forms);
    page.facts = forms
        .iter()
        .map(|form| format!("{} {}", form.key, form.title))
        .collect();
    if let Some(form) = forms.get(picker.marked) {
        page.ask_line(picker.marked, forms.len(), &form.title);
    }
    page
}

fn of_question(question: &Question) -> Page {
    if question.foresees.is_some() {
        // What it would change is still being worked out.
        return Page::default();
    }
    let mut page = Page::at(question.title.clone());
    page.facts.clone_from(&question.text);
    let answers = question.answers.iter();
    page.facts
        .extend(answers.map(|(key, words)| format!("{key} {words}")));
    if let Some((key, words)) = question.answers.get(question.marked) {
        page.ask = format!("Answer {key}, {words}: ");
    }
    page
}

fn of_prompt(prompt: &Prompt) -> Page {
    let mut page = Page::at(prompt.title.clone());
    let ready = prompt.ready.iter();
    page.facts = ready.map(|(key, words)| format!("{key} {words}")).collect();
    let offered = prompt.offered.as_ref().map(|(_, words)| words.clone());
    page.facts.extend(offered);
    "Answer: ".clone_into(&mut page.ask);
    page.split(&prompt.line);
    page
}

fn of_palette(palette: &Palette) -> Page {
    let mut page = Page::at("Any command by a few letters.");
    "Command: ".clone_into(&mut page.ask);
    page.split(&palette.line);
    match palette.hits.get(palette.marked) {
        Some(hit) if palette.marked > 0 || !palette.line.is_empty() => {
            let count = palette.hits.len();
            let words = format!("{} of {count}: {}", palette.marked + 1, hit.sentence());
            page.found.push(words);
        }
        Some(_) => {}
        None => page.found.push("No command fits these letters.".to_owned()),
    }
    page
}

fn of_help(desk: &Desk, help: &Help) -> Page {
    let mut page = Page::at("Keys. Letters narrow the list.");
    "Help on: ".clone_into(&mut page.ask);
    page.split(&help.line);
    let rows = help.rows(&desk.fixed.keymap);
    let shown = rows.iter().skip(help.top).take(HELP);
    page.found = shown
        .map(|row| format!("{}: {}", row.keys.join(" or "), row.sentence))
        .collect();
    page
}
