//! The keymap itself: which sequence of keys is bound to which command in which context, and a pure, total resolver.

use std::cmp::Reverse;
use std::collections::HashMap;

use indexmap::IndexMap;

use super::key::Key;
use crate::command::{Command, Context};

/// What a key means after the keys before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// The keys are bound to this command.
    Command(Command),
    /// They begin a longer sequence: keep them and wait for the next key.
    Pending,
    /// They mean nothing here. A lone printable key goes into the focused box; a sequence that was begun is forgotten.
    Unbound,
}

/// Where a binding was written: which layer (0 is the shipped default), line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Origin {
    pub layer: u8,
    pub line: usize,
    pub column: usize,
}

/// The command of a sequence, and where that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    pub command: Command,
    pub origin: Origin,
}

type Sequences = IndexMap<Vec<Key>, Bound>;

/// One effective keymap: all layers laid on top of each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keymap {
    contexts: HashMap<Context, Sequences>,
}

impl Keymap {
    /// What `key` means when `pending` was typed before it, in a stack of `contexts`, innermost first.
    ///
    /// The innermost context that knows the keys decides, be it as a whole sequence or as the beginning of one. A letter typed
    /// with Caps Lock on that means nothing is taken for the small letter.
    pub fn resolve(&self, contexts: &[Context], pending: &[Key], key: Key) -> Resolution {
        let found = self.find(contexts, pending, key);
        match key.lowered() {
            Some(lowered) if found == Resolution::Unbound => self.find(contexts, pending, lowered),
            _ => found,
        }
    }

    fn find(&self, contexts: &[Context], pending: &[Key], key: Key) -> Resolution {
        let mut typed = pending.to_vec();
        typed.push(key);
        for sequences in contexts
            .iter()
            .filter_map(|context| self.contexts.get(context))
        {
            if let Some(bound) = sequences.get(&typed) {
                return Resolution::Command(bound.command);
            }
            if sequences
                .keys()
                .any(|sequence| sequence.starts_with(&typed))
            {
                return Resolution::Pending;
            }
        }
        Resolution::Unbound
    }

    /// The binding that decides when the keys of `sequence` are typed one by one, with the context and the keys it is written in:
    /// it may be bound to the first of them already.
    pub(super) fn deciding(
        &self,
        contexts: &[Context],
        sequence: &[Key],
    ) -> Option<(Context, &[Key], Bound)> {
        for length in 1..=sequence.len() {
            let typed = &sequence[..length];
            for &context in contexts {
                let Some(sequences) = self.contexts.get(&context) else {
                    continue;
                };
                if let Some((keys, bound)) = sequences.get_key_value(typed) {
                    return Some((context, keys, *bound));
                }
                if sequences.keys().any(|keys| keys.starts_with(typed)) {
                    break; // pending: the next key decides
                }
            }
        }
        None
    }

    /// The keys of `command`, as she reads them on her keyboard ("Ctrl-S", "F4", "Ctrl-X 1"): single keys
    /// before pairs, and the last layer's before those it was laid upon.
    pub fn keys_for(&self, command: Command) -> Vec<String> {
        self.labels(command, &Context::ALL, |_, _| true)
    }

    /// The keys of `command` that work in a stack of `contexts`, innermost first; without those that mean something else there.
    pub fn keys_in(&self, command: Command, contexts: &[Context]) -> Vec<String> {
        self.labels(command, contexts, |context, keys| {
            self.deciding(contexts, keys)
                .is_some_and(|(decider, sequence, _)| decider == context && sequence == keys)
        })
    }

