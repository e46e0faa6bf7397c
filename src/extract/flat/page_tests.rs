//! Whole pages as a crawl leaves them: menus, lists of headings, products in a run, the templates of other publishers,
//! other languages. Each is a small article written for the test.

use super::tests::{assert_tiles, fields, flat, headings};
use crate::extract::{Extracted, FieldName};

fn names(article: &Extracted) -> Vec<&str> {
    headings(article).into_iter().map(|(_, name)| name).collect()
}

#[test]
fn a_support_page_of_today_names_its_products_before_the_summary() {
    let text = "Skip to main content Microsoft Support Microsoft Microsoft 365 Office Windows Surface Xbox Deals Sign in \
        DNS server stops answering queries after an update Applies To Windows 10 Windows Server 2019 Windows Server 2016 \
        Summary This article describes an issue in which the DNS server stops. Symptoms After you install the update, the \
        server stops. Cause This issue occurs because of a race. Resolution To resolve this issue, install the next update. \
        Need more help? Want more options?";
    let article = flat(text);
    assert_eq!(fields(&article, FieldName::Title), ["DNS server stops answering queries after an update"]);
    let products = ["Windows 10\nWindows Server 2019\nWindows Server 2016"];
    assert_eq!(fields(&article, FieldName::AppliesTo), products);
    assert_eq!(names(&article), ["Summary", "Symptoms", "Cause", "Resolution"]);
    assert_tiles(&article);
}

#[test]
fn a_list_of_headings_opens_no_section() {
    let run = "Replication fails with error 8614 Article 02/24/2022 3 minutes to read 5 contributors In this article \
        Symptoms Cause Resolution This article describes an issue. Applies to: Windows Server 2012 R2 Original KB number: \
        900020 Symptoms Replication fails. Cause The server was offline. Resolution Demote the server. Feedback Submit and \
        view feedback for This product This page";
    for text in [run.to_owned(), run.replace(" Symptoms ", "\nSymptoms\n").replace(" Cause ", "\nCause\n")] {
        let article = flat(&text);
        assert_eq!(fields(&article, FieldName::Title), ["Replication fails with error 8614"]);
        assert_eq!(fields(&article, FieldName::Modified), ["02/24/2022"]);
        assert_eq!(fields(&article, FieldName::ArticleId), ["900020"]);
        assert_eq!(fields(&article, FieldName::AppliesTo), ["Windows Server 2012 R2"]);
        assert_tiles(&article);
    }
    assert_eq!(names(&flat(run)), ["Symptoms", "Cause", "Resolution"]);
    let lines = "Article ID: 900021 - Last Review: May 6, 2006 - Revision: 1.1\nThe store stops\nOn This Page\nSYMPTOMS\nCAUSE\n\
        The free space\nSYMPTOMS\nThe store stops.\nCAUSE\nThe disk is full.\nThe free space\nIt is shown in Explorer.\n";
    assert_eq!(names(&flat(lines)), ["SYMPTOMS", "CAUSE"]);
}

#[test]
fn properties_in_a_run_of_words() {
    let text = "Email Print The update fails with error 0x80070002 Article ID: 900022 - View products that this article \
        applies to. Email Print Expand all | Collapse all Symptoms When you install the update, it fails. Back to the top | \
        Give Feedback Resolution To resolve this problem, rename the folder. Back to the top | Give Feedback Properties \
        Article ID: 900022 - Last Review: June 20, 2014 - Revision: 9.0 Applies to Windows 7 Professional Windows 7 Home \
        Basic Windows Vista Business Keywords: kbprb KB900022 Back to the top | Give Feedback Did this information solve your \
        problem?";
    let article = flat(text);
    assert_eq!(fields(&article, FieldName::Title), ["The update fails with error 0x80070002"]);
    assert_eq!(names(&article), ["Symptoms", "Resolution"]);
    let products = ["Windows 7 Professional\nWindows 7 Home Basic\nWindows Vista Business"];
    assert_eq!(fields(&article, FieldName::AppliesTo), products);
    assert_eq!(fields(&article, FieldName::Keywords), ["kbprb KB900022"]);
    assert_eq!(fields(&article, FieldName::Revision), ["9.0"]);
    assert_tiles(&article);
    let glued = "Article ID: 900023 - Last Review: May 6, 2006 - Revision: 1.1 The store stops SYMPTOMSThe store stops.\
        RESOLUTIONHotfix informationPrerequisitesTo apply this hotfix, install the service pack.PropertiesArticle ID: 900023 \
        - Last Review: May 6, 2006 - Revision: 1.1Applies toWindows Server 2008 R2 DatacenterWindows Server 2008 R2 \
        EnterpriseKeywords: kbqfe KB900023";
    let article = flat(glued);
    let wanted = [(1, "SYMPTOMS"), (1, "RESOLUTION"), (2, "Hotfix information"), (3, "Prerequisites")];
    assert_eq!(headings(&article), wanted);
    let products = ["Windows Server 2008 R2 Datacenter\nWindows Server 2008 R2 Enterprise"];
    assert_eq!(fields(&article, FieldName::AppliesTo), products);
    assert_tiles(&article);
}

