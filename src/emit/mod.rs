//! How is a dataset written?
