//! What does a site ask and offer around an article that markup does not set apart?
//!
//! Questions whether it helped, lists of other articles, bars of links, notices about cookies, comments. Words decide only
//! where no article says them of its own matter; where it might, the place behind the last section and a list of nothing
//! but links decide with them.

use super::{Place, Reading, role_of};
use crate::extract::html::linear::{Item, Kind};
use crate::extract::html::site;
use crate::model::SectionKind;
use crate::vocabulary::{LabelKind, Rank};

/// Questions and offers behind an article, beside those of the vocabulary; lower case, without the mark at their end.
const QUESTIONS: &[&str] = &[
    "aiutaci a migliorare",
    "avez-vous trouvé cet article utile",
    "can't find what you're looking for",
    "cet article vous a-t-il aidé",
    "cet article vous a-t-il été utile",
    "cette page vous a-t-elle été utile",
    "czy ten artykuł był pomocny",
    "did this answer your question",
    "did this article solve your issue",
    "did this article solve your problem",
    "did this solve your problem",
    "did you find what you were looking for",
    "didn't find what you are looking for",
    "didn't find what you were looking for",
    "did you find it helpful",
    "did you find this article useful",
    "did you find this page helpful",
    "este artigo foi útil",
    "esse artigo foi útil",
    "est-ce que cet article vous a aidé",
    "fue útil este artículo",
    "ha encontrado útil este artículo",
    "hat ihnen dieser artikel geholfen",
    "have more questions",
    "need further assistance",
    "need more help",
    "still need help",
    "haben sie fragen",
    "is this article helpful",
    "is this page helpful",
    "le ha resultado útil este artículo",
    "questo articolo ti è stato utile",
    "questo articolo è stato utile",
    "vond u dit artikel nuttig",
    "war diese antwort hilfreich",
    "war diese seite hilfreich",
    "was dit artikel nuttig",
    "was the information on this page helpful",
    "was this content helpful",
    "was this document helpful",
    "was this solution helpful",
    "was this topic useful",
    "¿fue útil este artículo",
    "è stato utile questo articolo",
    "была ли эта статья полезна",
    "была ли полезна эта статья",
    "эта статья помогла",
    "bu makale yardımcı oldu mu",
    "bu makale faydalı oldu mu",
    "この記事は役に立ちましたか",
    "この情報は役に立ちましたか",
    "이 문서가 도움이 되었습니까",
    "도움이 되었습니까",
    "本文是否有帮助",
    "这篇文章有帮助吗",
    "此页面有帮助吗",
    "這篇文章有幫助嗎",
];

/// How notices about cookies begin; lower case.
const COOKIES: &[&str] = &[
    "we use cookies",
    "this site uses cookies",
    "this website uses cookies",
    "by using this site, you agree to our use of cookies",
    "by continuing to use this site, you agree to",
    "diese website verwendet cookies",
    "diese seite verwendet cookies",
    "wir verwenden cookies",
    "ce site utilise des cookies",
    "nous utilisons des cookies",
    "este sitio web utiliza cookies",
    "este sitio utiliza cookies",
    "utilizamos cookies",
    "este site usa cookies",
    "questo sito utilizza i cookie",
    "questo sito utilizza cookie",
    "deze website maakt gebruik van cookies",
    "deze website gebruikt cookies",
    "ta strona używa plików cookie",
    "мы используем файлы cookie",
    "этот сайт использует файлы cookie",
    "本网站使用 cookie",
    "当サイトではcookieを使用",
];

/// Lines of a comment box; lower case.
const COMMENT_LINES: &[&str] = &[
    "please sign in to leave a comment",
    "article is closed for comments",
    "log in to post comments",
    "log in to comment",
    "bitte melden sie sich an, um einen kommentar zu hinterlassen",
    "vous devez vous connecter pour laisser un commentaire",
    "inicie sesión para dejar un comentario",
    "accedi per aggiungere un commento",
    "por favor, entre para comentar",
    "be the first to comment",
];

/// What a box of comments is called, with the number of them before or behind.
const COMMENTS: &[&str] = &[
    "comment",
    "comments",
    "kommentar",
    "kommentare",
    "commentaire",
    "commentaires",
    "comentario",
    "comentarios",
    "comentários",
    "commenti",
    "reacties",
    "komentarze",
    "комментарии",
    "コメント",
    "댓글",
    "评论",
    "留言",
];

