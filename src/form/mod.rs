//! 表单: what each form holds.
//!
//! The declarations stand beside this file, a folder a family and a file a form; [`Layout`] is one of them opened, and a [`Document`]
//! is what an officer filled in.

mod document;
mod layout;
mod read;
mod write;

pub use document::{Cell, Document, Frame, Remark, Scalar, Unknown};
#[cfg(feature = "sheet")]
pub(crate) use document::{MOST_ROWS, scalar};
pub(crate) use document::{frame_at, lists_around, own_row, put};
pub(crate) use layout::name_in;
pub use layout::{Layout, Node, Place};
pub(crate) use read::read_data;
pub use read::read_json;
pub(crate) use write::{canonical, data_json};
