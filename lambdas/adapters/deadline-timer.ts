import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { limits } from '../domain/limits.ts';
import { type Instant, isoInstant, secondMs } from '../domain/time.ts';
import type { System, Telemetry, Timer, WakeUp } from '../usecases/ports.ts';
import { answered, failedWith } from './aws-client.ts';

export interface DeadlineTimerConfig {
  queueUrl: string;
  queueArn: string;
  /** Where Scheduler puts a wake-up that it could not send. */
  failureQueueArn: string;
  scheduleGroup: string;
  scheduleRoleArn: string;
}

/** The longest pause between two upserts. */
const upsertPauseMs = 100;

/**
 * One timer per monitor. Scheduler fires up to a minute late, so a schedule stands a minute before the instant
 * and the queue's delay does the rest; an instant that is close skips Scheduler.
 */
export class DeadlineTimer implements Timer {
  readonly #scheduler: SchedulerClient;
  readonly #queue: SQSClient;
  readonly #config: DeadlineTimerConfig;
  readonly #system: Pick<System, 'sleep' | 'random'>;
  readonly #telemetry: Telemetry;

  constructor(
    clients: { scheduler: SchedulerClient; queue: SQSClient },
    config: DeadlineTimerConfig,
    system: Pick<System, 'sleep' | 'random'>,
    telemetry: Telemetry,
  ) {
    this.#scheduler = clients.scheduler;
    this.#queue = clients.queue;
    this.#config = config;
    this.#system = system;
    this.#telemetry = telemetry;
  }

  async arm(wakeUp: WakeUp, at: Instant, now: Instant): Promise<void> {
    if (at - now < limits.schedulerMinimumMs) return this.delay(wakeUp, at, now);
    try {
      await this.#upsert(this.#schedule(wakeUp.monitorId, at));
    } catch (error) {
      // An instant that has passed meanwhile, or a role that does not work yet just after a deploy. The queue
      // wakes the monitor at the latest after its longest delay, and whoever looks then sets the timer again.
      if (!failedWith(error, 'ValidationException')) throw error;
      this.#telemetry.notice('SchedulerRefused', { monitorId: wakeUp.monitorId }, error);
      await this.delay(wakeUp, at, now);
    }
  }

  async delay(wakeUp: WakeUp, at: Instant, now: Instant): Promise<void> {
    const delayMs = Math.min(Math.max(at - now, 0), limits.queueDelayMaxMs);
    const command = new SendMessageCommand({
      QueueUrl: this.#config.queueUrl,
      MessageBody: JSON.stringify(wakeUp),
      DelaySeconds: Math.ceil(delayMs / secondMs),
    });
    await answered('SQS', this.#queue.send(command));
  }

  async cancel(monitorId: string): Promise<void> {
    try {
      const schedule = { Name: monitorId, GroupName: this.#config.scheduleGroup };
      await answered('Scheduler', this.#scheduler.send(new DeleteScheduleCommand(schedule)));
    } catch (error) {
      if (!failedWith(error, 'ResourceNotFoundException')) throw error;
    }
  }

  /** UpdateSchedule replaces the whole definition, so update and create take the same one. */
  #schedule(monitorId: string, at: Instant): CreateScheduleCommandInput {
    const wholeSecond = isoInstant(at - limits.schedulerLeadMs).slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
    return {
      Name: monitorId,
      GroupName: this.#config.scheduleGroup,
      ScheduleExpression: `at(${wholeSecond})`,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      // The schedule stays for the next deadline. Deleted by the service, it could vanish after a re-arm.
      ActionAfterCompletion: 'NONE',
      Target: {
        Arn: this.#config.queueArn,
        RoleArn: this.#config.scheduleRoleArn,
        Input: JSON.stringify({ monitorId } satisfies WakeUp),
        DeadLetterConfig: { Arn: this.#config.failureQueueArn },
      },
    };
  }

  async #upsert(schedule: CreateScheduleCommandInput): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#updateOrCreate(schedule);
      } catch (error) {
        if (attempt === limits.upsertAttempts || !failedWith(error, 'ConflictException')) throw error;
        await this.#system.sleep(this.#system.random() * upsertPauseMs);
      }
    }
  }

  async #updateOrCreate(schedule: CreateScheduleCommandInput): Promise<void> {
    try {
      await answered('Scheduler', this.#scheduler.send(new UpdateScheduleCommand(schedule)));
    } catch (error) {
      if (!failedWith(error, 'ResourceNotFoundException')) throw error;
      await answered('Scheduler', this.#scheduler.send(new CreateScheduleCommand(schedule)));
    }
  }
}

/** Reads a message of the deadline queue. Throws if it is none: it then ends in the dead-letter queue. */
export function readWakeUp(body: string): WakeUp {
  const { monitorId, armedFor } = JSON.parse(body) as Partial<Record<keyof WakeUp, unknown>>;
  if (typeof monitorId !== 'string' || monitorId === '') throw new TypeError('A wake-up names its monitor.');
  if (armedFor === undefined) return { monitorId };
  if (typeof armedFor !== 'number') throw new TypeError('armedFor is an instant in milliseconds.');
  return { monitorId, armedFor };
}
