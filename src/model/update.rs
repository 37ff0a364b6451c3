//! One message in, effects out: the lock, the hold on keys typed ahead, and the way of a key to its layer.

use super::course::Course;
use super::desk::{NoticeKind, Safety};
use super::effect::{Effect, Secret, Ticket};
use super::home::Home;
use super::layer::{Hand, Layer, Move};
use super::message::{Message, Opened};
use super::stalled::Stall;
use super::unlock::Unlock;
use super::{Comfort, Fixed, Model, OpenDesk, State};
use crate::command::{Command, Context};
use crate::domain::act::{Deed, Role};
use crate::domain::overview::UNCLEAN;
use crate::keymap::{Code, Key, Resolution};
use crate::paper::lessons::Lessons;
use chrono::{DateTime, NaiveDateTime, Utc};
use std::collections::VecDeque;
use std::sync::Arc;

/// What she typed ahead and what waits for an answer.
pub enum Typed {
    /// A key.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// A command chosen from the palette.
    Command(Command),
}

/// Never says what was typed: it may be a passphrase behind the key that locks.
impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// What was typed ahead: it waits for an answer of the world and is then played, in the order typed.
///
/// # Why
/// She types ahead: Enter on a name that is not found yet, the first box of a sheet whose client is still being read. Nothing may
/// be lost or overtake, so whatever is typed meanwhile waits here and is played as soon as the answer is in.
#[derive(Debug, Default)]
pub struct Held {
    /// What is waited for; nothing is held while this is `None`.
    pub until: Option<Ticket>,
    /// What was typed since.
    pub typed: VecDeque<Typed>,
    /// The desk is being left or locked: nothing more is played to it.
    pub leaving: bool,
    /// Whether the answer has been awaited for too long.
    pub stall: Stall,
}

impl Model {
    /// The program at its start: locked.
    pub fn new(fixed: Fixed, now: DateTime<Utc>, local: NaiveDateTime, size: (u16, u16)) -> Self {
        let lock = Unlock::new(fixed, now, local, size);
        Self {
            state: State::Locked(Box::new(lock)),
            pending: Vec::new(),
            heard: 0,
            ended: false,
            practises: false,
            course: None,
        }
    }

    /// The desk that opens is that of the pretend tray.
    pub fn teach(&mut self, lessons: Arc<Lessons>) {
        self.course = Some(Course::begin(lessons));
    }

    /// How it looks and whether it rings.
    pub fn comfort(&self) -> Comfort {
        match &self.state {
            State::Locked(lock) => lock.fixed.comfort,
            State::Open(open) => open.desk.comfort,
        }
    }

