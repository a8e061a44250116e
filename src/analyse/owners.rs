//! Which owner of an action is a team or a role.
//!
//! Only these are counted. A name that nothing marks as a team's may be somebody's, and nobody is counted.

/// Words that only the name of a team or of a role has.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "team", "teams", "squad", "guild", "crew", "group", "desk", "department", "dept", "unit", "tribe", "chapter", "committee",
    "board", "office", "rota", "vendor", "provider", "contractors", "everyone", "all", "engineering", "engineers", "operations",
    "ops", "devops", "sre", "sres", "dba", "dbas", "noc", "soc", "qa", "it", "support", "helpdesk", "security", "infrastructure",
    "infra", "platform", "networking", "database", "databases", "backend", "frontend", "oncall", "on-call", "management",
    "developers", "devs", "admins", "administrators", "lead", "manager", "director", "commander", "coordinator", "owner", "owners",
    "maintainers", "reviewers", "author", "authors",
];

/// Whether an owner as written is a team or a role: "database team", "on-call engineer", "SRE", "platform, networking".
pub fn is_team_or_role(owner: &str) -> bool {
    let parts = owner.split([',', '/', '&', '+']).flat_map(|part| part.split(" and "));
    let mut parts = parts.map(str::trim).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| !part.contains('@') && has_such_a_word(part))
}

fn has_such_a_word(part: &str) -> bool {
    let words = part.split(|c: char| !c.is_alphanumeric() && c != '-');
    // "Ben (platform team)" names somebody.
    let is_only_a_name = !part.contains('(');
    is_only_a_name && words.map(str::to_lowercase).any(|word| WORDS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teams_and_roles_are_told_from_names() {
        for team in ["database team", "Platform", "SRE", "on-call engineer lead", "tracking team, messaging team", "IT"]
        {
            assert!(is_team_or_role(team), "{team}");
        }
        for name in
            ["ana", "@platform", "Ben Okri", "AC", "Ben (platform team)", "database team and Ana", "storage", ""]
        {
            assert!(!is_team_or_role(name), "{name}");
        }
    }
}
