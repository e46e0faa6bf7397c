//! Which documents are numbered in a series of their publisher's own, so that a title tells what they are?
//!
//! A token that only looks like an identifier is not enough: error codes open titles too (`ORA-01555: …`).

use crate::profile;

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
    let named = ["Security Advisory ", "Security Notice "].iter().find_map(|words| title.split_once(words));
    match named.filter(|(before, _)| before.split_whitespace().count() <= 2) {
        Some((_, rest)) => at_start(rest),
        None => at_start(title),
    }
}

fn at_start(title: &str) -> Option<(Series, &str)> {
    profile::built_in().iter().find_map(|profile| {
        let (number, id) = profile.numbers.iter().find_map(|number| Some((number, number.opening(title)?)))?;
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
