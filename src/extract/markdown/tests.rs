//! Layouts and traps of Markdown articles, each as a small article in the layout of real ones.

use super::extract;
use crate::Options;
use crate::error::Reject;
use crate::extract::{Extracted, FieldName, RawBlockKind};
use crate::model::{Form, SourceInfo};
use crate::source::Document;
use proptest::prelude::*;

fn read(text: &str) -> Result<Extracted, Reject> {
    let info = SourceInfo { path: "article.md".to_owned(), ..SourceInfo::default() };
    let document = Document { info, text: text.to_owned(), form: Form::Markdown, diagnostics: Vec::new() };
    extract(document, &Options::default())
}

fn article(text: &str) -> Extracted {
    read(text).expect("an article")
}

#[test]
fn properties_of_a_program_are_no_properties_of_the_article() {
    let out = article("# The Queue object\n\nText.\n\n## Properties\n\nVersion: 2\nKeywords: fast, slow\n");
    assert!(values(&out, FieldName::Revision).is_empty() && values(&out, FieldName::Keywords).is_empty());
    assert!(outline(&out).iter().any(|line| line.contains("Properties") && !line.starts_with("header")));
}

#[test]
fn the_line_under_titles_of_a_customer_portal_tells_the_day() {
    let out = article(
        "# journald fails\n\nSolution Verified - Updated June 14 2024 at 2:03 AM - English\n\n## Issue\n\nIt fails - Updated 2024-06-14.\n",
    );
    assert_eq!(values(&out, FieldName::Modified), ["June 14 2024"]);
    assert!(outline(&out).contains(&"p It fails - Updated 2024-06-14.".to_owned()));
}

fn values(out: &Extracted, name: FieldName) -> Vec<&str> {
    out.fields.iter().filter(|f| f.name == name).map(|f| f.value.as_str()).collect()
}

/// Blocks in one line each: kind and text.
fn outline(out: &Extracted) -> Vec<String> {
    let text = &out.text;
    let line = |s: &str| s.replace('\n', "/").replace('\t', "|");
    let one = |b: &crate::extract::RawBlock| match &b.kind {
        RawBlockKind::Header => format!("header {}", line(b.span.of(text))),
        RawBlockKind::Chrome => format!("chrome {}", line(b.span.of(text))),
        RawBlockKind::Heading { level, text: words } => format!("h{level} {}", words.of(text)),
        RawBlockKind::Paragraph => format!("p {}", line(b.span.of(text))),
        RawBlockKind::ListItem { ordered, depth, text: own } => {
            format!("{}{depth} {}", if *ordered { "ol" } else { "ul" }, line(own.of(text)))
        }
        RawBlockKind::Code { language } => {
            format!("code({}) {}", language.as_deref().unwrap_or(""), line(b.span.of(text)))
        }
        RawBlockKind::Table(t) => {
            let row = |r: &Vec<crate::Span>| r.iter().map(|c| line(c.of(text))).collect::<Vec<_>>().join("|");
            format!("table({}) {}", t.header_rows, t.rows.iter().map(row).collect::<Vec<_>>().join(" // "))
        }
        RawBlockKind::Note { label, text: own } => format!("note({}) {}", label.of(text), line(own.of(text))),
        RawBlockKind::Rule => "rule".to_owned(),
    };
    out.blocks.iter().map(one).collect()
}

