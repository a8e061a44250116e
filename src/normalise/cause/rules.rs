//! The rules as data: read from `rules.toml`, extended by the archive's settings, compiled into one lexicon.
//!
//! In: the embedded file and [`Config`]. Out: [`Rules`], and a [`RuleProblem`] for every setting that cannot be used.
//! Knows nothing of sentences or scores.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::sentence::Mark;
use crate::config::{Config, RuleSetting};
use crate::model::{CauseClass, ClassId, Component, ComponentId, DetectionSource, MitigationKind};
use crate::text::{Lexicon, Phrase, Reach, Words};

/// What `rules.toml` holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    pub(super) weights: Weights,
    marks: Vec<MarkRow>,
    classes: Vec<ClassRow>,
    components: Vec<ComponentRow>,
    pub(super) detection: Vec<DetectionRow>,
    pub(super) mitigation: Vec<MitigationRow>,
    /// Words that say that something helped.
    pub(super) recovery: Vec<String>,
}

/// What a match is multiplied by, by where it stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weights {
    pub(super) cause: f64,
    pub(super) contributing: f64,
    pub(super) title: f64,
    pub(super) summary: f64,
    pub(super) plain: f64,
    pub(super) impact: f64,
    pub(super) timeline: f64,
    pub(super) resolution: f64,
    pub(super) action: f64,
    /// In prose: the side of a sentence that brought something about.
    pub(super) cause_side: f64,
    /// The side of what came of it.
    pub(super) effect_side: f64,
    /// The same in a sentence whose cause side names nothing the rules know.
    pub(super) effect_alone: f64,
    /// A sentence about what was or will be done.
    pub(super) remedy: f64,
    /// A sentence about what users saw.
    pub(super) symptom: f64,
    /// A sentence about what made it longer or hid it.
    pub(super) aside: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkRow {
    mark: Mark,
    phrases: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassRow {
    id: ClassId,
    label: String,
    definition: String,
    /// Other words an author may use in front matter.
    #[serde(default)]
    names: Vec<String>,
    rules: Vec<PhraseRow>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseRow {
    id: String,
    weight: f64,
    /// Nouns that count only as what a clause about the cause is about.
    #[serde(default)]
    head: bool,
    phrases: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentRow {
    id: ComponentId,
    label: String,
    #[serde(default)]
    names: Vec<String>,
    weight: f64,
    phrases: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DetectionRow {
    pub(super) source: DetectionWord,
    pub(super) phrases: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MitigationRow {
    pub(super) kind: MitigationWord,
    /// Counts only where no other phrase is found.
    #[serde(default)]
    pub(super) fallback: bool,
    /// Counts only where its sentence names nothing else: "a fix was deployed".
    #[serde(default)]
    pub(super) weak: bool,
    #[serde(default)]
    pub(super) phrases: Vec<String>,
    /// Verbs and what they are done to, in either order: "raised the limit", "the limit was raised".
    #[serde(default)]
    pub(super) deeds: Vec<Deed>,
}

/// What is done, and to what; both as alternatives of the grammar of phrases.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deed {
    done: String,
    to: String,
}

impl MitigationRow {
    /// The phrases as written, and those of the deeds.
    pub(super) fn all_phrases(&self) -> Vec<String> {
        let both = self.deeds.iter().flat_map(|deed| {
            let Deed { done, to } = deed;
            [format!("({done}) ..4 ({to})"), format!("({to}) ..3 ({done})")]
        });
        self.phrases.iter().cloned().chain(both).collect()
    }
}

/// [`DetectionSource`] as the rules spell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum DetectionWord {
    Monitoring,
    Customer,
    Staff,
    ThirdParty,
    Test,
    /// Words about what did not notice.
    Nobody,
}

impl DetectionWord {
    pub(super) fn source(self) -> Option<DetectionSource> {
        match self {
            Self::Monitoring => Some(DetectionSource::Monitoring),
            Self::Customer => Some(DetectionSource::Customer),
            Self::Staff => Some(DetectionSource::Staff),
            Self::ThirdParty => Some(DetectionSource::ThirdParty),
            Self::Test => Some(DetectionSource::Test),
            Self::Nobody => None,
        }
    }
}

/// [`MitigationKind`] as the rules spell it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MitigationWord {
    Rollback,
    Restart,
    Scale,
    Config,
    Failover,
    Hotfix,
    Vendor,
    Replace,
    Waited,
    Other,
}

impl From<MitigationWord> for MitigationKind {
    fn from(word: MitigationWord) -> Self {
        match word {
            MitigationWord::Rollback => Self::Rollback,
            MitigationWord::Restart => Self::Restart,
            MitigationWord::Scale => Self::Scale,
            MitigationWord::Config => Self::Config,
            MitigationWord::Failover => Self::Failover,
            MitigationWord::Hotfix => Self::Hotfix,
            MitigationWord::Vendor => Self::Vendor,
            MitigationWord::Replace => Self::Replace,
            MitigationWord::Waited => Self::Waited,
            MitigationWord::Other => Self::Other,
        }
    }
}

/// The embedded rules.
pub(super) fn file() -> &'static RuleFile {
    static FILE: OnceLock<RuleFile> = OnceLock::new();
    FILE.get_or_init(|| {
        toml::from_str(include_str!("rules.toml")).expect("rules.toml is compiled in and read by a test")
    })
}

/// What a phrase of the lexicon stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    /// Speaks for a class: its number, the number of the rule, what it is worth.
    Class {
        class: usize,
        rule: usize,
        weight: f64,
    },
    /// The same, of a noun, where a clause that tells the cause is about it.
    Head {
        class: usize,
        rule: usize,
        weight: f64,
    },
    Component {
        component: usize,
        weight: f64,
    },
    Mark(Mark),
}

