//! Pages in the layouts that exist, in small: what becomes of each block, and which properties are found.

use super::*;
use crate::extract::RawBlockKind as Is;

fn read(html: &str) -> Extracted {
    let document =
        Document { info: Default::default(), text: html.to_owned(), form: Form::Html, diagnostics: Vec::new() };
    extract(document, &Options::default()).unwrap_or_else(|reject| panic!("{reject}"))
}

/// One line a block: what it is, how deep, and its text with `/` for line ends and `|` for tabs.
fn outline(page: &Extracted) -> Vec<String> {
    let text = &page.text;
    let flat = |span: Span| span.of(text).replace('\n', "/").replace('\t', "|");
    let mut deepest: Vec<u8> = Vec::new();
    for block in &page.blocks {
        if let Is::Heading { level, .. } = block.kind
            && !deepest.contains(&level)
        {
            deepest.push(level);
        }
    }
    deepest.sort_unstable();
    let rank = |level: u8| deepest.iter().position(|l| *l == level).map_or(0, |p| p + 1);
    page.blocks
        .iter()
        .map(|block| match &block.kind {
            Is::Header => format!("header {}", flat(block.span)),
            Is::Chrome => format!("chrome {}", flat(block.span)),
            Is::Heading { level, text } => format!("h{} {}", rank(*level), flat(*text)),
            Is::Paragraph => format!("p {}", flat(block.span)),
            Is::ListItem { ordered, depth, text } => {
                format!("{}{depth} {}", if *ordered { "ol" } else { "ul" }, flat(*text))
            }
            Is::Code { .. } => format!("code {}", flat(block.span)),
            Is::Table(table) => {
                let row = |r: &Vec<Span>| r.iter().map(|c| flat(*c)).collect::<Vec<_>>().join("|");
                let rows: Vec<String> = table.rows.iter().map(row).collect();
                format!("table{} {}", table.header_rows, rows.join("/"))
            }
            Is::Note { label, text } => format!("note {}: {}", flat(*label), flat(*text)),
            Is::Rule => "rule".to_owned(),
        })
        .collect()
}

fn article(html: &str) -> Vec<String> {
    outline(&read(html)).into_iter().filter(|l| !l.starts_with("header ") && !l.starts_with("chrome ")).collect()
}

fn values(page: &Extracted, name: FieldName) -> Vec<&str> {
    page.fields.iter().filter(|f| f.name == name).map(|f| f.value.as_str()).collect()
}

#[test]
fn documents_of_novell() {
    let page = read(
        r##"<html><head><title>Server abends when loading NDPSM</title></head><body><h1>Server abends when loading NDPSM</h1>
<p>This document (7001234) is provided subject to the <a href="#d">disclaimer</a> at the end of this document.</p>
<h2>Environment</h2><p>Novell NetWare 6.5 Support Pack 6</p><h2>Situation</h2><p>The server abends.</p>
<h2>Resolution</h2><p>Apply NDPSM.NLM 3.01.19 or later.</p>
<h2>Document</h2><table><tr><td>Document ID:</td><td>7001234</td></tr><tr><td>Creation Date:</td><td>11-Aug-2008</td></tr>
<tr><td>Modified Date:</td><td>27-Apr-2012</td></tr><tr><td>NetIQ Product:</td><td>NetWare</td></tr></table>
<h2 id="d">Disclaimer</h2><p>This Support Knowledgebase provides a valuable tool for customers and parties interested in
our products and solutions to acquire information, ideas and learn from one another.</p></body></html>"##,
    );
    assert_eq!(values(&page, FieldName::ArticleId), ["7001234", "7001234"]);
    assert_eq!(values(&page, FieldName::Modified), ["27-Apr-2012"]);
    let outline = outline(&page);
    assert_eq!(
        outline[1],
        "header This document (7001234) is provided subject to the disclaimer at the end of this document."
    );
    assert!(outline.contains(&"p The server abends.".to_owned()), "{outline:?}");
    let headings: Vec<&str> = outline.iter().filter_map(|line| line.strip_prefix("h1 ")).collect();
    assert_eq!(headings, ["Environment", "Situation", "Resolution", "Disclaimer"]);
}

