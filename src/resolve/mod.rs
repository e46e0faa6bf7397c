//! What does a reference mean within a dataset?
//!
//! An article goes by its id and its aliases, by the address it was published at, by the path of its file and by the paths
//! that its front matter states. A reference names one of these: an id, an address, or a path as seen from the article that
//! states it. Revisions and translations of one id are one article here. What could mean several articles means none.
//!
//! Names are kept as hashes of 64 bits, some hundred bytes an article: two names that share one by chance occur once in
//! millions of datasets of a million articles, and cost a wrong link. Nothing is fetched, no text is read.

mod address; // addresses and paths in one spelling

use crate::model::{Article, ReferenceKind};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// The names of a dataset's articles.
#[derive(Default)]
pub struct Names {
    meanings: HashMap<u64, Meaning>,
    articles: u32,
}

/// What a name stands for.
#[derive(Clone, Copy)]
struct Meaning {
    rank: Rank,
    /// Number of the article, or [`SEVERAL`].
    number: u32,
}

const SEVERAL: u32 = u32::MAX;

/// How good a name is: a better one keeps a worse one of another article from meaning anything.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The article's own.
    Own,
    /// One that it also has.
    Other,
}

/// Who states a reference, and where.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'a> {
    /// The publisher of the article.
    pub publisher: Option<&'a str>,
    /// Path of its file.
    pub path: &'a str,
    /// Name inside a container.
    pub member: Option<&'a str>,
    /// Address it was published at.
    pub url: Option<&'a str>,
}

impl<'a> Origin<'a> {
    /// Of the references of an article.
    pub fn of(article: &'a Article) -> Origin<'a> {
        Origin {
            publisher: article.publisher.as_deref(),
            path: &article.source.path,
            member: article.source.member.as_deref(),
            url: article.source.url.as_deref(),
        }
    }
}

/// What a reference may be known by, the surest first. It can be kept until all articles are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Keys(Box<[u64]>);

/// What an article goes by, as keys: those that name it before all others, and those by which it is also known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnNames {
    /// Its id, with its publisher first, its address, its file.
    pub own: Vec<u64>,
    /// Aliases, addresses without their region, paths that its front matter states.
    pub others: Vec<u64>,
}

impl OwnNames {
    /// Of an article.
    pub fn of(article: &Article) -> OwnNames {
        let mut names = OwnNames::default();
        let publisher = article.publisher.as_deref();
        names.own.push(id_key(Some(publisher), &article.id));
        // Microsoft's are looked for under its name in any case.
        let others = publisher != Some(MICROSOFT);
        if others {
            names.own.push(id_key(None, &article.id));
        }
        for alias in &article.aliases {
            names.others.push(id_key(Some(publisher), alias));
            if others {
                names.others.push(id_key(None, alias));
            }
        }
        let source = &article.source;
        if let Some(url) = &source.url {
            names.address(url);
        }
        let path = address::path(&[&source.path, source.member.as_deref().unwrap_or("")]);
        names.own.push(key("file", &path));
        if address::page(&path) != path {
            names.own.push(key("page", address::page(&path)));
        }
        for stated in FRONT_MATTER.iter().filter_map(|name| article.metadata.get(*name)).flatten() {
            if stated.starts_with('/') {
                names.others.push(key("site", address::page(&address::path(&[stated]))));
            } else if address::is_absolute(stated) {
                names.address(stated);
            }
        }
        names
    }

    /// The key of the id with its publisher: revisions and translations share it, other articles do not.
    pub fn id(&self) -> u64 {
        self.own.first().copied().unwrap_or(0)
    }

    fn address(&mut self, address: &str) {
        let mut keys = address::absolute(address).into_iter().map(|one| key("at", &one));
        self.own.extend(keys.next());
        self.others.extend(keys);
    }
}

/// Publishers of ids that begin with `KB` or `MS`.
const MICROSOFT: &str = "microsoft";

/// Keys of a front matter that state paths at which the article stands, from the site's root.
const FRONT_MATTER: &[&str] = &["permalink", "url", "slug", "aliases", "redirect_from", "canonical_url", "canonical"];

impl Names {
    /// Adds an article and gives its number, counted from 0. Those of one publisher with the same id have the same number.
    pub fn add(&mut self, article: &Article) -> u32 {
        let names = OwnNames::of(article);
        let number = match self.meanings.get(&names.id()) {
            Some(known) if known.rank == Rank::Own => known.number,
            _ => {
                self.articles += 1;
                self.articles - 1
            }
        };
        names.own.iter().for_each(|&key| self.name(key, Rank::Own, number));
        names.others.iter().for_each(|&key| self.name(key, Rank::Other, number));
        number
    }

    /// How many articles there are; the next one that is new gets this number.
    pub fn articles(&self) -> u32 {
        self.articles
    }

    /// The number of the article that a reference means.
    pub fn meaning(&self, keys: &Keys) -> Option<u32> {
        let known = |key: &u64| self.meanings.get(key).map(|meaning| meaning.number).filter(|&n| n != SEVERAL);
        keys.0.iter().find_map(known)
    }

    /// The number of the article that a person means by an id, an alias, a number of Microsoft's or an address.
    pub fn asked(&self, words: &str) -> Option<u32> {
        self.meaning(&Keys::asked(words))
    }

    fn name(&mut self, key: u64, rank: Rank, number: u32) {
        let known = self.meanings.entry(key).or_insert(Meaning { rank, number });
        if rank < known.rank {
            *known = Meaning { rank, number };
        } else if rank == known.rank && number != known.number {
            known.number = SEVERAL;
        }
    }
}

