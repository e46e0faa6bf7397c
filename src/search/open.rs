//! What is at hand of an index that is open? Its pieces with their readers, and the figures that scores hang on.

use super::analysis::Language;
use super::fields::{Fields, column};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::columnar::{BytesColumn, Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

/// An index as it was when it was opened.
pub struct Open {
    /// Its fields.
    pub fields: Fields,
    /// Its pieces.
    pub segments: Vec<Segment>,
    /// Articles that can be found: the latest revisions.
    pub articles: u64,
    /// Terms of their titles and of their texts, on average.
    pub lengths: Lengths,
    /// Languages of articles.
    pub languages: Vec<String>,
    /// Which documents are in a language, piece by piece; of English this is not asked.
    spoken: HashMap<Language, Vec<Set>>,
    searcher: Searcher,
}

/// How long texts are on average, in terms.
#[derive(Clone, Copy, Debug)]
pub struct Lengths {
    /// Titles.
    pub title: f32,
    /// All of the text.
    pub body: f32,
}

/// A piece of an index.
pub struct Segment {
    /// Documents, with those that were taken out.
    pub size: u32,
    /// Terms of titles.
    pub title: Arc<InvertedIndexReader>,
    /// Terms of all.
    pub body: Arc<InvertedIndexReader>,
    /// Words of all as they are.
    pub exact: Arc<InvertedIndexReader>,
    /// Identifiers.
    pub identifiers: Arc<InvertedIndexReader>,
    /// Keys of names, of other names, and of references.
    pub keys: [Arc<InvertedIndexReader>; 3],
    digests: Arc<InvertedIndexReader>,
    /// How long titles are.
    pub title_lengths: FieldNormReader,
    /// How long texts are.
    pub body_lengths: FieldNormReader,
    /// Which documents can be found.
    pub latest: Set,
    /// See [`mod@column`].
    pub identity: Column<u64>,
    /// See [`mod@column`].
    pub order: Column<u64>,
    rest: Column<u64>,
    /// See [`mod@column`].
    pub day: Column<i64>,
    /// See [`mod@column`].
    pub kind: Column<u64>,
    /// See [`mod@column`].
    pub roles: Column<u64>,
    /// See [`mod@column`].
    pub product: Option<StrColumn>,
    /// See [`mod@column`].
    pub applies: Option<StrColumn>,
    /// See [`mod@column`].
    pub language: Option<StrColumn>,
    /// See [`mod@column`].
    pub publisher: Option<StrColumn>,
    marks: Option<BytesColumn>,
    reader: SegmentReader,
}

/// A document of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Doc {
    /// The number of its piece.
    pub segment: u32,
    /// Its number there.
    pub number: u32,
}

/// Some of the documents of a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    words: Vec<u64>,
}

impl Set {
    /// None of so many.
    pub fn none(size: u32) -> Set {
        Set { words: vec![0; size.div_ceil(64) as usize] }
    }

    /// Adds one.
    pub fn add(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut((number / 64) as usize) {
            *word |= 1 << (number % 64);
        }
    }

    /// Is it there?
    pub fn has(&self, number: u32) -> bool {
        self.words.get((number / 64) as usize).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Keeps those that another set has, too, or with `without` those that it has not.
    pub fn keep(&mut self, other: &Set, without: bool) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= if without { !other } else { *other };
        }
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut word = word;
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros();
                (bit < 64).then(|| {
                    word &= word - 1;
                    at as u32 * 64 + bit
                })
            })
        })
    }
}

/// Where a section stands among the terms of its article, and the roles that it has: its own, and those of the sections
/// that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The position of its first term.
    pub start: u32,
    /// A bit for each role.
    pub roles: u64,
}

impl Mark {
    /// Marks as bytes.
    pub fn write(marks: &[Mark]) -> Vec<u8> {
        marks.iter().flat_map(|mark| mark.start.to_le_bytes().into_iter().chain(mark.roles.to_le_bytes())).collect()
    }

    fn read(bytes: &[u8]) -> Vec<Mark> {
        let mark = |bytes: &[u8]| {
            let (start, roles) = bytes.split_at(4);
            Mark {
                start: u32::from_le_bytes(start.try_into().unwrap_or_default()),
                roles: u64::from_le_bytes(roles.try_into().unwrap_or_default()),
            }
        };
        bytes.chunks_exact(12).map(mark).collect()
    }
}

