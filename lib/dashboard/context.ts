import type { Instant } from '../../lambdas/domain/time.ts';
import type { Outcome, PageRequest } from './exchange.ts';
import type { Management } from './management.ts';
import type { Notices } from './notices.ts';

/** What the pages work with. */
export interface PageContext {
  management: Management;
  now: Instant;
  request: PageRequest;
  /** The id of the monitor that the path names; empty where it names none. */
  id: string;
  /** What forms send along. */
  token: string;
  notices: Notices;
}

export type PageHandler = (context: PageContext) => Promise<Outcome> | Outcome;
