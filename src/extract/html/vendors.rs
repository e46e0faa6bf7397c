//! Pages as other publishers make them, in small: properties in their many places, headings that are none by their
//! tag, and pages that are no articles.

use super::*;

fn try_read(body: &str) -> Result<Extracted, Reject> {
    let document =
        Document { info: Default::default(), text: body.to_owned(), form: Form::Html, diagnostics: Vec::new() };
    extract(document, &Options::default())
}

fn read(body: &str) -> Extracted {
    try_read(body).unwrap_or_else(|reject| panic!("{reject}"))
}

fn value(page: &Extracted, name: FieldName) -> &str {
    page.field(name).map_or("", |f| &f.value)
}

fn headings(page: &Extracted) -> Vec<&str> {
    let heading = |b: &RawBlock| match b.kind {
        RawBlockKind::Heading { text, .. } => Some(text.of(&page.text)),
        _ => None,
    };
    page.blocks.iter().filter_map(heading).collect()
}

fn body(page: &Extracted) -> String {
    let own = |b: &&RawBlock| !matches!(b.kind, RawBlockKind::Header | RawBlockKind::Chrome);
    page.blocks.iter().filter(own).map(|b| b.span.of(&page.text)).collect::<Vec<_>>().join("/")
}

const SECTIONS: &str = "<h2>Symptoms</h2><p>It stops.</p><h2>Cause</h2><p>The disk is full.</p>";

#[test]
fn a_property_stands_beside_below_or_behind_its_label() {
    let places = [
        "<p><b>Modified date:</b><br>24 June 2021</p>",
        "<dl><dt>Last Modified</dt><dd>24 June 2021</dd></dl>",
        "<h3>Last Published Date</h3><p>24 June 2021</p>",
        "<ul><li>24 June 2021</li><li>Updated</li></ul>",
        "<table><tr><td>Type:</td><td>PROBLEM</td><td>Modified:</td><td>24 June 2021</td></tr></table>",
        "<table><tr><th>Article ID</th><th>Last Modified</th></tr><tr><td>4711</td><td>24 June 2021</td></tr></table>",
        "<p>26 views - Last updated : 24 June 2021 - public</p>",
        "<p>Created by Ada Ray, last modified by Cy Low on 24 June 2021</p>",
        "<p><span>Published Date: May 4, 2021</span> <span>Updated Date: 24 June 2021</span></p>",
    ];
    for place in places {
        let page = read(&format!("<h1>The queue stops</h1>{place}{SECTIONS}"));
        assert_eq!(value(&page, FieldName::Modified), "24 June 2021", "{place}");
        assert_eq!(headings(&page), ["Symptoms", "Cause"], "{place}");
    }
    let page = read(&format!("<h1>The queue stops</h1><p>CTX100200 | Created on Apr 3, 2013</p>{SECTIONS}"));
    assert_eq!(value(&page, FieldName::ArticleId), "CTX100200");
    assert_eq!(value(&page, FieldName::Published), "Apr 3, 2013");
}

#[test]
fn the_data_at_the_end_is_no_section_text() {
    let end = "<ul><li>Document ID:000012345</li><li>Creation Date: 18-Aug-2021</li></ul><p>Write to us.</p>";
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{end}"));
    assert_eq!(value(&page, FieldName::ArticleId), "000012345");
    assert!(body(&page).ends_with("The disk is full."), "{}", body(&page));
}

#[test]
fn metadata_of_every_kind_states_properties() {
    let head = r##"<head><title>The queue stops</title><meta name="dcterms.identifier" content="SW-30217">
<meta name="dcterms.identifier" content="https://a.example/x1234"><meta name="DCTERMS.date" content="2020-02-03">
<script type="application/ld+json">{"@graph":[{"@type":"Organization","@id":"#o","name":"Acme"},
{"@type":"TechArticle","inLanguage":"sv","publisher":{"@id":"#o"}}]}</script></head>"##;
    let page = read(&format!("{head}<h1>The queue stops</h1>{SECTIONS}"));
    assert_eq!(value(&page, FieldName::ArticleId), "SW-30217");
    assert_eq!(value(&page, FieldName::Published), "2020-02-03");
    assert_eq!(value(&page, FieldName::Publisher), "Acme");
    assert_eq!(page.language.as_deref(), Some("sv"));
}

