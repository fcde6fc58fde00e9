//! What no condition can say about officers: who stands in a list twice, which lines of one officer's year cannot both be, and what the
//! courses that a row ticks make of its hours. Every check sorts or looks up: a hundred thousand rows take a second.

use super::evaluate::Judge;
use super::native::Fault;
use super::training::Found;
use super::training::{
    Column, LONGEST, LOOK_BACK, Session, in_order, number, of_row, rows_of, said, sessions_of,
};
use crate::form::{Cell, Frame, Scalar};
use crate::order::{first_alike, order};
use crate::value::{absent, certificate_number, mask, resident_id, text};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;
use core::cmp::Ordering;

/// One row as it names a person; what is blank, masked or unreadable is empty.
#[derive(Clone, Debug, Default)]
struct Person<'a> {
    /// 姓名, as typed
    shown: &'a str,
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
    let [name, department, certificate, id, kind, status] = [
        "name",
        "department",
        "certificateNumber",
        "idNumber",
        "certificateKind",
        "status",
    ]
    .map(column);
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
            Person {
                shown: name.text(row),
                name: written(&name, row, text::key),
                department: written(&department, row, text::key),
                bare: !matches!(certificate.value(row), Some((_, Scalar::Text))),
                certificate: match unclear {
                    true => "".into(),
                    false => written(&certificate, row, certificate_number::normal),
                },
                id: match replaced {
                    true => "".into(),
                    false => written(&id, row, resident_id::normal),
                },
                kind: chosen.or(provincial.and_then(|at| u16::try_from(at).ok())),
            }
        })
        .collect();
    said(persons_twice(&people, roster.is_some()), |found| {
        of_row(
            found.other,
            people.get(found.other).map_or("", |it| it.shown),
        )
    })
}

fn written<'f>(
    column: &Column<'_>,
    row: &'f Frame<'_>,
    normal: fn(&'f str) -> Cow<'f, str>,
) -> Cow<'f, str> {
    match column.value(row) {
        Some((typed, Scalar::Text)) if !mask::is_masked(typed) => normal(typed),
        _ => "".into(),
    }
}

/// A kind of certificate and up to two texts; empty where the first text is.
type Key<'k> = (Option<u16>, &'k str, &'k str);

/// For each number below `count` the first one with an equal key, itself where the key is empty.
fn firsts<'k>(count: usize, key: &dyn Fn(usize) -> Key<'k>) -> Vec<usize> {
    first_alike(count, &mut |a, b| {
        let (one, two) = (key(a), key(b));
        one.cmp(&two).then_with(|| match one.1 {
            "" => a.cmp(&b),
            _ => Ordering::Equal,
        })
    })
}

/// For each row the first earlier row of its group that is `open`; `firsts` says which row each group begins with.
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

/// Rows of a person who stands in an earlier one: the same certificate (case 0) or identity number (1) within one kind of certificate. In
/// a roster, which has one kind, also the same name: with the same department and without a certificate that tells them apart (2), with
/// another certificate (3).
fn persons_twice(people: &[Person], roster: bool) -> Vec<Found> {
    let count = people.len();
    let alike = |key: for<'p> fn(&'p Person) -> Key<'p>| {
        firsts(count, &|row| people.get(row).map_or((None, "", ""), key))
    };
    let by_certificate = alike(|it| (it.kind, &it.certificate, ""));
    let by_id = alike(|it| (it.kind, &it.id, ""));
    let bare = |row: usize| people.get(row).is_some_and(|it| it.bare);
    let known = |row: usize| people.get(row).is_some_and(|it| !it.certificate.is_empty());
    let (by_place, after_bare, after_known) = if roster {
        let by_place = alike(|it| (None, &it.name, &it.department));
        let by_name = alike(|it| (None, &it.name, ""));
        let after_bare = earlier(&by_place, &bare);
        (by_place, after_bare, earlier(&by_name, &known))
    } else {
        Default::default()
    };
    let found = |row: usize| {
        let first = |list: &[usize]| list.get(row).copied().filter(|first| *first != row);
        let earlier = |list: &[Option<usize>]| list.get(row).copied().flatten();
        // Two identity numbers are two persons.
        let may_be_one = |other: &usize| {
            let ids = people.get(row).zip(people.get(*other));
            ids.is_some_and(|(a, b)| a.id.is_empty() || b.id.is_empty())
        };
        let unproved = if bare(row) {
            first(&by_place)
        } else {
            earlier(&after_bare)
        };
        let namesake = earlier(&after_known).filter(|_| known(row));
        let cases = [
            first(&by_certificate),
            first(&by_id),
            unproved.filter(may_be_one),
            namesake.filter(may_be_one),
        ];
        let (case, other) = cases
            .iter()
            .enumerate()
            .find_map(|(case, it)| Some((case, (*it)?)))?;
        Some(Found {
            row,
            case,
            other,
            value: 0,
        })
    };
    (0..count).filter_map(found).collect()
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

