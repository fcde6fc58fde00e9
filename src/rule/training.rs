//! What no condition can say about the sessions of a plan: rows compared with one another.
//!
//! Sessions of one course (one `courseId`) are its batches: an officer attends one of them, so its hours are those of one batch and
//! its places those of all. A session without a course is a course of its own. Every check sorts or looks up, none compares each row
//! with each: a million rows take seconds. `officers` reads sessions by the same functions where officers attended them.

use super::evaluate::Judge;
use super::native::Fault;
use crate::form::{Cell, Frame, Layout, Scalar};
use crate::order::{Key, first_alike, order};
use crate::value::number::Number;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate};

/// One session (培训班次) as these checks see it; a blank text is empty, a blank or unreadable value `None`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Session<'a> {
    /// 课程编号
    pub course: &'a str,
    /// 期次
    batch: &'a str,
    /// 课程
    pub subject: &'a str,
    /// 类别, the option's number
    pub category: Option<u16>,
    /// 参训对象
    audience: &'a str,
    /// 培训地点
    venue: &'a str,
    /// 参训范围 is 全体执法人员.
    for_all: bool,
    /// Held in a room at a time, neither online nor self-study.
    pub face_to_face: bool,
    /// 学时, in millionths
    pub hours: Option<i64>,
    /// 计划参训人数, in millionths
    attendance: Option<i64>,
    /// 开始日期
    pub starts: Option<NaiveDate>,
    /// 结束日期
    pub ends: Option<NaiveDate>,
    /// 每日开始时间, minutes after midnight
    pub start_time: Option<u16>,
    /// 每日结束时间, minutes after midnight
    pub end_time: Option<u16>,
    /// Days on which it is held.
    pub days: Option<i64>,
    /// Rest days are among them.
    pub daily: bool,
}

impl Session<'_> {
    /// Its first and last day as one number.
    pub fn day_pair(&self) -> i64 {
        let day = |it: Option<NaiveDate>| it.map_or(0, |it| i64::from(it.num_days_from_ce()));
        day(self.starts) << 32 | day(self.ends)
    }

    /// Its begin and its end as one number.
    pub fn time_pair(&self) -> i64 {
        let time = |it: Option<u16>| it.map_or(-1, i64::from);
        time(self.start_time) << 32 ^ time(self.end_time)
    }
}

/// A row at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The row.
    pub row: usize,
    /// Which case of the rule.
    pub case: usize,
    /// The row it was compared with; the row itself where a whole course is meant.
    pub other: usize,
    /// A figure for the message, in millionths.
    pub value: i64,
}

/// PX023; `{1}` is the sum of the places.
pub(super) fn places_for_all(judge: &mut Judge<'_>) -> Vec<Fault> {
    let Some(headcount) = headcount(judge) else {
        return Vec::new();
    };
    said(places(&sessions(judge), headcount), |found| {
        number(found.value)
    })
}

/// PX030; `{1}` is the session it collides with.
pub(super) fn collisions_of_sessions(judge: &mut Judge<'_>) -> Vec<Fault> {
    let Some(headcount) = headcount(judge) else {
        return Vec::new();
    };
    let sessions = sessions(judge);
    said(collisions(&sessions, headcount), |found| {
        named(&sessions, found.other)
    })
}

/// PX031; `{1}` is the hours of the first batch.
pub(super) fn batches_unlike(judge: &mut Judge<'_>) -> Vec<Fault> {
    said(unequal_batches(&sessions(judge)), |found| {
        number(found.value)
    })
}

/// PX032; `{1}` is the session that it repeats.
pub(super) fn sessions_repeated(judge: &mut Judge<'_>) -> Vec<Fault> {
    let sessions = sessions(judge);
    said(listed_twice(&sessions), |found| {
        named(&sessions, found.other)
    })
}

pub(super) fn said(found: Vec<Found>, value: impl Fn(&Found) -> String) -> Vec<Fault> {
    let fault = |found: &Found| Fault {
        case: found.case,
        row: u32::try_from(found.row).ok(),
        values: alloc::vec![value(found)],
    };
    found.iter().map(fault).collect()
}

