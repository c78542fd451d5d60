import { pingSchema } from '../../../lambdas/http/ping-schema.ts';
import { readWith } from '../../../lambdas/http/schema.ts';
import { readAnswer, receiptAnswer } from './answers.ts';
import { write } from './output.ts';
import { checkedBy, jsonHelp, jsonOption, type Subcommand } from './subcommand.ts';
import { jsonText, printable } from './text.ts';

/** The options that say something of the ping, and its fields. */
const said = { kind: 'kind', rid: 'rid', 'exit-status': 'exit_status', message: 'message' } as const;

export const ping: Subcommand = {
  usage: '<id> [--kind KIND] [--exit-status N] [--rid UUID] [--message TEXT] [--json]',
  summary: 'pings a monitor by a signed call, without its key',
  takesId: true,
  options: {
    ...jsonOption,
    ...Object.fromEntries(Object.keys(said).map((name) => [name, { type: 'string' as const }])),
  },
  help: `  --kind KIND      success (the default), fail, start or log
  --exit-status N  the job's, 0 to 255; without --kind, any but 0 is a fail
  --rid UUID       names the run that starts or ends
  --message TEXT   a line for people
${jsonHelp}`,
  read: (given) => {
    const fields = Object.entries(said).map(([option, field]) => {
      const text = given.text(option);
      const isNumber = field === 'exit_status' && /^\d{1,3}$/.test(text ?? '');
      return [field, isNumber ? Number(text) : text];
    });
    const body = Object.fromEntries(fields.filter(([, value]) => value !== undefined));
    checkedBy(() => readWith(pingSchema, body), { exit_status: 'exit-status' });
    return async ({ world, connect }) => {
      const api = await connect();
      const request = { method: 'POST', path: `/monitors/${given.id}/ping`, body } as const;
      const answer = readAnswer(receiptAnswer, await api.json(request));
      const line = `${printable(answer.monitor)} is pinged, at ${answer.pinged_at}\n`;
      await write(world.stdout, given.flag('json') ? `${jsonText(answer)}\n` : line);
      return 0;
    };
  },
};