#[test]
fn support_docs_header_lines_become_fields_and_the_first_heading_the_title() {
    let out = article(
        "---\ntitle: Event 1030 is logged\ndescription: For search engines.\nms.date: 12/8/2020\n---\n\
         # Event ID 1030 is logged every five minutes\n\nThis article helps.\n\n\
         _Original product version:_ &nbsp; Windows Server 2003 (Standard, Web), Windows XP  \n\
         _Original KB number:_ &nbsp; 314494\n\n## Symptoms\n\nPolicies are not applied.\n",
    );
    assert_eq!(out.field(FieldName::Title).unwrap().value, "Event ID 1030 is logged every five minutes");
    assert_eq!(values(&out, FieldName::ArticleId), ["314494"]);
    assert_eq!(values(&out, FieldName::AppliesTo), ["Windows Server 2003 (Standard, Web)\nWindows XP"]);
    assert_eq!(values(&out, FieldName::Modified), ["2020-12-08"]);
    assert_eq!(out.dialect, "docs-markdown");
    let lines = outline(&out);
    assert!(lines[0].starts_with("header ---/title: Event 1030"));
    assert_eq!(lines[2], "p This article helps.");
    assert!(lines[3].starts_with("header Original product version:"));
    assert_eq!(lines[4..], ["h2 Symptoms", "p Policies are not applied."]);
}

#[test]
fn alerts_inside_and_outside_of_lists_become_notes() {
    let out = article(
        "# T\n\n> [!IMPORTANT]\n> Back up the registry.\n> Then go on.\n\n1. First\n\n   > [!NOTE]\n   > - a\n   > - b\n\n   \
         ```sql\n   SELECT 1\n   GO\n   ```\n\n2. Second\n\n**Note:** Restart twice.\n\n>![info]\n>\n>Old marks.\n\n\
         > [!tip]- Folded\n> Try it.\n",
    );
    assert_eq!(
        outline(&out)[1..],
        [
            "note(IMPORTANT) Back up the registry./Then go on.",
            "ol1 First",
            "note(NOTE) - a/- b",
            "code(sql) SELECT 1/GO",
            "ol1 Second",
            "note(Note) Restart twice.",
            "note(info) Old marks.",
            "note(tip) Folded/Try it.",
        ]
    );
}

#[test]
fn tab_headings_stand_inside_their_section() {
    let out = article(
        "# T\n\n## Resolution\n\n# [Windows](#tab/windows)\n\n### Step\n\na\n\n# [Linux](#tab/linux)\n\nb\n\n***\n\n## Status\n\nc\n",
    );
    assert_eq!(
        outline(&out)[1..],
        ["h4 Resolution", "h5 Windows", "h6 Step", "p a", "h5 Linux", "p b", "rule", "h4 Status", "p c"]
    );
}

#[test]
fn tables_of_both_kinds_keep_their_cells() {
    let out = article(
        "# T\n\n|File|Size|\n|---|---|\n|a.dll|1|\n|b.dll|\n\n<table>\n<tr><td colspan=\"2\">**All** versions</td></tr>\n\
         <tr><td rowspan=2>x64<br>x86</td><td>\n\n[c.dll](c)\n\n</td></tr>\n<tr><td>&lt;none&gt;</td></tr>\n</table>\n\nend\n",
    );
    assert_eq!(
        outline(&out)[1..],
        [
            "table(1) File|Size // a.dll|1 // b.dll|",
            "table(0) All versions|All versions // x64/x86|c.dll // x64/x86|<none>",
            "p end"
        ]
    );
    assert_eq!(out.links.len(), 1);
    assert_eq!((out.links[0].span.of(&out.text), out.links[0].url.as_str()), ("c.dll", "c"));
}

#[test]
fn captions_stand_above_their_table_and_marks_of_footnotes_are_no_words() {
    let out = article(
        "# T\n\n<table>\n<caption>\nOptions\n</caption>\n<tr class=\"thead\">\n<th>\nOption\n</th>\n<th>\nUse\n</th>\n</tr>\n\
         <tr>\n<td>\n**/q**\n</td>\n<td>\nQuiet\n</td>\n</tr>\n</table>\n\n\
         <table><tr><td>\n**System**\n</td><td>\n**Replaces**\\*\n</td></tr><tr><td>A</td><td>B</td></tr></table>\n\n\
         <table><caption>Alone<tr><td>**a**</td><td>b</td></tr><tr><td>c</td></tr></table>\n\n\
         | ![](i.gif)Warning |\n|---|\n| It deletes all. |\n\nend\n",
    );
    assert_eq!(
        outline(&out)[1..],
        [
            "p Options",
            "table(1) Option|Use // /q|Quiet",
            "table(1) System|Replaces* // A|B",
            "p Alone",
            "table(0) a|b // c",
            "note(Warning) It deletes all.",
            "p end"
        ]
    );
}

