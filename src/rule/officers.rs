//! What no condition can say about officers: who stands in a list twice, which lines of one officer's year cannot both be, and what the
//! courses that a row ticks make of its hours. Every check sorts or looks up: a hundred thousand rows take a second.

use super::evaluate::Judge;
use super::native::Fault;
use super::training::Found;
use super::training::{
    Column, LONGEST, LOOK_BACK, Session, in_order, number, of_row, rows_of, said, sessions_of,
};
use crate::form::{Cell, Frame, Scalar};
use crate::order::{Key, first_alike, hash_of, order};
use crate::value::{absent, certificate_number, mask, resident_id, text};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;

/// One row as it names a person; what is blank, masked or unreadable is empty.
#[derive(Clone, Debug, Default)]
struct Person<'a> {
    name: Cow<'a, str>,
    /// 科队
    department: Cow<'a, str>,
    certificate: Cow<'a, str>,
    /// Nothing is said of a certificate, or no number.
    bare: bool,
    id: Cow<'a, str>,
    /// 证件种类, the option's number; a blank one is the ordinary certificate.
    kind: Option<u16>,
}

/// PX063 and PX113; `{1}` is the earlier row.
pub(super) fn same_person(judge: &mut Judge<'_>) -> Vec<Fault> {
    let roster = rows_of(judge, "rows");
    let Some((list, rows)) = roster.or_else(|| rows_of(judge, "officers")) else {
        return Vec::new();
    };
    let column = |name| Column::of(judge.world.layout, list, name);
    let name = column("name");
    let department = column("department");
    let certificate = column("certificateNumber");
    let id = column("idNumber");
    let kind = column("certificateKind");
    let status = column("status");
    let provincial = kind
        .options
        .iter()
        .position(|(key, _)| *key == "provincial");
    let people: Vec<Person> = rows
        .iter()
        .map(|row| {
            let chosen = kind.choice(row);
            // A kind that cannot be read is not known to be the same.
            let unclear = chosen.is_none() && kind.value(row).is_some();
            // Someone whose certificate was called in may hold a new one, in another row.
            let replaced = unclear || status.is(row, &["revoked"]);
            let number = said_in(&certificate, row);
            Person {
                name: told(said_in(&name, row), text::key),
                department: told(said_in(&department, row), text::key),
                bare: number.is_none(),
                certificate: told(number.filter(|_| !unclear), certificate_number::normal),
                id: told(said_in(&id, row).filter(|_| !replaced), resident_id::normal),
                kind: chosen.or(provincial.and_then(|at| u16::try_from(at).ok())),
            }
        })
        .collect();
    said(persons_twice(&people, roster.is_some()), |found| {
        of_row(
            found.other,
            rows.get(found.other).map_or("", |row| name.text(row)),
        )
    })
}

/// What is written in a cell, and can be read.
fn said_in<'f>(column: &Column<'_>, row: &'f Frame<'_>) -> Option<&'f str> {
    match column.value(row)? {
        (typed, Scalar::Text) => Some(typed),
        _ => None,
    }
}

/// As it is compared; empty where it is masked.
#[inline(never)]
fn told<'f>(typed: Option<&'f str>, normal: fn(&'f str) -> Cow<'f, str>) -> Cow<'f, str> {
    match typed {
        Some(typed) if !mask::is_masked(typed) => normal(typed),
        _ => "".into(),
    }
}

/// For each row the first earlier row of its group that is `open`; `firsts` says which row each group begins with.
#[inline(never)]
fn earlier(firsts: &[usize], open: &dyn Fn(usize) -> bool) -> Vec<Option<usize>> {
    // The first open row of each group, at the group's first row.
    let mut opens: Vec<Option<usize>> = alloc::vec![None; firsts.len()];
    let other = |(row, &first): (usize, &usize)| {
        let group = opens.get_mut(first)?;
        let before = *group;
        if open(row) {
            group.get_or_insert(row);
        }
        before
    };
    firsts.iter().enumerate().map(other).collect()
}

/// Names are sorted into so many, to tell in one look that nobody has to be compared.
const DOUBTS: usize = 1 << 14;

