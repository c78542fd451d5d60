/** A deliberate mistake: a change of one place in one source. */
export interface Defect {
  name: string;
  /** The end of the source's path. */
  file: string;
  from: string;
  to: string;
  /** It is caught by the first of so many seeds at the latest. */
  caughtWithin: number;
}

export const defects: readonly Defect[] = [];
