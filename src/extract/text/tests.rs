//! Which lines of a text-form article become what? One layout or trap a case.

use super::*;
use crate::extract::{FieldName, RawBlockKind};

/// Kinds of blocks with their words, one a line; header lines are left out.
fn shape(article: &str) -> String {
    let options = Options::default();
    let mut out = Extracted::new(Form::Text, "pss-text", String::new());
    blocks(article, 0..article.len(), &options, &mut out);
    let each = out.blocks.iter().filter_map(|block| {
        let words = |span: Span| span.of(article).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(match &block.kind {
            RawBlockKind::Header => return None,
            RawBlockKind::Heading { level, text } => format!("h{level} {}", words(*text)),
            RawBlockKind::ListItem { ordered, depth, text } => {
                format!("li{depth}{} {}", if *ordered { "#" } else { "" }, words(*text))
            }
            RawBlockKind::Note { label, text } => format!("note {} | {}", words(*label), words(*text)),
            RawBlockKind::Code { .. } => format!("code {}", words(block.span)),
            RawBlockKind::Rule => "rule".to_owned(),
            _ => format!("p {}", words(block.span)),
        })
    });
    each.collect::<Vec<_>>().join("\n")
}

fn field(article: &str, name: FieldName) -> Option<String> {
    let mut out = Extracted::new(Form::Text, "pss-text", String::new());
    blocks(article, 0..article.len(), &Options::default(), &mut out);
    out.field(name).map(|f| f.value.clone())
}

#[test]
fn a_wrapped_title_is_one() {
    let head =
        "DOCUMENT:Q1  1-MAY-1999  [x]\nTITLE   :XADM: Replication Stops After\nRestoring a Server\nPRODUCT :Exchange\n";
    assert_eq!(field(head, FieldName::Title).as_deref(), Some("XADM: Replication Stops After Restoring a Server"));
    assert_eq!(field(head, FieldName::Modified).as_deref(), Some("1-MAY-1999"));
}

#[test]
fn an_article_that_breaks_off_is_said_to() {
    let codes = |article: &str| {
        let mut out = Extracted::new(Form::Text, "pss-text", String::new());
        blocks(article, 0..article.len(), &Options::default(), &mut out);
        out.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>()
    };
    let cut = "DOCUMENT:Q100001  1-MAY-1999  [x]\n\nSUMMARY\n=======\n\nIt breaks o";
    assert_eq!(codes(cut), [Code::Truncated]);
    let rule = "=".repeat(70);
    assert_eq!(codes(&format!("{cut}\n\n{rule}\nKeywords          : kbinfo\n")), []);
}

#[test]
fn a_title_may_stand_before_the_first_label() {
    let head =
        "Setup Cannot Read the\nDisk in Drive A\nPSS ID Number: Q90210\nArticle last modified on 10-13-1994\n\n3.10\n";
    assert_eq!(field(head, FieldName::Title).as_deref(), Some("Setup Cannot Read the Disk in Drive A"));
    assert_eq!(field(head, FieldName::ArticleId).as_deref(), Some("Q90210"));
    assert_eq!(field("Just a text.\n\nIt says nothing.\n", FieldName::Title), None);
}

#[test]
fn the_trailers_keywords_win_over_the_heads_cut_ones() {
    let article = "DOCUMENT:Q1  1-MAY-1999  [x]\nKEYWORDS:kbprb kbWinNT4\n\nSUMMARY\n=======\n\nx\n\nAdditional query words:\n\n\
        ======================================================================\nKeywords          : kbprb kbWinNT400sp6fix \n";
    assert_eq!(field(article, FieldName::Keywords).as_deref(), Some("kbprb kbWinNT400sp6fix"));
    assert_eq!(shape(article), "h1 SUMMARY\np x");
}

#[test]
fn products_are_unwrapped_and_nested_ones_follow() {
    let article = "The information in this article applies to:\n\n - The C/C++ Compiler (CL.EXE), included with:\n    \
        - Microsoft Visual C++, 32-bit Edition, version 1.0, used\n      with:\n       - Microsoft Windows NT\n\
        -------------------------------------------------------------------------------\n\nSUMMARY\n=======\n\nx\n";
    assert_eq!(
        field(article, FieldName::AppliesTo).as_deref(),
        Some(
            "The C/C++ Compiler (CL.EXE), included with:\nMicrosoft Visual C++, 32-bit Edition, version 1.0, used with:\n\
             Microsoft Windows NT"
        )
    );
}

#[test]
fn products_without_bullets_stand_one_a_line() {
    let article = "The information in this article applies to:\n\nWindows 3.0\nWindows 3.1\nWindows for Workgroups\n\
        -------------------------------------------------------------------------------\n\nSUMMARY\n=======\n\nx\n";
    let products = field(article, FieldName::AppliesTo);
    assert_eq!(products.as_deref(), Some("Windows 3.0\nWindows 3.1\nWindows for Workgroups"));
}