/// Rows of a person who stands in an earlier one: the same certificate (case 0) or identity number (1) within one kind of certificate. In
/// a roster, which has one kind, also the same name: with the same department and without a certificate that tells them apart (2), with
/// another certificate (3).
fn persons_twice<'p>(people: &'p [Person<'p>], roster: bool) -> Vec<Found> {
    let count = people.len();
    let of = |row: usize| people.get(row);
    let of_kind = |row: usize, number: &'p str| {
        let kind = of(row)?.kind.map_or(-1, i64::from);
        Key::of(number).map(|key| Key {
            numbers: [kind, 0, 0],
            ..key
        })
    };
    let by_certificate = first_alike(count, &|row| of_kind(row, &of(row)?.certificate));
    let by_id = first_alike(count, &|row| of_kind(row, &of(row)?.id));
    let bare = |row: usize| of(row).is_some_and(|it| it.bare);
    let known = |row: usize| of(row).is_some_and(|it| !it.certificate.is_empty());
    // Two identity numbers are two persons: only names that someone without one has are compared.
    let doubt = |it: &Person| hash_of(&it.name) as usize % DOUBTS;
    let mut doubts = alloc::vec![false; if roster { DOUBTS } else { 0 }];
    for it in people.iter().filter(|it| it.id.is_empty()) {
        if let Some(doubt) = doubts.get_mut(doubt(it)) {
            *doubt = true;
        }
    }
    let doubtful = |row: usize| of(row).filter(|it| doubts.get(doubt(it)) == Some(&true));
    let (by_place, after_bare, after_known) = if roster {
        let by_place = first_alike(count, &|row| {
            let it = doubtful(row)?;
            Key::of(&it.name).map(|key| Key {
                texts: [&it.name, &it.department, "", ""],
                ..key
            })
        });
        let by_name = first_alike(count, &|row| Key::of(&doubtful(row)?.name));
        let after_bare = earlier(&by_place, &bare);
        (by_place, after_bare, earlier(&by_name, &known))
    } else {
        Default::default()
    };
    let mut found = Vec::new();
    for (row, person) in people.iter().enumerate() {
        let first = |list: &[usize]| list.get(row).copied().filter(|first| *first != row);
        let earlier = |list: &[Option<usize>]| list.get(row).copied().flatten();
        let may_be_one =
            |other: &usize| person.id.is_empty() || of(*other).is_some_and(|it| it.id.is_empty());
        let unproved = match person.bare {
            true => first(&by_place),
            false => earlier(&after_bare),
        };
        let said = if let Some(other) = first(&by_certificate) {
            Some((0, other))
        } else if let Some(other) = first(&by_id) {
            Some((1, other))
        } else if let Some(other) = unproved.filter(may_be_one) {
            Some((2, other))
        } else {
            let namesake = earlier(&after_known).filter(|_| known(row));
            namesake.filter(may_be_one).map(|other| (3, other))
        };
        found.extend(said.map(|said| compared(row, said)));
    }
    found
}

/// What is said of a row beside an earlier one: the case, and which row.
fn compared(row: usize, (case, other): (usize, usize)) -> Found {
    Found {
        row,
        case,
        other,
        value: 0,
    }
}

/// A session as it fills someone's days.
#[derive(Clone, Copy, Debug)]
struct Held {
    /// The line it stands in, or the number of its course.
    row: usize,
    /// The first day on which it is held.
    first: NaiveDate,
    ends: NaiveDate,
    /// Held on rest days too.
    daily: bool,
    /// In a room at a time: nobody attends two such at once.
    face_to_face: bool,
    /// Begin and end on each of its days, minutes after midnight.
    times: Option<(u16, u16)>,
    /// Hours on each day on which it is held, in millionths.
    share: i64,
    /// Hours on each day from the first to the last, in millionths.
    even: i64,
}

/// Of a session that runs for longer no one knows that it is held at its times on every day: it may be a class on Fridays.
const A_WEEK: i64 = 7;

impl Held {
    #[inline(never)]
    fn of(row: usize, session: &Session<'_>) -> Option<Held> {
        let (first, ends) = (session.starts?, session.ends?);
        let span = ends.signed_duration_since(first).num_days() + 1;
        let a_day = |days: Option<i64>| {
            let hours = session.hours.zip(days.filter(|days| *days > 0));
            hours.map_or(0, |(hours, days)| hours / days)
        };
        let times = session.start_time.zip(session.end_time);
        (span > 0).then(|| Held {
            row,
            first,
            ends,
            daily: session.daily,
            face_to_face: session.face_to_face && span <= LONGEST,
            times: times.filter(|(start, end)| start < end && span <= A_WEEK),
            share: a_day(session.days),
            even: a_day(Some(span)),
        })
    }

