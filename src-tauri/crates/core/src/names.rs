//! Two names → whether they are one person's.

use unicode_security::confusable_detection::skeleton;

/// Whether two names are one person's: the same but for case, spaces, punctuation and the order of their words, as “Moore, A.”
/// is “A Moore”.
pub fn is_same_person(a: &str, b: &str) -> bool {
    words(a, str::to_lowercase) == words(b, str::to_lowercase)
}

/// Whether two names may be one person's: the same, or alike to the eye (Unicode Technical Standard 39, 4), as with a
/// Cyrillic А in place of a Latin one. Where two different people are asked for, such names are not two.
pub fn may_be_same_person(a: &str, b: &str) -> bool {
    // Large letters may look alike where small ones do not, and the other way round.
    let folds: [fn(&str) -> String; 2] = [str::to_lowercase, str::to_uppercase];
    folds.iter().any(|fold| {
        let look = |word: &str| skeleton(&fold(word)).collect();
        words(a, look) == words(b, look)
    })
}

/// The words of a name, each as `fold` makes it, in an order that does not depend on theirs.
fn words(name: &str, fold: impl Fn(&str) -> String) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(fold).collect();
    words.sort();
    words
}
