/**
 * A table with sorting, selection and keyboard movement.
 *
 * Arrow keys move, Enter opens the row, Space selects it. Beyond some two hundred rows give it `rowHeight`:
 * then only the rows in sight are drawn, each of that height or of what it holds, and the table fills the box it stands in.
 */
import { type ReactNode, useMemo, useState } from "react";
import {
  Column as AriaColumn,
  Table as AriaTable,
  Cell,
  Checkbox,
  Row,
  type Selection,
  type SortDescriptor,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from "react-aria-components";
import { TickBox } from "./choices";
import { Icon } from "./icons";
import "./Table.css";

export interface Column<Item> {
  id: string;
  title: string;
  cell(item: Item): ReactNode;
  /** Orders two items; without it the column cannot be sorted. */
  compare?(a: Item, b: Item): number;
  /** The column that names the row. One of them must; the first does when none says so. */
  isRowHeader?: boolean;
  align?: "start" | "end";
  /** A CSS width. In a table with `rowHeight`, pixels or a fraction such as "2fr". */
  width?: string | number;
  /** The least it is made, in pixels, in a table with `rowHeight`; narrower, the table moves sideways. */
  minWidth?: number;
}

export interface TableProps<Item> {
  label: string;
  items: readonly Item[];
  idOf(item: Item): string;
  columns: readonly Column<Item>[];
  onOpen?(id: string): void;
  /** The ids selected. With it, rows can be selected. */
  selected?: ReadonlySet<string>;
  onSelect?(ids: Set<string>): void;
  /** Shown in place of rows. */
  empty?: ReactNode;
  sortedBy?: { column: string; direction: "ascending" | "descending" };
  /** Of a row in pixels, until it is drawn; turns on drawing only what is in sight. */
  rowHeight?: number;
}

/** The items in the order of a column. Equal items keep the order they came in. */
export function sortItems<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  sort: { column: string; direction: "ascending" | "descending" } | undefined,
): readonly Item[] {
  const compare = columns.find((column) => column.id === sort?.column)?.compare;
  if (sort === undefined || compare === undefined) return items;
  const sign = sort.direction === "ascending" ? 1 : -1;
  return [...items].sort((a, b) => sign * compare(a, b));
}

export function Table<Item extends object>(props: TableProps<Item>) {
  const { label, items, idOf, columns, onOpen, selected, onSelect, empty, rowHeight } = props;
  const [sort, setSort] = useState<TableProps<Item>["sortedBy"]>(props.sortedBy);
  const sorted = useMemo(() => sortItems(items, columns, sort), [items, columns, sort]);
  const selectable = selected !== undefined;
  const named = columns.some((column) => column.isRowHeader);

  const table = (
    <AriaTable
      className="table"
      aria-label={label}
      data-virtual={rowHeight !== undefined || undefined}
      sortDescriptor={sort}
      onSortChange={(next: SortDescriptor) =>
        setSort({ column: String(next.column), direction: next.direction })
      }
      selectionMode={selectable ? "multiple" : "none"}
      selectedKeys={selected}
      onSelectionChange={(keys: Selection) =>
        onSelect?.(new Set(keys === "all" ? items.map(idOf) : [...keys].map(String)))
      }
      onRowAction={onOpen === undefined ? undefined : (key) => onOpen(String(key))}
    >
      <TableHeader>
        {selectable && (
          <AriaColumn className="column tick-column" width={40} minWidth={40}>
            <Checkbox slot="selection" className="tick">
              <TickBox />
            </Checkbox>
          </AriaColumn>
        )}
        {columns.map((column, index) => (
          <AriaColumn
            key={column.id}
            id={column.id}
            className="column"
            isRowHeader={named ? column.isRowHeader : index === 0}
            allowsSorting={column.compare !== undefined}
            style={rowHeight === undefined ? { width: column.width } : undefined}
            minWidth={rowHeight === undefined ? undefined : column.minWidth}
            width={rowHeight === undefined ? undefined : ((column.width ?? "1fr") as number | `${number}fr`)}
          >
            {({ sortDirection }) => (
              <span className="column-head" data-align={column.align}>
                {column.title}
                {column.compare !== undefined && (
                  <span className="column-sort" data-on={sortDirection !== undefined || undefined}>
                    <Icon name={sortDirection === "descending" ? "down" : "up"} size="0.875rem" />
                  </span>
                )}
              </span>
            )}
          </AriaColumn>
        ))}
      </TableHeader>
      <TableBody
        items={sorted}
        dependencies={[columns]}
        renderEmptyState={empty === undefined ? undefined : () => <div className="table-empty">{empty}</div>}
      >
        {(item: Item) => (
          <Row id={idOf(item)} className="row" data-opens={onOpen !== undefined || undefined}>
            {selectable && (
              <Cell className="cell tick-column">
                <Checkbox slot="selection" className="tick">
                  <TickBox />
                </Checkbox>
              </Cell>
            )}
            {columns.map((column) => (
              <Cell key={column.id} className="cell">
                <div className="cell-content" data-align={column.align}>
                  {column.cell(item)}
                </div>
              </Cell>
            ))}
          </Row>
        )}
      </TableBody>
    </AriaTable>
  );

  if (rowHeight === undefined) return <div className="table-frame">{table}</div>;
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ estimatedRowHeight: rowHeight, headingHeight: 32 }}>
      {table}
    </Virtualizer>
  );
}
