//! Layouts and traps of event records, each a small text in the layout of the real ones.

use super::*;
use crate::Options;
use crate::extract::{Extracted, RawBlock, RawTable};
use crate::model::{EventType, Form};

/// The records of a text that is one section; a block a paragraph.
fn read(form: Form, text: &str) -> (Vec<EventRecord>, Vec<Diagnostic>) {
    let mut extracted = Extracted::new(form, "test", text.to_owned());
    let mut at = 0;
    for part in text.split("\n\n") {
        extracted.blocks.push(RawBlock { span: Span::new(at, at + part.len()), kind: RawBlockKind::Paragraph });
        at += part.len() + 2;
    }
    let mut notes = Vec::new();
    let sectioned = crate::section::section(extracted, &Options::default());
    let records = events(&sectioned, &mut notes);
    (records, notes)
}

fn lines(text: &str) -> Vec<EventRecord> {
    read(Form::Text, text).0
}

fn one(text: &str) -> EventRecord {
    let mut all = lines(text);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn flat(text: &str) -> Vec<EventRecord> {
    read(Form::Flat, text).0
}

fn words(description: &Option<String>) -> String {
    description.as_deref().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn pairs(record: &EventRecord) -> Vec<(&str, &str)> {
    record.parameters.iter().map(|p| (p.name.as_str(), p.value.as_str())).collect()
}

#[test]
fn fields_of_the_nt_layout_in_any_order() {
    let record = one(
        "The following event appears in the System log:\n\n   Source: Srv\n   Event ID : 2511\n   Type: Warning\n   Catergory: None\n   Description: The share could not be\n   created again.\n\nThis happens at startup.",
    );
    assert_eq!(
        (record.event_id, record.source.as_deref(), record.event_type),
        (Some(2511), Some("Srv"), Some(EventType::Warning))
    );
    assert_eq!((record.category.as_deref(), record.log.as_deref()), (Some("None"), Some("System")));
    assert_eq!(words(&record.description), "The share could not be created again.");
}

#[test]
fn the_layout_of_windows_2000_and_2003() {
    let record = one(
        "   Event Type: Failure Audit\n   Event Source: Security\n   Event Category: Account Logon\n   Event ID: 681\n   Date: 5/21/2003\n   Time: 10:15:02 PM\n   User: NT AUTHORITY\\SYSTEM\n   Computer: DC-04\n   Description:\n   The logon to account: Guest by: MICROSOFT_AUTHENTICATION_PACKAGE_V1_0 failed.\n   Data:\n   0000: c0000064 00000000",
    );
    assert_eq!(record.event_type, Some(EventType::FailureAudit));
    assert_eq!(record.date.map(|d| d.to_string()).as_deref(), Some("2003-05-21"));
    assert_eq!(record.time.map(|t| t.to_string()).as_deref(), Some("22:15:02"));
    assert_eq!((record.user.as_deref(), record.computer.as_deref()), (Some("NT AUTHORITY\\SYSTEM"), Some("DC-04")));
    assert_eq!(record.data.as_deref(), Some("0000: c0000064 00000000"));
    assert!(record.description.is_some_and(|d| d.starts_with("The logon") && d.ends_with("failed.")));
    assert!(record.placeholders.is_empty());
}

#[test]
fn the_layout_of_vista_and_later() {
    let record = one(
        "Log Name:      Application\nSource:        MSExchange Common\nDate:          23/04/2010 2:08:30 PM\nEvent ID:      4999\nTask Category: General\nLevel:         Error\nKeywords:      Classic\nUser:          N/A\nComputer:      mail.contoso.com\nDescription:\nWatson report about to be sent.",
    );
    assert_eq!((record.log.as_deref(), record.source.as_deref()), (Some("Application"), Some("MSExchange Common")));
    assert_eq!(
        (record.event_id, record.category.as_deref(), record.type_text.as_deref()),
        (Some(4999), Some("General"), Some("Error"))
    );
    assert_eq!(record.date.map(|d| d.to_string()).as_deref(), Some("2010-04-23"));
    assert_eq!(record.time.map(|t| t.to_string()).as_deref(), Some("14:08:30"));
}

#[test]
fn stand_ins_are_named_and_give_no_value() {
    let record = one(
        "Event Type: Error\nEvent Source: NETLOGON\nEvent ID: 5774\nDate: Date\nTime: <Time>\nUser: N/A\nComputer: Computer_Name\nDescription: Registration failed.",
    );
    assert_eq!(record.placeholders, ["date", "time", "computer"]);
    assert_eq!((record.date, record.time, record.computer.as_deref()), (None, None, Some("Computer_Name")));
    let both = one("Log Name: System\nSource: Disk\nDate: MM/DD/YYYY HH:MM:SS\nEvent ID: 51\nLevel: Warning");
    assert_eq!(both.placeholders, ["date", "time"]);
}

#[test]
fn several_fields_on_a_line_and_a_record_on_one_line() {
    let record = one("   Event ID: 10008 Source:MSExchangeMig\n   Type: Warning\n   Description: Keyword ignored.");
    assert_eq!((record.event_id, record.source.as_deref()), (Some(10008), Some("MSExchangeMig")));
    let record = one(
        "   Event ID: 3 Source : IISLOG Description: Logging was unable to create\n   the file.\n\nNOTE: The data is 5.",
    );
    assert_eq!(
        (record.source.as_deref(), words(&record.description).as_str()),
        (Some("IISLOG"), "Logging was unable to create the file.")
    );
    let record = one("   Event ID: 15 - Source: SNA Print\n   The routine returned an error.");
    assert_eq!(
        (record.source.as_deref(), words(&record.description).as_str()),
        (Some("SNA Print"), "The routine returned an error.")
    );
}

#[test]
fn descriptions_without_a_label() {
    let record = one(
        "Text:\n\n   Event ID: 9102\n   Source: MSExchangeMTA\n   Type: Warning\n\n   A limit was reached. Error code: 9.\n\nCause follows.",
    );
    assert_eq!(words(&record.description), "A limit was reached. Error code: 9.");
    let all = lines(
        "Errors:\n\n   Event Id 7000\n   The RIP service failed to start.\n\n   Event Id 7001\n   The router depends on it.\n\nMore.",
    );
    assert_eq!(all.iter().map(|e| e.event_id).collect::<Vec<_>>(), [Some(7000), Some(7001)]);
    assert_eq!(words(&all[1].description), "The router depends on it.");
    let record = one("Error:\n\n   Event Id 8007: The redirector has timed\n   out a request.\n\nMore.");
    assert_eq!(words(&record.description), "The redirector has timed out a request.");
}

#[test]
fn descriptions_that_go_on() {
    let record = one(
        "Event:\n\n   Event ID: 98\n   Source: SNA Server\n   Description: An invalid message was discarded.\n\n   Client Workstation: <workstation>\n   Client User: <user>\n\nUnindented prose.",
    );
    assert_eq!(pairs(&record), [("Client Workstation", "<workstation>"), ("Client User", "<user>")]);
    let record = one(
        "Event:\n\n   Event ID: 7023\n   Description: The service terminated with the following error:\n\n   The system cannot find the file specified.\n\nCause.",
    );
    assert_eq!(
        words(&record.description),
        "The service terminated with the following error: The system cannot find the file specified."
    );
    // In a list, text at the item's own indent is the article's.
    let record = one(
        "1. Note the source. For example:\n\n   Event ID: 1005\n   Source: MSExchangeIS\n   Description:\n   Unable to start.\n\n   When you start the store, it stops.",
    );
    assert_eq!(words(&record.description), "Unable to start.");
}

#[test]
fn records_one_after_the_other() {
    let text = "One of these:\n\n   Source: W3SVC\n   Event ID: 105\n   Description: Unable to register.\n\n-or-\n\n   Source: FTPSVC\n   Event ID: 105\n   Description: Unable to register.";
    let all = lines(text);
    assert_eq!(all.iter().filter_map(|e| e.source.as_deref()).collect::<Vec<_>>(), ["W3SVC", "FTPSVC"]);
    assert_eq!(all[0].description.as_deref(), Some("Unable to register."));
    let all = lines(
        "Events:\n\n    - Event ID: 5000\n   Source: IS\n   Description: Error 4015.\n\n    - Event ID: 1121\n   Source: IS\n   Description: Error 4016.",
    );
    assert_eq!(all.iter().map(|e| e.event_id).collect::<Vec<_>>(), [Some(5000), Some(1121)]);
    let all = lines(
        "Event 21405\n\nLog Name: Operations Manager\nSource: Health Service\nEvent ID: 21405\nLevel: Warning\nDescription:\nThe process failed.",
    );
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].log.as_deref(), Some("Operations Manager"));
}

