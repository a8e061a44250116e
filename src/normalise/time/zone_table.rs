//! Names of time zones as people write them: abbreviations, phrases and cities.

/// What an abbreviation or a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Minutes east of UTC.
    Fixed(i16),
    /// A zone of the tz database, with daylight saving.
    Named(&'static str),
    /// Different zones in different countries.
    Ambiguous,
}

use Meaning::{Ambiguous, Fixed, Named};

/// One abbreviation.
pub(super) struct Abbreviation {
    pub name: &'static str,
    pub meaning: Meaning,
    /// Also read in lower case; those that are not are everyday words (`eat`, `cat`, `west`).
    pub any_case: bool,
    /// For a standard time whose regions all change their clocks: a zone that tells when.
    pub season: Option<&'static str>,
}

const fn always(name: &'static str, minutes: i16) -> Abbreviation {
    Abbreviation { name, meaning: Fixed(minutes), any_case: true, season: None }
}

const fn capitals(name: &'static str, minutes: i16) -> Abbreviation {
    Abbreviation { name, meaning: Fixed(minutes), any_case: false, season: None }
}

const fn standard(name: &'static str, minutes: i16, season: &'static str) -> Abbreviation {
    Abbreviation { name, meaning: Fixed(minutes), any_case: true, season: Some(season) }
}

const fn region(name: &'static str, zone: &'static str) -> Abbreviation {
    Abbreviation { name, meaning: Named(zone), any_case: false, season: None }
}

const fn ambiguous(name: &'static str) -> Abbreviation {
    Abbreviation { name, meaning: Ambiguous, any_case: false, season: None }
}

/// Arizona keeps MST and Queensland AEST all year, so these two never look wrong in summer.
pub(super) static ABBREVIATIONS: &[Abbreviation] = &[
    always("UTC", 0),
    always("GMT", 0),
    capitals("Z", 0),
    capitals("UT", 0),
    standard("CET", 60, "Europe/Paris"),
    always("CEST", 120),
    standard("EET", 120, "Europe/Helsinki"),
    always("EEST", 180),
    Abbreviation { name: "WET", meaning: Fixed(0), any_case: false, season: Some("Europe/Lisbon") },
    capitals("WEST", 60),
    capitals("MEZ", 60),
    capitals("MESZ", 120),
    capitals("WAT", 60),
    capitals("CAT", 120),
    capitals("SAST", 120),
    capitals("EAT", 180),
    capitals("MSK", 180),
    capitals("TRT", 180),
    standard("EST", -300, "America/New_York"),
    always("EDT", -240),
    always("CDT", -300),
    always("MST", -420),
    always("MDT", -360),
    standard("PST", -480, "America/Los_Angeles"),
    always("PDT", -420),
    standard("AKST", -540, "America/Anchorage"),
    always("AKDT", -480),
    capitals("HST", -600),
    capitals("ADT", -180),
    capitals("NST", -210),
    capitals("NDT", -150),
    capitals("BRT", -180),
    capitals("ART", -180),
    capitals("PKT", 300),
    capitals("ICT", 420),
    capitals("WIB", 420),
    capitals("SGT", 480),
    capitals("MYT", 480),
    capitals("HKT", 480),
    capitals("PHT", 480),
    capitals("AWST", 480),
    always("JST", 540),
    capitals("KST", 540),
    capitals("ACST", 570),
    capitals("ACDT", 630),
    always("AEST", 600),
    always("AEDT", 660),
    standard("NZST", 720, "Pacific/Auckland"),
    always("NZDT", 780),
    ambiguous("IST"),
    ambiguous("CST"),
    ambiguous("BST"),
    ambiguous("AST"),
    ambiguous("SST"),
    region("PT", "America/Los_Angeles"),
    region("MT", "America/Denver"),
    region("CT", "America/Chicago"),
    region("ET", "America/New_York"),
];

