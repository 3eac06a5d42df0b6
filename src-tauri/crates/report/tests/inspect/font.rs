//! Makes a small TrueType font, to be found on the machine by a test.

/// A font with a triangle for each of some characters, and its licence's word on embedding (`fsType`).
pub fn font(characters: &[char], embedding: u16) -> Vec<u8> {
    let mut characters = characters.to_vec();
    characters.sort_unstable();
    characters.dedup();
    let count = characters.len() as u16 + 1;
    let short =
        |values: &[i32]| values.iter().flat_map(|value| (*value as u16).to_be_bytes()).collect::<Vec<u8>>();
    let long = |values: &[u32]| values.iter().flat_map(|value| value.to_be_bytes()).collect::<Vec<u8>>();

    let triangle =
        [short(&[1, 0, 0, 800, 700, 2, 0]), vec![1, 1, 1], short(&[0, 800, -400, 0, 0, 700]), vec![0]]
            .concat();
    let glyphs = triangle.repeat(usize::from(count));
    let places: Vec<u32> = (0..=u32::from(count)).map(|glyph| glyph * triangle.len() as u32).collect();

    let mut map = [short(&[0, 1, 3, 10]), long(&[12]), short(&[12, 0])].concat();
    map.extend(long(&[16 + 12 * characters.len() as u32, 0, characters.len() as u32]));
    for (glyph, character) in (1..).zip(&characters) {
        map.extend(long(&[*character as u32, *character as u32, glyph]));
    }

    let head = [
        long(&[0x0001_0000, 0x0001_0000, 0, 0x5F0F_3CF5]),
        short(&[0, 1000]),
        vec![0; 16],
        short(&[0, 0, 800, 700, 0, 8, 2, 1, 0]),
    ]
    .concat();
    let hhea =
        [long(&[0x0001_0000]), short(&[800, -200, 0, 900]), vec![0; 22], short(&[i32::from(count)])].concat();
    let maxp = [long(&[0x0001_0000]), short(&[i32::from(count), 3, 1]), vec![0; 22]].concat();
    let os2 = [short(&[3, 900, 400, 5, i32::from(embedding)]), vec![0; 86]].concat();
    let tables: [(&[u8; 4], Vec<u8>); 10] = [
        (b"OS/2", os2),
        (b"cmap", map),
        (b"glyf", glyphs),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", short(&[900, 0]).repeat(usize::from(count))),
        (b"loca", long(&places)),
        (b"maxp", maxp),
        (b"name", short(&[0, 0, 6])),
        (b"post", [long(&[0x0003_0000]), vec![0; 28]].concat()),
    ];
    let mut font = [long(&[0x0001_0000]), short(&[10, 128, 3, 32])].concat();
    let mut at = 12 + 16 * tables.len();
    for (tag, table) in &tables {
        font.extend([tag.to_vec(), long(&[0, at as u32, table.len() as u32])].concat());
        at += table.len().next_multiple_of(4);
    }
    for (_, mut table) in tables {
        table.resize(table.len().next_multiple_of(4), 0);
        font.extend(table);
    }
    font
}
