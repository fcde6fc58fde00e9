//! The command as a back office runs it: the real program on real input.

use std::io::Write;
use std::process::{Command, Stdio};

/// What a run gave.
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn zhifa(arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_zhifa"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that stops early closes its end.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

mod deadline {
    use super::{json, zhifa};

    fn deadline(arguments: &[&str]) -> super::Run {
        zhifa(&[&["deadline"], arguments].concat(), b"")
    }

    #[test]
    fn prints_the_date_and_the_days_counted_and_skipped() {
        let run = deadline(&["2024-05-01", "7", "working-days"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert_eq!(
            run.out,
            "2024-05-13（周一）\n2024-05-01（周三）之后7个工作日，当日不计入\n\
             计入7日：2024-05-06至2024-05-10，2024-05-11 调休上班，2024-05-13\n\
             跳过5日：2024-05-02至2024-05-05 劳动节放假，2024-05-12 周日\n"
        );
        let rolled = deadline(&["2025年1月15日", "15", "days"]).out;
        assert!(rolled.starts_with("2025-02-05（周三）\n"), "{rolled}");
        assert!(
            rolled.contains("跳过6日：2025-01-30至2025-02-04 春节放假"),
            "{rolled}"
        );
        assert!(
            deadline(&["2025-01-15", "15", "days", "--plain"])
                .out
                .starts_with("2025-01-30（周四）\n")
        );
        assert!(
            deadline(&["2025-08-31", "6", "months"])
                .out
                .starts_with("2026-02-28（周六）\n")
        );
        assert!(
            deadline(&["2024-02-29", "1", "years", "--plain"])
                .out
                .starts_with("2025-02-28（周五）\n")
        );
        assert!(
            deadline(&["2025-05-09", "-7", "工作日"])
                .out
                .starts_with("2025-04-27（周日）\n2025-05-09（周五）之前7个工作日")
        );
    }

    #[test]
    fn counts_hours_by_the_minute() {
        let run = deadline(&["2025-07-04 09:20", "24", "hours"]);
        assert_eq!(
            run.out,
            "2025-07-05 09:20\n自2025-07-04 09:20起24小时，不因休息日顺延\n开始的小时不计入的，至2025-07-05 10:00\n"
        );
        let value = json(&deadline(&["2025-07-04T09:20", "24", "hours", "--format", "json"]).out);
        assert_eq!(
            (&value["end"], &value["endAfterStartedHour"]),
            (&"2025-07-05T09:20".into(), &"2025-07-05T10:00".into())
        );
        assert_eq!(deadline(&["2025-07-04", "24", "hours"]).code, 2);
    }

    #[test]
    fn says_when_a_schedule_is_not_published_until_it_is_supplied() {
        let run = deadline(&["2026-12-30", "3", "working-days"]);
        assert!(
            run.out.contains("未核：2027年放假安排尚未收录"),
            "{}",
            run.out
        );
        let value = json(&deadline(&["2026-12-30", "3", "working-days", "--format", "json"]).out);
        assert_eq!(
            (&value["date"], &value["provisional"]),
            (&"2027-01-05".into(), &true.into())
        );
        assert_eq!(
            value["skipped"][0],
            serde_json::json!({"date": "2027-01-01", "reason": "元旦（推算）"})
        );
        assert_eq!(
            value["counted"][0],
            serde_json::json!({"date": "2026-12-31"})
        );

        let path = std::env::temp_dir().join(format!("zhifa-holidays-{}.json", std::process::id()));
        std::fs::write(
            &path,
            r#"{"2027":{"holidays":["2027-01-01","2027-01-04"],"makeup_workdays":[]}}"#,
        )
        .unwrap();
        let supplied = [
            "2026-12-30",
            "3",
            "working-days",
            "--holidays",
            path.to_str().unwrap(),
        ];
        let run = deadline(&supplied);
        assert!(
            run.out.starts_with("2027-01-06（周三）\n") && !run.out.contains("未核"),
            "{}",
            run.out
        );
        std::fs::write(
            &path,
            r#"{"2027":{"holidays":["2028-01-01"],"makeup_workdays":[]}}"#,
        )
        .unwrap();
        let run = deadline(&supplied);
        assert_eq!(run.code, 2);
        assert!(
            run.err
                .contains("放假安排2027年：2028-01-01应列在2028年之下"),
            "{}",
            run.err
        );
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn what_cannot_be_computed_is_said() {
        for (arguments, says) in [
            (
                ["2025-02-30", "7", "days"],
                "起算日不存在：2025年2月只有28日",
            ),
            (["2025-03-01", "99999999", "days"], "期限超出可推算的范围"),
            (["2199-03-01", "50", "years"], "期限超出可推算的范围"),
            (["1800-03-01", "5", "working-days"], "期限超出可推算的范围"),
            (["2025-03-01", "7", "fortnights"], "fortnights"),
            (["2025-03-01", "seven", "days"], "seven"),
            (
                ["2025-03-01", "9223372036854775807", "hours"],
                "起算时刻缺少时刻",
            ),
        ] {
            let run = deadline(&arguments);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
            assert!(run.err.contains(says), "{arguments:?}: {}", run.err);
        }
    }
}