/// What a site calls its lists of other articles, where no section is called so; lower case.
const OFFERS: &[&str] = &[
    "articles in this section",
    "articles similaires",
    "articles populaires",
    "artículos populares",
    "artículos similares",
    "beliebte artikel",
    "customers also viewed",
    "customers who viewed this article also viewed",
    "most viewed articles",
    "other articles in this section",
    "people also viewed",
    "people who viewed this also viewed",
    "popular articles",
    "promoted articles",
    "recently viewed",
    "recently viewed articles",
    "recommended articles",
    "recommended content",
    "relevant content",
    "recommended for you",
    "similar articles",
    "suggested articles",
    "suggested topics",
    "top articles",
    "trending articles",
    "vus récemment",
    "vistos recientemente",
    "you may also like",
    "you might also be interested in",
    "zuletzt angesehen",
    "zuletzt angezeigte beiträge",
    "ähnliche artikel",
    "empfohlene artikel",
    "artigos recomendados",
    "articoli consigliati",
    "aanbevolen artikelen",
    "похожие статьи",
    "最近閲覧した記事",
    "推荐文章",
];

/// Places that a page is shared on.
const SHARED_ON: &[&str] =
    &["facebook", "twitter", "linkedin", "reddit", "whatsapp", "pinterest", "xing", "tumblr", "mastodon", "bluesky"];

fn starts(text: &str, folded: &str) -> bool {
    // Words of the lists hold no letter that changes its length between the cases.
    if text.get(..folded.len()).is_some_and(|t| t.eq_ignore_ascii_case(folded)) {
        return true;
    }
    !folded.is_ascii() && text.chars().flat_map(char::to_lowercase).take(folded.chars().count()).eq(folded.chars())
}

fn is(text: &str, folded: &str) -> bool {
    text.len().abs_diff(folded.len()) <= 2 && text.chars().flat_map(char::to_lowercase).eq(folded.chars())
}

/// Is this a line that a site puts behind an article: `We use cookies …`, `12 out of 15 found this helpful`?
pub(super) fn is_line(words: &str) -> bool {
    let words = words.trim();
    if words.len() > 400 {
        return false;
    }
    COOKIES.iter().any(|c| starts(words, c))
        || words.len() < 160 && COMMENT_LINES.iter().any(|c| starts(words, c))
        || is_count(words)
}

/// `12 out of 15 found this helpful`, `3 people found this article useful`.
fn is_count(words: &str) -> bool {
    let ends = ["found this helpful", "found this article helpful", "found this useful", "found this article useful"];
    let words = words.trim_end_matches(['.', ' ']);
    words.len() < 60 && words.as_bytes().first().is_some_and(u8::is_ascii_digit) && {
        let head = |e: &&str| words.len().checked_sub(e.len()).and_then(|at| words.get(at..));
        ends.iter().any(|e| head(e).is_some_and(|t| t.eq_ignore_ascii_case(e)))
    }
}

/// Does a line only count what readers did, or say how long they take: `15892 Views`, `3 Likes`, `5 minute read`?
pub(super) fn is_counter(words: &str) -> bool {
    const COUNTED: &[&str] = &[
        "answer",
        "answers",
        "contributor",
        "contributors",
        "kudos",
        "likes",
        "min read",
        "minute read",
        "minutes to read",
        "mins read",
        "page views",
        "people found this article helpful",
        "replies",
        "views",
        "votes",
    ];
    let words = words.trim();
    if words.len() > 44 || !words.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let counted = words.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.')).trim_start();
    counted.len() < words.len() && COUNTED.iter().any(|c| c.eq_ignore_ascii_case(counted))
}

/// Is this the heading over readers' comments: `Comments (3)`, `2 Kommentare`?
pub(super) fn heads_comments(heading: &str) -> bool {
    let counts = |c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '[' | ']' | ':' | ' ');
    let words = heading.trim_matches(counts);
    let counted = words.len() < heading.trim().trim_end_matches(':').len();
    counted && heading.len() < 40 && COMMENTS.iter().any(|c| is(words, c))
}

