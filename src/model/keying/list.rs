//! The code list open over a box; it narrows as she types.

use super::Keying;
use crate::command::{Command, Context};
use crate::domain::overview::Overview;
use crate::forms::{Field, Kind};
use crate::model::desk::NoticeKind;
use crate::model::layer::Hand;
use crate::model::line::Line;

/// The list.
#[derive(Debug, Default)]
pub struct CodeList {
    /// What narrows it.
    pub narrow: Line,
    /// All codes with their labels, in the order of the paper.
    pub all: Vec<(String, String)>,
    /// Those that fit what is typed.
    pub fitting: Vec<(String, String)>,
    /// The marked line.
    pub marked: usize,
    /// Several codes may be ticked.
    pub several: bool,
    /// How often something was ticked or unticked since the list was opened.
    pub ticked: usize,
}

impl CodeList {
    /// The list for a box; none where a box takes no codes.
    pub fn over(field: &Field, overview: &Overview) -> Option<Self> {
        let all: Vec<(String, String)> = match field.kind {
            Kind::Trainer => overview
                .trainers
                .iter()
                .map(|t| (t.id.0.clone(), t.name.clone()))
                .collect(),
            Kind::YesNo => vec![("y".into(), "yes".into()), ("n".into(), "no".into())],
            _ => {
                let codes = field.codes.as_ref()?;
                codes
                    .codes
                    .iter()
                    .map(|c| (c.code.clone(), c.label.clone()))
                    .collect()
            }
        };
        let fitting = all.clone();
        Some(Self {
            all,
            fitting,
            several: field.kind == Kind::Codes,
            ..Self::default()
        })
    }

    fn narrow(&mut self) {
        let wanted = crate::domain::text::fold(self.narrow.text());
        let fits = |(code, label): &&(String, String)| {
            let label = crate::domain::text::fold(label);
            crate::domain::text::fold(code).starts_with(&wanted)
                || label.split(' ').any(|word| word.starts_with(&wanted))
                || label.contains(&wanted)
        };
        self.fitting = self.all.iter().filter(fits).cloned().collect();
        // A code typed in full stands first, whatever labels also fit.
        self.fitting
            .sort_by_key(|(code, _)| !crate::domain::text::fold(code).starts_with(&wanted));
        self.marked = 0;
    }

    fn step(&mut self, by: isize) {
        self.marked = self
            .marked
            .saturating_add_signed(by)
            .min(self.fitting.len().saturating_sub(1));
    }
}

/// Lines that a page of the list moves by.
const PAGE: isize = 10;

impl Keying {
    /// A command while a list is open; nothing else of the desk is reached before it is closed.
    pub(super) fn list_command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        let Some(list) = &mut self.list else {
            return false;
        };
        match command {
            Command::NextCode => list.step(1),
            Command::PreviousCode => list.step(-1),
            Command::NextCodePage => list.step(PAGE),
            Command::PreviousCodePage => list.step(-PAGE),
            Command::CloseList => self.close_list(hand),
            Command::TickCode => self.tick(hand),
            Command::PickCode => self.pick(hand),
            _ => {
                let edited = list.narrow.edit(command);
                if edited {
                    list.narrow();
                }
                // A key meant for the list must not act on the sheet below it; what works everywhere works here too.
                return edited || !command.contexts().contains(&Context::Everywhere);
            }
        }
        true
    }

    pub(super) fn list_typed(&mut self, _hand: &mut Hand<'_>, c: char) {
        if let Some(list) = self
            .list
            .as_mut()
            .filter(|list| list.narrow.text().len() < 60)
        {
            list.narrow.insert(c);
            list.narrow();
        }
    }

    fn tick(&mut self, hand: &mut Hand<'_>) {
        let Some(list) = self.list.as_mut() else {
            return;
        };
        if !list.several {
            self.pick(hand);
            return;
        }
        let Some((code, _)) = list.fitting.get(list.marked).cloned() else {
            return;
        };
        list.ticked += 1;
        list.narrow.clear();
        list.narrow();
        // The mark stays on what was ticked: the next one is often its neighbour.
        let place = list.fitting.iter().position(|(fits, _)| *fits == code);
        list.marked = place.unwrap_or(0);
        let events = self.filling.toggle_code(&code);
        self.after(hand, events);
    }

    fn pick(&mut self, hand: &mut Hand<'_>) {
        let Some(list) = self.list.as_ref() else {
            return;
        };
        let marked = list.fitting.get(list.marked).cloned();
        let (several, ticked) = (list.several, list.ticked > 0);
        let Some((code, _)) = marked.or(ticked.then(Default::default)) else {
            hand.desk.say(
                NoticeKind::Info,
                "No code fits these letters; take some away.",
            );
            return;
        };
        self.list = None;
        let mut events = match (several, ticked) {
            // A list without codes of the form's own (trainers, yes and no): its lines are what she would type.
            (false, _) if self.field().codes.is_none() => self.filling.ditto(&code),
            (false, _) => {
                let events = self.filling.choose_code(&code);
                self.after(hand, events);
                return;
            }
            (true, false) => self.filling.toggle_code(&code),
            (true, true) => Vec::new(),
        };
        events.extend(self.filling.next());
        self.after(hand, events);
    }

    /// Leaves the box as it was before the list was opened.
    fn close_list(&mut self, hand: &mut Hand<'_>) {
        let Some(list) = self.list.take() else { return };
        for _ in 0..list.ticked {
            self.filling.undo();
        }
        self.after(hand, Vec::new());
    }
}
