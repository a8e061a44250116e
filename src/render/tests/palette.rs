//! The colours of the built-in theme, measured.

/// Text and what it stands on; each pair must hold in both themes.
const PAIRS: &[(&str, &[&str])] = &[
    ("paper", &["ink", "muted", "accent", "critical", "major", "minor"]),
    ("tint", &["ink", "muted", "accent", "critical"]),
    (
        "tint",
        &[
            "code-keyword",
            "code-string",
            "code-comment",
            "code-number",
            "code-function",
            "code-type",
            "code-variable",
            "code-operator",
            "code-inserted",
            "code-deleted",
            "code-heading",
        ],
    ),
    ("unseen", &["ink"]),
    ("respond", &["ink"]),
    ("investigate", &["ink"]),
    ("fix", &["ink"]),
    ("verify", &["ink"]),
];

/// `--name: light-dark(#aabbcc, #ddeeff)` of the tokens.
fn colours(name: &str) -> [[f64; 3]; 2] {
    let css = include_str!("../../../themes/default/static/tokens.css");
    let line = css.lines().map(str::trim).find_map(|line| line.strip_prefix(&format!("--{name}: light-dark(")));
    let line = line.unwrap_or_else(|| panic!("no colour is called {name}"));
    let both = line.trim_end_matches([';', ')']).split(", ").map(rgb).collect::<Vec<_>>();
    both.try_into().unwrap()
}

fn rgb(hex: &str) -> [f64; 3] {
    let part = |at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
    [part(1), part(3), part(5)]
}

/// Relative luminance after WCAG 2.2.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn all_text_has_a_contrast_of_four_and_a_half_in_both_themes() {
    for (ground, texts) in PAIRS {
        for text in *texts {
            for (theme, at) in [("light", 0), ("dark", 1)] {
                let found = contrast(colours(ground)[at], colours(text)[at]);
                assert!(found >= 4.5, "{text} on {ground}, {theme}: {found:.2}");
            }
        }
    }
}

#[test]
fn black_on_white_measures_twenty_one() {
    assert_eq!(contrast([0.0; 3], [1.0; 3]).round() as i64, 21);
}