#[test]
fn html_headings_lists_and_placeholders() {
    let out = article(
        "# T\n\n<h2 id=\"c\">Cause</h2>\n\nRun `ping` as <ComputerName> or <b>admin</b>.<!-- gone -->\n\n\
         <ul>\n<li>one</li>\n<li>two <a href=\"u\">link</a></li>\n</ul>\n\n<pre class=\"lang-sh\">\na  b\n</pre>\n",
    );
    assert_eq!(
        outline(&out)[1..],
        ["h2 Cause", "p Run ping as <ComputerName> or admin.", "ul1 one", "ul1 two link", "code(sh) a  b"]
    );
}

#[test]
fn archive_pages_are_dedented_by_one_level_and_nothing_more() {
    let page = "---\ntitle: \"Q19000: A & B\"\n---\n\n## Q19000: A &amp; B\n\n{% raw %}\n\n\tArticle: Q19000\n\t\n\t---\n\
        \tThe information in this article applies to:\n\t\n\t- C  \n\t-----\n\n\tSYMPTOMS\n\t========\n\t\n\tA\tb\n\t  c\n\t\td\n\n{% endraw %}\n";
    let out = article(page);
    assert_eq!(out.field(FieldName::Title).unwrap().value, "A & B");
    assert_eq!(out.field(FieldName::ArticleId).unwrap().value, "Q19000");
    assert!(out.text.ends_with("SYMPTOMS\n========\n\nA\tb\n  c\n\td\n"), "{:?}", out.text);
    assert!(outline(&out).contains(&"h1 SYMPTOMS".to_owned()));
}

#[test]
fn bulletins_take_their_number_from_the_front_matter() {
    let out = article(
        "---\nTitle: 'Microsoft Security Bulletin MS07-900 - Kritisch'\nms:assetid: 'ms07-900'\n\
         ms:mtpsurl: 'https://technet.microsoft.com/de-DE/library/ms07-900(v=Security.10)'\n---\n\nSecurity Bulletin\n\n\
         Microsoft Security Bulletin MS07-900 - Kritisch\n===\n\nLücke in einem Dienst (900900)\n---\n\n\
         Veröffentlicht: Dienstag, 13. Februar 2007 | Aktualisiert: 14. Februar 2007\n\n**Version:** 1.1\n\n\
         #### Zusammenfassung\n\nText\n",
    );
    assert_eq!(values(&out, FieldName::ArticleId), ["MS07-900"]);
    assert_eq!(values(&out, FieldName::Published), ["Dienstag, 13. Februar 2007"]);
    assert_eq!(values(&out, FieldName::Modified), ["14. Februar 2007"]);
    assert_eq!(values(&out, FieldName::Revision), ["1.1"]);
    assert_eq!(values(&out, FieldName::Description), ["Lücke in einem Dienst (900900)"]);
    assert_eq!(out.language.as_deref(), Some("de-DE"));
    assert_eq!(outline(&out).iter().filter(|l| !l.starts_with("header")).count(), 2);
}

