//! What no condition can say about the sessions of a plan: rows compared with one another.
//!
//! Sessions of one course (one `courseId`) are its batches: an officer attends one of them, so its hours are those of one batch and
//! its places those of all. A session without a course is a course of its own. Every check sorts or looks up, none compares each row
//! with each: a million rows take seconds.

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;
use chrono::NaiveDate;

/// One session (培训班次) as these checks see it; a blank text is empty, a blank or unreadable value `None`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Session<'a> {
    /// 课程编号
    pub course: &'a str,
    /// 期次
    pub batch: &'a str,
    /// 课程
    pub subject: &'a str,
    /// 类别, an option's key
    pub category: &'a str,
    /// 参训对象
    pub audience: &'a str,
    /// 培训地点
    pub venue: &'a str,
    /// 参训范围 is 全体执法人员.
    pub for_all: bool,
    /// Held in a room at a time, neither online nor self-study.
    pub face_to_face: bool,
    /// 学时, in millionths
    pub hours: Option<i64>,
    /// 计划参训人数
    pub attendance: Option<i64>,
    /// 开始日期
    pub starts: Option<NaiveDate>,
    /// 结束日期
    pub ends: Option<NaiveDate>,
    /// 每日开始时间, minutes after midnight
    pub start_time: Option<u16>,
    /// 每日结束时间, minutes after midnight
    pub end_time: Option<u16>,
    /// Days on which it is held.
    pub days: Option<u32>,
}

/// A row at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The row.
    pub row: usize,
    /// Which case of the rule.
    pub case: usize,
    /// The row it was compared with; the row itself where a whole course is meant.
    pub other: usize,
    /// A figure for the message, in the unit of the check.
    pub value: i64,
}

/// Rows by course, in the order of each course's first row.
fn courses(sessions: &[Session]) -> Vec<Vec<usize>> {
    let mut named = BTreeMap::new();
    let mut courses: Vec<Vec<usize>> = Vec::new();
    for (row, session) in sessions.iter().enumerate() {
        if session.course.is_empty() {
            courses.push(alloc::vec![row]);
            continue;
        }
        match named.entry(session.course) {
            Entry::Vacant(entry) => {
                entry.insert(courses.len());
                courses.push(alloc::vec![row]);
            }
            Entry::Occupied(entry) => {
                if let Some(course) = courses.get_mut(*entry.get()) {
                    course.push(row);
                }
            }
        }
    }
    courses
}

/// PX023: courses for all officers whose places are fewer (case 0) or by a fifth more (case 1) than there are officers; `value` is the
/// sum of the places. One batch with too many places alone is another rule's.
pub(crate) fn places(sessions: &[Session], headcount: i64) -> Vec<Fault> {
    let mut faults = Vec::new();
    for course in courses(sessions) {
        let batches = || course.iter().filter_map(|&row| sessions.get(row));
        let Some(&row) = course.first().filter(|_| batches().any(|s| s.for_all)) else { continue };
        let Some(sum) = batches().map(|s| s.attendance).try_fold(0i64, |sum, n| Some(sum.saturating_add(n?))) else { continue };
        let case = if sum < headcount {
            0
        } else if sum.saturating_mul(5) > headcount.saturating_mul(6) && batches().all(|s| s.attendance <= Some(headcount)) {
            1
        } else {
            continue;
        };
        faults.push(Fault { row, case, other: row, value: sum });
    }
    faults
}

/// PX031: the first batch of a course that has other hours (case 0) or another category (case 1) than the course's first batch; `value`
/// is the first batch's hours in millionths.
pub(crate) fn unequal_batches(sessions: &[Session]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for course in courses(sessions) {
        let Some((&first, rest)) = course.split_first() else { continue };
        let Some(one) = sessions.get(first) else { continue };
        let fault = rest.iter().find_map(|&row| {
            let two = sessions.get(row)?;
            let hours = one.hours.zip(two.hours).filter(|(a, b)| a != b);
            let category = !one.category.is_empty() && !two.category.is_empty() && one.category != two.category;
            match hours {
                Some((value, _)) => Some(Fault { row, case: 0, other: first, value }),
                None if category => Some(Fault { row, case: 1, other: first, value: 0 }),
                None => None,
            }
        });
        faults.extend(fault);
    }
    faults.sort_unstable_by_key(|fault| fault.row);
    faults
}

