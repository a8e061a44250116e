//! Made-up secrets for tests: drawn by lot from alphabets, so that none stands in a file of the project.

use std::fmt::Write;

/// A generator of random strings that gives the same ones for the same seed (xorshift64*).
pub(super) struct Lot(u64);

impl Lot {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % limit
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// So many characters of an alphabet.
    pub fn draw(&mut self, alphabet: &str, length: usize) -> String {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let alphabet: String = match alphabet {
            "alnum" => format!("{letters}0123456789"),
            "base64" => format!("{letters}0123456789+/"),
            "base64url" => format!("{letters}0123456789-_"),
            "letter" => letters.into(),
            "lower" => letters[26..].into(),
            "upper" => format!("{}0123456789", &letters[..26]),
            "base32" => format!("{}234567", &letters[..26]),
            "hex" => "0123456789abcdef".into(),
            "digit" => "0123456789".into(),
            "agekey" => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".into(),
            other => panic!("no alphabet is called {other}"),
        };
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }

    /// A password as people choose them: a word bent a little, or what a generator of passwords gives.
    pub fn password(&mut self) -> String {
        let words = ["Winter", "Orchid", "falcon", "Glacier", "turbine", "Saffron", "rocket", "Harbour"];
        let word = self.pick(&words);
        let number = 10 + self.below(90);
        match self.below(4) {
            0 => format!("{word}{}!", 2000 + self.below(30)),
            1 => format!("{}{number}", word.replace('a', "4").replace('o', "0")),
            2 => format!("{word}#{}{number}", self.pick(&words)),
            _ => self.draw("alnum", 16),
        }
    }

    /// Fills the gaps of a template: `{alnum:36}`, `{uuid}`, `{password}`. `{PRIVATE}` and `{EX}` stand for words that other
    /// tools look for: PRIVATE and EXAMPLE.
    pub fn fill(&mut self, template: &str) -> String {
        let gap = regex::Regex::new(r"\{(?:([a-z0-9]+):(\d+)|(uuid)|(password)|(PRIVATE)|(EX))\}").unwrap();
        let mut out = String::new();
        let mut end = 0;
        for found in gap.captures_iter(template) {
            let whole = found.get(0).unwrap();
            out.push_str(&template[end..whole.start()]);
            end = whole.end();
            if let (Some(alphabet), Some(length)) = (found.get(1), found.get(2)) {
                out.push_str(&self.draw(alphabet.as_str(), length.as_str().parse().unwrap()));
            } else if found.get(3).is_some() {
                let parts = [8, 4, 4, 4, 12].map(|length| self.draw("hex", length));
                write!(out, "{}", parts.join("-")).unwrap();
            } else if found.get(4).is_some() {
                out.push_str(&self.password());
            } else {
                out.push_str(if found.get(5).is_some() { "PRIVATE" } else { "EXAMPLE" });
            }
        }
        out.push_str(&template[end..]);
        out
    }
}