#[test]
fn other_publishers_environment_names_the_products() {
    let telerik = article(
        "---\ntitle: Popup is hidden\nslug: popup-hidden\ntags: designer, popup\npublished: True\n---\n\n## Environment\n\n\
         <table>\n\t<tbody>\n\t\t<tr>\n\t\t\t<td>Product</td>\n\t\t\t<td>Some Reporting</td>\n\t\t</tr>\n\t</tbody>\n</table>\n\n## Solution\n\nMove it.\n",
    );
    assert_eq!(telerik.field(FieldName::Title).unwrap().value, "Popup is hidden");
    assert_eq!(values(&telerik, FieldName::AppliesTo), ["Some Reporting"]);
    assert_eq!(values(&telerik, FieldName::Keywords), ["designer\npopup"]);
    assert_eq!(values(&telerik, FieldName::Slug), ["popup-hidden"]);
    assert!(values(&telerik, FieldName::Published).is_empty());
    let list = article("# Pod does not start\n\n## Environment\n\n- Some Linux 8\n- Some Linux 9\n\n## Issue\n\nx\n");
    assert_eq!(values(&list, FieldName::AppliesTo), ["Some Linux 8\nSome Linux 9"]);
    let labels = article(
        "# T\n\n**Article ID:** 000123456\n\n**Products:**\n\n- A\n- B\n\n**Symptoms**\n\nx\n\n**Resolution:**\n\ny\n",
    );
    assert_eq!(values(&labels, FieldName::ArticleId), ["000123456"]);
    assert_eq!(values(&labels, FieldName::AppliesTo).join("\n"), "A\nB");
    assert_eq!(outline(&labels)[5..], ["h3 Symptoms", "p x", "h3 Resolution:", "p y"]);
}

#[test]
fn sections_of_level_one_are_no_title() {
    let out = article("---\ntitle: Disk full\n---\n\n# Symptoms\n\na\n\n# Cause\n\nb\n");
    assert_eq!(out.field(FieldName::Title).unwrap().value, "Disk full");
    assert_eq!(outline(&out)[1..], ["h1 Symptoms", "p a", "h1 Cause", "p b"]);
    let out = article("## Disk full on node 3\n\n### Cause\n\nb\n");
    assert_eq!(out.field(FieldName::Title).unwrap().value, "Disk full on node 3");
}

#[test]
fn a_title_may_begin_like_a_section_and_affected_software_ends_where_the_other_begins() {
    let out = article("---\ntitle: For search\n---\n# Error message: Object cannot be deleted\n\n## Cause\n\nb\n");
    assert_eq!(out.field(FieldName::Title).unwrap().value, "Error message: Object cannot be deleted");
    let out = article(
        "# T\n\n## Affected software\n\nTested versions\n\n- Server 1 – [Download](u) (KB1)\n- Server 2\n\n**Non-affected software**\n\n- Server 3\n",
    );
    assert_eq!(values(&out, FieldName::AppliesTo), ["Server 1\nServer 2"]);
}

#[test]
fn broken_front_matter_is_read_line_by_line_and_said() {
    let out = article("--- \ntitle: FIX: Setup fails\ntags:\n- a\n- b\n--- \n\nText\n");
    assert_eq!(out.field(FieldName::Title).unwrap().value, "FIX: Setup fails");
    assert_eq!(values(&out, FieldName::Keywords), ["a\nb"]);
    assert_eq!(out.diagnostics[0].code, crate::diagnostic::Code::BadFrontMatter);
    // Numbers stay as written, and two rules are no front matter.
    assert_eq!(article("---\ntitle: 1.10\n---\nText").field(FieldName::Title).unwrap().value, "1.10");
    assert!(read("---\nSome prose\n---\nText").is_err());
}

#[test]
fn fragments_and_redirects_are_refused() {
    assert!(read("> [!NOTE]\n> Shared by many pages.\n").is_err());
    assert!(read("---\nredirect_url: /new\n---\n").unwrap_err().message.contains("/new"));
    assert!(read("---\ntitle: Nothing follows\n---\n\n<!-- later -->\n").is_err());
}

#[test]
fn hostile_nesting_and_tables_stay_cheap() {
    for text in [
        format!("# T\n\n{} a", ">".repeat(50_000)),
        format!("# T\n\n{}a", "- ".repeat(50_000)),
        format!("# T\n\n<table>{}", "<tr><td colspan=9999 rowspan=9999>a".repeat(5_000)),
        format!("# T\n\n{}", "<table><tr><td>".repeat(5_000)),
        format!("# T\n\n{}", "a [!INCLUDE ".repeat(20_000)),
        format!("# T\n\n<div>{}", "<a x=\"".repeat(5_000)),
        format!("# T\n\n<div>{}", "<script>".repeat(20_000)),
        format!("---\ntitle: {}\n---\n# T\n\nx", "[".repeat(50_000)),
    ] {
        let out = article(&text);
        assert!(out.text.len() <= text.len() * 2);
    }
}

