import { Match } from 'aws-cdk-lib/assertions';
import { TimeZone } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { functionProperties, resourcesOf, synthesize } from './synthesized.ts';

const { api, service } = synthesize('prod');
const KEY = { 'Fn::ImportValue': Match.stringLikeRegexp('GetAttKey.*Arn') };

test('the API has one function, the pipeline behind it two, and the operators one', () => {
  api.resourceCountIs('AWS::Lambda::Function', 1);
  service.resourceCountIs('AWS::Lambda::Function', 3);
});

describe.each([
  ['of the API', api],
  ['of the pipeline', service],
])('the functions %s', (_name, template) => {
  test('have variables that are encrypted with the key of the data', () => {
    template.allResourcesProperties('AWS::Lambda::Function', { KmsKeyArn: KEY });
  });

  test('run a Rust binary on arm64 and log to a group of their own', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'provided.al2023',
      Handler: 'bootstrap',
      Architectures: ['arm64'],
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('Logs') } },
      TracingConfig: { Mode: 'Active' },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  test('are called by the alias of a version', () => {
    const functions = Object.keys(template.findResources('AWS::Lambda::Function'));
    template.resourceCountIs('AWS::Lambda::Alias', functions.length);
    template.allResourcesProperties('AWS::Lambda::Alias', {
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': [Match.stringLikeRegexp('CurrentVersion'), 'Version'] },
    });
  });
});

