//! Incidents for tests: a draft that is filled in by the facts a test is about, and five whole ones.

use jiff::civil::Date;

use crate::model::*;

/// An incident in the making; everything a test does not set is unknown.
#[derive(Debug, Clone)]
pub struct Draft {
    incident: Incident,
    text: String,
}

pub fn draft(id: &str) -> Draft {
    Draft { incident: blank(id), text: String::new() }
}

/// The archive of some drafts, with the classes and components they use.
pub fn archive(drafts: impl IntoIterator<Item = Draft>) -> KnowledgeBase {
    let articles = drafts.into_iter().map(|draft| Article {
        slug: draft.incident.id.clone(),
        body_html: String::new(),
        toc: Vec::new(),
        search_text: draft.whole_text(),
        text_lines: Vec::new(),
        pointers: draft.pointers(),
        aliases: Vec::new(),
        incident: Box::new(draft.incident),
    });
    let class =
        |(id, label): (&str, &str)| CauseClass { id: id.into(), label: label.into(), definition: String::new() };
    let component = |(id, label): (&str, &str)| Component { id: id.into(), label: label.into() };
    KnowledgeBase {
        articles: articles.collect(),
        set_aside: Vec::new(),
        classes: [("config", "Configuration"), ("capacity", "Capacity, load or limit")].map(class).to_vec(),
        components: [("load_balancer", "Load balancer"), ("database", "Database")].map(component).to_vec(),
        cause_names: Vec::new(),
        decisions: Vec::new(),
    }
}

impl Draft {
    /// Its links, wherever the words that carry them stand.
    fn pointers(&self) -> Vec<Pointer> {
        let text = self.whole_text();
        let place = |link: &Link| text.lines().position(|line| line.contains(&link.text)).unwrap_or_default();
        let pointer = |link: &Link| Pointer {
            place: place(link),
            text: link.text.clone(),
            to: PointedTo::Address(link.url.clone()),
        };
        self.incident.links.iter().map(pointer).collect()
    }

    /// Every word of the document, a line for each block: what its values were read from stands in it.
    fn whole_text(&self) -> String {
        let it = &self.incident;
        let title = (!it.title_generated).then_some(&it.title);
        let told =
            title.into_iter().chain(&it.summary).chain(&it.cause.statement).chain(&it.resolution).chain([&self.text]);
        let rows = it.timeline.iter().map(|entry| &entry.text).chain(it.action_items.iter().map(|item| &item.text));
        let lines: Vec<&str> = told.chain(rows).map(String::as_str).filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }

    /// `2024-03-03T22:00Z`, `2024-03-03T22:00`, `2024-03-03`, `2024-03` or `2024`.
    pub fn on(mut self, when: &str) -> Self {
        self.incident.started_at = Some(moment(when));
        self
    }

    /// The day it began, as far as it is set.
    pub fn date(&self) -> Option<PartialDate> {
        self.incident.started_at.as_ref()?.date
    }

    pub fn until(mut self, when: &str) -> Self {
        self.incident.ended_at = Some(moment(when));
        self
    }

    pub fn cause(mut self, class: &str, component: &str, statement: &str) -> Self {
        self.incident.cause.class = Some(class).filter(|class| !class.is_empty()).map(str::to_owned);
        self.incident.cause.component = Some(component).filter(|it| !it.is_empty()).map(str::to_owned);
        self.incident.cause.statement = Some(statement).filter(|it| !it.is_empty()).map(str::to_owned);
        // As a rule would find them: the words by which the class was told.
        let evidence =
            Evidence { class: class.into(), rule: format!("{class}.told"), words: statement.into(), line: 1 };
        let from =
            Provenance { origin: Origin::Stated, line: None, column: None, rule: "section".into(), excerpt: None };
        self.incident.provenance.insert("cause.statement".into(), from);
        self.incident.cause.evidence = Vec::from_iter(self.incident.cause.statement.as_ref().map(|_| evidence));
        self
    }

    pub fn text(mut self, text: &str) -> Self {
        self.text = text.into();
        self
    }

    pub fn resolution(mut self, text: &str) -> Self {
        self.incident.resolution = Some(text.into());
        self
    }

    pub fn lasted(mut self, minutes: i64) -> Self {
        self.incident.duration.minutes = Some(Minutes::new(minutes));
        self
    }

    pub fn service(mut self, name: &str) -> Self {
        self.incident.services.push(name.into());
        self
    }

    pub fn detected_by(mut self, source: DetectionSource) -> Self {
        self.incident.detection = Detection { source, sources: vec![source] };
        self
    }

    /// Minutes from the start: respond, culprit named, identify, escalate, fix, resolve.
    pub fn phases(mut self, minutes: [i64; 6]) -> Self {
        let [respond, culprit_named, identify, escalate, fix, resolve] = minutes.map(|it| Some(Minutes::new(it)));
        self.incident.phases = Phases { detect: None, respond, escalate, culprit_named, identify, fix, resolve };
        self
    }