#[test]
fn an_environment_names_the_products() {
    let list = "<h2>Environment</h2><ul><li>Product: Acme Server</li><li>Version: 2.1</li></ul>";
    let page = read(&format!("<h1>The queue stops</h1>{list}{SECTIONS}"));
    assert_eq!(value(&page, FieldName::AppliesTo), "Acme Server 2.1");
    let table = "<h2>Affected products</h2><table><tr><th>Product</th><th>Version</th><th>Fixed in</th></tr>
<tr><td>Acme Server</td><td>1.4</td><td>1.5</td></tr></table>";
    let page = read(&format!("<h1>The queue stops</h1>{table}{SECTIONS}"));
    assert_eq!(value(&page, FieldName::AppliesTo), "Acme Server 1.4");
}

#[test]
fn headings_are_told_without_their_tags() {
    let long = "because the controller writes to other addresses than it was told";
    let pages = [
        format!("<p><b>Symptom:</b> It stops, {long}.</p><p><b>Cause:</b> It fails, {long}.</p>"),
        format!("<p class=c>Symptom</p><p>It stops, {long}.</p><p class=c>Cause</p><p>It fails, {long}.</p>"),
        format!("<p><ins>Symptom</ins></p><p>It stops, {long}.</p><p><u>Cause</u></p><p>It fails, {long}.</p>"),
        format!(
            "<font size=+1>Symptom</font><p>It stops, {long}.</p><p style='font-weight: bold'>Cause</p><p>It fails.</p>"
        ),
        "<h2>Symptom<a class=headerlink href='#s'>¶</a></h2><p>It stops.</p><h2>Cause<a class=anchor href='#c'>#</a></h2>"
            .to_owned(),
    ];
    for page in pages {
        let read = read(&format!("<title>The queue stops</title><h1>The queue stops</h1>{page}"));
        assert_eq!(headings(&read), ["Symptom", "Cause"], "{page}");
    }
    let faq =
        read("<h1>Licences</h1><b>How many may I have?</b><br>Three.<br><b>How do I renew one?</b><br>In the portal.");
    assert_eq!(headings(&faq), ["How many may I have?", "How do I renew one?"]);
}

#[test]
fn the_title_is_what_names_the_article() {
    let title = |html: &str| value(&read(&format!("{html}{SECTIONS}")), FieldName::Title).to_owned();
    assert_eq!(title("<title>Error: Disk full (A-1)</title><h1>Error: Disk full</h1>"), "Error: Disk full");
    let named = "<title>Document 1491054.1</title><table><tr><td>Insert fails with an internal error (Doc ID 1491054.1)</td><td>To Bottom</td></tr></table>";
    assert_eq!(title(named), "Insert fails with an internal error");
    let search = "<title>Knowledge Search - [SRX] tunnel flaps with DPD</title><h2>[SRX] tunnel flaps with short DPD <span>[KB10101]</span></h2>";
    assert_eq!(title(search), "[SRX] tunnel flaps with short DPD");
    let stated = "<table><tr><td>Subject:</td><td>Voice ports hang</td></tr><tr><td>Bulletin ID:</td><td>TB-1998-042</td></tr></table>";
    assert_eq!(title(&format!("<title>Tech Bulletin</title>{stated}")), "Voice ports hang");
}

#[test]
fn what_a_site_asks_behind_the_article_is_chrome() {
    let behind = [
        "<p>Was this helpful? <a href='#y'>Yes</a> <a href='#n'>No</a></p>",
        "<p>War dieser Artikel hilfreich? Ja Nein</p>",
        "<p>Powered by Wolken</p>",
        "<p>Not helpful Somewhat helpful Helpful</p>",
        "<p><a href='/p'>Privacy Statement</a> | <a href='/l'>Legal Notices</a></p>",
        "<h3>Feedback</h3><p>Tell us more.</p>",
    ];
    for end in behind {
        let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{end}"));
        assert!(body(&page).ends_with("The disk is full."), "{end}: {}", body(&page));
    }
    let own = read(&format!("<h1>The queue stops</h1>{SECTIONS}<ul><li>Share</li></ul>"));
    assert!(body(&own).ends_with("Share"), "a word by itself may be the article's");
}

