//! Somebody at the desk: keys go in as they are written, and what the desk wishes for is answered by a [`World`].

use super::people;
use super::world::{PASSPHRASE, USER, World};
use caseload::allocation::Settings;
use caseload::command::Command;
use caseload::domain::act::{Act, Deed};
use caseload::domain::calendar::Calendar;
use caseload::domain::sheet::Draft;
use caseload::forms::{BoxState, Registry};
use caseload::keymap::{self, Key, notation};
use caseload::model::alike::Alike;
use caseload::model::allocate::Allocate;
use caseload::model::card::CardScreen;
use caseload::model::find::{Find, FindFor};
use caseload::model::keying::Keying;
use caseload::model::prompt::Prompt;
use caseload::model::question::Question;
use caseload::model::review::Review;
use caseload::model::share::Share;
use caseload::model::{Comfort, Effect, Fixed, Layer, Message, Model, OpenDesk, Safety, State};
use std::collections::VecDeque;
use std::sync::{Arc, LazyLock};

/// Keys that fill a session sheet of Dale Smith from its first empty box; Enter once more saves it.
pub const SESSION: &str = "1206121<enter>14<enter>4515n?190612<tab><enter>";

/// More effects than any key may wish for.
const MOST_EFFECTS: usize = 400;

/// A model, the world around it, and all that was wished for.
pub struct Seat {
    pub model: Model,
    pub world: World,
    /// Every effect since the start.
    pub wished: Vec<Effect>,
    /// Answers that have not been given yet.
    pub answers: VecDeque<Message>,
    /// Answers wait until they are called for.
    pub late: bool,
}

/// What never changes, for a keymap that comes with the program.
pub fn fixed(keymap: &str) -> Fixed {
    static DEFAULT: LazyLock<Fixed> = LazyLock::new(|| read("default"));
    if keymap == "default" {
        DEFAULT.clone()
    } else {
        read(keymap)
    }
}

fn read(keymap: &str) -> Fixed {
    Fixed {
        forms: Registry::shipped(),
        keymap: Arc::new(keymap::load(keymap, None).0),
        calendar: Arc::new(Calendar::england()),
        paper: Arc::new(caseload::paper::Settings::shipped()),
        allocation: Arc::new(Settings::shipped()),
        short_names: Arc::new(caseload::search::ShortNames::shipped()),
        store: "caseload-data".to_owned(),
        user: USER.to_owned(),
        comfort: Comfort::default(),
    }
}

impl Seat {
    /// The lock, before this world.
    pub fn locked_before(world: World) -> Self {
        let model = Model::new(fixed("default"), people::now(), people::local(), (80, 24));
        Self {
            model,
            world,
            wished: Vec::new(),
            answers: VecDeque::new(),
            late: false,
        }
    }

    /// The lock.
    pub fn locked() -> Self {
        Self::locked_before(World::new())
    }

    /// The desk, opened by its passphrase.
    pub fn open_before(world: World) -> Self {
        let mut seat = Self::locked_before(world);
        seat.keys(&format!("{PASSPHRASE}<enter>"));
        seat
    }

    /// The open desk, home on top.
    pub fn open() -> Self {
        Self::open_before(World::new())
    }

    /// A session sheet of Dale Smith, laid out.
    pub fn session() -> Self {
        let mut seat = Self::open();
        seat.keys("<ctrl-k>sX123456<enter>");
        assert_eq!(seat.keying().filling.form().id, "session");
        seat
    }

    /// Keys as they are written: `smyth<enter>`.
    pub fn keys(&mut self, line: &str) -> &mut Self {
        for key in notation::read(line).expect("a line of keys") {
            self.press(key);
        }
        self
    }

    /// One key.
    pub fn press(&mut self, key: Key) {
        self.tell(Message::KeyPressed(key));
    }

