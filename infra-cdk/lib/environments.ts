/**
 * Where the order system can run: the emulator, `dev` and `prod`.
 *
 * AWS and the local emulator get the same stacks: a difference between them is a property here and
 * never a second template.
 */
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Duration, RemovalPolicy, TimeZone } from 'aws-cdk-lib/core';
import { MINISTACK_LIMITS } from './emulator-limits.ts';
import type { EnvironmentName, EnvironmentProps } from './environment.ts';
import { EXAMPLE_SELLER } from './seller.ts';

/** What the machine and the shell that run the synthesis know. */
export interface Host {
  /** Account of the credentials in use. */
  readonly account?: string | undefined;
  /** Region of the credentials in use. */
  readonly region?: string | undefined;
  /** As Node.js spells it: `x64` or `arm64`. */
  readonly processorArchitecture: string;
  /** @default 'http://127.0.0.1:4566' */
  readonly localEndpoint?: string | undefined;
  /** @default 'http://127.0.0.1:4599' */
  readonly tokenIssuer?: string | undefined;
  /** @default 'http://127.0.0.1:5173' */
  readonly consoleUrl?: string | undefined;
  /**
   * Where people read the runbook of what is deployed on AWS.
   *
   * @default - its place in the repository
   */
  readonly runbookUrl?: string | undefined;
}

/** Finds an environment by its name, which comes from a person and may be anything. */
export function environmentNamed(name: unknown, host: Host): EnvironmentProps {
  const [, environment] = Object.entries(ENVIRONMENTS).find(([known]) => known === name) ?? [];
  if (environment === undefined) {
    const found =
      name === undefined ? 'no environment was chosen' : `unknown environment \`${String(name)}\``;
    throw new Error(
      `${found}: pass \`-c environment=<name>\` or set ENVIRONMENT=<name>, ` +
        `where <name> is one of ${Object.keys(ENVIRONMENTS).join(', ')}`,
    );
  }
  return environment(host);
}

const LOCAL_CONSOLE = 'http://127.0.0.1:5173';

const ENVIRONMENTS = {
  local: (host) => ({
    name: 'local',
    account: '000000000000',
    region: 'us-east-1',
    architecture: localArchitecture(host.processorArchitecture),
    buildCommand: 'cargo local',
    requireBootstrap: false,
    removalPolicy: RemovalPolicy.DESTROY,
    pointInTimeRecovery: false,
    tokens: {
      issuer: host.tokenIssuer ?? 'http://127.0.0.1:4599',
      audiences: ['order-api'],
    },
    consoleUrl: host.consoleUrl ?? LOCAL_CONSOLE,
    // Beside the one that is served, the one that reloads when its sources change.
    allowedOrigins: [host.consoleUrl ?? LOCAL_CONSOLE, 'http://localhost:5173'],
    logLevel: 'info',
    pdfWorkerTimeout: Duration.seconds(5),
    emulatorLimits: MINISTACK_LIMITS,
    apiBaseUrl: (apiId, stageName) =>
      `${host.localEndpoint ?? 'http://127.0.0.1:4566'}/restapis/${apiId}/${stageName}/_user_request_`,
    seller: EXAMPLE_SELLER,
    subscribers: [{ email: 'customer@example.com' }, { sms: '+15555550100' }],
  }),
  dev: (host) => ({
    ...onAws(host),
    name: 'dev',
    removalPolicy: RemovalPolicy.DESTROY,
    pointInTimeRecovery: false,
    logLevel: 'info',
    rollout: 'at once',
    firewall: 'none',
    bucketRequests: 'not counted',
    dashboard: 'none',
    machines: [],
    monthlyBudget: 10,
    seller: EXAMPLE_SELLER,
  }),
  prod: (host) => ({
    ...onAws(host),
    name: 'prod',
    removalPolicy: RemovalPolicy.RETAIN,
    pointInTimeRecovery: true,
    invoiceRetention: Duration.days(7 * 365 + 2),
    logLevel: 'info',
    machines: ['orders'],
    monthlyBudget: 100,
    warmOrderApi: {
      always: 2,
      peak: 10,
      peakStarts: 7,
      peakEnds: 20,
      peakDays: 'MON-FRI',
      timeZone: TimeZone.EUROPE_BERLIN,
    },
    peakOrdersPerSecond: 30,
    seller: EXAMPLE_SELLER,
  }),
} satisfies Record<EnvironmentName, (host: Host) => EnvironmentProps>;

/** What all environments on AWS agree on. */
function onAws(host: Host) {
  return {
    account: host.account,
    region: host.region,
    architecture: Architecture.ARM_64,
    buildCommand: 'cargo functions',
    runbookUrl: host.runbookUrl,
  } satisfies Partial<EnvironmentProps>;
}

/** The emulator runs the binaries on the host itself. */
function localArchitecture(processorArchitecture: string): Architecture {
  switch (processorArchitecture) {
    case 'x64':
      return Architecture.X86_64;
    case 'arm64':
      return Architecture.ARM_64;
    default:
      throw new Error(
        `cannot run functions on a \`${processorArchitecture}\` processor: expected x64 or arm64`,
      );
  }
}