    fn labels(
        &self,
        command: Command,
        contexts: &[Context],
        keep: impl Fn(Context, &[Key]) -> bool,
    ) -> Vec<String> {
        let mut found: Vec<(usize, Reverse<u8>, String)> = Vec::new();
        for &context in contexts {
            // Asked of many commands in every frame: words are made of the keys of this command only.
            for (keys, bound) in self
                .bound_in(context)
                .filter(|(_, bound)| bound.command == command)
            {
                let label = label(keys);
                let fresh = found.iter().all(|(_, _, known)| *known != label);
                if fresh && keep(context, keys) {
                    found.push((keys.len(), Reverse(bound.origin.layer), label));
                }
            }
        }
        found.sort_by_key(|(length, layer, _)| (*length, *layer)); // stable: within a layer the order of its file
        found.into_iter().map(|(_, _, label)| label).collect()
    }

    /// The keys that a script presses for `command` in a stack of `contexts`: the shortest sequence that decides there, without Alt
    /// and function keys where there is a choice, since those are what terminals garble.
    pub fn plainest(&self, command: Command, contexts: &[Context]) -> Option<Vec<Key>> {
        let mut found: Vec<Vec<Key>> = Vec::new();
        for &context in contexts {
            for (keys, bound) in self.bound_in(context) {
                let decides = || {
                    let decider = self.deciding(contexts, keys);
                    decider.is_some_and(|(decider, sequence, _)| {
                        decider == context && sequence == keys
                    })
                };
                if bound.command == command && decides() {
                    found.push(keys.to_vec());
                }
            }
        }
        let garbled =
            |keys: &[Key]| super::lint::uses_alt(keys) || super::lint::uses_function_key(keys);
        found
            .into_iter()
            .min_by_key(|keys| (garbled(keys), keys.len()))
    }

    /// Everything bound in one context, in the order in which it was written.
    pub(super) fn bound_in(&self, context: Context) -> impl Iterator<Item = (&[Key], Bound)> {
        self.contexts
            .get(&context)
            .into_iter()
            .flatten()
            .map(|(keys, bound)| (keys.as_slice(), *bound))
    }

    /// Everything bound anywhere.
    pub(super) fn all(&self) -> impl Iterator<Item = (Context, &[Key], Bound)> {
        Context::ALL.into_iter().flat_map(|context| {
            self.bound_in(context)
                .map(move |(keys, bound)| (context, keys, bound))
        })
    }

    /// What a sequence is bound to in one context.
    pub(super) fn bound(&self, context: Context, keys: &[Key]) -> Option<Bound> {
        self.contexts.get(&context)?.get(keys).copied()
    }

    /// Binds a sequence in one context; what it was bound to is forgotten.
    pub(super) fn bind(&mut self, context: Context, keys: Vec<Key>, bound: Bound) {
        let sequences = self.contexts.entry(context).or_default();
        sequences.shift_remove(&keys); // so that it takes its place among the lines of its own layer
        sequences.insert(keys, bound);
    }

    /// Unbinds a sequence in one context; says whether it was bound.
    pub(super) fn unbind(&mut self, context: Context, keys: &[Key]) -> bool {
        self.contexts
            .get_mut(&context)
            .is_some_and(|sequences| sequences.shift_remove(keys).is_some())
    }

    /// Forgets every binding that `uses` is true of.
    pub(super) fn drop_where(&mut self, uses: impl Fn(&[Key]) -> bool) {
        for sequences in self.contexts.values_mut() {
            sequences.retain(|keys, _| !uses(keys));
        }
    }
}

/// A sequence as she reads it on her keyboard.
pub(super) fn label(keys: &[Key]) -> String {
    let labels: Vec<String> = keys.iter().map(|key| key.label()).collect();
    labels.join(" ")
}

