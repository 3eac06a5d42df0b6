//! Two names → whether they are one person's.

/// Whether two names are one person's: the same but for case, spaces, punctuation and the order of their words, as “Moore, A.”
/// is “A Moore”.
pub fn is_same_person(a: &str, b: &str) -> bool {
    let folded = |name: &str| {
        let mut words: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        words.sort();
        words
    };
    folded(a) == folded(b)
}
