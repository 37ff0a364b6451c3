//! What the fields of two records say about whether they are of one person, after Fellegi and Sunter, with the guards
//! that sums lack.
//!
//! # Why
//! Fields are not independent in two ways that matter here. A household shares surname, address, postcode and phone, so
//! that these together may be no more than an even chance. And slips come together: a record taken in haste has several.
//! A forename (or date of birth) that differs while all else agrees is a twin (or a father and son of one name) or one
//! person whose forename was put down wrongly, and nothing in the two records tells which: that is a [`Doubt`], never
//! more than even. Over a whole store the other pairs tell how often each is met there (see [`super::duplicates`]).

use super::address;
use super::codes::Code;
use super::compare::{Lexicon, of_role, sets_agree, words_agree};
use super::dates::Born;
use super::record::{CODE_FIELDS, Role, Unpacked};
use super::weights::{self, same_person as w};
use super::why::{Field, How, Why};

const SURNAMES: &[Role] = &[Role::Surname, Role::Joined];
const FORENAMES: &[Role] = &[Role::Forename, Role::KnownAs];

/// What has been found about two records.
#[derive(Default)]
struct Evidence {
    bits: f32,
    /// The part of it that a family shares.
    family: f32,
    why: Vec<Why>,
    /// Surnames that nothing joins; forenames of two people, dates of birth of two people.
    other_surname: bool,
    other_forename: bool,
    other_born: bool,
    /// Dates of birth as far apart as those of parent and child.
    generations: bool,
    /// Forenames that differ, yet not so much that they could not be one.
    near_forename: bool,
    /// The same thing was written in two ways.
    slips: u32,
    hard: bool,
    conflict: bool,
}

impl Evidence {
    fn say(&mut self, field: Field, how: How) {
        self.why.push(Why {
            field,
            how,
            of: None,
        });
        self.slips += u32::from(is_slip(how));
    }

    fn add(&mut self, bits: f32, field: Field, how: How) {
        self.bits += bits;
        self.say(field, how);
    }
}

/// Ways of agreeing that come of haste, not of habit.
fn is_slip(how: How) -> bool {
    !matches!(
        how,
        How::Same | How::ShortForm | How::Begins | How::Spacing | How::Differs
    )
}

/// Who else two records that agree otherwise may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Forenames differ, the household and the date of birth agree.
    Twins,
    /// Two forenames that people have, much like each other.
    AlikeTwins,
    /// One name and household, dates of birth a generation apart.
    Generations,
}

/// What was found about two records.
pub(super) struct Weighed {
    /// How probable it is that they are of one person, whatever the doubt.
    pub plain: f32,
    /// Whether what is said twice is said without a slip.
    pub clean: bool,
    /// Who else they may be of.
    pub doubt: Option<Doubt>,
    /// What agrees and what does not.
    pub why: Vec<Why>,
}

impl Weighed {
    /// The probability where nothing but the two records is known.
    pub fn score(&self) -> f32 {
        let most = match self.doubt {
            None => 1.0,
            Some(Doubt::Generations) => w::GENERATIONS,
            Some(_) => w::IN_DOUBT,
        };
        self.plain.min(most)
    }
}

