//! Which commands a few typed letters mean, best first.

use std::cmp::Reverse;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::{Command, Context};

/// What a match in the name is worth above one in the sentence: the name is what she learns from help.
const IN_THE_NAME: i64 = 16;
/// And at its beginning: "park" means parking before it means a list of what is parked.
const FIRST_IN_THE_NAME: i64 = 8;

/// The commands of the palette that match `query`, best first, each with its score (higher is better).
///
/// The words of the query may stand in any order; each has to match the name or the sentence. An empty query gives every command
/// of the palette in the order of the table, with score 0.
pub fn rank(query: &str) -> Vec<(Command, i64)> {
    let matcher = SkimMatcherV2::default().ignore_case();
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut ranked: Vec<(Command, i64)> = Command::all()
        .iter()
        .filter(|command| command.in_palette())
        .filter_map(|&command| Some((command, score(&matcher, command, &words)?)))
        .collect();
    ranked.sort_by_key(|&(_, score)| Reverse(score)); // stable: equals keep the order of the table
    ranked
}

/// As [`rank`], keeping only the commands that work in one of `contexts`: what the palette offers over the screen that opened it.
pub fn rank_in(query: &str, contexts: &[Context]) -> Vec<(Command, i64)> {
    let mut ranked = rank(query);
    ranked.retain(|(command, _)| command.works_in(contexts));
    ranked
}

/// The sum over the words of the best place where each is found; nothing if one is found nowhere.
fn score(matcher: &SkimMatcherV2, command: Command, words: &[&str]) -> Option<i64> {
    let (context, deed) = command.name().split_once('.')?;
    let deed = deed.replace('_', " ");
    let mut total = 0;
    // A name is also found as it is written in a keymap file, points and all.
    for word in words.iter().flat_map(|word| word.split(['.', '_'])) {
        let begins = if deed.starts_with(&word.to_lowercase()) {
            FIRST_IN_THE_NAME
        } else {
            0
        };
        let in_deed = matcher
            .fuzzy_match(&deed, word)
            .map(|score| score + IN_THE_NAME + begins);
        let elsewhere = matcher
            .fuzzy_match(command.sentence(), word)
            .max(matcher.fuzzy_match(context, word));
        total += in_deed.max(elsewhere)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(query: &str) -> Command {
        rank(query)[0].0
    }

    #[test]
    fn a_few_letters_find_the_command_that_was_meant() {
        assert_eq!(first("phone"), Command::PhoneReferral);
        assert_eq!(first("illeg"), Command::MarkIllegible);
        assert_eq!(first("form.save_sheet"), Command::SaveSheet);
        assert_eq!(first("LOCK"), Command::LockDesk);
        assert_eq!(first("alloc"), Command::AllocateReferral);
        assert_eq!(first("park"), Command::ParkSheet);
        assert_eq!(first("ditto"), Command::CarryLast);
    }

    #[test]
    fn the_order_of_the_words_does_not_matter() {
        assert_eq!(first("referral phone"), Command::PhoneReferral);
        assert_eq!(first("sheet park"), Command::ParkSheet);
    }

    #[test]
    fn an_empty_query_offers_everything_and_nonsense_nothing() {
        assert_eq!(
            rank("  ").len(),
            Command::all()
                .iter()
                .filter(|command| command.in_palette())
                .count()
        );
        assert_eq!(rank("")[0], (Command::ShowHelp, 0));
        assert!(rank("qqqzzz").is_empty());
    }

    #[test]
    fn over_a_screen_only_what_works_there_is_offered() {
        let ranked = rank_in("", &[Context::Card, Context::Everywhere]);
        assert!(
            ranked
                .iter()
                .any(|&(command, _)| command == Command::CopySentence)
        );
        assert!(
            ranked
                .iter()
                .any(|&(command, _)| command == Command::QuitDesk)
        );
        assert!(
            !ranked
                .iter()
                .any(|&(command, _)| command == Command::SaveSheet)
        );
    }
}