/// Sessions that nobody attends along with earlier ones, each with one of these. Clock times are compared where both are known; hours of a
/// day are added up where they are not.
fn clashes(judge: &Judge<'_>, sessions: &[Held]) -> Vec<(Held, Held, Clash)> {
    let sorted = order(sessions.len(), &mut |a, b| {
        let first = |at: usize| sessions.get(at).map(|it| it.first);
        first(a).cmp(&first(b))
    });
    let sorted: Vec<Held> = sorted
        .iter()
        .filter_map(|&at| sessions.get(at).copied())
        .collect();
    let mut found = Vec::new();
    for (at, one) in sorted.iter().enumerate() {
        let before = sorted
            .get(at.saturating_sub(LOOK_BACK)..at)
            .unwrap_or_default();
        let working = !one.daily || judge.world.calendar.is_workday(one.first).working;
        let (mut share, mut even) = (one.share, one.even);
        let (mut beside, mut untimed, mut clock) = (None, None, None);
        for other in before.iter().rev() {
            if other.ends < one.first || !other.daily && !working {
                continue;
            }
            even = even.saturating_add(other.even);
            beside.get_or_insert(*other);
            if !one.face_to_face || !other.face_to_face {
                continue;
            }
            share = share.saturating_add(other.share);
            match one.times.zip(other.times) {
                Some((a, b)) if a.0 < b.1 && b.0 < a.1 => _ = clock.get_or_insert(*other),
                Some(_) => {}
                None => _ = untimed.get_or_insert(*other),
            }
        }
        let over = |hours: i64, sum: i64| sum > hours * 1_000_000;
        let clash = [
            (clock, Clash::Clock),
            (beside.filter(|_| over(36, even)), Clash::Impossible),
            (untimed.filter(|_| over(12, share)), Clash::Crowded),
            (untimed.filter(|_| over(8, share)), Clash::Full),
        ];
        let clash = clash
            .iter()
            .find_map(|(other, clash)| Some(((*other)?, *clash)));
        found.extend(clash.map(|(other, clash)| match one.row < other.row {
            true => (other, *one, clash),
            false => (*one, other, clash),
        }));
    }
    found
}

/// PX056; `{1}` is the earlier line.
pub(super) fn lines_of_one_officer(judge: &mut Judge<'_>) -> Vec<Fault> {
    let sessions = sessions_of(judge, "attended", "hoursGranted");
    let mut found = lines_twice(&sessions);
    let mut again = alloc::vec![false; sessions.len()];
    for it in &found {
        if let Some(slot) = again.get_mut(it.row) {
            *slot = true;
        }
    }
    // What stands twice collides with itself.
    let held: Vec<Held> = sessions
        .iter()
        .zip(&again)
        .enumerate()
        .filter(|(_, (_, again))| !**again)
        .filter_map(|(row, (session, _))| Held::of(row, session)?.begun(judge))
        .collect();
    found.extend(
        clashes(judge, &held)
            .iter()
            .map(|(one, other, clash)| Found {
                row: one.row,
                case: match clash {
                    Clash::Clock => 3,
                    Clash::Crowded | Clash::Full => 4,
                    Clash::Impossible => 5,
                },
                other: other.row,
                value: 0,
            }),
    );
    let mut found = in_order(&found);
    found.dedup_by_key(|it| it.row);
    said(found, |found| {
        of_row(
            found.other,
            sessions.get(found.other).map_or("", |it| it.subject),
        )
    })
}