proptest! {
    #[test]
    fn any_mixture_of_marks_gives_blocks_in_order(pieces in proptest::collection::vec(prop::sample::select(vec![
        "---\n", "# ", "## Cause\n", "> ", "> [!NOTE]\n", "- ", "1. ", "\t", "    ", "\n", "\n\n", "text ", "**", "Note", ":", "_",
        "`", "```\n", "|a|b|\n|-|-|\n", "|", "<table>", "<tr>", "<td colspan=3>", "</td>", "</table>", "<ul>", "<li>", "</ul>", "<pre>", "</pre>",
        "<!--", "-->", "<br>", "[a](b)", "[a](#tab/x)", "![", "](", ":::image x:::", ":::", "[!INCLUDE [x](y)]", "{% raw %}", "ü", "&amp;", "&nbsp;",
        "<h2>", "</h2>", "Applies to: a, b\n", "title: x\n", "===\n", "***\n", "\\", "~~", "<a href='x'>", "</a>", "<script>", "</script>",
    ]), 0..60)) {
        let text = pieces.concat();
        if let Ok(out) = read(&text) {
            let mut end = 0;
            for block in &out.blocks {
                prop_assert!(block.span.start >= end && block.span.end >= block.span.start);
                end = block.span.end;
                prop_assert!(out.text.get(block.span.range()).is_some(), "{:?} in {:?}", block, out.text);
                if let RawBlockKind::Table(table) = &block.kind {
                    for cell in table.rows.iter().flatten() {
                        prop_assert!(block.span.contains(*cell), "{:?} {:?} {:?}", cell, block.span, out.text);
                    }
                }
            }
            prop_assert!(end as usize <= out.text.len());
            for link in &out.links {
                prop_assert!(out.text.get(link.span.range()).is_some());
            }
        }
    }
}

#[test]
fn bulletins_say_their_subject_and_name_products_in_tables() {
    let bulletin = article(
        "---\nTitle: 'Microsoft Security Bulletin MS15-082 - Hoch'\nms:assetid: 'ms15-082'\n---\n\n\
         Microsoft Security Bulletin MS15-082 - Hoch\n===========================================\n\n\
         Sicherheitsanfälligkeiten in RDP (3080348)\n------------------------------------------\n\n\
         Veröffentlicht: 11. August 2015\u{a0}| Aktualisiert: 9. September 2015\n\n\
         ### Betroffene Software\n\nDiese Software wurde geprüft.\n\n\
         | Betriebssystem | Auswirkung | Ersetzt |\n|---|---|---|\n| Windows Vista Service Pack 2<br>(3075220) | x | - |\n| Windows RT 8.1[1] | x | - |\n\n\
         #### Office\n\n| Microsoft Office Software | Auswirkung | Ersetzt |\n|---|---|---|\n| Microsoft Word 2010 | x | - |\n",
    );
    let title = "Microsoft Security Bulletin MS15-082 - Hoch: Sicherheitsanfälligkeiten in RDP (3080348)";
    assert_eq!(bulletin.field(FieldName::Title).unwrap().value, title);
    assert_eq!(values(&bulletin, FieldName::Published), ["11. August 2015"]);
    assert_eq!(values(&bulletin, FieldName::Modified), ["9. September 2015"]);
    assert_eq!(
        values(&bulletin, FieldName::AppliesTo),
        ["Windows Vista Service Pack 2\nWindows RT 8.1\nMicrosoft Word 2010"]
    );
}

