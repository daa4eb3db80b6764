//! Editing a questionnaire: every edit is taken back exactly, nothing is lost or breaks, and editors do not get in each other's way.

mod build;
mod examples;
mod pages;
mod random;
mod together;
mod undo;
