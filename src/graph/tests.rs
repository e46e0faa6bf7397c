//! Small datasets whose graphs are known.