    pub fn lead(mut self, suspect: &str, component: &str, minutes: (i64, i64)) -> Self {
        self.incident.false_leads.push(FalseLead {
            suspect: suspect.into(),
            named: Some(suspect.into()),
            component: Some(component.into()),
            from: None,
            to: None,
            minutes: Some(MinuteRange { min: Minutes::new(minutes.0), max: Minutes::new(minutes.1) }),
            basis: if minutes.0 == minutes.1 { FalseLeadBasis::Refuted } else { FalseLeadBasis::Identified },
            after_identification: false,
            line: 1,
        });
        self
    }

    pub fn promise(mut self, kind: ActionKind, text: &str) -> Self {
        self.incident.action_items.push(ActionItem {
            text: text.into(),
            group: ActionGroup::ActionItems,
            kind,
            state: ActionState::Unknown,
            owner: None,
            due: None,
            ticket: None,
            line: 1,
            life: ActionLife::default(),
        });
        self
    }

    /// Changes what no other method sets.
    pub fn with(mut self, change: impl FnOnce(&mut Incident)) -> Self {
        change(&mut self.incident);
        self
    }

    /// Changes the action item named last.
    pub fn item(mut self, change: impl FnOnce(&mut ActionItem)) -> Self {
        change(self.incident.action_items.last_mut().unwrap());
        self
    }

    pub fn line(mut self, elapsed: i64, kind: EventKind, text: &str) -> Self {
        self.incident.timeline.push(TimelineEntry {
            at: None,
            until: None,
            elapsed: Some(Minutes::new(elapsed)),
            text: text.into(),
            kind,
            role: None,
            line: 1,
        });
        self
    }
}

pub fn moment(text: &str) -> Moment {
    let (date, time) =
        text.trim_end_matches('Z').split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let mut parts = date.split('-').map(|part| part.parse::<i16>().unwrap());
    let (year, month, day) = (parts.next().unwrap(), parts.next(), parts.next());
    let date = match (month, day) {
        (Some(month), Some(day)) => PartialDate::Day(Date::new(year, month as i8, day as i8).unwrap()),
        (Some(month), None) => PartialDate::Month(year, month as i8),
        _ => PartialDate::Year(year),
    };
    let clock = |time: &str| {
        let (hour, minute) = time.split_once(':').unwrap();
        ClockTime { hour: hour.parse().unwrap(), minute: minute.parse().unwrap(), second: None }
    };
    let utc = text.strip_suffix('Z').map(|local| format!("{local}:00Z").parse().unwrap());
    Moment {
        text: text.into(),
        utc,
        date: Some(date),
        time: time.map(clock),
        zone: utc.map(|_| "UTC".into()),
        precision: if time.is_some() { Precision::Minute } else { Precision::Day },
        approximate: false,
    }
}

fn blank(id: &str) -> Incident {
    Incident { title_generated: true, status: Status::Resolved, ..Incident::blank(id) }
}

/// Five outages of one load balancer: the same cause told five ways, promises repeated, wrong suspects followed.
///
/// Dates, durations, phases, leads and the kinds and targets of the promises are those of a real series; words are ours.
pub fn five_outages() -> KnowledgeBase {
    archive([january(), march(), early_april(), mid_april(), may()])
}

fn january() -> Draft {
    draft("january")
        .on("2024-01")
        .lasted(105)
        .detected_by(DetectionSource::Monitoring)
        .phases([5, 45, 80, 90, 105, 105])
        .cause(
            "config",
            "load_balancer",
            "Wrong settings of the load balancer sent incoming requests to dead backend servers.",
        )
        .resolution("The load balancer settings were put right. In addition, automated checks were implemented.")
        .text(
            "Wrong settings of the load balancer. In addition, automated checks were implemented against a repeat. \
             Engineers saw the load balancer send traffic to servers that were down and compared its configuration.",
        )
        .lead("database under load", "database", (25, 25))
        .promise(
            ActionKind::Process,
            "Tighten configuration management processes so that core components are not changed by accident",
        )
        .promise(
            ActionKind::Monitor,
            "Improve monitoring and alerting for a granular view of load balancer behaviour and configuration changes",
        )
        .promise(
            ActionKind::Audit,
            "Carry out regular audits of infrastructure configurations to find misconfigurations",
        )
        .promise(
            ActionKind::Review,
            "Carry out a thorough review of load balancer configurations to find further misconfigurations",
        )
        .promise(
            ActionKind::Validate,
            "Introduce automated configuration validation checks for core infrastructure components",
        )
        .promise(ActionKind::Train, "Plan regular training for engineers on infrastructure and configuration practice")
}

