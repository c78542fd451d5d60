/** The middleware stack of any of the SDK's clients, as far as it is used here. */
interface Countable {
  middlewareStack: {
    add(
      middleware: (
        next: (args: { input: object }) => Promise<Answered>,
        context: { commandName?: string },
      ) => (args: { input: object }) => Promise<Answered>,
      options: { step: 'initialize' },
    ): void;
  };
}

interface Answered {
  output: { ConsumedCapacity?: { CapacityUnits?: number } };
}

/** Counts the calls that a client is asked for from now on, by the name of their command, such as `GetItemCommand`. */
export function countCalls(client: unknown, calls: Map<string, number>): void {
  (client as Countable).middlewareStack.add(
    (next, { commandName = '?' }) =>
      (args) => {
        calls.set(commandName, (calls.get(commandName) ?? 0) + 1);
        return next(args);
      },
    { step: 'initialize' },
  );
}

/** Tells the capacity units that each call of a DynamoDB client uses from now on. */
export function tellCapacity(client: unknown, tell: (units: number) => void): void {
  (client as Countable).middlewareStack.add(
    (next) => async (args) => {
      const answered = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      tell(answered.output.ConsumedCapacity?.CapacityUnits ?? 0);
      return answered;
    },
    { step: 'initialize' },
  );
}
