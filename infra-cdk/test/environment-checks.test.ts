import { TimeZone } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { checkEnvironment } from '../lib/environment-checks.ts';
import type { EnvironmentProps, NetworkOptions } from '../lib/environment.ts';
import { environmentNamed } from '../lib/environments.ts';
import type { Subscriber } from '../lib/subscribers.ts';
import { functionsDirectory, synthesize } from './synthesized.ts';

test.each(['local', 'dev', 'prod'])('%s can work', (name) => {
  expect(() => checkEnvironment(named(name))).not.toThrow();
});

test('no system is made for an environment that cannot work', () => {
  expect(() => synthesize('prod', { invoiceSeries: 0 })).toThrow('`invoiceSeries`');
});

test('a region is needed', () => {
  expect(() => check({ region: undefined })).toThrow(
    '`region` of environment `prod` has `undefined`: sign in to AWS',
  );
});

describe('the number of invoice series', () => {
  test.each([1, 2, 64])('may be %d', (invoiceSeries) => {
    expect(() => check({ invoiceSeries })).not.toThrow();
  });

  test.each([0, -1, 65, 1.5, Number.NaN])('may not be %d', (invoiceSeries) => {
    expect(() => check({ invoiceSeries })).toThrow(
      `\`invoiceSeries\` of environment \`prod\` has \`${invoiceSeries}\`: choose a whole number from 1 to 64`,
    );
  });
});

test.each([0, -5, Number.NaN])('a budget of %d dollars is none', (monthlyBudget) => {
  expect(() => check({ monthlyBudget })).toThrow('`monthlyBudget` of environment `prod`');
});

describe('a network', () => {
  test.each<NetworkOptions>([
    {},
    { cidr: '172.31.0.0/20' },
    { availabilityZones: ['eu-central-1b', 'eu-central-1c'] },
  ])('may be %o', (network) => {
    expect(() => check({ network })).not.toThrow();
  });

  test.each<[NetworkOptions, string]>([
    [{ cidr: '10.0.0.0' }, '`network.cidr` of environment `prod` has `10.0.0.0`: write a private'],
    [{ cidr: '10.0.0.0/8' }, '`network.cidr`'],
    [{ cidr: '172.32.0.0/16' }, '`network.cidr`'],
    [{ cidr: '8.8.0.0/16' }, '`network.cidr`'],
    [{ availabilityZones: ['eu-west-1a', 'eu-central-1b'] }, '`network.availabilityZones`'],
    [{ availabilityZones: ['eu-central-1', 'eu-central-1b'] }, '`network.availabilityZones`'],
    [{ availabilityZones: ['eu-central-1a', 'eu-central-1a'] }, 'name two different zones'],
  ])('may not be %o', (network, fault) => {
    expect(() => check({ network })).toThrow(fault);
  });
});

describe('a second region', () => {
  test.each(['eu-west-1', 'us-gov-west-1'])('may be %s', (replicaRegion) => {
    expect(() => check({ replicaRegion })).not.toThrow();
  });

  test.each(['eu-central-1', 'Ireland', ''])('may not be `%s`', (replicaRegion) => {
    expect(() => check({ replicaRegion })).toThrow(
      `\`replicaRegion\` of environment \`prod\` has \`${replicaRegion}\`: name a region other than eu-central-1`,
    );
  });
});

describe('warm instances', () => {
  const warm = { ...WARM, always: 2, peak: 10, peakStarts: 7, peakEnds: 20 };

  test.each([{}, { always: 0, peak: 2 }, { always: 2, peak: 2 }, { peakStarts: 0, peakEnds: 23 }])(
    'may be %o',
    (change) => {
      expect(() => check({ warmOrderApi: { ...warm, ...change } })).not.toThrow();
    },
  );

  test.each([
    [{ always: -1 }, '-1 to 10'],
    [{ always: 11 }, '11 to 10'],
    [{ always: 0, peak: 0 }, '0 to 0'],
    [{ always: 1.5 }, '1.5 to 10'],
    [{ peakStarts: 20 }, '20 to 20'],
    [{ peakStarts: 22, peakEnds: 6 }, '22 to 6'],
    [{ peakEnds: 24 }, '7 to 24'],
  ])('may not be %o', (change, found) => {
    expect(() => check({ warmOrderApi: { ...warm, ...change } })).toThrow(
      `\`warmOrderApi\` of environment \`prod\` has \`${found}\`: choose`,
    );
  });
});

describe('the design', () => {
  test('may be in any folder that has some of it', () => {
    const upperCase = functionsDirectory({ 'NotoSansCJK.TTC': 'a font' });
    const template = functionsDirectory({ 'template.typ': 'Hello' });
    for (const designDirectory of [upperCase, template, '../functions/pdf-worker/tests/fonts']) {
      expect(() => check({ designDirectory })).not.toThrow();
    }
  });

  test.each([
    ['a folder that is not there', 'nowhere'],
    ['a folder without any', 'lib'],
    ['a folder of folders', functionsDirectory({ 'fonts/NotoSansCJK.ttc': 'a font' })],
    ['a file', 'package.json'],
  ])('may not be in %s', (_what, designDirectory) => {
    expect(() => check({ designDirectory })).toThrow(
      `\`designDirectory\` of environment \`prod\` has \`${designDirectory}\`: name a folder with a template.typ, or`,
    );
  });
});