#[test]
fn labels_without_colons_and_padded_ones() {
    let record = one(
        "Event:\n\n   Event ID 1175\n   Source  MSExchangeDS\n   Type  Information\n   Category  Security\n\nMore.",
    );
    assert_eq!((record.source.as_deref(), record.category.as_deref()), (Some("MSExchangeDS"), Some("Security")));
    let record = one(
        "   Event ID   : 20111\n   Source     : Router\n   Description: A connection to <name>\n                failed.",
    );
    assert_eq!((record.event_id, words(&record.description).as_str()), (Some(20111), "A connection to <name> failed."));
    assert_eq!(
        one("   Event:       1012\n   Source:      ClusSvc\n   Description: It did not start.").event_id,
        Some(1012)
    );
    assert_eq!(one("   System Error, Source=DCOM, Event ID=10005\n   More of it.").source.as_deref(), Some("DCOM"));
}

#[test]
fn mentions_and_other_blocks_are_no_records() {
    for text in [
        "Event ID 5774 is logged when the server starts.",
        "After this event, you also see Event ID 290, which\nindicates a report.",
        "A security event (Event ID: 644 - User Account Locked Out) is generated.",
        "The text \"Event ID: 115\" refers to the site. For\nEvent ID: 116 the port is in use.",
        "   Value Name: Start\n   Value Type: REG_DWORD\n   Data: 0x3",
        "   Subject: Test\n   Sent: 3/5/99 10:30 AM\n   The following recipient could not be reached:",
        "   App: exe\\snaprint.dbg (pid=546)\n   When: 9/18/2001 @ 8:44:29.876\n   Exception number: c0000005",
        "Add the following code to the Form_Load Event:\n\n   Source = 5\n   Type = 3",
        "   Q150511: Event ID 23: Preventing Keepalives\n   XADM: Event ID 1005 at Startup",
        "- [Event ID: 20227 with error code 720](x.md)",
    ] {
        assert_eq!(lines(text), [], "{text}");
        assert_eq!(flat(text), [], "{text}");
    }
}

