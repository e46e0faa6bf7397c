//! Layouts and traps of event records.