#[test]
fn a_numbered_listing_is_code() {
    let listing =
        "<table><tr><td class=linenos><pre>1\n2</pre></td><td><pre>acme fix\nacme start</pre></td></tr></table>";
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{listing}"));
    let code = page.blocks.iter().find(|b| matches!(b.kind, RawBlockKind::Code { .. }));
    assert_eq!(code.map(|b| b.span.of(&page.text)), Some("acme fix\nacme start"));
}

#[test]
fn the_text_of_a_link_has_no_bullet() {
    let page =
        read(&format!("<h1>The queue stops</h1>{SECTIONS}<ul><li><a href='http://a.example/'>Guide</a></li></ul>"));
    assert_eq!(page.links[0].span.of(&page.text), "Guide");
}

#[test]
fn forms_and_notices_are_no_articles() {
    let pages = [
        "<title>Sign in</title><h1>Sign in</h1><p>Enter your user name and password to go on to the knowledge base. If you \
         have no account yet, ask the administrator of your firm to make one for you, or register with the number of \
         your contract, which stands on the back of the card that came with the product.</p><form><input></form>",
        "<title>Suche</title><h1>Suche</h1><p>Geben Sie ein Wort oder eine Wortgruppe ein, und klicken Sie auf Suchen. \
         Wählen Sie dann ein Produkt und eine Sprache aus, um die Ergebnisse weiter einzuschränken, oder lassen Sie die \
         Felder leer, um alle Artikel zu sehen, die es gibt.</p>",
    ];
    for page in pages {
        assert!(try_read(page).is_err(), "{page}");
    }
}

#[test]
fn a_time_states_the_day_of_its_attribute() {
    let places = [
        "<p>Last updated: <time datetime='2024-05-06T10:11:12Z'>3 days ago</time></p>",
        "<dl><dt>Last updated</dt><dd><b><time datetime='2024-05-06'>vor einem Tag</time></b></dd></dl>",
        "<ul><li><time datetime='2024-05-06T10:11:12Z'>il y a 3 jours</time></li><li>Updated</li></ul>",
        "<p>Last updated: <time datetime='2024-05-06'>06/05/2024</time></p>",
        "<table><tr><td>Last updated</td><td><relative-time datetime='2024-05-06'>a day ago</relative-time></td></tr>\
         <tr><td>Article ID</td><td>4711</td></tr></table>",
        "<p><time itemprop=dateModified datetime='2024-05-06'></time></p>",
    ];
    for place in places {
        let page = read(&format!("<h1>The queue stops</h1>{place}{SECTIONS}"));
        assert_eq!(value(&page, FieldName::Modified), "2024-05-06", "{place}");
        assert_eq!(headings(&page), ["Symptoms", "Cause"], "{place}");
    }
    let long = "This is what we were told of it by those who had seen it stop. ".repeat(3);
    let prose = format!("<p>{long}It began <time datetime='2024-05-06'>last week</time>. {long}</p>");
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{prose}"));
    assert!(body(&page).contains("It began last week."), "prose is left as it is");
}

#[test]
fn bold_lines_are_headings_where_known_ones_look_like_them() {
    let page = read(
        "<h1>The queue stops</h1><p><b>Symptoms:</b></p><p>It stops.</p><div><b>Scope of it (all builds)</b></div><p>All.</p>\
         <p><b>How a port is chosen:</b></p><p>By the file.</p><p><b>Cause:</b></p><p>The disk.</p><p><b>Never do so.</b></p>",
    );
    let expected = ["Symptoms:", "Scope of it (all builds)", "How a port is chosen:", "Cause:"];
    assert_eq!(headings(&page), expected);
    let page = read("<h1>The queue stops</h1><h2>Symptoms</h2><p><b>Do this:</b></p><p>Stop.</p>");
    assert_eq!(headings(&page), ["Symptoms"], "no heading of this page ends with a colon");
}