    /// What is true of each of two batches, whichever was attended.
    fn both(self, other: Held) -> Held {
        Held {
            row: self.row,
            first: self.first.max(other.first),
            ends: self.ends.min(other.ends),
            daily: self.daily && other.daily,
            face_to_face: self.face_to_face && other.face_to_face,
            times: self
                .times
                .zip(other.times)
                .map(|(a, b)| (a.0.max(b.0), a.1.min(b.1))),
            share: self.share.min(other.share),
            even: self.even.min(other.even),
        }
    }

    /// With the first of its days that it is held on; `None` where there is none.
    #[inline(never)]
    fn begun(self, judge: &Judge<'_>) -> Option<Held> {
        let days = self.first.iter_days().take_while(|day| *day <= self.ends);
        let mut days = days.take(LONGEST as usize);
        let first = days.find(|day| self.daily || judge.world.calendar.is_workday(*day).working)?;
        Some(Held { first, ..self })
    }
}

/// How sessions collide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Clash {
    /// More than 8 class hours on a day.
    Full,
    /// More than 12.
    Crowded,
    /// More than 36, which no day holds.
    Impossible,
    /// Their clock times meet.
    Clock,
}

/// A clash of two sessions: the later line or course, and the earlier one.
struct Clashing {
    row: usize,
    other: usize,
    clash: Clash,
}

/// Sessions that nobody attends along with earlier ones, each with one of these. Clock times are compared where both are known; hours of a
/// day are added up where they are not.
#[inline(never)]
fn clashes(judge: &Judge<'_>, sessions: &[Held]) -> Vec<Clashing> {
    let sorted = order(sessions.len(), &mut |a, b| {
        let first = |at: usize| sessions.get(at).map(|it| it.first);
        first(a).cmp(&first(b))
    });
    let mut found = Vec::new();
    for (at, one) in sorted.iter().enumerate() {
        let Some(one) = sessions.get(*one) else {
            continue;
        };
        let working = !one.daily || judge.world.calendar.is_workday(one.first).working;
        let (mut share, mut even) = (one.share, one.even);
        let (mut beside, mut untimed, mut clock) = (None, None, None);
        let before = sorted
            .get(at.saturating_sub(LOOK_BACK)..at)
            .unwrap_or_default();
        for other in before.iter().rev().filter_map(|at| sessions.get(*at)) {
            if other.ends < one.first || !other.daily && !working {
                continue;
            }
            even = even.saturating_add(other.even);
            beside.get_or_insert(other.row);
            if !one.face_to_face || !other.face_to_face {
                continue;
            }
            share = share.saturating_add(other.share);
            match one.times.zip(other.times) {
                Some((a, b)) if a.0 < b.1 && b.0 < a.1 => _ = clock.get_or_insert(other.row),
                Some(_) => {}
                None => _ = untimed.get_or_insert(other.row),
            }
        }
        let (other, clash) = if clock.is_some() {
            (clock, Clash::Clock)
        } else if even > 36_000_000 {
            (beside, Clash::Impossible)
        } else if share > 12_000_000 {
            (untimed, Clash::Crowded)
        } else if share > 8_000_000 {
            (untimed, Clash::Full)
        } else {
            continue;
        };
        if let Some(other) = other {
            found.push(Clashing {
                row: one.row.max(other),
                other: one.row.min(other),
                clash,
            });
        }
    }
    found
}

