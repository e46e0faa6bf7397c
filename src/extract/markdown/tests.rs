//! Layouts and traps of Markdown articles.
