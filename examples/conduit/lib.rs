//! The application is in `main.rs`.