#[test]
fn one_run_of_words() {
    let text = "You receive an event that is similar to the following: Event Type: Error Event Source: NETLOGON Event Category: None Event ID: 5774 Date: Date Time: Time User: N/A Computer: Computer_Name Description: The dynamic registration of the record 'Name' failed on the following DNS server: DNS Server IP address: IP_Address Returned Response Code (RCODE): 5 Returned Status Code: 10048 ";
    let all = flat(text);
    assert_eq!(all.len(), 1);
    assert_eq!(
        pairs(&all[0]),
        [
            ("DNS Server IP address", "IP_Address"),
            ("Returned Response Code (RCODE)", "5"),
            ("Returned Status Code", "10048")
        ]
    );
    assert_eq!(
        (all[0].source.as_deref(), all[0].category.as_deref(), all[0].user.as_deref()),
        (Some("NETLOGON"), Some("None"), Some("N/A"))
    );
    assert_eq!(all[0].placeholders, ["date", "time", "computer"]);
    let span = all[0].span;
    assert!(span.of(text).starts_with("Event Type: Error") && span.of(text).ends_with("10048"));
}

#[test]
fn a_run_of_words_ends_where_the_article_speaks() {
    let all = flat(
        "In the log: Source: SNA TN5250 Event ID: 18 Description: A client was rejected.When the event occurs, the processor is busy. Then: Source: SNA TN5250 Event ID: 9 Description: It timed out. This problem occurs at random.",
    );
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].description.as_deref(), Some("A client was rejected."));
    assert_eq!(all[1].description.as_deref(), Some("It timed out."));
    let all = flat(
        "Logged: Event ID: 9405 Source: MSExchangeMTA Type: Error Category: Field Engineering An unexpected error has occurred.",
    );
    assert_eq!(
        (all[0].category.as_deref(), all[0].description.as_deref()),
        (Some("Field Engineering"), Some("An unexpected error has occurred."))
    );
    let all = flat(
        "As: Event ID: 40 Source: EDB Description: It found a bad page. The entry may look similar to the following: Event ID: 41 Source: EDB Description: It stopped.",
    );
    assert_eq!(all[0].description.as_deref(), Some("It found a bad page."));
    let all = flat(
        "the Application logEvent Type: Warning Event Source: Disk Event ID: 51 Description: Paging failed.-or-Event Type: Error Event Source: Disk Event ID: 7 Description: Bad block.",
    );
    assert_eq!(
        all.iter().filter_map(|e| e.description.as_deref()).collect::<Vec<_>>(),
        ["Paging failed.", "Bad block."]
    );
}

