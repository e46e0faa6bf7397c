//! Which day and time does a notation mean?
