//! Does a dataset hold what it promises?
