//! The archive in the order and the groups that pages need, worked out once.
//!
//! Input: the knowledge base, already projected to the audience. Output: entries newest first and, for each kind of index
//! page, its groups. Nothing here makes text or HTML.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::SiteInput;
use super::moment::{SortKey, date_text, dated, day_number, sort_key};
use super::words;
use crate::model::{Article, Incident, Kind, Moment, SeverityLevel};

/// Position of an entry in [`Archive::entries`].
pub type Index = usize;

/// Everything that is published, arranged.
pub struct Archive<'a> {
    pub input: &'a SiteInput<'a>,
    /// Newest first; those without a date come last.
    pub entries: Vec<Entry<'a>>,
    /// Incidents and near misses, newest first: what the incident lists show.
    pub listed: Vec<Index>,
    /// Incidents only, newest first: what is counted.
    pub incidents: Vec<Index>,
    /// Maintenance and notices, newest first.
    pub planned: Vec<Index>,
    /// Documents that are no reports, by title: the last of the entries.
    pub pages: Vec<Index>,
    /// By name, in alphabetical order without regard to case.
    pub services: Vec<Group>,
    /// One per class in the order of the rules, then the group of those without a class.
    pub causes: Vec<CauseGroup>,
    /// Class and component together, at least two incidents, the most frequent first.
    pub recurring: Vec<Recurring>,
    /// From worst to not recorded, without empty ones.
    pub severities: Vec<(SeverityLevel, Group)>,
    /// Newest first; the group of undated ones last.
    pub years: Vec<(Option<i16>, Group)>,
    by_id: HashMap<&'a str, Index>,
    service_folders: HashMap<String, String>,
}

/// One published document.
pub struct Entry<'a> {
    pub article: &'a Article,
    /// What dates it; `None` where nothing does.
    pub moment: Option<&'a Moment>,
    /// Days since 1970.
    pub day: Option<f64>,
    pub open_actions: usize,
    /// Relative to the site: `incidents/x/index.html`.
    pub path: String,
    key: SortKey,
}

impl<'a> Entry<'a> {
    pub fn incident(&self) -> &'a Incident {
        &self.article.incident
    }

    pub fn is_page(&self) -> bool {
        self.article.incident.kind == Kind::Page
    }

    /// `2024-03-03`, or the part of it that is known.
    pub fn date(&self) -> Option<String> {
        Some(date_text(self.moment?.date?))
    }
}

/// Incidents and near misses that share something, and the folder of their page.
#[derive(Debug, Clone, Default)]
pub struct Group {
    pub label: String,
    /// Relative to the site, without a slash at the end: `services/checkout`.
    pub folder: String,
    /// Newest first.
    pub members: Vec<Index>,
    /// How many of them are incidents rather than near misses.
    pub incidents: usize,
}

impl Group {
    pub fn path(&self) -> String {
        page_path(&self.folder, 1)
    }

    fn add(&mut self, index: Index, kind: Kind) {
        self.members.push(index);
        self.incidents += usize::from(kind == Kind::Incident);
    }
}

/// A cause class with its members.
#[derive(Debug, Clone, Default)]
pub struct CauseGroup {
    /// `None` for those without a class.
    pub class: Option<String>,
    pub group: Group,
    /// Those of another class to which this one contributed.
    pub contributed: Vec<Index>,
}

impl CauseGroup {
    /// Each class has a page, for its definition; those without a class have one if there are any.
    pub fn has_page(&self) -> bool {
        self.class.is_some() || !self.group.members.is_empty()
    }
}

/// The same class of cause in the same component, more than once.
#[derive(Debug, Clone)]
pub struct Recurring {
    pub class: String,
    pub component: String,
    pub group: Group,
}

/// Path of a page of a paged list; the first page is the folder's index.
pub fn page_path(folder: &str, number: usize) -> String {
    match number {
        0 | 1 => format!("{folder}/index.html"),
        number => format!("{folder}/page-{number}.html"),
    }
}

impl<'a> Archive<'a> {
    pub fn new(input: &'a SiteInput<'a>) -> Self {
        let mut archive = Self {
            input,
            entries: entries(input),
            listed: Vec::new(),
            incidents: Vec::new(),
            planned: Vec::new(),
            pages: Vec::new(),
            services: Vec::new(),
            causes: Vec::new(),
            recurring: Vec::new(),
            severities: Vec::new(),
            years: Vec::new(),
            by_id: HashMap::new(),
            service_folders: HashMap::new(),
        };
        for (index, entry) in archive.entries.iter().enumerate() {
            archive.by_id.entry(entry.incident().id.as_str()).or_insert(index);
            match entry.incident().kind {
                Kind::Incident => {
                    archive.listed.push(index);
                    archive.incidents.push(index);
                }
                Kind::NearMiss => archive.listed.push(index),
                Kind::Page => archive.pages.push(index),
                _ => archive.planned.push(index),
            }
        }
        archive.services = archive.group_services();
        archive.service_folders =
            archive.services.iter().map(|group| (group.label.clone(), group.folder.clone())).collect();
        archive.causes = archive.group_causes();
        archive.recurring = archive.group_recurring();
        archive.severities = archive.group_severities();
        archive.years = archive.group_years();
        archive
    }

