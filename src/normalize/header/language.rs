//! Which language is the article in?
//!
//! What is declared comes first. Else its headings tell, if several agree; else the words of its prose: the commonest
//! words of English by themselves, all others by a recogniser of languages, which is believed only when it is sure.
//! Chinese and Japanese share headings, so there the characters decide. A sample is enough.

use crate::Options;
use crate::extract::{FieldName, RawBlockKind};
use crate::section::Sectioned;
use crate::vocabulary::Languages;
use whatlang::Lang;

/// Bytes of prose that are looked at.
const SAMPLE: usize = 1200;

/// The article's language as a BCP 47 tag.
pub fn language(sectioned: &Sectioned, options: &Options) -> Option<String> {
    let extracted = &sectioned.extracted;
    let stated = extracted.field(FieldName::Language).map(|f| f.value.as_str());
    if let Some(tag) = extracted.language.as_deref().and_then(declared).or_else(|| stated.and_then(declared)) {
        return Some(tag);
    }
    let told = by_headings(sectioned, options);
    if let Some((tag, count)) = told
        && count >= 2
        && !matches!(tag.get(..2), Some("zh" | "ja"))
    {
        return Some(tag.to_owned());
    }
    let sample = sample(sectioned);
    by_words(&sample).or(told.map(|(tag, _)| tag)).map(str::to_owned)
}

/// The language that most distinct headings are in, and how many they are.
fn by_headings<'o>(sectioned: &Sectioned, options: &'o Options) -> Option<(&'o str, usize)> {
    let mut votes: Vec<(&str, usize)> = Vec::new();
    let mut spoken = [0usize; Languages::BITS as usize];
    let mut seen: Vec<&str> = Vec::new(); // a dozen headings in an article, a few in a language
    for heading in sectioned.sections.iter().filter_map(|s| s.heading) {
        let words = heading.of(&sectioned.extracted.text);
        if seen.len() < 32
            && !seen.contains(&words)
            && let Some((language, languages)) = options.vocabulary.language(words)
        {
            seen.push(words);
            spoken.iter_mut().enumerate().for_each(|(at, count)| *count += (languages >> at & 1) as usize);
            match votes.iter_mut().find(|(l, _)| *l == language) {
                Some((_, count)) => *count += 1,
                None => votes.push((language, 1)),
            }
        }
    }
    // Neighbours share many of their words: where one language has all the headings of another and more, it is that.
    let most = *spoken.iter().max()?;
    let all = spoken.iter().zip(options.vocabulary.languages()).filter(|(count, _)| **count == most);
    if let [(_, only)] = all.collect::<Vec<_>>()[..] {
        return Some((only, most));
    }
    // The first of the most frequent, so that a tie is decided by the document's order.
    let most = votes.iter().map(|v| v.1).max()?;
    votes.into_iter().find(|v| v.1 == most)
}

/// Words of the prose, and no others: what holds digits or signs is a name, a path or a command.
fn sample(sectioned: &Sectioned) -> String {
    let extracted = &sectioned.extracted;
    let mut out = String::with_capacity(SAMPLE + 64);
    for block in &extracted.blocks {
        let text = match &block.kind {
            RawBlockKind::Paragraph => block.span,
            RawBlockKind::ListItem { text, .. } | RawBlockKind::Note { text, .. } => *text,
            _ => continue,
        };
        let mut rest = text.of(&extracted.text);
        while out.len() < SAMPLE {
            let Some((word, behind)) = next_word(rest) else { break };
            rest = behind;
            // Scripts that do not space their words have whole clauses here.
            let is_word = word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'\'' || b == b'-' || b >= 0x80);
            if !word.is_empty() && is_word {
                let end = if word.len() <= 60 { None } else { word.char_indices().nth(60) };
                out.push_str(&word[..end.map_or(word.len(), |(at, _)| at)]);
                out.push(' ');
            }
        }
        if out.len() >= SAMPLE {
            break;
        }
    }
    out
}

