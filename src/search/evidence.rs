//! What the fields of two records say about whether they are of one person, after Fellegi and Sunter, with the guards
//! that sums lack.
//!
//! # Why
//! Fields are not independent in two ways that matter here. A household shares surname, address, postcode and phone, so
//! that these together may be no more than an even chance. And slips come together: a record taken in haste has several.
//! A forename (or date of birth) that differs while all else agrees is a twin (or a father and son of one name) or one
//! person whose forename was put down wrongly, and nothing in the two records tells which: that is a [`Doubt`], never
//! more than even (see [`super::twins`]). Between records of bare lists the other pairs of the store tell how often each is met there (see
//! [`super::duplicates`]).

use super::Sex;
use super::compare::{Lexicon, of_role, sets_agree};
use super::dates::Born;
use super::home::household;
use super::record::{CODE_FIELDS, FORMER_NUMBER, Role, Unpacked};
use super::twins::{self, Doubt, are_two_full_names, are_two_names, is_bare};
use super::weights::{self, same_person as w};
use super::why::{Field, How, Why};

const SURNAMES: &[Role] = &[Role::Surname, Role::Joined];
const FORENAMES: &[Role] = &[Role::Forename, Role::KnownAs];

/// What has been found about two records.
#[derive(Default)]
pub(super) struct Evidence {
    bits: f32,
    /// What surname, forenames and home tell. Not added up: see [`Evidence::sum`].
    surname: f32,
    forename: f32,
    pub home: f32,
    why: Vec<Why>,
    /// Surnames that nothing joins; forenames of two people, dates of birth of two people.
    pub other_surname: bool,
    pub other_forename: bool,
    pub other_born: bool,
    /// One date of birth, to the digit.
    pub same_born: bool,
    /// Dates of birth that agree, to the digit or but for a slip.
    pub near_born: bool,
    /// Dates of birth as far apart as those of parent and child: wholly, or by one digit of the year alone.
    pub generations: bool,
    pub same_day: bool,
    /// Both sexes are recorded and differ.
    pub other_sex: bool,
    /// Forenames that differ, yet not so much that they could not be one.
    pub near_forename: bool,
    /// The same thing was written in two ways.
    pub slips: u32,
    /// An identifier is the same; one is the same but for a slip; one differs.
    pub hard: bool,
    pub near_number: bool,
    pub conflict: bool,
    /// One mobile telephone; one house, as far as is known.
    pub same_phone: bool,
    pub same_house: bool,
    /// The houses have numbers of their own, as those of neighbours have.
    pub other_house: bool,
    /// Nothing but names, date and home is known of either.
    pub bare: bool,
    /// The first forenames differ though a later one agrees, or the later ones differ though the first agrees.
    pub other_later: bool,
    /// Surname and forename changed places.
    pub crosswise: bool,
}

impl Evidence {
    pub fn say(&mut self, field: Field, how: How) {
        self.why.push(Why {
            field,
            how,
            of: None,
        });
        self.slips += u32::from(is_slip(how));
    }

    /// Whether names and date of birth are of one person, as far as they are known: two of them agree, and to the digit where the
    /// surname differs. Less is met of neighbours by chance.
    pub fn is_one_person(&self) -> bool {
        let born = if self.other_surname {
            self.same_born
        } else {
            self.near_born
        };
        let agree = [self.surname > 0.0, self.forename > 0.0, born];
        self.crosswise || agree.iter().filter(|a| **a).count() > 1
    }

    /// Whether both names are two.
    pub fn are_strangers(&self) -> bool {
        self.other_surname && self.other_forename
    }

    /// Whether the surname is another, and forename and date of birth do not make up for it.
    pub fn may_be_neighbours(&self) -> bool {
        self.other_surname && !(self.same_born && self.forename > 0.0)
    }

    /// The forename differs as a twin's does.
    fn say_twins(&mut self) {
        let differs = |why: &&mut Why| (why.field, why.how) == (Field::Forename, How::Differs);
        if let Some(why) = self.why.iter_mut().find(differs) {
            why.how = How::Twin;
        }
    }

    fn add(&mut self, bits: f32, field: Field, how: How) {
        self.bits += bits;
        self.say(field, how);
    }

    /// Names that agree crosswise.
    fn swapped(&mut self, surname: f32, forename: f32) {
        self.crosswise = true;
        self.surname += surname;
        self.forename += forename - weights::cost(How::Swapped);
        self.say(Field::Names, How::Swapped);
    }

