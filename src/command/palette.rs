//! Which commands a few typed letters mean, best first.

use std::cmp::Reverse;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::{Command, Context};

/// What a match in the name is worth above one in the sentence: the name is what she learns from help.
const IN_THE_NAME: i64 = 16;

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

fn score(matcher: &SkimMatcherV2, command: Command, words: &[&str]) -> Option<i64> {
    let name = command.name().replace(['.', '_'], " ");
    let mut total = 0;
    for word in words {
        // A name is also found as it is written in a keymap file, points and all.
        let word = word.replace(['.', '_'], " ");
        let in_name = matcher
            .fuzzy_match(&name, &word)
            .map(|score| score + IN_THE_NAME);
        total += in_name.max(matcher.fuzzy_match(command.sentence(), &word))?;
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
