/** Who gets which scopes from the user pool, and when there is none. */
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import type { EnvironmentName, EnvironmentProps } from '../lib/environment.ts';
import { synthesize } from './synthesized.ts';

const CONSOLE = 'https://console.example.com';
const { data, api, service } = synthesize('prod', {
  allowedOrigins: [CONSOLE],
  machines: ['orders', 'operators'],
});

describe('a user pool', () => {
  const cases: [EnvironmentName, Partial<EnvironmentProps>, number][] = [
    ['dev', {}, 1],
    ['prod', {}, 1],
    ['local', {}, 0],
    ['prod', { tokens: { issuer: 'https://login.example.com', audiences: ['orders'] } }, 0],
  ];

  test.each(cases)('in %s with %o: %i', (name, changes, count) => {
    const system = synthesize(name, changes);
    system.data.resourceCountIs('AWS::Cognito::UserPool', count);
    system.data.resourceCountIs('AWS::Cognito::UserPoolClient', 3 * count);
    system.data.resourceCountIs('AWS::Cognito::UserPoolDomain', count);
    expect(JSON.stringify(system.data.toJSON()).includes('AWS::Cognito::')).toBe(count === 1);
    expect(Object.keys(system.service.findOutputs('UserPoolId'))).toHaveLength(count);
  });

  test('goes with its stack where the data does', () => {
    synthesize('dev').data.hasResource('AWS::Cognito::UserPool', {
      Properties: { DeletionProtection: 'INACTIVE' },
      DeletionPolicy: 'Delete',
    });
  });

  test('lets nobody in who was not invited, and asks for good passwords', () => {
    data.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        },
      },
      DeletionProtection: 'ACTIVE',
      UserPoolTier: 'ESSENTIALS',
    });
  });

  test('has a page to sign in, at a name that is free in each account', () => {
    data.hasResourceProperties('AWS::Cognito::UserPoolDomain', {
      Domain: 'orders-prod-111111111111',
    });
  });
});

describe('clients', () => {
  test('get these scopes and no others', () => {
    expect(scopesByClient()).toEqual({
      Customers: ['openid', 'orders:read', 'orders:write'],
      Machines: ['orders:admin', 'orders:read', 'orders:write'],
      Operators: ['ops:replay'],
    });
  });

  test('the scopes are those that the API knows', () => {
    const [server] = Object.values(data.findResources('AWS::Cognito::UserPoolResourceServer'));
    expect(server?.['Properties'].Identifier).toBe('order-api');
    expect(
      server?.['Properties'].Scopes.map((scope: { ScopeName: string }) => scope.ScopeName),
    ).toEqual(['orders:read', 'orders:write', 'orders:admin', 'ops:replay']);
  });

  test('the console signs people in with a code and without a secret', () => {
    const customers = client('Customers');
    expect(customers.GenerateSecret).toBeUndefined();
    expect(customers).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      CallbackURLs: [CONSOLE],
      LogoutURLs: [CONSOLE],
      SupportedIdentityProviders: ['COGNITO'],
      RefreshTokenValidity: 12 * 60,
      TokenValidityUnits: { RefreshToken: 'minutes' },
    });
  });

  test('a console that is nowhere signs nobody in', () => {
    const customers = client('Customers', synthesize('prod').data);
    expect(customers).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: false,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    });
    expect(customers).not.toHaveProperty('AllowedOAuthFlows');
    expect(customers).not.toHaveProperty('AllowedOAuthScopes');
    expect(customers).not.toHaveProperty('CallbackURLs');
  });

  test('machines have a secret and nobody behind them', () => {
    for (const machines of [client('Machines'), client('Operators')]) {
      expect(machines).toMatchObject({
        GenerateSecret: true,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['client_credentials'],
      });
      expect(machines).not.toHaveProperty('CallbackURLs');
    }
  });

  test.each<[EnvironmentName, readonly string[]]>([
    ['dev', []],
    ['prod', ['Machines']],
  ])('in %s, of the machines only %o may get tokens, and the others cost nothing', (name, names) => {
    const { data: template } = synthesize(name);
    for (const machine of ['Machines', 'Operators']) {
      const { AllowedOAuthFlows, ...rest } = client(machine, template);
      expect(AllowedOAuthFlows).toEqual(names.includes(machine) ? ['client_credentials'] : undefined);
      // Another one would have another id and another secret.
      expect(rest).toMatchObject({ GenerateSecret: true });
    }
  });

  test('none takes a password, or says whether there is an account', () => {
    data.allResourcesProperties('AWS::Cognito::UserPoolClient', {
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
    });
  });
});

test('the API accepts the tokens of the pool for its clients', () => {
  const [orderApi] = Object.entries(api.findResources('AWS::Lambda::Function'))
    .filter(([id]) => id.startsWith('OrderApi'))
    .map(([, { Properties }]) => Properties.Environment.Variables);
  const [pool] = Object.keys(data.findResources('AWS::Cognito::UserPool'));
  const [customers, machines, operators] = Object.keys(data.findResources('AWS::Cognito::UserPoolClient'));
  const exported = (id: string | undefined) => ({
    'Fn::ImportValue': expect.stringContaining(`ExportsOutputRef${id}`),
  });
  expect(orderApi.TOKEN_ISSUER).toEqual({
    'Fn::Join': [
      '',
      ['https://cognito-idp.eu-central-1.', { Ref: 'AWS::URLSuffix' }, '/', exported(pool)],
    ],
  });
  expect(orderApi.TOKEN_AUDIENCES).toEqual({
    'Fn::Join': ['', [exported(customers), ',', exported(machines), ',', exported(operators)]],
  });
  expect(service.findOutputs('TokenIssuer')).toEqual({
    TokenIssuer: { Value: orderApi.TOKEN_ISSUER },
  });
  expect(service.findOutputs('UserPoolId')).toEqual({ UserPoolId: { Value: exported(pool) } });
});

function scopesByClient(): Record<string, string[]> {
  const [server] = Object.keys(data.findResources('AWS::Cognito::UserPoolResourceServer'));
  return Object.fromEntries(
    ['Customers', 'Machines', 'Operators'].map((name) => [
      name,
      client(name)
        .AllowedOAuthScopes.map((scope: string | { 'Fn::Join': [string, [unknown, string]] }) => {
          if (typeof scope === 'string') return scope;
          const [identifier, named] = scope['Fn::Join'][1];
          expect(identifier).toEqual({ Ref: server });
          return named.replace('/', '');
        })
        .sort(),
    ]),
  );
}

function client(name: string, template: Template = data) {
  const clients = template.findResources('AWS::Cognito::UserPoolClient');
  const [, found] =
    Object.entries(clients).find(([id]) => id.startsWith(`AccessUserPool${name}`)) ?? [];
  return found?.['Properties'];
}