/// PX056; `{1}` is the earlier line.
pub(super) fn lines_of_one_officer(judge: &mut Judge<'_>) -> Vec<Fault> {
    let sessions = sessions_of(judge, "attended", "hoursGranted");
    let mut found = lines_twice(&sessions);
    // What stands twice collides with itself.
    let mut twice = found.iter().map(|it| it.row).peekable();
    let mut held = Vec::new();
    for (row, session) in sessions.iter().enumerate() {
        if twice.next_if_eq(&row).is_none() {
            held.extend(Held::of(row, session).and_then(|it| it.begun(judge)));
        }
    }
    for it in clashes(judge, &held) {
        found.push(Found {
            row: it.row,
            case: match it.clash {
                Clash::Clock => 3,
                Clash::Crowded | Clash::Full => 4,
                Clash::Impossible => 5,
            },
            other: it.other,
            value: 0,
        });
    }
    let mut found = in_order(&found);
    found.dedup_by_key(|it| it.row);
    said(found, |found| {
        let subject = sessions.get(found.other).map_or("", |it| it.subject);
        of_row(found.other, subject)
    })
}

/// What of a line tells whether it stands twice.
struct Line<'a> {
    /// 课程; empty where it or the days are blank.
    subject: Cow<'a, str>,
    course: Cow<'a, str>,
    days: i64,
    times: i64,
    /// Its begin is known.
    timed: bool,
}

/// Lines whose hours an earlier line counts: the same subject on the same days at the same times, or without times and of the same course
/// (case 0), on the same days without times that tell them apart (1), another line of the same course (2). A line that counts nothing
/// repeats nothing.
#[inline(never)]
fn lines_twice(sessions: &[Session<'_>]) -> Vec<Found> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for session in sessions {
        let counts = session.hours != Some(0);
        let dated = counts && session.starts.is_some() && session.ends.is_some();
        lines.push(Line {
            subject: text::key(if dated { session.subject } else { "" }),
            course: text::key(if counts { session.course } else { "" }),
            days: session.day_pair(),
            times: session.time_pair(),
            timed: session.start_time.is_some(),
        });
    }
    let alike = |times: bool| {
        first_alike(lines.len(), &|at| {
            let line = lines.get(at)?;
            Key::of(&line.subject).map(|key| Key {
                numbers: [line.days, if times { line.times } else { 0 }, 0],
                ..key
            })
        })
    };
    let timed = |row: usize| lines.get(row).is_some_and(|it| it.timed);
    let course = |row: usize| lines.get(row).map_or("", |it| &*it.course);
    let (same_times, same_days) = (alike(true), alike(false));
    let after_untimed = earlier(&same_days, &|row| !timed(row));
    let courses = first_alike(lines.len(), &|row| Key::of(course(row)));
    let mut found = Vec::new();
    for row in 0..lines.len() {
        let first = |list: &[usize]| list.get(row).copied().filter(|first| *first != row);
        let same =
            |other: &usize| timed(row) || !course(row).is_empty() && course(row) == course(*other);
        let beside = match timed(row) {
            true => after_untimed.get(row).copied().flatten(),
            false => first(&same_days),
        };
        let said = if let Some(other) = first(&same_times).filter(same) {
            Some((0, other))
        } else if let Some(other) = beside {
            Some((1, other))
        } else {
            first(&courses).map(|other| (2, other))
        };
        found.extend(said.map(|said| compared(row, said)));
    }
    found
}

/// A course of a roster's table with all its batches, of which an officer attends one.
#[derive(Clone, Debug)]
struct Course<'a> {
    key: Cow<'a, str>,
    /// 课程编号, as typed
    id: &'a str,
    subject: &'a str,
    category: Option<u16>,
    /// The least and the greatest hours of a batch, in millionths; `None` where those of one are not known.
    hours: Option<(i64, i64)>,
    /// When the first batch starts and the last one ends; `None` where it is not known of one.
    starts: Option<NaiveDate>,
    ends: Option<NaiveDate>,
    held: Option<Held>,
}

impl Course<'_> {
    /// As a message names it.
    #[inline(never)]
    fn name(&self) -> String {
        let id = super::evaluate::shorten(self.id);
        match self.subject {
            "" => id,
            subject => format!("{id}（{}）", super::evaluate::shorten(subject)),
        }
    }
}