/// A sequence as keymap files write it.
pub(super) fn written(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(|key| key.name()).collect();
    names.join(" ")
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::command::stack;
    use crate::keymap::key::tests::any_key;
    use crate::keymap::{SHIPPED, load};

    fn key(name: &str) -> Key {
        Key::to_bind(name).unwrap_or_else(|error| panic!("{error}"))
    }

    fn shipped() -> Keymap {
        load("default", None).0
    }

    static MAPS: LazyLock<Vec<Keymap>> =
        LazyLock::new(|| SHIPPED.map(|name| load(name, None).0).into());

    proptest! {
        #[test]
        fn any_key_after_any_keys_in_any_stack_gets_an_answer(
            pending in proptest::collection::vec(any_key(), 0..4),
            key in any_key(),
            stack in proptest::collection::vec(proptest::sample::select(Context::ALL.to_vec()), 0..6),
            shipped in 0..SHIPPED.len(),
        ) {
            let map = &MAPS[shipped];
            if let Resolution::Command(command) = map.resolve(&stack, &pending, key) {
                prop_assert!(command.works_in(&stack));
            }
        }

        #[test]
        fn a_printable_key_never_runs_a_command_where_she_types_text(c in any::<char>()) {
            if let Some(key) = Key::typing(c) && key.typed().is_some() {
                prop_assert_eq!(MAPS[0].resolve(stack::FORM, &[], key), Resolution::Unbound);
            }
        }
    }

    #[test]
    fn the_innermost_context_decides() {
        let map = shipped();
        assert_eq!(
            map.resolve(stack::FORM, &[], key("enter")),
            Resolution::Command(Command::NextBox)
        );
        assert_eq!(
            map.resolve(&[Context::List, Context::Edit], &[], key("enter")),
            Resolution::Command(Command::PickCode)
        );
        assert_eq!(map.resolve(stack::FORM, &[], key("?")), Resolution::Unbound);
        assert_eq!(
            map.resolve(stack::FORM_EMPTY, &[], key("?")),
            Resolution::Command(Command::MarkIllegible)
        );
    }

    #[test]
    fn a_sequence_waits_for_its_next_key_and_is_forgotten_at_a_wrong_one() {
        let map = shipped();
        let x = key("ctrl-x");
        assert_eq!(map.resolve(stack::FORM, &[], x), Resolution::Pending);
        assert_eq!(
            map.resolve(stack::FORM, &[x], key("q")),
            Resolution::Command(Command::QuitDesk)
        );
        assert_eq!(
            map.resolve(stack::FORM, &[x], key("Q")),
            Resolution::Command(Command::QuitDesk),
            "Caps Lock"
        );
        assert_eq!(
            map.resolve(stack::FORM, &[x], key("f9")),
            Resolution::Unbound
        );
    }

    #[test]
    fn nothing_of_the_desk_can_be_reached_through_the_lock() {
        let map = shipped();
        assert_eq!(
            map.resolve(stack::UNLOCK, &[], key("f4")),
            Resolution::Unbound
        );
        assert_eq!(
            map.resolve(stack::UNLOCK, &[], key("ctrl-q")),
            Resolution::Command(Command::QuitDesk)
        );
    }

    #[test]
    fn a_single_key_is_shown_before_a_pair_whichever_file_it_stands_in() {
        assert_eq!(
            MAPS[2].keys_for(Command::SaveSheet),
            ["Ctrl-S", "Ctrl-X Enter"]
        );
        assert_eq!(MAPS[1].keys_for(Command::SaveSheet), ["F10", "Ctrl-S"]);
    }

    #[test]
    fn keys_are_shown_as_on_the_keyboard_and_only_where_they_work() {
        let map = shipped();
        assert_eq!(map.keys_for(Command::SaveSheet), ["Ctrl-S", "F10"]);
        assert_eq!(
            map.keys_in(Command::MarkIllegible, stack::FORM_EMPTY)[0],
            "?"
        );
        assert_eq!(map.keys_in(Command::MarkIllegible, stack::FORM)[0], "Alt-?");
        let over_form = [
            Context::List,
            Context::Form,
            Context::Edit,
            Context::Everywhere,
        ];
        assert_eq!(
            map.keys_in(Command::NextBox, &over_form),
            Vec::<String>::new(),
            "the open list has taken Enter, Tab and Down"
        );
    }
}
