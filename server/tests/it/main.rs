//! The binary and the server as others use them, on real databases, as one test program.

mod golden;
mod support;