#[test]
fn support_site_about_2007() {
    let page = read(
        r##"<html><head><title>The print spooler stops</title></head><body>
<div id="header"><ul><li><a href="/select">Select a Product</a></li></ul></div>
<h1 class="title">The print spooler stops</h1>
<div class="appliesToLink"><a href="#appliesto">View products that this article applies to.</a></div>
<div class="articleProperty"><table><tbody><tr><td>Article ID</td><td>:</td><td>912345</td></tr>
<tr><td>Last Review</td><td>:</td><td>January 31, 2007</td></tr><tr><td>Revision</td><td>:</td><td>3.2</td></tr></tbody></table></div>
<div class="notice">This article was previously published under Q312345</div>
<div class="toc"><h5>On This Page</h5><a href="#1">SYMPTOMS</a><br/><a href="#2">CAUSE</a></div>
<div class="section"><h2 class="subTitle" id="tocHeadRef">SYMPTOMS</h2><script>loadTOCNode(1, 'symptoms');</script>
<div class="sbody">The service stops:<table class="list ol"><tr><td class="number">1.</td><td class="text">Open <b>Printers</b>.</td></tr>
<tr><td class="number">2.</td><td class="text">Print.</td></tr></table>
<p class="topOfPage"><a href="#top"><img src="uparrow.gif" alt="">Back to the top</a></p></div></div>
<div class="section"><h2 class="subTitle">CAUSE</h2><div class="sbody">A driver.<h3>Details</h3>More.</div></div>
<hr><a name="appliesto"></a><h5>APPLIES TO</h5><ul><li>Contoso Server 2003, when used with:<ul><li>Contoso Mail 5.5</li></ul></li></ul>
<table><tr><td><b>Keywords:</b>&nbsp;</td><td>kbprint kbhotfixserver KB912345</td></tr></table>
<div id="rightNav"><h4>Page Tools</h4><a href="#">Print this page</a></div>
<div id="footer">&copy;2007 Contoso. All rights reserved.</div></body></html>"##,
    );
    let body: Vec<String> =
        outline(&page).into_iter().filter(|l| !l.starts_with("header") && !l.starts_with("chrome")).collect();
    let expected = [
        "h1 SYMPTOMS",
        "p The service stops:",
        "ol1 Open Printers.",
        "ol1 Print.",
        "h1 CAUSE",
        "p A driver.",
        "h2 Details",
        "p More.",
    ];
    assert_eq!(body, expected);
    assert_eq!(values(&page, FieldName::Title), ["The print spooler stops"]);
    assert_eq!(values(&page, FieldName::ArticleId), ["912345"]);
    assert_eq!(values(&page, FieldName::Alias), ["Q312345"]);
    assert_eq!(values(&page, FieldName::Reviewed), ["January 31, 2007"]);
    assert_eq!(values(&page, FieldName::Revision), ["3.2"]);
    assert_eq!(values(&page, FieldName::AppliesTo), ["Contoso Server 2003, when used with:\nContoso Mail 5.5"]);
    assert_eq!(values(&page, FieldName::Keywords), ["kbprint kbhotfixserver KB912345"]);
}

