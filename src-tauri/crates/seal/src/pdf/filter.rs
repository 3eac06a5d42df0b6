//! Stream data into plain bytes: no filter, or `FlateDecode` with or without a PNG predictor.

use super::object::{Dictionary, Object};
use super::{Broken, Read};
use assay_message::message;
use std::io::Read as _;

/// Decodes a stream in pieces and returns the decoded length.
///
/// Stops with an error once more than `limit` bytes come out, so that a small stream cannot fill the memory.
pub(crate) fn decode_to(
    dictionary: &Dictionary,
    data: &[u8],
    limit: u64,
    sink: &mut dyn FnMut(&[u8]),
) -> Read<u64> {
    let too_large = || Broken::because(message!("a compressed stream grows too large"));
    match single(dictionary, "Filter")? {
        None => {
            if data.len() as u64 > limit {
                return Err(too_large());
            }
            sink(data);
            Ok(data.len() as u64)
        }
        Some(Object::Name(name)) if name == b"FlateDecode" => {
            let mut reader = flate2::read::ZlibDecoder::new(data);
            let mut piece = vec![0; 64 * 1024];
            let mut total = 0u64;
            loop {
                let got = reader
                    .read(&mut piece)
                    .map_err(|_| Broken::because(message!("a compressed stream cannot be read")))?;
                if got == 0 {
                    return Ok(total);
                }
                total += got as u64;
                if total > limit {
                    return Err(too_large());
                }
                sink(&piece[..got]);
            }
        }
        Some(_) => Err(Broken::because(message!("a stream uses a compression that is not supported"))),
    }
}

/// Decodes a stream of structure (cross-references, objects, character maps) whole.
pub(crate) fn decode(dictionary: &Dictionary, data: &[u8], limit: u64) -> Read<Vec<u8>> {
    let mut out = Vec::new();
    decode_to(dictionary, data, limit, &mut |piece| out.extend_from_slice(piece))?;
    match single(dictionary, "DecodeParms")? {
        Some(Object::Dictionary(parameters)) => unpredict(parameters, out),
        None | Some(Object::Null) => Ok(out),
        Some(_) => Err(Broken::because(message!("a stream has decode parameters that cannot be read"))),
    }
}

/// True when the data leaves the filter as they are, without a predictor.
pub(crate) fn has_predictor(dictionary: &Dictionary) -> bool {
    !matches!(single(dictionary, "DecodeParms"), Ok(None | Some(Object::Null)))
}

/// The value of `key`, out of its array if the array has one item.
fn single<'d>(dictionary: &'d Dictionary, key: &str) -> Read<Option<&'d Object>> {
    match dictionary.get(key) {
        Some(Object::Array(items)) => match items.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            _ => Err(Broken::because(message!("a stream has more than one filter"))),
        },
        other => Ok(other),
    }
}

fn unpredict(parameters: &Dictionary, data: Vec<u8>) -> Read<Vec<u8>> {
    let number = |key, default| match parameters.get(key) {
        None => Ok(default),
        Some(Object::Integer(value @ 1..=65_535)) => Ok(*value as usize),
        Some(_) => Err(Broken::because(message!("a predictor's parameter is out of range"))),
    };
    if number("Predictor", 1)? == 1 {
        return Ok(data);
    }
    if number("Predictor", 1)? < 10 || number("Colors", 1)? != 1 || number("BitsPerComponent", 8)? != 8 {
        return Err(Broken::because(message!("a stream uses a predictor that is not supported")));
    }
    let columns = number("Columns", 1)?;
    if !data.len().is_multiple_of(columns + 1) {
        return Err(Broken::because(message!("a predicted stream ends within a row")));
    }
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0u8; columns];
    for row in data.chunks_exact(columns + 1) {
        let mut line = row[1..].to_vec();
        for x in 0..columns {
            let left = if x == 0 { 0 } else { line[x - 1] };
            let corner = if x == 0 { 0 } else { above[x - 1] };
            let guess = match row[0] {
                0 => 0,
                1 => left,
                2 => above[x],
                3 => ((u16::from(left) + u16::from(above[x])) / 2) as u8,
                4 => paeth(left, above[x], corner),
                _ => return Err(Broken::because(message!("a predicted stream has an unknown row type"))),
            };
            line[x] = line[x].wrapping_add(guess);
        }
        out.extend_from_slice(&line);
        above = line;
    }
    Ok(out)
}

/// The predictor of Alan W. Paeth, as in the PNG specification, section 9.4.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(above), i16::from(corner));
    let estimate = a + b - c;
    let (pa, pb, pc) = ((estimate - a).abs(), (estimate - b).abs(), (estimate - c).abs());
    if pa <= pb && pa <= pc {
        left
    } else if pb <= pc {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::lexer::Lexer;

    fn dictionary(text: &str) -> Dictionary {
        match Lexer::new(text.as_bytes(), 0).object() {
            Ok(Object::Dictionary(dictionary)) => dictionary,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_five_row_types_are_undone() {
        let parameters = dictionary("<</DecodeParms<</Predictor 12/Columns 3>>>>");
        let rows = [[0, 1, 2, 3], [1, 1, 1, 1], [2, 1, 1, 1], [3, 1, 1, 1], [4, 1, 1, 1]].concat();
        let plain = decode(&parameters, &rows, 1000).unwrap();
        assert_eq!(plain, [1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5]);
        assert!(decode(&parameters, &rows[1..], 1000).is_err());
    }

    #[test]
    fn growth_is_bounded() {
        use flate2::{Compression, write::ZlibEncoder};
        use std::io::Write as _;
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
        let small = encoder.finish().unwrap();
        let flate = dictionary("<</Filter/FlateDecode>>");
        assert_eq!(decode(&flate, &small, 1 << 20).unwrap().len(), 1 << 20);
        assert!(decode(&flate, &small, (1 << 20) - 1).is_err());
        assert!(decode(&dictionary("<</Filter[/ASCIIHexDecode/FlateDecode]>>"), &small, 1 << 20).is_err());
    }
}
