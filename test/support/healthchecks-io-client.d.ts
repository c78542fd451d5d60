declare module 'healthchecks-io-client' {
  export class HealthChecksPingClient {
    constructor(options: { uuid: string; baseUrl?: string; timeout?: number; returnResponse?: boolean });
    start(): Promise<string | undefined>;
    success(payload?: string): Promise<string | undefined>;
    fail(payload?: string): Promise<string | undefined>;
  }
}
