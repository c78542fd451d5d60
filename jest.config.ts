/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

// The AWS SDK prints a notice on Node 20, which is supported here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// The CDK validates each template, which takes longer than to make it. Ours are validated in test/support/stack.ts.
process.env.CDK_VALIDATION = 'false';

// The workers take their options of V8 from here. They share the cores among themselves, so none should collect its
// garbage, or optimise what is WebAssembly, on several more.
process.execArgv.push('--single-threaded-gc', '--max-semi-space-size=64', '--liftoff-only');

// All tests together are run by rooms, which takes half as long: each file would load and warm up everything for itself.
const isWhole = process.argv.slice(2).every((argument) => argument.startsWith('-'));

const config: Config = {
  // A busy machine must not fail a test that starts a process or synthesises the stack.
  testTimeout: 30_000,
  // By itself Jest leaves one core idle, and of two that is half.
  maxWorkers: '100%',
  // What a worker has loaded for one file is never quite let go of, and slows down the next.
  workerIdleMemoryLimit: '1GB',
  // Whatever is logged in a test must hold no key.
  testEnvironment: '<rootDir>/test/logs/environment.ts',
  testMatch: isWhole
    ? ['<rootDir>/test/rooms/*.ts', '<rootDir>/test/*.test.ts']
    : ['<rootDir>/test/**/*.test.ts'],
  testSequencer: '<rootDir>/test/rooms/longest-first.mjs',
  // What a file of tests finds on its world takes a hundred times as long as what it is given. Nobody replaces these.
  sandboxInjectedGlobals: [
    ...(['Array', 'Error', 'JSON', 'Map', 'Math', 'Number', 'Object'] as const),
    ...(['Promise', 'Reflect', 'Set', 'String', 'Symbol', 'WeakMap'] as const),
  ],
  transform: { '\\.(ts|m?js)$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
  // These ship ES modules only: transform them, and name middy's entry, which Jest's resolver does not find.
  transformIgnorePatterns: ['/node_modules/(?!@middy/|@seriousme/)'],
  moduleNameMapper: {
    '^@middy/([a-z-]+)$': '<rootDir>/node_modules/@middy/$1/index.js',
    // So do these, but each has a single file for browsers too, which loads faster than hundreds of small ones.
    '^(d3-[a-z-]+|internmap)$': '<rootDir>/node_modules/$1/dist/$1.js',
  },
};

export default config;
