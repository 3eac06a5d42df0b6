//! A drawing → the tables that say what it shows.

use crate::document::{
    Bars, Cell, Column, DataFlow, DiagramKind, Drawing, HeatMap, Place, Row, Span, Stack, Table,
};
use assay_message::Language;

/// The tables of a drawing, without captions.
pub fn tables(language: &Language, drawing: &Drawing) -> Vec<Table> {
    match drawing {
        Drawing::HeatMap(map) => vec![heat_map(language, map)],
        Drawing::Bars(bars) => vec![scores(language, bars)],
        Drawing::Stack(stack) => vec![counts(language, stack)],
        Drawing::DataFlow(flow) => data_flow(language, flow),
    }
}

fn table(columns: Vec<Column>, rows: impl IntoIterator<Item = Vec<Cell>>) -> Table {
    Table { columns, rows: rows.into_iter().map(Row::from).collect(), row_headers: true, ..Table::default() }
}

/// A row for each likelihood, the highest on top; the risks stand in their cells.
fn heat_map(language: &Language, map: &HeatMap) -> Table {
    let mut columns = vec![Column::new(say!(language, "Likelihood \\ Impact"), 1.4)];
    columns.extend(map.impact.iter().map(|name| Column::new(name, 1.0)));
    let cell = |place: Place| {
        let band = map.cell(place);
        let mut words = vec![band.map_or("", |band| band.label.as_str()).to_owned()];
        for point in &map.points {
            if point.inherent == place {
                words.push(say!(language, "{risk} before treatment", risk = point.id));
            }
            if point.residual == Some(place) {
                words.push(say!(language, "{risk} after treatment", risk = point.id));
            }
        }
        Cell { spans: vec![Span::plain(words.join("\n"))], tone: band.map(|band| band.tone) }
    };
    let rows = map.likelihood.iter().enumerate().rev().map(|(likelihood, name)| {
        let cells = (0..map.impact.len()).map(|impact| cell(Place { likelihood, impact }));
        std::iter::once(Cell::new(name)).chain(cells).collect()
    });
    table(columns, rows)
}

fn scores(language: &Language, bars: &Bars) -> Table {
    let columns = vec![
        Column::new(say!(language, "What is scored"), 3.0),
        Column::number(say!(language, "Score of 100"), 1.2),
        Column::number(say!(language, "Coverage"), 1.2),
        Column::new(say!(language, "Remark"), 3.0),
    ];
    table(
        columns,
        bars.rows.iter().map(|bar| {
            vec![
                Cell::new(&bar.label),
                Cell::new(
                    bar.value
                        .map_or_else(|| say!(language, "no score"), |value| format!("{:.0}", value.round())),
                ),
                Cell::new(language.percent(bar.coverage)),
                Cell::new(&bar.note),
            ]
        }),
    )
}

fn counts(language: &Language, stack: &Stack) -> Table {
    let columns = vec![
        Column::new(say!(language, "Of"), 3.0),
        Column::new(say!(language, "What is counted"), 3.0),
        Column::number(say!(language, "Count"), 1.0),
    ];
    table(
        columns,
        stack.rows.iter().flat_map(|row| {
            row.segments.iter().map(|segment| {
                vec![
                    Cell::new(&row.label),
                    Cell::toned(&segment.label, segment.tone),
                    Cell::new(segment.count.to_string()),
                ]
            })
        }),
    )
}

/// What there is, then what goes from where to where.
fn data_flow(language: &Language, flow: &DataFlow) -> Vec<Table> {
    let parts = flow.elements.iter().map(|element| (element.label.as_str(), kind(language, element.kind)));
    let boundaries =
        flow.boundaries.iter().map(|boundary| (boundary.label.as_str(), say!(language, "Trust boundary")));
    let parts = parts.chain(boundaries).map(|(label, kind)| vec![Cell::new(label), Cell::new(kind)]);
    let name = |at: usize| flow.elements.get(at).map_or("", |element| element.label.as_str());
    let flows = flow.flows.iter().map(|flow| {
        vec![
            Cell::new(flow.number.to_string()),
            Cell::new(name(flow.from)),
            Cell::new(name(flow.to)),
            Cell::new(&flow.label),
        ]
    });
    vec![
        table(
            vec![Column::new(say!(language, "Element"), 4.0), Column::new(say!(language, "Kind"), 2.0)],
            parts,
        ),
        table(
            vec![
                Column::new(say!(language, "Flow"), 0.6),
                Column::new(say!(language, "From"), 2.0),
                Column::new(say!(language, "To"), 2.0),
                Column::new(say!(language, "What flows"), 3.0),
            ],
            flows,
        ),
    ]
}

fn kind(language: &Language, kind: DiagramKind) -> String {
    match kind {
        DiagramKind::External => say!(language, "Outside"),
        DiagramKind::Process => say!(language, "Process"),
        DiagramKind::Store => say!(language, "Data store"),
    }
}
