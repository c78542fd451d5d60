import { type Html, html } from './html.ts';
import type { Page } from './layout.ts';

/** A page that says one thing: there is no such page, the API is away, access is denied. */
export interface Message {
  title: string;
  text: string;
  /** A paragraph each. */
  details?: readonly string[];
  link?: { href: string; label: string };
}

export function messagePage({ title, text, details = [], link }: Message): Page {
  const button: Html | false =
    link !== undefined && html`<a class="button" href="${link.href}">${link.label}</a>`;
  return {
    title,
    main: html`<section class="card empty"><h1>${title}</h1><p>${text}</p>${details.map((line) => html`<p class="quiet">${line}</p>`)}${button}</section>`,
  };
}