    /// Text pasted.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Message::Pasted(text.to_owned()));
        self
    }

    /// The keys of a command in the contexts under the fingers.
    pub fn give(&mut self, command: Command) {
        let contexts = self.model.contexts();
        let keys = fixed("default").keymap.plainest(command, &contexts);
        for key in keys.unwrap_or_else(|| panic!("no key for {}", command.name())) {
            self.press(key);
        }
    }

    /// Something happened; what is wished for is answered, unless answers are late.
    pub fn tell(&mut self, message: Message) {
        self.hear(message);
        if !self.late {
            self.answer_all();
        }
    }

    fn hear(&mut self, message: Message) {
        let effects = self.model.update(message);
        assert!(
            effects.len() <= MOST_EFFECTS,
            "{} effects at once",
            effects.len()
        );
        for effect in &effects {
            self.answers.extend(self.world.answer(effect));
        }
        self.wished.extend(effects);
        if let State::Open(open) = &self.model.state {
            assert!(
                matches!(open.layers.first(), Some(Layer::Home(_))),
                "home is always at the bottom"
            );
        }
    }

    /// Gives the next answer that waits.
    pub fn answer_one(&mut self) {
        if let Some(answer) = self.answers.pop_front() {
            self.hear(answer);
        }
    }

    /// Gives every answer that waits, and those that follow from them.
    pub fn answer_all(&mut self) {
        while !self.answers.is_empty() {
            self.answer_one();
        }
    }

    /// A second goes by.
    pub fn tick(&mut self) {
        self.tell(Message::Ticked(people::now(), people::local()));
    }

    /// The program is killed and started again: nothing is left but what the world holds.
    pub fn killed(&self) -> Self {
        Self::open_before(self.world.clone())
    }

    /// The open desk.
    pub fn desk(&self) -> &OpenDesk {
        match &self.model.state {
            State::Open(open) => open,
            State::Locked(_) => panic!("the desk is locked"),
        }
    }

    pub fn is_locked(&self) -> bool {
        matches!(self.model.state, State::Locked(_))
    }

    /// What the top layer is called.
    pub fn top(&self) -> &'static str {
        name(self.desk().top())
    }

    /// What all layers are called, from home up.
    pub fn layers(&self) -> Vec<&'static str> {
        self.desk().layers.iter().map(name).collect()
    }

    /// The sentence on the notice line; empty where there is none.
    pub fn notice(&self) -> &str {
        self.desk()
            .desk
            .notice
            .as_ref()
            .map_or("", |notice| notice.text.as_str())
    }

    /// Whether the top line says Saved.
    pub fn says_saved(&self) -> bool {
        matches!(self.desk().desk.safety, Safety::Saved(..))
    }

    /// What the top line says was saved; empty where it says nothing of it.
    pub fn saved(&self) -> &str {
        match &self.desk().desk.safety {
            Safety::Saved(what, _) => what,
            _ => "",
        }
    }

    /// What the top line says was not saved; empty where all is well.
    pub fn not_saved(&self) -> &str {
        match &self.desk().desk.safety {
            Safety::NotSaved(why) => why,
            _ => "",
        }
    }

    pub fn keying(&self) -> &Keying {
        match self.desk().top() {
            Layer::Keying(keying) => keying,
            other => panic!("no sheet but {} on top: {}", name(other), self.notice()),
        }
    }

    pub fn find_for(&self) -> &FindFor {
        match self.desk().top() {
            Layer::Find(find) => find,
            other => panic!("no find box but {} on top", name(other)),
        }
    }

    /// The find box of home.
    pub fn home_find(&self) -> &Find {
        match &self.desk().layers[0] {
            Layer::Home(home) => &home.find,
            other => panic!("{} at the bottom", name(other)),
        }
    }

    pub fn card(&self) -> &CardScreen {
        match self.desk().top() {
            Layer::Card(card) => card,
            other => panic!("no card but {} on top", name(other)),
        }
    }

    pub fn allocate(&self) -> &Allocate {
        match self.desk().top() {
            Layer::Allocate(allocate) => allocate,
            other => panic!(
                "no allocation but {} on top: {}",
                name(other),
                self.notice()
            ),
        }
    }

    pub fn share(&self) -> &Share {
        match self.desk().top() {
            Layer::Share(share) => share,
            other => panic!("no sharing but {} on top: {}", name(other), self.notice()),
        }
    }

    pub fn review(&self) -> &Review {
        match self.desk().top() {
            Layer::Review(review) => review,
            other => panic!("no review but {} on top: {}", name(other), self.notice()),
        }
    }

    pub fn alike(&self) -> &Alike {
        match self.desk().top() {
            Layer::Alike(alike) => alike,
            other => panic!("nobody alike but {} on top: {}", name(other), self.notice()),
        }
    }

    pub fn question(&self) -> &Question {
        match self.desk().top() {
            Layer::Question(question) => question,
            other => panic!("no question but {} on top: {}", name(other), self.notice()),
        }
    }

    pub fn prompt(&self) -> &Prompt {
        match self.desk().top() {
            Layer::Prompt(prompt) => prompt,
            other => panic!("no prompt but {} on top: {}", name(other), self.notice()),
        }
    }

    /// The key of the field under the caret.
    pub fn at(&self) -> &str {
        &self.keying().field().key
    }

    /// A box of the sheet that lies open.
    pub fn view(&self, key: &str) -> caseload::forms::BoxView<'_> {
        let filling = &self.keying().filling;
        let place = filling.form().position(key).expect("a box of the form");
        filling.view(place)
    }

    /// What stands in a box.
    pub fn text(&self, key: &str) -> &str {
        let filling = &self.keying().filling;
        filling
            .view(filling.form().position(key).expect("a box"))
            .text
    }

    /// How a box stands.
    pub fn state(&self, key: &str) -> BoxState {
        let filling = &self.keying().filling;
        filling
            .view(filling.form().position(key).expect("a box"))
            .state
    }

    /// What this user did, oldest first.
    pub fn done(&self) -> Vec<&Act> {
        self.world
            .acts
            .iter()
            .filter(|act| act.by == USER)
            .collect()
    }

    /// How often acts were asked to be recorded.
    pub fn records(&self) -> usize {
        self.wished
            .iter()
            .filter(|e| matches!(e, Effect::Record(..)))
            .count()
    }

    /// Serials of the sheets that this user keyed.
    pub fn keyed(&self) -> Vec<String> {
        let serial = |act: &&Act| match &act.deed {
            Deed::SheetKeyed { head, .. } => Some(head.serial.clone()),
            _ => None,
        };
        self.done().iter().filter_map(serial).collect()
    }

    /// All that is on the desk and in the world, in comparable words: layers, boxes, caret, drafts, acts.
    pub fn whole(&self) -> String {
        let mut whole: Vec<String> = match &self.model.state {
            State::Locked(lock) => vec![format!(
                "locked {} {}",
                lock.user.text(),
                lock.passphrase.text()
            )],
            State::Open(open) => {
                let sheet = open
                    .layers
                    .iter()
                    .rposition(|l| matches!(l, Layer::Keying(_)));
                let layers = open.layers.iter().enumerate();
                // A list under a sheet is not seen, and is stated anew once it is.
                layers
                    .map(|(at, layer)| match layer {
                        Layer::List(list) if sheet.is_some_and(|sheet| at < sheet) => {
                            format!("list {:?} under a sheet", list.kind)
                        }
                        _ => in_words(layer),
                    })
                    .collect()
            }
        };
        whole.extend(self.world.drafts.values().map(draft_in_words));
        whole.extend(self.done().into_iter().map(act_in_words));
        whole.join("\n")
    }
}