#[test]
fn records_in_a_run_of_words_without_colons() {
    let all = flat(
        "the following appear in the Event Log: Event ID 2171 An MTA database server error was encountered. [DB Server DISP:FANOUT 18 51] (14) Event ID 210 An internal MTA error occurred. This problem occurs at random.",
    );
    assert_eq!(all.iter().map(|e| e.event_id).collect::<Vec<_>>(), [Some(2171), Some(210)]);
    assert_eq!(all[1].description.as_deref(), Some("An internal MTA error occurred."));
    let all = flat("for the MSExchangeMTA service: Event ID 210 - An internal MTA error occurred. Conversion failed.");
    assert_eq!(all.len(), 1);
    let all = flat("in the Application Event Log: Event 77 Source: SNA Server The connection failed to activate.");
    assert_eq!((all[0].event_id, all[0].source.as_deref()), (Some(77), Some("SNA Server")));
    let all = flat(
        "Logged: Event ID: 1016 Source: MSExchangeIS Private Type: Success Audit Category: Logons NT User CONTOSO\\jan logged on. For additional information, click",
    );
    assert_eq!(
        (all[0].category.as_deref(), all[0].description.as_deref()),
        (Some("Logons"), Some("NT User CONTOSO\\jan logged on."))
    );
    let all = flat(
        "may occur: Event ID 200 Source MSExchangeMTA Type Warning Category X.400 Service Description An error occurred.",
    );
    assert_eq!(all[0].category.as_deref(), Some("X.400 Service"));
}