    /// All that was found, in bits. A surname goes with a home (a family) and with forenames (a namesake, and families of one
    /// origin choose among the same few names), so that neither pair tells more than it can among so many people.
    fn sum(&self, people: usize) -> f32 {
        let most = (people as f32).log2();
        let shared = if self.other_surname {
            w::HOUSE
        } else {
            w::FAMILY
        };
        let family = self.surname + self.home - (most + shared);
        let namesake = self.surname + self.forename - (most + w::NAMESAKE);
        let over = family.max(namesake).max(0.0);
        self.bits + self.surname + self.forename + self.home - over
    }
}

/// Ways of agreeing that come of haste, not of habit.
fn is_slip(how: How) -> bool {
    !matches!(
        how,
        How::Same | How::ShortForm | How::Begins | How::Spacing | How::Differs | How::Generation
    )
}

/// Ways in which two words are as good as one. Where one name of two is missing nothing wider tells that the other changed places.
fn is_close(how: How) -> bool {
    matches!(
        how,
        How::Same
            | How::ShortForm
            | How::Spacing
            | How::OneSlip
            | How::SoundsAlike
            | How::LooksAlike
    )
}

/// What was found about two records.
pub(super) struct Weighed {
    /// How probable it is that they are of one person, whatever the doubt.
    pub plain: f32,
    /// Whether what is said twice is said without a slip.
    pub clean: bool,
    /// Who else they may be of.
    pub doubt: Option<Doubt>,
    /// What the doubt leaves of it at most, in every store the same.
    most_in_doubt: f32,
    /// Nothing but names, date and home is known of either.
    pub bare: bool,
    /// What agrees and what does not.
    pub why: Vec<Why>,
}

impl Weighed {
    /// The probability where nothing but the two records is known.
    pub fn score(&self) -> f32 {
        self.plain.min(self.most_in_doubt)
    }
}

/// How probable it is that two records are of one person, with the reasons.
pub(super) fn weigh(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked) -> Weighed {
    let mut found = Evidence {
        other_sex: sexes_differ(a.sex, b.sex),
        bare: is_bare(a) && is_bare(b),
        ..Evidence::default()
    };
    names(lexicon, a, b, &mut found);
    born(lexicon, a, b, &mut found);
    identifiers(a, b, &mut found);
    household(lexicon, a, b, &mut found);
    differences(&mut found);
    let doubt = twins::doubt(&found);
    if doubt == Some(Doubt::Twins) {
        found.say_twins();
    }
    let plain = weights::probability(found.sum(lexicon.people), lexicon.people);
    Weighed {
        plain: plain.min(most(&found)),
        doubt,
        most_in_doubt: twins::most_in_doubt(&found),
        bare: found.bare,
        clean: found.slips == 0,
        why: found.why,
    }
}

/// What differences cost: less where there are slips already.
fn differences(found: &mut Evidence) {
    let careless = found.slips > 0;
    let cost = |(careful, hasty): (f32, f32)| if careless { hasty } else { careful };
    if found.other_surname {
        found.bits += cost(w::OTHER_SURNAME);
    }
    if found.other_forename {
        found.bits += cost(w::OTHER_FORENAME);
    }
    if found.other_born {
        found.bits += cost(w::OTHER_BORN);
    }
    if found.other_forename && found.other_born {
        found.bits += w::OTHER_LIFE;
    }
    if found.other_sex {
        found.bits += w::OTHER_SEX;
        found.say(Field::Sex, How::Differs);
    }
}

/// Whether both are known and differ.
fn sexes_differ(a: Sex, b: Sex) -> bool {
    a != b && a != Sex::Unknown && b != Sex::Unknown
}

/// The most that the score may be, whatever else is known: identifiers tell two apart, or were used twice.
fn most(found: &Evidence) -> f32 {
    let other = found.other_forename || found.other_born;
    let both = found.other_forename && found.other_born;
    let stranger = found.other_surname && found.other_born && !found.same_phone;
    let neighbour = found.other_house && found.may_be_neighbours() && !found.same_phone;
    match (found.hard, found.conflict) {
        (true, _) if both || other && found.slips == 0 => w::IN_DOUBT,
        (false, true) if other || found.near_forename || found.other_later || found.generations => {
            w::TOLD_APART
        }
        (false, _) if stranger && !found.same_house => w::TOLD_APART,
        (false, _) if neighbour => w::FAMILY_IN_DOUBT,
        (false, _) if stranger && !found.bare => w::FAMILY_IN_DOUBT,
        (false, _) if found.are_strangers() && !found.same_born => w::FAMILY_IN_DOUBT,
        _ => 1.0,
    }
}

