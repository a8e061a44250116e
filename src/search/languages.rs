//! The human languages whose words are brought to their stem, and those that one archive is written in.
//!
//! Input are folded words, output are stems. Knows no index: a document's stems follow its own language, a query's those
//! of every language that the archive holds.

use frostem::{Algorithm, Stemmer};

/// A language with a stemmer of the Snowball family.
#[derive(Debug)]
struct Language {
    tag: &'static str,
    algorithm: Algorithm,
    /// Words that a query may leave out, folded: they are in nearly every document.
    stop: &'static str,
}

/// English first: it stands for every language that is not listed.
const LANGUAGES: [Language; COUNT] = [
    Language {
        tag: "en",
        algorithm: Algorithm::English,
        stop: "a an and are as at be by did do does for from had has have how in is it its of on or our that the their \
               this to was we were what when which why will with",
    },
    Language {
        tag: "de",
        algorithm: Algorithm::German,
        stop: "aber als am an auch auf aus bei beim bis das dass dem den der des die durch ein eine einem einen einer \
               eines es fur hat hatte hatten im in ins ist kein keine mit nach nicht oder sich sie sind so uber um und uns \
               unser unsere vom von vor war waren warum was wegen welche wenn wer werden wie wir wird wo wurde wurden zu \
               zum zur",
    },
    Language {
        tag: "fr",
        algorithm: Algorithm::French,
        stop: "a au aux avec ce ces cette comment dans de des du elle en est et etait etaient il ils la le les leur mais \
               ne nos notre nous on ont ou par pas pour pourquoi quand que quel quelle qui sa sans se ses son sont sur un \
               une etre ete",
    },
    Language {
        tag: "es",
        algorithm: Algorithm::Spanish,
        stop: "a al como con cual cuando de del desde donde el ella en era eran es esta este esto fue fueron ha han hasta \
               la las lo los mas ni no nos nuestra nuestro o para pero por porque que se sin sobre son su sus un una y ya",
    },
    Language {
        tag: "pt",
        algorithm: Algorithm::Portuguese,
        stop: "a ao aos as com como da das de desde do dos e ela ele em era eram essa este foi foram ha mas na nas nao no \
               nos nossa nosso o os ou para pela pelo por porque qual quando que se sem sobre sua seu um uma",
    },
    Language {
        tag: "it",
        algorithm: Algorithm::Italian,
        stop: "a ai al alla anche che chi come con cui da dal dalla dei del della delle di e ed era erano fu gli ha \
               hanno i il in la le lo ma nel nella non o per perche piu quale quando se si sono su sul sulla un una uno",
    },
    Language {
        tag: "nl",
        algorithm: Algorithm::Dutch,
        stop: "aan als bij dan dat de der die dit door een en er had heeft het hoe ik in is kan met na naar niet of om \
               omdat onze ook op over te toen tot uit van voor waarom was wat we welke werd werden wie wij zijn zo",
    },
];
const COUNT: usize = 7;

/// Words of English that join and point and hedge, whatever is told: pronouns, conjunctions, auxiliaries, negations and
/// adverbs without a matter. Nobody types them as a query, but a pasted text is full of them, and in an archive of short
/// notices they are rare. Particles that tell a state ("down", "up", "off", "out") are none of them.
const GRAMMAR: &str = "about after again all almost already also although always among another any anybody anyone anything \
     because been before being besides between both but can cannot could despite doing done during each either else even \
     ever every everybody everyone everything few get gets getting got going he her here hers him his however i if instead \
     into its itself just let like many may maybe me might mine more most much must my neither never no nobody none nor \
     not nothing now often once one only onto other others otherwise ought ours perhaps quite rather really same seem \
     seems seen several shall she should since so some somebody someone something sometimes soon still such than their \
     theirs them themselves then there these they thing things this those though through thus till too toward towards \
     unless until upon us very via want wants well were whatever whenever where whereas whether while who whoever whole \
     whom whose within without would yet you your yours";

