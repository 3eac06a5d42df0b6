//! Names of things: typed, short, safe to print and to use as a key.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, assay_message::Told)]
#[error("“{0}” is not an id: use 1 to 160 letters, digits, spaces and . : ( ) / _ - @")]
pub struct NotAnId(pub String);

/// True for a text that can be an id: bounded, printable, free of characters with a meaning elsewhere.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 160
        && text == text.trim()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || " .:()/_-@".contains(c))
}

/// For the page each is a text of a kind of its own, so that one never stands in for another.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident as $page:tt;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = $page))]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id, if `text` is one.
            ///
            /// # Errors
            /// [`NotAnId`] when the text is empty, longer than 160 bytes or holds other characters.
            pub fn new(text: impl Into<String>) -> Result<Self, NotAnId> {
                let text = text.into();
                if is_id(&text) { Ok(Self(text.into())) } else { Err(NotAnId(text.chars().take(160).collect())) }
            }
            /// The id as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> { Self::new(text) }
        }
        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { Self::new(text) }
        }
        impl From<$name> for String { fn from(id: $name) -> String { id.0.as_ref().to_owned() } }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    )*};
}

id! {
    /// A vendor.
    VendorId as "string & { readonly is: \"VendorId\" }";
    /// One assessment of one vendor's service.
    AssessmentId as "string & { readonly is: \"AssessmentId\" }";
    /// A framework, such as `soc2`.
    FrameworkId as "string & { readonly is: \"FrameworkId\" }";
    /// A requirement with its framework, such as `soc2:CC6.1`.
    RequirementId as "string & { readonly is: \"RequirementId\" }";
    /// A question of the bank, such as `ACC-01`.
    QuestionId as "string & { readonly is: \"QuestionId\" }";
    /// A piece of evidence.
    EvidenceId as "string & { readonly is: \"EvidenceId\" }";
    /// An element of the threat model.
    ElementId as "string & { readonly is: \"ElementId\" }";
    /// A data flow of the threat model.
    FlowId as "string & { readonly is: \"FlowId\" }";
    /// A trust boundary of the threat model.
    BoundaryId as "string & { readonly is: \"BoundaryId\" }";
    /// A rule of the threat library.
    RuleId as "string & { readonly is: \"RuleId\" }";
    /// A threat: a rule on an element (`RULE@element`), or one recorded by hand.
    ThreatId as "string & { readonly is: \"ThreatId\" }";
    /// A risk of the register.
    RiskId as "string & { readonly is: \"RiskId\" }";
    /// A finding.
    FindingId as "string & { readonly is: \"FindingId\" }";
    /// A security test.
    TestId as "string & { readonly is: \"TestId\" }";
    /// A bill of materials.
    BomId as "string & { readonly is: \"BomId\" }";
    /// Something that happened to a service.
    EventId as "string & { readonly is: \"EventId\" }";
    /// A knock-out, such as `KO-07`.
    KnockOutId as "string & { readonly is: \"KnockOutId\" }";
    /// A signing identity kept in the vault.
    IdentityId as "string & { readonly is: \"IdentityId\" }";
    /// An issued version of a report.
    IssueId as "string & { readonly is: \"IssueId\" }";
    /// A review of a report or certificate by somebody else.
    ReviewId as "string & { readonly is: \"ReviewId\" }";
}

impl RequirementId {
    /// The framework part: `soc2` of `soc2:CC6.1`.
    pub fn framework(&self) -> &str {
        self.0.split_once(':').map_or("", |(framework, _)| framework)
    }
    /// The part after the framework: `CC6.1` of `soc2:CC6.1`.
    pub fn number(&self) -> &str {
        self.0.split_once(':').map_or(self.as_str(), |(_, number)| number)
    }
}

/// `prefix-` and twelve characters drawn from `random`; 60 bits, so that two never meet in one vault.
pub fn random_id(prefix: &str, random: [u8; 8]) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bits = u64::from_le_bytes(random);
    let mut text = format!("{prefix}-");
    for _ in 0..12 {
        text.push(char::from(LETTERS[(bits & 31) as usize]));
        bits >>= 5;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_bounded_and_plain() {
        assert!(RequirementId::new("gdpr:Art.28(3)(a)").is_ok());
        for bad in ["", " a", "a\nb", "<b>", "a'b", &"x".repeat(161)] {
            assert!(RequirementId::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn random_ids_are_ids() {
        assert!(VendorId::new(random_id("ven", [255; 8])).is_ok());
        assert_ne!(random_id("a", [1; 8]), random_id("a", [2; 8]));
    }
}