#[test]
fn what_markup_does_not_set_apart_is_the_sites_by_its_words_and_place() {
    let behind = [
        "<p>War diese Seite hilfreich? Ja / Nein</p><h3>Ähnliche Artikel</h3><ul><li><a href=/1>Dienst A</a></li></ul>",
        "<div>Was this article helpful?</div><div>12 out of 15 found this helpful</div><h2>Related articles</h2>\
         <ul><li><a href=/1>Service A</a></li></ul><p>Another line.</p>",
        "<h3>Recently viewed articles</h3><ul><li><a href=/1>Service A</a></li></ul>",
        "<p>We use cookies to improve your visit. <a href=/c>Accept all</a></p>",
        "<h3>2 Kommentare</h3><p>Hans: Danke!</p>",
        "<p>Please sign in to leave a comment.</p>",
        "<p>Share on: <a href=/f>Facebook</a> <a href=/t>Twitter</a></p>",
        "<p>この記事は役に立ちましたか？</p>",
    ];
    for end in behind {
        let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{end}"));
        assert!(body(&page).ends_with("The disk is full."), "{end}: {}", body(&page));
    }
    let trail = "<p><a href=/>Home</a> &gt; <a href=/k>Knowledge Base</a> &gt; The queue stops</p>";
    let page = read(&format!("<h1>The queue stops</h1>{trail}{SECTIONS}"));
    assert!(body(&page).starts_with("Symptoms"), "{}", body(&page));
    let own = [
        "<h2>Related articles</h2><ul><li><a href=/1>Service A</a></li></ul>",
        "<h3>Similar articles</h3><p>Each of them says the same.</p>",
        "<p>Open Start &gt; Settings &gt; Printers.</p>",
        "<p>It blocks Facebook and Twitter.</p>",
    ];
    for end in &own[..2] {
        let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{end}"));
        assert_eq!(headings(&page).len(), 3, "{end}");
    }
    for end in &own[2..] {
        let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{end}"));
        assert!(!body(&page).ends_with("The disk is full."), "{end}");
    }
    let asked = "<p>Was this article helpful?</p><h2>Resolution</h2><p>Free some room.</p>";
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{asked}"));
    assert!(body(&page).ends_with("Free some room."), "sections go on behind a question in their midst");
}

#[test]
fn an_id_beside_the_title_is_the_articles() {
    let id = |title: &str, front: &str| {
        let page = read(&format!("<title>{title}</title><h1>The queue stops</h1>{front}{SECTIONS}"));
        assert_eq!(value(&page, FieldName::Title), "The queue stops", "{title}");
        value(&page, FieldName::ArticleId).to_owned()
    };
    assert_eq!(id("CTX136387 - The queue stops - Citrix Customer Support", ""), "CTX136387");
    assert_eq!(id("Bug Search Tool - CSCvi48253", ""), "CSCvi48253");
    assert_eq!(id("309535 - The queue stops", ""), "309535");
    assert_eq!(id("The queue stops - Office365", ""), "");
    assert_eq!(id("The queue stops", "<p>KB Solution ID: KB3678 | Document ID: 19453</p>"), "KB3678");
}

#[test]
fn a_name_behind_the_title_is_the_publishers() {
    let publisher = |title: &str| {
        let page = read(&format!("<title>{title}</title><h1>The queue stops</h1>{SECTIONS}"));
        value(&page, FieldName::Publisher).to_owned()
    };
    assert_eq!(publisher("The queue stops - Cisco"), "cisco");
    assert_eq!(publisher("The queue stops | Dell US"), "dell");
    assert_eq!(publisher("The queue stops - NetApp Knowledge Base"), "netapp");
    assert_eq!(publisher("The queue stops - Microsoft Support"), "microsoft");
    for other in ["The queue stops - Microsoft", "The queue stops - Windows", "The queue stops | Acme Help Center"] {
        assert_eq!(publisher(other), "", "{other}");
    }
}

#[test]
fn rows_of_labels_and_values_are_properties_though_some_are_unknown() {
    let rows = [("Solution ID", "sk112214"), ("Technical Level", ""), ("OS", "Gaia"), ("Last Modified", "2020-06-09")];
    let rows: String = rows.iter().map(|(l, v)| format!("<tr><td>{l}</td><td>{v}</td></tr>")).collect();
    let table = format!("<table>{rows}</table>");
    for (front, end) in [(table.as_str(), ""), ("", table.as_str())] {
        let page = read(&format!("<h1>The queue stops</h1>{front}{SECTIONS}{end}"));
        assert_eq!(value(&page, FieldName::ArticleId), "sk112214");
        assert_eq!(value(&page, FieldName::Modified), "2020-06-09");
        assert_eq!(headings(&page), ["Symptoms", "Cause"]);
        assert!(!body(&page).contains("Gaia"), "{}", body(&page));
    }
    let own = "<table><tr><td>Port</td><td>25</td></tr><tr><td>Host</td><td>a</td></tr><tr><td>Disk</td><td>2</td></tr></table>";
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{own}"));
    assert!(body(&page).contains("Port"));
}