test.each(['https://console.example.com/', 'https://console.example.com/orders', 'console.example.com'])(
  'the console is not at `%s`',
  (consoleUrl) => {
    const allowedOrigins = ['https://console.example.com'];
    expect(() => check({ allowedOrigins, consoleUrl: allowedOrigins[0] })).not.toThrow();
    expect(() => check({ allowedOrigins, consoleUrl })).toThrow('`consoleUrl` of environment `prod`');
  },
);

test('the certificate of the console is where CloudFront looks', () => {
  const domainName = 'console.example.com';
  const of = (region: string) => `arn:aws:acm:${region}:111111111111:certificate/console`;
  const allowedOrigins = [`https://${domainName}`];
  const checkIn = (region: string) =>
    check({ allowedOrigins, consoleDomain: { domainName, certificateArn: of(region) } });
  expect(() => checkIn('us-east-1')).not.toThrow();
  expect(() => checkIn('eu-central-1')).toThrow('name a certificate of us-east-1');
});

test('the console may call the API from where it is', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:111111111111:certificate/console';
  const message = 'name https://console.example.com too, where the console is';
  const allowedOrigins = ['https://other.example.com'];
  const consoleDomain = { domainName: 'console.example.com', certificateArn };
  expect(() => check({ allowedOrigins, consoleDomain })).toThrow(message);
  expect(() => check({ consoleUrl: 'https://console.example.com' })).toThrow(message);
});

test('an operator has an e-mail address', () => {
  expect(() => check({ operators: ['ops@example.com'] })).not.toThrow();
  expect(() => check({ operators: ['pager'] })).toThrow(
    '`operators` of environment `prod` has `pager`: write one address',
  );
});

describe('a subscriber', () => {
  test.each<Subscriber>([
    { email: 'books@example.com' },
    { sms: '+4930123456' },
    { sqs: 'arn:aws:sqs:eu-central-1:111111111111:books', only: { status: ['PAID'] } },
  ])('may be %o', (subscriber) => {
    expect(() => check({ subscribers: [subscriber] })).not.toThrow();
  });

  test.each<[Subscriber, string]>([
    [
      { email: 'books' },
      '`subscribers.email` of environment `prod` has `books`: write one address',
    ],
    [{ sms: '030 123456' }, '`subscribers.sms`'],
    [{ sqs: 'arn:aws:sqs:eu-central-1:111111111111:books.fifo' }, '`subscribers.sqs`'],
    [{ email: 'books@example.com', only: { status: [] } }, '`subscribers.only`'],
  ])('may not be %o', (subscriber, fault) => {
    expect(() => check({ subscribers: [subscriber] })).toThrow(fault);
  });
});

describe('an origin', () => {
  test.each([
    'https://console.example.com',
    'https://console.example.com:8443',
    'http://localhost:5173',
    'http://localhost',
    'http://127.0.0.1:5173',
  ])('may be %s', (origin) => {
    expect(() => check({ allowedOrigins: [origin] })).not.toThrow();
  });

  test.each([
    '*',
    '',
    'none',
    'null',
    'console.example.com',
    'https://*.example.com',
    'https://console.example.com/',
    'https://console.example.com/orders',
    'https://console.example.com?a=b',
    'https://console.example.com:443',
    'https://console.example.com:99999',
    'https://Console.example.com',
    'https://user@console.example.com',
    'https://a.example.com,https://b.example.com',
    'https://a.example.com ',
    'http://console.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'ftp://console.example.com',
  ])('may not be `%s`', (origin) => {
    expect(() => check({ allowedOrigins: ['https://fine.example.com', origin] })).toThrow(
      `\`allowedOrigins\` of environment \`prod\` has \`${origin}\`: write an origin as browsers send it`,
    );
  });
});

describe('an issuer', () => {
  test.each([
    'https://login.example.com',
    'https://login.example.com:8443/realms/orders',
    'http://127.0.0.1:4599',
    'http://localhost:4599/realms/orders',
  ])('may be %s', (issuer) => {
    expect(() => check({ tokens: { issuer, audiences: ['orders'] } })).not.toThrow();
  });

  test.each([
    '',
    'login.example.com',
    'https://',
    'https://login.example.com/',
    'https://login.example.com/realms/orders/',
    'https://login.example.com//orders',
    'https://login.example.com?realm=orders',
    'https://login.example.com#orders',
    'https://login.example.com:port',
    'http://login.example.com',
    'http://127.0.0.1@login.example.com',
  ])('may not be `%s`', (issuer) => {
    expect(() => check({ tokens: { issuer, audiences: ['orders'] } })).toThrow(
      `\`tokens.issuer\` of environment \`prod\` has \`${issuer}\`: write the \`https://\` URL`,
    );
  });
});

describe('audiences', () => {
  test.each([[['orders']], [['orders', 'https://api.example.com']]])('may be %o', (audiences) => {
    expect(() => check({ tokens: { issuer: ISSUER, audiences } })).not.toThrow();
  });

  test.each([[[]], [['']], [['orders', '']], [['orders,console']], [['the orders']]])(
    'may not be %o',
    (audiences) => {
      expect(() => check({ tokens: { issuer: ISSUER, audiences } })).toThrow(
        `\`tokens.audiences\` of environment \`prod\` has \`${audiences}\`: name at least one audience`,
      );
    },
  );
});

const ISSUER = 'https://login.example.com';
const WARM = { peakDays: 'MON-FRI', timeZone: TimeZone.ETC_UTC };

function check(changes: Partial<EnvironmentProps>): void {
  checkEnvironment({ ...named('prod'), ...changes });
}

function named(name: string): EnvironmentProps {
  return environmentNamed(name, { region: 'eu-central-1', processorArchitecture: 'x64' });
}