describe('a function', () => {
  test('order-api is kept warm, and warmer from Monday to Friday', () => {
    api.hasResourceProperties('AWS::Lambda::Alias', {
      FunctionName: { Ref: Match.stringLikeRegexp('^OrderApiFunction') },
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
    });
    const scheduled = (hour: number, minimum: number, maximum: number) => ({
      Schedule: `cron(0 ${hour} ? * MON-FRI *)`,
      ScheduledActionName: expect.any(String),
      ScalableTargetAction: { MinCapacity: minimum, MaxCapacity: maximum },
      Timezone: 'Europe/Berlin',
    });
    const [target] = Object.values(
      api.findResources('AWS::ApplicationAutoScaling::ScalableTarget'),
    );
    expect(target?.['Properties']).toMatchObject({
      ScalableDimension: 'lambda:function:ProvisionedConcurrency',
      // `function:<name>:live`: a schedule on `$LATEST` does nothing.
      ResourceId: { 'Fn::Join': ['', ['function:', expect.anything(), ':live']] },
      ScheduledActions: [scheduled(7, 10, 10), scheduled(20, 2, 2)],
    });
  });

  test('order-api can be kept warm in peak hours alone', () => {
    const warm = { always: 0, peak: 2, peakStarts: 7, peakEnds: 20, peakDays: 'MON-FRI' };
    const { api: template } = synthesize('prod', {
      warmOrderApi: { ...warm, timeZone: TimeZone.EUROPE_BERLIN },
    });
    // Lambda refuses to be told of none.
    template.hasResourceProperties('AWS::Lambda::Alias', {
      ProvisionedConcurrencyConfig: Match.absent(),
    });
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 0,
      MaxCapacity: 2,
      ScheduledActions: [
        Match.objectLike({ ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 2 } }),
        Match.objectLike({ ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 0 } }),
      ],
    });
  });

  test('is ended by Lambda when it calls itself, unless it hands on its own work', () => {
    const inLoops = functions().map(([id, { RecursiveLoop }]) => [constructOf(id), RecursiveLoop]);
    expect(Object.fromEntries(inLoops)).toEqual({
      OrderApi: undefined,
      PipelineStreamConsumer: undefined,
      PipelinePdfWorker: undefined,
      ReplayDlqReplay: 'Allow',
    });
  });

  test('is told what its code asks for', () => {
    expect(variableNames()).toEqual({
      OrderApi: [
        'ALLOWED_ORIGINS',
        'CURSOR_KEY',
        'IDEMPOTENCY_TABLE',
        'INVOICES_BUCKET',
        'INVOICE_SERIES_COUNT',
        'INVOICE_SERIES_TABLE',
        'LOG_LEVEL',
        'METRICS_NAMESPACE',
        'ORDERS_TABLE',
        'TOKEN_AUDIENCES',
        'TOKEN_ISSUER',
      ],
      PipelineStreamConsumer: [
        'DEAD_LETTER_QUEUE_URL',
        'LOG_LEVEL',
        'METRICS_NAMESPACE',
        'STATUS_CHANGES_QUEUE_URL',
      ],
      PipelinePdfWorker: [
        'DEAD_LETTER_QUEUE_URL',
        'INVOICES_BUCKET',
        'LOG_LEVEL',
        'MAX_RECEIVE_COUNT',
        'METRICS_NAMESPACE',
        'NOTIFICATIONS_TOPIC_ARN',
        'ORDER_URL_BASE',
        'SELLER',
      ],
      ReplayDlqReplay: [
        'ALLOWED_ORIGINS',
        'DEAD_LETTER_QUEUE_URL',
        'INVOICES_BUCKET',
        'LOG_LEVEL',
        'METRICS_NAMESPACE',
        'ORDERS_TABLE',
        'REPLAYS_BUCKET',
        'REPLAY_JOBS_QUEUE_URL',
        'STATUS_CHANGES_QUEUE_URL',
        'STREAM_FAILURES_BUCKET',
        'SUBSCRIPTION_DEAD_LETTER_QUEUE_URLS',
        'TOKEN_AUDIENCES',
        'TOKEN_ISSUER',
      ],
    });
  });

  test('no variable is empty, not even where there is nothing to say', () => {
    for (const [, { Environment }] of functions()) {
      expect(Object.values(Environment.Variables)).not.toContain('');
    }
    expect(orderApiVariables()).toMatchObject({
      ALLOWED_ORIGINS: 'none',
      INVOICE_SERIES_COUNT: '1',
    });
  });

  test('lists arrive separated by commas, and numbers in decimal', () => {
    const { api: template } = synthesize('prod', {
      tokens: { issuer: 'https://login.example.com', audiences: ['orders', 'console'] },
      allowedOrigins: ['https://console.example.com', 'https://other.example.com'],
      invoiceSeries: 16,
    });
    expect(orderApiVariables(template)).toMatchObject({
      TOKEN_ISSUER: 'https://login.example.com',
      TOKEN_AUDIENCES: 'orders,console',
      ALLOWED_ORIGINS: 'https://console.example.com,https://other.example.com',
      INVOICE_SERIES_COUNT: '16',
    });
  });

  test('the key of cursors is made up at deployment and stands in no template', () => {
    api.resourceCountIs('AWS::SecretsManager::Secret', 1);
    api.hasResource('AWS::SecretsManager::Secret', {
      Properties: {
        GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
        SecretString: Match.absent(),
      },
      DeletionPolicy: 'Delete',
    });
    const [secret] = Object.keys(api.findResources('AWS::SecretsManager::Secret'));
    expect(orderApiVariables().CURSOR_KEY).toEqual({
      'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: secret }, ':SecretString:::}}']],
    });
  });

  test('the seller arrives as JSON', () => {
    const seller = functionProperties(service, 'PipelinePdfWorker').Environment.Variables.SELLER;
    expect(JSON.parse(seller)).toMatchObject({
      name: expect.any(String),
      address: {
        line1: expect.any(String),
        city: expect.any(String),
        country: expect.stringMatching(/^[A-Z]{2}$/),
      },
      paymentTermDays: expect.any(Number),
    });
  });
});

function orderApiVariables(template = api) {
  return functionProperties(template, 'OrderApi').Environment.Variables;
}

function variableNames(): Record<string, string[]> {
  return Object.fromEntries(
    functions().map(([id, { Environment }]) => [
      constructOf(id),
      Object.keys(Environment.Variables).sort(),
    ]),
  );
}

function constructOf(functionId: string): string {
  return functionId.replace(/Function[0-9A-F]{8}$/, '');
}

function functions() {
  return [api, service].flatMap((template) =>
    resourcesOf(template.toJSON(), 'AWS::Lambda::Function'),
  );
}