/// Lines whose hours an earlier line counts: the same subject on the same days at the same times or of the same course (case 0), on the
/// same days without times that tell them apart (1), another line of the same course (2). A line that counts nothing repeats nothing.
fn lines_twice(sessions: &[Session<'_>]) -> Vec<Found> {
    let keys: Vec<(Cow<'_, str>, Cow<'_, str>)> = sessions
        .iter()
        .map(|it| match it.hours {
            Some(0) => Default::default(),
            _ => (text::key(it.subject), text::key(it.course)),
        })
        .collect();
    let dated = |row: usize| sessions.get(row).map(|it| (it.starts, it.ends));
    let times = |row: usize| sessions.get(row).map(|it| (it.start_time, it.end_time));
    let timed = |row: usize| times(row).is_some_and(|it| it.0.is_some());
    let subject = |row: usize| match dated(row) {
        Some((Some(_), Some(_))) => keys.get(row).map_or("", |it| &*it.0),
        _ => "",
    };
    let course = |row: usize| keys.get(row).map_or("", |it| &*it.1);
    let alike = |compare: &dyn Fn(usize, usize) -> Ordering| {
        first_alike(sessions.len(), &mut |a, b| {
            let order = subject(a).cmp(subject(b)).then(dated(a).cmp(&dated(b)));
            order.then_with(|| match subject(a) {
                "" => a.cmp(&b),
                _ => compare(a, b),
            })
        })
    };
    let same_times = alike(&|a, b| times(a).cmp(&times(b)));
    let same_course = alike(&|a, b| course(a).cmp(course(b)));
    let same_days = alike(&|_, _| Ordering::Equal);
    let untimed = earlier(&same_days, &|row| !timed(row));
    let courses = firsts(sessions.len(), &|row| (None, course(row), ""));
    let found = |row: usize| {
        let first = |list: &[usize]| list.get(row).copied().filter(|first| *first != row);
        let told = first(&same_times).filter(|_| timed(row));
        let counted = first(&same_course).filter(|other| {
            !course(row).is_empty()
                && (times(*other) == times(row) || !timed(row) || !timed(*other))
        });
        let beside = if timed(row) {
            untimed.get(row).copied().flatten()
        } else {
            first(&same_days)
        };
        let cases = [told.or(counted), beside, first(&courses)];
        let (case, other) = cases
            .iter()
            .enumerate()
            .find_map(|(case, it)| Some((case, (*it)?)))?;
        Some(Found {
            row,
            case,
            other,
            value: 0,
        })
    };
    (0..sessions.len()).filter_map(found).collect()
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
    fn name(&self) -> String {
        let id = super::evaluate::shorten(self.id);
        match self.subject {
            "" => id,
            subject => format!("{id}（{}）", super::evaluate::shorten(subject)),
        }
    }
}

/// The courses of a roster, in the order of their keys.
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

/// Reads the ticks of each row of a roster.
struct Ticking<'c, 'j> {
    courses: &'c [Course<'j>],
    cell: Column<'j>,
    /// The last row that ticked each course.
    last: Vec<usize>,
}