fn draft_in_words(draft: &Draft) -> String {
    let boxes = draft
        .boxes
        .iter()
        .map(|(key, kept)| format!("{key}={}/{:?}", kept.text, kept.missing));
    let boxes: Vec<String> = boxes.collect();
    format!(
        "draft {} {} {:?} {} {} {} [{}]",
        draft.id.0,
        draft.form,
        draft.client,
        draft.focus,
        draft.caret,
        draft.parked,
        boxes.join(" ")
    )
}

fn act_in_words(act: &Act) -> String {
    let values = act.private.iter().flat_map(|p| &p.values);
    let values: Vec<String> = values
        .map(|(key, value)| format!("{key}={}", value.to_json()))
        .collect();
    format!("act {} {:?} {:?} {values:?}", act.seq, act.client, act.deed)
}

/// What a layer is called.
pub fn name(layer: &Layer) -> &'static str {
    match layer {
        Layer::Home(_) => "home",
        Layer::Forms(_) => "forms",
        Layer::Batch(_) => "batch",
        Layer::Find(_) => "find",
        Layer::Keying(_) => "keying",
        Layer::Card(_) => "card",
        Layer::Allocate(_) => "allocate",
        Layer::Share(_) => "share",
        Layer::Review(_) => "review",
        Layer::List(_) => "list",
        Layer::Rekey(_) => "rekey",
        Layer::Question(_) => "question",
        Layer::Alike(_) => "alike",
        Layer::Prompt(_) => "prompt",
        Layer::Palette(_) => "palette",
        Layer::Help(_) => "help",
    }
}