/// Standard and daylight saving time of one zone, as in `PST/PDT`.
pub(super) static SEASONS: &[(&str, &str, &str)] = &[
    ("PST", "PDT", "America/Los_Angeles"),
    ("MST", "MDT", "America/Denver"),
    ("CST", "CDT", "America/Chicago"),
    ("EST", "EDT", "America/New_York"),
    ("WET", "WEST", "Europe/Lisbon"),
    ("GMT", "BST", "Europe/London"),
    ("CET", "CEST", "Europe/Paris"),
    ("EET", "EEST", "Europe/Helsinki"),
    ("AEST", "AEDT", "Australia/Sydney"),
    ("NZST", "NZDT", "Pacific/Auckland"),
];

/// Phrases of several words, first word first; the name is what a moment shows.
pub(super) static PHRASES: &[(&[&str], &str, Meaning)] = &[
    (&["coordinated", "universal", "time"], "UTC", Fixed(0)),
    (&["universal", "time"], "UTC", Fixed(0)),
    (&["zulu", "time"], "UTC", Fixed(0)),
    (&["zulu"], "UTC", Fixed(0)),
    (&["greenwich", "mean", "time"], "GMT", Fixed(0)),
    (&["british", "summer", "time"], "BST", Fixed(60)),
    (&["uk", "time"], "Europe/London", Named("Europe/London")),
    (&["western", "european", "time"], "WET", Fixed(0)),
    (&["western", "european", "summer", "time"], "WEST", Fixed(60)),
    (&["central", "european", "time"], "CET", Fixed(60)),
    (&["central", "european", "summer", "time"], "CEST", Fixed(120)),
    (&["eastern", "european", "time"], "EET", Fixed(120)),
    (&["eastern", "european", "summer", "time"], "EEST", Fixed(180)),
    (&["central", "african", "time"], "CAT", Fixed(120)),
    (&["central", "africa", "time"], "CAT", Fixed(120)),
    (&["west", "african", "time"], "WAT", Fixed(60)),
    (&["west", "africa", "time"], "WAT", Fixed(60)),
    (&["east", "african", "time"], "EAT", Fixed(180)),
    (&["east", "africa", "time"], "EAT", Fixed(180)),
    (&["south", "african", "standard", "time"], "SAST", Fixed(120)),
    (&["south", "africa", "standard", "time"], "SAST", Fixed(120)),
    (&["moscow", "standard", "time"], "MSK", Fixed(180)),
    (&["indian", "standard", "time"], "IST", Fixed(330)),
    (&["india", "standard", "time"], "IST", Fixed(330)),
    (&["israel", "standard", "time"], "IST", Fixed(120)),
    (&["irish", "standard", "time"], "IST", Fixed(60)),
    (&["china", "standard", "time"], "CST", Fixed(480)),
    (&["japan", "standard", "time"], "JST", Fixed(540)),
    (&["korea", "standard", "time"], "KST", Fixed(540)),
    (&["pacific", "standard", "time"], "PST", Fixed(-480)),
    (&["pacific", "daylight", "time"], "PDT", Fixed(-420)),
    (&["pacific", "time"], "America/Los_Angeles", Named("America/Los_Angeles")),
    (&["mountain", "standard", "time"], "MST", Fixed(-420)),
    (&["mountain", "daylight", "time"], "MDT", Fixed(-360)),
    (&["mountain", "time"], "America/Denver", Named("America/Denver")),
    (&["central", "standard", "time"], "CST", Fixed(-360)),
    (&["central", "daylight", "time"], "CDT", Fixed(-300)),
    (&["central", "time"], "America/Chicago", Named("America/Chicago")),
    (&["eastern", "standard", "time"], "EST", Fixed(-300)),
    (&["eastern", "daylight", "time"], "EDT", Fixed(-240)),
    (&["eastern", "time"], "America/New_York", Named("America/New_York")),
    (&["australian", "eastern", "standard", "time"], "AEST", Fixed(600)),
    (&["australian", "eastern", "daylight", "time"], "AEDT", Fixed(660)),
];

