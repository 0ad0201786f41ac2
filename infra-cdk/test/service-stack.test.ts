import { Match } from 'aws-cdk-lib/assertions';
import { Duration } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { synthesize } from './synthesized.ts';

const { service } = synthesize('prod');
const KEY = { 'Fn::ImportValue': Match.stringLikeRegexp('GetAttKey.*Arn') };

test('the outputs are exactly those that others read', () => {
  expect(Object.keys(service.findOutputs('*')).sort()).toEqual([
    'ApiUrl',
    'DeadLetterQueueUrl',
    'IdempotencyTableName',
    'InvoiceSeriesTableName',
    'InvoicesBucketName',
    'NotificationsTopicArn',
    'OperationsTopicArn',
    'OrdersTableName',
    'StatusChangesQueueUrl',
    'StreamFailuresBucketName',
    'TokenIssuer',
    'UserPoolId',
  ]);
});

describe('functions', () => {
  test('their variables are encrypted with the key of the data', () => {
    service.allResourcesProperties('AWS::Lambda::Function', { KmsKeyArn: KEY });
  });

  test('all run a Rust binary on arm64 and log to a group of their own', () => {
    service.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'provided.al2023',
      Handler: 'bootstrap',
      Architectures: ['arm64'],
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.stringLikeRegexp('Logs') } },
      TracingConfig: { Mode: 'Active' },
    });
    service.resourceCountIs('AWS::Lambda::Function', 3);
    service.resourceCountIs('AWS::Logs::LogGroup', 3);
    service.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  test('each has its share of the concurrency of the account', () => {
    const reserved = (construct: string) =>
      functionProperties(construct).ReservedConcurrentExecutions;
    expect(['OrderApi', 'PipelineStreamConsumer', 'PipelinePdfWorker'].map(reserved)).toEqual([
      200, 100, 50,
    ]);
  });

  test('each is called by the alias of a version', () => {
    service.resourceCountIs('AWS::Lambda::Alias', 3);
    service.allResourcesProperties('AWS::Lambda::Alias', {
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': [Match.stringLikeRegexp('CurrentVersion'), 'Version'] },
    });
  });

  test('order-api is kept warm, and warmer from Monday to Friday', () => {
    service.hasResourceProperties('AWS::Lambda::Alias', {
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
      service.findResources('AWS::ApplicationAutoScaling::ScalableTarget'),
    );
    expect(target?.['Properties']).toMatchObject({
      ScalableDimension: 'lambda:function:ProvisionedConcurrency',
      // `function:<name>:live`: a schedule on `$LATEST` does nothing.
      ResourceId: { 'Fn::Join': ['', ['function:', expect.anything(), ':live']] },
      ScheduledActions: [scheduled(7, 10, 10), scheduled(20, 2, 2)],
    });
  });

  test('each is told what its code asks for', () => {
    expect(variableNames()).toEqual({
      OrderApi: [
        'ALLOWED_ORIGINS',
        'CURSOR_KEY',
        'IDEMPOTENCY_TABLE',
        'INVOICES_BUCKET',
        'INVOICE_SERIES_COUNT',
        'INVOICE_SERIES_TABLE',
        'LOG_LEVEL',
        'ORDERS_TABLE',
        'TOKEN_AUDIENCES',
        'TOKEN_ISSUER',
      ],
      PipelineStreamConsumer: ['DEAD_LETTER_QUEUE_URL', 'LOG_LEVEL', 'STATUS_CHANGES_QUEUE_URL'],
      PipelinePdfWorker: [
        'DEAD_LETTER_QUEUE_URL',
        'INVOICES_BUCKET',
        'LOG_LEVEL',
        'NOTIFICATIONS_TOPIC_ARN',
        'ORDER_URL_BASE',
        'SELLER',
      ],
    });
  });

  test('no variable is empty, not even where there is nothing to say', () => {
    for (const { Properties } of Object.values(service.findResources('AWS::Lambda::Function'))) {
      expect(Object.values(Properties.Environment.Variables)).not.toContain('');
    }
    expect(orderApiVariables()).toMatchObject({
      ALLOWED_ORIGINS: 'none',
      INVOICE_SERIES_COUNT: '1',
    });
  });

  test('lists arrive separated by commas, and numbers in decimal', () => {
    const { service: template } = synthesize('prod', {
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
    service.resourceCountIs('AWS::SecretsManager::Secret', 1);
    service.hasResource('AWS::SecretsManager::Secret', {
      Properties: {
        GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
        SecretString: Match.absent(),
      },
      DeletionPolicy: 'Delete',
    });
    const [secret] = Object.keys(service.findResources('AWS::SecretsManager::Secret'));
    expect(orderApiVariables().CURSOR_KEY).toEqual({
      'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: secret }, ':SecretString:::}}']],
    });
  });

  test('the seller arrives as JSON', () => {
    const seller = functionProperties('PipelinePdfWorker').Environment.Variables.SELLER;
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

describe('the queue of status changes', () => {
  test('is first-in-first-out for each order, and so is what stands behind it', () => {
    service.resourceCountIs('AWS::SQS::Queue', 2);
    service.allResourcesProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      ContentBasedDeduplication: false,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      KmsMasterKeyId: KEY,
      MessageRetentionPeriod: Duration.days(14).toSeconds(),
    });
  });

  test('gives up on a message after five attempts', () => {
    service.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: {
        maxReceiveCount: 5,
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] },
      },
    });
  });

  test.each([Duration.seconds(30), Duration.seconds(7)])(
    'hides a message six times as long as pdf-worker may run (%s)',
    (pdfWorkerTimeout) => {
      const template = synthesize('prod', { pdfWorkerTimeout }).service;
      const worker = functionProperties('PipelinePdfWorker', template);
      template.hasResourceProperties('AWS::SQS::Queue', {
        RedrivePolicy: Match.anyValue(),
        VisibilityTimeout: 6 * worker.Timeout,
      });
    },
  );

  test('and the topic are encrypted with the key of the data', () => {
    service.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: KEY });
  });

  test('and the topic are only reached through TLS', () => {
    for (const type of ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']) {
      service.allResourcesProperties(type, {
        PolicyDocument: {
          Statement: [
            Match.objectLike({
              Effect: 'Deny',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ],
        },
      });
    }
  });
});