fn march() -> Draft {
    draft("march")
        .on("2024-03-03T22:00Z")
        .until("2024-03-04T02:00Z")
        .lasted(240)
        .detected_by(DetectionSource::Monitoring)
        .phases([15, 120, 120, 90, 180, 240])
        .cause(
            "config",
            "load_balancer",
            "A configuration error in the load balancer routed incoming requests improperly.",
        )
        .text(
            "Routing was corrected. Monitoring systems were enhanced to show load balancer configuration changes. \
             Engineers found that the load balancer configuration sent traffic to wrong servers.",
        )
        .lead("backend servers and network", "compute", (30, 30))
        .lead("database overload after a deployment", "database", (30, 60))
        .promise(ActionKind::Validate, "Automated configuration checks for load balancers to catch misconfigurations")
        .promise(ActionKind::Monitor, "Monitoring systems with real-time alerts for odd load balancer behaviour")
        .promise(ActionKind::Audit, "Regular audits of load balancer configurations against best practices")
        .promise(ActionKind::Validate, "Introduce automated load balancer configuration validation checks")
        .promise(
            ActionKind::Review,
            "Complete review of load balancer configurations to find further misconfigurations",
        )
        .promise(
            ActionKind::Document,
            "Better documentation and training material on load balancer configuration best practices",
        )
        .promise(
            ActionKind::Review,
            "Regular review sessions on recent configuration changes and what they do to performance",
        )
}

fn early_april() -> Draft {
    draft("early-april")
        .on("2024-04-08T10:00Z")
        .until("2024-04-08T14:00Z")
        .lasted(240)
        .detected_by(DetectionSource::Monitoring)
        .phases([5, 180, 180, 210, 240, 240])
        .cause(
            "config",
            "load_balancer",
            "Misconfigured load balancer settings spread the traffic unevenly over the servers.",
        )
        .text("Engineers found the load balancer settings; its configuration was corrected, and traffic reached all servers.")
        .lead("backend bottleneck", "compute", (15, 15))
        .lead("database latency after a deployment", "database", (60, 60))
        .lead("network congestion", "network", (30, 30))
        .promise(ActionKind::Audit, "Regular audits of load balancer configurations against misconfigurations")
        .promise(ActionKind::Monitor, "Better monitoring of load balancer performance metrics to notice anomalies")
        .promise(ActionKind::Validate, "Automated testing of load balancer configurations before they go to production")
        .promise(ActionKind::Review, "Hold a post-incident review with everybody to analyse what went wrong")
        .promise(ActionKind::Document, "Write a playbook for load balancer configuration checks and audits")
        .promise(
            ActionKind::Monitor,
            "Automated alerts for load balancer configuration changes to notice misconfigurations at once",
        )
}

fn mid_april() -> Draft {
    draft("mid-april")
        .on("2024-04-15T10:00Z")
        .until("2024-04-15T12:00Z")
        .lasted(120)
        .detected_by(DetectionSource::Monitoring)
        .phases([5, 5, 90, 45, 120, 120])
        .cause("config", "load_balancer", "A wrong parameter in the load balancer settings kept traffic from being distributed evenly among backend servers.")
        .text("Engineers saw that the load balancer held traffic back from servers; its configuration and settings were corrected.")
        .lead("backend server performance", "compute", (15, 15))
        .promise(ActionKind::Validate, "Automated configuration validation checks for load balancer settings")
        .promise(ActionKind::Monitor, "Better monitoring and alerting for early warning of load balancer trouble")
        .promise(ActionKind::Process, "Set up a load balancer configuration management process")
        .promise(ActionKind::Audit, "Regular audits of load balancer settings against best practices")
        .promise(ActionKind::Document, "Better documentation of load balancer configuration for later changes")
}

fn may() -> Draft {
    draft("may")
        .on("2024-05-12T09:00Z")
        .until("2024-05-12T11:30Z")
        .lasted(150)
        .detected_by(DetectionSource::Monitoring)
        .phases([5, 30, 60, 120, 150, 150])
        .cause(
            "config",
            "load_balancer",
            "A misconfiguration in the load balancer raised latency through improper routing of incoming requests.",
        )
        .text(
            "Configuration was corrected. Monitoring alerts were updated for an early warning. \
             Engineers found the load balancer routing traffic to wrong servers because of its configuration settings.",
        )
        .lead("application servers after updates", "compute", (20, 20))
        .lead("database performance", "database", (30, 60))
        .promise(ActionKind::Review, "Stricter load balancer configuration review processes")
        .promise(ActionKind::Validate, "Automated testing of load balancer configurations before deployment")
        .promise(ActionKind::Monitor, "Better monitoring and alerting for a granular view of network performance")
        .promise(ActionKind::Review, "Thorough review of all load balancer configurations to find misconfigurations")
        .promise(ActionKind::Validate, "Write automated tests for load balancer configurations")
        .promise(
            ActionKind::Monitor,
            "Monitoring and alerting with thresholds for network latency and load balancer performance",
        )
        .promise(ActionKind::Train, "Regular training for engineers on load balancer configuration")
}