/// The next word, without signs at its ends, and what stands behind it. Bytes tell it as long as they are ASCII.
fn next_word(text: &str) -> Option<(&str, &str)> {
    let blank = |b: &u8| matches!(b, b'\t'..=b'\r' | b' ');
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|b| !blank(b))?;
    let end = bytes[start..].iter().position(|b| blank(b) || !b.is_ascii()).map_or(bytes.len(), |n| start + n);
    if bytes.get(end).is_none_or(u8::is_ascii) {
        let word = &bytes[start..end];
        let first = word.iter().position(u8::is_ascii_alphanumeric).unwrap_or(word.len());
        let last = word.iter().rposition(u8::is_ascii_alphanumeric).map_or(first, |n| n + 1);
        return Some((&text[start + first..start + last], &text[end..]));
    }
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (end > 0).then(|| (text[..end].trim_matches(|c: char| !c.is_alphanumeric()), &text[end..]))
}

/// The language of a sample, when it is sure.
fn by_words(sample: &str) -> Option<&'static str> {
    if is_english(sample) {
        return Some("en");
    }
    if let Some(tag) = by_characters(sample) {
        return Some(tag);
    }
    let found = whatlang::detect(sample)?;
    // Neighbours (Danish and Norwegian) are never quite sure; much text makes up for it.
    let sure = found.is_reliable() || found.confidence() >= 0.5 && sample.split(' ').count() >= 40;
    sure.then(|| tag_of(found.lang())).flatten()
}

/// The commonest words of English, of five letters at most. Few of them are words of another language.
const COMMON: [u64; 25] = {
    const WORDS: [&str; 25] = [
        "the", "and", "to", "of", "is", "you", "that", "this", "for", "with", "are", "when", "not", "be", "from", "it",
        "your", "can", "if", "has", "by", "was", "which", "have", "how",
    ];
    let mut out = [0; 25];
    let mut at = 0;
    while at < out.len() {
        out[at] = packed(WORDS[at].as_bytes());
        at += 1;
    }
    out
};

/// A short word in small letters as one number.
const fn packed(word: &[u8]) -> u64 {
    let mut out = 0;
    let mut at = 0;
    while at < word.len() {
        out = out << 8 | word[at].to_ascii_lowercase() as u64;
        at += 1;
    }
    out
}

/// Are the commonest words of English as frequent as in English?
fn is_english(sample: &str) -> bool {
    let (mut words, mut hits, mut distinct) = (0usize, 0usize, 0u32);
    for word in sample.as_bytes().split(|&b| b == b' ').filter(|w| !w.is_empty()).take(120) {
        words += 1;
        if word.len() <= 5 {
            let word = packed(word);
            let which = COMMON.iter().enumerate().fold(0, |all, (at, &common)| all | u32::from(common == word) << at);
            hits += usize::from(which != 0);
            distinct |= which;
        }
    }
    // A sixth of English; a name of a product in another language has one or two of them.
    words >= 5 && hits * 7 >= words && distinct.count_ones() >= if words < 20 { 2 } else { 3 }
}

/// Japanese, Korean and both ways of writing Chinese, told by characters that only one of them has.
fn by_characters(sample: &str) -> Option<&'static str> {
    const TRADITIONAL: &str =
        "個們這來為說時國會對發開關應無機檔電網體訊與後從點過還經資設錯誤問題統驅動執將錄連線當發選項變啟儲許帳號";
    const SIMPLIFIED: &str =
        "个们这来为说时国会对发开关应无机档电网体讯与后从点过还经资设错误问题统驱动执将录连线当发选项变启储许帐号";
    let (mut han, mut kana, mut hangul, mut traditional, mut simplified, mut other) = (0, 0, 0, 0, 0, 0);
    for c in sample.chars() {
        match c {
            '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => kana += 1,
            '\u{ac00}'..='\u{d7a3}' => hangul += 1,
            '\u{4e00}'..='\u{9fff}' => {
                han += 1;
                let (old, new) = (TRADITIONAL.contains(c), SIMPLIFIED.contains(c));
                traditional += usize::from(old && !new);
                simplified += usize::from(new && !old);
            }
            _ => other += usize::from(c.is_alphabetic()),
        }
    }
    // A character of these says about as much as three letters; a few of them in a text are quoted.
    let own = han + kana + hangul;
    if own < 6 || own * 3 < other {
        return None;
    }
    if hangul * 2 > own {
        return Some("ko");
    }
    if kana * 10 > own {
        return Some("ja");
    }
    match traditional.cmp(&simplified) {
        std::cmp::Ordering::Greater => Some("zh-Hant"),
        std::cmp::Ordering::Less => Some("zh-Hans"),
        std::cmp::Ordering::Equal => None,
    }
}

