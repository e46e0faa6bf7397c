//! Texts in the layouts of real articles, and what they point to.

use super::*;
use crate::normalize::passage::{one_passage, passages};
use crate::span::Span;

fn of(text: &str, form: Form) -> Vec<(String, String)> {
    let article = one_passage(text, form);
    let all = references(&article, &passages(&article), Some(555555));
    all.into_iter().map(|r| (r.id, r.text)).collect()
}

fn ids(text: &str) -> Vec<String> {
    of(text, Form::Text).into_iter().map(|r| r.0).collect()
}

#[test]
fn articles() {
    assert_eq!(ids("Base:\n\n   Q119591 How to Obtain\n   Q152734 How to"), ["KB119591", "KB152734"]);
    assert_eq!(ids("articles 119591, 152734 and 97293 in the Knowledge Base"), ["KB119591", "KB152734", "KB97293"]);
    assert_eq!(
        ids("KB article 967351, KB 910205, (KB2592687), article number Q129772"),
        ["KB967351", "KB910205", "KB2592687", "KB129772"]
    );
    assert_eq!(
        ids("ARTICLE-ID: Q170956\nTITLE   : x, ID: Q97293, [Q119591], article (Q324204)."),
        ["KB170956", "KB97293", "KB119591", "KB324204"]
    );
    assert_eq!(ids("| Q90422     | Err Msg |"), ["KB90422"]);
    assert_eq!(
        of("see article 119591 (http://support.microsoft.com/kb/119591/) How", Form::Text),
        [("KB119591".into(), "119591".into())]
    );
    assert_eq!(ids("This is KB555555 and Q555555."), Vec::<String>::new());
}

#[test]
fn numbers_without_a_mark_of_their_own() {
    for (text, expected) in [
        ("this update replaces 331953 (MS03-010).", vec!["KB331953", "MS03-010"]),
        ("Post-SP4 hotfix for MS09-004 (971524)", vec!["MS09-004", "KB971524"]),
        ("Cumulative Security Update for Internet Explorer (896727)\nSummary", vec!["KB896727"]),
        ("2760420 in MS13-067", vec!["KB2760420", "MS13-067"]),
        ("in the article\nS20698    Sp1_50a3.exe", vec![]),
        ("the event log is (123456)\n", vec![]),
        ("you must have update 3172614 installed, or hotfix 896683", vec!["KB3172614", "KB896683"]),
        ("in the update 1709, update 2000000.1", vec![]),
        (
            "in the Microsoft Knowledge Base: 216993 Useful shelf life of a backup 314282 Lingering objects remain",
            vec!["KB216993", "KB314282"],
        ),
        ("in the Microsoft Knowledge Base:\n\n- 816042 How to configure a server\n", vec!["KB816042"]),
        ("Knowledge Base-Artikel 324744, l'article 330904", vec!["KB324744", "KB330904"]),
        ("文書番号：884020、Microsoft サポート技術情報 (文書番号 832017)", vec!["KB884020", "KB832017"]),
        ("в статье 906305", vec!["KB906305"]),
    ] {
        assert_eq!(ids(text), expected, "{text}");
    }
}

#[test]
fn words_run_into_an_address() {
    for (text, id) in [
        (
            "see http://www.microsoft.com/worldwide/default.htmTHE NEXT",
            "http://www.microsoft.com/worldwide/default.htm",
        ),
        ("see http://www.nvidia.comMicrosoft provides", "http://www.nvidia.com"),
        ("see http://mspress.microsoft.com/support/.Page 12", "http://mspress.microsoft.com/support/"),
        (
            "see http://support.microsoft.com/default.aspx?scid=fh;EN-US;CNTACTMSWindows 98",
            "http://support.microsoft.com/default.aspx?scid=fh;EN-US;CNTACTMS",
        ),
        ("see http://www.microsoft.com/WindowsUpdate for", "http://www.microsoft.com/WindowsUpdate"),
    ] {
        assert_eq!(of(text, Form::Flat)[0].0, id, "{text}");
    }
    let found = of("are available for download from the Download Center: Vc20xf.exe Vc22xf.exe For more", Form::Flat);
    assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["Vc20xf.exe", "Vc22xf.exe"]);
}

