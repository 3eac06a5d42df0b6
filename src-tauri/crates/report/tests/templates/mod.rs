//! The words of messages, as they stand in the sources.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

/// Whose words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// Those that a page hears: `message!`, `#[error]` and closed lists.
    ToThePage,
    /// Those that a document of the program holds besides: `word!`, `say!`, `runs!`.
    InDocuments,
}

/// Adds the words that stand in the sources of a folder, except in tests.
pub fn read(folder: &Path, spoken: Spoken, all: &mut BTreeSet<String>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read(&path, spoken, all)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source: TokenStream = std::fs::read_to_string(&path)?.parse().map_err(|e| format!("{e}"))?;
            look(source, spoken, all)?;
        }
    }
    Ok(())
}

fn look(source: TokenStream, spoken: Spoken, all: &mut BTreeSet<String>) -> syn::Result<()> {
    let tokens: Vec<TokenTree> = source.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let before =
            |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at)).map(ToString::to_string);
        let called = (before(1).as_deref() == Some("!")).then(|| before(2)).flatten();
        if before(1).as_deref() == Some("tests") {
            continue;
        }
        match (spoken, called.as_deref()) {
            (Spoken::ToThePage, Some("message")) => take(group.stream(), all)?,
            (Spoken::ToThePage, Some("words")) => titles(group.stream(), all)?,
            (Spoken::InDocuments, Some("word" | "say" | "runs")) => take(group.stream(), all)?,
            (Spoken::ToThePage | Spoken::InDocuments, _) => {}
        }
        if spoken == Spoken::ToThePage
            && group.delimiter() == Delimiter::Bracket
            && before(1).as_deref() == Some("#")
        {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            if let [TokenTree::Ident(name), TokenTree::Group(of)] = inner.as_slice()
                && *name == "error"
            {
                take(of.stream(), all)?;
            }
        }
        look(group.stream(), spoken, all)?;
    }
    Ok(())
}

/// Takes the titles out of closed lists: `Name { Variant = "id", "Title"; … }`.
fn titles(lists: TokenStream, all: &mut BTreeSet<String>) -> syn::Result<()> {
    for token in lists {
        let TokenTree::Group(list) = token else { continue };
        let tokens: Vec<TokenTree> = list.stream().into_iter().collect();
        for pair in tokens.windows(2) {
            if let [TokenTree::Punct(comma), TokenTree::Literal(title)] = pair
                && comma.as_char() == ','
            {
                take(TokenTree::Literal(title.clone()).into(), all)?;
            }
        }
    }
    Ok(())
}

/// Takes the first literal, which is the words: before it stands who speaks, and runs in their groups.
fn take(words: TokenStream, all: &mut BTreeSet<String>) -> syn::Result<()> {
    let literal = words.into_iter().find(|token| matches!(token, TokenTree::Literal(_)));
    if let Some(literal) = literal {
        all.insert(syn::parse2::<syn::LitStr>(literal.into())?.value());
    }
    Ok(())
}