impl<'c, 'j> Ticking<'c, 'j> {
    fn new(judge: &Judge<'j>, list: u16, courses: &'c [Course<'j>]) -> Self {
        Ticking {
            courses,
            cell: Column::of(judge.world.layout, list, "courseIds"),
            last: alloc::vec![usize::MAX; courses.len()],
        }
    }

    fn of<'f>(&mut self, row: usize, frame: &'f Frame<'_>) -> Ticks<'f> {
        let mut ticks = Ticks::default();
        for element in self.cell.cell(frame).map_or(&[][..], Cell::rows) {
            if let Cell::Value(typed, _) = element.cell(0)
                && absent::note(typed).is_none()
                && !self.tick(row, typed, &mut ticks)
            {
                // A cell that is no course itself may hold several.
                for part in typed.split(['、', '，', ',', '；', ';', '\n']) {
                    let part = part.trim();
                    if !part.is_empty()
                        && !self.tick(row, part, &mut ticks)
                        && !part
                            .split_whitespace()
                            .all(|it| self.tick(row, it, &mut ticks))
                    {
                        ticks.unknown.push(part);
                    }
                }
            }
        }
        ticks
    }

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

/// A few of them, and how many there are.
fn listed(names: Vec<String>) -> String {
    const MOST: usize = 3;
    let all = names.len();
    let mut out = String::new();
    for (at, name) in names.iter().take(MOST).enumerate() {
        if at > 0 {
            out.push('、');
        }
        out.push_str(name);
    }
    if all > MOST {
        out.push_str(&format!("等{all}项"));
    }
    out
}

fn fault(row: usize, case: usize, values: Vec<String>) -> Fault {
    Fault {
        case,
        row: u32::try_from(row).ok(),
        values,
    }
}

/// PX066: ticks that are no courses (case 0; `{1}` which), and columns with more hours than the courses ticked give (1, with a remark 2)
/// or, where nothing explains it, with fewer (3); `{1}` is the columns with both figures.
pub(super) fn ticks_against_courses(judge: &mut Judge<'_>) -> Vec<Fault> {
    let layout = judge.world.layout;
    let courses = courses(judge);
    let (Some((list, rows)), Some((table, _))) =
        (rows_of(judge, "rows"), rows_of(judge, "courses"))
    else {
        return Vec::new();
    };
    let column = |name| Column::of(layout, list, name);
    let remark = column("remark");
    let exemption = layout.child(list, "exemption", 0).unwrap_or_default();
    let away = ["kind", "from", "note"].map(|name| Column::of(layout, exemption, name));
    let categories = Column::of(layout, table, "category").options;
    let columns: Vec<(&str, Column)> = categories
        .iter()
        .map(|(key, label)| (*label, column(key)))
        .collect();
    let mut ticking = Ticking::new(judge, list, &courses);
    let mut faults = Vec::new();
    for (row, frame) in rows.iter().enumerate() {
        let ticks = ticking.of(row, frame);
        if !ticks.unknown.is_empty() {
            let names = ticks.unknown.iter().map(|it| super::evaluate::shorten(it));
            faults.push(fault(row, 0, alloc::vec![listed(names.collect())]));
            continue;
        }
        let mut sums = alloc::vec![(0i64, 0i64); columns.len()];
        let counted = ticks.courses.iter().try_for_each(|course| {
            let course = courses.get(*course)?;
            let sum = sums.get_mut(usize::from(course.category?))?;
            let (least, most) = course.hours?;
            *sum = (sum.0.saturating_add(least), sum.1.saturating_add(most));
            Some(())
        });
        if counted.is_none() || ticks.courses.is_empty() {
            continue;
        }
        let explained = remark.value(frame).is_some();
        let excused = away.iter().any(|it| it.value(frame).is_some());
        let mut unlike: [Vec<String>; 2] = Default::default();
        for ((label, column), (least, most)) in columns.iter().zip(sums) {
            let Some(figure) = column.number(frame) else {
                continue;
            };
            let (columns, sum) = match &mut unlike {
                [more, _] if figure > most => (more, most),
                [_, fewer] if figure < least && !explained && !excused => (fewer, least),
                _ => continue,
            };
            let (figure, sum) = (number(figure), number(sum));
            columns.push(format!("{label}{figure}学时（课程共{sum}学时）"));
        }
        for (case, columns) in [if explained { 2 } else { 1 }, 3].iter().zip(unlike) {
            if !columns.is_empty() {
                let columns = listed(columns);
                faults.push(fault(row, *case, alloc::vec![columns]));
            }
        }
    }
    faults
}

/// PX067: courses ticked that nobody attends both, whichever batch: their clock times meet (case 0), or their days hold more than 8 (1),
/// 12 (2) or 36 class hours (3); `{1}` and `{2}` are two of them.
pub(super) fn ticks_collide(judge: &mut Judge<'_>) -> Vec<Fault> {
    let mut courses = courses(judge);
    for course in &mut courses {
        course.held = course.held.and_then(|held| held.begun(judge));
    }
    let Some((list, rows)) = rows_of(judge, "rows") else {
        return Vec::new();
    };
    let mut ticking = Ticking::new(judge, list, &courses);
    let mut faults = Vec::new();
    for (row, frame) in rows.iter().enumerate() {
        let held = |course: &usize| {
            let held = courses.get(*course)?.held?;
            Some(Held {
                row: *course,
                ..held
            })
        };
        let held: Vec<Held> = ticking
            .of(row, frame)
            .courses
            .iter()
            .filter_map(held)
            .collect();
        let clashes = clashes(judge, &held);
        let Some((one, other, clash)) = clashes.iter().max_by_key(|it| it.2) else {
            continue;
        };
        let name = |it: &Held| courses.get(it.row).map(Course::name).unwrap_or_default();
        let case = match clash {
            Clash::Clock => 0,
            Clash::Full => 1,
            Clash::Crowded => 2,
            Clash::Impossible => 3,
        };
        faults.push(fault(row, case, alloc::vec![name(other), name(one)]));
    }
    faults
}

/// PX072: courses ticked that ended before the officer came (case 0) or start after he left (1); `{1}` which.
pub(super) fn ticks_outside_service(judge: &mut Judge<'_>) -> Vec<Fault> {
    let courses = courses(judge);
    let Some((list, rows)) = rows_of(judge, "rows") else {
        return Vec::new();
    };
    let column = |name| Column::of(judge.world.layout, list, name);
    let [joined, left] = ["joinedOn", "leftOn"].map(column);
    let mut ticking = Ticking::new(judge, list, &courses);
    let mut faults = Vec::new();
    for (row, frame) in rows.iter().enumerate() {
        let (joined, left) = (joined.date(frame), left.date(frame));
        if joined.is_none() && left.is_none() {
            continue;
        }
        let ticks = ticking.of(row, frame);
        let ticked = || ticks.courses.iter().filter_map(|it| courses.get(*it));
        let early = ticked().filter(|it| it.ends.zip(joined).is_some_and(|(end, day)| end < day));
        let late =
            ticked().filter(|it| it.starts.zip(left).is_some_and(|(start, day)| start > day));
        let cases: [Vec<&Course>; 2] = [early.collect(), late.collect()];
        for (case, outside) in cases.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
            let names = outside.iter().map(|it| it.name()).collect();
            faults.push(fault(row, case, alloc::vec![listed(names)]));
        }
    }
    faults
}