#[test]
fn labels_of_other_languages() {
    let record = one(
        "Ereignistyp: Fehler\nEreignisquelle: DCOM\nEreigniskategorie: Keine\nEreigniskennung: 10016\nDatum: 24.07.2007\nZeit: 13:45:10\nBenutzer: N/A\nComputer: SRV1\nBeschreibung:\nDer Server wurde nicht registriert.",
    );
    assert_eq!(
        (record.event_type, record.event_id, record.source.as_deref()),
        (Some(EventType::Error), Some(10016), Some("DCOM"))
    );
    assert_eq!(record.date.map(|d| d.to_string()).as_deref(), Some("2007-07-24"));
    let record = one(
        "Type de l'événement : Avertissement\nSource de l'événement : W32Time\nID de l'événement : 36\nUtilisateur : N/D\nDescription : Le service n'a pas pu.",
    );
    assert_eq!(
        (record.event_type, record.event_id, record.source.as_deref()),
        (Some(EventType::Warning), Some(36), Some("W32Time"))
    );
    let record = one(
        "Tipo evento: Errore\nOrigine evento: Userenv\nID evento: 1030\nData: 24/07/2007\nOra: 10.15.02\nDescrizione: Impossibile.",
    );
    assert_eq!((record.event_id, record.date.map(|d| d.to_string()).as_deref()), (Some(1030), Some("2007-07-24")));
    let record = one("イベントの種類: 警告\nイベント ソース: Tcpip\nイベント ID: 4226\n説明:\n制限に達しました。");
    assert_eq!(
        (record.event_type, record.event_id, record.source.as_deref()),
        (Some(EventType::Warning), Some(4226), Some("Tcpip"))
    );
    assert_eq!(record.description.as_deref(), Some("制限に達しました。"));
}

#[test]
fn records_in_cells() {
    let text = "Event ID Source Message 1311 NTDS KCC Problems were found. 1865 NTDS KCC No tree.";
    let cell = |part: &str| {
        let at = text.find(part).unwrap();
        Span::new(at, at + part.len())
    };
    let table = RawTable {
        header_rows: 1,
        rows: vec![
            vec![cell("Event ID"), cell("Source"), cell("Message")],
            vec![cell("1311"), cell("NTDS KCC"), cell("Problems were found.")],
            vec![cell("1865"), cell("NTDS KCC"), cell("No tree.")],
        ],
    };
    let rows = table::rows(text, &table).unwrap();
    assert_eq!(rows.len(), 2);
    let text = "Event ID: 36 Source: W32Time Level: Warning";
    let cell = |part: &str| {
        let at = text.find(part).unwrap();
        Span::new(at, at + part.len())
    };
    let table = RawTable {
        header_rows: 0,
        rows: vec![
            vec![cell("Event ID:"), cell("36")],
            vec![cell("Source:"), cell("W32Time")],
            vec![cell("Level:"), cell("Warning")],
        ],
    };
    assert_eq!(table::rows(text, &table).map(|rows| rows[0].len()), Some(3));
}

#[test]
fn records_as_xml() {
    let text = "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\n<System>\n<Provider Name=\"Microsoft-Windows-WMI\" Guid=\"{1}\"/>\n<EventID Qualifiers=\"32768\">63</EventID>\n<Level>3</Level>\n<TimeCreated SystemTime=\"2015-02-21T21:06:04.000000000Z\" />\n<Channel>Application</Channel>\n<Computer>pc1</Computer>\n</System>\n<EventData><Data Name=\"Path\">root</Data></EventData>\n</Event>";
    let record = one(text);
    assert_eq!(
        (record.event_id, record.event_type, record.source.as_deref()),
        (Some(63), Some(EventType::Warning), Some("Microsoft-Windows-WMI"))
    );
    assert_eq!((record.log.as_deref(), record.computer.as_deref()), (Some("Application"), Some("pc1")));
    assert_eq!(record.date.map(|d| d.to_string()).as_deref(), Some("2015-02-21"));
    assert_eq!(pairs(&record), [("Path", "root")]);
    let record = one(&format!(
        "Log Name: Application\nSource: WMI\nEvent ID: 63\nLevel: Warning\nDescription:\nA provider was registered.\nEvent Xml:\n{text}"
    ));
    assert_eq!(record.description.as_deref(), Some("A provider was registered."));
}