/// BCP 47 wants the shortest code. Chinese is told by its characters.
fn tag_of(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Mkd => "mk",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Aze => "az",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Mar => "mr",
        Lang::Guj => "gu",
        Lang::Kan => "kn",
        Lang::Mal => "ml",
        Lang::Pan => "pa",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Tha => "th",
        Lang::Khm => "km",
        Lang::Mya => "my",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Cat => "ca",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Afr => "af",
        // Seldom right where technical words are many, and hardly ever the language of such an article.
        _ => return None,
    })
}

/// The tag of a declared language, whether as a tag (`en-us`) or by its name (`German`). A damaged or invented
/// declaration is none.
fn declared(value: &str) -> Option<String> {
    const NAMES: &[(&str, &str)] = &[
        ("english", "en"),
        ("german", "de"),
        ("deutsch", "de"),
        ("french", "fr"),
        ("français", "fr"),
        ("spanish", "es"),
        ("español", "es"),
        ("italian", "it"),
        ("italiano", "it"),
        ("portuguese", "pt"),
        ("português", "pt"),
        ("dutch", "nl"),
        ("nederlands", "nl"),
        ("polish", "pl"),
        ("polski", "pl"),
        ("russian", "ru"),
        ("русский", "ru"),
        ("japanese", "ja"),
        ("日本語", "ja"),
        ("korean", "ko"),
        ("한국어", "ko"),
        ("swedish", "sv"),
        ("turkish", "tr"),
    ];
    let value = value.trim();
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == value || name.eq_ignore_ascii_case(value)) {
        return Some((*tag).to_owned());
    }
    is_tag(value).then(|| canonical_tag(value))
}

/// Has it the shape of a language tag: two or three letters, then parts of up to eight letters and digits?
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or("");
    (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// `en-us` → `en-US`, `EN_us` → `en-US`, `zh-hans-cn` → `zh-Hans-CN`.
fn canonical_tag(tag: &str) -> String {
    let parts = tag.split(['-', '_']).enumerate().map(|(at, part)| match (at, part.len()) {
        (0, _) => part.to_ascii_lowercase(),
        (_, 2) => part.to_ascii_uppercase(),
        // Slicing is safe for ASCII only; a tag has nothing else.
        (_, 4) => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
        _ => part.to_ascii_lowercase(),
    });
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_languages_are_tags_or_names() {
        assert_eq!(declared("en-us").as_deref(), Some("en-US"));
        assert_eq!(declared("ZH_hans_cn").as_deref(), Some("zh-Hans-CN"));
        assert_eq!(declared("Deutsch").as_deref(), Some("de"));
        for damaged in ["en-\u{1}", "{{lang}}", "e", "Klingon", "", "en--"] {
            assert_eq!(declared(damaged), None, "{damaged}");
        }
    }

    #[test]
    fn words_and_characters_tell_the_language() {
        for (sample, tag) in [
            ("The service stops when you restart the computer and the log is full", Some("en")),
            (
                "Der Dienst wird beendet wenn der Computer neu gestartet wird und das Protokoll voll ist weil es nicht gelöscht wurde",
                Some("de"),
            ),
            (
                "Le service s'arrête lorsque vous redémarrez l'ordinateur et que le journal est plein car il n'a pas été effacé",
                Some("fr"),
            ),
            (
                "Служба останавливается при перезагрузке компьютера если журнал событий переполнен и не был очищен",
                Some("ru"),
            ),
            ("Η υπηρεσία σταματά όταν κάνετε επανεκκίνηση του υπολογιστή", Some("el")),
            ("問題 コンピューターを再起動するとサービスが停止します 原因", Some("ja")),
            ("重新啟動電腦時 服務會停止 這個問題的原因是檔案錯誤", Some("zh-Hant")),
            ("重新启动计算机时 服务会停止 这个问题的原因是文件错误", Some("zh-Hans")),
            ("컴퓨터를 다시 시작하면 서비스가 중지됩니다", Some("ko")),
            ("Setup Manager Wizard", None),
            ("", None),
        ] {
            assert_eq!(by_words(sample), tag, "{sample}");
        }
    }
}
