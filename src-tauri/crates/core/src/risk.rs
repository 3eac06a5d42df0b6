//! Likelihood and impact → a band of a matrix that is data, checked to be monotone.
//!
//! Raw likelihood and impact are always kept; a band is only ever read off them.

use crate::pack::PackError;
use serde::{Deserialize, Serialize};

/// Likelihood and impact, each 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawRating")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Rating {
    likelihood: u8,
    impact: u8,
}

#[derive(Deserialize)]
struct RawRating {
    likelihood: u8,
    impact: u8,
}
impl TryFrom<RawRating> for Rating {
    type Error = RatingError;
    fn try_from(raw: RawRating) -> Result<Self, RatingError> {
        Self::new(raw.likelihood, raw.impact)
    }
}

impl Rating {
    /// A rating.
    ///
    /// # Errors
    /// When one of the two is not 1 to 5.
    pub fn new(likelihood: u8, impact: u8) -> Result<Self, RatingError> {
        if (1..=5).contains(&likelihood) && (1..=5).contains(&impact) {
            Ok(Self { likelihood, impact })
        } else {
            Err(RatingError::OutOfRange { likelihood, impact })
        }
    }
    /// 1 to 5.
    pub fn likelihood(self) -> u8 {
        self.likelihood
    }
    /// 1 to 5.
    pub fn impact(self) -> u8 {
        self.impact
    }
}

/// Inherent and residual rating of a risk. Residual is above inherent in neither direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRatings")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Ratings {
    inherent: Rating,
    residual: Rating,
}

#[derive(Deserialize)]
struct RawRatings {
    inherent: Rating,
    residual: Rating,
}
impl TryFrom<RawRatings> for Ratings {
    type Error = RatingError;
    fn try_from(raw: RawRatings) -> Result<Self, RatingError> {
        Self::new(raw.inherent, raw.residual)
    }
}

impl Ratings {
    /// A pair of ratings.
    ///
    /// # Errors
    /// When residual likelihood or impact is above the inherent one: controls cannot raise a risk.
    pub fn new(inherent: Rating, residual: Rating) -> Result<Self, RatingError> {
        if residual.likelihood <= inherent.likelihood && residual.impact <= inherent.impact {
            Ok(Self { inherent, residual })
        } else {
            Err(RatingError::ResidualAboveInherent { inherent, residual })
        }
    }
    /// Before treatment.
    pub fn inherent(self) -> Rating {
        self.inherent
    }
    /// After treatment.
    pub fn residual(self) -> Rating {
        self.residual
    }
}

/// Why a rating does not stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RatingError {
    /// Outside the scale.
    #[error("likelihood {likelihood} and impact {impact}: both must be 1 to 5")]
    OutOfRange {
        /// As given.
        likelihood: u8,
        /// As given.
        impact: u8,
    },
    /// Residual above inherent.
    #[error(
        "the residual rating (likelihood {}, impact {}) is above the inherent one (likelihood {}, impact {}); controls cannot raise a risk",
        residual.likelihood, residual.impact, inherent.likelihood, inherent.impact
    )]
    ResidualAboveInherent {
        /// Before treatment.
        inherent: Rating,
        /// After treatment.
        residual: Rating,
    },
}

/// A step of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "ScaleStep"))]
pub struct Step {
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
    pub likelihood: Vec<Step>,
    /// Impact 1 to 5.
    pub impact: Vec<Step>,
    /// Bands, lowest first.
    pub bands: Vec<Band>,
    /// Index into `bands`; rows by likelihood 1 to 5, columns by impact 1 to 5.
    cells: [[usize; 5]; 5],
}

#[derive(Deserialize)]
struct RawMatrix {
    title: String,
    likelihood: Vec<Step>,
    impact: Vec<Step>,
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
        let raw: RawMatrix = toml::from_str(text)
            .map_err(|e| PackError::Syntax { pack: "risk matrix".into(), what: e.to_string() })?;
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
        self.cells[usize::from(rating.likelihood - 1)][usize::from(rating.impact - 1)]
    }

    /// The band of a rating.
    pub fn band(&self, rating: Rating) -> &Band {
        &self.bands[self.rank(rating)]
    }

    /// One sentence that says how the band came about.
    pub fn explain(&self, rating: Rating) -> String {
        format!(
            "likelihood {} ({}) × impact {} ({}) → {} in the matrix “{}”",
            rating.likelihood,
            self.likelihood[usize::from(rating.likelihood - 1)].title,
            rating.impact,
            self.impact[usize::from(rating.impact - 1)].title,
            self.band(rating).title,
            self.title
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn residual_is_never_above_inherent(a in 0u8..8, b in 0u8..8, c in 0u8..8, d in 0u8..8) {
            if let (Ok(inherent), Ok(residual)) = (Rating::new(a, b), Rating::new(c, d)) {
                let made = Ratings::new(inherent, residual);
                prop_assert_eq!(made.is_ok(), c <= a && d <= b);
                let text = format!(r#"{{"inherent":{{"likelihood":{a},"impact":{b}}},"residual":{{"likelihood":{c},"impact":{d}}}}}"#);
                prop_assert_eq!(serde_json::from_str::<Ratings>(&text).is_ok(), c <= a && d <= b);
            } else {
                prop_assert!(!(1..=5).contains(&a) || !(1..=5).contains(&b) || !(1..=5).contains(&c) || !(1..=5).contains(&d));
            }
        }
    }

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
