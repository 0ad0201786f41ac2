import { Match } from 'aws-cdk-lib/assertions';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { PAGE_ROUTER } from '../lib/frontend-stack.ts';
import { resourcesOf, synthesize } from './synthesized.ts';

const { frontend } = synthesize('prod');
const [distribution] = Object.entries(frontend.findResources('AWS::CloudFront::Distribution'));

test('the outputs are exactly those that a deployment of the console reads', () => {
  const outputs = Object.entries(frontend.findOutputs('*'));
  // What the other stacks import goes by names of the CDK's own.
  const named = outputs.filter(([, output]) => output['Export'] === undefined);
  expect(named.map(([name]) => name).sort()).toEqual([
    'ConsoleBucketName',
    'ConsoleDistributionId',
    'ConsoleDistributionUrl',
    'ConsoleUrl',
  ]);
});

test('only the distribution may read the files, and only them', () => {
  frontend.hasResourceProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
  const [, policy] = resourcesOf(frontend.toJSON(), 'AWS::S3::BucketPolicy')[0] ?? [];
  const allowed = policy.PolicyDocument.Statement.filter(({ Effect }: any) => Effect === 'Allow');
  expect(allowed).toEqual([
    {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Resource: expect.anything(),
      Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
    },
  ]);
  expect(JSON.stringify(allowed[0].Condition)).toContain(`{"Ref":"${distribution?.[0]}"}`);
  const [, properties] = resourcesOf(frontend.toJSON(), 'AWS::CloudFront::Distribution')[0] ?? [];
  expect(properties.DistributionConfig.Origins).toEqual([
    expect.objectContaining({
      OriginAccessControlId: {
        'Fn::GetAtt': [expect.stringContaining('OriginAccessControl'), 'Id'],
      },
      S3OriginConfig: { OriginAccessIdentity: '' },
    }),
  ]);
});

test('browsers are told to trust little', () => {
  const [, policy] =
    resourcesOf(frontend.toJSON(), 'AWS::CloudFront::ResponseHeadersPolicy')[0] ?? [];
  const headers = policy.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
  expect(headers).toMatchObject({
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'DENY' },
    ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
    StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: true },
  });
  const csp = JSON.stringify(headers.ContentSecurityPolicy.ContentSecurityPolicy);
  expect(csp).toContain("default-src 'self'; connect-src 'self' https://");
  expect(csp).toContain("frame-ancestors 'none'");
  expect(csp).toContain('frame-src blob:');
  expect(csp).not.toMatch(/unsafe/);
});

test('plain HTTP is redirected', () => {
  frontend.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      DefaultRootObject: 'index.html',
      DefaultCacheBehavior: Match.objectLike({ ViewerProtocolPolicy: 'redirect-to-https' }),
    },
  });
});

test('the console can have a name of its own', () => {
  const { frontend: template } = synthesize('prod', {
    allowedOrigins: ['https://console.example.com'],
    consoleDomain: {
      domainName: 'console.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/console',
    },
  });
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Aliases: ['console.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
    },
  });
  expect(template.findOutputs('ConsoleUrl')).toEqual({
    ConsoleUrl: { Value: 'https://console.example.com' },
  });
});

test.each([
  ['/', '/index.html'],
  ['/orders', '/index.html'],
  ['/orders/0199c0de-0000-7000-8000-000000000000', '/index.html'],
  ['/v1.2/orders', '/index.html'],
  ['/assets/index-B1x.js', '/assets/index-B1x.js'],
  ['/favicon.ico', '/favicon.ico'],
])('a request for %s is answered with %s', (uri, answered) => {
  const context = { event: { request: { uri } } };
  expect(runInNewContext(`${PAGE_ROUTER}; handler(event).uri`, context)).toBe(answered);
});