pub(super) fn number(millionths: i64) -> String {
    Number::from_millionths(millionths).to_string()
}

fn named(sessions: &[Session], row: usize) -> String {
    of_row(row, sessions.get(row).map_or("", |session| session.subject))
}

/// A row as a message names it.
pub(super) fn of_row(row: usize, name: &str) -> String {
    format!("第{}行“{}”", row + 1, super::evaluate::shorten(name))
}

/// 行政执法人员总数, in millionths.
fn headcount(judge: &Judge<'_>) -> Option<i64> {
    let layout = judge.world.layout;
    let node = layout.node(layout.child(0, "officerHeadcount", 0)?)?;
    match judge.world.document.root.cell(node.cell) {
        Cell::Value(_, Scalar::Number(count)) => Some(*count),
        _ => None,
    }
}

/// The cells of one column.
pub(super) struct Column<'l> {
    cell: Option<u16>,
    pub options: &'l [(&'l str, &'l str)],
}

impl<'l> Column<'l> {
    #[inline(never)]
    pub fn of(layout: &'l Layout, list: u16, name: &str) -> Self {
        let node = layout
            .child(list, name, 0)
            .and_then(|node| layout.node(node));
        let options = node
            .and_then(|node| node.field)
            .map_or(&[][..], |field| &field.options);
        Column {
            cell: node.map(|node| node.cell),
            options,
        }
    }

    /// What was typed and what it says; `None` for a blank or a mark for nothing.
    #[inline(never)]
    pub fn value<'f>(&self, row: &'f Frame<'_>) -> Option<(&'f str, Scalar)> {
        match row.cell(self.cell?) {
            Cell::Value(typed, scalar) if !matches!(scalar, Scalar::Absent | Scalar::Nothing) => {
                Some((typed.trim(), *scalar))
            }
            _ => None,
        }
    }

    /// The cell of a list of single values.
    pub fn cell<'f, 'a>(&self, row: &'f Frame<'a>) -> Option<&'f Cell<'a>> {
        self.cell.map(|cell| row.cell(cell))
    }

    #[inline(never)]
    pub fn text<'f>(&self, row: &'f Frame<'_>) -> &'f str {
        self.value(row).map_or("", |(typed, _)| typed)
    }

    #[inline(never)]
    pub fn number(&self, row: &Frame<'_>) -> Option<i64> {
        match self.value(row)?.1 {
            Scalar::Number(number) => Some(number),
            _ => None,
        }
    }

    #[inline(never)]
    pub fn date(&self, row: &Frame<'_>) -> Option<NaiveDate> {
        match self.value(row)?.1 {
            Scalar::Date(date) => Some(date),
            _ => None,
        }
    }

    #[inline(never)]
    fn time(&self, row: &Frame<'_>) -> Option<u16> {
        match self.value(row)?.1 {
            Scalar::Time(time) => Some(time),
            _ => None,
        }
    }

    #[inline(never)]
    pub fn choice(&self, row: &Frame<'_>) -> Option<u16> {
        match self.value(row)?.1 {
            Scalar::Choice(choice) => Some(choice),
            _ => None,
        }
    }

    /// Whether an option is chosen and is one of these.
    #[inline(never)]
    pub fn is(&self, row: &Frame<'_>, keys: &[&str]) -> bool {
        let option = self
            .choice(row)
            .and_then(|choice| self.options.get(usize::from(choice)));
        option.is_some_and(|(key, _)| keys.contains(key))
    }
}

/// The rows of a list of the form and the number of its node, by which its columns are found.
pub(super) fn rows_of<'j>(judge: &Judge<'j>, list: &str) -> Option<(u16, &'j [Frame<'j>])> {
    let layout = judge.world.layout;
    let list = layout.child(0, list, 0)?;
    let cell = layout.node(list)?.cell;
    Some((list, judge.world.document.root.cell(cell).rows()))
}

/// Reads the sessions of a plan.
fn sessions<'j>(judge: &Judge<'j>) -> Vec<Session<'j>> {
    sessions_of(judge, "sessions", "classHours")
}

