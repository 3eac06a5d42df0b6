//! The matrix file (TOML) → a risk matrix: likelihood and impact → a band, checked to be monotone.
//!
//! Raw likelihood and impact are always kept; a band is only ever read off them.

use super::{PackError, read};
use crate::risk::Rating;
use assay_message::{Message, message};
use serde::{Deserialize, Serialize};

/// A step of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ScaleStep {
    /// 1 to 5.
    pub level: u8,
    /// Word.
    pub title: String,
    /// What it means.
    pub meaning: String,
}

/// A band of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Band {
    /// Id, such as `high`.
    pub id: String,
    /// Word.
    pub title: String,
    /// What the band asks for.
    pub action: String,
    /// Colour token.
    pub colour: String,
}

/// A 5×5 risk matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Matrix {
    /// Name.
    pub title: String,
    /// Likelihood 1 to 5.
    pub likelihood: Vec<ScaleStep>,
    /// Impact 1 to 5.
    pub impact: Vec<ScaleStep>,
    /// Bands, lowest first.
    pub bands: Vec<Band>,
    /// Index into `bands`; rows by likelihood 1 to 5, columns by impact 1 to 5.
    cells: [[usize; 5]; 5],
}

#[derive(Deserialize)]
struct RawMatrix {
    title: String,
    likelihood: Vec<ScaleStep>,
    impact: Vec<ScaleStep>,
    bands: Vec<Band>,
    cells: Vec<Vec<String>>,
}

impl Matrix {
    /// Reads a matrix from TOML and checks it.
    ///
    /// # Errors
    /// When it is not 5×5, names an unknown band, or is not monotone (more likelihood or impact lowers the band).
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let wrong = |what: String| PackError::Content { pack: "risk matrix".into(), what };
        let raw: RawMatrix = read("risk matrix", text)?;
        for (name, steps) in [("likelihood", &raw.likelihood), ("impact", &raw.impact)] {
            if steps.iter().map(|step| step.level).ne(1..=5) {
                return Err(wrong(format!("{name} must have the levels 1 to 5 in order")));
            }
        }
        let mut cells = [[0; 5]; 5];
        if raw.cells.len() != 5 || raw.cells.iter().any(|row| row.len() != 5) {
            return Err(wrong("cells must be five rows of five".into()));
        }
        for (l, row) in raw.cells.iter().enumerate() {
            for (i, id) in row.iter().enumerate() {
                cells[l][i] = raw.bands.iter().position(|band| band.id == *id).ok_or_else(|| {
                    wrong(format!("cell {},{} names the unknown band “{id}”", l + 1, i + 1))
                })?;
            }
        }
        for l in 0..5 {
            for i in 0..5 {
                let here = cells[l][i];
                if (l > 0 && cells[l - 1][i] > here) || (i > 0 && cells[l][i - 1] > here) {
                    return Err(wrong(format!(
                        "not monotone at likelihood {}, impact {}: a neighbour with less has a higher band",
                        l + 1,
                        i + 1
                    )));
                }
            }
        }
        Ok(Self { title: raw.title, likelihood: raw.likelihood, impact: raw.impact, bands: raw.bands, cells })
    }

    /// The rank of a rating's band, 0 the lowest.
    pub fn rank(&self, rating: Rating) -> usize {
        self.cells[usize::from(rating.likelihood() - 1)][usize::from(rating.impact() - 1)]
    }

    /// The band of a rating.
    pub fn band(&self, rating: Rating) -> &Band {
        &self.bands[self.rank(rating)]
    }

    /// One sentence that says how the band came about.
    pub fn explain(&self, rating: Rating) -> Message {
        message!(
            "likelihood {likelihood} ({likely}) × impact {impact} ({grave}) → {band} in the matrix “{matrix}”",
            likelihood = rating.likelihood(),
            likely = self.likelihood[usize::from(rating.likelihood() - 1)].title,
            impact = rating.impact(),
            grave = self.impact[usize::from(rating.impact() - 1)].title,
            band = self.band(rating).title,
            matrix = self.title
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(cells: &str) -> Result<Matrix, PackError> {
        let steps: String =
            (1..=5).map(|l| format!("{{level={l}, title=\"t{l}\", meaning=\"\"}},")).collect();
        Matrix::parse(&format!(
            "title=\"m\"\nlikelihood=[{steps}]\nimpact=[{steps}]\nbands=[{{id=\"a\",title=\"A\",action=\"\",colour=\"low\"}},{{id=\"b\",title=\"B\",action=\"\",colour=\"high\"}}]\ncells={cells}"
        ))
    }

    #[test]
    fn a_matrix_must_be_monotone_and_square() {
        let row =
            |s: &str| format!("[{}]", s.chars().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(","));
        let grid = |rows: [&str; 5]| format!("[{}]", rows.map(row).join(","));
        assert!(matrix(&grid(["aaaaa", "aaaab", "aaabb", "aabbb", "abbbb"])).is_ok());
        assert!(matrix(&grid(["aaaab", "aaaaa", "aaabb", "aabbb", "abbbb"])).is_err());
        assert!(matrix(&grid(["aaaba", "aaabb", "aaabb", "aabbb", "abbbb"])).is_err());
        assert!(matrix(&grid(["aaaac", "aaaab", "aaabb", "aabbb", "abbbb"])).is_err());
        assert!(matrix("[[\"a\"]]").is_err());
    }
}