/// The courses of a roster, in the order of their keys.
#[inline(never)]
fn courses<'j>(judge: &Judge<'j>) -> Vec<Course<'j>> {
    let sessions = sessions_of(judge, "courses", "classHours");
    let keys: Vec<Cow<'j, str>> = sessions.iter().map(|it| text::key(it.course)).collect();
    let mut courses: Vec<Course<'j>> = Vec::new();
    for row in order(keys.len(), &mut |a, b| keys.get(a).cmp(&keys.get(b))) {
        let Some((session, key)) = sessions.get(row).zip(keys.get(row)) else {
            continue;
        };
        let held = Held::of(row, session);
        match courses.last_mut() {
            _ if key.is_empty() => {}
            Some(course) if course.key == *key => {
                let hours = course.hours.zip(session.hours);
                course.hours = hours.map(|((least, most), it)| (least.min(it), most.max(it)));
                course.starts = course.starts.zip(session.starts).map(|(a, b)| a.min(b));
                course.ends = course.ends.zip(session.ends).map(|(a, b)| a.max(b));
                course.held = course.held.zip(held).map(|(a, b)| a.both(b));
            }
            _ => courses.push(Course {
                key: key.clone(),
                id: session.course,
                subject: session.subject,
                category: session.category,
                hours: session.hours.map(|it| (it, it)),
                starts: session.starts,
                ends: session.ends,
                held,
            }),
        }
    }
    for course in &mut courses {
        course.held = course.held.and_then(|held| held.begun(judge));
    }
    courses
}

/// What the cells of a row say that its officer attended.
#[derive(Debug, Default)]
struct Ticks<'a> {
    /// Numbers of courses, each once.
    courses: Vec<usize>,
    /// What is no course of the table.
    unknown: Vec<&'a str>,
}

/// The courses of a roster and what its rows tick.
struct Ticking<'j> {
    courses: Vec<Course<'j>>,
    /// The last row that ticked each course.
    last: Vec<usize>,
}

impl Ticking<'_> {
    #[inline(never)]
    fn of<'f>(&mut self, row: usize, cell: &'f Cell<'_>) -> Ticks<'f> {
        let mut ticks = Ticks::default();
        for element in cell.rows() {
            if let Cell::Value(typed, _) = element.cell(0)
                && absent::note(typed).is_none()
                && !self.tick(row, typed, &mut ticks)
            {
                // A cell that is no course itself may hold several.
                for part in typed.split(['、', '，', ',', '；', ';', '\n']) {
                    let part = part.trim();
                    let mut words = part.split_whitespace();
                    if !part.is_empty()
                        && !self.tick(row, part, &mut ticks)
                        && !words.all(|it| self.tick(row, it, &mut ticks))
                    {
                        ticks.unknown.push(part);
                    }
                }
            }
        }
        ticks
    }

    #[inline(never)]
    fn tick(&mut self, row: usize, typed: &str, ticks: &mut Ticks<'_>) -> bool {
        let key = text::key(typed);
        let found = self.courses.binary_search_by(|it| it.key.cmp(&key));
        if let Ok(course) = found
            && let Some(last) = self.last.get_mut(course)
            && *last != row
        {
            *last = row;
            ticks.courses.push(course);
        }
        found.is_ok()
    }
}

/// Is shown the number of a row that ticks something, the row, the courses of the roster, the row's ticks.
type See<'s, 'j> = dyn FnMut(usize, &'j Frame<'j>, &[Course<'j>], &Ticks<'j>) + 's;

/// Shows every row that ticks something.
#[inline(never)]
fn each_ticking<'j>(judge: &Judge<'j>, see: &mut See<'_, 'j>) {
    let Some((list, rows)) = rows_of(judge, "rows") else {
        return;
    };
    let courses = courses(judge);
    let mut ticking = Ticking {
        last: alloc::vec![usize::MAX; courses.len()],
        courses,
    };
    let column = Column::of(judge.world.layout, list, "courseIds");
    for (row, frame) in rows.iter().enumerate() {
        if let Some(cell) = column.cell(frame) {
            let ticks = ticking.of(row, cell);
            if !ticks.courses.is_empty() || !ticks.unknown.is_empty() {
                see(row, frame, &ticking.courses, &ticks);
            }
        }
    }
}

/// Names for a message: a few of them, and how many there are.
#[derive(Default)]
struct Names {
    out: String,
    count: usize,
}

impl Names {
    const MOST: usize = 3;

    #[inline(never)]
    fn add(&mut self, name: &str) {
        if (1..Self::MOST).contains(&self.count) {
            self.out.push('、');
        }
        if self.count < Self::MOST {
            self.out.push_str(name);
        }
        self.count += 1;
    }

