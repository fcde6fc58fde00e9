//! 规则: what each form must satisfy.
//!
//! The rules stand beside this file as declarations, a folder a family and a file a stage of the procedure; `evaluate` judges their
//! conditions, and the few checks that the condition language cannot say are functions of `native`.

#[cfg(feature = "sheet")]
pub(crate) mod columns;
pub(crate) mod evaluate;
mod groups;
pub(crate) mod native;
#[cfg(feature = "training")]
mod officers;
#[cfg(feature = "training")]
mod training;
