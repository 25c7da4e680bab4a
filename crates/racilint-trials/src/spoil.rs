//! Bytes that were spoilt a little, as people and machines spoil files: cut, doubled, exchanged,
//! turned round. The same seed gives the same bytes.

/// The same numbers in every run.
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// What is put in.
const PIECES: [&str; 20] = [
    "\"",
    "[",
    "]",
    "{",
    "}",
    "=",
    "\n",
    "\r\n",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[31m",
    "|",
    ",",
    "é",
    "\0",
    "99999999999999999999",
    "'''",
    "\"\"\"",
    ".",
    "\\u",
];

/// The bytes with a few changes.
pub fn spoilt(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.below(3) {
        spoil(&mut out, dice);
    }
    out
}

fn spoil(out: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(out.len() + 1);
    let to = (at + dice.below(24)).min(out.len());
    match dice.below(5) {
        0 => drop(out.drain(at..to)),
        1 => {
            let piece = PIECES[dice.below(PIECES.len())];
            out.splice(at..at, piece.bytes());
        }
        2 => {
            let copy = out[at..to].to_vec();
            let there = dice.below(out.len() + 1);
            out.splice(there..there, copy);
        }
        3 => out[at..to].reverse(),
        _ => out[at..to]
            .iter_mut()
            .for_each(|byte| *byte ^= 1 << dice.below(8)),
    }
}