#[test]
fn versions_under_a_product_are_of_it() {
    let list = "<h4>Applies to (see versions):</h4><ul><li>Acme Proxy<ul><li>15.1.0, 15.0.1</li><li>14.1.2</li></ul></li></ul>";
    let page = read(&format!("<h1>The queue stops</h1>{list}{SECTIONS}"));
    assert_eq!(value(&page, FieldName::AppliesTo), "Acme Proxy 15.1.0, 15.0.1\nAcme Proxy 14.1.2");
    let one = "<h2>Affected Products</h2><p>Acme 9, Acme R640, Acme R740</p>";
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{one}"));
    assert_eq!(value(&page, FieldName::AppliesTo), "Acme 9\nAcme R640\nAcme R740");
    let qualified = "Acme Basic Standard Edition, 32-bit, for Windows, version 4.0";
    let page = read(&format!("<h1>The queue stops</h1><h2>Affected Products</h2><p>{qualified}</p>{SECTIONS}"));
    assert_eq!(value(&page, FieldName::AppliesTo), qualified);
}

#[test]
fn writers_and_their_days_are_no_text_and_answers_no_article() {
    let by = |name: &str, day: &str| format!("<div><a href=/u>{name}</a><time datetime={day}>{day}</time> 1</div>");
    let posts = format!("{}{SECTIONS}<p>3 Likes</p>{}<p>Thanks!</p>", by("ada", "2022-03-04"), by("bob", "2022-03-05"));
    let page = read(&format!("<h1>The queue stops</h1>{posts}"));
    assert_eq!(value(&page, FieldName::Published), "2022-03-04");
    assert_eq!(body(&page), "Symptoms/It stops./Cause/The disk is full.");
    let board = "<h2><a href=/t>The queue stops</a></h2><h3>The queue stops</h3><p>by <b>ada</b> » Tue Mar 04, 2014 8:15 am</p>\
         <p><b>Symptoms:</b><br>It stops.</p><p><b>Cause:</b><br>A full disk.</p><h3>Re: The queue stops</h3><p>Thanks!</p>";
    let page = read(&format!("<title>The queue stops - Acme Forums</title>{board}"));
    assert_eq!(value(&page, FieldName::Published), "Mar 04, 2014 8:15 am");
    assert_eq!(headings(&page), ["Symptoms:", "Cause:"]);
    assert!(!body(&page).contains("Thanks"), "{}", body(&page));
}

#[test]
fn notes_are_boxes_and_tables_too() {
    let boxes = [
        "<div class=note><h3>Note</h3><p>Only at night.</p></div>",
        "<div class=admonitionblock><table><tr><td>Warning</td><td>Only at night.</td></tr></table></div>",
        "<table><tr><th><img src=n.gif alt=Note>Note</th></tr><tr><td>Only at night.</td></tr></table>",
        "<p>Note: Only at night.</p>",
    ];
    for note in boxes {
        let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{note}"));
        let noted = |b: &RawBlock| matches!(&b.kind, RawBlockKind::Note { text, .. } if text.of(&page.text) == "Only at night.");
        assert!(page.blocks.iter().any(noted), "{note}");
        assert_eq!(headings(&page), ["Symptoms", "Cause"], "{note}");
    }
}

#[test]
fn an_unknown_bold_line_stands_beside_known_ones_of_its_make() {
    let levels = |bold: &[&str]| -> Vec<u8> {
        let lines: String = bold.iter().map(|b| format!("<p><b>{b}</b></p><p>Some text.</p>")).collect();
        let page = read(&format!("<h1>The queue stops</h1>{lines}"));
        let level = |b: &RawBlock| match b.kind {
            RawBlockKind::Heading { level, .. } => Some(level),
            _ => None,
        };
        page.blocks.iter().filter_map(level).collect()
    };
    let beside = levels(&["Symptoms", "Hardware of this kind", "Cause"]);
    assert_eq!(beside[0], beside[1]);
    for inside in
        [["SYMPTOMS", "On a server", "CAUSE"], ["Cause", "Symptoms", "Resolution"], ["Cause", "Case 1", "Status"]]
    {
        let inside = levels(&inside);
        assert!(inside[0] <= inside[1], "{inside:?}");
    }
    let steps = levels(&["Cause", "Resolution", "Replace the disk"]);
    assert!(steps[1] < steps[2], "{steps:?}");
}

