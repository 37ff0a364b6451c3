//! `clients import`: clients in bulk, from a CSV file.
//!
//! # Why
//! The file is read twice. The first reading looks at its shape alone (columns, quotation marks, one number of values on every line), since
//! a file that is cut or shifted somewhere may be wrong everywhere: then nothing of it is taken. The second takes it, in groups that reach
//! the disk together; a line that cannot be taken is named by its number and does not hold up the others.
//!
//! Each line is compared with the books as they stood before, and its numbers with those of the lines before it too. A number that only
//! one person has, and somebody has already, is not taken a second time unless the officer says how it is known that they are two;
//! what she said is kept with the record. Without a number nobody is sure: such a line is taken, and whom on the books it may be is
//! told. A list may hold one person twice under no number too: its lines are compared with one another at the end. Of a list that is
//! taken in as a whole that is left to `clients duplicates`, and said.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::args::{Format, Globals};
use super::clients_told::{Holder, LineRemark, Possible, Told};
use super::columns::{Heading, Remark, Row};
use super::failure::{Failure, Outcome};
use super::files::cannot_read;
use super::progress::Progress;
use super::session::Session;
use crate::app::finder::Finder;
use crate::app::{answers, joined};
use crate::domain::act::{Act, Deed, NewAct};
use crate::domain::reference::ClientId;
use crate::domain::sheet::{DIFFERENT_PERSON, Override};
use crate::model::words::count;
use crate::search::{Index, Person};

/// Clients that reach the disk together.
const GROUP: usize = 2000;
/// Lines from which a list is taken in as a whole.
const MUCH: u64 = 20_000;

/// Arguments of `clients import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// CSV file in UTF-8; its first line names the columns.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Takes lines whose NHS number, PNC, CRN or CRO somebody has already as other people; says how that is known.
    #[arg(long, value_name = "REASON")]
    different_people: Option<String>,
    #[command(flatten)]
    format: Format,
}

pub(super) fn run(globals: &Globals, args: &ImportArgs) -> anyhow::Result<Outcome> {
    let mut file = File::open(&args.file).map_err(cannot_read(&args.file))?;
    let (heading, lines) = survey(&args.file, &mut file)?;
    let mut session = Session::for_officer(globals, "importing clients")?;
    let mut import = Import::begin(&session, lines)?;
    import.two_people = args.reason()?;
    file.seek(SeekFrom::Start(0))
        .map_err(cannot_read(&args.file))?;
    if lines > MUCH {
        session.store.expect_much()?;
    }
    let taken = import.take_all(&mut session, &args.file, &file, &heading);
    if taken.is_ok() {
        import.compare_lines(&session)?;
    }
    session.close()?;
    import.told.report(args.format, import.imported)?;
    taken?;
    Ok(Outcome::done_if(import.told.rejected.is_empty()))
}

impl ImportArgs {
    /// How it is known that people of one number are two.
    fn reason(&self) -> Result<Option<String>, Failure> {
        match self.different_people.as_deref().map(str::trim) {
            Some("") => Err(Failure::No(
                "--different-people wants the reason: how is it known that they are two people? Nothing was imported.".to_owned(),
            )),
            reason => Ok(reason.map(str::to_owned)),
        }
    }
}

/// A reader that takes any number of values on a line and skips nothing: what is wrong is for us to say.
fn reader(file: &File) -> csv::Reader<WithoutMark<BufReader<&File>>> {
    let file = WithoutMark {
        inner: BufReader::with_capacity(1 << 16, file),
        begun: false,
    };
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(file)
}

