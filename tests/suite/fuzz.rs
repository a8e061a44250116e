//! A smoke run of the fuzzer's targets: bytes made from pieces of documents by mutation, the same ones in every run.
//!
//! `INCIDEX_FUZZ_SECONDS=30` makes it longer, a target each; `tests/fuzz` has the fuzzer itself, which is led by coverage.

use std::time::{Duration, Instant};

use incidex::budget;

#[path = "../fuzz/targets.rs"]
mod targets;

/// Inputs of each target in an ordinary run of the tests.
const INPUTS: usize = 150;
/// Longest input, in bytes.
const LONGEST: usize = 2_048;

/// What inputs are made of.
const PIECES: &[&str] = &[
    "# Outage\n",
    "## Timeline (UTC)\n",
    "## Root cause\n",
    "- 10:00 UTC x\n",
    "- 23:59 y\n",
    "10:00-",
    "2024-05-01",
    "24:60",
    "T+5m ",
    "duration: ",
    "1h 30m",
    "999999999",
    "-1",
    "1e9",
    "title: ",
    "tags: [",
    "]",
    "{",
    "}",
    "- ",
    "> ",
    "1. ",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```\n",
    "```sh\n",
    "    ",
    "\t",
    "|",
    "|---|\n",
    "[",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<script>",
    "javascript:",
    "data:",
    "//",
    "\\",
    "&#106;",
    "&amp;",
    "&",
    "---\n",
    "+++\n",
    ";;;\n",
    "\n",
    "\n\n",
    ": ",
    "'",
    "\"",
    "#",
    "because ",
    "caused by ",
    "We suspected ",
    "it was not ",
    "It lasted ",
    "@anna ",
    "INC-1",
    "service:",
    "after:",
    "\"a b\"~3",
    "OR ",
    "-",
    "..",
    ">2h",
    "\u{202e}",
    "\u{200b}",
    "\u{e9}",
    "\u{1f525}",
    "\u{0}",
    "\u{feff}",
    "http://a.b/c",
    "{{< x >}}",
    "<Update date=\"",
    "&a ",
    "*a ",
    "!!x ",
    "? ",
    "|\n  ",
    "UTC",
    "CET",
    "IST",
    "AM",
    "PM",
    "%",
];

/// Numbers without a pattern, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most
    }

    fn input(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for _ in 0..=self.below(24) {
            let piece = PIECES[self.below(PIECES.len())].as_bytes();
            let times = if self.below(8) == 0 { self.below(60) } else { 1 };
            bytes.extend(piece.repeat(times));
        }
        for _ in 0..self.below(4) {
            let at = self.below(bytes.len().max(1));
            match self.below(4) {
                0 if !bytes.is_empty() => bytes[at] = self.below(256) as u8,
                1 if !bytes.is_empty() => drop(bytes.remove(at)),
                2 => bytes.insert(at, self.below(256) as u8),
                _ => bytes.extend_from_within(at.min(bytes.len())..),
            }
        }
        bytes.truncate(LONGEST);
        bytes
    }
}

#[test]
fn no_target_panics() {
    let seconds = std::env::var("INCIDEX_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let length = seconds.map(Duration::from_secs);
    let at_once = std::thread::available_parallelism().map_or(1, |count| count.get());
    for some in targets::TARGETS.chunks(at_once) {
        std::thread::scope(|scope| {
            for (name, target) in some {
                scope.spawn(move || try_target(name, *target, length));
            }
        });
    }
}

/// Tries one target with so many inputs, or for so long. A panic of its thread fails the test.
fn try_target(name: &str, target: fn(&[u8]), length: Option<Duration>) {
    // Every run begins alike; INCIDEX_FUZZ_SEED makes another one, for a long run that is to meet new inputs.
    let seed: u64 = std::env::var("INCIDEX_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ seed.wrapping_mul(0xd134_2543_de82_ef95));
    let (start, mut inputs) = (Instant::now(), 0);
    while length.map_or(inputs < INPUTS, |length| start.elapsed() < length) {
        let input = dice.input();
        let begun = Instant::now();
        let outcome = budget::isolated(budget::STEPS, || target(&input));
        assert_eq!(outcome, Ok(()), "{name}: \"{}\"", input.escape_ascii());
        if length.is_some() && begun.elapsed() > Duration::from_secs(10) {
            println!("fuzz {name}: {:.1} s for \"{}\"", begun.elapsed().as_secs_f64(), input.escape_ascii());
        }
        inputs += 1;
    }
    println!("fuzz {name}: {inputs} inputs in {:.1} s, nothing found", start.elapsed().as_secs_f64());
}
