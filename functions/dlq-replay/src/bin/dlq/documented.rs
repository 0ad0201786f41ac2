//! What the documents tell people to type is what the program takes.

use clap::Parser;
use clap::error::ErrorKind;

use crate::arguments::Cli;

const DOCUMENTS: [(&str, &str); 4] = [
    ("README.md", include_str!("../../../../../README.md")),
    (
        "infra-cdk/RUNBOOK.md",
        include_str!("../../../../../infra-cdk/RUNBOOK.md"),
    ),
    (
        "functions/dlq-replay/README.md",
        include_str!("../../../README.md"),
    ),
    ("dlq --help", crate::arguments::EXAMPLES),
];

/// What stands for something that the reader knows.
const PLACEHOLDERS: [(&str, &str); 4] = [
    ("REPLAY_ID", "20261124-172805-3f9a"),
    ("ID", "5f0c8b9e-5d5e-4c39-9f9c-0e5d3a1c7b11"),
    ("CODE", "render-failed"),
    ("PATCH", "{}"),
];

#[test]
fn every_command_in_the_documents_can_be_typed() {
    for (document, text) in DOCUMENTS {
        let commands = commands(text);
        assert!(!commands.is_empty(), "{document} has no commands");
        for command in commands {
            let words = words(&command);
            let Err(error) = Cli::try_parse_from(&words) else {
                continue;
            };
            let is_sound = match error.kind() {
                ErrorKind::DisplayHelp => true,
                // It is mentioned, and not to be typed.
                ErrorKind::MissingRequiredArgument => words.len() == 2,
                _ => false,
            };
            assert!(is_sound, "{document}: {command}\n{error}");
        }
    }
}

/// The lines of code blocks that begin with the program, and its commands between backticks.
fn commands(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.trim().to_owned());
    let inline = text.split('`').skip(1).step_by(2).map(str::to_owned);
    let candidates = lines.chain(inline);
    let commands = candidates.filter_map(|line| {
        let command = line.strip_prefix("cargo ").unwrap_or(&line);
        command.starts_with("dlq ").then(|| command.to_owned())
    });
    commands.filter(|command| !command.contains('\n')).collect()
}

/// The words as a shell splits them, with something in the place of each placeholder.
fn words(command: &str) -> Vec<String> {
    // What stands further to the right explains it.
    let typed = command.split("  ").next().unwrap_or(command);
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in typed.chars() {
        let word = words.last_mut().expect("there is one from the start");
        match (quote, character) {
            (None, ' ') => words.push(String::new()),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => word.push(character),
        }
    }
    assert_eq!(quote, None, "a quote is open: {command}");
    let known = |word: String| {
        let mut placeholders = PLACEHOLDERS.into_iter();
        let value = placeholders.find(|(name, _)| *name == word);
        value.map_or(word, |(_, value)| value.to_owned())
    };
    words.into_iter().map(known).collect()
}