/// PX032: rows that say what an earlier row says: subject, dates, times, place, people and batch.
pub(crate) fn listed_twice(sessions: &[Session]) -> Vec<Fault> {
    let mut seen = BTreeMap::new();
    let mut faults = Vec::new();
    for (row, s) in sessions.iter().enumerate() {
        if s.subject.is_empty() || s.starts.is_none() || s.ends.is_none() {
            continue;
        }
        let key = (s.subject, s.starts, s.ends, s.start_time, s.end_time, s.venue, s.audience, s.for_all, s.batch);
        match seen.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(row);
            }
            Entry::Occupied(entry) => faults.push(Fault { row, case: 0, other: *entry.get(), value: 0 }),
        }
    }
    faults
}

/// Longer than this a session is a window of time, not something held on every day of it.
const LONGEST: i64 = 31;

/// How many sessions before it, in order of time, one is compared with. A plan never has as many for the same people within a month; the
/// bound keeps a million rows of one day from taking hours.
const LOOK_BACK: usize = 64;

/// PX030: sessions that the same people cannot both attend: their clock times meet (case 0), or there are no times and together they
/// take more than eight hours of a day (case 1). Judged only where each course has one batch and the places of both exceed the headcount:
/// else groups may change over. `other` is the session it collides with.
pub(crate) fn collisions(sessions: &[Session], headcount: i64) -> Vec<Fault> {
    let mut held: Vec<(&str, NaiveDate, usize)> = courses(sessions)
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
            (s.face_to_face && same_people && s.attendance.is_some() && (0..LONGEST).contains(&span)).then_some((group, starts, row))
        })
        .collect();
    held.sort_unstable();
    let mut faults = Vec::new();
    for (at, &(group, _, row)) in held.iter().enumerate() {
        let before = held.get(at.saturating_sub(LOOK_BACK)..at).unwrap_or_default();
        let mut found = before
            .iter()
            .rev()
            .take_while(|(other, ..)| *other == group)
            .filter_map(|&(.., other)| Some((collide(sessions.get(other)?, sessions.get(row)?, headcount)?, other)))
            .peekable();
        let first = found.peek().copied();
        let fault = found.find(|&(case, _)| case == 0).or(first);
        faults.extend(fault.map(|(case, other)| Fault { row: row.max(other), case, other: row.min(other), value: 0 }));
    }
    faults.sort_unstable_by_key(|fault| (fault.row, fault.case, fault.other));
    faults.dedup_by_key(|fault| fault.row);
    faults
}

