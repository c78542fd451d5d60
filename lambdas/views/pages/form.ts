import { checkField, type Filled, linesField, sentence, textField } from './fields.ts';
import type { FormErrors, FormField } from './form-values.ts';
import { type Html, html, raw } from './html.ts';
import type { Page } from './layout.ts';

export interface MonitorForm extends Filled {
  /** Whose settings these are; `undefined` for a monitor to be created. */
  monitor: { id: string; name: string; stack: string | undefined } | undefined;
  /** Names the settings that the form was filled with, so that a change by somebody else is noticed. */
  entityTag: string;
  token: string;
  /** What is wrong, and belongs to no field. */
  problems: readonly string[];
  /** How the schedule reads. */
  preview: Html;
  zones: readonly string[];
}

/** The form of all settings of a monitor, to create or to change it. */
export function formPage(form: MonitorForm): Page {
  const { monitor, entityTag, token, preview, zones } = form;
  const path = monitor ? `/monitors/${monitor.id}` : '/';
  const title = monitor ? `Edit ${monitor.name}` : 'New monitor';
  const crumb = monitor
    ? html`<a href="/">Monitors</a> / <a class="mono" href="${path}">${monitor.id}</a> / Edit`
    : html`<a href="/">Monitors</a> / New`;
  return {
    title,
    section: monitor ? 'monitors' : 'new',
    main: html`<nav class="crumb" aria-label="Where this is">${crumb}</nav><div class="head"><h1>${title}</h1></div>
${problemBox(form)}${stackNote(monitor?.stack)}
<form method="post" action="${monitor ? `${path}/edit` : '/new'}" class="form" data-preview novalidate><div class="stack">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="entity_tag" value="${entityTag}">
<section class="card fields" aria-label="Essentials">${essentials(form, monitor === undefined)}</section>
<div class="card">${group(form, 'About it', 'tags, runbook', ['tags', 'runbook_url'], about(form))}
${group(form, 'Alerts', 'channels, reminders', ['channels', 'reminder'], alerts(form))}
${group(form, 'When it is down', 'misses, failures, run time', whenDownFields, whenDown(form))}
${group(form, 'Which pings count', 'POST only, keywords in the body', pingFields, whichPings(form))}</div>
<div class="bar"><button type="submit" name="do" value="save" class="primary">${monitor ? 'Save' : 'Create the monitor'}</button><button type="submit" name="do" value="preview">Preview</button><a class="button" href="${path}">Cancel</a></div>
</div>
<aside class="card" aria-live="polite"><header><h2>Schedule</h2></header><div class="body" data-preview-panel>${preview}</div></aside>
<datalist id="zones">${zones.map((zone) => html`<option value="${zone}">`)}</datalist>
</form>`,
  };
}

function stackNote(stack: string | undefined): Html | undefined {
  if (stack === undefined) return undefined;
  return html`<div class="notice" role="note"><div>The stack ${stack} defines this monitor: what you change here stays until its definition changes.</div></div>`;
}

function problemBox({ errors, problems }: MonitorForm): Html | undefined {
  const faults = Object.entries(errors);
  if (faults.length === 0 && problems.length === 0) return undefined;
  const links = faults.map(([name]) => html`<li><a href="#${name}">${labels[name as FormField]}</a></li>`);
  const words =
    faults.length > 0 && html`<div>Nothing was saved. These need another look:<ul>${links}</ul></div>`;
  return html`<div class="notice bad" role="alert"><div>${problems.map((line) => html`<p>${sentence(line)}</p>`)}${words}</div></div>`;
}

const labels: Readonly<Record<FormField, string>> = {
  name: 'Name',
  id: 'Id',
  kind: 'Schedule',
  every: 'Interval',
  cron: 'Cron lines',
  timezone: 'Time zone',
  grace: 'Grace',
  tags: 'Tags',
  runbook_url: 'Runbook URL',
  channels: 'Channels',
  reminder: 'Remind every',
  max_misses: 'Misses until it is down',
  max_failures: 'Failures until it is down',
  recovery_threshold: 'Successes until it is up again',
  max_runtime: 'A run may take',
  early_margin: 'Early margin',
  expect_first_ping: 'Expect the first ping',
  post_only: 'POST only',
  filter_start: 'Start keywords',
  filter_success: 'Success keywords',
  filter_fail: 'Failure keywords',
  filter_default_fail: 'Anything else is a failure',
};