/// A sheet in words: whose, where the caret is, what stands in the boxes.
pub fn sheet_in_words(keying: &Keying) -> String {
    let filling = &keying.filling;
    let boxes: Vec<String> = filling
        .boxes()
        .filter(|view| {
            !matches!(
                view.state,
                BoxState::Blank | BoxState::Skipped | BoxState::Computed
            )
        })
        .map(|view| format!("{}={}/{:?}", view.field.key, view.text, view.state))
        .collect();
    let (form, client) = (&filling.form().id, keying.client);
    format!(
        "{form} {client:?} {} at {} {} [{}] ?{}",
        keying.as_read,
        keying.field().key,
        filling.caret(),
        boxes.join(" "),
        filling.query()
    )
}

fn in_words(layer: &Layer) -> String {
    let found = |find: &Find| {
        let hits: Vec<u32> = find.hits.iter().map(|hit| hit.client.0).collect();
        format!("{:?} {hits:?} {:?}", find.query.text(), find.marked)
    };
    let what = match layer {
        Layer::Home(home) => found(&home.find),
        Layer::Batch(batch) => {
            let typed: Vec<&str> = batch.boxes.iter().map(|head| head.line.text()).collect();
            format!("{} {typed:?}", batch.at)
        }
        Layer::Find(find) => format!("{} {}", find.title, found(&find.find)),
        Layer::Keying(keying) => {
            let list = keying
                .list
                .as_ref()
                .map(|list| format!("{:?} {}", list.narrow.text(), list.marked));
            format!("{} {list:?}", sheet_in_words(keying))
        }
        Layer::Card(card) => format!("{:?} {} {:?}", card.client, card.marked, card.reading),
        Layer::Allocate(allocate) => {
            let who: Vec<&str> = allocate
                .candidates
                .iter()
                .map(|c| c.trainer.0.as_str())
                .collect();
            format!(
                "{:?} {} {} {who:?}",
                allocate.line().map(|line| line.case.no),
                allocate.work,
                allocate.marked
            )
        }
        Layer::Share(share) => {
            let who: Vec<Option<&str>> = share
                .plan
                .lines
                .iter()
                .map(|l| l.trainer.as_ref().map(|t| t.0.as_str()))
                .collect();
            format!("{} {who:?}", share.marked)
        }
        Layer::Review(review) => format!("{review:?} {}", review.marked),
        Layer::Alike(alike) => format!("{alike:?} {}", alike.marked),
        Layer::List(list) => format!("{:?} {} {:?}", list.kind, list.marked, list.lines),
        Layer::Rekey(rekey) => format!(
            "{:?} {} {}",
            rekey.boxes,
            rekey.line.text(),
            rekey.readings()
        ),
        Layer::Question(question) => format!("{} {}", question.title, question.marked),
        Layer::Prompt(prompt) => format!("{} {}", prompt.title, prompt.line.text()),
        Layer::Palette(palette) => format!("{} {}", palette.line.text(), palette.marked),
        Layer::Help(help) => format!("{} {}", help.line.text(), help.top),
        Layer::Forms(forms) => format!(
            "{:?} {}",
            forms.client.as_ref().map(|c| c.client),
            forms.marked
        ),
    };
    format!("{} {what}", name(layer))
}