    /// Takes one message and says what is wanted of the world.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        self.heard += 1;
        let mut effects = match &mut self.state {
            State::Locked(_) => self.update_locked(message),
            State::Open(open) => open.hear(&mut self.pending, message),
        };
        self.follow(&mut effects);
        effects
    }

    /// What locking and leaving mean for the state itself. What was typed behind the key that locks is meant for the lock.
    fn follow(&mut self, effects: &mut Vec<Effect>) {
        if effects.contains(&Effect::Quit) {
            self.ended = true;
        }
        let State::Open(open) = &mut self.state else {
            return;
        };
        self.practises = self.ended && open.desk.practises;
        if !open.held.leaving || !effects.contains(&Effect::Lock) {
            return;
        }
        let typed = std::mem::take(&mut open.held.typed);
        self.course = open.desk.course.take();
        let desk = &open.desk;
        let mut fixed = desk.fixed.clone();
        fixed.user.clone_from(&desk.user);
        fixed.comfort = desk.comfort;
        let lock = Unlock::new(fixed, desk.now, desk.local, desk.size);
        self.state = State::Locked(Box::new(lock));
        self.pending.clear();
        for typed in typed {
            let message = match typed {
                Typed::Key(key) => Message::KeyPressed(key),
                Typed::Paste(text) => Message::Pasted(text),
                Typed::Command(_) => continue,
            };
            effects.extend(self.update_locked(message));
        }
        self.ended |= effects.contains(&Effect::Quit);
    }

    /// Asks for the store to be opened at once, with a passphrase that came from a file.
    pub fn unlock_with(&mut self, passphrase: Secret) -> Vec<Effect> {
        let State::Locked(lock) = &mut self.state else {
            return Vec::new();
        };
        lock.waiting = true;
        vec![Effect::Unlock {
            user: lock.user.text().trim().to_owned(),
            passphrase,
        }]
    }

    fn update_locked(&mut self, message: Message) -> Vec<Effect> {
        let State::Locked(lock) = &mut self.state else {
            return Vec::new();
        };
        match message {
            Message::Ticked(now, local) => (lock.now, lock.local) = (now, local),
            Message::Resized(columns, rows) => lock.size = (columns, rows),
            Message::Refused(why) => lock.refused(why),
            Message::Failed(_, why) if lock.waiting => lock.refused(why),
            Message::Noticed(what) => lock.notices.push(what),
            Message::Pasted(text) if lock.waiting => lock.typed_ahead.push(Typed::Paste(text)),
            Message::StoreStalled => lock.stalled(),
            Message::KeyPressed(key) if lock.quits(key) => return vec![Effect::Quit],
            Message::KeyPressed(key) if lock.waiting => lock.typed_ahead.push(Typed::Key(key)),
            Message::Pasted(text) => {
                self.pending.clear();
                lock.pasted(&text);
            }
            Message::KeyPressed(key) => return lock.key(&mut self.pending, key),
            Message::TerminalLost => return vec![Effect::Quit],
            Message::Unlocked(opened) => return self.open(*opened),
            _ => {}
        }
        Vec::new()
    }

    /// The store is open: the sheets that lay there lie there again, and what was typed ahead is played.
    fn open(&mut self, opened: Opened) -> Vec<Effect> {
        let State::Locked(lock) = &mut self.state else {
            return Vec::new();
        };
        let typed_ahead = std::mem::take(&mut lock.typed_ahead);
        let mut notices = std::mem::take(&mut lock.notices);
        notices.extend(opened.notices.iter().cloned());
        let mut open = Box::new(OpenDesk::new(lock.opened(opened)));
        open.desk.course = self.course.take();
        open.held.typed = typed_ahead.into();
        let mut effects = open.resume_interrupted();
        effects.extend(open.desk.ask_rekey(true));
        if open.shows_where_she_was() {
            // The card on the sheet says it better.
            notices.retain(|notice| !notice.starts_with(UNCLEAN));
        }
        if !notices.is_empty() {
            // Where she left off comes first: that is what she asks herself.
            let left_off = open.desk.notice.take().map(|notice| notice.text);
            let said: Vec<String> = left_off.into_iter().chain(notices).collect();
            open.desk.say(NoticeKind::Info, said.join(" "));
        }
        self.pending.clear();
        effects.extend(open.play(&mut self.pending));
        self.state = State::Open(open);
        effects
    }

    /// The contexts under the fingers now, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        match &self.state {
            State::Locked(_) => vec![Context::Unlock, Context::Edit],
            State::Open(open) => open.contexts(),
        }
    }
}

/// Whether an act takes sheets from, or gives sheets back to, those that may be keyed again.
fn changes_rekey(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::SheetFiled { .. } | Deed::Undone { .. } | Deed::SheetVoided { .. }
    )
}

impl OpenDesk {
    /// A desk just opened, home on top.
    pub fn new(desk: super::Desk) -> Self {
        Self {
            desk,
            layers: vec![Layer::Home(Home::default())],
            held: Held::default(),
        }
    }

    /// The top layer; home is always there.
    pub fn top(&self) -> &Layer {
        self.layers
            .last()
            .unwrap_or_else(|| unreachable!("home is never taken off"))
    }

