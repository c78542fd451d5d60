import type { Page } from '../../lambdas/views/pages/layout.ts';

/** A request for a page, read in full. */
export interface PageRequest {
  method: string;
  /** As it came, without the query. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The fields of a form that was sent; empty otherwise. */
  form: URLSearchParams;
}

/** What a request comes to. */
export type Outcome =
  | { kind: 'page'; page: Page; status?: number }
  /** To be looked at with a GET (303). */
  | { kind: 'redirect'; location: string; cookie?: string }
  /** To be saved. The parts are sent as they come. */
  | { kind: 'file'; headers: Record<string, string>; parts: AsyncIterable<Uint8Array | string> };

export function show(page: Page, status = 200): Outcome {
  return { kind: 'page', page, status };
}

export function redirect(location: string): Outcome {
  return { kind: 'redirect', location };
}

/** A header that was sent once. */
export function headerOf({ headers }: Pick<PageRequest, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