#[test]
fn support_site_about_2012() {
    let page = read(
        r##"<html><head><title>Event 5 is logged</title></head><body><div id="content">
<h1 id="mt_title" class="title">Event 5 is logged</h1><div>Article ID: 2012345 - <a href="#appliesto">View products that this article applies to.</a></div>
<div class="expandCollapse"><a>Expand all</a> | <a>Collapse all</a></div>
<h3><span class="toggle"><img alt="Collapse this image"></span>Collapse this imageExpand this imageSYMPTOMS</h3>
<div class="sbody"><a href="javascript:void(0)">Collapse this table</a><a href="javascript:void(0)">Expand this table</a>
<table class="table"><tr><th>File name</th><th>Size</th></tr><tr><td>Spool.dll</td><td>1,024</td></tr></table>
<b>Note</b> The size differs.<br><br>Event Type: Error<br>Event Source: Disk<br>Event ID: 5</div>
<h3>RESOLUTION</h3><div class="sbody" style="display: none">Restart.</div>
<h3>Properties</h3><div>Article ID: 2012345 - Last Review: September 11, 2012 - Revision: 18.0</div>
<h5>Applies to</h5><ul><li>Contoso 7</li><li>Contoso 8</li></ul><table><tr><th>Keywords:&nbsp;</th><td>kbfix KB2012345</td></tr></table>
<h4>Give Feedback</h4><p>Did this information solve your problem? Yes No</p><p>Contact us for help with this product, by phone or chat.</p></div></body></html>"##,
    );
    let body: Vec<String> =
        outline(&page).into_iter().filter(|l| !l.starts_with("header") && !l.starts_with("chrome")).collect();
    let expected = [
        "h1 SYMPTOMS",
        "table1 File name|Size/Spool.dll|1,024",
        "note Note: The size differs.",
        "p Event Type: Error/Event Source: Disk/Event ID: 5",
        "h1 RESOLUTION",
        "p Restart.",
    ];
    assert_eq!(body, expected);
    assert_eq!(values(&page, FieldName::ArticleId)[0], "2012345");
    assert_eq!(values(&page, FieldName::Revision), ["18.0"]);
    assert_eq!(values(&page, FieldName::AppliesTo), ["Contoso 7\nContoso 8"]);
    assert_eq!(values(&page, FieldName::Keywords), ["kbfix KB2012345"]);
}

#[test]
fn ftp_archive_page() {
    let page = read(
        "<HTML><HEAD><TITLE>Setup Stops (Q139093)</TITLE></HEAD><BODY><H2>Setup Stops (139093)</H2><HR>\
The information in this article applies to:<UL><LI>Contoso NT 3.5<LI>Contoso NT 4.0</UL><HR>\
This article was previously published under Q139093<P><H3>SYMPTOMS</H3>Setup stops.<P>It hangs.\
<H3>MORE INFORMATION</H3><H2>Method 1</H2>Wait.<UL><LI>One<LI>Two</UL>\
<HR>Keywords: kbsetup KB139093<BR>Last Reviewed: 8/8/2001<BR>&copy; 2003 Contoso. All rights reserved. Terms of Use.</BODY></HTML>",
    );
    let body: Vec<String> =
        outline(&page).into_iter().filter(|l| !l.starts_with("header") && !l.starts_with("chrome")).collect();
    let expected = [
        "h1 SYMPTOMS",
        "p Setup stops.",
        "p It hangs.",
        "h1 MORE INFORMATION",
        "h2 Method 1",
        "p Wait.",
        "ul1 One",
        "ul1 Two",
    ];
    assert_eq!(body, expected);
    assert_eq!(values(&page, FieldName::Title), ["Setup Stops"]);
    assert_eq!(values(&page, FieldName::AppliesTo), ["Contoso NT 3.5\nContoso NT 4.0"]);
    assert_eq!(values(&page, FieldName::Keywords), ["kbsetup KB139093"]);
    assert_eq!(values(&page, FieldName::Reviewed), ["8/8/2001"]);
}

