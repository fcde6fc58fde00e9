//! The command as a back office runs it: the real program on real input.

mod support;

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

mod periods {
    use super::{json, zhifa};

    const LATE: &str = r#"{"form":"penalty/decision","data":{"agency":{"name":"某局"},"case":{"filedOn":"2026-06-08"},"decidedOn":"2026-09-21"}}"#;

    #[test]
    fn a_check_says_how_a_date_was_reached_where_it_is_asked() {
        let check = |more: &[&str]| {
            let arguments = ["check", "-", "--date", "2026-11-23", "--rule", "CF054"];
            zhifa(&[&arguments[..], more].concat(), LATE.as_bytes())
        };
        let told = check(&["--periods"]).out;
        let account = concat!(
            "       期限：2026-09-07（周一）\n",
            "       　　　2026-06-08（周一）之后90日，当日不计入\n",
            "       　　　计入90日：2026-06-09至2026-09-06\n",
            "       　　　顺延1日：2026-09-06 周日\n",
        );
        assert!(told.contains(account), "{told}");
        let short = check(&[]).out;
        assert_eq!(told.replace(account, ""), short);
        let report = json(&check(&["--format", "json"]).out);
        assert_eq!(
            report["findings"][0]["periods"],
            serde_json::json!([{"from": "2026-06-08", "count": 90, "unit": "days", "to": "2026-09-07"}])
        );
    }
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
            rolled.contains("顺延6日：2025-01-30至2025-02-04 春节放假"),
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

mod check {
    use super::{Run, json, zhifa};
    use std::io::{BufRead, BufReader, Write};
    use std::path::PathBuf;
    use std::process::{Command, Stdio};
    use zhifa::{Checker, Options};

    const DATE: [&str; 2] = ["--date", "2026-11-23"];

    fn example(arguments: &[&str]) -> String {
        let run = zhifa(
            &[
                &["example", "penalty/decision", "--format", "json"],
                arguments,
            ]
            .concat(),
            b"",
        );
        assert_eq!(run.code, 0, "{}", run.err);
        run.out.trim_end().to_string()
    }

    /// Checks standard input as JSON.
    fn check(input: impl AsRef<[u8]>) -> Run {
        zhifa(
            &["check", "-", "--format", "json", "--date", "2026-11-23"],
            input.as_ref(),
        )
    }

    /// A file that is removed with the test.
    struct Temporary(PathBuf);

    impl Temporary {
        fn new(name: &str, content: impl AsRef<[u8]>) -> Self {
            let path = std::env::temp_dir().join(format!("zhifa-{}-{name}", std::process::id()));
            std::fs::write(&path, content).unwrap();
            Temporary(path)
        }

        fn path(&self) -> &str {
            self.0.to_str().unwrap()
        }
    }

    impl Drop for Temporary {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    /// The reports of the library, a line each.
    fn library(input: &str) -> String {
        let mut checker = Checker::new(Options {
            date: "2026-11-23".parse().ok(),
            ..Options::default()
        });
        let mut out = String::new();
        checker.check_all(input.as_bytes(), |report| {
            out.push_str(&report.unwrap().to_json());
            out.push('\n');
        });
        out
    }

    #[test]
    fn the_exit_status_tells_errors_from_none() {
        let sound = check(example(&[]));
        assert_eq!((sound.code, sound.err.as_str()), (0, ""));
        let report = json(&sound.out);
        assert_eq!(
            (&report["outcome"], &report["findings"]),
            (&"pass".into(), &serde_json::json!([]))
        );
        assert_eq!(
            (&report["checkedOn"], &report["asOf"]),
            (&"2026-11-23".into(), &"2026-09-14".into())
        );
        let defects = check(example(&["--defects"]));
        assert_eq!((defects.code, defects.err.as_str()), (1, ""));
        assert_eq!(json(&defects.out)["outcome"], "errors");
    }