describe('event sources', () => {
  test('there are two', () => {
    service.resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
  });

  test('the stream is read from its start, in bounded attempts, and loses no record', () => {
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: liveAliasOf('StreamConsumer'),
      EventSourceArn: { 'Fn::ImportValue': Match.stringLikeRegexp('Orders.*StreamArn') },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      ParallelizationFactor: 10,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 20,
      MaximumRecordAgeInSeconds: Duration.hours(6).toSeconds(),
      DestinationConfig: {
        OnFailure: {
          Destination: { 'Fn::ImportValue': Match.stringLikeRegexp('StreamFailures.*Arn') },
        },
      },
    });
  });

  test('the queue is read in batches that may fail in part', () => {
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: liveAliasOf('PdfWorker'),
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('StatusChangesQueue'), 'Arn'] },
      BatchSize: 10,
      // As many as may run, or refused batches would use up the attempts at their messages.
      ScalingConfig: { MaximumConcurrency: 50 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });
});

describe('the REST API', () => {
  test('has these routes, all for order-api, which looks at the tokens itself', () => {
    expect(routes()).toEqual([
      'GET /orders',
      'GET /orders/{orderId}',
      'GET /orders/{orderId}/credit-note',
      'GET /orders/{orderId}/events',
      'GET /orders/{orderId}/invoice',
      'OPTIONS /orders',
      'OPTIONS /orders/{orderId}',
      'OPTIONS /orders/{orderId}/credit-note',
      'OPTIONS /orders/{orderId}/events',
      'OPTIONS /orders/{orderId}/invoice',
      'OPTIONS /orders/{orderId}/transitions',
      'PATCH /orders/{orderId}',
      'POST /orders',
      'POST /orders/{orderId}/transitions',
    ]);
    service.allResourcesProperties('AWS::ApiGateway::Method', {
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: {
          'Fn::Join': [
            '',
            Match.arrayWith([{ Ref: Match.stringLikeRegexp('^OrderApiFunctionAliaslive') }]),
          ],
        },
      },
    });
  });

  test('is throttled', () => {
    service.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'v1',
      MethodSettings: [
        Match.objectLike({
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: 500,
          ThrottlingBurstLimit: 1000,
        }),
      ],
    });
  });

  test('answers its own errors with problem documents', () => {
    const responses = Object.values(service.findResources('AWS::ApiGateway::GatewayResponse'));
    expect(responses.map(({ Properties }) => Properties.ResponseType).sort()).toEqual([
      'DEFAULT_4XX',
      'DEFAULT_5XX',
    ]);
    for (const { Properties } of responses) {
      expect(Properties.ResponseParameters).toEqual({
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
      });
      const body = Properties.ResponseTemplates['application/json'];
      expect(JSON.parse(body.replace('$context.error.messageString', '"its own quotes"'))).toEqual({
        type: 'about:blank',
        title: expect.any(String),
        detail: expect.any(String),
        code: '$context.error.responseType',
        requestId: '$context.requestId',
      });
    }
  });
});

function liveAliasOf(construct: string) {
  const alias = { Ref: Match.stringLikeRegexp(`${construct}FunctionAliaslive`) };
  return { 'Fn::Join': ['', [{ 'Fn::Select': [6, { 'Fn::Split': [':', alias] }] }, ':live']] };
}

function orderApiVariables(template = service) {
  return functionProperties('OrderApi', template).Environment.Variables;
}

function functionProperties(construct: string, template = service) {
  const functions = template.findResources('AWS::Lambda::Function');
  const [, found] =
    Object.entries(functions).find(([id]) => id.startsWith(`${construct}Function`)) ?? [];
  return found?.['Properties'];
}

function variableNames(): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(service.findResources('AWS::Lambda::Function')).map(([id, { Properties }]) => [
      id.replace(/Function[0-9A-F]{8}$/, ''),
      Object.keys(Properties.Environment.Variables).sort(),
    ]),
  );
}

function routes(): string[] {
  const resources = service.findResources('AWS::ApiGateway::Resource');
  const path = (id: string): string => {
    const properties = resources[id]?.['Properties'];
    return properties === undefined
      ? ''
      : `${path(properties.ParentId.Ref ?? '')}/${properties.PathPart}`;
  };
  return Object.values(service.findResources('AWS::ApiGateway::Method'))
    .map(({ Properties }) => `${Properties.HttpMethod} ${path(Properties.ResourceId.Ref)}`)
    .sort();
}
