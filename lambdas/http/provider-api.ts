import * as z from 'zod';
import { Contended, IdTaken, InvalidInput, Unavailable } from '../domain/errors.ts';
import { formatKey, isId, parseId } from '../domain/key.ts';
import { limits } from '../domain/limits.ts';
import type { DeleteMonitorDeps } from '../usecases/manage-monitors.ts';
import type { Asker } from '../usecases/ports.ts';
import { provideMonitor, withdrawMonitor } from '../usecases/provide-monitor.ts';
import { settingsSchema } from './monitor-schema.ts';
import { readWith, refusing } from './schema.ts';

export interface ProviderDeps extends DeleteMonitorDeps {
  /** The names of the installation's channels. */
  channels: readonly string[];
  /** Where jobs ping: `https://…`. */
  apiUrl: string;
  asker: Asker;
}

/** What CloudFormation sends: see "Custom resource request objects" in its user guide. */
const requestSchema = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().min(1).optional(),
  ResourceProperties: z.unknown().optional(),
  OldResourceProperties: z.unknown().optional(),
});
type Request = z.output<typeof requestSchema>;

const settingsAllowed = 'allowed is the JSON text of what PUT /api/v1/monitors/{id} takes';

/** What a monitor is given. CloudFormation makes a text of every number and flag, hence the settings are one text. */
const propertiesSchema = z.object({
  Id: z.string('allowed is the id of a monitor').transform(refusing(parseId)),
  Settings: z.string(settingsAllowed).transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.issues.push({ code: 'custom', message: settingsAllowed, input: text });
      return z.NEVER;
    }
  }),
});

/** What an `id` may be found by where the rest is not as it should be. */
const idSchema = z.object({ Id: z.string().refine(isId) });

/**
 * Does what CloudFormation asks for a monitor of some stack, and always answers, unless the request does not say whom. Told
 * the same twice, it does it once. It waits no longer than until `outOfTime` is settled. Throws Unavailable if the answer
 * cannot be sent: then the request comes again.
 */
export async function provide(deps: ProviderDeps, event: unknown, outOfTime: Promise<void>): Promise<void> {
  const { success, data: request, error } = requestSchema.safeParse(event);
  if (!success) {
    const fields = error.issues.map(({ path }) => path.join('.')).join(', ');
    return deps.telemetry.notice('AskerUnknown', { fields });
  }
  const { StackId, RequestId, LogicalResourceId } = request;
  await deps.asker.answer(request.ResponseURL, {
    ...{ StackId, RequestId, LogicalResourceId },
    ...(await outcomeOf(deps, request, outOfTime)),
  });
}

interface Outcome {
  Status: 'SUCCESS' | 'FAILED';
  PhysicalResourceId: string;
  Reason?: string;
  NoEcho?: true;
  Data?: { PingUrl: string };
}

async function outcomeOf(deps: ProviderDeps, request: Request, outOfTime: Promise<void>): Promise<Outcome> {
  // Another than before would have CloudFormation delete what is named by that.
  const before = request.PhysicalResourceId ?? idOf(request.ResourceProperties) ?? request.LogicalResourceId;
  try {
    return await Promise.race([carryOut(deps, request, before), failOnce(outOfTime)]);
  } catch (error) {
    const Reason = reasonOf(deps, request, error).slice(0, limits.reasonCharacters);
    return { Status: 'FAILED', PhysicalResourceId: before, Reason };
  }
}

async function carryOut(deps: ProviderDeps, request: Request, before: string): Promise<Outcome> {
  const { RequestType, ResourceProperties: properties } = request;
  const managedBy = nameOf(request);
  if (RequestType === 'Delete') {
    // What was never answered has a name that CloudFormation made up.
    const id = isId(before) ? before : idOf(properties);
    if (id !== undefined) await withdrawMonitor(deps, { id, managedBy });
    return { Status: 'SUCCESS', PhysicalResourceId: before };
  }
  const { Id: id, Settings: settings } = readWith(propertiesSchema, properties);
  const { monitor } = await provideMonitor(deps, { id, managedBy }, (monitor) => {
    // A channel that it has is allowed though the installation has lost it, or a rollback to it would fail for ever.
    const channels = new Set([...deps.channels, ...(monitor?.channels ?? [])]);
    return readWith(settingsSchema([...channels]), settings);
  });
  const abandoned = idOf(request.OldResourceProperties);
  // A rollback to the id that CloudFormation knows: it was never told of the other, and will not have it deleted.
  if (abandoned !== undefined && abandoned !== id && request.PhysicalResourceId === id) {
    await withdrawMonitor(deps, { id: abandoned, managedBy });
  }
  const PingUrl = `${deps.apiUrl}/ping/${formatKey(monitor)}`;
  return { Status: 'SUCCESS', PhysicalResourceId: id, NoEcho: true, Data: { PingUrl } };
}

async function failOnce(outOfTime: Promise<void>): Promise<never> {
  await outOfTime;
  throw new Unavailable('Downbeat', new Error('There is no time left.'));
}

/** One resource of one stack, by the end of the stack's ARN: its name and its unique id. */
function nameOf({ StackId, LogicalResourceId }: Request): string {
  return `${StackId.replace(/^.*:stack\//, '')}/${LogicalResourceId}`;
}

function idOf(properties: unknown): string | undefined {
  return idSchema.safeParse(properties).data?.Id;
}

/** What people read in the events of their stack. What is not theirs to mend is logged. */
function reasonOf(deps: ProviderDeps, request: Request, error: unknown): string {
  if (error instanceof InvalidInput) return `The monitor is refused. ${error.message}`;
  if (error instanceof IdTaken) {
    return `${error.message} That monitor is not this resource's: give another id, or delete that monitor first.`;
  }
  const { LogicalResourceId: resource, RequestType: asked } = request;
  const [stack = ''] = nameOf(request).split('/');
  deps.telemetry.notice('MonitorNotProvided', { stack, resource, asked }, error);
  if (error instanceof Contended || error instanceof Unavailable) return `${error.message} Try again.`;
  return "Downbeat failed. The log of the installation's Provider function says why.";
}