    #[test]
    fn one_document_an_array_and_a_document_a_line_give_the_reports_of_the_library() {
        let (sound, defects) = (example(&[]), example(&["--defects"]));
        let pretty = zhifa(&["example", "penalty/decision"], b"").out;
        assert!(pretty.lines().count() > 50);
        let expected = library(&sound) + &library(&defects);
        assert_eq!(expected.lines().count(), 2);
        for input in [
            format!("[{sound},{defects}]"),
            format!(" [\n {sound} ,\n\n{defects}\n] \n"),
            format!("{sound}\n{defects}"),
            format!("\u{feff}{sound}\r\n\r\n{defects}\r\n"),
        ] {
            let run = check(&input);
            assert_eq!((run.code, run.err.as_str()), (1, ""));
            assert_eq!(run.out, expected, "{}", &input[..40]);
            assert_eq!(
                library(&input),
                expected,
                "the library reads the same texts"
            );
        }
        for input in [sound.clone(), format!("\u{feff}{sound}\n"), pretty.clone()] {
            assert_eq!(check(&input).out, library(&input));
        }
        let (a, b) = (
            Temporary::new("a.json", &pretty),
            Temporary::new("b.jsonl", format!("{sound}\n{defects}\n")),
        );
        let run = zhifa(
            &[
                &["check", a.path(), b.path(), "--format", "json"][..],
                &DATE,
            ]
            .concat(),
            b"",
        );
        assert_eq!(run.out, library(&pretty) + &expected);
    }

    #[test]
    fn text_is_for_people_and_plain_off_a_terminal() {
        let file = Temporary::new("text.jsonl", example(&[]) + "\n" + &example(&["--defects"]));
        let run = zhifa(&[&["check", file.path()][..], &DATE].concat(), b"");
        assert_eq!((run.code, run.err.as_str()), (1, ""));
        let lines: Vec<&str> = run.out.lines().collect();
        assert_eq!(lines[0], format!("{}:1 行政处罚决定书 通过", file.path()));
        assert!(
            lines[1].starts_with(&format!("{}:2 行政处罚决定书 有错误 错误", file.path())),
            "{}",
            lines[1]
        );
        assert!(run.out.contains("  错误 填写住所（住址） penalty/decision#party.address\n       依据：《中华人民共和国行政处罚法》第59条第1款第1项\n"));
        assert!(
            run.out.contains("可改为：莘交罚〔2026〕19号"),
            "{}",
            run.out
        );
        assert!(!run.out.contains('\u{1b}'));
        let coloured = zhifa(&["check", file.path(), "--color", "always"], b"");
        assert!(coloured.out.contains("\u{1b}[31m有错误\u{1b}[0m"));
    }

