//! 电子表格: rosters, training records, plans and registers out of .xlsx, .xls and .csv, checked row by row.
//!
//! ```text
//! a file's bytes  →  Workbook  →  Sheet (heading, columns, fields of the form)  →  Checked (findings per cell)  →  .xlsx or .csv back
//! ```
//!
//! The browser runs this in a worker and the command natively: one reader, one way to take a heading for a field.
//!
//! ```
//! use zhifa::sheet::{Sheet, Workbook};
//! let text = "行政机关名称：聊城市城市管理局\n姓名,执法证号,政治理论,公共法律知识,业务知识,实操技能,合计\n闫书航,15080616031,16,32,24,32,105\n";
//! let mut book = Workbook::open(text.into(), "台账.csv").unwrap();
//! let mut sheet = Sheet::of(&mut book, 0, "台账.csv", "", &mut |_, _| {}).unwrap();
//! assert_eq!(sheet.targets.layout.form.id, "training/roster");
//! sheet.put("year", "2025");
//! let checked = sheet.check(&zhifa::Options::default(), &mut |_, _| {});
//! let sums: Vec<_> = checked.findings.iter().filter(|it| checked.rule(it) == "PX061").collect();
//! assert_eq!(zhifa::sheet::address(sums[0].row.unwrap(), sums[0].column.unwrap()), "G3");
//! ```

mod checked;
mod head;
mod read;
mod rows;
mod table;
mod write;

pub use checked::{Checked, Found, Officer, Total, Unit};
pub use head::{Heading, Match, Target, Targets};
pub use read::{Unreadable, Workbook};
pub use rows::{Given, Sheet};
pub use table::{Datum, Kind, Merge, Table, address, letters};
pub use write::Writing;
