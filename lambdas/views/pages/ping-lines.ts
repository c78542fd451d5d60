import { type Html, html, raw } from './html.ts';

/** How a job pings, as lines to copy. */
function examples(pingUrl: string): { name: string; text: string }[] {
  const curl = 'curl -fsS -m 10 --retry 5 -o /dev/null';
  return [
    { name: 'Shell', text: `${curl} ${pingUrl}` },
    { name: 'cron', text: `0 2 * * *  backup.sh && ${curl} ${pingUrl}` },
    {
      name: 'Python',
      text: `import urllib.request\ntry:\n    urllib.request.urlopen("${pingUrl}", timeout=10)\nexcept OSError:\n    pass`,
    },
    {
      name: 'Node',
      text: `await fetch('${pingUrl}', { signal: AbortSignal.timeout(10_000) }).catch(() => {});`,
    },
  ];
}

/** A button that copies a text, shown only where scripts are. */
export function copyButton(text: string, label = 'Copy'): Html {
  return html`<button type="button" class="small copy" data-copy="${text}" hidden>${label}</button>`;
}

/** The ping URL and ready lines for a job. */
export function pingLines(pingUrl: string): Html {
  const shown = examples(pingUrl);
  const tabs = shown.map(({ name }, index) => {
    const checked = index === 0 && raw(' checked');
    return html`<input type="radio" name="lines" id="lines-${index}"${checked}><label for="lines-${index}">${name}</label>`;
  });
  const panels = shown.map(
    ({ name, text }) =>
      html`<div class="tab"><div class="code"><pre aria-label="${name}"><code>${text}</code></pre>${copyButton(text)}</div></div>`,
  );
  return html`<div class="pingurl"><code id="ping-url" tabindex="0">${pingUrl}</code>${copyButton(pingUrl, 'Copy URL')}</div>
<div class="tabs">${tabs}${panels}</div>`;
}
