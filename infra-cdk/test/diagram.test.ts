/** The picture of the system shows what production deploys, and is up to date. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ARROWS } from '../lib/diagram/architecture.ts';
import { type Arrow, ARROW_KINDS } from '../lib/diagram/arrow.ts';
import { type Node, NODES } from '../lib/diagram/nodes.ts';
import { NODE_HEIGHT, NODE_WIDTH, route, topLeft } from '../lib/diagram/route.ts';
import { drawArchitecture } from '../lib/diagram/svg.ts';
import { leftOut, pictureFaults } from './diagram-faults.ts';
import { synthesize, type TemplateJson, templatesOf } from './synthesized.ts';

/** Production, with somebody to notify and somebody to tell. */
const templates = templatesOf(
  synthesize('prod', {
    subscribers: [{ email: 'books@example.com' }],
    operators: ['ops@example.com'],
  }),
);

test('drawing it again changes nothing; if it does, `npm run diagram`', () => {
  const committed = readFileSync(new URL('../architecture.svg', import.meta.url), 'utf8');
  expect(committed).toBe(drawArchitecture());
});

test('every node is deployed, and every arrow is backed by something that is', () => {
  expect(pictureFaults(templates)).toEqual([]);
});

test('everything that data passes is drawn, but for these', () => {
  expect(leftOut(templates)).toEqual([
    // Lines about requests, and nothing of an order.
    'AccessLogs8B620ECA',
    // One behind each subscriber: a picture of them all would show little else.
    expect.stringMatching(/^PipelineSubscribersUndelivered/),
    // What kept a night from happening, and nothing of an order.
    expect.stringMatching(/^ReplayMissedNights/),
    // It looks up what became of a message: arrows across the whole picture that say no more than those
    // next to it.
    'dlqReplay may use orders',
    'dlqReplay may use invoices',
  ]);
});

describe('a picture that is not true is found', () => {
  test.each<[string, string, (all: TemplateJson[]) => void]>([
    [
      'a table is gone',
      'idempotency is 0 resources',
      ([data]) => delete data!['Resources'].IdempotencyC15CBC33,
    ],
    [
      'the queue is not read',
      'statusChanges → pdfWorker (batches) is backed by nothing',
      (all) => forEach(all, 'EventSourceMapping', (mapping) => delete mapping.EventSourceArn),
    ],
    [
      'a permission is lost',
      'pdfWorker → notifications',
      (all) =>
        forEach(all, 'IAM::Role', (role) => {
          for (const { PolicyDocument } of role.Policies ?? []) {
            PolicyDocument.Statement = PolicyDocument.Statement.filter(
              ({ Action }: any) => Action !== 'sns:Publish',
            );
          }
        }),
    ],
    [
      'nobody subscribes',
      'operations → operators',
      (all) => forEach(all, 'Subscription', (subscription) => delete subscription.TopicArn),
    ],
    [
      'one alarm tells nobody',
      'alarms → operations',
      ([data]) => forEach([data!], 'Alarm', (alarm) => delete alarm.AlarmActions),
    ],
    [
      'the API calls a function that has another name',
      'restApi → dlqReplay',
      (all) => forEach(all, 'Function', (lambda) => delete lambda.FunctionName),
    ],
    [
      'the gateway may not call the function',
      'restApi → orderApi',
      (all) => forEach(all, 'Lambda::Permission', (permission) => delete permission.SourceArn),
    ],
  ])('%s', (_what, fault, breakIt) => {
    const broken = structuredClone(templates);
    breakIt(broken);
    expect(pictureFaults(broken)).toContainEqual(expect.stringContaining(fault));
  });

  test('an arrow that somebody made up', () => {
    const madeUp: Arrow = {
      ...ARROWS[0]!,
      from: 'pdfWorker',
      to: 'orders',
      backedBy: { permission: 'dynamodb:GetItem' },
    };
    expect(pictureFaults(templates, NODES, [madeUp])).toHaveLength(1);
  });

  test('a permission that nobody drew', () => {
    const broken = structuredClone(templates);
    const [orders] = Object.keys(broken[0]!['Resources']).filter((id) => /^Orders.{8}$/.test(id));
    forEach(broken, 'IAM::Role', (role) =>
      role.Policies?.[0].PolicyDocument.Statement.push({
        Effect: 'Allow',
        Action: 'dynamodb:Scan',
        Resource: { 'Fn::GetAtt': [orders, 'Arn'] },
      }),
    );
    expect(leftOut(broken)).toContain('pdfWorker may use orders');
  });
});

describe('the drawing', () => {
  test('has no two nodes in one place, and no arrow through a node', () => {
    const places = Object.values<Node>(NODES).map(({ at }) => at.join());
    expect(new Set(places).size).toBe(places.length);
    for (const arrow of ARROWS) {
      const corners = route(arrow);
      const crossed = Object.entries<Node>(NODES).filter(
        ([name, node]) =>
          name !== arrow.from && name !== arrow.to && crosses(corners, topLeft(node)),
      );
      expect(crossed.map(([name]) => `${arrow.from} → ${arrow.to} crosses ${name}`)).toEqual([]);
    }
  });

  test('has a legend for each kind of arrow, and uses each', () => {
    const svg = drawArchitecture();
    for (const kind of ARROW_KINDS) {
      expect(svg).toContain(`<path class="arrow ${kind}" d="M`);
      expect(ARROWS.map((arrow) => arrow.kind)).toContain(kind);
    }
    for (const name of ['HTTP', 'synchronous call', 'database', 'storage', 'events']) {
      expect(svg).toContain(`>${name}</text>`);
    }
  });

  test('brings both colour schemes, asks for nothing elsewhere, and can be read aloud', () => {
    const svg = drawArchitecture();
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|href/);
    expect(svg).toContain('order-api to orders: writes (database).');
  });

  test('has room for each text', () => {
    for (const { title, subtitle } of Object.values<Node>(NODES)) {
      expect(title.length).toBeLessThanOrEqual(15);
      expect(subtitle.length).toBeLessThanOrEqual(19);
    }
  });
});

function forEach(all: readonly TemplateJson[], type: string, change: (properties: any) => void) {
  for (const resource of all.flatMap((template) => Object.values<any>(template['Resources']))) {
    if (resource.Type.endsWith(`::${type}`)) {
      change(resource.Properties);
    }
  }
}

function crosses(
  corners: ReturnType<typeof route>,
  { x, y }: ReturnType<typeof topLeft>,
): boolean {
  return corners.slice(1).some((end, index) => {
    const start = corners[index] ?? end;
    return (
      Math.max(start.x, end.x) > x &&
      Math.min(start.x, end.x) < x + NODE_WIDTH &&
      Math.max(start.y, end.y) > y &&
      Math.min(start.y, end.y) < y + NODE_HEIGHT
    );
  });
}