    #[test]
    fn a_terminal_gets_colours_and_progress() {
        let terminal = |command: &str, no_colour: bool| {
            let mut script = Command::new("script");
            script
                .args(["-qec", command, "/dev/null"])
                .stdin(Stdio::null());
            script.env_remove("NO_COLOR").env("TERM", "xterm");
            if no_colour {
                script.env("NO_COLOR", "1");
            }
            script
                .output()
                .ok()
                .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let file = Temporary::new("many.jsonl", (example(&[]) + "\n").repeat(300));
        let program = env!("CARGO_BIN_EXE_zhifa");
        let Some(shown) = terminal(
            &format!("{program} check {} --date 2026-11-23", file.path()),
            false,
        ) else {
            println!("skipped: no script(1) to lend a terminal");
            return;
        };
        assert!(shown.contains("\u{1b}[32m通过\u{1b}[0m"), "{shown}");
        let plain = terminal(
            &format!("{program} check {} --date 2026-11-23", file.path()),
            true,
        )
        .unwrap();
        assert!(!plain.contains("\u{1b}[32m通过"));
        // The reports go to a file, the bar to the terminal.
        let bar = terminal(
            &format!(
                "{program} check {} --date 2026-11-23 > /dev/null",
                file.path()
            ),
            false,
        )
        .unwrap();
        assert!(
            bar.contains('%') && bar.contains('份') && !bar.contains("通过"),
            "{bar}"
        );
    }

    #[test]
    fn who_sends_a_line_gets_its_report_at_once() {
        let mut child = Command::new(env!("CARGO_BIN_EXE_zhifa"))
            .args(["check", "-", "--format", "json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let document = example(&[]);
        for _ in 0..3 {
            writeln!(input, "{document}").unwrap();
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            assert_eq!(json(&line)["form"], "penalty/decision");
        }
        drop(input);
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }

    #[test]
    fn a_large_batch_is_not_held_in_memory() {
        let document = example(&[]).replacen('{', &format!("{{{}", " ".repeat(100_000)), 1) + "\n";
        let batch = document.repeat(800);
        assert!(batch.len() > 80_000_000);
        let file = Temporary::new("batch.jsonl", &batch);
        // 64 MB of address space do not hold the batch beside the program.
        let limited = format!(
            "ulimit -v 65536; exec {} check {} --format json",
            env!("CARGO_BIN_EXE_zhifa"),
            file.path()
        );
        let output = Command::new("bash")
            .args(["-c", &limited])
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(
            output.stdout.iter().filter(|byte| **byte == b'\n').count(),
            800
        );
    }

    #[test]
    fn a_reader_that_stops_is_no_fault() {
        let file = Temporary::new("pipe.jsonl", (example(&["--defects"]) + "\n").repeat(500));
        let command = format!(
            "set -o pipefail; {} check {} | head -n 1",
            env!("CARGO_BIN_EXE_zhifa"),
            file.path()
        );
        let output = Command::new("bash")
            .args(["-c", &command])
            .output()
            .unwrap();
        assert_eq!(
            (output.status.code(), output.stderr.len()),
            (Some(0), 0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        for (input, says) in [
            (&b""[..], "标准输入:1:1：没有文书"),
            (b"  \n\n", "标准输入:1:1：没有文书"),
            (
                b"%PDF-1.7\n\xff\xfe\x00",
                "标准输入:1:1：此处不符合JSON格式",
            ),
            (b"\x00\x01\x02", "标准输入:1:1：此处不符合JSON格式"),
            (b"hello", "标准输入:1:1：此处不符合JSON格式"),
            (b"null", "标准输入:1:"),
            (b"[1]", "标准输入:1:"),
            (b"\"text\"", "标准输入:1:"),
            (b"{}", "缺少form"),
            (b"{\"form\":\"penalty/decision\"}", "缺少data"),
            (
                b"{\"form\":\"penalty/decison\",\"data\":{}}",
                "是否为“penalty/decision”",
            ),
            (b"{\"form\":7,\"data\":{}}", "标准输入:1:"),
            (
                "{\"form\":\"penalty/decision\",\n \"data\":{\"案由\":x}}".as_bytes(),
                "标准输入:2:15：此处不符合JSON格式",
            ),
            (
                b"{\"form\":\"penalty/decision\",\"data\":{\"caseName\":\"a",
                "内容不完整",
            ),
            (
                b"{\"form\":\"penalty/decision\",\"data\":{\"caseName\":\"\\ud800\"}}",
                "代理字符",
            ),
            (
                b"{\"form\":\"penalty/decision\",\"data\":{\"caseName\":\"\xb0\xb8\"}}",
                "标准输入:1:",
            ),
            (
                b"[{\"form\":\"penalty/decision\",\"data\":{}}",
                "数组未以]结束",
            ),
            (
                b"[{\"form\":\"penalty/decision\",\"data\":{}} {}]",
                "两份文书之间应有逗号",
            ),
        ] {
            let run = check(input);
            let shown = String::from_utf8_lossy(input);
            assert_eq!(run.code, 2, "{shown}: {}", run.out);
            assert!(run.err.contains(says), "{shown}: {}", run.err);
            assert!(!run.err.contains("panicked"), "{}", run.err);
        }
        assert_eq!(check("[]").code, 0, "no document is no fault in an array");
        for (path, says) in [
            (
                "/no/such/file.json",
                "/no/such/file.json：无法读取：没有这个文件",
            ),
            ("/", "/：无法读取：这是文件夹，应为文件"),
        ] {
            let run = zhifa(&["check", path], b"");
            assert_eq!(run.code, 2);
            assert!(run.err.contains(says), "{}", run.err);
        }
    }

    #[test]
    fn what_cannot_be_read_leaves_the_other_documents() {
        let sound = example(&[]);
        for input in [
            format!("{sound}\n{{\"form\":\n{{\"form\":\"tale\",\"data\":{{}}}}\n{sound}\n"),
            format!("[{sound},\n{{\"form\":1}},\n{{\"form\":\"tale\",\"data\":{{}}}},{sound}]"),
        ] {
            let run = check(&input);
            assert_eq!(run.code, 2);
            assert_eq!(run.out.lines().count(), 2, "{}", run.out);
            assert_eq!(run.err.lines().count(), 2, "{}", run.err);
            assert!(
                run.err.contains("标准输入:2:") && run.err.contains("标准输入:3:"),
                "{}",
                run.err
            );
        }
        let file = Temporary::new("left.json", &sound);
        let run = zhifa(
            &[
                "check",
                "/no/such/file.json",
                file.path(),
                "--format",
                "json",
            ],
            b"",
        );
        assert_eq!((run.code, run.out.lines().count()), (2, 1));
    }

    #[test]
    fn excess_is_survived() {
        let document =
            |data: &str| format!("{{\"form\":\"penalty/decision\",\"data\":{{{data}}}}}");
        let reported = |input: &str| {
            let run = check(input);
            assert!(run.code <= 1, "{}", run.err);
            json(&run.out)
        };
        // Wrong types are kept and said.
        let wrong = reported(&document(
            r#""caseName":{"a":1},"decidedOn":[1],"penalties":5,"party":7,"agency":null,"officers":[1,null,[]]"#,
        ));
        let paths: Vec<&str> = wrong["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|it| it["path"].as_str())
            .collect();
        assert!(
            paths.contains(&"/penalties") && paths.contains(&"/party"),
            "{paths:?}"
        );
        // Names that mean something in other languages are fields like any other.
        let odd = reported(&document(
            r#""__proto__":{"x":1},"constructor":1,"prototype":2,"":3"#,
        ));
        let text = odd["findings"].to_string();
        assert!(
            text.contains("__proto__") && text.contains("constructor"),
            "{text}"
        );
        // A million rows, ten million characters, deep nesting.
        let rows = |count| {
            let rows = vec!["{\"kind\":\"fine\"}"; count].join(",");
            document(&format!("\"penalties\":[{rows}]"))
        };
        let million = check(rows(1_000_000));
        assert_eq!(million.code, 2);
        assert!(
            million.err.contains("一张明细表超过200000行"),
            "{}",
            million.err
        );
        let rows = reported(&rows(20_000));
        assert!(
            rows["notChecked"]
                .to_string()
                .contains("行数过多，未逐行比较"),
            "{}",
            rows["notChecked"]
        );
        assert_eq!(rows["outcome"], "errors");
        assert!(rows["findings"].as_array().unwrap().len() < 10_000);
        let long = check(document(&format!(
            "\"caseName\":\"{}\"",
            "案".repeat(10_000_000 / 3)
        )));
        assert_eq!(long.code, 1, "{}", long.err);
        assert!(
            long.out.len() < 1_000_000,
            "a report does not repeat a long text: {}",
            long.out.len()
        );
        let deep = check(document(&format!(
            "\"caseName\":{}1{}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        )));
        assert_eq!(deep.code, 2);
        assert!(deep.err.contains("嵌套过深"), "{}", deep.err);
        let early = check(format!(
            "{{\"data\":{}1{},\"form\":\"penalty/decision\"}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        ));
        assert_eq!(early.code, 2);
    }

    #[test]
    fn a_caller_sets_the_date_the_packs_the_rules_and_the_reasons() {
        let document = example(&["--defects"]);
        let run = |arguments: &[&str]| {
            zhifa(
                &[&["check", "-", "--format", "json"], arguments].concat(),
                document.as_bytes(),
            )
        };
        assert_eq!(
            json(&run(&["--date", "2026年10月1日"]).out)["checkedOn"],
            "2026-10-01"
        );
        let today = json(&run(&[]).out)["checkedOn"]
            .as_str()
            .unwrap()
            .to_string();
        assert!(today.as_str() > "2026-01-01", "{today}");
        let packs = json(&run(&["--pack", "liaocheng-2024"]).out)["packs"].to_string();
        assert!(packs.contains("liaocheng-2024"), "{packs}");
        let only = json(&run(&["--rule", "CF054"]).out);
        let rules: Vec<&str> = only["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|it| it["rule"].as_str())
            .collect();
        assert_eq!(rules, ["CF054"]);

        let reasons = Temporary::new(
            "reasons.json",
            r#"[{"rule":"TY021","path":"/party/creditCode","reason":"原登记即如此"}]"#,
        );
        let told = json(&run(&["--acknowledge", reasons.path()]).out);
        let finding = told["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["rule"] == "TY021")
            .unwrap();
        assert_eq!(finding["acknowledged"], "原登记即如此");

        let unread = Temporary::new("unread.json", "{}");
        for (arguments, says) in [
            (["--date", "2026-13-01"], "检查日期的月份应为1至12"),
            (["--pack", "mars"], "没有规则包“mars”，现有national"),
            (
                ["--set", "hearing=1"],
                "没有设定“hearing”，现有hearingThreshold.person",
            ),
            (
                ["--set", "hearingThreshold.person=many"],
                "设定hearingThreshold.person",
            ),
            (["--acknowledge", unread.path()], "应为[{"),
            (["--holidays", unread.path()], ""),
            (["--holidays", "/no/such"], "/no/such：无法读取"),
        ] {
            let refused = run(&arguments);
            if says.is_empty() {
                assert_eq!(refused.code, 1, "an empty table adds nothing");
                continue;
            }
            assert_eq!(
                (refused.code, refused.out.as_str()),
                (2, ""),
                "{arguments:?}"
            );
            assert!(refused.err.contains(says), "{arguments:?}: {}", refused.err);
        }
    }
}

mod catalogue {
    use super::{json, zhifa};
    use serde_json::Value;
    use std::io::Write;
    use std::process::{Command, Stdio};

    fn given(arguments: &[&str]) -> String {
        let run = zhifa(arguments, b"");
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        run.out
    }

    fn form_ids() -> Vec<String> {
        let forms = json(&given(&["forms", "--format", "json"]));
        forms
            .as_array()
            .unwrap()
            .iter()
            .map(|form| form["id"].as_str().unwrap().to_string())
            .collect()
    }

    /// A program's answer to some text; none where the program is not there.
    fn asked(program: &str, arguments: &[&str], input: &str) -> Option<(bool, String)> {
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        child.stdin.take()?.write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        Some((output.status.success(), text))
    }

    #[test]
    fn forms_are_listed_by_family() {
        let text = given(&["forms"]);
        assert!(text.starts_with("行政许可\n"), "{text}");
        assert!(
            text.lines()
                .any(|line| line.starts_with("  penalty/decision ")
                    && line.ends_with(" 行政处罚决定书")),
            "{text}"
        );
        let forms = json(&given(&["forms", "--format", "json"]));
        let decision = forms
            .as_array()
            .unwrap()
            .iter()
            .find(|form| form["id"] == "penalty/decision")
            .unwrap();
        assert_eq!(
            decision,
            &serde_json::json!({"id": "penalty/decision", "title": "行政处罚决定书", "family": "penalty", "familyTitle": "行政处罚",
                "alias": ["普通程序", "一般程序", "处罚书", "罚款决定书", "罚单"]})
        );
        assert!(form_ids().iter().any(|id| id == "training/annual-plan"));
    }

    #[test]
    fn every_rule_is_listed_and_explained() {
        let rules = json(&given(&["rules", "--format", "json"]));
        let rules = rules.as_array().unwrap();
        assert!(rules.len() > 200, "{}", rules.len());
        for key in [
            "id", "severity", "title", "pack", "forms", "basis", "covers",
        ] {
            assert!(
                rules
                    .iter()
                    .all(|rule| !rule[key].is_null() && rule[key] != ""),
                "{key}"
            );
        }
        let of_form = json(&given(&[
            "rules",
            "training/annual-plan",
            "--format",
            "json",
        ]));
        let of_form = of_form.as_array().unwrap();
        assert!(
            of_form.len() < rules.len()
                && of_form
                    .iter()
                    .all(|rule| rule["forms"].to_string().contains("training/annual-plan"))
        );
        let text = given(&["rules"]);
        assert_eq!(text.lines().count(), rules.len());
        assert!(text.contains("\nCF054 错误 自立案之日起九十日内作出处罚决定\n"));

        let text = given(&["explain", "TY021"]);
        assert!(text.contains("行政强制全部") && !text.contains("查封、扣押决定书"));
        let text = given(&["explain", "TY097"]);
        assert!(text.contains("、责令改正通知书") && !text.contains("询问笔录"));

        let text = given(&["explain", "CF054"]);
        for part in [
            "CF054 自立案之日起",
            "适用：行政处罚决定书",
            "程度：错误（全国）",
            "第六十条（2021-07-15起施行）",
            "说明：",
            "处理：",
            "情形：错误，决定日期晚于立案日期后90日（末日逢假顺延），且",
            "有问题的例子：\n",
            "  立案日期：2026-07-14 → 2026-06-10\n",
            "  结果：错误 决定日期2026年9月14日超过办案期限",
            "没有问题的例子：\n  与规范示例相同\n",
        ] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
        assert!(
            given(&["explain", "cf054"]) == text,
            "small letters will do"
        );
        // A rule of several forms says of which each example is.
        let text = given(&["explain", "JC062"]);
        assert!(
            text.contains("有问题的例子（现场检查（勘验）笔录）：\n  机关名称：莘县市场监督管理局 → 莘县应急管理局\n"),
            "{text}"
        );
        let sampling = text.split("有问题的例子（抽样记录）：\n").nth(1).unwrap();
        assert!(
            sampling.contains("  抽样方式：现场抽样\n")
                && sampling.contains("  执法人员已签名：是 → 否\n  结果：需核对 执法人员没有签名"),
            "{sampling}"
        );
        let covered = rules
            .iter()
            .filter_map(|rule| Some((rule["covers"][0].as_str()?, &rule["id"])))
            .find(|(id, _)| rules.iter().all(|rule| rule["id"] != *id))
            .unwrap();
        assert_eq!(
            &json(&given(&["explain", covered.0, "--format", "json"]))["id"],
            covered.1
        );
        let told = json(&given(&["explain", "CF054", "--format", "json"]));
        assert!(!told["why"].is_null() && !told["todo"].is_null() && !told["fail"].is_null());
        let said = told["fail"][0]["messages"][0].as_str().unwrap();
        assert!(said.starts_with("决定日期2026年9月14日超过"), "{said}");
        let form = given(&["explain", "penalty/decision"]);
        for part in [
            "penalty/decision 行政处罚决定书\n也叫：普通程序、一般程序、处罚书、罚款决定书、罚单\n适用法律的日期：决定日期\n",
            "\n  姓名或名称 party.name 文本\n    错误，必须填写（全国）\n",
            "当事人类型是“公民”的，应填写（市场监管）",
            "\n  CF054 错误 自立案之日起九十日内作出处罚决定\n",
        ] {
            assert!(form.contains(part), "{part} is missing: {form}");
        }
        let form = json(&given(&["explain", "penalty/decision", "--format", "json"]));
        assert!(form["rules"].to_string().contains("\"CF054\""));
        let required = given(&["explain", "penalty/decision#party.name"]);
        assert!(required.contains("程度：错误，必须填写（全国）\n依据：《中华人民共和国行政处罚法》第五十九条第一款第（一）项"), "{required}");
        // A name of the form that stands on a shared one: the officer reads what both stand for.
        let named = given(&[
            "explain",
            "filing/subject-announcement#subjects[].entrustPublished",
        ]);
        assert!(named.contains("主体种类是“受委托组织”，且并非（变动情况已填写，且变动情况是“取消”），且并非（主体状态已填写，且主体状态是“已终止”）的，应填写"), "{named}");
        for (arguments, says) in [
            (["explain", "CF0541"], "没有规则“CF0541”，是否为“CF"),
            (
                ["explain", "penalty/decision#party.nme"],
                "是否为“penalty/decision#party.name”",
            ),
            (["explain", ""], "没有规则“”"),
            (
                ["rules", "penalty/decison"],
                "没有表单“penalty/decison”，是否为“penalty/decision”",
            ),
            (["schema", "tale"], "没有表单“tale”"),
            (["example", "tale"], "没有表单“tale”"),
        ] {
            let run = zhifa(&arguments, b"");
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
            assert!(run.err.contains(says), "{}", run.err);
        }
    }

    #[test]
    fn every_citation_stands_in_the_statutes_with_its_terms() {
        let citations = given(&["rules", "--format", "citations"]);
        let rows = json(&citations);
        for row in rows.as_array().unwrap() {
            assert!(
                row["instrument"].is_string()
                    && row["article"].is_string()
                    && row["terms"].is_array(),
                "{row}"
            );
        }
        assert!(citations.contains("penalty/decision#party.name"));
        let Some(checker) = crate::support::shared("tools/check_citations.py") else {
            return;
        };
        match asked("python3", &[&checker.display().to_string()], &citations) {
            Some((sound, faults)) => assert!(sound, "{faults}"),
            None => println!("skipped: no python3"),
        }
    }

    #[test]
    fn examples_are_documents_that_do_what_they_say() {
        for id in form_ids() {
            for (arguments, code) in [
                (&["example", &id][..], 0),
                (&["example", &id, "--defects"], 1),
            ] {
                let run = zhifa(&["check", "-"], given(arguments).as_bytes());
                assert_eq!(run.code, code, "{arguments:?}: {}{}", run.out, run.err);
            }
            assert_eq!(
                json(&given(&["example", &id])),
                json(&given(&["example", &id, "--format", "json"]))
            );
        }
        // A form may be called by the name on the paper.
        assert_eq!(
            given(&["example", "行政处罚决定书"]),
            given(&["example", "penalty/decision"])
        );
    }

    #[test]
    fn a_schema_takes_the_sound_example_and_refuses_what_is_not_of_the_form() {
        const AJV: &str = "
            let ajv, formats;
            try { ajv = require('ajv/dist/2020').default; formats = require('ajv-formats').default; } catch { console.log('absent'); process.exit(0); }
            const [schema, sound, wrong] = JSON.parse(require('fs').readFileSync(0));
            const check = formats(new ajv({ strict: true, allowUnionTypes: true, allErrors: true })).compile(schema);
            if (!check(sound)) throw new Error(JSON.stringify(check.errors, null, 1));
            for (const document of wrong) if (check(document)) throw new Error('taken: ' + JSON.stringify(document));
        ";
        for id in form_ids() {
            let schema = json(&given(&["schema", &id]));
            assert_eq!(
                schema["$schema"],
                "https://json-schema.org/draft/2020-12/schema"
            );
            assert_eq!(schema, json(&given(&["schema", &id, "--format", "json"])));
            let sound = json(&given(&["example", &id]));
            let mut wrong = vec![
                serde_json::json!({}),
                serde_json::json!({"form": "tale", "data": sound["data"]}),
            ];
            // Of some forms no national law says what they must always hold.
            if !schema["$defs"]["data"]["required"].is_null() {
                wrong.push(serde_json::json!({"form": id, "data": {}}));
            }
            if id == "penalty/decision" {
                for (pointer, value) in [
                    ("/data/party/kind", Value::from("nobody")),
                    ("/data/decidedOn", "2026年9月14日".into()),
                    ("/data/penalties", "罚款".into()),
                    ("/data/penalties/0/amount", "十元".into()),
                    ("/data/party/name", "".into()),
                ] {
                    let mut document = sound.clone();
                    *document
                        .pointer_mut(pointer)
                        .unwrap_or_else(|| panic!("{pointer}")) = value;
                    wrong.push(document);
                }
            }
            let input = serde_json::json!([schema, sound, wrong]).to_string();
            match asked("node", &["-e", AJV], &input) {
                Some((_, said)) if said.contains("absent") => {
                    // CI installs it before it tests; there a skip would hide the test.
                    assert!(std::env::var_os("CI").is_none(), "ajv is not installed");
                    println!("skipped: ajv is not installed")
                }
                Some((sound, said)) => assert!(sound, "{id}: {said}"),
                None => println!("skipped: no node"),
            }
        }
    }

    #[test]
    fn types_name_every_form_and_its_fields() {
        let types = given(&["types"]);
        for id in form_ids() {
            assert!(types.contains(&format!("  \"{id}\": ")), "{id}");
        }
        for part in [
            "export interface PenaltyDecision {",
            "  /** 文号 */\n  documentNumber?: string;",
            "kind?: \"person\" | \"soleTrader\" | \"company\" | \"branch\" | \"organization\";",
            "  penalties?: {\n",
            "  legalBasis?: string[];",
            "export class Session {",
        ] {
            assert!(types.contains(part), "{part}");
        }
    }

    #[test]
    fn the_handbook_is_an_asset_with_every_rule() {
        let handbook = json(&given(&["handbook"]));
        for rule in json(&given(&["rules", "--format", "json"]))
            .as_array()
            .unwrap()
        {
            let id = rule["id"].as_str().unwrap();
            if !id.contains('#') {
                assert!(handbook["rules"][id]["why"].is_string(), "{id}");
            }
        }
        let path = std::env::temp_dir().join(format!("zhifa-handbook-{}.json", std::process::id()));
        assert_eq!(given(&["handbook", path.to_str().unwrap()]), "");
        assert_eq!(json(&std::fs::read_to_string(&path).unwrap()), handbook);
        std::fs::remove_file(&path).unwrap();
        let run = zhifa(&["handbook", "/no/such/folder/handbook.json"], b"");
        assert_eq!(run.code, 2);
        assert!(run.err.contains("无法写入"), "{}", run.err);
    }

    #[test]
    fn help_is_chinese() {
        let help = given(&["--help"]);
        assert!(
            help.contains("用法：") && help.contains("检查文书"),
            "{help}"
        );
        for command in [
            "check", "forms", "rules", "explain", "schema", "example", "types", "handbook",
            "deadline",
        ] {
            assert!(help.contains(command), "{command}");
            assert!(given(&[command, "--help"]).contains("用法："), "{command}");
        }
        assert!(given(&["--version"]).starts_with("zhifa 0."));
        assert_eq!(zhifa(&[], b"").code, 2);
        assert_eq!(zhifa(&["check"], b"").code, 2);
    }
}