/// Reads the sessions of a list, whose hours stand in the column named; a blank row too, so that rows keep their numbers.
pub(super) fn sessions_of<'j>(judge: &Judge<'j>, list: &str, hours: &str) -> Vec<Session<'j>> {
    let layout = judge.world.layout;
    let Some((list, rows)) = rows_of(judge, list) else {
        return Vec::new();
    };
    let column = |name| Column::of(layout, list, name);
    let course = column("courseId");
    let batch = column("batch");
    let subject = column("subject");
    let category = column("category");
    let mode = column("mode");
    let audience = column("audience");
    let scope = column("audienceScope");
    let venue = column("venue");
    let rest_days = column("includesRestDays");
    let hours = column(hours);
    let attendance = column("plannedAttendance");
    let starts = column("startsOn");
    let ends = column("endsOn");
    let start_time = column("startTime");
    let end_time = column("endTime");
    let session = |row: &'j Frame<'j>| {
        let mut session = Session {
            course: course.text(row),
            batch: batch.text(row),
            subject: subject.text(row),
            category: category.choice(row),
            audience: audience.text(row),
            venue: venue.text(row),
            for_all: scope.is(row, &["allOfficers"]),
            face_to_face: mode.is(
                row,
                &[
                    "intensiveRotation",
                    "lecture",
                    "drill",
                    "caseSeminar",
                    "observation",
                    "contest",
                ],
            ),
            hours: hours.number(row),
            attendance: attendance.number(row),
            starts: starts.date(row),
            ends: ends.date(row),
            start_time: start_time.time(row),
            end_time: end_time.time(row),
            days: None,
            daily: false,
        };
        let every_day =
            !session.face_to_face || matches!(rest_days.value(row), Some((_, Scalar::Bool(true))));
        if let Some((days, daily)) = days_held(judge, &session, every_day) {
            (session.days, session.daily) = (Some(days), daily);
        }
        session
    };
    rows.iter().map(session).collect()
}

/// On how many days a session is held, and whether rest days are among them: working days, unless it takes in rest days or falls on
/// nothing else.
fn days_held(judge: &Judge<'_>, session: &Session, every_day: bool) -> Option<(i64, bool)> {
    let (starts, ends) = (session.starts?, session.ends?);
    let span = ends.signed_duration_since(starts).num_days() + 1;
    if every_day || !(1..=LONGEST).contains(&span) {
        return Some((span, true));
    }
    let first = judge.world.calendar.is_workday(starts);
    let rest = judge
        .world
        .calendar
        .workdays_between(starts, ends, judge.slack)?;
    if rest.provisional || !first.published {
        judge.provisional.set(true);
    }
    let working = rest.days + i64::from(first.working);
    Some(if working > 0 {
        (working, false)
    } else {
        (span, true)
    })
}

/// Rows by course, in the order of each course's first row.
fn courses(sessions: &[Session]) -> Vec<Vec<usize>> {
    let firsts = first_alike(sessions.len(), &|row| Key::of(sessions.get(row)?.course));
    let mut courses: Vec<Vec<usize>> = Vec::new();
    // Where the course of a first row stands among the courses.
    let mut places = alloc::vec![0; sessions.len()];
    for (row, &first) in firsts.iter().enumerate() {
        if first == row {
            if let Some(place) = places.get_mut(row) {
                *place = courses.len();
            }
            courses.push(alloc::vec![row]);
        } else if let Some(course) = places.get(first).and_then(|&at| courses.get_mut(at)) {
            course.push(row);
        }
    }
    courses
}

/// Findings in the order of their rows, then of their cases.
pub(super) fn in_order(found: &[Found]) -> Vec<Found> {
    let key = |at: usize| found.get(at).map(|f| (f.row, f.case, f.other));
    order(found.len(), &mut |a, b| key(a).cmp(&key(b)))
        .iter()
        .filter_map(|&at| found.get(at).copied())
        .collect()
}

