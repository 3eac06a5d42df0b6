//! Bytes from outside → a JSON tree of bounded size and depth, or the place where they stop being one.

use crate::error::ImportError;
use assay_message::{Message, message};
use serde_json::Value;
use serde_json::error::Category;

/// Bytes a file may have.
pub(crate) const LARGEST: usize = 32 << 20;
/// Lists and objects that may be inside each other.
pub(crate) const DEEPEST: usize = 64;
/// Brackets, commas and colons a file may have. Each stands for at most one node, and a node takes some hundred bytes.
const MOST_TOKENS: usize = 4_000_000;

/// The tree.
///
/// # Errors
/// When the bytes are too many, are not UTF-8, are not JSON, or nest too deep.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, ImportError> {
    if bytes.len() > LARGEST {
        return Err(ImportError::TooLarge { size: bytes.len(), limit: LARGEST });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| ImportError::NotText { position: e.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    bound(text)?;
    serde_json::from_str(text).map_err(|error| ImportError::NotJson {
        line: error.line(),
        column: error.column(),
        why: why(&error),
    })
}

/// The parser's words without the place, which has fields of its own.
fn why(error: &serde_json::Error) -> Message {
    if error.classify() == Category::Eof {
        return message!("it ends too early");
    }
    let words = error.to_string();
    Message::verbatim(words.split(" at line ").next().unwrap_or_default())
}

/// Counts depth and tokens before a tree is built, because a tree of hostile text can be many times its size.
fn bound(text: &str) -> Result<(), ImportError> {
    let (mut depth, mut tokens, mut line, mut begin) = (0_usize, 0_usize, 1_usize, 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if byte == b'\n' {
            line += 1;
            begin = at + 1;
        }
        if quoted {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => quoted = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'[' | b'{' => {
                depth += 1;
                tokens += 1;
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' | b':' => tokens += 1,
            _ => {}
        }
        if depth > DEEPEST {
            return Err(ImportError::TooDeep { line, column: at - begin + 1, limit: DEEPEST });
        }
        if tokens > MOST_TOKENS {
            return Err(ImportError::TooMany {
                what: message!("brackets, commas and colons"),
                limit: MOST_TOKENS,
            });
        }
    }
    Ok(())
}

/// What a value is, in words.
pub(crate) fn kind(value: Option<&Value>) -> Message {
    match value {
        None => message!("missing"),
        Some(Value::Null) => message!("null"),
        Some(Value::Bool(_)) => message!("true or false"),
        Some(Value::Number(_)) => message!("a number"),
        Some(Value::String(_)) => message!("a text"),
        Some(Value::Array(_)) => message!("a list"),
        Some(Value::Object(_)) => message!("an object"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named() {
        let bad = parse(b"{\n  \"a\": ]\n}").unwrap_err();
        assert!(matches!(bad, ImportError::NotJson { line: 2, column: 8, .. }), "{bad:?}");
        assert_eq!(
            parse(b"{\"a\": [1, 2").unwrap_err().to_string(),
            "The file is not valid JSON at line 1, column 11: it ends too early."
        );
        assert_eq!(parse(b" \n"), Err(ImportError::Empty));
        assert_eq!(parse(b"{\"a\xff\"}"), Err(ImportError::NotText { position: 3 }));
    }

    #[test]
    fn depth_is_counted_outside_texts_only() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(parse(nested(DEEPEST).as_bytes()).is_ok());
        let deep = parse(format!("\n {}", nested(DEEPEST + 1)).as_bytes()).unwrap_err();
        assert_eq!(deep, ImportError::TooDeep { line: 2, column: DEEPEST + 2, limit: DEEPEST });
        let quoted = format!("[\"\\\"{}\"]", "[".repeat(200));
        assert!(parse(quoted.as_bytes()).is_ok());
    }

    #[test]
    fn size_and_tokens_are_bounded() {
        assert!(matches!(parse(&vec![b' '; LARGEST + 1]), Err(ImportError::TooLarge { .. })));
        let many = format!("[{}0]", "0,".repeat(MOST_TOKENS));
        assert!(matches!(parse(many.as_bytes()), Err(ImportError::TooMany { .. })));
    }

    #[test]
    fn a_byte_order_mark_is_no_harm() {
        assert_eq!(parse("\u{feff}{}".as_bytes()), Ok(Value::Object(serde_json::Map::new())));
    }
}
