//! Which text is in which form? One layout or trap a case.

use super::*;

#[test]
fn pages_are_pages_with_and_without_their_first_tags() {
    for page in [
        "<!DOCTYPE html><html><body><p>x</p></body></html>",
        "<?xml version=\"1.0\"?>\n<!-- saved from url=(0044)http://support.example.com -->\n<HTML><HEAD>",
        "<h2>SYMPTOMS</h2><p>The service stops.</p><h2>CAUSE</h2><p>A race.</p>",
        "<div class=\"kb\">\n<div>The service stops.</div></div>",
        "Symptoms<br><br>The service stops.<br>Cause<br><p>It races.<p>Resolution<br>Install <b>the</b> fix.<br>Done.<br>",
        "---\nlayout: page\n---\n<!DOCTYPE html><html><body>",
    ] {
        assert_eq!(form(page), Form::Html, "{page}");
    }
}

#[test]
fn a_text_that_quotes_another_form_stays_text() {
    let quoted = "SUMMARY\n=======\n\nAdd these lines to the page:\n\n   <HTML>\n   <BODY>\n   <P>one</P><BR><BR>\n   </BODY>\n   </HTML>\n\n\
                  MORE INFORMATION\n================\n\nRun a[i](/x) and read # the comment.\n";
    assert_eq!(form(quoted), Form::Text);
    let headed = "DOCUMENT:Q100001  01-JAN-1999  [winnt]\nTITLE   :<P> and </P> Are Shown\nPRODUCT :Windows\n";
    assert_eq!(form(headed), Form::Text);
    // Without underlines, as printed copies have it: wrapped lines are lines.
    let wrapped = "SYMPTOMS\n\nWhen you start the computer with more than one network adapter installed,\nthe following error may \
                   appear in the system log and the service does not\nstart. The behavior depends on the order in which the adapters\n\
                   were installed.\n\nCAUSE\n\nThe service binds to the first adapter that answers, which need not be the\none that was \
                   configured.\n";
    assert_eq!(form(wrapped), Form::Text);
}

#[test]
fn markdown_shows_in_its_marks() {
    for text in [
        "---\ntitle: An event\nms.date: 01/02/2020\n---\n# An event\n\ntext\n",
        "# How to configure the port range\n\nApplies to: Windows\n",
        "> [!NOTE]\n> This goes into other articles.\n",
        "The service stops.\n\n## Cause\n\nA race.\n",
        "Title\n=====\n\nSee [the article](https://example.com/a) and [this](../b.md).\n\n```cmd\ndir\n```\n",
        "<!-- markdownlint-disable -->\n# Title\n\nSee <a name=\"x\"></a> here.\n\n## Cause\n\nText\n",
        "<a name=\"top\"></a>\n## Symptoms\n\nThe service stops.\n\n## Cause\n\nA race.\n",
    ] {
        assert_eq!(form(text), Form::Markdown, "{text}");
    }
    assert_eq!(form_of("Plain words of a fragment.\n", "includes/note.md"), Form::Markdown);
}

#[test]
fn a_crawls_text_is_flat_with_few_or_many_lines() {
    for text in [
        "Article ID: 100001 - Last Review: May 1, 2007 - Revision: 1.2 The service stops\nOn This PageSYMPTOMSThe service stops.",
        "The service stops\nThis article helps you start it.\nApplies to: Windows\nSymptoms\nThe service stops.\nCause\n# net start\n\
         Name  Value\nResolution\n<P>is shown</P>. Install the fix.\nThe fix is here.\nMore information\nNone.",
    ] {
        assert_eq!(form(text), Form::Flat, "{text}");
    }
    // One long line a block, and a rule out of a program's output.
    let blocks =
        format!("Symptoms\n{0}\nPS C:\\> Get-Item\nName\n----\n{0}\nCause\n{0}\n", "The service stops. ".repeat(9));
    assert_eq!(form(&blocks), Form::Flat);
}

#[test]
fn text_for_machines_is_refused() {
    let reason = |text: &str, name: &str| refuse(text, name).map(|r| r.message);
    assert_eq!(reason("{\"id\": 1}\n", "a").as_deref(), Some("JSON data, not an article"));
    assert_eq!(reason("<?xml version=\"1.0\"?><rss></rss>", "a").as_deref(), Some("a news feed, not an article"));
    let typed = "<?xml version='1.0'?>\n<!DOCTYPE rdf:RDF [ <!ENTITY n '>'> ]>\n<!-- x -->\n<rdf:RDF></rdf:RDF>";
    assert_eq!(reason(typed, "a").as_deref(), Some("a news feed, not an article"));
    assert_eq!(reason("body { color: red }", "page_files/site.css").as_deref(), Some("a style sheet, not an article"));
    assert_eq!(reason("<html>", "login.js"), None);
    assert_eq!(reason("{% raw %}\n# Title", "a.md"), None);
    assert_eq!(refuse(" \n\u{a0}\u{feff}", "a").map(|r| r.reason), Some(RejectReason::Empty));
}

#[test]
fn any_text_has_a_form() {
    for text in ["", "-", "---", "---\n", "+++\n+++", "<", "<!--", "<?", "#", "é---", "\u{1F600}\n---\n---"] {
        form(text);
        for at in 0..text.len() {
            if let Some(cut) = text.get(at..) {
                form(cut);
            }
        }
    }
}

#[test]
fn underlined_headings_beside_marks_of_markdown_are_markdown() {
    let text = "KB 17: Labels\n=============\n\nSymptoms\n--------\n\nError **E-42** shows.\n\nCause\n-----\n\nx\n\nWorkaround\n----------\n\n\
                | A | B |\n|---|---|\n| 1 | 2 |\n";
    assert_eq!(form(text), Form::Markdown);
    let text = "SYMPTOMS\n========\n\nType \"dir **\" at the prompt, and the list of files is\nlost at once.\n\nCAUSE\n=====\n\nx\n";
    assert_eq!(form(text), Form::Text);
}