#[test]
fn a_bulletin_goes_by_its_own_number() {
    let text = "Microsoft Security Bulletin MS99-099 - Critical Update for the Server Service (900024) Published: March 14, 2017 \
        Version: 1.0 Executive Summary This security update resolves a fault. Affected Software and Vulnerability Severity \
        Ratings Windows Vista Service Pack 2 Vulnerability Information CVE-2017-0143 Mitigating Factors Microsoft has not \
        identified any. Workarounds Disable the service. Acknowledgments Microsoft thanks the finder. Disclaimer The \
        information is provided as is. Revisions V1.0 (March 14, 2017): Bulletin published.";
    let article = flat(text);
    assert_eq!(fields(&article, FieldName::ArticleId), ["MS99-099"]);
    assert_eq!(fields(&article, FieldName::Alias), ["KB900024"]);
    assert_eq!(fields(&article, FieldName::Published), ["March 14, 2017"]);
    let wanted = [
        "Executive Summary",
        "Affected Software and Vulnerability Severity Ratings",
        "Vulnerability Information",
        "Mitigating Factors",
        "Workarounds",
        "Acknowledgments",
        "Disclaimer",
        "Revisions",
    ];
    assert_eq!(names(&article), wanted);
    assert_tiles(&article);
}

#[test]
fn templates_of_other_publishers() {
    let broadcom = "A machine does not start book Article ID: 326316 calendar_today Updated On: 10-25-2023 Products VMware \
        vSphere ESXi VMware vCenter Server Issue/Introduction This article tells how to release a lock. Environment VMware \
        vSphere ESXi 7.0.x Cause A second host holds the lock. Resolution To resolve the issue, restart the host. Additional \
        Information For more articles, see the list. Feedback Was this article helpful? thumb_up Yes thumb_down No";
    let article = flat(broadcom);
    assert_eq!(fields(&article, FieldName::Title), ["A machine does not start"]);
    assert_eq!(fields(&article, FieldName::ArticleId), ["326316"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["VMware vSphere ESXi\nVMware vCenter Server"]);
    let wanted = ["Issue/Introduction", "Environment", "Cause", "Resolution", "Additional Information"];
    assert_eq!(names(&article), wanted);
    assert_tiles(&article);
    let red_hat = "Why does the journal drop messages? Solution Verified - Updated June 13 2024 at 9:21 PM - English Environment \
        Red Hat Enterprise Linux 7 Issue Messages are dropped under load. Resolution Raise the limit and restart the service. \
        Root Cause The rate limit is reached. Diagnostic Steps Run journalctl and look for it.";
    let article = flat(red_hat);
    assert_eq!(fields(&article, FieldName::Title), ["Why does the journal drop messages?"]);
    assert_eq!(fields(&article, FieldName::Modified), ["June 13 2024"]);
    assert_eq!(names(&article), ["Environment", "Issue", "Resolution", "Root Cause", "Diagnostic Steps"]);
    let citrix = "The gateway fails to authenticate users Symptoms or Error Users cannot log on. Solution Correct the account. \
        Problem Cause The password has expired. Additional Resources How to troubleshoot authentication";
    let wanted = ["Symptoms or Error", "Solution", "Problem Cause", "Additional Resources"];
    assert_eq!(names(&flat(citrix)), wanted);
    let oracle = "ORA-01031 When Connecting Through The Listener In this Document Symptoms Changes Cause Solution References \
        Applies to: Oracle Database - Version 10.2.0.1 and later Information in this document applies to any platform. \
        Symptoms Connecting fails. Changes The file was recreated. Cause The file is in the wrong place. Solution Recreate \
        the file. References How to avoid flaws";
    let article = flat(oracle);
    assert_eq!(names(&article), ["Symptoms", "Changes", "Cause", "Solution", "References"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Oracle Database - Version 10.2.0.1 and later"]);
    let other = "Agent does not report to the console Environment Agent 5.2 on Windows Server 2016 Issue The agent does not \
        report. Resolution Restart the agent and open the port. Cause The firewall blocks the port. Was this article helpful?";
    assert_eq!(names(&flat(other)), ["Environment", "Issue", "Resolution", "Cause"]);
}

#[test]
fn properties_in_other_languages() {
    let spanish = "Id. de artículo: 900025 - Última revisión: 15 de mayo de 2007 - Versión: 2.1 El servidor no responde\n\
        En esta página SÍNTOMAS El servidor no responde. CAUSA El servicio se queda sin memoria. MÁS INFORMACIÓN Véase la \
        ayuda. La información de este artículo se refiere a:\nMicrosoft Windows 2000 Server\nPalabras clave: kbprb KB900025\n";
    let article = flat(spanish);
    assert_eq!(names(&article), ["SÍNTOMAS", "CAUSA", "MÁS INFORMACIÓN"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Microsoft Windows 2000 Server"]);
    let japanese = "文書番号: 900026 - 最終更新日: 2011年10月3日 - リビジョン: 2.0 印刷できない 目次 現象 印刷できません。 \
        原因 この問題は、サービスが停止しているために発生します。 解決方法 サービスを再起動します。 状況 この動作は仕様です。 \
        この資料は以下の製品について記述したものです。 Windows 7 Professional Windows 7 Enterprise キーワード: kbprb KB900026";
    let article = flat(japanese);
    assert_eq!(names(&article), ["現象", "原因", "解決方法", "状況"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Windows 7 Professional\nWindows 7 Enterprise"]);
    let russian = "Код статьи: 900027 - Последнее изменение: 3 октября 2011 г. - Редакция: 2.0 Принтер не печатает\n\
        На этой страницеПРОБЛЕМАПринтер не печатает.ПРИЧИНАСлужба остановлена.Информация в данной статье относится к следующим \
        продуктам.\nWindows 7 Professional\nКлючевые слова: kbprb KB900027";
    let article = flat(russian);
    assert_eq!(fields(&article, FieldName::Title), ["Принтер не печатает"]);
    assert_eq!(names(&article), ["ПРОБЛЕМА", "ПРИЧИНА"]);
    assert_eq!(fields(&article, FieldName::AppliesTo), ["Windows 7 Professional"]);
}

#[test]
fn headings_in_the_articles_own_words() {
    let text = "How to configure a time server\nThis article tells how to set it up for a domain.\nOriginal KB number: 900028\n\
        Summary\nThe service needs one port in the firewall.\nConfigure the server\nTo configure the server, set this entry \
        in the registry:\nHKEY_LOCAL_MACHINE\\SYSTEM\nSet the value\nMore information\nThe protocol is old, but it works.\n\
        First entry of a list\nSecond entry of a list\nThe list has ended with this whole sentence.\n";
    let article = flat(text);
    assert_eq!(headings(&article), [(1, "Summary"), (2, "Configure the server"), (1, "More information")]);
    assert_tiles(&article);
}

#[test]
fn scripts_without_capitals_have_other_signs_of_a_heading() {
    // Thai ends no sentence with a stop, and puts a blank between them.
    let thai = "บริการหยุดทำงาน อาการ เมื่อคุณพิมพ์เอกสาร บริการอาจหยุดทำงาน สาเหตุ ปัญหานี้เกิดขึ้นเนื่องจากแฟ้มเสียหาย \
        การแก้ไข เมื่อต้องการแก้ไขปัญหานี้ ให้ติดตั้งโปรแกรมแก้ไขด่วน สถานะ Microsoft ได้ยืนยันแล้วว่านี่เป็นปัญหา";
    assert_eq!(names(&flat(thai)), ["อาการ", "สาเหตุ", "การแก้ไข", "สถานะ"]);
    // The word of a heading stands in its sentence as well.
    let chinese = "服务意外停止症状打印文档时，该服务可能会停止。回到顶端原因出现此问题的原因是文件已损坏。解决方案要解决此问题，请安装该\
        修补程序。修补程序信息先决条件要应用此修补程序，必须安装 Service Pack 1。文件信息文件名 文件版本 文件大小 日期 时间 Dns.exe \
        5.2.3790.2437 446,976 2006-10-28 14:27";
    assert_eq!(names(&flat(chinese)), ["症状", "原因", "解决方案", "修补程序信息", "先决条件", "文件信息"]);
    let hebrew = "הודעת שגיאה תסמינים בעת הפעלת השירות הוא נעצר. סיבה בעיה זו מתרחשת מסיבה אחרת. פתרון כדי לפתור בעיה זו, התקן את \
        העדכון. הפתרונות אינם ידועים.";
    assert_eq!(names(&flat(hebrew)), ["תסמינים", "סיבה", "פתרון"]);
}

#[test]
fn the_first_heading_under_another_is_no_part_of_a_name() {
    let text = "FIX: DNS\u{20}ServerSYMPTOMEDer Dienst startet nicht.LÖSUNGInstallieren Sie den Hotfix.Hotfix-InformationenVoraussetzungenFür diesen Hotfix \
        ist nichts erforderlich.DateiinformationenDateiname Dateiversion Dateigröße Datum Dns.exe 5.2.3790.2437 446.976 28-Okt-2006";
    let headings = ["SYMPTOME", "LÖSUNG", "Hotfix-Informationen", "Voraussetzungen", "Dateiinformationen"];
    assert_eq!(names(&flat(text)), headings);
}