/// Looks at the shape of the whole file: its columns, and how many lines follow them.
///
/// # Errors
/// The file is no list of clients: one sentence, with the line; nothing was taken.
fn survey(path: &Path, file: &mut File) -> Result<(Heading, u64), Failure> {
    let shown = path.display();
    let refuse = |what: String| Failure::No(format!("{shown}: {what} Nothing was imported."));
    let ends = Ends::of(file).map_err(cannot_read(path))?;
    let mut reader = reader(file);
    let mut record = ByteRecord::new();
    let mut heading: Option<(Heading, usize)> = None;
    let mut lines = 0;
    loop {
        let more = reader
            .read_byte_record(&mut record)
            .map_err(|error| unreadable(path, error))?;
        if !more {
            break;
        }
        let line = line_of(record.position(), &ends);
        let text = StringRecord::from_byte_record(record.clone()).map_err(|_| {
            refuse(format!(
                "line {line} is not in UTF-8. Save the file as CSV UTF-8."
            ))
        })?;
        let Some((_, columns)) = &heading else {
            let read = Heading::read(text.iter())
                .map_err(|what| Failure::No(format!("{shown}: {what}")))?;
            heading = Some((read, text.len()));
            continue;
        };
        if text.len() != *columns && !is_blank(&text) {
            let (found, wanted) = (
                count(text.len(), "value", "values"),
                count(*columns, "column", "columns"),
            );
            return Err(refuse(format!(
                "line {line} has {found} for {wanted}. Is a quotation mark or a comma missing?"
            )));
        }
        lines += 1;
    }
    let (heading, _) = heading
        .ok_or_else(|| refuse("the file is empty. Its first line names the columns.".to_owned()))?;
    Ok((heading, lines))
}

/// How the lines of a file end. The reader counts one of two characters to the line that follows.
enum Ends {
    One,
    Two,
}

impl Ends {
    /// Looks at the first line and goes back to where the file stood.
    fn of(mut file: &File) -> io::Result<Self> {
        let stood = file.stream_position()?;
        let mut first = Vec::new();
        BufReader::new(file).read_until(b'\n', &mut first)?;
        file.seek(SeekFrom::Start(stood))?;
        Ok(if first.ends_with(b"\r\n") {
            Self::Two
        } else {
            Self::One
        })
    }
}

/// The line of the file on which a record stands.
fn line_of(position: Option<&csv::Position>, ends: &Ends) -> u64 {
    position.map_or(0, |at| match ends {
        Ends::Two if at.byte() > 0 => at.line() + 1,
        _ => at.line(),
    })
}

fn is_blank(record: &StringRecord) -> bool {
    record.iter().all(|value| value.trim().is_empty())
}

fn unreadable(path: &Path, error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => cannot_read(path)(source),
        _ => Failure::No(format!(
            "{} is no CSV file that can be read. Nothing was imported.",
            path.display()
        )),
    }
}

struct Import {
    /// The lists' own names that are on the books already.
    references: HashSet<String>,
    /// Who was on the books before.
    ours: HashSet<ClientId>,
    group: Vec<NewAct>,
    /// The line of each act of the group.
    lines: Vec<u64>,
    imported: u64,
    told: Told,
    /// The people of a list that is not too long to be compared with itself, by their new numbers, and the line of each.
    brought: BTreeMap<ClientId, (u64, Person)>,
    /// The list is longer than that.
    is_long: bool,
    /// The books as they stood before.
    books: Arc<Index>,
    /// Numbers that only one person has, with the last line that brought each.
    numbers: HashMap<(&'static str, String), u64>,
    /// Lines up to this one are read, and up to that one saved.
    read_to: u64,
    /// See `read_to`.
    saved_to: u64,
    /// How it is known that people of one number are two, where the officer said so.
    two_people: Option<String>,
    progress: Progress,
}

impl Import {
    fn begin(session: &Session, lines: u64) -> anyhow::Result<Self> {
        let (mut references, mut ours) = (HashSet::new(), HashSet::new());
        session.store.identities(&mut |client, her, _| {
            ours.insert(client);
            if !her.reference.is_empty() {
                references.insert(her.reference);
            }
        })?;
        Ok(Self {
            books: Finder::open(&session.store, &session.fixed.short_names)?.shared(),
            brought: BTreeMap::new(),
            is_long: lines > MUCH,
            numbers: HashMap::new(),
            read_to: 0,
            saved_to: 0,
            two_people: None,
            references,
            ours,
            group: Vec::with_capacity(GROUP),
            lines: Vec::with_capacity(GROUP),
            imported: 0,
            told: Told::default(),
            progress: Progress::new("clients", Some(lines)),
        })
    }

    fn take_all(
        &mut self,
        session: &mut Session,
        path: &Path,
        file: &File,
        heading: &Heading,
    ) -> anyhow::Result<()> {
        let ends = Ends::of(file).map_err(cannot_read(path))?;
        let mut reader = reader(file);
        let mut record = StringRecord::new();
        let mut is_heading = true;
        while reader
            .read_record(&mut record)
            .map_err(|error| unreadable(path, error))?
        {
            if std::mem::take(&mut is_heading) || is_blank(&record) {
                continue;
            }
            let line = line_of(record.position(), &ends);
            self.take(session, heading, line, &record)?;
            if self.group.len() == GROUP {
                self.save(session)?;
            }
        }
        self.save(session)
    }

