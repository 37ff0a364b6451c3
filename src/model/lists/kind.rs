//! Which lists there are, and what stands over and in them.

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Paper that waits to be keyed.
    Tray,
    /// Half-keyed sheets.
    Parked,
    /// Sheets with an open question.
    Queries,
    /// First contacts, sessions and follow-ups that are due.
    Due,
    /// What was done, by whom and when.
    Audit,
    /// The same about one client.
    History,
    /// All that one trainer has.
    Caseload,
    /// What is not right about who has which case.
    Amiss,
    /// Conflicts on file.
    Conflicts,
    /// Where every sheet of paper is.
    Ledger,
    /// The note to one trainer.
    Chase,
    /// Everything that is open at the end of a day.
    Closing,
    /// Clients of whom nothing was heard.
    Silent,
    /// What is wrong with keyed sheets by the rules of their forms.
    Wrong,
    /// Her own figures.
    Figures,
}

impl ListKind {
    /// Heading, column titles, and what stands there when the list is empty.
    pub fn texts(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Tray => (
                "Tray: sheets to key",
                &["Sheet", "Form", "Client"],
                "The tray is empty. Well done.",
            ),
            Self::Parked => (
                "Parked sheets",
                &["Sheet", "Form", "Client", "At box", "Kept"],
                "Nothing is parked.",
            ),
            Self::Queries => (
                "Questions that wait for an answer",
                &["Trainer", "Sheet", "Client", "Question"],
                "No question is open.",
            ),
            Self::Due => (
                "Due",
                &["How", "Due", "Case", "Client", "Trainer", "What"],
                "Nothing is late, due or coming.",
            ),
            Self::Amiss => (
                "To put right",
                &["Case", "Client", "Trainer", "What is not right"],
                "Every case is with one trainer who may have it, is there, and was told.",
            ),
            Self::Conflicts => (
                "Conflicts on file",
                &["Trainer", "Client", "Kind", "Does", "Since"],
                "No conflict is on file.",
            ),
            Self::Audit => (
                "What was done",
                &["No.", "When", "Who", "What", "Client"],
                "Nothing was done yet.",
            ),
            Self::Wrong => (
                "Keyed sheets with something wrong",
                &["Sheet", "Client", "Box", "What is wrong"],
                "Nothing is wrong with any keyed sheet.",
            ),
            Self::History => (
                "What was done on this record",
                &["No.", "When", "Who", "What"],
                "Nothing was done yet.",
            ),
            Self::Caseload => (
                "Caseload",
                &["Trainer", "Case", "Client", "How it stands"],
                "This trainer has no open case.",
            ),
            Self::Ledger | Self::Chase | Self::Closing | Self::Silent | Self::Figures => {
                self.further_texts()
            }
        }
    }

    fn further_texts(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Ledger => (
                "Where every sheet is",
                &["State", "Sheet", "Form", "Date", "Trainer", "Client", ""],
                "No sheet stands so.",
            ),
            Self::Chase => ("Chase note", &[""], "Nothing is to be asked."),
            Self::Closing => (
                "Close the day: what is open now",
                &["", "Open", ""],
                "Nothing is open.",
            ),
            Self::Figures => (
                "Your own figures",
                &[
                    "When, or which box",
                    "Sheets",
                    "Keys",
                    "Mins",
                    "An hour",
                    "Caught",
                    "Later",
                ],
                "Nothing is counted yet.",
            ),
            _ => (
                "Clients not heard of",
                &["Last", "Case", "Client", "How it stands"],
                "Every client was heard of.",
            ),
        }
    }
}

impl ListKind {
    /// The column that gives way where there is no room for all: the names of clients, which stand in full below the list.
    pub fn gives_way(self) -> Option<usize> {
        match self {
            Self::Due => Some(2),
            Self::Audit => Some(4),
            _ => None,
        }
    }
}