#[test]
fn wiki_mirror() {
    let page = read(
        r##"<html><head><title>Contoso KB Archive/822255 - Some Wiki</title></head><body class="mediawiki">
<h1 id="firstHeading">Contoso KB Archive/822255</h1><div id="siteSub">From Some Wiki</div>
<div id="mw-content-text"><p>Knowledge Base</p><hr><h2>Disk error 7 during backup</h2><p>Article ID: 822255</p><p>Article Last Modified on 10/26/2006</p><hr>
<h3><span class="mw-headline" id="APPLIES_TO">APPLIES TO</span></h3><ul><li>Contoso Server 2000</li></ul><hr>
<h3><span class="mw-headline">SYMPTOMS</span><span class="mw-editsection">[edit]</span></h3><p>Backup fails.</p>
<p>Keywords: kbhotfixserver kbqfe KB822255</p></div>
<div class="printfooter">Retrieved from a wiki</div><div id="mw-navigation"><h2>Navigation menu</h2><ul><li>Main page</li></ul></div></body></html>"##,
    );
    assert_eq!(values(&page, FieldName::Title), ["Disk error 7 during backup"]);
    assert_eq!(values(&page, FieldName::ArticleId)[0], "822255");
    assert_eq!(values(&page, FieldName::Modified), ["10/26/2006"]);
    assert_eq!(values(&page, FieldName::AppliesTo), ["Contoso Server 2000"]);
    assert_eq!(values(&page, FieldName::Keywords), ["kbhotfixserver kbqfe KB822255"]);
    assert_eq!(page.dialect, "wiki-mirror");
    assert!(outline(&page).contains(&"h1 SYMPTOMS".to_owned()));
}

#[test]
fn todays_support_page() {
    let page = read(
        r##"<html lang="en-US"><head><title>Update 7 for Contoso - Contoso Support</title><meta name="awa-kb_id" content="5001234">
<meta property="article:modified_time" content="2021-03-09"><link rel="canonical" href="https://support.contoso.com/help/5001234"></head><body>
<nav><a href="/a">Products</a></nav><main id="main"><nav aria-label="On this page"><ul><li><a href="#s1">Summary</a></li></ul></nav>
<article><header class="ocpArticleTitleSection"><h1>Update 7 for Contoso</h1></header>
<div id="supAppliesToList"><span class="appliesToTitle">Applies To</span><span class="appliesToItem">Contoso 2019</span><span class="appliesToItem">Contoso 2016</span></div>
<section class="ocpSection"><h2>Summary</h2><p>This update fixes &#8203;a leak.</p></section>
<section class="ocpSection"><h2>File information</h2><div class="ocpExpando"><div class="ocpExpandoHead"><div class="ocpExpandoHeadTitleContainer" role="heading" aria-level="3"><button aria-expanded="false">For all supported x64-based versions</button></div></div>
<div class="ocpExpandoBody"><table class="banded flipColors"><thead><tr><th><p><b>File name</b></p></th><th><p>Version</p></th></tr></thead><tbody><tr><td><p>Leak.dll</p></td><td><p>6.1.7601.1</p></td></tr></tbody></table></div></div></section>
</article><div id="ocArticleFooterFeedbackBridge"><h2>Need more help?</h2><p>Contact us.</p></div></main><footer><p>&copy; Contoso 2024</p></footer></body></html>"##,
    );
    let body: Vec<String> =
        outline(&page).into_iter().filter(|l| !l.starts_with("header") && !l.starts_with("chrome")).collect();
    let expected = [
        "h1 Summary",
        "p This update fixes a leak.",
        "h1 File information",
        "h2 For all supported x64-based versions",
        "table1 File name|Version/Leak.dll|6.1.7601.1",
    ];
    assert_eq!(body, expected);
    assert_eq!(values(&page, FieldName::AppliesTo), ["Contoso 2019\nContoso 2016"]);
    assert_eq!(values(&page, FieldName::ArticleId)[0], "5001234");
    assert_eq!(values(&page, FieldName::Modified), ["2021-03-09"]);
    assert_eq!(values(&page, FieldName::Language), ["en-US"]);
}