fn names(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    let (sa, sb) = (of_role(a, SURNAMES), of_role(b, SURNAMES));
    let (fa, fb) = (of_role(a, FORENAMES), of_role(b, FORENAMES));
    let surname = sets_agree(lexicon, &sa, &sb);
    let forename = forenames_agree(lexicon, a, b);
    let value = |x: Option<(f32, How)>| x.map_or(w::OTHER_SURNAME.0, |x| x.0);
    let crosswise = (sets_agree(lexicon, &sa, &fb), sets_agree(lexicon, &fa, &sb));
    if let (Some(x), Some(y)) = crosswise
        && x.0 + y.0 - weights::cost(How::Swapped) > value(surname) + value(forename)
    {
        found.near_forename = found.other_sex && (x.1, y.1) != (How::Same, How::Same);
        return found.swapped(x.0, y.0);
    }
    if let (None, None, Some(one)) = (surname, forename, crosswise.0.or(crosswise.1)) {
        // Changed over, and what is left differs: of twins, as long as nothing says which of them is the surname.
        let left = if crosswise.0.is_some() {
            [&fa, &sb]
        } else {
            [&sa, &fb]
        };
        let differs = left.iter().all(|names| !names.is_empty());
        if differs || is_close(one.1) {
            found.other_forename = differs;
            return found.swapped(one.0, 0.0);
        }
    }
    match surname {
        Some((bits, how)) => {
            found.surname += bits;
            found.say(Field::Surname, how);
        }
        None if !sa.is_empty() && !sb.is_empty() => {
            former(lexicon, a, b, &sa, &sb, found);
        }
        None => {}
    }
    match forename {
        Some((bits, how)) => {
            // A twin may have a name much like the other's, and one of the other sex a name that is made of it.
            let twins = found.other_sex && how != How::Same;
            let two = match how {
                How::Begins => are_two_full_names(lexicon, &fa, &fb),
                _ => is_slip(how) && are_two_names(lexicon, &fa, &fb),
            };
            found.near_forename = twins || two;
            let slips = found.slips;
            let more = other_forenames(lexicon, a, b);
            found.other_later = more < 0.0 || is_first_missing(lexicon, a, b);
            found.forename += bits + more;
            found.say(Field::Forename, how);
            if found.near_forename {
                found.slips = slips;
            }
        }
        None if !fa.is_empty() && !fb.is_empty() => {
            found.say(Field::Forename, How::Differs);
            found.other_forename = true;
        }
        None => {}
    }
}

/// The best agreement of forenames in which at least one is a first forename or what the person is called: brothers may
/// share a second one, and whoever goes by it is met less often.
fn forenames_agree(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked) -> Option<(f32, How)> {
    let (all_a, all_b) = (of_role(a, FORENAMES), of_role(b, FORENAMES));
    let (first_a, first_b) = (firsts(a), firsts(b));
    let later =
        |agree: Option<(f32, How)>| agree.map(|(bits, how)| (bits - w::LATER_FORENAME, how));
    let ways = [
        firsts_agree(lexicon, a, b),
        later(sets_agree(lexicon, &first_a, &all_b)),
        later(sets_agree(lexicon, &all_a, &first_b)),
    ];
    let best = |x: (f32, How), y: (f32, How)| if y.0 > x.0 { y } else { x };
    ways.into_iter().flatten().reduce(best)
}

/// How the first forenames agree, or what the people are called.
fn firsts_agree(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked) -> Option<(f32, How)> {
    sets_agree(lexicon, &firsts(a), &firsts(b))
}

/// Whether the first forename of one is none of the other's.
fn is_first_missing(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked) -> bool {
    let missing = |x: &Unpacked, y: &Unpacked| {
        sets_agree(lexicon, &firsts(x), &of_role(y, FORENAMES)).is_none()
    };
    missing(a, b) || missing(b, a)
}

/// The first forename and what the person is called.
fn firsts(record: &Unpacked) -> Vec<u32> {
    let tokens = || record.tokens.iter();
    let first = tokens().find(|t| t.1 == Role::Forename);
    let called = tokens().filter(|t| t.1 == Role::KnownAs);
    first.into_iter().chain(called).map(|t| t.0).collect()
}

