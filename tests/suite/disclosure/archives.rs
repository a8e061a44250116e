//! Makes archives whose visible half follows from one number and whose hidden half from another.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// An archive that is not written down yet.
pub struct Planted {
    /// Bytes by path.
    files: BTreeMap<String, Vec<u8>>,
    /// Every hidden word, by the place it stands at.
    pub words: BTreeMap<String, String>,
}

/// Numbers without end out of one: splitmix64.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn pick<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }
}

/// The hidden half: every word it plants is new.
struct Hidden {
    numbers: Numbers,
    words: BTreeMap<String, String>,
}

impl Hidden {
    /// A word for a place: `zq` and fourteen letters, so that nobody else has it.
    fn word(&mut self, place: &str) -> String {
        const LETTERS: &[u8] = b"bcdfghjklmnpqrtvwxz";
        let mut word = String::from("zq");
        (0..14).for_each(|_| word.push(char::from(LETTERS[self.numbers.below(LETTERS.len())])));
        self.words.insert(format!("{place} {}", self.words.len()), word.clone());
        word
    }

    /// The text with each `@` as a new word for a place.
    fn fill(&mut self, place: &str, text: &str) -> String {
        text.split_inclusive('@')
            .map(|piece| match piece.strip_suffix('@') {
                Some(before) => before.to_owned() + &self.word(place),
                None => piece.to_owned(),
            })
            .collect()
    }
}

/// Blocks that only internal readers see, each between blank lines.
const BLOCKS: &[(&str, &str)] = &[
    ("block", ":::internal\n**Impact:** @ lost 40% of @.\n\n- @\n:::\n"),
    ("braced block", "::: {.internal}\n### @\n\n| @ | @ |\n| --- | --- |\n| @ | @ |\n:::\n"),
    ("comment pair", "<!-- internal -->\n\nRoot cause: the @ was @.\n\n```\n@ # @\n```\n\n<!-- /internal -->\n"),
    ("comment", "<!-- @ -->\n"),
    ("long comment", "<!--\n@\n\n## @\n-->\n"),
    ("paragraph", "The @ of @ was called by @. {.internal}\n"),
    ("footnote", ":::internal\nIt was @.[^n@]\n\n[^nq]: @\n:::\n"),
    ("link", ":::internal\n[@](https://@.example/@ \"@\") and ![@](https://@.example/p.png)\n:::\n"),
    ("actions", ":::internal\n- [ ] Replace @ (@ team, #12)\n- [x] Watch @\n:::\n"),
    ("times", "<!-- internal -->\n- 10:07 @ is suspected.\n- 10:09 It was not @.\n<!-- /internal -->\n"),
    ("label", "**Customers:** @ and @\n"),
    ("open comment in code", ":::internal\n```\n<!-- @\n```\n:::\n"),
    ("for customers", ":::customer\nDear @, it was @.\n:::\n"),
    ("nested", "::::internal\n@\n:::public\n@\n:::\n::::\n"),
    ("alert", "> [!INTERNAL] @ told @\n> The @ was @.\n>\n> - @\n"),
    ("admonition", "!!! internal \"@\"\n    The @ was @.\n\n    ```\n    @\n    ```\n"),
    ("fold", "??? customer \"@\"\n    The @ was @.\n"),
    ("tags", "{{% internal %}}\nThe @ was @.\n\n| @ |\n| --- |\n| @ |\n{{% /internal %}}\n"),
    ("comment of MDX", "{/* @\n\n## @ */}\n"),
    ("comment of Obsidian", "%%\n@\n\n## @\n%%\n"),
];

/// What stands behind the words of a line.
const WORDS: &[(&str, &str)] = &[
    ("words", " <!-- internal -->on @-7<!-- /internal -->"),
    ("remark", " <!-- @ -->"),
    ("remark of MDX", " {/* @ */}"),
    ("remark of Obsidian", " %%@ was @%%"),
    ("staff words", " <!-- staff -->says @<!-- /staff -->"),
];

/// Documents nobody outside may see.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "internal",
        "id: @\nservices: [@]\ntags: [@, @]\nowner: @\norganisation: @\nseverity: @\naliases: [/@/]\nsame_as: [@]",
    ),
    ("draft", "audience: public\ndraft: true\ntitle: @"),
    ("embargoed", "audience: public\nembargo_until: 2031-01-01\ntitle: @"),
    ("customer", "audience: customer\ntitle: @"),
    ("in doubt", "audience: public\nvisibility: internal\ntitle: @"),
    ("broken", "audience: public\ntitle: a: @"),
    ("template", "kind: template\ntitle: @"),
    ("unknown", "audience: everyone\ntitle: @"),
];