    #[inline(never)]
    fn said(mut self) -> String {
        if self.count > Self::MOST {
            self.out.push_str(&format!("等{}项", self.count));
        }
        self.out
    }
}

#[inline(never)]
fn fault(row: usize, case: usize, values: Vec<String>) -> Fault {
    Fault {
        case,
        row: u32::try_from(row).ok(),
        values,
    }
}

/// Among so many faults one that most share is looked for.
const CAUSES: usize = 32;

/// What most who attended share is a fault of the course table: told once, at the first of them.
#[inline(never)]
fn tell_once(faults: &mut Vec<Fault>, attended: usize) {
    for at in 0..CAUSES {
        let Some((first, rest)) = faults.get_mut(at..).and_then(<[_]>::split_first_mut) else {
            break;
        };
        let (case, cause) = (first.case, first.values.first().cloned());
        let same = |it: &Fault| it.case == case && it.values.first() == cause.as_ref();
        let more = rest.iter().filter(|it| same(it)).count();
        if more > 1 && more * 2 >= attended {
            for text in &mut first.values {
                text.push_str(&format!("（另有{more}人相同，核对课程表）"));
            }
            // The first is another by its words now.
            faults.retain(|it| !same(it));
        }
    }
}

/// PX066: ticks that are no courses (case 0; `{1}` which), and columns with more hours than the courses ticked give (1, with a remark 2)
/// or, where nothing explains it, with fewer (3); `{1}` is the columns with both figures.
pub(super) fn ticks_against_courses(judge: &mut Judge<'_>) -> Vec<Fault> {
    let layout = judge.world.layout;
    let (Some((list, _)), Some((table, _))) = (rows_of(judge, "rows"), rows_of(judge, "courses"))
    else {
        return Vec::new();
    };
    let exemption = layout.child(list, "exemption", 0).unwrap_or_default();
    let remark = Column::of(layout, list, "remark");
    let mut away = Vec::new();
    for name in ["kind", "from", "note"] {
        away.push(Column::of(layout, exemption, name));
    }
    let mut columns = Vec::new();
    for (key, label) in Column::of(layout, table, "category").options {
        columns.push((*label, Column::of(layout, list, key)));
    }
    let mut faults = Vec::new();
    let mut attended = 0;
    each_ticking(judge, &mut |row, frame, courses, ticks| {
        attended += 1;
        let (mut more, mut fewer) = (Names::default(), Names::default());
        if !ticks.unknown.is_empty() {
            for name in &ticks.unknown {
                more.add(&super::evaluate::shorten(name));
            }
            faults.push(fault(row, 0, alloc::vec![more.said()]));
            return;
        }
        let explained = remark.value(frame).is_some();
        let excused = explained || away.iter().any(|it| it.value(frame).is_some());
        for (category, (label, column)) in columns.iter().enumerate() {
            let (mut least, mut most) = (0i64, 0i64);
            for course in ticks.courses.iter().filter_map(|at| courses.get(*at)) {
                let (Some(of), Some(hours)) = (course.category, course.hours) else {
                    return;
                };
                if usize::from(of) == category {
                    least = least.saturating_add(hours.0);
                    most = most.saturating_add(hours.1);
                }
            }
            let Some(figure) = column.number(frame) else {
                continue;
            };
            let (columns, sum) = if figure > most {
                (&mut more, most)
            } else if figure < least && !excused {
                (&mut fewer, least)
            } else {
                continue;
            };
            let (figure, sum) = (number(figure), number(sum));
            columns.add(&format!("{label}{figure}学时（课程共{sum}学时）"));
        }
        let case = if explained { 2 } else { 1 };
        for (case, columns) in [(case, more), (3, fewer)] {
            if columns.count > 0 {
                faults.push(fault(row, case, alloc::vec![columns.said()]));
            }
        }
    });
    tell_once(&mut faults, attended);
    faults
}

