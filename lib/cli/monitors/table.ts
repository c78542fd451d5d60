import { printable } from './text.ts';

const gap = '  ';

/**
 * Columns of text, printed in portions. The header goes before the first; each portion finds its columns as wide as
 * those before it, or wider, so that nothing is held that has been printed. The last column is as wide as it likes, but
 * for a terminal, which is not made to wrap: what does not fit into its columns is cut.
 */
export class Table {
  readonly #columns: number | undefined;
  readonly #widths: number[];
  #header: readonly string[] | undefined;

  constructor(header: readonly string[], columns: number | undefined) {
    this.#header = header;
    this.#widths = header.map(() => 0);
    this.#columns = columns;
  }

  /** The lines of these rows, with a line break behind each. */
  print(rows: readonly (readonly string[])[]): string {
    const all = [...(this.#header ? [this.#header] : []), ...rows].map((row) => row.map(printable));
    this.#header = undefined;
    for (const row of all) {
      for (const [index, cell] of row.entries()) {
        this.#widths[index] = Math.max(this.#widths[index] ?? 0, lengthOf(cell));
      }
    }
    return all.map((row) => `${this.#cut(this.#line(row))}\n`).join('');
  }

  #line(row: readonly string[]): string {
    const cells = row.map((cell, index) => cell + ' '.repeat((this.#widths[index] ?? 0) - lengthOf(cell)));
    return cells.join(gap).trimEnd();
  }

  #cut(line: string): string {
    // A terminal that does not know its size says 0.
    const columns = this.#columns || Number.POSITIVE_INFINITY;
    return lengthOf(line) <= columns ? line : `${[...line].slice(0, columns - 1).join('')}…`;
  }
}

function lengthOf(text: string): number {
  return [...text].length;
}