#[test]
fn a_number_that_is_none_is_said() {
    let (all, notes) =
        read(Form::Text, "Event Type: Error\nEvent Source: SMS\nEvent ID: <number>\nDescription: It failed.");
    assert_eq!((all.len(), all[0].event_id), (1, None));
    assert_eq!(all[0].placeholders, ["event_id"]);
    assert_eq!(notes[0].code, Code::BadEventId);
}

#[test]
fn hostile_texts_cost_linear_time() {
    for unit in [
        "Event ID: 5 ",
        "Event ID: 5\n",
        "Keywords: ",
        "Description: ",
        "Event ID 5 Source X\n\n",
        " - ",
        "Data: 00 ",
        "(a: 1. B: 2, c: 3) ",
        "Event ID: 5 Source: X Description: a: b: ",
    ] {
        let text = unit.repeat(200_000 / unit.len());
        let start = std::time::Instant::now();
        lines(&text);
        flat(&text);
        assert!(start.elapsed().as_secs() < 5, "{unit}");
    }
}

#[test]
fn the_paragraph_below_the_fields_is_the_description_in_forms_without_indentation() {
    let head = "The following event is logged:\n\nEvent ID: 9405\nSource: MSExchangeMTA\nType: Error\nCategory: None";
    let (records, _) = read(Form::Html, &format!("{head}\n\nAn unexpected error has occurred.\n\nAdditionally, x."));
    assert_eq!(records[0].description.as_deref(), Some("An unexpected error has occurred."));
    for prose in ["When you restart the service, it stops.", "This problem may occur if x.", "- Restart"] {
        let (records, _) = read(Form::Html, &format!("{head}\n\n{prose}"));
        assert_eq!(records[0].description, None, "{prose}");
    }
}

#[test]
fn a_sentence_that_wraps_behind_a_colon_is_no_pair() {
    let record = one(
        "   Event ID: 6206\n   Source: MSExchangeNOTES\n   Type: Warning\n   Description:\n   Notes Reports: Unable to process the recipient\n   f7afa2e9 because the address is gone.\n   Code: 5\n",
    );
    assert_eq!(pairs(&record), [("Code", "5")]);
}

#[test]
fn a_number_told_twice_is_one_record() {
    let record = one(
        "Event ID: 44\nLog Name: System\nSource: Licensing\nEvent ID: 44\nLevel: Error\nComputer: pc1\nDescription:\nIt failed.",
    );
    assert_eq!((record.event_id, record.computer.as_deref()), (Some(44), Some("pc1")));
    assert_eq!(record.description.as_deref(), Some("It failed."));
}

#[test]
fn a_number_in_a_paragraph_of_its_own_titles_the_next_one() {
    let text = "These messages may appear in the log:\n\nEvent ID 2171\n\nA database error was met.\n\nEvent ID 210\n\nAn internal error occurred.\n\nThis problem occurs at random.";
    let (all, _) = read(Form::Html, text);
    let told: Vec<_> = all.iter().map(|e| (e.event_id, e.description.as_deref())).collect();
    assert_eq!(
        told,
        [(Some(2171), Some("A database error was met.")), (Some(210), Some("An internal error occurred."))]
    );
}

#[test]
fn a_doubled_type_is_one() {
    let all = flat("Event Type: Error Error Event Source: Userenv Event ID: 1000 Description: It failed.");
    assert_eq!(all[0].event_type, Some(EventType::Error));
}

#[test]
fn a_run_of_words_ends_where_the_article_says_what_to_do() {
    let head = "Event Type: Error Event Source: Store Event ID: 7 Description: The store has the size size_of_store";
    for behind in
        [" To fix this issue, enlarge it.", ". To fix this problem, enlarge it.", ". Examining the log shows more."]
    {
        let description = flat(&format!("{head}{behind}"))[0].description.clone().unwrap_or_default();
        assert_eq!(description.trim_end_matches('.'), "The store has the size size_of_store", "{behind}");
    }
}
