//! What does a publisher do its own way, and how are its pages recognised?
//!
//! A profile is a small TOML file: names and hosts of a publisher, how its articles are numbered, its words for headings
//! and labels, the order of its dates, and where on its pages the article stands. A few publishers are compiled in
//! (`publishers/`); a user's files are read by the same code. A profile changes nothing for articles that are not its
//! publisher's. How a page or text is read is not decided here: a profile only adds to the vocabulary and answers
//! questions.

mod file; // TOML → profile, or what is wrong with it
mod number; // identifiers by their patterns
mod signs; // what an input says of where it is from

pub use number::{Found, Number, Place};
pub use signs::{Signs, host};

use crate::error::Error;
use crate::model::Form;
use crate::vocabulary::Vocabulary;
use foldhash::fast::FixedState;
use scraper::Selector;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// How a publisher's articles are recognised and read.
pub struct Profile {
    /// The publisher's name in records.
    pub publisher: String,
    /// Names by which its pages state it, as [`joined`].
    names: Vec<String>,
    /// Hosts of its pages, in lower case; what stands under them belongs to them.
    hosts: Vec<String>,
    /// How its articles are numbered.
    pub numbers: Vec<Number>,
    /// How it writes dates that are all numbers.
    pub date_order: Option<DateOrder>,
    /// What it puts behind its titles.
    title_suffixes: Vec<String>,
    /// Heading phrases and labels, its own included; none if it has none of its own.
    pub vocabulary: Option<Arc<Vocabulary>>,
    /// Where on its pages the article stands; none if it does not say.
    pub page: Option<Page>,
}

/// Order of the parts in dates that are all numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// `31.12.2004`.
    Dmy,
    /// `12/31/2004`.
    Mdy,
    /// `2004/12/31`.
    Ymd,
}

/// Where on a publisher's pages the article stands.
pub struct Page {
    /// The element that holds it.
    pub article: Option<Selector>,
    /// What the site put there.
    pub leave_out: Vec<Selector>,
}

impl Profile {
    /// Reads a profile; its words are added to those of `base`.
    pub fn read(path: &Path, text: &str, base: &Vocabulary) -> Result<Profile, Error> {
        file::read(path, text, base)
    }

    /// Do these signs tell an article of this publisher?
    pub fn recognises(&self, signs: &Signs) -> bool {
        signs.hosts.iter().any(|host| self.owns(host))
            || signs.names.iter().any(|name| self.is_called(name))
            || self.numbers.iter().any(|number| number.recognises(signs))
    }

    fn owns(&self, host: &str) -> bool {
        let under = |own: &String| host.strip_suffix(own.as_str()).is_some_and(|r| r.is_empty() || r.ends_with('.'));
        self.hosts.iter().any(under)
    }

    /// Is this a name of the publisher?
    pub fn is_called(&self, name: &str) -> bool {
        let name = joined(name);
        !name.is_empty() && self.names.contains(&name)
    }

    /// A title without what the publisher puts behind its titles.
    pub fn title<'t>(&self, title: &'t str) -> &'t str {
        let cut = |suffix: &String| title.strip_suffix(suffix.as_str()).map(str::trim_end).filter(|t| !t.is_empty());
        self.title_suffixes.iter().find_map(cut).unwrap_or(title)
    }
}

/// A user's profiles.
#[derive(Default)]
pub struct Profiles {
    given: Vec<Arc<Profile>>,
    named: Option<Arc<Profile>>,
}

impl Profiles {
    /// These profiles; one of the named publisher holds for all that no other recognises.
    pub fn new(given: Vec<Profile>, publisher: Option<&str>) -> Profiles {
        let given: Vec<Arc<Profile>> = given.into_iter().map(Arc::new).collect();
        let named = publisher.and_then(|name| given.iter().find(|p| p.is_called(name))).cloned();
        Profiles { given, named }
    }

