//! Texts in the layouts of real articles, and the codes they name.

use super::*;
use crate::model::Form;
use crate::normalize::passage::{one_passage, passages};

fn codes(text: &str) -> Vec<(String, CodeSpace, Option<String>)> {
    let article = one_passage(text, Form::Text);
    let all = error_codes(&article, &passages(&article), &[]);
    for code in &all {
        assert_eq!(code.span.of(text), code.text, "the span of a code is its text");
    }
    all.into_iter().map(|c| (c.text, c.space, c.symbol)).collect()
}

fn texts(text: &str) -> Vec<String> {
    codes(text).into_iter().map(|c| c.0).collect()
}

#[test]
fn stop_codes_without_their_parameters() {
    for (text, code) in [
        ("   *** STOP: 0x0000001E (0xC0000005, 0x80100123, 0x00000000,\n   0x00000010)\n", "0x0000001E"),
        ("message:\n\n   0x0000000a (0x0000015a, 0x0000001c, 0x00000000, 0x80110000)\n", "0x0000000a"),
        ("Stop 0x0000001e {0xc000005, 0xa1000aa7, 0x0, 0x00440194} in\n", "0x0000001e"),
        ("blue screen with the parameters:\n\n   0x0000001d 0x00000002 0x00000001 0xf0a0c26e\n", "0x0000001d"),
        ("*** STOP: c000021a {Fatal System Error}\n", "c000021a"),
        ("a bug check 0x133 occurs", "0x133"),
    ] {
        let found = codes(text);
        assert_eq!(found.iter().map(|c| c.0.as_str()).collect::<Vec<_>>(), [code], "{text}");
        assert_eq!(found[0].1, CodeSpace::Bugcheck, "{text}");
    }
    assert_eq!(
        texts("You receive a STOP 0x0A or STOP\n0x1E message, or Stop 0x7A, 0x77, and 0xF4."),
        ["0x0A", "0x1E", "0x7A", "0x77", "0xF4"]
    );
}

