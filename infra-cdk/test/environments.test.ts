import type { Template } from 'aws-cdk-lib/assertions';
import { App, TimeZone } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { MINISTACK_LIMITS } from '../lib/emulator-limits.ts';
import { environmentNamed } from '../lib/environments.ts';
import {
  AARCH64,
  orderSystem,
  stubFunctions,
  synthesize,
  templatesOf,
  X86_64,
} from './synthesized.ts';

const WARM = {
  always: 2,
  peak: 10,
  peakStarts: 7,
  peakEnds: 20,
  peakDays: 'MON-FRI',
  timeZone: TimeZone.ETC_UTC,
};
const HOST = { processorArchitecture: 'x64' };

describe('choosing an environment', () => {
  test.each([
    [undefined, 'no environment was chosen'],
    ['staging', 'unknown environment `staging`'],
    [7, 'unknown environment `7`'],
  ])('%o is refused with the names that exist', (name, found) => {
    expect(() => environmentNamed(name, HOST)).toThrow(
      `${found}: pass \`-c environment=<name>\` or set ENVIRONMENT=<name>, where <name> is one of local, dev, prod`,
    );
  });

  test('alarms on AWS lead to the runbook that the host names', () => {
    const runbookUrl = 'https://github.com/acme/orders/blob/HEAD/infra-cdk/RUNBOOK.md';
    for (const name of ['dev', 'prod']) {
      expect(environmentNamed(name, { ...HOST, runbookUrl })).toHaveProperty('runbookUrl', runbookUrl);
    }
    expect(environmentNamed('local', { ...HOST, runbookUrl })).not.toHaveProperty('runbookUrl');
  });

  test('the local functions run on the processor of the host', () => {
    expect(environmentNamed('local', HOST).architecture.name).toBe('x86_64');
    expect(environmentNamed('local', { processorArchitecture: 'arm64' }).architecture.name).toBe(
      'arm64',
    );
    expect(() => environmentNamed('local', { processorArchitecture: 's390x' })).toThrow(
      'cannot run functions on a `s390x` processor',
    );
  });
});

describe('a deployment names the command that builds for it', () => {
  test('on AWS', () => {
    expect(() =>
      orderSystem(new App(), 'prod', { functionsDirectory: stubFunctions(X86_64) }),
    ).toThrow('found x86_64; run `cargo functions`');
  });

  test('locally', () => {
    expect(() =>
      orderSystem(new App(), 'local', { functionsDirectory: stubFunctions(AARCH64) }),
    ).toThrow('found arm64; run `cargo local`');
  });
});

describe('what differs locally', () => {
  const system = synthesize('local');
  const { data, api, service } = system;

  test('no account has to be prepared', () => {
    for (const template of templatesOf(system)) {
      expect(template).not.toHaveProperty('Rules');
      expect(template).not.toHaveProperty('Parameters');
    }
  });

  test('everything may be deleted', () => {
    const kept = Object.values(data.toJSON().Resources).filter((resource) => {
      return JSON.stringify(resource).includes('Retain');
    });
    expect(kept).toEqual([]);
  });

  test('nothing is left out but what the emulator refuses', () => {
    const whole = synthesize('local', { emulatorLimits: {}, warmOrderApi: WARM });
    const limited = synthesize('local', { warmOrderApi: WARM });
    const types = (template: Template) =>
      Object.values<any>(template.toJSON()['Resources']).map((resource) => String(resource.Type));
    const left = types(whole.api).filter((type) => !types(limited.api).includes(type));
    expect([...new Set(left)].sort()).toEqual([
      'AWS::ApplicationAutoScaling::ScalableTarget',
      'AWS::CodeDeploy::Application',
      'AWS::CodeDeploy::DeploymentGroup',
      'AWS::WAFv2::WebACLAssociation',
    ]);
    const disabled = { Enabled: false, FunctionResponseTypes: ['ReportBatchItemFailures'] };
    const mapping = 'AWS::Lambda::EventSourceMapping';
    whole.service.resourcePropertiesCountIs(mapping, disabled, 0);
    limited.service.resourcePropertiesCountIs(mapping, disabled, 1);
    expect(Object.keys(MINISTACK_LIMITS)).toHaveLength(5);
  });

  test('each template is small enough for CloudFormation, which reads it from a bucket', () => {
    for (const template of templatesOf(system)) {
      expect(JSON.stringify(template).length).toBeLessThan(1_000_000);
    }
  });

  test('tokens come from an issuer on the machine, and the console may be there too', () => {
    api.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          TOKEN_ISSUER: 'http://127.0.0.1:4599',
          TOKEN_AUDIENCES: 'order-api',
          ALLOWED_ORIGINS: 'http://127.0.0.1:5173,http://localhost:5173',
        },
      },
    });
  });

  test('the console can be somewhere else, and notifications lead there', () => {
    const consoleUrl = 'http://127.0.0.1:6000';
    const { allowedOrigins } = environmentNamed('local', { ...HOST, consoleUrl });
    expect(allowedOrigins).toContain(consoleUrl);
    service.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { ORDER_URL_BASE: 'http://127.0.0.1:5173/orders' } },
    });
  });

  test('the issuer can be somewhere else', () => {
    const issuer = 'http://127.0.0.1:14599';
    expect(environmentNamed('local', { ...HOST, tokenIssuer: issuer }).tokens).toEqual({
      issuer,
      audiences: ['order-api'],
    });
  });

  test('clients reach the API at the emulator', () => {
    expect(service.findOutputs('ApiUrl')).toEqual({
      ApiUrl: {
        Value: {
          'Fn::Join': [
            '',
            [
              'http://127.0.0.1:4566/restapis/',
              { 'Fn::ImportValue': expect.stringMatching(/RestApi/) },
              '/v1/_user_request_',
            ],
          ],
        },
      },
    });
  });

  test('somebody is notified', () => {
    service.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'customer@example.com',
    });
    service.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sms',
      Endpoint: '+15555550100',
    });
  });
});