    fn take(
        &mut self,
        session: &mut Session,
        heading: &Heading,
        line: u64,
        record: &StringRecord,
    ) -> anyhow::Result<()> {
        let mut row = match Row::read(heading, record.iter(), session.today) {
            Ok(row) => row,
            Err(remark) => {
                self.told.rejected.push(LineRemark { line, remark });
                return Ok(());
            }
        };
        if let Some(sentence) = self.refused_reference(row.reference) {
            let remark = Remark {
                column: "reference",
                sentence,
            };
            self.told.rejected.push(LineRemark { line, remark });
            return Ok(());
        }
        if let Some(remark) = self.who(session, line, &mut row.act)? {
            self.told.rejected.push(LineRemark { line, remark });
            return Ok(());
        }
        self.told.marked.extend(
            row.marked
                .into_iter()
                .map(|remark| LineRemark { line, remark }),
        );
        self.group.push(row.act);
        self.lines.push(line);
        self.read_to = line;
        Ok(())
    }

    /// Why a line's own reference cannot be taken: somebody goes by it already.
    fn refused_reference(&mut self, reference: String) -> Option<String> {
        let of_ours = ClientId::parse(&reference).filter(|client| self.ours.contains(client));
        if let Some(client) = of_ours {
            return Some(format!(
                "{client} is the number of a client on the books: this line may have come from there. If she is somebody else, leave her reference out or write it in another way."
            ));
        }
        let is_taken = !reference.is_empty() && !self.references.insert(reference);
        is_taken.then(|| "A client with this reference is on the books already.".to_owned())
    }

    /// Why a line is not taken: somebody has a number of its already. Whom it may be otherwise is noted, and with the act whom it is
    /// not.
    fn who(
        &mut self,
        session: &mut Session,
        line: u64,
        act: &mut NewAct,
    ) -> anyhow::Result<Option<Remark>> {
        let person = answers::person_in(&act.deed);
        let numbers: Vec<_> = answers::numbers(&person).map(answers::compared).collect();
        let before = numbers.iter().find_map(|number| self.numbers.get(number));
        let before = before.copied();
        if before.is_some_and(|before| before > self.saved_to) {
            self.save(session)?;
        }
        let mut possible = None;
        if !self.books.is_empty() || before.is_some() {
            for hit in answers::alike_in(&session.store, &self.books, &person)? {
                let client = ClientId(hit.key);
                let (shares, score, why) = answers::likeness(&session.store, &person, &hit)?;
                if !shares.is_empty() {
                    let Some(reason) = &self.two_people else {
                        let line = before;
                        return Ok(Some(Holder { client, line }.remark(&shares, score, &why)));
                    };
                    say_apart(act, client, reason);
                }
                let why = match (shares.as_str(), why.as_str()) {
                    ("", _) => why,
                    (_, "") => format!("same {shares}"),
                    _ => format!("same {shares}, {why}"),
                };
                possible.get_or_insert(Possible {
                    line,
                    client,
                    other_line: None,
                    score,
                    why,
                });
            }
        }
        self.told.possible.extend(possible);
        for number in numbers {
            self.numbers.insert(number, line);
        }
        Ok(None)
    }

    fn save(&mut self, session: &mut Session) -> anyhow::Result<()> {
        let group = std::mem::replace(&mut self.group, Vec::with_capacity(GROUP));
        let lines = std::mem::take(&mut self.lines);
        match session.record(group.clone()) {
            Ok(acts) => self.note(&acts, &lines),
            Err(error) if error.exit_code() == 1 => self.save_each(session, group, &lines)?,
            Err(error) => return Err(error.into()),
        }
        self.saved_to = self.read_to;
        Ok(())
    }

