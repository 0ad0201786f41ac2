/**
 * Everything that differs from one place where the order system runs to another, and its defaults. The
 * places themselves are in `environments.ts`.
 */
import type { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { EmulatorLimits } from './emulator-limits.ts';
import type { Seller } from './seller.ts';
import type { Subscriber } from './subscribers.ts';
import type { WarmInstances } from './warm-instances.ts';

export interface EnvironmentProps {
  /** Part of every stack name: `orders-<name>-data`. */
  readonly name: EnvironmentName;

  /** @default - decided at deployment, from the credentials in use */
  readonly account?: string | undefined;

  /**
   * Has to be known: the encryption of a table names it. The CDK command line passes on the one of the
   * credentials in use.
   */
  readonly region: string | undefined;

  /** What the functions are compiled for. */
  readonly architecture: Architecture;

  /** The command that compiles them so; named by the error when a binary is missing or wrong. */
  readonly buildCommand: string;

  /**
   * Directory that holds `<function>/bootstrap` for each function.
   *
   * @default - `target/lambda` at the top of the repository
   */
  readonly functionsDirectory?: string;

  /**
   * Whether the deployment checks that the account was prepared by `cdk bootstrap`.
   *
   * @default true
   */
  readonly requireBootstrap?: boolean;

  /** What happens to orders, invoices, parked messages and logs when their stack goes. */
  readonly removalPolicy: RemovalPolicy;

  /** Whether the tables can be restored to any second of the last 35 days. */
  readonly pointInTimeRecovery: boolean;

  /**
   * How long nobody can delete a document, as tax law asks for invoices. A bucket with such documents
   * can't be deleted either. Decide before the first deployment whether there is one: with the first, and
   * without the last, CloudFormation makes another bucket, and leaves the documents in the one before.
   *
   * @default - documents can be deleted
   */
  readonly invoiceRetention?: Duration;

  /**
   * An OpenID Connect issuer of your own, whose bearer tokens the API accepts.
   *
   * @default - a Cognito user pool that the system brings along
   */
  readonly tokens?: TokenIssuer;

  /**
   * Which programs may get tokens from the user pool. Amazon charges six dollars a month for each, and
   * for each token. Without `orders`, nobody has `orders:admin`; without `operators`, dead letters are for
   * the program `dlq`, which asks AWS itself.
   *
   * @default ['orders', 'operators']
   */
  readonly machines?: readonly Machine[];

  /**
   * Origins of the console: browsers may call the API from there, and people sign in there. Cognito
   * takes plain HTTP only from `localhost`.
   *
   * @default []
   */
  readonly allowedOrigins?: readonly string[];

  /**
   * Where the console is served, without a trailing slash. Notifications lead there.
   *
   * @default - where CloudFront serves it
   */
  readonly consoleUrl?: string;

  /**
   * The name of the console's address at CloudFront. The certificate has to be in us-east-1, where CloudFront looks.
   *
   * @default - an address of CloudFront
   */
  readonly consoleDomain?: { readonly domainName: string; readonly certificateArn: string };

  /**
   * How many orders are placed a second in the busiest minute, up to 2,000. What is set aside of each
   * function and what the stage lets through follow from it (`capacity.ts`).
   *
   * @default - nothing is set aside, since a new account has 10 functions at once and can set none
   * aside; the stage lets 500 requests a second through
   */
  readonly peakOrdersPerSecond?: number;

  /**
   * How many series of invoice numbers there are, from 1 to 64. Documents of one series are numbered one
   * after the other, some 40 a second at most: with more, confirmations are refused as unavailable. Each
   * series is gapless by itself, and is seen on the invoices, so it does not follow from the peak; too
   * few for it are refused. More can be added at any time.
   *
   * @default 1
   */
  readonly invoiceSeries?: number;

  /**
   * How long it is known who replayed or discarded which dead letter, and what was in it: personal
   * data, so not for ever.
   *
   * @default Duration.days(400)
   */
  readonly replayRetention?: Duration;

  /** The least severe level that the functions log. */
  readonly logLevel: LogLevel;

  /** @default Duration.seconds(10) */
  readonly orderApiTimeout?: Duration;

  /** @default Duration.seconds(30) */
  readonly streamConsumerTimeout?: Duration;

  /**
   * The time for one batch of ten documents. The queue hides a message six times as long, so this
   * also decides when a failed one is tried again.
   *
   * @default Duration.seconds(30)
   */
  readonly pdfWorkerTimeout?: Duration;

  /**
   * Asks callers of the API for an API key besides their token, and limits what they may send with it.
   * Not for a console in browsers, which can keep no key.
   *
   * @default - no key; all callers share the limits of the stage
   */
  readonly apiKeys?: ApiKeyLimits;

  /**
   * How a new version of a function is taken into use: by a tenth of the calls first, with a way back
   * that is taken by itself, or by all of them.
   *
   * @default 'gradual'
   */
  readonly rollout?: 'gradual' | 'at once';

  /**
   * What stands between the internet and the API besides its own limits. The managed one costs nine
   * dollars a month before anybody calls.
   *
   * @default 'managed rules'
   */
  readonly firewall?: 'managed rules' | 'none';

  /**
   * How many requests the firewall lets one address send in five minutes. A shop whose server places
   * the orders of all its customers needs more.
   *
   * @default 2000
   */
  readonly requestsPerAddress?: number;

  /**
   * Whether the stage keeps answers to `GET /orders/{orderId}` for five minutes. Off everywhere: an
   * answer is kept for one token only, so it saves what the `ETag` saves for nothing, for $14.60 a
   * month; meanwhile an order is shown as it was up to five minutes ago, and to a token that has
   * expired since.
   *
   * @default 'none'
   */
  readonly orderCache?: 'none' | 'five minutes';

  /**
   * Whether S3 counts the requests that it refuses, and somebody hears of them: 16 metrics for each
   * bucket.
   *
   * @default 'counted'
   */
  readonly bucketRequests?: 'counted' | 'not counted';

  /**
   * Whether there are pages with graphs, of at most fifty lines each. An account has three for nothing, and
   * this makes two.
   *
   * @default 'shown'
   */
  readonly dashboard?: 'shown' | 'none';

  /**
   * Instances of order-api that are always initialised.
   *
   * @default - none: the first request after a pause waits for an instance to start
   */
  readonly warmOrderApi?: WarmInstances;

  /**
   * What is left out because the emulator refuses it, each with the reason.
   *
   * @default - everything is deployed
   */
  readonly emulatorLimits?: EmulatorLimits;

  /**
   * A private network for the functions.
   *
   * @default - they run outside of any network of yours, and reach AWS by its public addresses
   */
  readonly network?: NetworkOptions;

  /**
   * A second region that gets a copy of every order and document, as it is written: to restore from, since
   * nothing here moves the system there.
   *
   * @default - everything is in one region
   */
  readonly replicaRegion?: string;

  /**
   * Where clients reach a stage of the API, without a trailing slash.
   *
   * @default - the `execute-api` address that AWS gives to each API
   */
  readonly apiBaseUrl?: (apiId: string, stageName: string) => string;

  /**
   * E-mail addresses of the people who are told when an alarm goes off.
   *
   * @default []
   */
  readonly operators?: readonly string[];

  /**
   * What a month may cost, in US dollars: the operators hear of it before it costs more.
   *
   * @default - nobody watches the cost
   */
  readonly monthlyBudget?: number;

  /**
   * Where the runbook is; each alarm links to its section of it. On AWS it is what RUNBOOK_URL says when the
   * templates are made, so that the link in an e-mail leads somewhere.
   *
   * @default 'infra-cdk/RUNBOOK.md' - its place in the repository
   */
  readonly runbookUrl?: string | undefined;

  /** Printed on every document. */
  readonly seller: Seller;

  /**
   * A folder with how documents look: a `template.typ` in the place of the one that is compiled in, fonts for
   * what the embedded ones lack (`otf`, `otc`, `ttf` and `ttc`), such as Chinese, Japanese, Korean or emoji, or
   * both; from `infra-cdk` if the path is relative. It becomes a layer of pdf-worker, and another version of
   * that with each change. Lambda takes 250 MB with the function itself, and each instance reads all of it when
   * it starts.
   *
   * @default - the template and the fonts of pdf-worker; a character that they lack prints as `?`
   */
  readonly designDirectory?: string;

  /**
   * Who is notified of what happens to orders.
   *
   * @default []
   */
  readonly subscribers?: readonly Subscriber[];
}

export type EnvironmentName = 'local' | 'dev' | 'prod';
export type FunctionName = 'order-api' | 'stream-consumer' | 'pdf-worker' | 'dlq-replay';
export type Machine = 'orders' | 'operators';
export type LogLevel = 'error' | 'warn' | 'info';

/** Who vouches for the callers of the API. */
export interface TokenIssuer {
  /** URL without a trailing slash, as in the `iss` claim of the tokens. */
  readonly issuer: string;
  /** Whom the tokens are meant for; one of them has to be named by each token. */
  readonly audiences: readonly string[];
}

/** The address space and the place of a network. */
export interface NetworkOptions {
  /**
   * In CIDR notation.
   *
   * @default '10.0.0.0/16'
   */
  readonly cidr?: string;

  /**
   * Two availability zones. They are named and not looked up, so that synthesis needs no account.
   *
   * @default - the first two of the region, `<region>a` and `<region>b`
   */
  readonly availabilityZones?: readonly [string, string];
}

/** What each API key allows. */
export interface ApiKeyLimits {
  readonly requestsPerSecond: number;
  /** At once, above the rate. */
  readonly burst: number;
  readonly requestsPerDay: number;
}
