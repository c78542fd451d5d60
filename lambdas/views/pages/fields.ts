import type { FormErrors, FormField, FormValues } from './form-values.ts';
import { type Html, html, raw } from './html.ts';

/** What was typed, and what is wrong with it. */
export interface Filled {
  values: FormValues;
  errors: FormErrors;
}

interface Look {
  label: string;
  hint?: string;
  placeholder?: string;
  /** Takes the whole width. */
  wide?: true;
  /** Shown for one kind of schedule alone. */
  only?: 'cron' | 'every';
}

interface Control extends Look {
  /** The label stands elsewhere, such as in a choice above. */
  hiddenLabel?: true;
}

/** A field with its label, its hint and what is wrong with it. `control` gets the attributes that tie them together. */
function field({ errors }: Filled, name: FormField, look: Control, control: (tied: Html) => Html): Html {
  const { label, hint, wide, only, hiddenLabel } = look;
  const error = errors[name];
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  const tied = html`id="${name}" name="${name}"${described !== '' && html` aria-describedby="${described}"`}${error !== undefined && raw(' aria-invalid="true"')}`;
  const classes = ['field', wide && 'all', only && `only-${only}`].filter(Boolean).join(' ');
  return html`<div class="${classes}"><label for="${name}"${hiddenLabel === true && raw(' class="hidden"')}>${label}</label>${control(tied)}${errorLine(name, error)}${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}</div>`;
}

function errorLine(name: FormField, error: string | undefined): Html | undefined {
  return error === undefined ? undefined : html`<p class="error" id="${name}-error">${sentence(error)}</p>`;
}

/** The API's messages begin in lower case. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function textField(filled: Filled, name: FormField, look: Control & { list?: string }): Html {
  const { placeholder = '', list } = look;
  const options = list !== undefined && html` list="${list}"`;
  return field(
    filled,
    name,
    look,
    (tied) =>
      html`<input ${tied} value="${filled.values[name]}" placeholder="${placeholder}" autocomplete="off" autocapitalize="none" spellcheck="false"${options}>`,
  );
}

/** A text of several lines. */
export function linesField(filled: Filled, name: FormField, look: Control & { rows: number }): Html {
  const { placeholder = '', rows } = look;
  // Of a line break right behind the tag, HTML takes none for the text's own.
  return field(
    filled,
    name,
    look,
    (tied) =>
      html`<textarea ${tied} rows="${rows}" placeholder="${placeholder}" autocapitalize="none" spellcheck="false">
${filled.values[name]}</textarea>`,
  );
}

export function checkField({ values, errors }: Filled, name: FormField, look: Look): Html {
  const checked = values[name] !== '' && raw(' checked');
  const { label, hint } = look;
  const described = hint !== undefined && html` aria-describedby="${name}-hint"`;
  return html`<div class="field all"><div class="check"><input type="checkbox" id="${name}" name="${name}" value="on"${checked}${described}><div><label for="${name}">${label}</label>${errorLine(name, errors[name])}${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}</div></div></div>`;
}
