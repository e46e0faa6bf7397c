//! Order, bounds and the panic barrier of a run.

use super::*;

const ARTICLE: &str = "DOCUMENT:Q100001  11-AUG-1999\nTITLE   :An example\n\nSYMPTOMS\n========\n\nNothing works.\n";

fn input(number: usize, content: Result<Vec<u8>, Reject>) -> Input {
    let info = SourceInfo { path: format!("{number}.txt"), ..SourceInfo::default() };
    Input { read: 10, ..Input::new(info, content) }
}

fn paths(inputs: Vec<Input>, settings: Settings) -> (Vec<String>, Result<Progress, Error>) {
    let mut seen = Vec::new();
    let result = run(inputs.into_iter(), &Options::default(), &settings, Memory::None, &mut |outcome, _| {
        seen.push(match outcome {
            Outcome::Article { article, .. } => article.source.path,
            Outcome::Reject { source, reject, .. } => format!("{} {:?}", source.path, reject.reason),
            Outcome::Known { mark } => format!("known {}", mark.identity),
        });
        Ok(())
    });
    (seen, result)
}

fn mixed() -> Vec<Input> {
    // Sizes differ a lot, so that later inputs are done before earlier ones.
    let content = |n: usize| match n % 7 {
        3 => Err(Reject::new(RejectReason::Unreadable, "no")),
        _ => Ok(ARTICLE.repeat(1 + (n * 37) % 90).into_bytes()),
    };
    (0..600).map(|n| input(n, content(n))).collect()
}

#[test]
fn outcomes_come_in_the_order_of_the_inputs_for_any_number_of_jobs() {
    let (one, progress) = paths(mixed(), Settings { jobs: 1, strict: false });
    assert_eq!(one.len(), 600);
    let progress = progress.unwrap();
    assert_eq!((progress.inputs, progress.bytes), (600, 6000));
    assert_eq!(progress.articles + progress.rejects, 600);
    for jobs in [0, 2, 8] {
        let (many, same) = paths(mixed(), Settings { jobs, strict: false });
        assert_eq!(many, one);
        assert_eq!(same.unwrap(), progress);
    }
}

#[test]
fn a_strict_run_ends_at_the_first_reject_and_names_it() {
    for jobs in [1, 4] {
        let (seen, result) = paths(mixed(), Settings { jobs, strict: true });
        assert_eq!(seen, ["0.txt", "1.txt", "2.txt"]);
        assert!(matches!(result, Err(Error::Rejected { input, .. }) if input == "3.txt"));
    }
}

#[test]
fn an_error_of_the_sink_ends_the_run_even_with_a_full_gate() {
    let endless = (0..).map(|n| input(n, Ok(ARTICLE.repeat(2000).into_bytes())));
    let settings = Settings { jobs: 3, strict: false };
    let result = run(endless, &Options::default(), &settings, Memory::None, &mut |_, progress| match progress.inputs {
        5 => Err(Error::io("write", "out", std::io::ErrorKind::StorageFull.into())),
        _ => Ok(()),
    });
    assert!(matches!(result, Err(Error::Io { action: "write", .. })));
}

#[test]
fn an_input_larger_than_the_room_passes_alone() {
    let big = || input(1, Ok(ARTICLE.repeat(100_000).into_bytes()));
    let (seen, _) = paths(vec![big(), big(), big()], Settings { jobs: 2, strict: false });
    assert_eq!(seen.len(), 3);
}

#[test]
fn a_panic_costs_one_input_and_is_told() {
    for panics in [|| -> u8 { panic!("plain") }, || -> u8 { panic!("made {}", 1) }] {
        let reject = guard(|| Ok(panics())).unwrap_err();
        assert_eq!(reject.reason, RejectReason::Internal);
        assert!(reject.message.contains("plain") || reject.message.contains("made 1"), "{reject}");
    }
}