    /// The entries that report something: incidents, near misses, maintenance and notices.
    pub fn reports(&self) -> &[Entry<'a>] {
        &self.entries[..self.entries.len() - self.pages.len()]
    }

    pub fn entry(&self, index: Index) -> &Entry<'a> {
        &self.entries[index]
    }

    pub fn find(&self, id: &str) -> Option<&Entry<'a>> {
        self.by_id.get(id).map(|&index| &self.entries[index])
    }

    /// Path of a service's page.
    pub fn service_path(&self, name: &str) -> Option<String> {
        self.service_folders.get(name).map(|folder| page_path(folder, 1))
    }

    /// Path of the page of a class; `None` for one without a page.
    pub fn class_path(&self, id: &str) -> Option<String> {
        let group = self.causes.iter().find(|group| group.class.as_deref() == Some(id) && group.has_page());
        group.map(|group| group.group.path())
    }

    pub fn class_label(&self, id: &str) -> String {
        let class = self.input.knowledge_base.classes.iter().find(|class| class.id == id);
        class.map_or_else(|| in_words(id), |class| class.label.clone())
    }

    pub fn component_label(&self, id: &str) -> String {
        let component = self.input.knowledge_base.components.iter().find(|component| component.id == id);
        component.map_or_else(|| in_words(id), |component| component.label.clone())
    }

    /// `Load balancer: configuration`, or the class alone where no component is known.
    pub fn cause_label(&self, class: &str, component: Option<&str>) -> String {
        let class = self.class_label(class);
        match component {
            Some(component) => format!("{}: {}", self.component_label(component), words::lower_first(&class)),
            None => class,
        }
    }

    /// First and last day number among the incidents and near misses.
    pub fn span(&self) -> Option<(f64, f64)> {
        span(self.listed.iter().filter_map(|&index| self.entries[index].day))
    }

    fn group_services(&self) -> Vec<Group> {
        let mut by_name = BTreeMap::<(String, &str), Group>::new();
        for &index in &self.listed {
            let incident = self.entries[index].incident();
            let mut seen = HashSet::new();
            for name in incident.services.iter().filter(|name| seen.insert(name.as_str())) {
                let group = by_name.entry((name.to_lowercase(), name.as_str())).or_default();
                group.add(index, incident.kind);
            }
        }
        let mut taken = HashSet::new();
        let groups = by_name.into_iter().map(|((_, name), group)| {
            let slug = unique(slug(name), &mut taken);
            Group { label: name.to_owned(), folder: format!("services/{slug}"), ..group }
        });
        groups.collect()
    }

    fn group_causes(&self) -> Vec<CauseGroup> {
        let classes = &self.input.knowledge_base.classes;
        let mut position = HashMap::<&str, usize>::new();
        let mut groups = Vec::new();
        for class in classes {
            position.insert(&class.id, groups.len());
            groups.push(self.cause_group(Some(&class.id)));
        }
        for &index in &self.listed {
            let cause = &self.entries[index].incident().cause;
            let contributing = cause.contributing.iter().map(|contributing| contributing.class.as_str());
            for id in cause.class.as_deref().into_iter().chain(contributing) {
                position.entry(id).or_insert_with(|| {
                    groups.push(self.cause_group(Some(id)));
                    groups.len() - 1
                });
            }
        }
        let unknown = groups.len();
        groups.push(self.cause_group(None));
        for &index in &self.listed {
            let incident = self.entries[index].incident();
            let main = incident.cause.class.as_deref();
            groups[main.map_or(unknown, |id| position[id])].group.add(index, incident.kind);
            let mut seen = HashSet::from([main]);
            for contributing in &incident.cause.contributing {
                if seen.insert(Some(&contributing.class)) {
                    groups[position[contributing.class.as_str()]].contributed.push(index);
                }
            }
        }
        groups
    }

    fn cause_group(&self, class: Option<&str>) -> CauseGroup {
        let (label, id) = class.map_or(("Not classified".into(), "not-classified"), |id| (self.class_label(id), id));
        let group = Group { label, folder: format!("causes/{}", slug(id)), ..Group::default() };
        CauseGroup { class: class.map(str::to_owned), group, contributed: Vec::new() }
    }

    fn group_recurring(&self) -> Vec<Recurring> {
        let mut groups = BTreeMap::<(&str, &str), Group>::new();
        for &index in &self.listed {
            let incident = self.entries[index].incident();
            if let (Some(class), Some(component)) = (&incident.cause.class, &incident.cause.component) {
                groups.entry((class, component)).or_default().add(index, incident.kind);
            }
        }
        let mut recurring = groups
            .into_iter()
            .filter(|(_, group)| group.incidents >= 2)
            .map(|((class, component), group)| Recurring {
                class: class.to_owned(),
                component: component.to_owned(),
                group: Group {
                    label: self.cause_label(class, Some(component)),
                    folder: format!("causes/{}/{}", slug(class), slug(component)),
                    ..group
                },
            })
            .collect::<Vec<_>>();
        // Members are newest first, so the smaller first member is the later date.
        recurring.sort_by_key(|recurring| {
            (std::cmp::Reverse(recurring.group.incidents), recurring.group.members.first().copied())
        });
        recurring
    }

    fn group_severities(&self) -> Vec<(SeverityLevel, Group)> {
        let groups = words::LEVELS.map(|level| {
            let label = words::upper_first(words::level(level));
            let mut group =
                Group { label, folder: format!("severities/{}", words::level_id(level)), ..Group::default() };
            for &index in &self.listed {
                let incident = self.entries[index].incident();
                if incident.severity.level == level {
                    group.add(index, incident.kind);
                }
            }
            (level, group)
        });
        groups.into_iter().filter(|(_, group)| !group.members.is_empty()).collect()
    }

    fn group_years(&self) -> Vec<(Option<i16>, Group)> {
        let mut years = Vec::<(Option<i16>, Group)>::new();
        for &index in &self.listed {
            let entry = &self.entries[index];
            let year = entry.moment.and_then(|moment| moment.date).map(|date| date.year());
            if years.last().is_none_or(|(last, _)| *last != year) {
                let label = year.map_or_else(|| "Date not recorded".into(), |year| year.to_string());
                let folder = year.map_or_else(|| "years/not-recorded".into(), |year| format!("years/{year}"));
                years.push((year, Group { label, folder, ..Group::default() }));
            }
            if let Some((_, group)) = years.last_mut() {
                group.add(index, entry.incident().kind);
            }
        }
        years
    }
}