#[test]
fn documentation_site() {
    let page = read(
        r##"<html lang="en-us"><head><title>Error 12 occurs - Contoso Server | Contoso Learn</title>
<meta property="og:title" content="Error 12 occurs - Contoso Server"><meta name="updated_at" content="2023-05-01"></head><body>
<header><nav><a href="/">Contoso</a></nav></header><main id="main" role="main"><ul class="metadata"><li>Article</li></ul><div class="content"><h1 id="error-12">Error 12 occurs</h1></div>
<nav id="center-doc-outline"><h2>In this article</h2><ol><li><a href="#symptoms">Symptoms</a></li></ol></nav>
<div class="content"><p><em>Applies to:</em> &nbsp; Contoso Server 2019<br><em>Original KB number:</em> &nbsp; 3012345</p>
<h2 id="symptoms">Symptoms</h2><p>It fails:</p><pre><code class="lang-console">Error 12
  at start</code></pre><div class="IMPORTANT"><p>Important</p><p>Back up first.</p></div>
<h2>Resolution</h2><h3>Step 1</h3><p>Restart.</p></div></main><footer>Contoso</footer></body></html>"##,
    );
    let body: Vec<String> =
        outline(&page).into_iter().filter(|l| !l.starts_with("header") && !l.starts_with("chrome")).collect();
    let expected = [
        "h1 Symptoms",
        "p It fails:",
        "code Error 12/  at start",
        "note Important: Back up first.",
        "h1 Resolution",
        "h2 Step 1",
        "p Restart.",
    ];
    assert_eq!(&body[body.len() - expected.len()..], expected);
    assert_eq!(values(&page, FieldName::Title), ["Error 12 occurs"]);
    assert_eq!(values(&page, FieldName::ArticleId)[0], "3012345");
    assert_eq!(values(&page, FieldName::AppliesTo), ["Contoso Server 2019"]);
}

#[test]
fn help_center_of_another_vendor() {
    let page = read(
        r##"<html lang="en-US"><head><title>Sync stops at 90% – Initech Help Center</title><meta property="og:site_name" content="Initech Help Center">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"TechArticle","headline":"Sync stops at 90%","dateModified":"2022-02-03"}]}</script></head>
<body><a class="skip-navigation" href="#main-content">Skip to main content</a><header class="header"><h1><a href="/">Initech Help Center</a></h1></header>
<main role="main"><div class="container-divider"></div><nav class="sub-nav"><ol class="breadcrumbs"><li><a href="/">Initech</a></li></ol></nav>
<div class="article-container" id="article-container"><aside class="article-sidebar"><h3>Articles in this section</h3><ul><li><a href="/2">Other</a></li></ul></aside>
<article class="article"><header class="article-header"><h1 class="article-title">Sync stops at 90%</h1><ul class="meta-group"><li>3 years ago</li></ul></header>
<section class="article-info"><div class="article-body"><h2>Issue</h2><p>Sync stops.</p><h2>Environment</h2><ul><li>Initech 5<ul><li>Windows</li></ul></li></ul><h2>Solution</h2><p><strong>Warning:</strong> Save first.</p></div></section>
<footer><div class="article-votes"><span>Was this article helpful?</span><button>Yes</button></div></footer></article></div>
<section class="related-articles"><h3>Related articles</h3></section></main></body></html>"##,
    );
    let expected = [
        "h1 Issue",
        "p Sync stops.",
        "h1 Environment",
        "ul1 Initech 5",
        "ul2 Windows",
        "h1 Solution",
        "note Warning: Save first.",
    ];
    let body: Vec<String> =
        outline(&page).into_iter().filter(|l| !l.starts_with("header") && !l.starts_with("chrome")).collect();
    assert_eq!(&body[body.len() - expected.len()..], expected);
    assert_eq!(values(&page, FieldName::Title), ["Sync stops at 90%"]);
    assert_eq!(values(&page, FieldName::Modified), ["2022-02-03"]);
}

#[test]
fn sections_as_rows_of_a_table_and_as_definition_list() {
    let rows = "<h1>Card is not found</h1><table><tr><td>Symptom</td><td><p>No card.</p><p>A beep.</p></td></tr>\
<tr><td>Cause:</td><td>Dust.</td></tr><tr><td>Solution</td><td>Clean it.</td></tr></table>";
    let expected = ["h1 Symptom", "p No card.", "p A beep.", "h1 Cause:", "p Dust.", "h1 Solution", "p Clean it."];
    assert_eq!(article(rows), expected);
    let list = "<h1>Card is not found</h1><dl><dt>Symptom</dt><dd>No card.</dd><dt>Cause</dt><dd>Dust.</dd></dl>";
    assert_eq!(article(list), ["h1 Symptom", "p No card.", "h1 Cause", "p Dust."]);
}