/// What second forenames add when both have them: each of the shorter list is looked for in the other.
fn other_forenames(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked) -> f32 {
    let (x, y) = (of_role(a, &[Role::Forename]), of_role(b, &[Role::Forename]));
    let (few, many) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if few.len() < 2 {
        return 0.0;
    }
    let agreeing = few
        .iter()
        .filter(|t| sets_agree(lexicon, &[**t], &many).is_some())
        .count();
    if agreeing == few.len() {
        w::MORE_FORENAMES
    } else {
        w::OTHER_FORENAMES
    }
}

/// Surnames differ: is the one a former name of the other?
fn former(
    lexicon: &Lexicon,
    a: &Unpacked,
    b: &Unpacked,
    sa: &[u32],
    sb: &[u32],
    found: &mut Evidence,
) {
    let (ea, eb) = (of_role(a, &[Role::Former]), of_role(b, &[Role::Former]));
    let once = sets_agree(lexicon, sa, &eb).or_else(|| sets_agree(lexicon, &ea, sb));
    if let Some((bits, how)) = once {
        let bits = bits - weights::field_cost(Field::FormerName);
        found.add(bits, Field::FormerName, how);
    } else {
        found.other_surname = true;
        found.say(Field::Surname, How::Differs);
    }
}

fn born(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    let (x, y) = (Born(a.born), Born(b.born));
    if a.born == 0 || b.born == 0 {
        return;
    }
    if let Some(how) = dates_agree(x, y) {
        found.same_born = how == How::Same;
        found.near_born = !matches!(how, How::Resembles | How::Begins);
        let slips = found.slips;
        found.add(lexicon.told_by_date(x, y, how), Field::Born, how);
        if is_one_day(x, y) {
            (found.same_day, found.generations) = (true, true);
            found.say(Field::BornDay, How::Generation);
            found.slips = slips;
        }
        return;
    }
    found.other_born = true;
    found.generations = may_be_generations(x, y);
    let apart = w::GENERATION_YEARS.contains(&x.year().abs_diff(y.year()));
    let how = if apart { How::Generation } else { How::Differs };
    found.say(Field::Born, how);
}

/// One day and month, and years as far apart as those of parent and child.
fn is_one_day(x: Born, y: Born) -> bool {
    let is_day = !x.is_year_only() && !y.is_year_only();
    let same = (x.month(), x.day()) == (y.month(), y.day());
    is_day && same && w::PARENT_YEARS.contains(&x.year().abs_diff(y.year()))
}

/// How two dates of birth agree; where of one only the year is known, that.
fn dates_agree(x: Born, y: Born) -> Option<How> {
    if x.is_year_only() || y.is_year_only() {
        return (x.year() == y.year()).then_some(How::Begins);
    }
    let resemble = || {
        let near = two_digits_off(x, y) && !may_be_generations(x, y);
        near.then_some(How::Resembles)
    };
    x.agrees(y).or_else(resemble)
}

/// Whether they may be of a parent and a child; of a year that nobody was born in nothing is known.
fn may_be_generations(x: Born, y: Born) -> bool {
    let is_year = |born: Born| w::YEARS_OF_BIRTH.contains(&born.year());
    let apart = x.year().abs_diff(y.year());
    w::GENERATION_YEARS.contains(&apart) || !is_year(x) || !is_year(y)
}

/// Two of the eight digits differ.
fn two_digits_off(a: Born, b: Born) -> bool {
    let diff = a.0 ^ b.0;
    (0..8).filter(|i| diff >> (4 * i) & 15 != 0).count() <= 2
}

fn identifiers(a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    for kind in 0..5u8 {
        let of = |r: &Unpacked| r.codes.iter().find(|c| c.0 == kind).map(|c| c.1);
        let (Some(x), Some(y)) = (of(a), of(b)) else {
            continue;
        };
        let field = CODE_FIELDS[usize::from(kind)];
        let (same, near, other) = w::identifier(field);
        let was = |r: &Unpacked, code| r.codes.contains(&(FORMER_NUMBER, code));
        if x == y {
            found.hard = true;
            found.add(same, field, How::Same);
        } else if was(a, y) || was(b, x) {
            found.hard = true;
            found.add(same, Field::FormerNumber, How::Same);
        } else if x.is_one_off(y) {
            found.near_number = true;
            found.add(near, field, How::OneDigit);
        } else {
            found.bits += other;
            found.conflict = true;
        }
    }
}
