//! JSON, read straight into forms and written straight from reports.
//!
//! serde_json with its visitors and derived serializers cost over a third of the code of the download and twice the time a document;
//! what forms and reports need of JSON is this folder. The tests hold it against serde_json.

mod read;
mod write;

pub(crate) use read::{Fault, Source};
pub(crate) use write::{Json, escape};