const label = (name: FormField) => ({ label: labels[name] });

function essentials(form: Filled, isNew: boolean): Html {
  const kind = (value: string, words: string) => {
    const checked = form.values.kind === value && raw(' checked');
    return html`<label><input type="radio" name="kind" value="${value}"${checked}>${words}</label>`;
  };
  return html`${textField(form, 'name', { ...label('name'), placeholder: 'Nightly backup', wide: true })}
<fieldset class="all"><legend class="legend">A check-in is due</legend><div class="kinds">${kind('every', 'At an interval')}${kind('cron', 'By cron lines')}</div>
${textField(form, 'every', { ...label('every'), only: 'every', hint: 'Every so long after the last check-in: 10m, 1h30m, 7 days.' })}
${linesField(form, 'cron', { ...label('cron'), only: 'cron', rows: 3, placeholder: '0 2 * * MON-FRI', hint: 'Minute, hour, day, month, day of the week; or @daily. Up to ten lines.' })}</fieldset>
${textField(form, 'timezone', { ...label('timezone'), list: 'zones', hint: 'Cron lines and alerts go by its clock.' })}
${textField(form, 'grace', { ...label('grace'), hint: 'How late it may be before people are told: 5m, 1h.' })}
${isNew && textField(form, 'id', { ...label('id'), wide: true, placeholder: 'made from the name', hint: 'Names it in URLs and in its key, for good.' })}`;
}

/** Settings that most monitors leave as they are. It is open if there is something to mend in it. */
function group(
  { errors }: { errors: FormErrors },
  title: string,
  about: string,
  fields: readonly FormField[],
  body: Html,
): Html {
  const open = fields.some((name) => errors[name] !== undefined) && raw(' open');
  return html`<details class="group"${open}><summary>${title}<span>${about}</span></summary><div class="fields">${body}</div></details>`;
}

function about(form: Filled): Html {
  return html`${textField(form, 'tags', { ...label('tags'), wide: true, hint: 'Words to find it by, with spaces between them.' })}
${textField(form, 'runbook_url', { ...label('runbook_url'), wide: true, placeholder: 'https://…', hint: 'What to do when it is down. Alerts show it.' })}`;
}

function alerts(form: Filled): Html {
  return html`${textField(form, 'channels', { ...label('channels'), hint: 'Who is told: names of channels, with spaces between them.' })}
${textField(form, 'reminder', { ...label('reminder'), placeholder: 'never', hint: 'While it is down: 1h, 1d.' })}`;
}

const whenDownFields: readonly FormField[] = [
  ...(['max_misses', 'max_failures', 'recovery_threshold'] as const),
  ...(['max_runtime', 'early_margin', 'expect_first_ping'] as const),
];

function whenDown(form: Filled): Html {
  return html`${textField(form, 'max_misses', { ...label('max_misses'), hint: '1 to 10 since the last success.' })}
${textField(form, 'max_failures', { ...label('max_failures'), hint: '1 to 10 since the last success.' })}
${textField(form, 'recovery_threshold', { ...label('recovery_threshold'), hint: '1 to 10 in a row.' })}
${textField(form, 'max_runtime', { ...label('max_runtime'), placeholder: 'as long as it likes', hint: 'From its start to its end, up to 72h.' })}
${textField(form, 'early_margin', { ...label('early_margin'), only: 'cron', placeholder: 'a tenth of the gap, up to 60s', hint: 'How much before its time a check-in counts for it.' })}
${checkField(form, 'expect_first_ping', { ...label('expect_first_ping'), hint: 'It is awaited from the creation on. Else nothing is, before the job has checked in once.' })}`;
}

const pingFields: readonly FormField[] = [
  ...(['post_only', 'filter_start', 'filter_success', 'filter_fail', 'filter_default_fail'] as const),
];

function whichPings(form: Filled): Html {
  const keywords = (name: FormField, hint: string) =>
    linesField(form, name, { ...label(name), rows: 2, hint });
  return html`${checkField(form, 'post_only', { ...label('post_only'), hint: 'Pings by other methods are ignored, such as those of link scanners.' })}
${keywords('filter_start', 'A keyword on each line. A body with one of them is a start.')}
${keywords('filter_success', 'The same for successes.')}
${keywords('filter_fail', 'The same for failures, which go first.')}
${checkField(form, 'filter_default_fail', { ...label('filter_default_fail'), hint: 'A body without any keyword. Else it is ignored.' })}`;
}
