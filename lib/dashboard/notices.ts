import type { Notice } from '../../lambdas/views/pages/layout.ts';
import { newSecret } from './secrets.ts';

const noticesMax = 100;

/** What was done, told by the page that comes after the form: its URL names the notice, and cannot be made up. */
export class Notices {
  readonly #notices = new Map<string, Notice>();

  /** Keeps a notice, and answers where the page that shows it is. */
  at(path: string, notice: Notice): string {
    const id = newSecret();
    this.#notices.set(id, notice);
    const [oldest] = this.#notices.keys();
    if (this.#notices.size > noticesMax && oldest !== undefined) this.#notices.delete(oldest);
    return `${path}?notice=${id}`;
  }

  of(query: URLSearchParams): Notice | undefined {
    return this.#notices.get(query.get('notice') ?? '');
  }
}
