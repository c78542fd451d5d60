import { printable } from './text.ts';

/**
 * What was asked for did not happen. The message says why and what to do, in lines that a terminal may show, whoever
 * wrote them; exit code 1.
 */
export class Failure extends Error {
  constructor(...lines: readonly string[]) {
    super(lines.join('\n').split('\n').map(printable).join('\n'));
    this.name = 'Failure';
  }
}