/// PX023: courses for all officers whose places are fewer (case 0) or by a fifth more (case 1) than there are officers; `value` is the
/// sum of the places. One batch with too many places alone is another rule's.
fn places(sessions: &[Session], headcount: i64) -> Vec<Found> {
    let mut faults = Vec::new();
    for course in courses(sessions) {
        let batches = || course.iter().filter_map(|&row| sessions.get(row));
        let Some(&row) = course.first().filter(|_| batches().any(|s| s.for_all)) else {
            continue;
        };
        let Some(sum) = batches()
            .map(|s| s.attendance.filter(|places| *places > 0))
            .try_fold(0i64, |sum, n| Some(sum.saturating_add(n?)))
        else {
            continue;
        };
        let case = if sum < headcount {
            0
        } else if sum.saturating_mul(5) > headcount.saturating_mul(6)
            && batches().all(|s| s.attendance <= Some(headcount))
        {
            1
        } else {
            continue;
        };
        faults.push(Found {
            row,
            case,
            other: row,
            value: sum,
        });
    }
    faults
}

/// PX031: the first batch of a course that has other hours (case 0) or another category (case 1) than the course's first batch; `value`
/// is the first batch's hours in millionths.
fn unequal_batches(sessions: &[Session]) -> Vec<Found> {
    let mut faults = Vec::new();
    for course in courses(sessions) {
        let Some((&first, rest)) = course.split_first() else {
            continue;
        };
        let Some(one) = sessions.get(first) else {
            continue;
        };
        let fault = rest.iter().find_map(|&row| {
            let two = sessions.get(row)?;
            let hours = one.hours.zip(two.hours).filter(|(a, b)| a != b);
            let category = one.category.zip(two.category).is_some_and(|(a, b)| a != b);
            match hours {
                Some((value, _)) => Some(Found {
                    row,
                    case: 0,
                    other: first,
                    value,
                }),
                None if category => Some(Found {
                    row,
                    case: 1,
                    other: first,
                    value: 0,
                }),
                None => None,
            }
        });
        faults.extend(fault);
    }
    in_order(&faults)
}

/// PX032: rows that say what an earlier row says: subject, dates, times, place, people and batch.
fn listed_twice(sessions: &[Session]) -> Vec<Found> {
    let told: Vec<(usize, &Session)> = sessions
        .iter()
        .enumerate()
        .filter(|(_, s)| !s.subject.is_empty() && s.starts.is_some() && s.ends.is_some())
        .collect();
    let key = |at: usize| {
        told.get(at).map(|(_, s)| Key {
            numbers: [s.day_pair(), s.time_pair(), s.for_all.into()],
            texts: [s.subject, s.venue, s.audience, s.batch],
        })
    };
    let firsts = first_alike(told.len(), &key);
    told.iter()
        .zip(&firsts)
        .filter_map(|(&(row, _), &first)| {
            let other = told.get(first)?.0;
            (other != row).then_some(Found {
                row,
                case: 0,
                other,
                value: 0,
            })
        })
        .collect()
}

/// Longer than this a session is a window of time, not something held on every day of it.
pub(super) const LONGEST: i64 = 31;

/// How many sessions before it, in order of time, one is compared with. A plan never has as many for the same people within a month; the
/// bound keeps a million rows of one day from taking hours.
pub(super) const LOOK_BACK: usize = 64;