#[test]
fn tables_of_contents_are_the_sites_and_footnotes_stay() {
    let page =
        article("# T\n\n## Table of Contents\n\n- [A](#a)\n- [B](#b)\n\n## A\n\nRead on[^1].\n\n[^1]: And on.\n");
    let shown = outline(&page);
    assert!(shown.iter().all(|line| !line.starts_with("h2 Table")), "{shown:?}");
    assert!(shown.contains(&"p Read on[1].".to_owned()) && shown.contains(&"p [1] And on.".to_owned()), "{shown:?}");
}

#[test]
fn boxes_of_site_generators_are_notes() {
    let page = article("# T\n\n## Cause\n\n!!! warning\n    Back up first.\n\n:::tip\nUse it.\n:::\n\nText\n");
    let notes = page.blocks.iter().filter(|b| matches!(b.kind, RawBlockKind::Note { .. })).count();
    assert_eq!(notes, 2, "{:?}", outline(&page));
}

#[test]
fn labels_whose_emphasis_a_blank_breaks_are_fields() {
    let text = "# T\n\nIt fails.\n\n_Original product version: _&nbsp; BizTalk Server 2006  \n_Original KB number: _&nbsp; 936125\n\n## Symptoms\n\nx\n";
    let page = article(text);
    assert_eq!(values(&page, FieldName::AppliesTo), ["BizTalk Server 2006"]);
    assert_eq!(values(&page, FieldName::ArticleId), ["936125"]);
}

#[test]
fn labels_under_the_introduction_are_fields() {
    let page = article(
        "---\nms.date: 01/01/2020\n---\n# T\n\n## Introduction\n\nThis article says x.\n\n_Original product version:_ &nbsp;Windows 10\n_Original KB number:_ &nbsp;2976660\n\n## Symptoms\n\nVersion: 2\n",
    );
    assert_eq!(values(&page, FieldName::ArticleId), ["2976660"]);
    assert_eq!(values(&page, FieldName::AppliesTo), ["Windows 10"]);
}

#[test]
fn an_item_that_is_nothing_but_a_link_keeps_it() {
    let out = article(
        "# T\n\n## References\n\n* [Download the scripts](https://example.com/a.sql)\n* See [the list](b.md)\n",
    );
    let links: Vec<_> = out.links.iter().map(|l| (l.span.of(&out.text), l.url.as_str())).collect();
    assert_eq!(links, [("Download the scripts", "https://example.com/a.sql"), ("the list", "b.md")]);
}

#[test]
fn a_bold_label_of_a_section_may_run_into_its_text() {
    let out = article(
        "# T\n\n**Cause:** The service is stopped.\n\n**Resolution**: Start it.\n\n**Tip:** wait.\n\nThe **cause:** unknown.\n",
    );
    assert_eq!(
        outline(&out)[1..],
        [
            "h3 Cause",
            "p The service is stopped.",
            "h3 Resolution",
            "p Start it.",
            "note(Tip) wait.",
            "p The cause: unknown."
        ]
    );
}

#[test]
fn text_that_is_not_to_be_translated_is_shown() {
    let out = article(
        "# T\n\nRun the :::no-loc text=\"createdump\"::: tool.\n\n:::no-loc text=\"~/dumps/\":::\n\n:::image source=\"a.png\":::\n",
    );
    assert_eq!(outline(&out)[1..], ["p Run the createdump tool.", "p ~/dumps/"]);
}

#[test]
fn the_front_matter_is_kept_whole() {
    let out = article(
        "---\ntitle: T\nms.author: ada\nhidden: true\nweight: 1.10\nms.reviewer:\n- grace\n- joan\nseo:\n  title: S\n  tags: [a, b]\nempty:\n---\n# T\n\ntext\n",
    );
    let all: Vec<String> = out.metadata.iter().map(|(key, values)| format!("{key}={}", values.join("|"))).collect();
    assert_eq!(
        all,
        [
            "hidden=true",
            "ms.author=ada",
            "ms.reviewer=grace|joan",
            "seo.tags=a|b",
            "seo.title=S",
            "title=T",
            "weight=1.10"
        ]
    );
}
