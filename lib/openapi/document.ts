import { version } from '../cli/version.ts';
import { answers } from './answers.ts';
import { answerExamples, bodyExamples } from './examples.ts';
import { historyAnswers } from './history-answers.ts';
import { historyPaths } from './history-paths.ts';
import { answerSchemas } from './json-schema.ts';
import { keyPaths } from './key-paths.ts';
import { monitorPaths } from './monitor-paths.ts';
import { tags } from './operation.ts';
import { problemSchemas, refusals } from './problems.ts';
import { publicAnswers } from './public-answers.ts';
import { publicPaths } from './public-paths.ts';
import { requestSchemas } from './requests.ts';

const responses = Object.fromEntries(
  Object.entries(refusals).map(([name, { response }]) => [name, response]),
);

/** The description of the management API, after OpenAPI 3.1. */
export const document = {
  openapi: '3.1.0',
  info: {
    title: 'Downbeat management API',
    version,
    summary: 'Manages the monitors of an installation, and reads what has happened to them.',
    description:
      'Instants in answers are ISO 8601, UTC. Answers may get new fields; in requests, unknown fields are refused. Errors are problem details (RFC 9457). How jobs ping is another matter, and takes no more than a URL.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [
    {
      url: 'https://{host}',
      description: 'An installation.',
      variables: {
        host: {
          default: 'abcde12345.execute-api.eu-west-1.amazonaws.com',
          description: 'The host of the output `ApiUrl` of its stack.',
        },
      },
    },
    {
      url: 'http://127.0.0.1:{port}',
      description: 'The local host, `npm start`, which asks for no signature.',
      variables: { port: { default: '8080' } },
    },
  ],
  security: [{ sigv4: [] }],
  tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  paths: { ...monitorPaths, ...keyPaths, ...historyPaths, ...publicPaths },
  components: {
    schemas: {
      ...requestSchemas,
      ...answerSchemas({ ...answers, ...historyAnswers, ...publicAnswers, ...problemSchemas }),
    },
    responses,
    examples: Object.fromEntries(
      Object.entries({ ...bodyExamples, ...answerExamples }).map(([name, value]) => [name, { value }]),
    ),
    securitySchemes: {
      sigv4: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        description:
          'AWS Signature Version 4 for the service `execute-api`. The caller needs `execute-api:Invoke` on the API.',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
    },
  },
};

/** The document as it is kept. */
export function documentText(): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