#[test]
fn numbers_in_names_are_no_articles() {
    for text in [
        "Q241734i.exe",
        "the Q241734.exe file",
        "Windows6.0-KB939778-x86",
        "\\Q184017\\x",
        "400 KB 12345",
        "500KB",
        "article 12",
        "Q12",
        "area q1 123456",
    ] {
        assert_eq!(ids(text), if text == "400 KB 12345" { vec!["KB12345"] } else { Vec::new() }, "{text}");
    }
}

#[test]
fn bulletins_vulnerabilities_and_rfcs() {
    assert_eq!(ids("MS02-018, MS10\u{2011}073, ADV190023 and MS02-0181"), ["MS02-018", "MS10-073", "ADV190023"]);
    assert_eq!(ids("(CVE-2010-1234, CAN-2003-0352)"), ["CVE-2010-1234", "CVE-2003-0352"]);
    assert_eq!(
        ids("RFC 793, RFC1123, RFC-952; RFCs 1001 and 1002; Comments (RFC) 822"),
        ["RFC793", "RFC1123", "RFC952", "RFC1001", "RFC1002", "RFC822"]
    );
    assert_eq!(ids("Perfc009.dat, RFC number"), Vec::<String>::new());
}

#[test]
fn files_and_addresses() {
    let text = "   DownloadDownload Q248838engi.exe now\n   (http://www.microsoft.com/downloads/release.asp?ReleaseID=25443)\n";
    let article = one_passage(text, Form::Text);
    let all = references(&article, &passages(&article), None);
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].kind, all[0].id.as_str(), all[0].text.as_str()),
        (ReferenceKind::File, "Q248838engi.exe", "Q248838engi.exe")
    );
    assert_eq!(all[0].url.as_deref(), Some("http://www.microsoft.com/downloads/release.asp?ReleaseID=25443"));
    assert_eq!(ids("   Shapes.exe\n   (http://download.microsoft.com/x/Shapes.exe)"), ["Shapes.exe"]);
    assert_eq!(ids("is available for download from the Center:\n\n   Psp2esea.zip\n\nRun it"), ["Psp2esea.zip"]);
    assert_eq!(ids("visit http://www.hp.com/x.\nor www.hp.com."), ["http://www.hp.com/x", "www.hp.com"]);
}

#[test]
fn words_run_together_by_a_crawl() {
    let found = of("Base:Q119591How to (http://support.microsoft.com/kb/152734/)How see theRFC 793", Form::Flat);
    let ids: Vec<_> = found.iter().map(|r| r.0.as_str()).collect();
    assert_eq!(ids, ["KB119591", "KB152734", "RFC793"]);
}

#[test]
fn links() {
    let text = "See KB 5017593 and the connect pack or the top.";
    let mut sectioned = one_passage(text, Form::Html);
    let link = |words: &str, url: &str| {
        let at = text.find(words).unwrap();
        Link { span: Span::new(at, at + words.len()), url: url.to_owned() }
    };
    sectioned.extracted.links = vec![
        link("top", "#top"),
        link("the", "../more/steps"),
        link("KB 5017593", "https://support.microsoft.com/help/5017593"),
        link("connect pack", "/kb/5015371"),
    ];
    let all = references(&sectioned, &passages(&sectioned), None);
    let found: Vec<_> = all.iter().map(|r| (r.id.as_str(), r.text.as_str(), r.url.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("KB5017593", "KB 5017593", Some("https://support.microsoft.com/help/5017593")),
            ("../more/steps", "the", Some("../more/steps")),
            ("KB5015371", "connect pack", None),
        ]
    );
}

#[test]
fn cut_and_odd_texts_do_no_harm() {
    for text in [
        "Q1",
        "http://",
        "www.",
        "KB",
        "RFC",
        "CVE-",
        "CVE-20é",
        "MS1é-",
        "download ",
        "article é",
        "available for download:\n",
        "(http://a.b\n",
        "文書番号 1é",
    ] {
        of(text, Form::Flat);
    }
}