/// PX030: sessions that the same people cannot both attend: their clock times meet (case 0), or there are no times and together they
/// take more than eight hours of a day (case 1). Judged only where each course has one batch and the places of both exceed the headcount:
/// else groups may change over. `other` is the session it collides with.
fn collisions(sessions: &[Session], headcount: i64) -> Vec<Found> {
    let rows: Vec<(&str, NaiveDate, usize)> = courses(sessions)
        .iter()
        .filter_map(|course| match course.as_slice() {
            &[row] => Some(row),
            _ => None,
        })
        .filter_map(|row| {
            let s = sessions.get(row)?;
            let (starts, ends) = (s.starts?, s.ends?);
            let span = ends.signed_duration_since(starts).num_days();
            let same_people = s.for_all || !s.audience.is_empty();
            let group = if s.for_all { "" } else { s.audience };
            (s.face_to_face
                && same_people
                && s.attendance.is_some()
                && (0..LONGEST).contains(&span))
            .then_some((group, starts, row))
        })
        .collect();
    let held: Vec<_> = order(rows.len(), &mut |a, b| rows.get(a).cmp(&rows.get(b)))
        .iter()
        .filter_map(|&at| rows.get(at).copied())
        .collect();
    let mut faults = Vec::new();
    for (at, &(group, _, row)) in held.iter().enumerate() {
        let before = held
            .get(at.saturating_sub(LOOK_BACK)..at)
            .unwrap_or_default();
        let mut found = before
            .iter()
            .rev()
            .take_while(|(other, ..)| *other == group)
            .filter_map(|&(.., other)| {
                Some((
                    collide(sessions.get(other)?, sessions.get(row)?, headcount)?,
                    other,
                ))
            })
            .peekable();
        let first = found.peek().copied();
        let fault = found.find(|&(case, _)| case == 0).or(first);
        faults.extend(fault.map(|(case, other)| Found {
            row: row.max(other),
            case,
            other: row.min(other),
            value: 0,
        }));
    }
    let mut faults = in_order(&faults);
    faults.dedup_by_key(|fault| fault.row);
    faults
}