#[test]
fn comments_are_a_section_where_others_follow() {
    let apar = "<h2>Error description</h2><p>It stops.</p><h2>Local fix</h2><p>Start it.</p><h2>Comments</h2><p>None.</p>\
                <h2>Problem conclusion</h2><p>The timeout is right now.</p><p>[{\"Product\":{\"code\":\"A\"}}]</p>";
    let page = read(&format!("<h1>PH12345: The channel stops</h1>{apar}"));
    assert_eq!(headings(&page), ["Error description", "Local fix", "Comments", "Problem conclusion"]);
    assert!(body(&page).ends_with("The timeout is right now."), "{}", body(&page));
}

#[test]
fn small_headings_over_single_values_are_labels() {
    let rows = [("Reported release", "910"), ("Status", "CLOSED PER"), ("PE", "NoPE"), ("HIPER", "NoHIPER")];
    let rows: String = rows.iter().map(|(l, v)| format!("<li><h3>{l}</h3><p>{v}</p></li>")).collect();
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}<h2>APAR Information</h2><ul>{rows}</ul>"));
    assert_eq!(headings(&page), ["Symptoms", "Cause", "APAR Information"]);
    assert!(body(&page).contains("Reported release") && body(&page).contains("NoHIPER"));
    let sections = "<h3>Symptoms</h3><p>Slow</p><h3>Cause</h3><p>Age</p><h3>Resolution</h3><p>New disk</p>";
    let page = read(&format!("<h1>The queue stops</h1><h2>Case</h2>{sections}"));
    assert_eq!(headings(&page), ["Case", "Symptoms", "Cause", "Resolution"]);
}

#[test]
fn a_control_in_the_title_is_none_of_it() {
    let page = read(&format!("<h2>The queue stops <a href='javascript:print();'>Print</a></h2>{SECTIONS}"));
    assert_eq!(headings(&page).first(), Some(&"The queue stops"));
    let page = read(
        "<h1>A</h1><h3><a href='javascript:t()'>Symptoms</a></h3><p>It stops.</p><h3><a href='javascript:t()'>Cause</a></h3><p>B.</p>",
    );
    assert_eq!(headings(&page), ["Symptoms", "Cause"]);
}

#[test]
fn numbers_that_a_page_writes_itself_are_no_text() {
    let steps =
        "<ol><li><div>1</div><div><p>Open it.</p></div></li><li><div>2</div><div><p>Close it.</p></div></li></ol>";
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{steps}"));
    let item = |b: &RawBlock| match b.kind {
        RawBlockKind::ListItem { text, .. } => Some(text.of(&page.text).to_owned()),
        _ => None,
    };
    assert_eq!(page.blocks.iter().filter_map(item).collect::<Vec<_>>(), ["Open it.", "Close it."]);
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}<p>Value:</p><ol><li>1</li></ol><p>That is all.</p>"));
    assert!(body(&page).ends_with("That is all."), "{}", body(&page));
}

#[test]
fn a_note_under_the_products_is_text_and_wrapped_code_is_code() {
    let head = "<h1>The queue stops</h1><div id=supAppliesToSection><span class=appliesToTitle>Applies To</span>\
        <span class=appliesToItem>Acme Server 2</span></div>";
    let page = read(&format!("{head}<p><b>IMPORTANT </b>Back up the queue.</p>{SECTIONS}"));
    assert_eq!(value(&page, FieldName::AppliesTo), "Acme Server 2");
    assert!(body(&page).contains("Back up the queue."), "{}", body(&page));
    let code = "<div class=code-toolbar><pre><code>start queue</code></pre><button>Copy</button></div>";
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{code}"));
    assert!(body(&page).ends_with("start queue"), "{}", body(&page));
}

#[test]
fn a_caption_is_a_paragraph_above_its_table() {
    let table = "<table><caption>Folders</caption><tr><th>Name</th><th>Use</th></tr><tr><td>data</td><td>queues</td></tr></table>";
    let page = read(&format!("<h1>The queue stops</h1>{SECTIONS}{table}"));
    assert!(body(&page).ends_with("The disk is full./Folders/Name\tUse\ndata\tqueues"), "{:?}", body(&page));
}
