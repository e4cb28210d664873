//! Prose with as many words as real reports have, for benches.
//!
//! Made-up reports say the same things again and again, in 1,350 words: what jieba needs of its
//! dictionary then stays in the first caches, and it cuts twice as fast as it cuts real prose.
//! The labelled sentences of `pipelines/` are by more than fifty writers and have 18,000 words. How many of
//! them are tagged and how many count something is as in real reports: three of ten sentences
//! carry a theme, one of twenty a number of the metrics.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};

/// Of a hundred sentences, how many carry a theme, and how many a number.
const THEMED: u64 = 30;
const COUNTING: u64 = 5;

/// Sentences by what they carry, drawn in an order that is the same each time.
pub struct Sentences {
    plain: Vec<String>,
    themed: Vec<String>,
    counting: Vec<String>,
    random: Pcg64Mcg,
}

impl Sentences {
    /// Those of `pipelines/` that end with a stop.
    pub fn labelled() -> Self {
        let random = Pcg64Mcg::seed_from_u64(1);
        let mut sentences = Self { plain: Vec::new(), themed: Vec::new(), counting: Vec::new(), random };
        for (file, labels) in [("examples", "themes"), ("statement_examples", "statements")] {
            let path = format!("{}/pipelines/{file}.jsonl", env!("CARGO_MANIFEST_DIR"));
            let lines = std::fs::read_to_string(path).expect("labelled sentences");
            for line in lines.lines() {
                let value: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
                let text = value["text"].as_str().expect("a text").to_owned();
                let is_plain = value[labels].as_array().is_none_or(Vec::is_empty);
                let pile = match (is_plain, labels) {
                    (true, _) => &mut sentences.plain,
                    (false, "themes") => &mut sentences.themed,
                    (false, _) => &mut sentences.counting,
                };
                if text.ends_with(['。', '；']) {
                    pile.push(text);
                }
            }
        }
        sentences
    }

    /// A paragraph of at least so many bytes.
    pub fn paragraph(&mut self, bytes: usize) -> String {
        let mut paragraph = String::new();
        while paragraph.len() < bytes {
            let of_hundred = self.random.next_u64() % 100;
            let pile = match of_hundred {
                n if n < THEMED => &self.themed,
                n if n < THEMED + COUNTING => &self.counting,
                _ => &self.plain,
            };
            let place = self.random.next_u64() % pile.len() as u64;
            paragraph.push_str(&pile[place as usize]);
        }
        paragraph
    }
}
