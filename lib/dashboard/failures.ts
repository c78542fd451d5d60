import { limits } from '../../lambdas/domain/limits.ts';
import { type Message, messagePage } from '../../lambdas/views/pages/message.ts';
import { type Outcome, show } from './exchange.ts';
import { Away, Refused } from './management.ts';

const home = { href: '/', label: 'All monitors' };

export function notFound(): Outcome {
  const text = 'There is nothing at this address. The monitor may have been deleted.';
  return show(messagePage({ title: 'Page not found', text, link: home }), 404);
}

export function wrongMethod(): Outcome {
  const text = 'This address does not take such a request.';
  return show(messagePage({ title: 'Not that way', text, link: home }), 405);
}

/** Of a request that another site may have made. */
export function notFromHere(): Outcome {
  const text = 'This did not come from a page of this dashboard, or from one of before it was started anew.';
  const details = ['Nothing was changed. Open the page again, and try once more.'];
  return show(messagePage({ title: 'Refused', text, details, link: home }), 403);
}

export function loginNeeded(): Outcome {
  const text = 'Open the URL that downbeat dashboard printed: it lets this browser in.';
  const details = ['Others on this machine would use your AWS credentials otherwise.'];
  return show(messagePage({ title: 'Not signed in', text, details }), 401);
}

/** The page of whatever a handler threw. `undefined` if it is a defect. */
export function failurePage(error: unknown): Outcome | undefined {
  if (error instanceof Refused && error.status === 404) return notFound();
  if (error instanceof Refused && error.status === 403) return show(messagePage(denied(error)), 403);
  if (error instanceof Refused) return show(messagePage(refused(error)), error.status < 500 ? 400 : 503);
  if (!(error instanceof Away)) return undefined;
  const text = 'Downbeat did not answer. Pings and alerts may work all the same.';
  const details = [error.message, 'This page tries again by itself.'];
  return show(
    { ...messagePage({ title: 'No answer', text, details }), refreshSeconds: limits.refreshSeconds },
    503,
  );
}

function denied({ message }: Refused): Message {
  const hasExpired = /expired/i.test(message);
  return {
    title: 'Access denied',
    text: hasExpired
      ? 'The AWS credentials have expired. Sign in again, for instance with aws sso login, and reload this page.'
      : 'The AWS credentials need the permission execute-api:Invoke on this API, and the region has to be its own.',
    details: message === '' ? [] : [`The API said: ${message}`],
    link: { href: '/', label: 'Try again' },
  };
}

function refused({ status, message, faults }: Refused): Message {
  const text = message === '' ? `Downbeat answered ${status}.` : message;
  const details = faults.map(({ field, message: fault }) => `${field}: ${fault}`);
  return { title: 'That did not work', text, details, link: home };
}