#[test]
fn bold_paragraphs_and_lines_act_as_headings() {
    let html = "<h1>Mail is late</h1><p><b>SYMPTOMS</b></p><p>Mail is late.</p><p><b>CAUSE</b><br>A queue.<br><b>RESOLUTION</b><br>\
Do this:<br>one<br>two</p><p><strong>Steps to Reproduce Behavior</strong></p><p>Send mail.</p><p><b>Really.</b></p>";
    let expected = [
        "h1 SYMPTOMS",
        "p Mail is late.",
        "h1 CAUSE",
        "p A queue.",
        "h1 RESOLUTION",
        "p Do this:/one/two",
        "h2 Steps to Reproduce Behavior",
        "p Send mail.",
        "p Really.",
    ];
    assert_eq!(article(html), expected);
}

#[test]
fn tables_have_their_spans_and_layout_tables_are_none() {
    let html = "<h1>Files</h1><table width=100%><tr><td><h2>Cause</h2>Old files.\
<table border=1><tr><td rowspan=2>x86</td><td>A.dll</td></tr><tr><td>B.dll<br>C.dll</td></tr><tr><td colspan=2>end</td></tr></table>\
<table><tr><td>one cell: a frame</td></tr></table></td></tr></table>";
    let expected = ["h1 Cause", "p Old files.", "table0 x86|A.dll/x86|B.dll/C.dll/end|end", "p one cell: a frame"];
    assert_eq!(article(html), expected);
}

#[test]
fn what_is_not_shown_is_not_read() {
    let html = "<h1>T</h1><h2>Symptoms</h2><p>a<script>var x = '<p>';</script><style>p{}</style>b</p>\
<template><p>no</p></template><noscript><h2>Cause</h2><p>A reason.</p></noscript>";
    assert_eq!(article(html), ["h1 Symptoms", "p ab", "h1 Cause", "p A reason."]);
}

#[test]
fn white_space_is_what_a_reader_sees() {
    let html = "<h1>T</h1><h2>Cause</h2><p>\n a  b\n<b> c</b>&nbsp;&nbsp;d <i>e</i> \n</p><p>&nbsp;</p><pre>\n  x\n\n y &lt;z&gt;\n</pre>";
    assert_eq!(article(html), ["h1 Cause", "p a b c  d e", "code   x// y <z>"]);
}

#[test]
fn deep_nesting_is_cut_off_and_kept_as_text() {
    let mut html = "<h1>T</h1><h2>Cause</h2><p>Text.</p>".to_owned();
    html.push_str(&"<div>".repeat(60_000));
    html.push_str("the end");
    let page = read(&html);
    assert!(page.text.ends_with("the end"));
    assert_eq!(page.diagnostics[0].code, Code::TooDeep);
    let crowd = format!("<h1>T</h1><h2>Cause</h2><p>x</p><p {}>y</p>", "a=1 b c ".repeat(40_000));
    assert!(read(&crowd).diagnostics.iter().any(|d| d.code == Code::TooDeep));
    let formatting: String = (0..400).map(|n| format!("<font a{n}=1>")).collect();
    let multiplied = format!("<h1>T</h1><h2>Cause</h2>{formatting}{}", "<p>x".repeat(100_000));
    assert!(read(&multiplied).text.len() > 100_000);
}

#[test]
fn pages_that_are_no_articles_are_refused() {
    let refused = |html: &str| {
        let document =
            Document { info: Default::default(), text: html.to_owned(), form: Form::Html, diagnostics: Vec::new() };
        extract(document, &Options::default()).is_err()
    };
    assert!(refused(
        "<html><head><title>Search</title></head><body><form><input><button>Go</button></form></body></html>"
    ));
    assert!(refused("<title>404</title><body>Not found"));
    let links: String = (0..50).map(|n| format!("<li><a href=/{n}>Article number {n} of the list</a></li>")).collect();
    assert!(refused(&format!("<title>Index</title><h1>Index</h1><ul>{links}</ul>")));
    assert!(!refused("<title>T</title><h1>T</h1><h2>Symptoms</h2><p>x</p>"));
}

