//! A look over YAML or JSON text before a parser sees it: where each key stands, and that nothing nests too deep.
//!
//! The YAML parser needs time that grows with the square of the nesting (100,000 opening brackets take minutes), so
//! this pass, which is linear, comes first. It follows indentation, quotes, comments, block text and brackets, and
//! never judges: text that is not valid is the parser's business.

use super::{DEPTH_LIMIT, Places, join, record};

/// Brackets of text that even a scan led astray lets through. Nesting of this depth costs the parser some 50 ms.
const BRACKET_LIMIT: usize = 4096;

/// Finds every key of `text`, whose first line has the number `first_line`.
///
/// # Errors
/// The place, line and column, where nesting exceeds [`DEPTH_LIMIT`].
pub fn scan(text: &str, first_line: usize) -> Result<Places, (usize, usize)> {
    let mut scanner = Scanner {
        text,
        at: 0,
        line: first_line,
        line_start: 0,
        counted: (0, 1),
        levels: Vec::new(),
        places: Places::new(),
    };
    if memchr::memchr2_iter(b'[', b'{', text.as_bytes()).nth(BRACKET_LIMIT).is_some() {
        return Err((first_line, 1));
    }
    while scanner.at < text.len() {
        scanner.block_line()?;
    }
    Ok(scanner.places)
}

type Outcome = Result<(), (usize, usize)>;

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    line_start: usize,
    /// A byte of this line and its column, so that a long line is counted once.
    counted: (usize, usize),
    levels: Vec<Level>,
    places: Places,
}

/// A list or map told by its indentation.
struct Level {
    indent: usize,
    /// Counts the items of a list; `None` for a map.
    item: Option<usize>,
    /// Of the list or map itself.
    path: String,
    /// Of the value under way: the path plus a key or an item's number.
    value_path: String,
}

/// A list or map told by its brackets.
struct Flow {
    is_map: bool,
    item: usize,
    path: String,
    value_path: String,
}

