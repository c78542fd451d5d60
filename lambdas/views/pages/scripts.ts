/**
 * What pages do more with scripts: times in the viewer's zone, buttons that copy, parts that stay fresh, and the preview of
 * a schedule while it is typed. Everything else works without. Nothing here makes HTML of texts: what is put into the
 * page comes from the dashboard's own server.
 */
export const liveScript = `(() => {
'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const formats = {
  minute: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
  second: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }),
  recent: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  day: new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
  clock: new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }),
};

/** A page that was fetched. Its style and script have a nonce of their own, and would be told of as refused. */
function parsed(text) {
  return new DOMParser().parseFromString(text.replace(/<(style|script)[^>]*>[^]*?<[/]\\1>/g, ''), 'text/html');
}

function localise(root) {
  for (const time of all('time[datetime]', root)) {
    const at = new Date(time.dateTime);
    if (time.dataset.local) time.textContent = formats[time.dataset.local].format(at);
    if (zone !== 'UTC') time.title = full.format(at) + ' (' + at.toISOString().slice(0, 19).replace('T', ' ') + ' UTC)';
  }
}

function enhance(root) {
  localise(root);
  for (const button of all('button[data-copy]', root)) button.hidden = !navigator.clipboard;
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-copy]');
  if (!button) return;
  button.dataset.label ??= button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Not copied';
  }
  setTimeout(() => { button.textContent = button.dataset.label; }, 1500);
});

const freshness = document.querySelector('[data-freshness]');
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
let freshAt = new Date();
const sources = new Map();

/** What has the focus in a part, in words that find it again in the next version of the part. */
function focused(part) {
  const { activeElement: active } = document;
  if (!active || !part.contains(active)) return undefined;
  if (active.id) return '#' + CSS.escape(active.id);
  const href = active.getAttribute('href');
  return href && active.localName + '[href="' + CSS.escape(href) + '"]';
}

/** Nothing is taken from under somebody who types, has marked text, or has opened something. */
function isInUse(part) {
  const { activeElement: active } = document;
  if (active && part.contains(active) && active.matches('input, select, textarea')) return true;
  const selection = getSelection();
  if (part.querySelector(':active')) return true;
  return !!selection && !selection.isCollapsed && part.contains(selection.anchorNode);
}

function swap(part, next) {
  if (sources.get(part) === next.innerHTML || isInUse(part)) return;
  sources.set(part, next.innerHTML);
  const finder = focused(part);
  const open = all('details[id][open]', part).map(({ id }) => id);
  const checked = all('input[type=radio][id]:checked', part).map(({ id }) => id);
  part.replaceChildren(...next.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  for (const id of checked) { const input = document.getElementById(id); if (input) input.checked = true; }
  enhance(part);
  if (finder) part.querySelector(finder)?.focus({ preventScroll: true });
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (!answer.ok) throw new Error(String(answer.status));
    const next = parsed(await answer.text());
    const names = (page) => all('[data-live]', page).map((part) => part.dataset.live).join();
    if (names(document) !== names(next)) return location.reload();
    for (const part of all('[data-live]')) {
      const fresh = next.querySelector('[data-live="' + part.dataset.live + '"]');
      if (fresh) swap(part, fresh);
    }
    document.title = next.title;
    const icon = next.querySelector('link[rel=icon]');
    const shown = document.querySelector('link[rel=icon]');
    if (icon && shown && icon.href !== shown.href) shown.href = icon.href;
    freshAt = new Date();
    freshness.textContent = 'Updated ' + clock.format(freshAt);
  } catch {
    freshness.textContent = 'No answer since ' + clock.format(freshAt) + '; trying again';
  }
}

const seconds = Number(document.body.dataset.refresh);
if (seconds > 0) {
  for (const part of all('[data-live]')) sources.set(part, part.innerHTML);
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => { if (!document.hidden) await refresh(); again(); }, seconds * 1000);
  };
  document.addEventListener('visibilitychange', () => { if (!document.hidden) void refresh().then(again); });
  again();
}

const form = document.querySelector('form[data-preview]');
const preview = document.querySelector('[data-preview-panel]');
if (form && preview) {
  let timer;
  let latest = 0;
  const names = ['kind', 'every', 'cron', 'timezone', 'grace'];
  const show = async () => {
    const asked = ++latest;
    const data = new FormData(form);
    const query = new URLSearchParams(names.map((name) => [name, String(data.get(name) ?? '')]));
    try {
      const answer = await fetch('/preview?' + query, { headers: { accept: 'text/html' } });
      const text = await answer.text();
      if (!answer.ok || asked !== latest) return;
      const panel = parsed(text).querySelector('[data-preview-panel]');
      if (panel) { preview.replaceChildren(...panel.childNodes); localise(preview); }
    } catch { /* The next key is the next try. */ }
  };
  form.addEventListener('input', (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(show, 250);
  });
}

for (const input of all('input[data-utc]')) {
  const instant = input.form.elements[input.dataset.utc];
  input.form.addEventListener('submit', () => {
    const at = new Date(input.value);
    instant.value = Number.isNaN(at.getTime()) ? '' : at.toISOString();
  });
}
for (const words of all('[data-zone-name]')) words.textContent = zone;
const footer = document.querySelector('[data-zone]');
if (footer && zone) footer.textContent = 'Times are in ' + zone + '.';
if (new URLSearchParams(location.search).has('notice')) {
  const url = new URL(location.href);
  url.searchParams.delete('notice');
  history.replaceState(null, '', url);
}
enhance(document);
})();`;
