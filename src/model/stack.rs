//! Which layers lie on each other: laying one on top, taking it off, going home.

use super::OpenDesk;
use super::desk::Safety;
use super::effect::Effect;
use super::layer::{Layer, Move};
use crate::command::Command;

impl OpenDesk {
    /// Makes one move of the stack.
    pub fn make(&mut self, step: Move) -> Vec<Effect> {
        if let Move::Push(layer) | Move::Replace(layer) = &step {
            self.forget_saved(layer);
        }
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
                match (answer.token, answer.choice) {
                    (super::everywhere::UNDO, _) => {
                        return self
                            .on_top(|_, hand| super::everywhere::answer_undo(hand, &answer));
                    }
                    (super::everywhere::QUIT, Some(0)) => return self.left(Command::QuitDesk),
                    (super::everywhere::LOCK, Some(0)) => return self.left(Command::LockDesk),
                    _ => {}
                }
                self.on_top(|screen, hand| screen.answered(hand, answer))
            }
        }
    }

    /// What was saved for one client is not said any more under the record of another.
    fn forget_saved(&mut self, opened: &Layer) {
        let shows_record = matches!(
            opened,
            Layer::Card(_)
                | Layer::Keying(_)
                | Layer::Find(_)
                | Layer::Allocate(_)
                | Layer::Rekey(_)
        );
        if let (true, Safety::Saved(what, _)) = (shows_record, &mut self.desk.safety) {
            what.clear();
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
                effects.extend(keying.set_aside(&mut self.desk, true));
            }
        }
        effects.extend(self.on_top(|screen, hand| screen.uncovered(hand)));
        effects
    }
}