impl Scanner<'_> {
    fn block_line(&mut self) -> Outcome {
        self.skip_spaces();
        if self.is_blank_or_comment() || (self.at == self.line_start && self.rest().starts_with('%')) {
            self.next_line();
            return Ok(());
        }
        let indent = self.at - self.line_start;
        while self.levels.last().is_some_and(|level| level.indent > indent) {
            self.levels.pop();
        }
        // `? key` and `: value` open a level each as well, however rare they are.
        while ['-', '?', ':'].into_iter().any(|indicator| self.starts_with_indicator(indicator)) {
            self.enter_item()?;
            if self.is_blank_or_comment() {
                self.next_line();
                return Ok(());
            }
        }
        if let Some(length) = self.key_length() {
            self.enter_key(length)?;
        }
        self.value()
    }

    fn enter_item(&mut self) -> Outcome {
        let indent = self.at - self.line_start;
        match self.levels.last_mut() {
            Some(Level { indent: same, item: Some(item), path, value_path }) if *same == indent => {
                *item += 1;
                *value_path = join(path, &item.to_string());
            }
            _ => self.push_level(indent, Some(0), "0")?,
        }
        self.at += 1;
        self.skip_spaces();
        Ok(())
    }

    fn enter_key(&mut self, length: usize) -> Outcome {
        let indent = self.at - self.line_start;
        let key = unquoted(&self.text[self.at..self.at + length]);
        // A list may stand at the indentation of the key it belongs to; the next key ends it.
        if self.levels.last().is_some_and(|level| level.indent == indent && level.item.is_some()) {
            self.levels.pop();
        }
        match self.levels.last_mut() {
            Some(Level { indent: same, item: None, path, value_path }) if *same == indent => {
                *value_path = join(path, &key);
            }
            _ => self.push_level(indent, None, &key)?,
        }
        let place = self.place();
        record(&mut self.places, self.levels.last().map_or("", |level| &level.value_path), place);
        self.at += length;
        self.skip_spaces();
        self.at += 1;
        self.skip_spaces();
        Ok(())
    }

    fn push_level(&mut self, indent: usize, item: Option<usize>, step: &str) -> Outcome {
        let path = self.value_path();
        let value_path = join(&path, step);
        self.levels.push(Level { indent, item, path, value_path });
        if self.levels.len() > DEPTH_LIMIT { Err(self.place()) } else { Ok(()) }
    }

    /// What stands after a key or a dash, or continues an earlier line.
    fn value(&mut self) -> Outcome {
        while self.rest().starts_with(['&', '!']) {
            let word = self.rest().find([' ', '\n']).unwrap_or(self.rest().len());
            self.at += word;
            self.skip_spaces();
        }
        match self.rest().chars().next() {
            Some('|' | '>') => self.skip_deeper_lines(),
            Some(quote @ ('"' | '\'')) => {
                self.quoted(quote);
                self.next_line();
            }
            Some('[' | '{') => {
                self.flow()?;
                self.next_line();
            }
            _ if self.is_blank_or_comment() => self.next_line(),
            _ => self.skip_deeper_lines(),
        }
        Ok(())
    }

    /// The rest of this line and the lines below that belong to the same text: blank or indented deeper than its key.
    fn skip_deeper_lines(&mut self) {
        let indent = self.levels.last().map_or(0, |level| level.indent);
        self.next_line();
        while self.at < self.text.len() {
            let spaces = self.rest().bytes().take_while(|byte| *byte == b' ').count();
            let blank = self.rest()[spaces..].lines().next().is_none_or(|line| line.trim().is_empty());
            if !blank && (spaces <= indent || self.levels.is_empty()) {
                return;
            }
            self.next_line();
        }
    }

    /// Brackets, over as many lines as it takes for the first one to close.
    fn flow(&mut self) -> Outcome {
        let mut open: Vec<Flow> = Vec::new();
        while let Some(c) = self.rest().chars().next() {
            match c {
                '[' | '{' => {
                    let path = open.last().map_or_else(|| self.value_path(), |flow| flow.value_path.clone());
                    let is_map = c == '{';
                    let value_path = if is_map { path.clone() } else { join(&path, "0") };
                    open.push(Flow { is_map, item: 0, path, value_path });
                    if self.levels.len() + open.len() > DEPTH_LIMIT {
                        return Err(self.place());
                    }
                    self.at += 1;
                }
                ']' | '}' => {
                    open.pop();
                    self.at += 1;
                    if open.is_empty() {
                        return Ok(());
                    }
                }
                ',' => {
                    if let Some(flow) = open.last_mut().filter(|flow| !flow.is_map) {
                        flow.item += 1;
                        flow.value_path = join(&flow.path, &flow.item.to_string());
                    }
                    self.at += 1;
                }
                '\n' => self.next_line(),
                '#' if self.text[..self.at].ends_with([' ', '\t', '\n']) => self.next_line(),
                c if c.is_whitespace() || matches!(c, ':' | '?') => self.at += c.len_utf8(),
                _ => self.flow_scalar(open.last_mut()),
            }
        }
        Ok(())
    }

    /// A word or quoted text between brackets, which is a key when a colon follows.
    fn flow_scalar(&mut self, inside: Option<&mut Flow>) {
        let (start, place) = (self.at, self.place());
        match self.rest().chars().next() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            _ => self.flow_word(),
        }
        let text = self.text[start..self.at].trim_end();
        let is_key = self.rest().trim_start_matches([' ', '\t', '\n']).starts_with(':');
        if let Some(flow) = inside.filter(|flow| flow.is_map && is_key) {
            flow.value_path = join(&flow.path, &unquoted(text));
            record(&mut self.places, &flow.value_path, place);
        }
    }

    fn flow_word(&mut self) {
        let mut chars = self.rest().char_indices().peekable();
        let mut before = ' ';
        while let Some((offset, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let ends = match c {
                '\n' | ',' | '[' | ']' | '{' | '}' => true,
                ':' => next.is_none_or(|next| next.is_whitespace() || matches!(next, ',' | '[' | ']' | '{' | '}')),
                '#' => offset > 0 && before == ' ',
                _ => false,
            };
            if ends {
                self.at += offset;
                return;
            }
            before = c;
        }
        self.at = self.text.len();
    }

    /// Quoted text from its opening quote to behind its closing one, over as many lines as it takes.
    fn quoted(&mut self, quote: char) {
        let end = self.at + quoted_length(self.rest(), quote);
        while let Some(newline) = self.text[self.at..end].find('\n') {
            self.at += newline + 1;
            self.line += 1;
            self.line_start = self.at;
        }
        self.at = end;
    }

    /// Bytes of the key that starts here, without the colon that makes it one.
    fn key_length(&self) -> Option<usize> {
        let line = self.rest().lines().next()?;
        let is_end = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
        match line.chars().next()? {
            quote @ ('"' | '\'') => {
                let length = quoted_length(line, quote);
                let after = line.get(length..)?.trim_start_matches([' ', '\t']).strip_prefix(':')?;
                is_end(after).then_some(length)
            }
            '[' | '{' | '|' | '>' | '&' | '*' | '!' | '@' | '`' | '%' => None,
            _ => {
                let comment = line.find(" #").unwrap_or(line.len());
                let colon = line[..comment].match_indices(':').find(|(colon, _)| is_end(&line[colon + 1..]))?.0;
                Some(line[..colon].trim_end_matches([' ', '\t']).len())
            }
        }
    }

    fn starts_with_indicator(&self, indicator: char) -> bool {
        self.rest()
            .strip_prefix(indicator)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
    }

    fn is_blank_or_comment(&self) -> bool {
        self.rest().is_empty() || self.rest().starts_with(['\n', '\r', '#'])
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
    }

    fn next_line(&mut self) {
        match self.rest().find('\n') {
            Some(newline) => {
                self.at += newline + 1;
                self.line += 1;
                self.line_start = self.at;
            }
            None => self.at = self.text.len(),
        }
    }

    fn value_path(&self) -> String {
        self.levels.last().map_or(String::new(), |level| level.value_path.clone())
    }

    fn place(&mut self) -> (usize, usize) {
        let (byte, column) = if self.counted.0 < self.line_start { (self.line_start, 1) } else { self.counted };
        self.counted = (self.at, column + self.text[byte..self.at].chars().count());
        (self.line, self.counted.1)
    }
}

/// Bytes from the opening quote to behind the closing one, or to the end where none follows.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut bytes = text.bytes().enumerate().skip(1).peekable();
    while let Some((offset, byte)) = bytes.next() {
        match byte {
            b'\\' if quote == '"' => {
                bytes.next();
            }
            b'\'' if quote == '\'' && bytes.peek().is_some_and(|(_, next)| *next == b'\'') => {
                bytes.next();
            }
            byte if char::from(byte) == quote => return offset + 1,
            _ => {}
        }
    }
    text.len()
}

/// A key without its quotes.
fn unquoted(key: &str) -> String {
    match key.chars().next() {
        Some('"') => serde_json::from_str(key).unwrap_or_else(|_| key.trim_matches('"').to_owned()),
        Some('\'') => key.trim_matches('\'').replace("''", "'"),
        _ => key.to_owned(),
    }
}