fn entries<'a>(input: &SiteInput<'a>) -> Vec<Entry<'a>> {
    let published = input.knowledge_base.articles.iter().filter(|article| article.incident.kind.is_published());
    let mut entries = published
        .map(|article| {
            let moment = dated(&article.incident);
            let open = article.incident.action_items.iter().filter(|item| item.state.is_open());
            Entry {
                article,
                moment,
                day: moment.and_then(day_number),
                open_actions: open.count(),
                path: format!("incidents/{}/index.html", article.slug),
                key: moment.map_or((i16::MIN, 0, 0, -1), sort_key),
            }
        })
        .collect::<Vec<_>>();
    entries.sort_by(|a, b| {
        let title = |entry: &Entry<'a>| entry.is_page().then_some(&entry.article.incident.title);
        title(a)
            .cmp(&title(b))
            .then_with(|| b.key.cmp(&a.key))
            .then_with(|| a.article.incident.id.cmp(&b.article.incident.id))
            .then_with(|| a.article.incident.part.cmp(&b.article.incident.part))
            .then_with(|| a.article.slug.cmp(&b.article.slug))
    });
    entries
}

/// Smallest and largest of some day numbers.
pub fn span(days: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    days.fold(None, |span, day| match span {
        None => Some((day, day)),
        Some((first, last)) => Some((first.min(day), last.max(day))),
    })
}

/// `Checkout API (EU)` becomes `checkout-api-eu`.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for character in deunicode::deunicode(name).chars() {
        if character.is_ascii_alphanumeric() || character == '_' {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "unnamed".into() } else { slug.chars().take(80).collect() }
}

fn unique(slug: String, taken: &mut HashSet<String>) -> String {
    let mut candidate = slug.clone();
    let mut n = 1;
    while !taken.insert(candidate.clone()) {
        n += 1;
        candidate = format!("{slug}-{n}");
    }
    candidate
}

/// `load_balancer` becomes `Load balancer`.
fn in_words(id: &str) -> String {
    words::upper_first(&id.replace(['_', '-'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (name, expected) in cases {
            assert_eq!(slug(name), *expected, "{name}");
        }
    }

    #[test]
    fn a_service_name_becomes_an_address() {
        check(&[
            ("Checkout API (EU)", "checkout-api-eu"),
            ("Zürich / réseau", "zurich-reseau"),
            ("--", "unnamed"),
            ("load_balancer", "load_balancer"),
        ]);
    }

    #[test]
    fn two_names_with_one_address_are_told_apart() {
        let mut taken = HashSet::new();
        let slugs = ["API", "api", "a.p.i"].map(|name| unique(slug(name), &mut taken));
        assert_eq!(slugs, ["api", "api-2", "a-p-i"]);
    }
}