#[test]
fn an_article_in_the_text_form_inside_a_page() {
    let page = read(
        "<html lang=\"en-US\"><head><title>Q139093: It\u{2019}s Late... | An Archive</title></head><body><header><h1><a href=\"/\">An Archive</a></h1></header>\
<section><h2>Q139093: It\u{2019}s Late...</h2><pre><code>Article: Q139093\nProduct(s): Contoso NT\nVersion(s): 4.0\nKeyword(s): kbsetup\nLast Modified: 11-AUG-1999\n\n\
-------------------------------------------------------------------------------\nThe information in this article applies to:\n\n- Contoso NT version 4.0 \n\
-------------------------------------------------------------------------------\n\nSYMPTOMS\n========\n\nIt is late.\n\n</code></pre>\
<p>THE INFORMATION PROVIDED IN THIS ARCHIVE IS PROVIDED \"AS IS\" WITHOUT WARRANTY OF ANY KIND. THE OWNER DISCLAIMS ALL WARRANTIES, EXPRESS OR IMPLIED.</p></section><footer>An archive.</footer></body></html>",
    );
    assert_eq!(page.dialect, "archive-page");
    assert_eq!(values(&page, FieldName::Title)[0], "It's Late...");
    let lines = outline(&page);
    assert!(lines.contains(&"h1 SYMPTOMS".to_owned()), "{lines:#?}");
    assert_eq!(lines.iter().filter(|l| l.starts_with("chrome")).count(), 2, "{lines:#?}");
}

#[test]
fn properties_are_read_in_every_language_and_unknown_ones_by_their_place() {
    let german = read(
        "<html><body><h1>Zugriff schlägt fehl</h1><div class=articleProperty><table><tr><td>Artikel-ID<td>:<td>892313\
         <tr><td>Geändert am<td>:<td>24.07.2007<tr><td>Version<td>:<td>2.4</table></div><h2>Ursache</h2><p>x</p></body></html>",
    );
    assert_eq!(german.field(FieldName::ArticleId).unwrap().value, "892313");
    assert_eq!(german.field(FieldName::Modified).unwrap().value, "24.07.2007");
    assert_eq!(german.field(FieldName::Revision).unwrap().value, "2.4");
    assert_eq!(german.dialect, "support-2005");
    let unknown = read(
        "<html><body><h1>Hozzáférés</h1><div class=articleProperty><table><tr><td>Cikk azonosítója<td>:<td>892313</table></div>\
         <h2>Symptoms</h2><p>x</p></body></html>",
    );
    assert_eq!(unknown.field(FieldName::ArticleId).unwrap().value, "892313");
}

#[test]
fn a_sentence_that_names_products_begins_their_list() {
    let page = read(
        "<html><body><h1>接続できない</h1><h2>原因</h2><p>x</p><h5>関連情報</h5>\
         <p>この資料は以下の製品について記述したものです。</p><ul><li>Microsoft Windows XP</ul></body></html>",
    );
    assert_eq!(page.field(FieldName::AppliesTo).unwrap().value, "Microsoft Windows XP");
    let headings = page.blocks.iter().filter(|b| matches!(b.kind, Is::Heading { .. })).count();
    assert_eq!(headings, 1, "the heading over the list opens no section");
}

#[test]
fn a_day_under_the_title_is_no_section_and_products_are_divided() {
    let page = read(
        "<html><head><link rel=canonical href='https://learn.microsoft.com/x/y'></head><body><main><h1>Event 1 is logged</h1>\
         <ul><li><time>01/15/2025</time></ul><p><em>Applies to:</em> &nbsp; Windows 10, version 1809, Windows 11</p>\
         <h2>Cause</h2><p>x</p></main></body></html>",
    );
    assert_eq!(page.field(FieldName::Modified).unwrap().value, "01/15/2025");
    assert_eq!(page.field(FieldName::AppliesTo).unwrap().value, "Windows 10, version 1809\nWindows 11");
    assert!(!page.blocks.iter().any(|b| matches!(b.kind, Is::ListItem { .. } | Is::Paragraph) && b.span.start < 40));
}

