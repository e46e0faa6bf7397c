//! Pages in the layouts that exist, in small.