#[test]
fn numbers_that_are_no_codes() {
    for text in [
        "The instruction at \"0x01002b2b\" referenced memory at \"0x00000010\".",
        "Exception: access violation, Address: 0x80112861",
        "   Start: REG_DWORD: 0x3\n   Type : REG_DWORD : 0x10\n   Flags (Reg_DWORD): 0x00000400",
        "lea ebx,[esp+0x80040154] ; MAPI32!UlRelease+0x11; a 640x480 screen; \\0x1b; 0x3Bh",
        "STORE!EcSend(0x80004005, 0x00000000, 0x80070005)",
        "{ 0x00,0x17 }, #define WM_NULL 0x0000, if (dw >= 0x100000)",
        "GUID 0x80070005-1234, printf(\"error 0x%x\"), error codes 0x00000000 and 0x0",
        "see error C2065, error LNK2001, error 5.7.1, errors 12, area code 206, error 1 of 3",
        "you may receive an error: 1. Click Start",
        "Event ID: 16, port 80, dated 21 Jan, -2147483648",
    ] {
        assert_eq!(texts(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn messages_of_oracle() {
    let other = |text: &str| (text.to_owned(), CodeSpace::Other, None);
    let text = "ORA-01555: snapshot too old, then (TNS-12541) and PLS-00201, an \"ORA-600\".";
    assert_eq!(codes(text), ["ORA-01555", "TNS-12541", "PLS-00201", "ORA-600"].map(other));
    for none in ["AURORA-2000 and ORA-1, ORA-123456", "ORA-00000: normal, successful completion", "see X-ORA-1555-2"] {
        assert_eq!(texts(none), Vec::<String>::new(), "{none}");
    }
}

#[test]
fn messages_of_ibm() {
    let other = |text: &str| (text.to_owned(), CodeSpace::Other, None);
    let text = "SQL0911N The transaction was rolled back, AMQ9213: an error (ANR0481W), WSVR0009E and AMQ9202E.";
    assert_eq!(codes(text), ["SQL0911N", "AMQ9213", "ANR0481W", "WSVR0009E", "AMQ9202E"].map(other));
    for none in
        ["SQL2005 and SQL10024R2", "SQL2005SP2", "sql0911n.htm", "MYSQL0911N", "ANS0042", "SQL0000N", "SQL0911N-1"]
    {
        assert_eq!(texts(none), Vec::<String>::new(), "{none}");
    }
}

#[test]
fn codes_with_0x() {
    let found = codes("The error 0xC0000022 was logged. Result: 0x80004005 = E_FAIL; hr=0x80070002.");
    let symbols: Vec<_> = found.iter().map(|c| c.2.as_deref().unwrap()).collect();
    assert_eq!(symbols, ["STATUS_ACCESS_DENIED", "E_FAIL", "ERROR_FILE_NOT_FOUND"]);
    assert_eq!(texts("Unexpected error <<0xc0040000 - The computer"), ["0xc0040000"]);
    assert_eq!(codes("Windows NT\nID no: 0xc0020002"), [("0xc0020002".into(), CodeSpace::Other, None)]);
    assert_eq!(texts("may fail:\n\n   0xc1030b22\n\nNext"), ["0xc1030b22"]);
    assert_eq!(texts("to the site. 0xc1030b22 Additionally, the"), ["0xc1030b22"]);
    assert_eq!(texts("STOP: 0x00000079 (0x00000002 0x00000003 0x0)"), ["0x00000079"]);
    assert_eq!(texts("primary_rc = 0x0002 (AP_STATE_CHECK)"), ["0x0002"]);
    assert_eq!(codes("unexpected win32 error: 0x3b")[0].2.as_deref(), Some("ERROR_UNEXP_NET_ERR"));
}

#[test]
fn codes_without_0x() {
    use CodeSpace::*;
    for (text, code, space, symbol) in [
        ("Error 80040154 occurred", "80040154", Hresult, Some("REGDB_E_CLASSNOTREG")),
        ("error '80004005'", "80004005", Hresult, Some("E_FAIL")),
        ("hr=80040115", "80040115", Hresult, None),
        ("Run-time error '-2147024891':", "-2147024891", Hresult, Some("E_ACCESSDENIED")),
        ("System error 53 has occurred.", "53", Win32, Some("ERROR_BAD_NETPATH")),
        ("Win32 error 5", "5", Win32, Some("ERROR_ACCESS_DENIED")),
        ("Socket error: (10060)", "10060", Winsock, Some("WSAETIMEDOUT")),
        ("Run-time error '429':", "429", Other, None),
        ("Response Code (RCODE): 5 Other", "5", DnsRcode, Some("REFUSED")),
        ("fails with E_ACCESSDENIED.", "E_ACCESSDENIED", Hresult, Some("E_ACCESSDENIED")),
        ("returns WSAEADDRINUSE.", "WSAEADDRINUSE", Winsock, Some("WSAEADDRINUSE")),
    ] {
        assert_eq!(codes(text), [(code.into(), space, symbol.map(str::to_owned))], "{text}");
    }
}

#[test]
fn one_record_a_value() {
    let found = codes("Error -2147024891 (0x80070005), which is E_ACCESSDENIED. Error 0x80070005 again.");
    assert_eq!(found, [("0x80070005".into(), CodeSpace::Hresult, Some("E_ACCESSDENIED".into()))]);
}

#[test]
fn parameters_of_events() {
    let parameter = |name: &str, value: &str| Parameter { name: name.into(), value: value.into() };
    let event = EventRecord {
        parameters: vec![
            parameter("DNS Server IP address", "10.0.0.1"),
            parameter("Returned Response Code (RCODE)", "5"),
            parameter("Returned Status Code", "10048"),
        ],
        ..EventRecord::default()
    };
    let article = one_passage("", Form::Text);
    let all = error_codes(&article, &passages(&article), &[event]);
    let found: Vec<_> = all.iter().map(|c| (c.text.as_str(), c.space, c.symbol.as_deref().unwrap())).collect();
    assert_eq!(found, [("5", CodeSpace::DnsRcode, "REFUSED"), ("10048", CodeSpace::Winsock, "WSAEADDRINUSE")]);
}

#[test]
fn cut_and_odd_texts_do_no_harm() {
    for text in [
        "0x",
        "x",
        "error",
        "error -",
        "Fehler: ü0x8007",
        "0X80070005é",
        "error code: \u{feff}5",
        "_",
        "WSAE",
        "error 99999999999",
    ] {
        codes(text);
    }
}

#[test]
fn numbers_of_a_list_of_messages_are_no_codes() {
    assert_eq!(texts("Error message 1\n\nSystem error 53 has occurred.\n\nError message 2\n\nIt failed."), ["53"]);
    assert_eq!(texts("Error message 87 (ERROR_INVALID_PARAMETER)"), ["87"]);
}

#[test]
fn the_word_may_stand_behind_the_code() {
    for (text, code) in [
        ("When you check for updates, you receive the 0x80248013 error.", "0x80248013"),
        ("it stops. A 0x8DDD0001 error occurs", "0x8DDD0001"),
        ("a C0000005 error in the service", "C0000005"),
        ("The exception was c0000005 at address 672817E5.", "c0000005"),
        ("the call returns result 80004005", "80004005"),
        ("80070002 - The system cannot find it", "80070002"),
        ("[Foutnummer: 0x8DDD0001]", "0x8DDD0001"),
        ("エラー 0x8024402C が発生", "0x8024402C"),
        ("HResult=-2146232828", "-2146232828"),
        ("Code\tMeaning\nValue is out of the valid range.\n0x8007370A\tX", "0x8007370A"),
    ] {
        assert_eq!(texts(text), [code], "{text}");
    }
    assert_eq!(texts("Codes\tIssue\n0x80043001, 0x80CF3001\tIt is old."), ["0x80043001", "0x80CF3001"]);
    for text in [
        "log 3472 (0x0D90)\nERROR it failed",
        "0000: c0000022 00000000",
        "eax=80004005 ebx=00000000 error",
        "esp c0000005 77f8f3a2",
        "call 1-80070005-1 on error",
        "{80070005-1234-11d0}",
        "at address 80004005",
        "the size is 80040154 bytes",
    ] {
        assert_eq!(texts(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_systems_own_message_tells_the_space() {
    for text in [
        "Error 1722: The RPC server is unavailable.",
        "Error code 1355 (The specified domain either does not exist or\n   could not be contacted.)",
        "Error: 5 (Access is denied.)",
        "error 0x5: Access is denied",
    ] {
        assert_eq!(codes(text)[0].1, CodeSpace::Win32, "{text}");
    }
    assert_eq!(codes("Error 2: Division by nothing")[0].1, CodeSpace::Other);
    assert_eq!(codes("Hresult 0xc03a0005")[0].1, CodeSpace::Hresult);
    assert_eq!(codes("hr = 0xC0000022")[0].1, CodeSpace::Ntstatus);
}

#[test]
fn further_codes_of_a_row() {
    assert_eq!(texts("a status code of 3400 or 3500, there"), ["3400", "3500"]);
    assert_eq!(texts("error -2147467259 and 80004002"), ["-2147467259", "80004002"]);
    assert_eq!(texts("error 429, 20 times"), ["429"]);
}

#[test]
fn numbers_of_lists_columns_and_programs_are_no_codes() {
    for text in [
        "CASE aLastError(1) = 1589",
        "   Public Const ERROR_CANTOPEN = 3",
        "which generates an error\n42. and more",
        "   20  RESUME without error        67   Too many files",
    ] {
        assert_eq!(texts(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_name_beside_its_number_is_no_second_code() {
    assert_eq!(texts("|0x80070002\tERROR_FILE_NOT_FOUND\tIt is gone.\n"), ["0x80070002"]);
}