/// How two sessions for the same people collide, as a case of [`collisions`].
fn collide(one: &Session, two: &Session, headcount: i64) -> Option<usize> {
    if one.starts? > two.ends? || two.starts? > one.ends? || one.attendance?.saturating_add(two.attendance?) <= headcount {
        return None;
    }
    let times = |s: &Session| s.start_time.zip(s.end_time).filter(|(start, end)| start < end);
    if let Some((a, b)) = times(one).zip(times(two)) {
        return (a.0 < b.1 && b.0 < a.1).then_some(0);
    }
    let day = |s: &Session| Some((i128::from(s.hours?), i128::from(s.days.filter(|&days| days > 0)?)));
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
            category: "publicLaw",
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
        Session { start_time: Some(from * 60), end_time: Some(to * 60), ..session }
    }

    fn rows(faults: &[Fault]) -> Vec<(usize, usize, usize)> {
        faults.iter().map(|fault| (fault.row, fault.case, fault.other)).collect()
    }

    #[test]
    fn places_are_summed_over_the_batches_of_a_course() {
        let plan = [session("法律", 6), session("实操", 7), session("法律", 13)];
        let [fault] = places(&plan, 70)[..] else { panic!("only 实操 has too few places") };
        assert_eq!((fault.row, fault.case, fault.value), (1, 0, 40));
        assert_eq!(rows(&places(&plan[..1], 40)), []);
        assert_eq!(rows(&places(&[session("甲", 6), session("甲", 7)], 60)), [(0, 1, 0)], "eighty places for sixty officers");
        assert_eq!(rows(&places(&[session("甲", 6)], 20)), [], "one batch with too many places is another rule's");
    }

    #[test]
    fn a_course_with_a_blank_attendance_is_not_judged() {
        let blank = Session { attendance: None, ..session("甲", 7) };
        assert_eq!(rows(&places(&[session("甲", 6), blank], 600)), []);
    }

    #[test]
    fn sessions_without_a_course_are_not_batches_of_one() {
        let plan = [session("", 6), Session { hours: Some(1), ..session("", 7) }];
        assert_eq!(rows(&unequal_batches(&plan)), []);
        assert_eq!(rows(&places(&plan, 60)), [(0, 0, 0), (1, 0, 1)]);
    }

    #[test]
    fn batches_of_a_course_are_equal() {
        let shorter = Session { hours: Some(4_000_000), ..session("甲", 7) };
        let other = Session { category: "professional", ..session("甲", 8) };
        assert_eq!(rows(&unequal_batches(&[session("甲", 6), shorter, other])), [(1, 0, 0)], "once a course");
        assert_eq!(rows(&unequal_batches(&[session("甲", 6), other])), [(1, 1, 0)]);
        assert_eq!(rows(&unequal_batches(&[session("甲", 6), session("甲", 7), session("乙", 8)])), []);
    }

    #[test]
    fn a_line_written_twice_is_found_and_two_batches_of_a_day_are_not() {
        let morning = at(9, 12, session("甲", 6));
        assert_eq!(rows(&listed_twice(&[morning, at(14, 17, morning), morning])), [(2, 0, 0)]);
        assert_eq!(rows(&listed_twice(&[Session { batch: "1", ..morning }, Session { batch: "2", ..morning }])), []);
    }

    #[test]
    fn clock_times_meet() {
        let plan = [at(9, 12, session("甲", 6)), at(11, 15, session("乙", 6))];
        assert_eq!(rows(&collisions(&plan, 60)), [(1, 0, 0)]);
        assert_eq!(rows(&collisions(&[plan[0], at(12, 15, session("乙", 6))], 60)), [], "one ends as the other starts");
        assert_eq!(rows(&collisions(&plan, 80)), [], "two groups may change over");
        assert_eq!(rows(&collisions(&[plan[0], Session { face_to_face: false, ..plan[1] }], 60)), []);
        assert_eq!(rows(&collisions(&[plan[0], plan[1], at(11, 15, session("乙", 13))], 60)), [], "乙 has two batches");
        assert_eq!(rows(&collisions(&[plan[0], at(11, 15, session("甲", 6))], 60)), [], "batches of a course");
    }

    #[test]
    fn days_too_full_without_times() {
        let week = Session { ends: on(9), days: Some(4), hours: Some(24_000_000), ..session("甲", 6) };
        assert_eq!(rows(&collisions(&[week, session("乙", 8)], 60)), [(1, 1, 0)], "six hours a day and six more");
        assert_eq!(rows(&collisions(&[week, Session { hours: Some(2_000_000), ..session("乙", 8) }], 60)), []);
        assert_eq!(rows(&collisions(&[week, session("乙", 10)], 60)), []);
    }

    #[test]
    fn only_the_same_people_collide() {
        let part = |audience| Session { for_all: false, audience, ..session("", 6) };
        assert_eq!(rows(&collisions(&[part("一科"), part("二科"), part("一科"), part("")], 60)), [(2, 1, 0)]);
    }

    #[test]
    fn a_million_sessions_of_one_day_are_judged_in_bounded_time() {
        let plan = alloc::vec![Session { subject: "课", ..at(9, 12, session("", 6)) }; 1_000_000];
        assert_eq!(collisions(&plan, 60).len(), 999_999);
        assert_eq!(listed_twice(&plan).len(), 999_999);
        assert_eq!(places(&plan, 60).len(), 1_000_000);
    }
}
