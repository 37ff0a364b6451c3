//! A question with a few answers: yes or no, "is it one of these?". What will happen is shown in words first.

/// A question.
#[derive(Debug)]
pub struct Question {
    /// What the asker gave it.
    pub token: &'static str,
    /// What is asked.
    pub title: String,
    /// What will happen, or what speaks for each, in words.
    pub text: Vec<String>,
    /// Answers: the key that gives each (`y`, `n`, `1` …) and its words.
    pub answers: Vec<(char, String)>,
    /// The marked answer.
    pub marked: usize,
}
