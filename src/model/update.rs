//! One message in, effects out: the lock, the hold on keys typed ahead, and the way of a key to its layer.

use super::desk::{NoticeKind, Safety};
use super::effect::{Effect, Secret, Ticket};
use super::home::Home;
use super::layer::{Hand, Layer, Move};
use super::message::Message;
use super::unlock::Unlock;
use super::{Fixed, Model, OpenDesk, State};
use crate::command::{Command, Context};
use crate::keymap::{Key, Resolution};
use chrono::{DateTime, NaiveDateTime, Utc};
use std::collections::VecDeque;

/// Keys and pastes that wait for an answer of the world before they may be played, in the order typed.
///
/// # Why
/// She types ahead: Enter on a name that is not found yet, the first box of a sheet whose client is still being read. Nothing may
/// be lost or overtake, so whatever is typed meanwhile waits here and is played as soon as the answer is in.
#[derive(Debug, Default)]
pub struct Held {
    /// What is waited for; nothing is held while this is `None`.
    pub until: Option<Ticket>,
    /// What was typed since.
    pub typed: VecDeque<Message>,
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
        }
    }

    /// Takes one message and says what is wanted of the world.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        self.heard += 1;
        let effects = match &mut self.state {
            State::Locked(_) => self.update_locked(message),
            State::Open(open) => open.hear(&mut self.pending, message),
        };
        self.follow(&effects);
        effects
    }

    /// What locking and leaving mean for the state itself.
    fn follow(&mut self, effects: &[Effect]) {
        if effects.contains(&Effect::Quit) {
            self.ended = true;
        }
        if let (true, State::Open(open)) = (effects.contains(&Effect::Lock), &self.state) {
            let desk = &open.desk;
            let mut fixed = desk.fixed.clone();
            fixed.user.clone_from(&desk.user);
            let lock = Unlock::new(fixed, desk.now, desk.local, desk.size);
            self.state = State::Locked(Box::new(lock));
            self.pending.clear();
        }
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
            Message::Pasted(text) if !lock.waiting => lock.pasted(&text),
            Message::KeyPressed(key) if lock.waiting => lock.typed_ahead.push(key),
            Message::KeyPressed(key) => return lock.key(&mut self.pending, key),
            Message::TerminalLost => return vec![Effect::Quit],
            Message::Unlocked(opened) => {
                let typed_ahead = std::mem::take(&mut lock.typed_ahead);
                let notices = opened.notices.clone();
                let mut open = Box::new(OpenDesk::new(lock.opened(*opened)));
                let mut effects = open.resume_interrupted();
                if let Some(first) = notices.first() {
                    // Where she left off comes first: that is what she asks herself.
                    let said = open
                        .desk
                        .notice
                        .take()
                        .map_or_else(String::new, |notice| format!("{} ", notice.text));
                    open.desk.say(NoticeKind::Info, format!("{said}{first}"));
                }
                for key in typed_ahead {
                    effects.extend(open.hear(&mut self.pending, Message::KeyPressed(key)));
                }
                self.state = State::Open(open);
                return effects;
            }
            _ => {}
        }
        Vec::new()
    }

    /// The contexts under the fingers now, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        match &self.state {
            State::Locked(_) => vec![Context::Unlock, Context::Edit],
            State::Open(open) => open.contexts(),
        }
    }
}

impl Unlock {
    fn refused(&mut self, why: String) {
        self.waiting = false;
        self.typed_ahead.clear();
        self.passphrase.clear();
        self.refusal = Some(why);
    }

