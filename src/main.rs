use incidex::{
    config::Config,
    model::{Source, SourceFormat},
    normalise, parse,
};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let f = &args[2];
    let text = String::from_utf8_lossy(&std::fs::read(f).unwrap()).into_owned();
    let d = parse::document(
        Source { path: f.rsplit('/').next().unwrap().to_string(), format: SourceFormat::Markdown, hash: String::new() },
        &text,
    );
    let (i, _) = normalise::incidents(&d, &Config::default());
    println!("{}", serde_json::to_string_pretty(&i).unwrap());
}
