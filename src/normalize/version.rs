//! Which numbers does a version stand for?

/// The numbers of a dotted version, for comparing: `5.2.3790.201` gives four.
pub fn parts(version: &str) -> Option<Vec<u32>> {
    version.split(['.', ':']).map(|p| p.trim().parse().ok()).collect()
}
