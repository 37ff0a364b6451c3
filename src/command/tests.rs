//! What the table promises.

use std::collections::HashSet;

use super::*;

#[test]
fn every_name_is_unique_and_says_context_verb_and_noun() {
    let mut seen = HashSet::new();
    for command in Command::all() {
        let name = command.name();
        assert!(seen.insert(name), "{name} stands twice in the table");
        let (context, deed) = name
            .split_once('.')
            .unwrap_or_else(|| panic!("{name} has no context"));
        assert_eq!(
            Context::from_name(context),
            Some(command.contexts()[0]),
            "{name} does not begin with its home"
        );
        let (verb, noun) = deed
            .split_once('_')
            .unwrap_or_else(|| panic!("{name} has no noun"));
        assert!(!verb.is_empty() && !noun.is_empty(), "{name}");
        assert!(
            deed.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
            "{name}"
        );
        assert_eq!(Command::from_name(name), Some(*command));
    }
    assert_eq!(Command::from_name("form.fly_away"), None);
}

#[test]
fn every_sentence_is_one_plain_sentence() {
    for command in Command::all() {
        let sentence = command.sentence();
        assert!(
            sentence.starts_with(char::is_uppercase) && sentence.ends_with('.'),
            "{sentence}"
        );
        assert_eq!(sentence.matches('.').count(), 1, "{sentence}");
        assert!(sentence.chars().count() <= 100, "{sentence}");
    }
}

#[test]
fn only_the_nine_choices_have_a_number() {
    assert_eq!(Command::AllocateChoose7.choice(), Some(7));
    assert_eq!(Command::SaveSheet.choice(), None);
    let choices = Command::all().iter().filter_map(|command| command.choice());
    assert_eq!(choices.map(u32::from).sum::<u32>(), 5 * 45);
}

#[test]
fn every_context_has_its_name_and_lies_in_a_stack() {
    for context in Context::ALL {
        assert_eq!(Context::from_name(context.name()), Some(context));
        assert!(
            STACKS.iter().any(|stack| stack.contains(&context)),
            "{context:?} is in no stack"
        );
    }
}