impl Open {
    /// Opens what the index holds now.
    pub fn new(index: &tantivy::Index, fields: Fields) -> tantivy::Result<Open> {
        let reader = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).doc_store_cache_num_blocks(64);
        let reader: tantivy::IndexReader = reader.try_into()?;
        let searcher = reader.searcher();
        let segments: tantivy::Result<Vec<Segment>> =
            searcher.segment_readers().iter().map(|reader| Segment::new(reader, fields)).collect();
        let segments = segments?;
        let articles = segments.iter().map(|segment| segment.latest.len()).sum();
        let sum = |lengths: fn(&Segment) -> &FieldNormReader| -> f32 {
            let of = |segment: &Segment| -> u64 {
                segment.latest.iter().map(|number| u64::from(lengths(segment).fieldnorm(number))).sum()
            };
            segments.iter().map(of).sum::<u64>() as f32 / (articles as f32).max(1.0)
        };
        let lengths = Lengths { title: sum(|s| &s.title_lengths).max(1.0), body: sum(|s| &s.body_lengths).max(1.0) };
        let mut languages = Vec::new();
        for column in segments.iter().filter_map(|segment| segment.language.as_ref()) {
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                languages.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
            }
        }
        languages.sort_unstable();
        languages.dedup();
        let mut spoken = HashMap::new();
        for language in languages.iter().map(|tag| Language::of(Some(tag))).filter(|language| !language.is_english()) {
            if let std::collections::hash_map::Entry::Vacant(e) = spoken.entry(language) {
                let sets: tantivy::Result<Vec<Set>> = segments.iter().map(|one| one.spoken(language)).collect();
                e.insert(sets?);
            }
        }
        Ok(Open { fields, segments, articles, lengths, languages, spoken, searcher })
    }

    /// Does a term of the texts stand in an article of this language?
    pub fn is_said_in(&self, term: &str, language: Language) -> tantivy::Result<bool> {
        use tantivy::{DocSet, TERMINATED};
        let sets = self.spoken.get(&language).map_or(&[][..], Vec::as_slice);
        for (segment, set) in self.segments.iter().zip(sets) {
            if let Some(mut postings) = segment.postings(&segment.body, self.fields.body, term, false)? {
                while postings.doc() != TERMINATED {
                    if set.has(postings.doc()) {
                        return Ok(true);
                    }
                    postings.advance();
                }
            }
        }
        Ok(false)
    }

    /// All documents, older revisions included.
    pub fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The record of a document.
    pub fn record(&self, doc: Doc) -> tantivy::Result<Vec<u8>> {
        use tantivy::schema::Value;
        let document: TantivyDocument = self.searcher.doc(DocAddress::new(doc.segment, doc.number))?;
        let record = document.get_first(self.fields.record).and_then(|value| value.as_bytes());
        Ok(record.unwrap_or_default().to_vec())
    }

    /// The digest of a document's record, in hexadecimal.
    pub fn digest(&self, doc: Doc) -> String {
        let segment = &self.segments[doc.segment as usize];
        let half = |column: &Column<u64>| column.first(doc.number).unwrap_or(0);
        format!("{:016x}{:016x}", half(&segment.order), half(&segment.rest))
    }

    /// The document whose record has this digest.
    pub fn digested(&self, digest: &str) -> tantivy::Result<Option<Doc>> {
        for (at, segment) in self.segments.iter().enumerate() {
            let found = segment.numbers(&segment.digests, self.fields.digest, digest)?.next();
            if let Some(number) = found {
                return Ok(Some(Doc { segment: at as u32, number }));
            }
        }
        Ok(None)
    }

    /// Documents with a key among their names, other names or references.
    pub fn keyed(&self, which: usize, key: u64) -> tantivy::Result<Vec<Doc>> {
        let field = [self.fields.own, self.fields.others, self.fields.references][which];
        let mut found = Vec::new();
        for (at, segment) in self.segments.iter().enumerate() {
            let term = Term::from_field_u64(field, key);
            let postings = segment.keys[which].read_postings(&term, IndexRecordOption::Basic)?;
            let numbers = postings.into_iter().flat_map(documents).filter(|&number| !segment.is_gone(number));
            found.extend(numbers.map(|number| Doc { segment: at as u32, number }));
        }
        Ok(found)
    }

    /// Documents that hold an identifier, each with how often.
    pub fn holders(&self, identifier: &str) -> tantivy::Result<Vec<(Doc, u32)>> {
        let mut found = Vec::new();
        for (at, segment) in self.segments.iter().enumerate() {
            if let Some(mut postings) =
                segment.postings(&segment.identifiers, self.fields.identifiers, identifier, false)?
            {
                each(&mut postings, |number, count| {
                    if !segment.is_gone(number) {
                        found.push((Doc { segment: at as u32, number }, count));
                    }
                });
            }
        }
        Ok(found)
    }

    /// Does any article hold an identifier?
    pub fn has_identifier(&self, identifier: &str) -> tantivy::Result<bool> {
        let term = Term::from_field_text(self.fields.identifiers, identifier);
        for segment in &self.segments {
            if segment.identifiers.get_term_info(&term)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// In how many documents a term of the texts stands.
    pub fn frequency(&self, term: &str) -> tantivy::Result<u64> {
        let term = Term::from_field_text(self.fields.body, term);
        let mut frequency = 0;
        for segment in &self.segments {
            frequency += u64::from(segment.body.doc_freq(&term)?);
        }
        Ok(frequency)
    }

    /// The identifiers that begin with a text, up to so many of them, in order.
    pub fn identifiers(&self, from: &str, until: &str, most: usize) -> tantivy::Result<Vec<String>> {
        let mut found = Vec::new();
        for segment in &self.segments {
            let mut stream = segment.identifiers.terms().range().ge(from).lt(until).into_stream()?;
            let before = found.len();
            while found.len() - before < most && stream.advance() {
                found.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(most);
        Ok(found)
    }
}

impl Segment {
    /// The documents that are in a language.
    fn spoken(&self, language: Language) -> tantivy::Result<Set> {
        let mut spoken = Set::none(self.size);
        let Some(column) = &self.language else { return Ok(spoken) };
        let mut own = Vec::new();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            own.push(std::str::from_utf8(stream.key()).is_ok_and(|tag| Language::of(Some(tag)) == language));
        }
        for number in 0..self.size {
            let is_own = |ord: u64| own.get(ord as usize).copied().unwrap_or(false);
            if column.ords().values_for_doc(number).any(is_own) {
                spoken.add(number);
            }
        }
        Ok(spoken)
    }

    fn new(reader: &SegmentReader, fields: Fields) -> tantivy::Result<Segment> {
        let columns = reader.fast_fields();
        let mut latest = Set::none(reader.max_doc());
        let is_latest = columns.u64(column::LATEST)?;
        for number in reader.doc_ids_alive().filter(|&number| is_latest.first(number) == Some(1)) {
            latest.add(number);
        }
        let inverted = |field: Field| reader.inverted_index(field);
        Ok(Segment {
            size: reader.max_doc(),
            title: inverted(fields.title)?,
            body: inverted(fields.body)?,
            exact: inverted(fields.exact)?,
            identifiers: inverted(fields.identifiers)?,
            keys: [inverted(fields.own)?, inverted(fields.others)?, inverted(fields.references)?],
            digests: inverted(fields.digest)?,
            title_lengths: reader.get_fieldnorms_reader(fields.title)?,
            body_lengths: reader.get_fieldnorms_reader(fields.body)?,
            latest,
            identity: columns.u64(column::IDENTITY)?,
            order: columns.u64(column::ORDER)?,
            rest: columns.u64(column::REST)?,
            day: columns.i64(column::DAY)?,
            kind: columns.u64(column::KIND)?,
            roles: columns.u64(column::ROLES)?,
            product: columns.str(column::PRODUCT)?,
            applies: columns.str(column::APPLIES)?,
            language: columns.str(column::LANGUAGE)?,
            publisher: columns.str(column::PUBLISHER)?,
            marks: columns.bytes(column::MARKS)?,
            reader: reader.clone(),
        })
    }

    /// Was this document taken out?
    pub fn is_gone(&self, number: u32) -> bool {
        self.reader.is_deleted(number)
    }

    /// Where the sections of a document begin, and behind them where they end.
    pub fn marks(&self, number: u32) -> std::io::Result<Vec<Mark>> {
        let mut bytes = Vec::new();
        if let Some(marks) = &self.marks
            && let Some(ord) = marks.term_ords(number).next()
        {
            marks.ord_to_bytes(ord, &mut bytes)?;
        }
        Ok(Mark::read(&bytes))
    }

    /// The postings of a term.
    pub fn postings(
        &self,
        index: &InvertedIndexReader,
        field: Field,
        term: &str,
        with_positions: bool,
    ) -> std::io::Result<Option<SegmentPostings>> {
        let option =
            if with_positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        index.read_postings(&Term::from_field_text(field, term), option)
    }

    /// Documents with a term that were not taken out.
    pub fn numbers(
        &self,
        index: &InvertedIndexReader,
        field: Field,
        term: &str,
    ) -> std::io::Result<impl Iterator<Item = u32> + '_> {
        let postings = self.postings(index, field, term, false)?;
        Ok(postings.into_iter().flat_map(documents).filter(|&number| !self.is_gone(number)))
    }
}

/// The documents of postings.
pub fn documents(mut postings: SegmentPostings) -> impl Iterator<Item = u32> {
    use tantivy::DocSet;
    let mut next = postings.doc();
    std::iter::from_fn(move || {
        let now = next;
        (now != tantivy::TERMINATED).then(|| {
            next = postings.advance();
            now
        })
    })
}

/// Gives each document of postings to `take`, with how often it has the term.
pub fn each(postings: &mut SegmentPostings, mut take: impl FnMut(u32, u32)) {
    use tantivy::DocSet;
    use tantivy::postings::Postings;
    let mut number = postings.doc();
    while number != tantivy::TERMINATED {
        take(number, postings.term_freq());
        number = postings.advance();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_added() {
        let mut set = Set::none(130);
        [0, 63, 64, 129].into_iter().for_each(|number| set.add(number));
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert!(set.has(64) && !set.has(65) && !set.has(1000));
        let mut other = Set::none(130);
        [63, 129].into_iter().for_each(|number| other.add(number));
        let mut both = set.clone();
        both.keep(&other, false);
        assert_eq!(both.iter().collect::<Vec<_>>(), [63, 129]);
        set.keep(&other, true);
        assert_eq!((set.len(), set.has(0), set.has(63)), (2, true, false));
    }

    #[test]
    fn marks_are_read_as_they_were_written() {
        let marks = [Mark { start: 7, roles: 1 << 40 }, Mark { start: 70_000, roles: 3 }];
        assert_eq!(Mark::read(&Mark::write(&marks)), marks);
    }
}