    /// One by one, so that the one that the store refuses does not hold up the others.
    fn save_each(
        &mut self,
        session: &mut Session,
        group: Vec<NewAct>,
        lines: &[u64],
    ) -> anyhow::Result<()> {
        for (act, line) in group.into_iter().zip(lines) {
            match session.record(vec![act]) {
                Ok(acts) => self.note(&acts, &[*line]),
                Err(error) if error.exit_code() == 1 => {
                    let remark = Remark {
                        column: "number",
                        sentence: error.to_string(),
                    };
                    self.told.rejected.push(LineRemark {
                        line: *line,
                        remark,
                    });
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.told.rejected.sort_by_key(|rejected| rejected.line);
        Ok(())
    }

    /// These clients are on the books.
    fn note(&mut self, acts: &[Act], lines: &[u64]) {
        if !self.is_long {
            for (act, line) in acts.iter().zip(lines) {
                if let Some(client) = act.client {
                    self.brought
                        .insert(client, (*line, answers::person_in(&act.deed)));
                }
            }
        }
        self.imported += acts.len() as u64;
        self.progress.add(acts.len() as u64);
    }
}

impl Import {
    /// Whom of the list itself a line may be: one list may hold one person twice under no number.
    fn compare_lines(&mut self, session: &Session) -> anyhow::Result<()> {
        self.told.not_compared = self.is_long;
        let people = self.brought.iter().map(|(client, (_, person))| Person {
            key: client.0,
            ..person.clone()
        });
        let mut index = Index::build(people);
        index.set_short_names(Arc::clone(&session.fixed.short_names));
        for pair in answers::pairs(&index) {
            if joined::still_two(&session.store, pair.a, pair.b)?.is_none() {
                continue;
            }
            if let (Some((first, _)), Some((line, _))) =
                (self.brought.get(&pair.a), self.brought.get(&pair.b))
            {
                self.told.possible.push(Possible {
                    line: *line,
                    client: pair.a,
                    other_line: Some(*first),
                    score: pair.score,
                    why: pair.why,
                });
            }
        }
        self.told.possible.sort_by_key(|possible| possible.line);
        Ok(())
    }
}

/// Notes with an act that its client is not the one who has the same number.
fn say_apart(act: &mut NewAct, other: ClientId, reason: &str) {
    if let Deed::ClientImported { overrides, .. } = &mut act.deed {
        overrides.push(Override {
            field: other.to_string(),
            check: DIFFERENT_PERSON.to_owned(),
            reason: reason.to_owned(),
        });
    }
}

/// Leaves out the byte order mark that spreadsheets write at the start of a file.
struct WithoutMark<R> {
    inner: R,
    begun: bool,
}

impl<R: Read> Read for WithoutMark<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if std::mem::replace(&mut self.begun, true) || buffer.len() < 3 {
            return self.inner.read(buffer);
        }
        let mut filled = 0;
        while filled < 3 {
            match self.inner.read(&mut buffer[filled..3])? {
                0 => return Ok(filled),
                n => filled += n,
            }
        }
        if buffer[..3] == [0xef, 0xbb, 0xbf] {
            self.inner.read(buffer)
        } else {
            Ok(filled)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn surveyed(bytes: &[u8]) -> Result<(Heading, u64), Failure> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        survey(file.path(), &mut file.reopen().unwrap())
    }

    #[test]
    fn a_list_from_a_spreadsheet_is_understood() {
        let (heading, lines) =
            surveyed(b"\xef\xbb\xbfsurname,dob\r\n\"Smith, Jones\",1984-03-14\r\nWood,\r\n")
                .unwrap();
        assert_eq!(
            heading,
            Heading::read(["surname", "dob"].into_iter()).unwrap()
        );
        assert_eq!(lines, 2);
    }

    #[test]
    fn a_file_whose_shape_is_wrong_anywhere_is_refused_with_its_line() {
        let said = |bytes: &[u8]| surveyed(bytes).unwrap_err().to_string();
        assert!(
            said(b"surname,dob\nWood,1984-03-14\nWood\n")
                .contains("line 3 has 1 value for 2 columns")
        );
        assert!(said(b"surname,dob\nW\xfcst,\n").contains("line 2 is not in UTF-8"));
        assert!(said(b"surname,dob\r\nWood,1984-03-14\r\nWood\r\n").contains("line 3 has"));
        assert!(said(b"surname,dob\r\nW\xfcst,\r\n").contains("line 2 is not"));
        assert!(said(b"surname,hat\n").contains("hat"));
        assert!(said(b"").contains("empty"));
        assert!(said(b"surname,dob\n\"Wood,1984\nSmith,1985\n").contains("quotation mark"));
    }
}
