//! Which documents are numbered in a series of their publisher's own, so that a title tells what they are?
//!
//! A token that only looks like an identifier is not enough: error codes open titles too (`ORA-01555: …`).

/// A series of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series {
    /// What its identifiers begin with.
    pub prefix: &'static str,
    /// Who numbers them.
    pub publisher: &'static str,
    /// Are they bulletins or advisories of security?
    pub security: bool,
}

const fn advisory(prefix: &'static str, publisher: &'static str) -> Series {
    Series { prefix, publisher, security: true }
}

const fn document(prefix: &'static str, publisher: &'static str) -> Series {
    Series { prefix, publisher, security: false }
}

const SERIES: &[Series] = &[
    advisory("DSA-", "debian"),
    advisory("DLA-", "debian"),
    advisory("USN-", "ubuntu"),
    advisory("RHSA-", "redhat"),
    document("RHBA-", "redhat"),
    document("RHEA-", "redhat"),
    advisory("GLSA-", "gentoo"),
    advisory("GLSA ", "gentoo"),
    advisory("ELSA-", "oracle"),
    advisory("MDKSA-", "mandriva"),
    advisory("MDVSA-", "mandriva"),
    advisory("SUSE-SU-", "suse"),
    advisory("SUSE-SA:", "suse"),
    advisory("VMSA-", "vmware"),
    advisory("APSB", "adobe"),
    advisory("APSA", "adobe"),
    advisory("FG-IR-", "fortinet"),
    advisory("HPSBUX", "hp"),
    advisory("HPSBMA", "hp"),
    advisory("cisco-sa-", "cisco"),
    document("MDVA-", "adobe"),
    document("ACSD-", "adobe"),
    document("CTX", "citrix"),
    document("FN", "cisco"),
    document("TID", "novell"),
];

/// The series and the identifier that a title opens with: `DSA-4371-1 apt -- security update`, `CTX136387: …`,
/// `Debian Security Advisory DSA-4371-1`.
pub fn opening(title: &str) -> Option<(&'static Series, &str)> {
    let named = ["Security Advisory ", "Security Notice "].iter().find_map(|words| title.split_once(words));
    match named.filter(|(before, _)| before.split_whitespace().count() <= 2) {
        Some((_, rest)) => at_start(rest),
        None => at_start(title),
    }
}

fn at_start(title: &str) -> Option<(&'static Series, &str)> {
    let series = SERIES.iter().find(|s| title.as_bytes().get(..s.prefix.len()) == Some(s.prefix.as_bytes()))?;
    let rest = &title[series.prefix.len()..];
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b':' | b'_');
    let length = rest.bytes().take_while(|&b| is_part(b)).count();
    let id = title[..series.prefix.len() + length].trim_end_matches([':', '.', '-']);
    let digits = id.bytes().filter(u8::is_ascii_digit).count();
    let numbered = rest.starts_with(|c: char| c.is_ascii_digit()) || series.prefix == "cisco-sa-";
    (numbered && digits >= 3).then_some((series, id))
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