/// How probable it is that two records are of one person, with the reasons.
pub(super) fn weigh(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked) -> Weighed {
    let mut found = Evidence::default();
    names(lexicon, a, b, &mut found);
    born(a, b, &mut found);
    identifiers(a, b, &mut found);
    household(lexicon, a, b, &mut found);
    differences(&mut found);
    let family = found.family.min((lexicon.people as f32).log2() + w::FAMILY);
    let plain = weights::probability(found.bits + family, lexicon.people);
    Weighed {
        plain: plain.min(most(&found)),
        doubt: doubt(&found),
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
}

/// The most that the score may be, whatever else is known: identifiers tell two apart, or were used twice.
fn most(found: &Evidence) -> f32 {
    let other = found.other_forename || found.other_born;
    let both = found.other_forename && found.other_born;
    match (found.hard, found.conflict) {
        (true, _) if both || other && found.slips == 0 => w::IN_DOUBT,
        (false, true) if other || found.near_forename => w::TOLD_APART,
        _ => 1.0,
    }
}

/// Who else they may be of, where no identifier says.
fn doubt(found: &Evidence) -> Option<Doubt> {
    if found.hard || found.other_forename && found.other_born {
        None
    } else if found.generations {
        Some(Doubt::Generations)
    } else if found.other_forename && !found.other_surname {
        Some(Doubt::Twins)
    } else {
        found.near_forename.then_some(Doubt::AlikeTwins)
    }
}

fn names(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    let (sa, sb) = (of_role(a, SURNAMES), of_role(b, SURNAMES));
    let (fa, fb) = (of_role(a, FORENAMES), of_role(b, FORENAMES));
    let surname = sets_agree(lexicon, &sa, &sb);
    let forename = forenames_agree(lexicon, &fa, &fb);
    let value = |x: Option<(f32, How)>| x.map_or(w::OTHER_SURNAME.0, |x| x.0);
    if let (Some(x), Some(y)) = (sets_agree(lexicon, &sa, &fb), sets_agree(lexicon, &fa, &sb))
        && x.0 + y.0 - weights::cost(How::Swapped) > value(surname) + value(forename)
    {
        return found.add(
            x.0 + y.0 - weights::cost(How::Swapped),
            Field::Names,
            How::Swapped,
        );
    }
    match surname {
        Some((bits, how)) => {
            found.family += bits;
            found.say(Field::Surname, how);
        }
        None if !sa.is_empty() && !sb.is_empty() => {
            let one = if fa.is_empty() { &sa } else { &fa };
            let other = if fb.is_empty() { &sb } else { &fb };
            match sets_agree(lexicon, one, other).filter(|_| fa.is_empty() != fb.is_empty()) {
                Some((bits, _)) => {
                    let bits = bits - weights::cost(How::Swapped);
                    found.add(bits, Field::Names, How::Swapped);
                }
                None => former(lexicon, a, b, &sa, &sb, found),
            }
        }
        None => {}
    }
    match forename {
        Some((bits, how)) => {
            // A twin may have a name much like the other's.
            found.near_forename = is_slip(how) && both_usual(lexicon, &fa, &fb);
            let slips = found.slips;
            found.add(bits + other_forenames(lexicon, a, b), Field::Forename, how);
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
/// share a second one.
fn forenames_agree(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> Option<(f32, How)> {
    let first = |list: &[u32]| list.get(..1).map(<[u32]>::to_vec).unwrap_or_default();
    let one = sets_agree(lexicon, &first(a), b);
    let other = sets_agree(lexicon, a, &first(b));
    match (one, other) {
        (Some(x), Some(y)) => Some(if y.0 > x.0 { y } else { x }),
        (x, y) => x.or(y),
    }
}

/// Whether both first forenames are names that people have, not one a slip of the other.
fn both_usual(lexicon: &Lexicon, a: &[u32], b: &[u32]) -> bool {
    match (a.first(), b.first()) {
        (Some(x), Some(y)) => {
            x != y
                && lexicon.is_usual(*x)
                && lexicon.is_usual(*y)
                && words_agree(lexicon, *x, *y) != Some(How::SoundsAlike)
        }
        _ => false,
    }
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

fn born(a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    let (x, y) = (Born(a.born), Born(b.born));
    if a.born == 0 || b.born == 0 {
        return;
    }
    if let Some(how) = x.agrees(y) {
        return found.add(w::born(how), Field::Born, how);
    }
    let apart = x.year().abs_diff(y.year());
    if two_digits_off(x, y) && !w::GENERATION_YEARS.contains(&apart) {
        return found.add(w::born(How::Resembles), Field::Born, How::Resembles);
    }
    found.other_born = true;
    found.generations = w::GENERATION_YEARS.contains(&apart);
    found.say(Field::Born, How::Differs);
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
        if x == y {
            found.hard = true;
            found.add(same, field, How::Same);
        } else if one_off(x, y) {
            found.add(near, field, How::OneDigit);
        } else {
            found.bits += other;
            found.conflict = true;
        }
    }
}

/// One character changed, or two neighbours changed over.
fn one_off(a: Code, b: Code) -> bool {
    let (mut x, mut y) = (a.0, b.0);
    let mut differ = 0;
    let mut pairs = [(0, 0); 2];
    while x != y {
        if x % 37 != y % 37 {
            if let Some(pair) = pairs.get_mut(differ) {
                *pair = (x % 37, y % 37);
            }
            differ += 1;
        }
        x /= 37;
        y /= 37;
    }
    differ == 1 || (differ == 2 && pairs[0].0 == pairs[1].1 && pairs[0].1 == pairs[1].0)
}

/// What a household shares: address, postcode, phone.
fn household(lexicon: &Lexicon, a: &Unpacked, b: &Unpacked, found: &mut Evidence) {
    const POSTCODE: u8 = 5;
    const PHONE: u8 = 6;
    let mut bits = 0.0;
    let mut one_home = true;
    let (x, y) = (of_role(a, &[Role::Address]), of_role(b, &[Role::Address]));
    if !x.is_empty() && !y.is_empty() {
        let home = address::shared(lexicon, &x, &y);
        bits += home.bits;
        one_home = home.mostly;
        if home.mostly {
            found.say(Field::Address, How::Same);
        }
        found.slips += u32::from(home.slip);
    }
    let code = |r: &Unpacked, kind: u8| r.codes.iter().find(|c| c.0 == kind).map(|c| c.1);
    if let (Some(x), Some(y)) = (code(a, POSTCODE), code(b, POSTCODE)) {
        if x == y {
            bits += w::POSTCODE;
            found.say(Field::Postcode, How::Same);
        } else if one_off(x, y) && one_home {
            bits += w::POSTCODE_NEAR;
            found.say(Field::Postcode, How::OneDigit);
        } else {
            bits += w::OTHER_POSTCODE;
        }
    }
    let phones = |r: &Unpacked| {
        r.codes
            .iter()
            .filter(|c| c.0 == PHONE)
            .map(|c| c.1)
            .collect::<Vec<_>>()
    };
    if phones(a).iter().any(|p| phones(b).contains(p)) {
        bits += w::PHONE;
        found.say(Field::Phone, How::Same);
    }
    if bits < 0.0 {
        found.bits += bits;
    } else {
        found.family += bits;
    }
}
