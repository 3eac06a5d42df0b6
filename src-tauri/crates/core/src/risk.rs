//! Likelihood and impact, and what must hold between them before and after treatment.

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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
pub enum RatingError {
    /// Outside the scale.
    #[error("Likelihood {likelihood} and impact {impact}: both must be 1 to 5")]
    OutOfRange {
        /// As given.
        likelihood: u8,
        /// As given.
        impact: u8,
    },
    /// Residual above inherent.
    #[error(
        "The residual rating (likelihood {likelihood}, impact {impact}) is above the inherent one (likelihood {inherent_likelihood}, impact {inherent_impact}): controls cannot raise a risk",
        likelihood = residual.likelihood, impact = residual.impact, inherent_likelihood = inherent.likelihood, inherent_impact = inherent.impact
    )]
    ResidualAboveInherent {
        /// Before treatment.
        inherent: Rating,
        /// After treatment.
        residual: Rating,
    },
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
}