impl Reading<'_> {
    /// Where the last heading stands that opens a section of the article, not of the site. References and disclaimers
    /// close an article and stand behind its properties, too.
    pub(super) fn last_section(&self) -> usize {
        let opens = |item: &Item| {
            self.section_kind(item).is_some_and(|k| !matches!(k, SectionKind::References | SectionKind::Disclaimer))
        };
        self.items.iter().rposition(opens).unwrap_or(0)
    }

    /// The role of a heading that opens a section.
    fn section_kind(&self, item: &Item) -> Option<SectionKind> {
        let heads = !item.chrome && (matches!(item.kind, Kind::Heading(_)) || super::is_bold(item));
        let role = role_of(self.vocabulary, item.text.of(self.text)).filter(|_| heads)?;
        (role.rank == Rank::Section).then_some(role.kind)
    }

    /// Where the last longer text begins that is no disclaimer.
    pub(super) fn last_text(&self) -> u32 {
        let disclaims = |item: &Item| self.section_kind(item) == Some(SectionKind::Disclaimer);
        let behind = &self.items[self.last_section.min(self.items.len())..];
        let own = behind.iter().position(disclaims).map_or(self.items.len(), |at| self.last_section + at);
        let long = |i: &&Item| !i.chrome && i.total > 80 && !site::is_copyright(i.text.of(self.text));
        self.items[..own].iter().rfind(long).map_or(0, |i| i.span.start)
    }

    /// Is this what a site asks or offers behind an article: `Was this article helpful? Yes No`, `Powered by …`?
    pub(super) fn ends_article(&self, words: &str) -> bool {
        words.len() <= 200 && (self.asks(words) || site::is_credit(words))
    }

    /// Is this the heading of what a site puts behind an article? `Comments` is one of the article's own where sections
    /// follow.
    pub(super) fn heads_end(&self, at: usize, words: &str) -> bool {
        site::heads_end(words) && (at > self.last_section || !words.trim().eq_ignore_ascii_case("comments"))
    }

    fn asks(&self, words: &str) -> bool {
        let question = words.find(['?', '？']).map_or(words, |at| &words[..at]);
        let question = question.trim_matches(|c: char| c.is_whitespace() || matches!(c, '¿' | ':' | '。' | '.' | ';'));
        self.vocabulary.label(question) == Some(LabelKind::ChromeEnd) || QUESTIONS.iter().any(|q| is(question, q))
    }

    /// Does the article end with this line of the site: a question whether it helped, or the heading of what else there
    /// is to read, with no section behind?
    pub(super) fn closes(&self, at: usize, words: &str, heading: bool) -> bool {
        let ends = || words.len() <= 200 && self.asks(words) || heading && self.offers_articles(at, words);
        self.place == Place::Body && at > self.last_section && ends()
    }

    /// Is this the heading of a list of nothing but links, under the name of an offer?
    pub(super) fn offers_articles(&self, at: usize, words: &str) -> bool {
        let words = words.trim().trim_end_matches([':', '：', ' ']);
        words.len() <= 80 && at > self.last_section && OFFERS.iter().any(|o| is(words, o)) && self.heads_links(at)
    }

    /// Is there nothing but links between the heading at this position and the next?
    pub(super) fn heads_links(&self, at: usize) -> bool {
        let mut links = 0;
        for item in &self.items[at + 1..] {
            match item.kind {
                Kind::Heading(_) => break,
                _ if item.chrome => break,
                Kind::Rule => {}
                _ if item.linked > 0 && item.linked * 4 >= item.total * 3 => links += 1,
                _ => break,
            }
        }
        links > 0
    }

    /// Is this a row of places to share the page on?
    pub(super) fn is_share_bar(&self, item: &Item, words: &str) -> bool {
        if item.linked == 0 || words.len() > 200 {
            return false;
        }
        let named = |w: &&str| SHARED_ON.iter().any(|s| s.eq_ignore_ascii_case(w));
        let parts = || words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let count = parts().filter(named).count();
        count >= 2 && parts().count() <= count * 3
    }

    /// Is this the way to the page through the site, above the article: `Home > Knowledge Base > Services`? All of its
    /// steps but the page itself are links.
    pub(super) fn is_trail(&self, item: &Item, words: &str) -> bool {
        if self.body_seen || item.linked == 0 || words.len() > 300 || !matches!(item.kind, Kind::Paragraph) {
            return false;
        }
        let steps = words.split(['>', '›', '»', '→']).map(str::trim);
        let steps: Vec<&str> = steps.filter(|s| !s.is_empty()).collect();
        let Some((_, above)) = steps.split_last() else { return false };
        above.len() >= 2 && item.linked as usize >= above.iter().map(|s| s.len()).sum::<usize>()
    }

    /// Is this a row of links with strokes between, at the start or end of the page?
    pub(super) fn is_link_bar(&self, item: &Item, words: &str) -> bool {
        if item.linked == 0 || words.len() > 300 || !matches!(item.kind, Kind::Paragraph) {
            return false;
        }
        let strokes = words.bytes().filter(|b| *b == b'|').count();
        let only = strokes > 0 && (item.total - item.linked.min(item.total)) as usize <= strokes;
        only && (self.place == Place::Front || self.last_text <= item.span.start)
    }
}
