//! What the assessment was made with → section 2, Method: criteria, scales, formulas with an example from the real data.

/// How a score is made.
pub(super) const SCORE_FORMULA: &str =
    "score = Σ (weight × value) ÷ Σ weight, over the questions with a conclusion";

/// How a coverage is made.
pub(super) const COVERAGE_FORMULA: &str = "coverage = concluded ÷ applicable";
