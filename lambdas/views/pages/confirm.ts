import { type Html, html } from './html.ts';
import type { Page } from './layout.ts';

export interface Confirmation {
  /** What it is done to. */
  id: string;
  name: string;
  /** The stack of the CDK app that defines it. */
  stack: string | undefined;
  token: string;
  /** What is done, and what of. */
  action: 'delete' | 'rotate-key' | 'pause';
  /** What is wrong with what was typed, and what was. */
  error?: string | undefined;
  typed?: { until?: string | undefined; overlap?: string | undefined } | undefined;
}

interface Look {
  title: string;
  text: string;
  button: string;
  danger?: true;
  /** What that means where a stack defines the monitor. */
  ofStack?: string;
  fields?: (confirmation: Confirmation) => Html;
}

const looks: Readonly<Record<Confirmation['action'], Look>> = {
  delete: {
    title: 'Delete',
    text: 'It is gone for good, with its key and its history. Pings to its URL are answered 404.',
    button: 'Delete for good',
    danger: true,
    ofStack: 'creates it anew, with another key, when its definition changes.',
  },
  'rotate-key': {
    title: 'Rotate the key of',
    text: 'It gets a new ping URL. The old one stops to work at once, or after the time you give the jobs to change.',
    button: 'Make a new key',
    ofStack: 'hands the new URL to its job when its definition changes: let the old one work on until then.',
    fields: overlapField,
  },
  pause: {
    title: 'Pause',
    text: 'Nothing is awaited while it is paused, and nobody is told. It ends by itself at the time you choose.',
    button: 'Pause',
    fields: pauseFields,
  },
};

/** Asks before something is done that cannot be undone, or that needs a word more. */
export function confirmPage(confirmation: Confirmation): Page {
  const { id, name, stack, token, action } = confirmation;
  const { title, text, button, danger, ofStack, fields } = looks[action];
  const path = `/monitors/${id}`;
  return {
    title: `${title} ${name}`,
    section: 'monitors',
    main: html`<nav class="crumb" aria-label="Where this is"><a href="/">Monitors</a> / <a class="mono" href="${path}">${id}</a></nav>
<div class="head"><h1>${title} ${name}?</h1></div>
<form method="post" action="${path}/${action}" class="card narrow"><div class="body stack"><input type="hidden" name="token" value="${token}">
<p class="soft">${text}</p>${stack !== undefined && ofStack && html`<p class="soft">The stack ${stack} defines it, and ${ofStack}</p>`}${fields?.(confirmation)}
<div class="bar"><button type="submit" class="primary${danger === true && ' danger'}">${button}</button><a class="button" href="${path}">Cancel</a></div></div></form>`,
  };
}

function errorOf({ error }: Confirmation): Html | undefined {
  return error === undefined ? undefined : html`<p class="error" id="field-error" role="alert">${error}</p>`;
}

function overlapField(confirmation: Confirmation): Html {
  const value = confirmation.typed?.overlap ?? '';
  return html`<div class="field"><label for="overlap">The old key works on for</label><input id="overlap" name="overlap" value="${value}" placeholder="not at all" aria-describedby="field-error overlap-hint">${errorOf(confirmation)}<p class="hint" id="overlap-hint">1h, 2d, up to 30d.</p></div>`;
}

function pauseFields(confirmation: Confirmation): Html {
  const value = confirmation.typed?.until ?? '';
  return html`<div class="field"><label for="until">Until (<span data-zone-name>UTC</span>)</label><input type="datetime-local" id="until" name="until" value="${value}" data-utc="until_instant" aria-describedby="field-error until-hint"><input type="hidden" name="until_instant" value="">${errorOf(confirmation)}<p class="hint" id="until-hint">Left empty, it does not end by itself.</p></div>
<div class="field"><div class="check"><input type="checkbox" id="manual_resume" name="manual_resume" value="on"><div><label for="manual_resume">Ignore pings meanwhile</label><p class="hint">Else the next success or failure ends the pause.</p></div></div></div>`;
}