#[test]
fn dialects_are_named_after_their_template() {
    let body = "<p>The information in this article applies to:</p><ul><li>Windows</ul><h3>SUMMARY</h3><p>x</p>";
    let old = format!("<html><title>Terms (824684)</title><body><h2>Terms (824684)</h2><hr>{body}</body></html>");
    assert_eq!(read(&old).dialect, "support-2001");
    let printed = format!(
        "<html><title>322692 - Terms</title><body><h1>Terms</h1><p>PSS ID Number: 322692</p>{body}</body></html>"
    );
    assert_eq!(read(&printed).dialect, "support-2004");
    let line = "<div>Article ID: 958644 - Last Review: June 20, 2012 - Revision: 8.0</div>";
    let new = format!("<html><title>Terms</title><body><h1>Terms</h1><h2>Summary</h2><p>x</p>{line}</body></html>");
    assert_eq!(read(&new).dialect, "support-2010");
}

#[test]
fn a_list_of_links_under_a_bold_line_is_a_table_of_contents() {
    let page = read(
        "<html><body><h1>Raise a level</h1><p><b>IN THIS TASK</b></p><ul><li><a href='#1'>SUMMARY</a></ul>\
         <p><b>SUMMARY</b></p><p>x</p><p><b>MORE INFORMATION</b></p><p>y</p><p>Keywords: kbhowto KB322692</p>\
         <p>Technology: kbwinserv2003search</p></body></html>",
    );
    assert_eq!(page.field(FieldName::Technology).unwrap().value, "kbwinserv2003search");
    assert!(page.blocks.iter().filter(|b| b.kind == Is::Paragraph).all(|b| b.span.len() == 1));
}

#[test]
fn the_lines_of_data_under_titles_and_at_ends_of_other_publishers() {
    let body = "<h2>Symptoms</h2><p>Nothing is printed by any of the printers.</p><h2>Solution</h2><p>Upgrade it.</p>";
    let page = |before: &str, behind: &str| {
        read(&format!(
            "<html><head><title>Printing fails</title></head><body><h1>Printing fails</h1>{before}{body}{behind}</body></html>"
        ))
    };
    let sections = ["h1 Symptoms", "p Nothing is printed by any of the printers.", "h1 Solution", "p Upgrade it."];
    let of = |page: &Extracted| {
        let blocks = outline(page).into_iter().filter(|l| !l.starts_with("header ") && !l.starts_with("chrome "));
        assert_eq!(blocks.collect::<Vec<_>>(), sections);
        let first = |name| values(page, name).first().copied().unwrap_or("").to_owned();
        [FieldName::ArticleId, FieldName::Published, FieldName::Modified].map(first)
    };
    // A forum, with marks of the direction of writing.
    let forum = "<div>Created on \u{200e}02-14-2022 03:22 AM Edited on \u{200e}06-02-2022 01:10 AM</div>";
    assert_eq!(of(&page(forum, "")), ["", "02-14-2022 03:22 AM", "06-02-2022 01:10 AM"]);
    // The number without a label, in a row with its dates.
    let row =
        "<div><span>CTX231874</span> | <span>Created: 22 Jan 2018</span> | <span>Modified: 14 Mar 2019</span></div>";
    assert_eq!(of(&page(row, "")), ["CTX231874", "22 Jan 2018", "14 Mar 2019"]);
    // Wide spaces between the properties.
    let wide = "<div>文档编号：KB20190312\u{3000}更新时间：2019年3月12日\u{3000}适用产品：VPN 7.6</div>";
    assert_eq!(of(&page(wide, "")), ["KB20190312", "", "2019年3月12日"]);
    // The day below the text.
    assert_eq!(of(&page("", "<div>Published Date: <time>March 08, 2019</time></div>")), ["", "March 08, 2019", ""]);
}
