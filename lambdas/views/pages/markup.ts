import type { html } from 'hono/html';

/** HTML in which whatever came from outside is escaped. */
export type Markup = ReturnType<typeof html>;
