//! The classified cause with the words that put it there, and what ended the incident.

use schemars::JsonSchema;
use serde::Serialize;

/// Id of a cause class of the rules (`config`, `capacity`, ...), or `unknown`.
pub type ClassId = String;
/// Id of a component of the rules (`load_balancer`, `database`, ...).
pub type ComponentId = String;

/// What kind of thing went wrong, and where.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Cause {
    /// `None` where nothing scored: shown as "unknown", always counted.
    pub class: Option<ClassId>,
    pub component: Option<ComponentId>,
    /// Score of the best class less 0.6 of the second; 11 and more was right in about 85% of a held-out set.
    pub confidence: Option<f64>,
    /// The sentence that states the cause, as written.
    pub statement: Option<String>,
    /// Further classes, at most four.
    pub contributing: Vec<Contributing>,
    pub evidence: Vec<Evidence>,
}

/// A class that scored at least half of the first one, or that a section about contributing factors tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Contributing {
    pub class: ClassId,
    pub component: Option<ComponentId>,
    /// The sentence that tells it, as written; `None` where front matter only names the class.
    pub statement: Option<String>,
}

/// Words that spoke for a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    pub class: ClassId,
    /// Id of the rule (`config.wrong-value`).
    pub rule: String,
    pub words: String,
    /// Line of the source file, counted from 1.
    pub line: usize,
}

impl Evidence {
    /// Name of the rule that goes by what a sentence is like.
    const WORDING: &str = ".wording";

    /// Id of the rule that goes by what a sentence is like, for a class.
    pub fn rule_of_wording(class: &str) -> String {
        format!("{class}{}", Self::WORDING)
    }

    /// Whether only the likeness of a sentence to known ones speaks here, and no rule.
    pub fn is_of_wording(&self) -> bool {
        self.rule.ends_with(Self::WORDING)
    }
}

/// A cause class as the rules define it: id, label and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CauseClass {
    pub id: ClassId,
    pub label: String,
    pub definition: String,
}

/// A component as the rules define it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Component {
    pub id: ComponentId,
    pub label: String,
}

/// A name that an author gave to a recurring cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CauseName {
    pub name: String,
    /// Names of its incidents, one at least; several belong together whatever their words.
    pub incidents: Vec<String>,
}

/// What ended the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mitigation {
    pub kind: MitigationKind,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MitigationKind {
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

impl MitigationKind {
    /// Every kind with the name that the schema gives it.
    #[rustfmt::skip]
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Rollback, "rollback"), (Self::Restart, "restart"), (Self::Scale, "scale"), (Self::Config, "config"),
        (Self::Failover, "failover"), (Self::Hotfix, "hotfix"), (Self::Vendor, "vendor"), (Self::Replace, "replace"),
        (Self::Waited, "waited"), (Self::Other, "other"),
    ];
}
