//! The head of a pile of paper: trainer, office and date, keyed once.
//!
//! # Why
//! What a pile has in common is an act of its own, so a lock, a crash or an evening does not lose it; and a new head forgets all that was
//! carried before it, so nothing older than the pile is ever filled in unsaid.

use super::desk::{Desk, NoticeKind, Safety};
use super::effect::{Effect, Ticket};
use super::layer::{Hand, Layer, Move, Screen};
use super::line::Line;
use super::message::Message;
use crate::command::{Command, Context};
use crate::domain::act::{Deed, NewAct, Private, Subject};
use crate::domain::sheet::BatchHead;
use crate::domain::value::Value;
use crate::forms::{Around, Field, Form, entry};

/// Longest answer, in characters.
const LONGEST: usize = 40;

/// One box of the head.
#[derive(Debug)]
pub struct HeadBox {
    /// The box of the forms that it fills.
    pub field: Field,
    /// What is typed.
    pub line: Line,
    /// What stands there from before: the first character typed replaces it.
    pub fresh: bool,
}

/// The head being keyed.
pub struct Batch {
    /// Trainer and date, and office where a form asks for one.
    pub boxes: Vec<HeadBox>,
    /// The box under the caret.
    pub at: usize,
    /// The box before was full and the caret went on by itself; nothing was pressed since.
    went_on: bool,
    around: Around,
    recording: Option<Ticket>,
}

/// Lays the head of a new pile on the desk; what the last one had stands in it.
pub fn open(hand: &mut Hand<'_>) {
    let forms = hand.desk.fixed.forms.newest();
    let office = |form: &Form| {
        let fed = ["client.office", "referral.office"];
        let is_office = |f: &&Field| f.feeds.as_deref().is_some_and(|fact| fed.contains(&fact));
        form.body().find(is_office).cloned()
    };
    let head = |key: &str| forms.iter().find_map(|form| form.field(key).cloned());
    let fields = [
        head("completed_by"),
        head("completed_on"),
        forms.iter().find_map(|form| office(form)),
    ];
    let last = hand.desk.last_head().cloned().unwrap_or_default();
    let boxes = fields
        .into_iter()
        .zip([
            last.by,
            last.on.map(crate::domain::dates::show),
            last.office,
        ])
        .filter_map(|(field, text)| {
            Some(HeadBox {
                field: field?,
                fresh: text.is_some(),
                line: Line::new(text.unwrap_or_default()),
            })
        })
        .collect();
    let around = Around {
        trainers: trainers(hand.desk),
        user: hand.desk.user.clone(),
        ..Around::on(hand.desk.today())
    };
    hand.push(Layer::Batch(Box::new(Batch {
        boxes,
        at: 0,
        went_on: false,
        around,
        recording: None,
    })));
}

fn trainers(desk: &Desk) -> Vec<(String, String)> {
    let trainers = desk.overview.trainers.iter();
    trainers.map(|t| (t.id.0.clone(), t.name.clone())).collect()
}

impl std::fmt::Debug for Batch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Batch(at {})", self.at)
    }
}

impl Batch {
    /// What stands in a box, read; nothing where it is blank.
    fn read(&self, at: usize) -> Option<Result<Value, String>> {
        let head = &self.boxes[at];
        let typed = head.line.text().trim();
        (!typed.is_empty()).then(|| {
            entry::read_box(&head.field, typed, &self.around).map_err(|fault| fault.sentence)
        })
    }

    /// What the program understood of a box.
    pub fn meaning(&self, at: usize) -> String {
        match self.read(at) {
            Some(Ok(value)) => entry::meaning(&self.boxes[at].field, &value, &self.around),
            _ => String::new(),
        }
    }

    fn next(&mut self, hand: &mut Hand<'_>) {
        if let Some(Err(sentence)) = self.read(self.at) {
            hand.desk.say(NoticeKind::Hard, sentence);
        } else if self.at + 1 < self.boxes.len() {
            self.at += 1;
        } else {
            self.begin(hand);
        }
    }

    /// The box under the caret is full: on to the next, but the last one waits for the key that begins the pile.
    fn go_on_where_full(&mut self) {
        let head = &self.boxes[self.at];
        let at_end = head.line.before() == head.line.text();
        let full = entry::is_full(&head.field, head.line.text(), &self.around);
        if head.field.auto_advance && at_end && full && self.at + 1 < self.boxes.len() {
            self.at += 1;
            self.went_on = true;
        }
    }

    /// Enter in the last box, or the key that begins it from any: the pile begins.
    fn begin(&mut self, hand: &mut Hand<'_>) {
        let mut head = BatchHead::default();
        for at in 0..self.boxes.len() {
            match self.read(at) {
                Some(Ok(Value::Reference(by))) => head.by = Some(by),
                Some(Ok(Value::Code(office))) => head.office = Some(office),
                Some(Ok(Value::Date(day))) => head.on = Some(day),
                Some(Err(sentence)) => {
                    self.at = at;
                    hand.desk.say(NoticeKind::Hard, sentence);
                    return;
                }
                _ => {}
            }
        }
        let act = NewAct {
            subject: Subject::None,
            deed: Deed::BatchBegun { head },
            private: Private::default(),
        };
        hand.desk.safety = Safety::Saving;
        self.recording = Some(hand.ask_and_hold(|ticket| Effect::Record(ticket, vec![act])));
    }
}

impl Screen for Batch {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Batch, Context::Prompt, Context::Edit]
    }

    fn command(&mut self, hand: &mut Hand<'_>, command: Command) -> bool {
        let went_on = std::mem::take(&mut self.went_on);
        let head = &mut self.boxes[self.at];
        match command {
            // Directly after a box that was full it is the Enter of that box.
            Command::GiveAnswer if went_on => {}
            Command::GiveAnswer => self.next(hand),
            Command::BeginPile => self.begin(hand),
            Command::CancelPrompt if self.at > 0 => self.at -= 1,
            Command::CancelPrompt => hand.moves.push(Move::Pop),
            _ => {
                let edited = head.line.edit(command);
                head.fresh &= !edited;
                return edited;
            }
        }
        true
    }

    fn typed(&mut self, _hand: &mut Hand<'_>, c: char) {
        let head = &mut self.boxes[self.at];
        if std::mem::take(&mut head.fresh) {
            head.line.clear();
        }
        self.went_on = false;
        if head.line.text().chars().count() < LONGEST {
            head.line.insert(c);
            self.go_on_where_full();
        }
    }

    fn pasted(&mut self, hand: &mut Hand<'_>, text: &str) {
        self.went_on = false;
        let head = &mut self.boxes[self.at];
        if std::mem::take(&mut head.fresh) {
            head.line.clear();
        }
        if let Err(sentence) = head.line.paste(text, LONGEST) {
            hand.desk.say(NoticeKind::Hard, sentence);
        }
    }

    fn hear(&mut self, hand: &mut Hand<'_>, message: &Message) {
        match message {
            Message::Recorded(ticket, _) if self.recording == Some(*ticket) => {
                hand.desk.say(
                    NoticeKind::Good,
                    "The pile is begun: its sheets carry what stands at its head.",
                );
                hand.moves.push(Move::Pop);
            }
            Message::NotRecorded(ticket, _) if self.recording == Some(*ticket) => {
                self.recording = None;
            }
            _ => {}
        }
    }
}