/// The place of a language in the list: that of English for what is not listed.
pub fn place(tag: &str) -> usize {
    LANGUAGES.iter().position(|language| language.tag == tag).unwrap_or(0)
}

/// The stem of a folded word in the language at this place.
pub fn stem_in(place: usize, word: &str) -> String {
    let language = LANGUAGES.get(place).unwrap_or(&LANGUAGES[0]);
    let is_stemmed = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_stemmed { Stemmer::new(language.algorithm).stem(word).into_owned() } else { word.to_owned() }
}

/// The languages of an archive, by their place; English is always one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages {
    places: Vec<usize>,
}

impl Default for Languages {
    fn default() -> Self {
        Self { places: vec![0] }
    }
}

impl Languages {
    /// Those of these codes, and English.
    pub fn of<'c>(codes: impl Iterator<Item = &'c str>) -> Self {
        let mut places: Vec<usize> = codes.map(place).chain([0]).collect();
        places.sort_unstable();
        places.dedup();
        Self { places }
    }

    /// Their codes, English first.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.places.iter().filter_map(|place| Some(LANGUAGES.get(*place)?.tag))
    }

    /// The stems of some folded words in a row, in each language; those that differ, English first.
    pub fn readings(&self, words: &[String]) -> Vec<Vec<String>> {
        let mut readings: Vec<Vec<String>> = Vec::new();
        for place in &self.places {
            let reading: Vec<String> = words.iter().map(|word| stem_in(*place, word)).collect();
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        readings
    }

    /// The different stems of a folded word, English first.
    pub fn stems(&self, word: &str) -> Vec<String> {
        let mut stems: Vec<String> = Vec::new();
        for place in &self.places {
            let stem = stem_in(*place, word);
            if !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        stems
    }

    /// Every word that a query may leave out.
    pub fn stop_words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.places
            .iter()
            .filter_map(|place| LANGUAGES.get(*place))
            .flat_map(|language| language.stop.split_whitespace())
    }

    /// Whether a folded word tells nothing in running text, whether or not a query of few words may leave it out.
    pub fn is_grammar(&self, word: &str) -> bool {
        self.is_stop_word(word) || GRAMMAR.split_whitespace().any(|known| known == word)
    }

    /// Whether a folded word is one that a query may leave out.
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words().any(|stop| stop == word)
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::fold_line;
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem_in_its_language() {
        for (code, forms) in [
            ("en", "connections connection connected"),
            ("de", "Zertifikate Zertifikats Zertifikat"),
            ("de", "Störung Störungen"),
            ("fr", "serveurs serveur"),
            ("fr", "sauvegardes sauvegarde"),
            ("es", "conexión conexiones"),
            ("pt", "certificados certificado"),
            ("it", "certificati certificato"),
            ("nl", "storingen storing"),
        ] {
            let stems: Vec<String> = forms.split(' ').map(|word| stem_in(place(code), &fold_line(word))).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{code}: {stems:?}");
        }
        assert_eq!(stem_in(place("ja"), "connections"), "connect");
    }

    #[test]
    fn an_archive_reads_a_query_in_each_of_its_languages() {
        let languages = Languages::of(["de", "ja", "de"].into_iter());
        assert_eq!(languages.codes().collect::<Vec<_>>(), ["en", "de"]);
        assert_eq!(languages.stems("zertifikate"), ["zertifik", "zertifikat"]);
        assert_eq!(languages.stems("datenbank"), ["datenbank"]);
        assert!(languages.is_stop_word("wegen") && languages.is_stop_word("the"));
        assert!(!Languages::default().is_stop_word("wegen"));
    }

    #[test]
    fn words_to_leave_out_are_written_as_the_index_folds_them() {
        let stop = LANGUAGES.iter().flat_map(|language| language.stop.split_whitespace());
        for stop in stop.chain(GRAMMAR.split_whitespace()) {
            assert_eq!(fold_line(stop), stop);
        }
    }
}