    /// The profile that an input is read by: the first that recognises it, else the one that was named.
    pub fn choose(&self, text: &str, form: Form, address: Option<&str>) -> Option<&Arc<Profile>> {
        if self.given.is_empty() {
            return None;
        }
        let signs = Signs::of(text, form, address);
        self.given.iter().find(|profile| profile.recognises(&signs)).or(self.named.as_ref())
    }
}

/// Publishers that are known without a user's word.
const BUILT_IN: &[(&str, &str)] = &[
    ("adobe", include_str!("publishers/adobe.toml")),
    ("apple", include_str!("publishers/apple.toml")),
    ("atlassian", include_str!("publishers/atlassian.toml")),
    ("autodesk", include_str!("publishers/autodesk.toml")),
    ("broadcom", include_str!("publishers/broadcom.toml")),
    ("checkpoint", include_str!("publishers/checkpoint.toml")),
    ("cisco", include_str!("publishers/cisco.toml")),
    ("citrix", include_str!("publishers/citrix.toml")),
    ("debian", include_str!("publishers/debian.toml")),
    ("dell", include_str!("publishers/dell.toml")),
    ("eset", include_str!("publishers/eset.toml")),
    ("f5", include_str!("publishers/f5.toml")),
    ("fortinet", include_str!("publishers/fortinet.toml")),
    ("gentoo", include_str!("publishers/gentoo.toml")),
    ("hp", include_str!("publishers/hp.toml")),
    ("hpe", include_str!("publishers/hpe.toml")),
    ("ibm", include_str!("publishers/ibm.toml")),
    ("jetbrains", include_str!("publishers/jetbrains.toml")),
    ("juniper", include_str!("publishers/juniper.toml")),
    ("lenovo", include_str!("publishers/lenovo.toml")),
    ("mandriva", include_str!("publishers/mandriva.toml")),
    ("microsoft", include_str!("publishers/microsoft.toml")),
    ("mozilla", include_str!("publishers/mozilla.toml")),
    ("netapp", include_str!("publishers/netapp.toml")),
    ("novell", include_str!("publishers/novell.toml")),
    ("oracle", include_str!("publishers/oracle.toml")),
    ("paloaltonetworks", include_str!("publishers/paloaltonetworks.toml")),
    ("progress", include_str!("publishers/progress.toml")),
    ("qnap", include_str!("publishers/qnap.toml")),
    ("redhat", include_str!("publishers/redhat.toml")),
    ("salesforce", include_str!("publishers/salesforce.toml")),
    ("sap", include_str!("publishers/sap.toml")),
    ("servicenow", include_str!("publishers/servicenow.toml")),
    ("sophos", include_str!("publishers/sophos.toml")),
    ("splunk", include_str!("publishers/splunk.toml")),
    ("sun", include_str!("publishers/sun.toml")),
    ("suse", include_str!("publishers/suse.toml")),
    ("synology", include_str!("publishers/synology.toml")),
    ("ubuntu", include_str!("publishers/ubuntu.toml")),
    ("veeam", include_str!("publishers/veeam.toml")),
    ("veritas", include_str!("publishers/veritas.toml")),
    ("vmware", include_str!("publishers/vmware.toml")),
];

static PUBLISHERS: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| {
        // A test reads every compiled-in file, so this cannot fail in a released binary.
        Profile::read(Path::new(name), text, &Vocabulary::default())
            .unwrap_or_else(|e| unreachable!("publisher {name}: {e}"))
    };
    BUILT_IN.iter().map(read).collect()
});

/// The publishers that are known without a user's word.
pub fn built_in() -> &'static [Profile] {
    &PUBLISHERS
}

/// The one name of a publisher that is known by this name, whatever its signs and case.
pub fn publisher(name: &str) -> Option<&'static str> {
    static NAMES: LazyLock<HashMap<&str, &str, FixedState>> = LazyLock::new(|| {
        let names = |p: &'static Profile| p.names.iter().map(|name| (name.as_str(), p.publisher.as_str()));
        PUBLISHERS.iter().flat_map(names).collect()
    });
    NAMES.get(joined(name).as_str()).copied()
}

/// A name without signs and spaces, in lower case: names are written in many ways.
fn joined(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