/// How two sessions for the same people collide, as a case of [`collisions`].
fn collide(one: &Session, two: &Session, headcount: i64) -> Option<usize> {
    if one.starts? > two.ends?
        || two.starts? > one.ends?
        || one.attendance?.saturating_add(two.attendance?) <= headcount
    {
        return None;
    }
    let times = |s: &Session| {
        s.start_time
            .zip(s.end_time)
            .filter(|(start, end)| start < end)
    };
    if let Some((a, b)) = times(one).zip(times(two)) {
        return (a.0 < b.1 && b.0 < a.1).then_some(0);
    }
    let day = |s: &Session| {
        Some((
            i128::from(s.hours?),
            i128::from(s.days.filter(|days| *days > 0)?),
        ))
    };
    let ((hours1, days1), (hours2, days2)) = (day(one)?, day(two)?);
    (hours1 * days2 + hours2 * days1 > 8_000_000 * days1 * days2).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2025, 5, day)
    }

    fn session(course: &str, day: u32) -> Session<'_> {
        Session {
            course,
            subject: course,
            category: Some(1),
            for_all: true,
            face_to_face: true,
            hours: Some(6_000_000),
            attendance: Some(40),
            starts: on(day),
            ends: on(day),
            days: Some(1),
            ..Session::default()
        }
    }

    fn at(from: u16, to: u16, session: Session<'_>) -> Session<'_> {
        Session {
            start_time: Some(from * 60),
            end_time: Some(to * 60),
            ..session
        }
    }

    fn rows(faults: &[Found]) -> Vec<(usize, usize, usize)> {
        faults
            .iter()
            .map(|fault| (fault.row, fault.case, fault.other))
            .collect()
    }

    #[test]
    fn places_are_summed_over_the_batches_of_a_course() {
        let plan = [session("法律", 6), session("实操", 7), session("法律", 13)];
        let [fault] = places(&plan, 70)[..] else {
            panic!("only 实操 has too few places")
        };
        assert_eq!((fault.row, fault.case, fault.value), (1, 0, 40));
        assert_eq!(rows(&places(&plan[..1], 40)), []);
        assert_eq!(
            rows(&places(&[session("甲", 6), session("甲", 7)], 60)),
            [(0, 1, 0)],
            "eighty places for sixty officers"
        );
        assert_eq!(
            rows(&places(&[session("甲", 6)], 20)),
            [],
            "one batch with too many places is another rule's"
        );
    }

    #[test]
    fn a_course_with_a_blank_attendance_is_not_judged() {
        let blank = Session {
            attendance: None,
            ..session("甲", 7)
        };
        assert_eq!(rows(&places(&[session("甲", 6), blank], 600)), []);
    }

    #[test]
    fn sessions_without_a_course_are_not_batches_of_one() {
        let plan = [
            session("", 6),
            Session {
                hours: Some(1),
                ..session("", 7)
            },
        ];
        assert_eq!(rows(&unequal_batches(&plan)), []);
        assert_eq!(rows(&places(&plan, 60)), [(0, 0, 0), (1, 0, 1)]);
    }

    #[test]
    fn batches_of_a_course_are_equal() {
        let shorter = Session {
            hours: Some(4_000_000),
            ..session("甲", 7)
        };
        let other = Session {
            category: Some(2),
            ..session("甲", 8)
        };
        assert_eq!(
            rows(&unequal_batches(&[session("甲", 6), shorter, other])),
            [(1, 0, 0)],
            "once a course"
        );
        assert_eq!(
            rows(&unequal_batches(&[session("甲", 6), other])),
            [(1, 1, 0)]
        );
        assert_eq!(
            rows(&unequal_batches(&[
                session("甲", 6),
                session("甲", 7),
                session("乙", 8)
            ])),
            []
        );
    }

    #[test]
    fn a_line_written_twice_is_found_and_two_batches_of_a_day_are_not() {
        let morning = at(9, 12, session("甲", 6));
        assert_eq!(
            rows(&listed_twice(&[morning, at(14, 17, morning), morning])),
            [(2, 0, 0)]
        );
        assert_eq!(
            rows(&listed_twice(&[
                Session {
                    batch: "1",
                    ..morning
                },
                Session {
                    batch: "2",
                    ..morning
                }
            ])),
            []
        );
    }

    #[test]
    fn clock_times_meet() {
        let plan = [at(9, 12, session("甲", 6)), at(11, 15, session("乙", 6))];
        assert_eq!(rows(&collisions(&plan, 60)), [(1, 0, 0)]);
        assert_eq!(
            rows(&collisions(&[plan[0], at(12, 15, session("乙", 6))], 60)),
            [],
            "one ends as the other starts"
        );
        assert_eq!(
            rows(&collisions(&plan, 80)),
            [],
            "two groups may change over"
        );
        assert_eq!(
            rows(&collisions(
                &[
                    plan[0],
                    Session {
                        face_to_face: false,
                        ..plan[1]
                    }
                ],
                60
            )),
            []
        );
        assert_eq!(
            rows(&collisions(
                &[plan[0], plan[1], at(11, 15, session("乙", 13))],
                60
            )),
            [],
            "乙 has two batches"
        );
        assert_eq!(
            rows(&collisions(&[plan[0], at(11, 15, session("甲", 6))], 60)),
            [],
            "batches of a course"
        );
    }

    #[test]
    fn days_too_full_without_times() {
        let week = Session {
            ends: on(9),
            days: Some(4),
            hours: Some(24_000_000),
            ..session("甲", 6)
        };
        assert_eq!(
            rows(&collisions(&[week, session("乙", 8)], 60)),
            [(1, 1, 0)],
            "six hours a day and six more"
        );
        assert_eq!(
            rows(&collisions(
                &[
                    week,
                    Session {
                        hours: Some(2_000_000),
                        ..session("乙", 8)
                    }
                ],
                60
            )),
            []
        );
        assert_eq!(rows(&collisions(&[week, session("乙", 10)], 60)), []);
    }

    #[test]
    fn only_the_same_people_collide() {
        let part = |audience| Session {
            for_all: false,
            audience,
            ..session("", 6)
        };
        assert_eq!(
            rows(&collisions(
                &[part("一科"), part("二科"), part("一科"), part("")],
                60
            )),
            [(2, 1, 0)]
        );
    }

    #[test]
    fn a_million_sessions_of_one_day_are_judged_in_bounded_time() {
        let plan = alloc::vec![Session { subject: "课", ..at(9, 12, session("", 6)) }; 1_000_000];
        assert_eq!(collisions(&plan, 60).len(), 999_999);
        assert_eq!(listed_twice(&plan).len(), 999_999);
        assert_eq!(places(&plan, 60).len(), 1_000_000);
    }
}
