import type { Monitor } from '../domain/monitor.ts';

/** Where alerts come from. */
export interface Installation {
  /** The name of the stack. */
  name: string;
  /** Where the API is, without a slash at its end. */
  apiUrl: string;
  region: string;
  accountId: string;
  /** Of AWS: `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
  /** Whether calls of the API are signed. On a laptop they are not. */
  signed: boolean;
}

/** The commands of the CLI that show a monitor and pause it, each in one line. */
export function cliLines({ id }: Monitor, { apiUrl }: Installation) {
  return {
    show: `downbeat monitors show ${id} --url ${apiUrl}`,
    pause: `downbeat monitors pause ${id} --for 1h --url ${apiUrl}`,
  };
}

/** The same with curl, each in several lines. Its pause ends with the next success or failure. */
export function curlLines({ id }: Monitor, { apiUrl, region, signed }: Installation) {
  const signing = [
    `curl --aws-sigv4 "aws:amz:${region}:execute-api" \\`,
    '  --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \\',
    '  -H "x-amz-security-token: $AWS_SESSION_TOKEN" \\',
  ];
  const call = (path: string) => {
    const url = `${apiUrl}/api/v1/monitors/${id}${path}`;
    return signed ? [...signing, `  ${url}`] : [`curl ${url}`];
  };
  return { show: call(''), pause: call("/pause -d '{}'") };
}
