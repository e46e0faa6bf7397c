//! Layouts of file tables as cases.
