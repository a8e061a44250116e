//! Lengths of time as ISO 8601 has them.
//!
//! In: tokens. Out: seconds. Knows no other notation.

use super::scan::Scan;

impl Scan<'_> {
    /// `PT1H25M`, `P2DT3H`, as ISO 8601 has it.
    pub fn iso_length(&self, at: usize) -> Option<(i64, usize)> {
        let mut clock = match self.word(at)? {
            "PT" => true,
            "P" => false,
            _ => return None,
        };
        let (mut seconds, mut next) = (0i64, at + 1);
        while let Some((value, 1..=6)) = self.glued_number(next) {
            let (unit, rest) = self.glued_word(next + 1)?.split_at_checked(1)?;
            let each = match (unit, clock) {
                ("W", false) => 604_800,
                ("D", false) => 86_400,
                ("H", true) => 3600,
                ("M", true) => 60,
                ("S", true) => 1,
                _ => return None,
            };
            seconds = seconds.saturating_add(i64::from(value) * each);
            clock |= rest == "T";
            next += 2;
            if !matches!(rest, "" | "T") {
                return None;
            }
        }
        (next > at + 1).then_some((seconds, next))
    }
}