#[test]
fn a_table_header_with_a_rule_is_no_heading() {
    let article = "MORE INFORMATION\n================\n\nSetting      Default\n--------------------\nNetHeapSize  12\n\n\
        Known Problems\n--------------\n\nx\n";
    assert_eq!(
        shape(article),
        "h1 MORE INFORMATION\np Setting Default -------------------- NetHeapSize 12\nh3 Known Problems\np x"
    );
}

#[test]
fn a_quoted_documents_headings_stand_inside_the_section_that_quotes_it() {
    let article =
        "MORE INFORMATION\n================\n\nTABLE OF CONTENTS\n=================\n\n1.0 A\n\nSTATUS\n======\n\nx\n";
    assert_eq!(shape(article), "h1 MORE INFORMATION\nh2 TABLE OF CONTENTS\np 1.0 A\nh1 STATUS\np x");
}

#[test]
fn the_rule_of_the_trailer_makes_no_heading_of_the_line_above() {
    let article = "SUMMARY\n=======\n\nA line that is exactly as long as the rule below it, which is seventy 7\n\
        ======================================================================\nKeywords          : kbinfo \n";
    assert!(shape(article).ends_with("seventy 7"), "{}", shape(article));
}

#[test]
fn lists_notes_and_code_are_told_apart() {
    let article = "MORE INFORMATION\n================\n\n1. Click Log.\n\n   a. Type a name, and\n      press ENTER.\n\n - one\n - two\n\n\
        NOTE: Mind the gap.\n\n   int main()\n\n   { return 0; }\n\n   Note 2: Restart.\n\no is a letter.\n";
    assert_eq!(
        shape(article),
        "h1 MORE INFORMATION\nli1# Click Log.\nli2# Type a name, and press ENTER.\nli1 one\nli1 two\nnote NOTE | Mind the gap.\n\
         code int main() { return 0; }\nnote Note 2 | Restart.\np o is a letter."
    );
}

#[test]
fn an_article_without_a_head_or_a_box_is_all_body() {
    assert_eq!(shape("SYMPTOMS\n========\n\nIt hangs.\n"), "h1 SYMPTOMS\np It hangs.");
    assert_eq!(shape(""), "");
    assert_eq!(shape("\n\n"), "");
}

#[test]
fn indented_words_are_prose_and_indented_listings_are_code() {
    let body = "RESOLUTION\n==========\n\n1. Start Registry Editor.\n\n   The value that you look for is below the key of the service.\n\n   \
        NOTE: Back up the key first.\n\n      regedit /e backup.reg\n\n   - or -\n\n      Dim n As Integer  ' is the number of rows\n\n\
        For more information, see:\n\n   Q119591 How to Obtain Microsoft Support Files\n";
    assert_eq!(
        shape(body),
        "h1 RESOLUTION\nli1# Start Registry Editor.\np The value that you look for is below the key of the service.\n\
         note NOTE | Back up the key first.\ncode regedit /e backup.reg\np - or -\ncode Dim n As Integer ' is the number of rows\n\
         p For more information, see:\np Q119591 How to Obtain Microsoft Support Files"
    );
}

#[test]
fn lines_that_stand_alone_are_headings_where_none_is_underlined() {
    let of = |text: &str| {
        let text = text.to_owned();
        let document = Document { info: Default::default(), text, form: Form::Text, diagnostics: Vec::new() };
        let out = extract(document, &Options::default()).unwrap();
        let heads = out.blocks.iter().filter_map(|block| match block.kind {
            RawBlockKind::Heading { text, .. } => Some(text.of(&out.text).to_owned()),
            _ => None,
        });
        heads.collect::<Vec<_>>()
    };
    let advisory = "CERT Advisory CA-2003-20 W32/Blaster worm\n\n   Original issue date: August 11, 2003\n\nSystems Affected\n\n     \
        * Microsoft Windows 2000\n\nI. Description\n\n   The worm exploits a flaw in the\n   interface.\n\nII. Impact\n\n   \
        An attacker may do what he likes.\n\nIII. Solution\n\n  Apply a patch\n\n   Install the patches.\n\nReferences\n\n   * CA-2003-19\n";
    assert_eq!(of(advisory), ["Systems Affected", "I. Description", "II. Impact", "III. Solution", "References"]);
    // By chance, and where headings are underlined.
    assert_eq!(of("Printing\n\nSolution\n\nInstall the\npatch.\n"), [""; 0]);
    assert_eq!(of("SYMPTOMS\n========\n\nIt hangs.\n\nSolution\n\nNone.\n\nCause\n\nIt is old.\n"), ["SYMPTOMS"]);
}
