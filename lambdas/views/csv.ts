import { stringify } from 'csv-stringify/sync';

/**
 * One line of a CSV file after RFC 4180, its end included. Texts that begin with = + - @ would be formulas to whoever
 * opens the file with a spreadsheet: they get an apostrophe before them.
 */
export function csvLine(cells: readonly unknown[]): string {
  return stringify([cells], { escape_formulas: true, record_delimiter: 'windows' });
}
