/**
 * The errors of the product: few, flat and free of HTTP. `lambdas/http/problem.ts` maps them to answers.
 * Whatever else is thrown is a defect.
 */

/** What is wrong with one field, and what is allowed. */
export interface Fault {
  field: string;
  message: string;
}

/** The caller sent something that can never work. Names every failing field at once. */
export class InvalidInput extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => `${fault.field}: ${fault.message}`).join('; '));
    this.name = 'InvalidInput';
    this.faults = faults;
  }
}

/** No such monitor, or the key is wrong: the two are never told apart. */
export class UnknownMonitor extends Error {
  constructor() {
    super('There is no such monitor.');
    this.name = 'UnknownMonitor';
  }
}

/** A monitor with this id exists already. */
export class IdTaken extends Error {
  constructor(id: string) {
    super(`The id "${id}" is taken.`);
    this.name = 'IdTaken';
  }
}

/** Another monitor has this alias. */
export class AliasTaken extends Error {
  constructor() {
    super('The key is taken.');
    this.name = 'AliasTaken';
  }
}

/** The monitor has no such alias. */
export class UnknownAlias extends Error {
  constructor() {
    super('There is no such alias.');
    this.name = 'UnknownAlias';
  }
}

/** The monitor's settings are no longer those that the caller has seen. */
export class SettingsChanged extends Error {
  constructor() {
    super('The settings have changed.');
    this.name = 'SettingsChanged';
  }
}

/** The caller wanted a monitor that there is only if it were not there, or not as it is. */
export class MonitorExists extends Error {
  constructor() {
    super('There is such a monitor already.');
    this.name = 'MonitorExists';
  }
}

/** The monitor has no ping of this number, or nothing was sent with it. */
export class UnknownBody extends Error {
  constructor() {
    super('There is no such ping, or it has no body.');
    this.name = 'UnknownBody';
  }
}

/** There is no status page of this slug. */
export class UnknownStatusPage extends Error {
  constructor() {
    super('There is no such status page.');
    this.name = 'UnknownStatusPage';
  }
}

/** No tag has a badge of this key. */
export class UnknownBadge extends Error {
  constructor() {
    super('There is no such badge.');
    this.name = 'UnknownBadge';
  }
}

/** Other writers won every race within the budget. Nothing was stored; trying again is safe. */
export class Contended extends Error {
  constructor() {
    super('The monitor is busy.');
    this.name = 'Contended';
  }
}

/** A topic does not exist, or does not take messages from us. Trying again is no use until somebody mends it. */
export class TopicRefused extends Error {
  constructor(topic: string, cause: unknown) {
    super(`${topic} refused a message.`, { cause });
    this.name = 'TopicRefused';
  }
}

/** A service did not answer, or is throttling us. Nothing is known to be stored; trying again is safe. */
export class Unavailable extends Error {
  constructor(service: string, cause: unknown) {
    super(`${service} is unavailable.`, { cause });
    this.name = 'Unavailable';
  }
}
