//! What no keymap may do, and what the shipped ones promise.
//!
//! A user's own file may do what it likes within [`refusal`]; the shipped ones are held to all of [`check`] by a test.

use super::bindings::{Bound, Keymap, written};
use super::key::{Code, Key};
use crate::command::{Command, Context, Printable, STACKS};

/// Why a sequence must not be bound in a context, if it must not.
///
/// Printable characters are refused where she types text: a bound character could never be typed there.
pub fn refusal(context: Context, keys: &[Key]) -> Option<String> {
    let c = keys.first().and_then(|key| key.typed())?;
    let fits = match context.printable() {
        Printable::None => false,
        Printable::Signs => c.is_ascii_punctuation(),
        Printable::Digits => c.is_ascii_digit(),
        Printable::All => true,
    };
    if fits {
        return None;
    }
    let (key, place) = (written(&keys[..1]), context.name());
    let instead = match context.printable() {
        Printable::Signs => "choose a sign such as . ? - / = or a key with ctrl",
        Printable::Digits => "choose a digit or a key with ctrl",
        Printable::None | Printable::All => {
            "choose a key with ctrl, or a sequence such as ctrl-x 1"
        }
    };
    Some(format!(
        "{key} is typed as text in [{place}] and would be lost; {instead}"
    ))
}

/// Whether a sequence needs a function key.
pub fn uses_function_key(keys: &[Key]) -> bool {
    keys.iter().any(|key| matches!(key.code(), Code::F(_)))
}

/// Whether a sequence needs Alt.
pub fn uses_alt(keys: &[Key]) -> bool {
    keys.iter().any(|key| key.mods().alt)
}

/// A binding that another one hides, and the one that takes its keys.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hidden {
    pub context: Context,
    pub keys: Vec<Key>,
    pub bound: Bound,
    pub taken_in: Context,
    pub taken_keys: Vec<Key>,
    pub taken_by: Bound,
}

/// The bindings that another one hides: in some stack of the desk a shorter sequence takes their first keys, or in every stack
/// the same sequence means something else. (That an inner context gives a key another meaning is what contexts are for.)
pub(super) fn hidden(map: &Keymap) -> Vec<Hidden> {
    map.all()
        .filter_map(|(context, keys, bound)| {
            let stacks = STACKS.iter().filter(|stack| stack.contains(&context));
            let deciders: Vec<_> = stacks
                .filter_map(|stack| map.deciding(stack, keys))
                .collect();
            let by_shorter = deciders.iter().find(|(_, sequence, _)| *sequence != keys);
            let alive = deciders.iter().any(|(decider, ..)| *decider == context);
            let by_inner = deciders.first().filter(|_| !alive);
            let (taken_in, sequence, taken_by) = *by_shorter.or(by_inner)?;
            Some(Hidden {
                context,
                keys: keys.to_vec(),
                bound,
                taken_in,
                taken_keys: sequence.to_vec(),
                taken_by,
            })
        })
        .collect()
}

/// The vital commands that no key reaches in any stack of the desk.
pub(super) fn keyless(map: &Keymap) -> Vec<Command> {
    let reached = |command: Command| {
        let mut stacks = STACKS.iter().filter(|stack| command.works_in(stack));
        stacks.any(|stack| !map.keys_in(command, stack).is_empty())
    };
    let vital = Command::all()
        .iter()
        .copied()
        .filter(|command| command.is_vital());
    vital.filter(|&command| !reached(command)).collect()
}

/// The vital commands with fewer than two keys in a context that binds them, with that context. An empty box of a sheet counts
/// together with `[form]`, which lies under it.
fn short_of_keys(map: &Keymap) -> Vec<(Command, Context)> {
    let mut short = Vec::new();
    for &command in Command::all().iter().filter(|command| command.is_vital()) {
        let contexts = command.contexts();
        for &context in contexts {
            let alone = [context];
            let places = if contexts.contains(&Context::FormEmpty) {
                contexts
            } else {
                &alone
            };
            let keys = map.keys_in(command, places).len();
            if keys == 1 || (keys == 0 && context == contexts[0]) {
                short.push((command, context));
            }
        }
    }
    short
}

/// Every promise that a shipped keymap breaks, one sentence each: refused or hidden keys, a vital command without two keys, a
/// command that neither a key nor the palette reaches.
pub fn check(map: &Keymap) -> Vec<String> {
    let mut complaints: Vec<String> = Vec::new();
    for (context, keys, bound) in map.all() {
        complaints.extend(refusal(context, keys));
        if keys.iter().any(|key| Key::to_bind(&key.name()).is_err()) {
            complaints.push(format!(
                "{} cannot arrive from every terminal ({})",
                written(keys),
                context.name()
            ));
        }
        if !bound.command.contexts().contains(&context) {
            complaints.push(format!(
                "{} does not work in [{}]",
                bound.command.name(),
                context.name()
            ));
        }
    }
    complaints.extend(hidden(map).iter().map(|hidden| {
        let (keys, place, taken) = (
            written(&hidden.keys),
            hidden.context.name(),
            hidden.taken_by.command.name(),
        );
        format!(
            "{keys} in [{place}] is hidden by {taken} in [{}]",
            hidden.taken_in.name()
        )
    }));
    complaints.extend(short_of_keys(map).iter().map(|(command, context)| {
        format!(
            "{} is vital and needs two keys in [{}]",
            command.name(),
            context.name()
        )
    }));
    for command in Command::all() {
        if map.keys_for(*command).is_empty() && !command.in_palette() {
            complaints.push(format!(
                "{} can be reached by no key and not through the palette",
                command.name()
            ));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::{SHIPPED, load};

    #[test]
    fn the_shipped_keymaps_keep_every_promise() {
        for name in SHIPPED {
            let (map, findings) = load(name, None);
            let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
            assert_eq!(findings, Vec::<String>::new(), "{name}");
            assert_eq!(check(&map), Vec::<String>::new(), "{name}");
        }
    }

    #[test]
    fn the_plain_keymap_needs_no_function_key_and_no_alt() {
        let map = load("plain", None).0;
        for (context, keys, _) in map.all() {
            assert!(
                !uses_function_key(keys) && !uses_alt(keys),
                "{} in {context:?}",
                written(keys)
            );
        }
        assert!(
            load("default", None)
                .0
                .all()
                .any(|(_, keys, _)| uses_function_key(keys)),
            "the test can fail"
        );
    }

    #[test]
    fn a_broken_promise_is_found() {
        let mut map = load("default", None).0;
        let ctrl_s = [Key::to_bind("ctrl-s").unwrap_or_else(|error| panic!("{error}"))];
        map.unbind(Context::Form, &ctrl_s);
        assert_eq!(
            check(&map),
            ["form.save_sheet is vital and needs two keys in [form]"]
        );
    }

    #[test]
    fn a_sequence_behind_a_single_key_is_hidden() {
        let user = ("mine.toml", "[form]\nctrl-x = \"form.clear_box\"\n");
        let map = load("default", Some(user)).0;
        let hidden = hidden(&map);
        let hides = |command| hidden.iter().any(|hidden| hidden.bound.command == command);
        assert!(hides(Command::DiscardSheet), "in the form itself");
        assert!(
            hides(Command::RedoAct),
            "while keying, although it works on the card"
        );
        assert!(
            !hides(Command::OpenTray),
            "on the home screen no sheet is open"
        );
        assert!(
            hidden
                .iter()
                .all(|hidden| hidden.taken_by.command == Command::ClearBox)
        );
    }
}