/// PX067: courses ticked that nobody attends both, whichever batch: their clock times meet (case 0), or their days hold more than 8 (1),
/// 12 (2) or 36 class hours (3); `{1}` and `{2}` are two of them.
pub(super) fn ticks_collide(judge: &mut Judge<'_>) -> Vec<Fault> {
    let judge = &*judge;
    let mut faults = Vec::new();
    let mut held = Vec::new();
    each_ticking(judge, &mut |row, _, courses, ticks| {
        held.clear();
        for at in &ticks.courses {
            let course = courses.get(*at).and_then(|it| it.held);
            held.extend(course.map(|held| Held { row: *at, ..held }));
        }
        if let Some(it) = clashes(judge, &held).iter().max_by_key(|it| it.clash) {
            let case = match it.clash {
                Clash::Clock => 0,
                Clash::Full => 1,
                Clash::Crowded => 2,
                Clash::Impossible => 3,
            };
            let name = |at: usize| courses.get(at).map(Course::name).unwrap_or_default();
            faults.push(fault(row, case, alloc::vec![name(it.other), name(it.row)]));
        }
    });
    faults
}

/// PX072: courses ticked that ended before the officer came (case 0) or start after he left (1); `{1}` which.
pub(super) fn ticks_outside_service(judge: &mut Judge<'_>) -> Vec<Fault> {
    let Some((list, _)) = rows_of(judge, "rows") else {
        return Vec::new();
    };
    let joined = Column::of(judge.world.layout, list, "joinedOn");
    let left = Column::of(judge.world.layout, list, "leftOn");
    let mut faults = Vec::new();
    each_ticking(judge, &mut |row, frame, courses, ticks| {
        let (joined, left) = (joined.date(frame), left.date(frame));
        let (mut early, mut late) = (Names::default(), Names::default());
        for course in ticks.courses.iter().filter_map(|at| courses.get(*at)) {
            if course.ends.is_some() && course.ends < joined {
                early.add(&course.name());
            }
            if left.is_some() && course.starts > left {
                late.add(&course.name());
            }
        }
        for (case, outside) in [(0, early), (1, late)] {
            if outside.count > 0 {
                faults.push(fault(row, case, alloc::vec![outside.said()]));
            }
        }
    });
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As the comment of [`persons_twice`] says it, each row beside every earlier one.
    fn naively(people: &[Person<'_>], roster: bool) -> Vec<(usize, usize, usize)> {
        let said = |row: usize| {
            let it = &people[row];
            let first = |alike: &dyn Fn(&Person<'_>) -> bool| people[..row].iter().position(alike);
            let one = |other: &usize| it.id.is_empty() || people[*other].id.is_empty();
            let named = |other: &Person<'_>| !it.name.is_empty() && other.name == it.name;
            let certificate = first(&|other| {
                !it.certificate.is_empty()
                    && (other.kind, &other.certificate) == (it.kind, &it.certificate)
            });
            let id =
                first(&|other| !it.id.is_empty() && (other.kind, &other.id) == (it.kind, &it.id));
            let place = first(&|other| {
                named(other) && other.department == it.department && (it.bare || other.bare)
            });
            let namesake = first(&|other| {
                named(other) && !it.certificate.is_empty() && !other.certificate.is_empty()
            });
            let place = place.filter(one).filter(|_| roster);
            let namesake = namesake.filter(one).filter(|_| roster);
            let cases = [certificate, id, place, namesake];
            let case = cases.iter().position(Option::is_some)?;
            Some((row, case, cases[case]?))
        };
        (0..people.len()).filter_map(said).collect()
    }

    proptest! {
        #[test]
        fn persons_are_compared_as_each_row_with_every_earlier_one(
            rows in prop::collection::vec(("[甲乙丙]?", "[一二]?", "[12345]?", "[12345]?", any::<bool>(), prop::option::of(0u16..2)), 0..40),
            roster: bool,
        ) {
            let people: Vec<Person<'_>> = { rows.iter() }
                .map(|(name, department, certificate, id, bare, kind)| Person {
                    name: name.as_str().into(),
                    department: department.as_str().into(),
                    bare: certificate.is_empty() && *bare,
                    certificate: certificate.as_str().into(),
                    id: id.as_str().into(),
                    kind: *kind,
                })
                .collect();
            let found: Vec<_> = { persons_twice(&people, roster).into_iter() }
                .map(|it| (it.row, it.case, it.other))
                .collect();
            prop_assert_eq!(found, naively(&people, roster));
        }
    }
}