const BODY: &str = "\n# The @ stopped\n\n**Start:** 2026-03-0% 10:00 UTC\n\n## Timeline\n\n- 10:00 @ fails.\n- 10:20 @ is suspected.\n- 11:00 @ is back.\n\n\
    ## Root cause\n\nThe configuration of @ was wrong.[^1]\n\n![@](@.png) [@](@.log)\n\n```yaml\n@: @\n```\n\n| @ | @ |\n| --- | --- |\n| @ | @ |\n\n\
    ## About @\n\n## Action items\n\n- [ ] Mend @ (@)\n\n[^1]: @\n";

const SETTINGS: &str = "[services]\n\"@\" = \"@\"\n[tags]\n\"@\" = \"@\"\n[severity]\n\"@\" = \"major\"\n[headings]\n\"@\" = \"impact\"\n[audiences]\n@ = \"internal\"\n\
    [causes.@]\nlabel = \"@\"\ndefinition = \"@ happened.\"\nphrases = [\"@ broke\"]\n[causes.time]\nlabel = \"@\"\n[components.@]\nlabel = \"@\"\nphrases = [\"@ gate\"]\n";

/// Two visible incidents that somebody looked at; the reason is for internal readers.
const DECIDED: &str =
    "[[reviewed]]\nkind = \"cause\"\nbetween = [\"MM-0\", \"MM-1\"]\nanswer = \"same\"\nreason = \"@\"\n";

impl Planted {
    /// The archive of two numbers; without the second nothing is hidden in it.
    pub fn new(visible: u64, hidden: Option<u64>) -> Self {
        let mut planted = Self { files: BTreeMap::new(), words: BTreeMap::new() };
        let mut hidden = hidden.map(|seed| Hidden { numbers: Numbers(seed), words: BTreeMap::new() });
        planted.documents(visible, hidden.as_mut());
        let mut settings = "title = \"Mills\"\ninternal_fields = [\"customers\"]\n".to_owned();
        if let Some(hidden) = &mut hidden {
            planted.hidden_documents(hidden);
            settings =
                hidden.fill("settings", "organisation = \"@\"\n") + &settings + &hidden.fill("settings", SETTINGS);
            let (host, person) = (hidden.word("redacted"), hidden.word("redacted"));
            settings.push_str(&format!("[redact]\n'{host}(-\\d)?' = \"a host\"\n'{person}' = \"the lead\"\n"));
            planted.redacted(&host, &person);
            let names = hidden.fill("cause name", "[[cause]]\nname = \"@\"\nincidents = [\"@\", \"MM-0\"]\n");
            let decided = "[[reviewed]]\nkind = \"cause\"\nbetween = [\"MM-0\", \"@\"]\nanswer = \"same\"\nreason = \"@\"\n\
                [[reviewed]]\nkind = \"promise\"\nbetween = [\"MM-0#a1\", \"@#a1\"]\ntexts = [\"@\", \"@\"]\nanswer = \"different\"\n";
            let decided = hidden.fill("decision of a review", decided);
            let reason = hidden.fill("reason of a reviewer", DECIDED);
            planted.put("causes.toml", &(names + &decided + &reason));
        } else {
            planted.redacted("a host", "the lead");
            planted.put("causes.toml", &DECIDED.replace('@', ""));
        }
        planted.put("incidex.toml", &settings);
        planted.words = hidden.map(|hidden| hidden.words).unwrap_or_default();
        planted
    }

    fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    /// The public documents, with parts of them hidden.
    fn documents(&mut self, seed: u64, mut hidden: Option<&mut Hidden>) {
        let mut numbers = Numbers(seed);
        for at in 0..2 + numbers.below(2) {
            let service = numbers.pick(&["checkout", "search", "mill", "labels"]);
            let cause = numbers.pick(&["the disk was full", "a certificate had expired", "the retry had no limit"]);
            let day = 1 + numbers.below(9);
            let part = |hidden: &mut Option<&mut Hidden>| hidden.as_mut().map_or(String::new(), |it| block(it));
            let mut text = format!("---\nid: MM-{at}\naudience: public\norganisation: Mill Ltd\n");
            if let Some(hidden) = &mut hidden {
                text += &hidden.fill("field", "# @\ncustomers:\n  - @\n  - name: @\n");
            }
            text += &format!("services: [{service}]\n---\n\n# The {service} stopped\n\n");
            text += &part(&mut hidden);
            text += &format!("**Start:** 2026-03-0{day} 10:00 UTC\n\n**End:** 2026-03-0{day} 11:00 UTC\n\n");
            text += &part(&mut hidden);
            text += "## Timeline\n\n- 10:00 It stopped";
            text += &words(&mut hidden);
            text += "\n- 10:30 The cause is known\n";
            if let Some(hidden) = &mut hidden {
                text += &hidden.fill("row", ":::internal\n- 10:40 @ is called.\n:::\n");
            }
            text += "- 11:00 It is back\n\n";
            text += &part(&mut hidden);
            text += &format!("## Root cause\n\nThe {service} stopped because {cause}.");
            text += &words(&mut hidden);
            text += "\n\n| What | Where |\n| --- | --- |\n| log |";
            text +=
                &hidden.as_mut().map_or(String::new(), |it| it.fill("cell", " <!-- internal -->@<!-- /internal -->"));
            text += " here |\n\n";
            if let Some(hidden) = &mut hidden {
                text += &self.section(hidden);
            }
            text += &format!("## Action items\n\n- [ ] Watch the {service}\n\n");
            text += &part(&mut hidden);
            if let Some(hidden) = &mut hidden {
                text += &hidden.fill("last section", "## @ {.internal}\n\n@\n");
            }
            self.put(&format!("mm-{at}.md"), &text);
        }
    }

    /// A section with files of its own.
    fn section(&mut self, hidden: &mut Hidden) -> String {
        let (name, bytes) = (hidden.word("attachment name"), hidden.word("attachment bytes"));
        self.put(&format!("files/{name}.log"), &bytes);
        let head = hidden.fill("section", "## @ {audience=internal}\n\nIt cost @ more.\n\n### More about @\n\n");
        head + &format!("[log](files/{name}.log) ![{}](files/{name}.log)\n\n", hidden.word("alt text"))
    }

    fn hidden_documents(&mut self, hidden: &mut Hidden) {
        for (at, (kind, front)) in DOCUMENTS.iter().enumerate() {
            let (folder, name) = (hidden.word("folder"), hidden.word("file name"));
            let body = hidden.fill(kind, &BODY.replace('%', &(at + 1).to_string()));
            for link in body.split(['(', ')']).filter(|link| link.starts_with("zq")) {
                let bytes = hidden.word("attachment of a hidden document");
                self.put(&format!("{folder}/{link}"), &bytes);
            }
            let front = hidden.fill(kind, front);
            self.put(&format!("{folder}/{name}.md"), &format!("---\n{front}\n---\n{body}"));
        }
        for place in ["ignored/@.md", "static.internal/@.txt", ".hidden/@.md", "themes/other/@.html", "ignored/@.png"] {
            let (path, text) = (hidden.fill(place, place), hidden.fill(place, "# @\n\n## Root cause\n\n@\n"));
            self.put(&path, &text);
        }
        for (place, text) in [
            ("unreadable @.md", "---\naudience: public\n---\n# @\n\0"),
            ("endless @.md", "---\naudience: public\ntitle: @\n\n# @\n"),
        ] {
            let (path, text) = (hidden.fill(place, place), hidden.fill(place, text));
            self.put(&path, &text);
        }
        let ignore = hidden.fill("ignore file", "ignored/\n# @\n@/\n");
        self.put(".incidexignore", &ignore);
    }

    /// A document in which a host and a person have other words in public.
    fn redacted(&mut self, host: &str, person: &str) {
        let host_7 = if host.starts_with("zq") { format!("{host}-7") } else { host.to_owned() };
        let text = format!(
            "---\nid: RR-1\naudience: public\norganisation: Mill Ltd\nowner: {person}\n---\n\n# Mail stopped on {host}\n\n2026-04-01 10:00 UTC to 11:00 UTC\n\n\
             ## Root cause\n\nThe disk of {host_7} was full, said {person}.\n\n```\nssh {host}\n```\n\n[log](r.log)\n"
        );
        self.put("rr.md", &text);
        self.put("r.log", &format!("{host} is full"));
    }

    pub fn write(&self, root: &Path) {
        for (path, bytes) in &self.files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

fn block(hidden: &mut Hidden) -> String {
    let (place, text) = BLOCKS[hidden.numbers.below(BLOCKS.len())];
    hidden.fill(place, text) + "\n"
}

fn words(hidden: &mut Option<&mut Hidden>) -> String {
    hidden.as_mut().map_or(String::new(), |hidden| {
        let (place, text) = WORDS[hidden.numbers.below(WORDS.len())];
        hidden.fill(place, text)
    })
}
