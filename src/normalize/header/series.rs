//! Which documents are numbered in a series of their publisher's own, so that a title tells what they are?
//!
//! A token that only looks like an identifier is not enough: error codes open titles too (`ORA-01555: …`).

use crate::profile::{self, Number, Profile};
use memchr::memmem;
use std::sync::LazyLock;

/// A series of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series {
    /// Who numbers them.
    pub publisher: &'static str,
    /// Are they bulletins or advisories of security?
    pub security: bool,
}

/// The series and the identifier that a title opens with: `DSA-4371-1 apt -- security update`, `CTX136387: …`,
/// `Debian Security Advisory DSA-4371-1`.
pub fn opening(title: &str) -> Option<(Series, &str)> {
    static SECURITY: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("Security "));
    let names = ["Security Advisory ", "Security Notice "];
    let named = || SECURITY.find(title.as_bytes()).and_then(|_| names.iter().find_map(|words| title.split_once(words)));
    match named().filter(|(before, _)| before.split_whitespace().count() <= 2) {
        Some((_, rest)) => at_start(rest),
        None => at_start(title),
    }
}

/// Numbers that identifiers open with a prefix of, in the order of the publishers.
type Prefixed = Vec<(&'static Profile, &'static Number)>;

fn at_start(title: &str) -> Option<(Series, &str)> {
    // Every title comes by here, more than once, and hardly any begins with the byte of one of dozens of prefixes.
    static BY_LEAD: LazyLock<Vec<Prefixed>> = LazyLock::new(|| {
        let mut out = vec![Prefixed::new(); 256];
        for profile in profile::built_in() {
            for number in &profile.numbers {
                let lead = number.prefix().and_then(|prefix| prefix.bytes().next());
                out[usize::from(lead.unwrap_or_default())].push((profile, number));
            }
        }
        out
    });
    let lead = title.bytes().next()?;
    BY_LEAD[usize::from(lead)].iter().find_map(|&(profile, number)| {
        let id = number.opening(title)?;
        Some((Series { publisher: &profile.publisher, security: number.security }, id))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_series_are_told_from_other_openings() {
        let id = |title| opening(title).map(|(series, id)| (series.publisher, id));
        assert_eq!(id("DSA-4371-1 apt -- security update"), Some(("debian", "DSA-4371-1")));
        assert_eq!(id("USN-3863-1: APT vulnerability"), Some(("ubuntu", "USN-3863-1")));
        assert_eq!(id("Debian Security Advisory DSA-4371-1"), Some(("debian", "DSA-4371-1")));
        assert_eq!(id("CTX136387 - Error on login"), Some(("citrix", "CTX136387")));
        assert_eq!(id("MDVA-35569: Orders are lost"), Some(("adobe", "MDVA-35569")));
        for title in ["ORA-01555: snapshot too old", "OL2000: How to", "FN keys do not work", "CTX files", "DSA-"] {
            assert_eq!(id(title), None, "{title}");
        }
    }
}