impl Keys {
    /// Of what a person writes for an article: an id, an alias, a number of Microsoft's or an address.
    pub fn asked(words: &str) -> Keys {
        let words = words.trim();
        let digits = words.strip_prefix(['q', 'Q']).unwrap_or(words);
        let numbered = format!("KB{digits}");
        let mut keys: Vec<u64> =
            [words, &numbered].iter().flat_map(|id| [id_key(Some(Some(MICROSOFT)), id), id_key(None, id)]).collect();
        keys.extend(address::absolute(words).iter().map(|address| key("at", address)));
        keys.push(key("file", &address::path(&[words])));
        Keys(keys.into())
    }

    /// Of an id within a publisher's articles.
    pub fn of_id(publisher: Option<&str>, id: &str) -> Keys {
        Keys([id_key(Some(publisher), id)].into())
    }

    /// The keys, the surest first.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().copied()
    }

    /// Of a reference: its kind, its id, and its address, if it has one beside.
    pub fn of(origin: &Origin<'_>, kind: ReferenceKind, id: &str, url: Option<&str>) -> Keys {
        let mut keys = Vec::new();
        match kind {
            ReferenceKind::Kb | ReferenceKind::Bulletin => {
                // These are Microsoft's, unless a publisher counts its own articles that way.
                keys.extend([origin.publisher, Some(MICROSOFT), None].map(|publisher| id_key(Some(publisher), id)));
                if origin.publisher.is_none() {
                    keys.push(id_key(None, id));
                }
            }
            ReferenceKind::Cve | ReferenceKind::Rfc => {
                keys.extend(
                    [Some(origin.publisher), None, Some(Some(MICROSOFT))].map(|publisher| id_key(publisher, id)),
                );
            }
            ReferenceKind::Url => addresses(origin, id, &mut keys),
            ReferenceKind::File => {}
        }
        if kind != ReferenceKind::File
            && let Some(url) = url.filter(|&url| url != id)
        {
            addresses(origin, url, &mut keys);
        }
        keys.dedup();
        Keys(keys.into())
    }

    /// Tells references to different things apart, as far as their names do.
    pub fn first(&self) -> Option<u64> {
        self.0.first().copied()
    }

    /// Of a fix that another one replaces or is replaced by.
    pub fn of_fix(origin: &Origin<'_>, id: &str) -> Keys {
        Keys::of(origin, kind_of_fix(id), id, None)
    }
}

/// Does a reference lead to an article that a whole set would have? By its id, or by a path as seen from the article.
pub fn leads_to_article(kind: ReferenceKind, id: &str) -> bool {
    match kind {
        ReferenceKind::Kb | ReferenceKind::Bulletin => true,
        ReferenceKind::Url => !address::is_absolute(id) && !id.starts_with(['/', '~']),
        ReferenceKind::Cve | ReferenceKind::Rfc | ReferenceKind::File => false,
    }
}

/// What a reference says without the place on the page, unless that is all of it.
pub fn without_place(id: &str) -> &str {
    id.split('#').next().filter(|bare| !bare.is_empty()).unwrap_or(id)
}

/// What kind of thing the id of a fix is.
pub fn kind_of_fix(id: &str) -> ReferenceKind {
    let number = id.get(..2).filter(|lead| lead.eq_ignore_ascii_case("kb")).map(|_| &id[2..]);
    if number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit())) {
        ReferenceKind::Kb
    } else {
        ReferenceKind::Bulletin
    }
}

/// What an address may be known by.
fn addresses(origin: &Origin<'_>, address: &str, keys: &mut Vec<u64>) {
    let whole = |address: &str, keys: &mut Vec<u64>| {
        keys.extend(address::absolute(address).iter().map(|address| key("at", address)));
        // At a publisher's own host, what ends in an article's id leads to that article.
        for (host, id) in address::ids(address) {
            keys.push(id_key(Some(Some(&host)), &id));
        }
    };
    if address::is_absolute(address) {
        return whole(address, keys);
    }
    if let Some(url) = origin.url {
        whole(&address::joined(url, address), keys);
    }
    let bare = address.split(['?', '#']).next().unwrap_or("");
    let beside = [origin.path, origin.member.unwrap_or("")].join("/");
    let mut folder = beside.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some(from_root) = bare.strip_prefix('~').unwrap_or(bare).strip_prefix('/') {
        keys.push(key("site", address::page(&address::path(&[from_root]))));
        // Where the site's root is cannot be told, but what names a file is in a folder above.
        for _ in 0..if address::names_page(bare) { MOST_FOLDERS } else { 0 } {
            keys.push(key("file", &address::path(&[folder, from_root])));
            if folder.is_empty() {
                break;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
        return;
    }
    // A saved page's file name may hold its query.
    let with_query = address.split('#').next().unwrap_or("");
    keys.push(key("file", &address::path(&[folder, with_query])));
    let path = address::path(&[folder, bare]);
    keys.push(key("file", &path));
    keys.push(key("page", address::page(&path)));
}

/// Folders above an article that may be its site's root.
const MOST_FOLDERS: usize = 16;

/// The key of an id: with the publisher, who may be unknown, or of whoever it is but Microsoft.
fn id_key(publisher: Option<Option<&str>>, id: &str) -> u64 {
    let publisher = publisher.map(|known| known.unwrap_or(""));
    hash(&("id", publisher, id.to_lowercase()))
}

fn key(space: &str, name: &str) -> u64 {
    hash(&(space, Some(name), String::new()))
}

fn hash(name: &(&str, Option<&str>, String)) -> u64 {
    FixedState::with_seed(0).hash_one(name)
}

#[cfg(test)]
pub(crate) mod tests;