    /// The contexts under the fingers now, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.top().screen().contexts().to_vec();
        if !contexts.contains(&Context::Everywhere) {
            contexts.push(Context::Everywhere);
        }
        contexts
    }

    /// Takes one message. Keys wait while an answer is awaited; everything else is heard at once.
    pub fn hear(&mut self, pending: &mut Vec<Key>, message: Message) -> Vec<Effect> {
        let mut effects = match message {
            Message::KeyPressed(key) if self.leaving_key(key).is_some() => {
                let command = self.leaving_key(key);
                command.map_or_else(Vec::new, |command| self.leave_stalled(command, key))
            }
            Message::KeyPressed(key) => {
                self.count_key();
                self.held.typed.push_back(Typed::Key(key));
                Vec::new()
            }
            Message::Pasted(text) => {
                self.held.typed.push_back(Typed::Paste(text));
                Vec::new()
            }
            other => self.world(&other),
        };
        effects.extend(self.lay_again());
        effects.extend(self.play(pending));
        effects
    }

    /// Plays what was typed, as far as nothing is awaited.
    fn play(&mut self, pending: &mut Vec<Key>) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.held.until.is_none() && !self.held.leaving {
            let Some(next) = self.held.typed.pop_front() else {
                break;
            };
            effects.extend(match next {
                Typed::Key(key) => self.key(pending, key),
                Typed::Command(command) => self.run(command),
                Typed::Paste(text) => {
                    pending.clear();
                    self.desk.notice = None;
                    self.on_top(|screen, hand| screen.pasted(hand, &text))
                }
            });
            effects.extend(self.keep_words());
            effects.extend(self.lay_again());
        }
        effects
    }

    fn key(&mut self, pending: &mut Vec<Key>, key: Key) -> Vec<Effect> {
        if let Some(c) = key.typed().filter(|_| pending.is_empty()) {
            let screen = self.top().screen();
            if let Some(ticket) = screen.waits_to_type(&self.desk, c) {
                self.wait(ticket, Typed::Key(key));
                return Vec::new();
            }
            if screen.takes(&self.desk, c) {
                self.desk.notice = None;
                return self.on_top(|screen, hand| screen.typed(hand, c));
            }
        }
        let contexts = self.contexts();
        match self.desk.fixed.keymap.resolve(&contexts, pending, key) {
            Resolution::Pending => {
                pending.push(key);
                Vec::new()
            }
            Resolution::Command(command) => {
                if let Some(ticket) = self.top().screen().waits(command) {
                    // The sequence is read again: what it means may depend on the answer.
                    self.wait(ticket, Typed::Key(key));
                    return Vec::new();
                }
                pending.clear();
                self.desk.notice = None;
                self.run(command)
            }
            Resolution::Unbound if pending.is_empty() => self.unbound(key),
            Resolution::Unbound => {
                pending.clear();
                if key.code() != Code::Esc {
                    self.desk
                        .say(NoticeKind::Info, "These two keys do nothing here.");
                }
                Vec::new()
            }
        }
    }

    /// A key that is no command: a character is typed.
    fn unbound(&mut self, key: Key) -> Vec<Effect> {
        let Some(c) = key.typed() else {
            self.say_where(key);
            return Vec::new();
        };
        self.desk.notice = None;
        if crate::domain::text::refuse(c.encode_utf8(&mut [0; 4])).is_err() {
            self.desk.say(
                NoticeKind::Hard,
                "That character cannot be kept; nothing was typed.",
            );
            return Vec::new();
        }
        self.on_top(|screen, hand| screen.typed(hand, c))
    }

    /// A key of home that does nothing on a sheet: she is told how to get to where it works.
    fn say_where(&mut self, key: Key) {
        if !matches!(self.top(), Layer::Keying(_)) {
            return;
        }
        let keymap = self.desk.fixed.keymap.clone();
        let at_home = keymap.resolve(&[Context::Home], &[], key);
        let park = keymap.keys_in(Command::ParkSheet, &[Context::Form]);
        if let (Resolution::Command(command), Some(park)) = (at_home, park.first()) {
            let does = command.sentence();
            self.desk.say(
                NoticeKind::Info,
                format!("Not while a sheet is open: {does} {park} parks this sheet first; nothing of it is lost."),
            );
        }
    }

    fn wait(&mut self, ticket: Ticket, first: Typed) {
        self.held.until = Some(ticket);
        self.held.typed.push_front(first);
    }

    /// Runs a command: the top layer first, the desk itself where that has no use for it.
    pub fn run(&mut self, command: Command) -> Vec<Effect> {
        if command.is_for_officers() && self.desk.role != Role::Officer {
            return self.not_for_supervisors();
        }
        if let Some(ticket) = self.top().screen().waits(command) {
            self.wait(ticket, Typed::Command(command));
            return Vec::new();
        }
        if let Some(course) = &mut self.desk.course {
            course.given(command);
        }
        let mut used = false;
        let mut effects = self.on_top(|screen, hand| used = screen.command(hand, command));
        if !used {
            effects.extend(self.run_everywhere(command));
        }
        effects
    }

    /// What the world answered: the desk takes what is shared, every layer hears it.
    fn world(&mut self, message: &Message) -> Vec<Effect> {
        self.share(message);
        let mut effects = Vec::new();
        for at in (0..self.layers.len()).rev() {
            // A layer may have gone while another one was listening.
            if at < self.layers.len() {
                effects.extend(self.at(at, |screen, hand| screen.hear(hand, message)));
            }
        }
        match message {
            Message::TerminalLost => {
                self.held.leaving = true;
                effects.push(Effect::Quit);
            }
            Message::Ticked(..) => {
                self.desk.offer_break();
                effects.extend(self.desk.keep_again());
                effects.extend(self.desk.ask_rekey(false));
                effects.extend(self.desk.keep_figures(false));
            }
            Message::Recorded(_, acts) if acts.iter().any(|a| changes_rekey(&a.deed)) => {
                effects.extend(self.desk.ask_rekey(true));
            }
            Message::StoreStalled => self.stalled(),
            _ => {}
        }
        if let Message::Recorded(_, acts) = message {
            effects.extend(self.look_at_lesson(acts));
        }
        effects
    }

    fn share(&mut self, message: &Message) {
        if message.ticket().is_some() && self.held.until == message.ticket() {
            self.held.until = None;
            self.held.stall = Stall::None;
        }
        let desk = &mut self.desk;
        match message {
            Message::Ticked(now, local) => {
                let is_another_day = local.date() != desk.today();
                (desk.now, desk.local) = (*now, *local);
                if is_another_day || desk.are_counts_old {
                    desk.look_again();
                }
            }
            Message::Resized(columns, rows) => desk.size = (*columns, *rows),
            Message::OverviewStated(overview) => {
                desk.take_overview(overview);
                desk.are_counts_old = true;
            }
            Message::Kept(_) => {
                desk.heard_kept();
                if desk.safety != Safety::Saving && !desk.drafts.any_unkept() {
                    desk.safety = Safety::Kept(desk.local);
                }
            }
            Message::NotKept(why) => {
                desk.heard_not_kept();
                desk.safety = Safety::NotSaved(why.clone());
            }
            Message::NotRecorded(_, why) => {
                desk.safety = Safety::NotSaved(why.clone());
                desk.say(NoticeKind::Hard, format!("Not saved: {why}"));
            }
            Message::RekeyRead(ticket, material) => desk.hear_rekey(*ticket, material),
            Message::Recorded(_, acts) => {
                let what = super::saved::words_of(desk, &self.layers, acts);
                desk.safety = Safety::Saved(what, desk.local);
                desk.count_acts(acts);
                for act in acts {
                    if let Deed::SheetKeyed {
                        draft: Some(draft), ..
                    } = &act.deed
                    {
                        desk.end_draft(*draft);
                    }
                }
            }
            Message::Failed(_, why) => desk.say(NoticeKind::Hard, why.clone()),
            Message::FiguresRead(before) => desk.figures.read(before),
            Message::FiguresNotKept(why) => desk.figures.not_kept(why),
            Message::Noticed(what) => desk.say(NoticeKind::Info, what.clone()),
            _ => {}
        }
    }

    pub(super) fn on_top(
        &mut self,
        act: impl FnOnce(&mut dyn super::Screen, &mut Hand<'_>),
    ) -> Vec<Effect> {
        self.at(self.layers.len() - 1, act)
    }

    fn at(
        &mut self,
        place: usize,
        act: impl FnOnce(&mut dyn super::Screen, &mut Hand<'_>),
    ) -> Vec<Effect> {
        let covered = place + 1 < self.layers.len();
        self.desk.drafts.open = self.layers.iter().filter_map(Layer::draft).collect();
        let mut hand = Hand::new(&mut self.desk);
        act(self.layers[place].screen_mut(), &mut hand);
        let Hand {
            mut effects,
            moves,
            hold,
            ..
        } = hand;
        self.held.until = hold.or(self.held.until);
        for step in moves {
            match step {
                // A layer that is done while something lies on top of it goes from under that.
                Move::Pop if covered => drop(self.layers.remove(place)),
                step => effects.extend(self.make(step)),
            }
        }
        effects
    }
}