    fn pasted(&mut self, text: &str) {
        let line = if self.in_passphrase {
            &mut self.passphrase
        } else {
            &mut self.user
        };
        for c in text
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_control())
            .take(1000)
        {
            line.insert(c);
        }
    }

    fn key(&mut self, pending: &mut Vec<Key>, key: Key) -> Vec<Effect> {
        let contexts = [Context::Unlock, Context::Edit];
        match self.fixed.keymap.resolve(&contexts, pending, key) {
            Resolution::Pending => pending.push(key),
            Resolution::Command(command) => {
                pending.clear();
                return self.command(command);
            }
            Resolution::Unbound => {
                pending.clear();
                if let Some(c) = key.typed() {
                    let line = if self.in_passphrase {
                        &mut self.passphrase
                    } else {
                        &mut self.user
                    };
                    line.insert(c);
                }
            }
        }
        Vec::new()
    }

    fn command(&mut self, command: Command) -> Vec<Effect> {
        let line = if self.in_passphrase {
            &mut self.passphrase
        } else {
            &mut self.user
        };
        match command {
            Command::OpenDesk if !self.in_passphrase => self.in_passphrase = true,
            Command::OpenDesk => {
                self.waiting = true;
                self.refusal = None;
                let passphrase = Secret(self.passphrase.text().to_owned());
                self.passphrase.clear();
                return vec![Effect::Unlock {
                    user: self.user.text().trim().to_owned(),
                    passphrase,
                }];
            }
            Command::NextUnlockBox | Command::PreviousUnlockBox => {
                self.in_passphrase = !self.in_passphrase
            }
            Command::ClearUnlock => line.clear(),
            Command::QuitDesk => return vec![Effect::Quit],
            Command::RedrawScreen => return vec![Effect::Redraw],
            other => {
                line.edit(other);
            }
        }
        Vec::new()
    }
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
        let typed = matches!(message, Message::KeyPressed(_) | Message::Pasted(_));
        if typed && self.held.until.is_some() {
            self.held.typed.push_back(message);
            return Vec::new();
        }
        let mut effects = self.take(pending, message);
        while self.held.until.is_none() && !effects.contains(&Effect::Lock) {
            let Some(next) = self.held.typed.pop_front() else {
                break;
            };
            effects.extend(self.take(pending, next));
        }
        effects
    }

    fn take(&mut self, pending: &mut Vec<Key>, message: Message) -> Vec<Effect> {
        match message {
            Message::KeyPressed(key) => self.key(pending, key),
            Message::Pasted(text) => self.on_top(|screen, hand| screen.pasted(hand, &text)),
            other => self.world(&other),
        }
    }

    fn key(&mut self, pending: &mut Vec<Key>, key: Key) -> Vec<Effect> {
        let contexts = self.contexts();
        match self.desk.fixed.keymap.resolve(&contexts, pending, key) {
            Resolution::Pending => {
                pending.push(key);
                Vec::new()
            }
            Resolution::Command(command) => {
                pending.clear();
                self.desk.notice = None;
                self.run(command)
            }
            Resolution::Unbound => {
                pending.clear();
                let Some(c) = key.typed() else {
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
        }
    }

    /// Runs a command: the top layer first, the desk itself where that has no use for it.
    pub fn run(&mut self, command: Command) -> Vec<Effect> {
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
        if matches!(message, Message::TerminalLost) {
            effects.push(Effect::Quit);
        }
        effects
    }

    fn share(&mut self, message: &Message) {
        if let (Some(until), Some(ticket)) = (self.held.until, message.ticket()) {
            if until == ticket {
                self.held.until = None;
            }
        }
        let desk = &mut self.desk;
        match message {
            Message::Ticked(now, local) => (desk.now, desk.local) = (*now, *local),
            Message::Resized(columns, rows) => desk.size = (*columns, *rows),
            Message::OverviewStated(overview) => desk.overview = (**overview).clone(),
            Message::Kept(_) => desk.safety = Safety::Kept(desk.local),
            Message::NotKept(why) | Message::NotRecorded(_, why) => {
                desk.safety = Safety::NotSaved(why.clone())
            }
            Message::Recorded(_, acts) => {
                let what = acts.last().map(super::words::of_act).unwrap_or_default();
                desk.safety = Safety::Saved(what, desk.local);
            }
            Message::Failed(why) => {
                self.held.until = None;
                desk.say(NoticeKind::Hard, why.clone());
            }
            Message::Noticed(what) => desk.say(NoticeKind::Info, what.clone()),
            _ => {}
        }
    }

    fn on_top(&mut self, act: impl FnOnce(&mut dyn super::Screen, &mut Hand<'_>)) -> Vec<Effect> {
        self.at(self.layers.len() - 1, act)
    }

    fn at(
        &mut self,
        place: usize,
        act: impl FnOnce(&mut dyn super::Screen, &mut Hand<'_>),
    ) -> Vec<Effect> {
        let mut hand = Hand::new(&mut self.desk);
        act(self.layers[place].screen_mut(), &mut hand);
        let Hand {
            effects,
            moves,
            hold,
            ..
        } = hand;
        self.held.until = hold.or(self.held.until);
        let mut effects = effects;
        for step in moves {
            effects.extend(self.make(step));
        }
        effects
    }

    /// Makes one move of the stack.
    pub fn make(&mut self, step: Move) -> Vec<Effect> {
        match step {
            Move::Push(layer) => {
                self.layers.push(layer);
                Vec::new()
            }
            Move::Replace(layer) => {
                self.take_off();
                self.layers.push(layer);
                Vec::new()
            }
            Move::Pop => {
                self.take_off();
                self.on_top(|screen, hand| screen.uncovered(hand))
            }
            Move::Home => self.go_home(),
            Move::Run(command) => {
                self.take_off();
                self.run(command)
            }
            Move::Answer(answer) => {
                self.take_off();
                if answer.token == super::everywhere::UNDO {
                    return self.on_top(|_, hand| super::everywhere::answer_undo(hand, &answer));
                }
                self.on_top(|screen, hand| screen.answered(hand, answer))
            }
        }
    }

    fn take_off(&mut self) {
        if self.layers.len() > 1 {
            self.layers.pop();
        }
    }

    /// Sets every sheet aside and goes back to home.
    pub fn go_home(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.layers.len() > 1 {
            if let Some(Layer::Keying(keying)) = self.layers.pop() {
                effects.extend(keying.set_aside(true));
            }
        }
        effects.extend(self.on_top(|screen, hand| screen.uncovered(hand)));
        effects
    }
}
