/**
 * Accounts for the callers of the API, where the environment has no issuer of its own: a Cognito
 * user pool, with one client for the console of customers, one for machines, and one for operators.
 *
 * Cognito grants scopes to a client and not to a person: whoever signs in through a client gets any
 * of its scopes. So the client that people sign in through never has `orders:admin` or `ops:replay`,
 * or each customer had them too. Administrators act through the machine client. Giving these scopes
 * to people would take a trigger that maps their groups to scopes before a token is generated; who wants
 * that brings an issuer (`tokens`).
 *
 * Cognito puts the resource server before each scope, `order-api/orders:read`, and the id of the
 * client in the place of an audience.
 */
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClientOptions,
} from 'aws-cdk-lib/aws-cognito';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EnvironmentProps, Machine, TokenIssuer } from './environment.ts';

export interface AccessProps {
  readonly environment: EnvironmentProps;

  /**
   * Where people sign in and out: the addresses that Cognito sends them back to.
   *
   * @default - nobody can sign in to a console
   */
  readonly consoleOrigins?: readonly string[];
}

export class Access extends Construct {
  readonly userPool: UserPool;

  /** What the API has to know to accept the tokens of these accounts. */
  readonly tokens: TokenIssuer;

  /** By who uses it. */
  readonly clientIds: Readonly<Record<'console' | Machine, string>>;

  /** Where programs get their tokens. */
  readonly tokenUrl: string;

  constructor(scope: Construct, id: string, props: AccessProps) {
    super(scope, id);
    const { environment, consoleOrigins = [] } = props;
    const { machines: allowed = ['orders', 'operators'] } = environment;
    const { account, region, urlSuffix } = Stack.of(this);

    this.userPool = new UserPool(this, 'UserPool', {
      userPoolName: `orders-${environment.name}`,
      // The cheaper plan has no trigger that could decide on the scopes of an access token.
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      // An address that was mistyped does not lock its owner out.
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: Mfa.OPTIONAL,
      // Text messages can be intercepted and cost money.
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: environment.removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy: environment.removalPolicy,
    });
    // The page where people sign in.
    const domain = this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `orders-${environment.name}-${account}` },
    });

    const resourceServer = this.userPool.addResourceServer('OrderApi', {
      identifier: 'order-api',
      scopes: [READ, WRITE, ADMIN, REPLAY],
    });
    const granted = (...scopes: readonly ResourceServerScope[]) =>
      scopes.map((scope) => OAuthScope.resourceServer(resourceServer, scope));

    // A browser keeps no secret; the code is bound to it by PKCE instead. Without an origin the client
    // signs nobody in, but it is there: its id is exported, and an export in use cannot come and go.
    const customers = this.userPool.addClient('Customers', {
      ...CLIENT,
      ...(consoleOrigins.length === 0
        ? { disableOAuth: true }
        : {
            oAuth: {
              flows: { authorizationCodeGrant: true },
              scopes: [OAuthScope.OPENID, ...granted(READ, WRITE)],
              callbackUrls: [...consoleOrigins],
              logoutUrls: [...consoleOrigins],
            },
          }),
      // The Cognito default of 30 days is long for something that a browser stores.
      refreshTokenValidity: Duration.hours(12),
    });

    // One that may not get tokens costs nothing, and is there for the same reason.
    const machine = (name: Machine, ...scopes: readonly ResourceServerScope[]) => ({
      ...CLIENT,
      generateSecret: true,
      ...(allowed.includes(name)
        ? { oAuth: { flows: { clientCredentials: true }, scopes: granted(...scopes) } }
        : { disableOAuth: true }),
    });
    const machines = this.userPool.addClient('Machines', machine('orders', READ, WRITE, ADMIN));
    // Apart from the other machines: a shop that places orders has no business with dead letters.
    const operators = this.userPool.addClient('Operators', machine('operators', REPLAY));

    // Without them the accounts are of no use, and new clients would have new ids and secrets.
    for (const part of [resourceServer, customers, machines, operators]) {
      part.applyRemovalPolicy(environment.removalPolicy);
    }

    this.tokens = {
      issuer: `https://cognito-idp.${region}.${urlSuffix}/${this.userPool.userPoolId}`,
      audiences: [customers, machines, operators].map(({ userPoolClientId }) => userPoolClientId),
    };
    this.clientIds = {
      console: customers.userPoolClientId,
      orders: machines.userPoolClientId,
      operators: operators.userPoolClientId,
    };
    this.tokenUrl = `${domain.baseUrl()}/oauth2/token`;
  }
}

const READ = new ResourceServerScope({
  scopeName: 'orders:read',
  scopeDescription: 'See orders and their documents',
});
const WRITE = new ResourceServerScope({
  scopeName: 'orders:write',
  scopeDescription: 'Create and change orders',
});
const ADMIN = new ResourceServerScope({
  scopeName: 'orders:admin',
  scopeDescription: 'See and change the orders of everybody',
});
const REPLAY = new ResourceServerScope({
  scopeName: 'ops:replay',
  scopeDescription: 'Send parked messages again',
});

/** What all clients agree on. */
const CLIENT = {
  // All sign-in goes through the domain. Cognito would add flows of its own where none is named, so
  // one is named to be off; what remains is refreshing.
  authFlows: { userSrp: false },
  preventUserExistenceErrors: true,
  enableTokenRevocation: true,
} satisfies UserPoolClientOptions;