/// Places whose clock people name: read only where nothing but `time`, a sign or the end follows.
pub(super) static PLACES: &[(&[&str], &str)] = &[
    (&["pacific"], "America/Los_Angeles"),
    (&["mountain"], "America/Denver"),
    (&["central"], "America/Chicago"),
    (&["eastern"], "America/New_York"),
    (&["denver"], "America/Denver"),
    (&["new", "york"], "America/New_York"),
    (&["boston"], "America/New_York"),
    (&["atlanta"], "America/New_York"),
    (&["washington"], "America/New_York"),
    (&["toronto"], "America/Toronto"),
    (&["montreal"], "America/Toronto"),
    (&["chicago"], "America/Chicago"),
    (&["austin"], "America/Chicago"),
    (&["dallas"], "America/Chicago"),
    (&["houston"], "America/Chicago"),
    (&["seattle"], "America/Los_Angeles"),
    (&["portland"], "America/Los_Angeles"),
    (&["san", "francisco"], "America/Los_Angeles"),
    (&["los", "angeles"], "America/Los_Angeles"),
    (&["california"], "America/Los_Angeles"),
    (&["vancouver"], "America/Vancouver"),
    (&["phoenix"], "America/Phoenix"),
    (&["mexico", "city"], "America/Mexico_City"),
    (&["sao", "paulo"], "America/Sao_Paulo"),
    (&["são", "paulo"], "America/Sao_Paulo"),
    (&["bogota"], "America/Bogota"),
    (&["bogotá"], "America/Bogota"),
    (&["buenos", "aires"], "America/Argentina/Buenos_Aires"),
    (&["london"], "Europe/London"),
    (&["dublin"], "Europe/Dublin"),
    (&["lisbon"], "Europe/Lisbon"),
    (&["madrid"], "Europe/Madrid"),
    (&["paris"], "Europe/Paris"),
    (&["berlin"], "Europe/Berlin"),
    (&["munich"], "Europe/Berlin"),
    (&["hamburg"], "Europe/Berlin"),
    (&["frankfurt"], "Europe/Berlin"),
    (&["zurich"], "Europe/Zurich"),
    (&["zürich"], "Europe/Zurich"),
    (&["geneva"], "Europe/Zurich"),
    (&["amsterdam"], "Europe/Amsterdam"),
    (&["brussels"], "Europe/Brussels"),
    (&["copenhagen"], "Europe/Copenhagen"),
    (&["oslo"], "Europe/Oslo"),
    (&["stockholm"], "Europe/Stockholm"),
    (&["helsinki"], "Europe/Helsinki"),
    (&["warsaw"], "Europe/Warsaw"),
    (&["prague"], "Europe/Prague"),
    (&["vienna"], "Europe/Vienna"),
    (&["rome"], "Europe/Rome"),
    (&["milan"], "Europe/Rome"),
    (&["athens"], "Europe/Athens"),
    (&["kyiv"], "Europe/Kyiv"),
    (&["istanbul"], "Europe/Istanbul"),
    (&["moscow"], "Europe/Moscow"),
    (&["lagos"], "Africa/Lagos"),
    (&["nairobi"], "Africa/Nairobi"),
    (&["johannesburg"], "Africa/Johannesburg"),
    (&["cape", "town"], "Africa/Johannesburg"),
    (&["cairo"], "Africa/Cairo"),
    (&["accra"], "Africa/Accra"),
    (&["tel", "aviv"], "Asia/Jerusalem"),
    (&["dubai"], "Asia/Dubai"),
    (&["mumbai"], "Asia/Kolkata"),
    (&["delhi"], "Asia/Kolkata"),
    (&["bangalore"], "Asia/Kolkata"),
    (&["singapore"], "Asia/Singapore"),
    (&["hong", "kong"], "Asia/Hong_Kong"),
    (&["beijing"], "Asia/Shanghai"),
    (&["shanghai"], "Asia/Shanghai"),
    (&["tokyo"], "Asia/Tokyo"),
    (&["seoul"], "Asia/Seoul"),
    (&["sydney"], "Australia/Sydney"),
    (&["melbourne"], "Australia/Melbourne"),
    (&["brisbane"], "Australia/Brisbane"),
    (&["perth"], "Australia/Perth"),
    (&["auckland"], "Pacific/Auckland"),
];
