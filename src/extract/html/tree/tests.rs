//! What is read here must give the very tree that the full tokenizer gives.

use super::{Step, read, walk};
use scraper::Html;
use std::fmt::Write;

/// A tree on one line.
fn drawn(tree: &Html) -> String {
    let mut out = String::new();
    walk(tree, |step| {
        let written = match step {
            Step::Open(element) => {
                let attributes = element.attrs.iter().map(|(name, value)| format!(" {}={:?}", &*name.local, &**value));
                write!(out, "<{}{}>", element.name(), attributes.collect::<String>())
            }
            Step::Text(text) => write!(out, "{text:?}"),
            Step::Close => write!(out, "</>"),
        };
        written.is_ok()
    });
    out
}

fn nodes(tree: &Html) -> usize {
    tree.tree.values().len()
}

fn assert_alike(source: &str) {
    let (quick, until) = read::read(source);
    let (full, until_full) = read::read_by(source, false);
    assert_eq!(drawn(&quick), drawn(&full), "{source:?}");
    assert_eq!((nodes(&quick), until), (nodes(&full), until_full), "{source:?}");
}

#[test]
fn markup_with_errors_is_read_like_any_other() {
    let cases = [
        "<p>a<!-- b --!>c<!--->d<!-- -- > -->e<!---->f<!--",
        "<a href=x?a=1&b=2&copy=3&amp;d>y</a><a href='&copy x&#1;'>&copy &notit; &#x41; &#128; & &",
        "<img src=a/><br/ ><p / id=1 ID=2 =x \"y'>z</P\n></ p></p x=1></><?x y><!x>",
        "<title>&amp;<b></title><textarea>\n<p></textarea><script>'<!--<script></script>'</script>a<style></style>",
        "<pre>\n\na</pre><pre>&#10;b</pre><table>c<td>d<b>e</table>f<plaintext><p>",
        "<svg><title><p></svg><math><![CDATA[<p>]]></math><template><tr><td>x</template>",
        "\u{feff}a\u{feff}<p title=\u{feff}>\u{feff}</p",
        "a\rb\r\n<p\r>\0c",
        "<SCRIPT>a</Script>b<style>&amp;<!-- </styles></style/>c</style>d<iframe><p></iframe>e<title>f</title",
        "<svg><style>a<p>b</style>c</svg><svg><script>d</script><title>e</title></svg><select><style>f</style>g",
        "<noscript><p>a</noscript><xmp><b></xmp><textarea>\n\nb</textarea><script><!-- a --></script>c",
    ];
    for case in cases {
        assert_alike(case);
        for (cut, _) in case.char_indices() {
            assert_alike(&case[..cut]);
        }
    }
}

#[test]
fn pieces_of_markup_in_any_order() {
    const PIECES: &[&str] = &[
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i class=a>",
        "</i>",
        "<a href=\"b&amp;c\">",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "text",
        " ",
        "\n",
        "&lt;",
        "&nbsp;",
        "&",
        "&amp",
        "&#8212;",
        "&bogus;",
        "<",
        ">",
        "/",
        "\"",
        "'",
        "=",
        "<!-- c -->",
        "<!--",
        "-->",
        "--!>",
        "<pre>",
        "\n",
        "<li>",
        "<ul>",
        "</ul>",
        "<script>",
        "</script>",
        "<title>",
        "</title>",
        "<style>",
        "</style>",
        "</title >",
        "<textarea>",
        "</textarea>",
        "<!--",
        "</script",
        "<select><option>",
        "<br/>",
        "<svg>",
        "</svg>",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE html>",
        "<font",
        " size=1",
        " size='2'",
        "é",
        "\u{a0}",
        "-",
        "!",
        "</",
        "<h1 id = x >",
        "<body a=b>",
        "<html lang=de>",
        "<frameset>",
        "<noscript>",
        "<template>",
        "</template>",
        "<form>",
        "<input type=hidden>",
        "<caption>",
        "<col>",
    ];
    let mut state = 1u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for round in 0..3000 {
        let count = if round % 100 == 0 { 3000 } else { 40 };
        let mut source = String::new();
        for _ in 0..count {
            source.push_str(PIECES[next(PIECES.len())]);
        }
        assert_alike(&source);
    }
}

#[test]
fn a_page_is_cut_off_at_the_same_byte_however_it_is_read() {
    for unit in ["<div>", "<p>some text</p><div title='a > b'>&amp;", "<b><p>x", "<!-- - --><i><div>x"] {
        let source = unit.repeat(6000);
        assert_alike(&source);
        assert!(read::read(&source).1 < source.len(), "{unit}");
    }
    let deep = "<div>".repeat(520);
    for markup in ["<script>a<b</script>", "<title>a</title>", "x &amp; &lt; y & z", "<!-- c --><p a='b' c>"] {
        for space in 4070 - deep.len()..4100 - deep.len() {
            assert_alike(&format!("{deep}{}{markup}{}", " ".repeat(space), "text ".repeat(900)));
        }
    }
}