/// The cause rules in force, compiled.
#[derive(Debug, Clone)]
pub struct Rules {
    pub(super) lexicon: Lexicon<Meaning>,
    /// The phrases of the components alone.
    pub(super) component_lexicon: Lexicon<Meaning>,
    pub(super) weights: Weights,
    classes: Vec<CauseClass>,
    components: Vec<Component>,
    /// Full ids (`config.wrong-value`) of the rules.
    rule_ids: Vec<String>,
    names: HashMap<String, Named>,
}

/// What one word of an author names; both are `None` for a word no rule knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    pub class: Option<ClassId>,
    pub component: Option<ComponentId>,
}

/// A setting under `[causes]` or `[components]` that cannot be used; the rest of the settings still hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleProblem {
    /// The key in `incidex.toml` (`causes.config`).
    pub key: String,
    /// The phrase it is about; `None` where the key or its weight is at fault.
    pub phrase: Option<String>,
    /// What is wrong and what to write instead, one sentence.
    pub message: String,
}

/// Id of the rule that holds an archive's own phrases.
const OWN_RULE: &str = "own";
/// What a phrase of the archive's own is worth when it does not say.
const OWN_WEIGHT: f64 = 4.0;
const MAX_WEIGHT: f64 = 10.0;

impl Rules {
    /// The rules that come with incidex.
    pub fn built_in() -> &'static Self {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Self::compile(file()))
    }

    /// The built-in rules and the archive's own, and what of the latter cannot be used.
    pub fn with_config(config: &Config) -> (Self, Vec<RuleProblem>) {
        let mut rules = Self::built_in().clone();
        let mut problems = Vec::new();
        for (id, setting) in &config.causes {
            rules.add_setting(Section::Causes, id, setting, &mut problems);
        }
        for (id, setting) in &config.components {
            rules.add_setting(Section::Components, id, setting, &mut problems);
        }
        (rules, problems)
    }

    /// The cause classes in their fixed order, which also breaks ties.
    pub fn classes(&self) -> Vec<CauseClass> {
        self.classes.clone()
    }

    /// The components in their fixed order, which also breaks ties.
    pub fn components(&self) -> Vec<Component> {
        self.components.clone()
    }

    /// What a word of front matter names: an id, a label, a usual synonym (`certificate-expiry`, `dns`), or else
    /// the class and the component that the rules read out of it.
    pub fn named(&self, word: &str) -> Named {
        self.names.get(&name_key(word)).cloned().unwrap_or_else(|| self.read_name(word))
    }

    /// The class that a few words are a name of, to the letter.
    pub fn class_named(&self, words: &str) -> Option<ClassId> {
        self.names.get(&name_key(words))?.class.clone()
    }

    pub(super) fn class_id(&self, class: usize) -> &ClassId {
        &self.classes[class].id
    }

    pub(super) fn component_id(&self, component: usize) -> &ComponentId {
        &self.components[component].id
    }

    pub(super) fn rule_id(&self, rule: usize) -> &str {
        &self.rule_ids[rule]
    }

    pub(super) fn class_count(&self) -> usize {
        self.classes.len()
    }

    pub(super) fn component_count(&self) -> usize {
        self.components.len()
    }

    fn compile(file: &RuleFile) -> Self {
        let mut rules = Self {
            lexicon: Lexicon::default(),
            component_lexicon: Lexicon::default(),
            weights: file.weights.clone(),
            classes: Vec::new(),
            components: Vec::new(),
            rule_ids: Vec::new(),
            names: HashMap::new(),
        };
        for row in &file.marks {
            rules.add_built_in(&row.phrases, Meaning::Mark(row.mark));
        }
        for row in &file.classes {
            let class = rules.add_class(&row.id, &row.label, &row.definition);
            for rule in &row.rules {
                let number = rules.add_rule(&row.id, &rule.id);
                let (head, weight, rule_number) = (rule.head, rule.weight, number);
                let meaning = match head {
                    true => Meaning::Head { class, rule: rule_number, weight },
                    false => Meaning::Class { class, rule: rule_number, weight },
                };
                rules.add_built_in(&rule.phrases, meaning);
            }
        }
        for row in &file.components {
            let component = rules.add_component(&row.id, &row.label);
            rules.add_built_in(&row.phrases, Meaning::Component { component, weight: row.weight });
        }
        for row in &file.components {
            row.names
                .iter()
                .for_each(|name| rules.names.entry(name_key(name)).or_default().component = Some(row.id.clone()));
        }
        for row in &file.classes {
            row.names
                .iter()
                .for_each(|name| rules.names.entry(name_key(name)).or_default().class = Some(row.id.clone()));
        }
        rules
    }

    fn add_built_in(&mut self, phrases: &[String], meaning: Meaning) {
        for phrase in phrases {
            let phrase = Phrase::parse(phrase).expect("the phrases of rules.toml are compiled in and read by a test");
            self.add_phrase(&phrase, meaning);
        }
    }

    fn add_phrase(&mut self, phrase: &Phrase, meaning: Meaning) {
        let reach = if matches!(meaning, Meaning::Mark(_)) { Reach::Sentence } else { Reach::Breath };
        self.lexicon.add(phrase, meaning, reach);
        if matches!(meaning, Meaning::Component { .. }) {
            self.component_lexicon.add(phrase, meaning, reach);
        }
    }

    fn add_class(&mut self, id: &str, label: &str, definition: &str) -> usize {
        self.name_class(id, id);
        self.name_class(label, id);
        self.classes.push(CauseClass { id: id.into(), label: label.into(), definition: definition.into() });
        self.classes.len() - 1
    }

    fn name_class(&mut self, name: &str, id: &str) {
        self.names.entry(name_key(name)).or_default().class = Some(id.into());
    }

    fn add_component(&mut self, id: &str, label: &str) -> usize {
        for name in [id, label] {
            self.names.entry(name_key(name)).or_default().component = Some(id.into());
        }
        self.components.push(Component { id: id.into(), label: label.into() });
        self.components.len() - 1
    }

    fn add_rule(&mut self, class: &str, rule: &str) -> usize {
        self.rule_ids.push(format!("{class}.{rule}"));
        self.rule_ids.len() - 1
    }

    fn add_setting(&mut self, section: Section, id: &str, setting: &RuleSetting, problems: &mut Vec<RuleProblem>) {
        let key = format!("{}.{id}", section.key());
        let mut problem = |phrase: Option<&str>, message: String| {
            problems.push(RuleProblem { key: key.clone(), phrase: phrase.map(str::to_owned), message });
        };
        if !is_id(id) {
            return problem(
                None,
                format!("`{id}` is no id: write small letters, digits and `_`, beginning with a letter"),
            );
        }
        let weight = setting.weight.unwrap_or(OWN_WEIGHT);
        let usable = weight > 0.0 && weight <= MAX_WEIGHT;
        if !usable {
            problem(None, format!("the weight {weight} is not between 0 and {MAX_WEIGHT}; {OWN_WEIGHT} is used"));
        }
        let weight = if usable { weight } else { OWN_WEIGHT };
        let meaning = match section {
            Section::Causes => {
                let class = self.own_class(id, setting);
                Meaning::Class { class, rule: self.add_rule(id, OWN_RULE), weight }
            }
            Section::Components => Meaning::Component { component: self.own_component(id, setting), weight },
        };
        for text in &setting.phrases {
            match Phrase::parse(text) {
                Ok(phrase) => self.add_phrase(&phrase, meaning),
                Err(error) => problem(Some(text), format!("the phrase `{text}` cannot be read: {error}")),
            }
        }
    }

    fn own_class(&mut self, id: &str, setting: &RuleSetting) -> usize {
        let known = self.classes.iter().position(|class| class.id == id);
        let class = known.unwrap_or_else(|| self.add_class(id, &label_of(id), ""));
        if let Some(label) = &setting.label {
            self.name_class(label, id);
            self.classes[class].label.clone_from(label);
        }
        if let Some(definition) = &setting.definition {
            self.classes[class].definition.clone_from(definition);
        }
        class
    }

    fn own_component(&mut self, id: &str, setting: &RuleSetting) -> usize {
        let known = self.components.iter().position(|component| component.id == id);
        let component = known.unwrap_or_else(|| self.add_component(id, &label_of(id)));
        if let Some(label) = &setting.label {
            self.names.entry(name_key(label)).or_default().component = Some(id.into());
            self.components[component].label.clone_from(label);
        }
        component
    }

    /// The best class and component whose phrases stand in a name such as `database-migration`.
    fn read_name(&self, word: &str) -> Named {
        let words = Words::of(word);
        let (mut class, mut component) = (None, None);
        let keep = |best: &mut Option<(f64, usize)>, weight: f64, number: usize| {
            if best.is_none_or(|(most, _)| weight > most) {
                *best = Some((weight, number));
            }
        };
        for hit in self.lexicon.find(&words) {
            match hit.meaning {
                Meaning::Class { class: number, weight, .. } => keep(&mut class, weight, number),
                Meaning::Component { component: number, weight } => keep(&mut component, weight, number),
                Meaning::Mark(_) | Meaning::Head { .. } => {}
            }
        }
        Named {
            class: class.map(|(_, number): (f64, usize)| self.class_id(number).clone()),
            component: component.map(|(_, number): (f64, usize)| self.component_id(number).clone()),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Section {
    Causes,
    Components,
}

impl Section {
    fn key(self) -> &'static str {
        match self {
            Self::Causes => "causes",
            Self::Components => "components",
        }
    }
}

fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'))
}

/// `message_bus` as `Message bus`.
fn label_of(id: &str) -> String {
    let words = id.replace(['_', '-'], " ");
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// Case, hyphens and underscores do not tell names apart.
fn name_key(name: &str) -> String {
    let words = Words::of(name);
    (0..words.len()).map(|index| words.word(index)).collect::<Vec<_>>().join(" ")
}
