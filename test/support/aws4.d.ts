declare module 'aws4' {
  interface Signable {
    host: string;
    path: string;
    method: string;
    service: string;
    region: string;
    headers: Record<string, string>;
    body?: string;
    extraHeadersToIgnore?: Record<string, boolean>;
  }
  interface Credentials {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
  }
  export function sign(request: Signable, credentials: Credentials): { headers: Record<string, string> };
}
