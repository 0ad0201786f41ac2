/**
 * What the picture of the system says and the templates do not, and the other way round.
 */
import { ARROWS } from '../lib/diagram/architecture.ts';
import type { Arrow, Evidence } from '../lib/diagram/arrow.ts';
import { type Node, type NodeName, NODES } from '../lib/diagram/nodes.ts';
import { endingRollouts } from './alarm-faults.ts';
import type { TemplateJson } from './synthesized.ts';

/** One line for each node that is not deployed, and for each arrow without its evidence. */
export function pictureFaults(
  templates: readonly TemplateJson[],
  nodes: Readonly<Record<NodeName, Node>> = NODES,
  arrows: readonly Arrow[] = ARROWS,
): string[] {
  const deployed = new Deployed(templates, nodes);
  return [
    ...deployed.missingNodes(),
    ...arrows
      .filter((arrow) => !deployed.backs(arrow))
      .map(({ from, to, label }) => `${from} → ${to} (${label}) is backed by nothing`),
  ];
}

/** One line for each resource that data passes, and each permission on one, that nobody drew. */
export function leftOut(templates: readonly TemplateJson[]): string[] {
  const deployed = new Deployed(templates, NODES);
  const drawn = new Set(deployed.idsOfNodes());
  const resources = deployed
    .all()
    .filter(([id, { Type }]) => SHOWN_TYPES.has(Type) && !drawn.has(id))
    .map(([id]) => id);
  return [...resources, ...deployed.permissionsWithoutArrow()];
}

/** What holds data or passes it on. The rest of a template is about these. */
const SHOWN_TYPES = new Set([
  'AWS::ApiGateway::RestApi',
  'AWS::CloudFront::Distribution',
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
]);

class Deployed {
  private readonly resources = new Map<string, any>();
  private readonly outputs: [string, any][];
  private readonly exports = new Map<string, any>();
  private readonly templates: readonly TemplateJson[];
  private readonly endingRollouts: Set<string>;
  private readonly nodes: Readonly<Record<NodeName, Node>>;

  constructor(templates: readonly TemplateJson[], nodes: Readonly<Record<NodeName, Node>>) {
    this.templates = templates;
    this.nodes = nodes;
    this.endingRollouts = new Set(templates.flatMap((all) => [...endingRollouts(all)]));
    for (const [id, resource] of this.templates.flatMap((all) =>
      Object.entries<any>(all['Resources']),
    )) {
      this.resources.set(id, resource);
    }
    this.outputs = this.templates.flatMap((all) => Object.entries<any>(all['Outputs'] ?? {}));
    for (const [, output] of this.outputs) {
      if (output.Export !== undefined) {
        this.exports.set(output.Export.Name, output.Value);
      }
    }
  }

  all(): [string, any][] {
    return [...this.resources];
  }

  missingNodes(): string[] {
    return names(this.nodes).flatMap((name) => {
      const { resource, kind } = this.nodes[name];
      const found = this.idsOf(name).length;
      const isFine =
        resource === undefined ? kind === 'outside' : kind === 'alarm' ? found > 0 : found === 1;
      return isFine ? [] : [`${name} is ${found} resources`];
    });
  }

  idsOfNodes(): string[] {
    return names(this.nodes).flatMap((name) => this.idsOf(name));
  }

  backs(arrow: Arrow): boolean {
    const from = this.idsOf(arrow.from);
    const to = this.idsOf(arrow.to);
    const { backedBy } = arrow;
    if ('permission' in backedBy) {
      return this.allowed(from).some(
        ({ actions, on }) => actions.includes(backedBy.permission) && meets(on, to),
      );
    }
    if ('reads' in backedBy) {
      return this.allowed(to).some(
        ({ actions, on }) => actions.includes(backedBy.reads) && meets(on, from),
      );
    }
    if ('variable' in backedBy) {
      return from.some((id) =>
        meets(
          this.mentioned(this.properties(id)?.Environment.Variables[backedBy.variable]),
          to,
        ),
      );
    }
    if ('output' in backedBy) {
      return this.outputs.some(
        ([name, { Value }]) => name === backedBy.output && meets(this.mentioned(Value), to),
      );
    }
    return this.connects(backedBy.by, from, to);
  }

  /** What the functions may use, and no arrow says that they do, whichever way it points. */
  permissionsWithoutArrow(): string[] {
    const functions = names(this.nodes).filter((name) => this.nodes[name].kind === 'function');
    return functions.flatMap((name) => {
      const used = new Set(this.allowed(this.idsOf(name)).flatMap(({ on }) => [...on]));
      return names(this.nodes)
        .filter((other) => other !== name && meets(used, this.idsOf(other)))
        .filter(
          (other) =>
            !ARROWS.some(
              ({ from, to }) => (from === name && to === other) || (from === other && to === name),
            ),
        )
        .map((other) => `${name} may use ${other}`);
    });
  }

  private connects(
    by: Extract<Evidence, { by: unknown }>['by'],
    from: readonly string[],
    to: readonly string[],
  ): boolean {
    const some = (type: string, matches: (properties: any) => boolean) =>
      this.ofType(type).some(matches);
    const names = (value: unknown, ids: readonly string[]) => meets(this.mentioned(value), ids);
    switch (by) {
      case 'integration':
        return (
          some(
            'AWS::ApiGateway::Method',
            (method) => names(method.RestApiId, from) && names(method.Integration.Uri, to),
          ) &&
          some(
            'AWS::Lambda::Permission',
            (permission) => names(permission.SourceArn, from) && names(permission.FunctionName, to),
          )
        );
      case 'eventSourceMapping':
        return some(
          'AWS::Lambda::EventSourceMapping',
          (mapping) => names(mapping.EventSourceArn, from) && names(mapping.FunctionName, to),
        );
      case 'onFailureDestination':
        return some(
          'AWS::Lambda::EventSourceMapping',
          (mapping) =>
            names(mapping.FunctionName, from) && names(mapping.DestinationConfig?.OnFailure, to),
        );
      case 'redrivePolicy':
        return from.some((id) => names(this.properties(id)?.RedrivePolicy, to));
      case 'subscription':
        // Whom it leads to is outside, so the topic is all there is to see.
        return some('AWS::SNS::Subscription', ({ TopicArn }) => names(TopicArn, from));
      case 'alarmAction':
        return from
          .filter((id) => !this.endingRollouts.has(id))
          .every((id) => names(this.properties(id)?.AlarmActions, to));
      case 'bucketPolicy':
        return some(
          'AWS::S3::BucketPolicy',
          (policy) =>
            names(policy.Bucket, to) &&
            policy.PolicyDocument.Statement.some(
              (statement: any) =>
                statement.Effect === 'Allow' && names(statement.Condition, from),
            ),
        );
    }
  }

  private idsOf(name: NodeName): string[] {
    const { resource } = this.nodes[name];
    return resource === undefined
      ? []
      : this.all()
          .filter(([id, { Type }]) => Type === resource.type && id.startsWith(resource.construct))
          .map(([id]) => id);
  }

  private properties(id: string): any {
    return this.resources.get(id)?.Properties;
  }

  private ofType(type: string): any[] {
    return this.all()
      .filter(([, { Type }]) => Type === type)
      .map(([, { Properties }]) => Properties);
  }

  /** What the roles of these functions allow, and on which resources. */
  private allowed(functions: readonly string[]) {
    return functions
      .flatMap((id) => [...this.mentioned(this.properties(id)?.Role)])
      .flatMap((role) => this.properties(role)?.Policies ?? [])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .map(({ Action, Resource }) => ({
        actions: [Action].flat(),
        on: this.mentioned(Resource),
      }));
  }

  /**
   * The logical ids in a value; an alias stands for its function, an import for its export, and the
   * ARN of a function for the one of that name.
   */
  private mentioned(value: any): Set<string> {
    if (typeof value === 'string') {
      const [, named] = /:function:([^:/]+)/.exec(value) ?? [];
      return new Set(
        named === undefined
          ? []
          : this.all()
              .filter(([, { Properties }]) => Properties?.FunctionName === named)
              .map(([id]) => id),
      );
    }
    if (value === null || typeof value !== 'object') {
      return new Set();
    }
    const imported = this.exports.get(value['Fn::ImportValue']);
    const id = value.Ref ?? value['Fn::GetAtt']?.[0];
    const found = Object.values(value).flatMap((part) => [...this.mentioned(part)]);
    if (imported !== undefined) {
      found.push(...this.mentioned(imported));
    }
    if (this.resources.has(id)) {
      found.push(id);
      if (this.resources.get(id).Type === 'AWS::Lambda::Alias') {
        found.push(...this.mentioned(this.properties(id).FunctionName));
      }
    }
    return new Set(found);
  }
}

function names(nodes: Readonly<Record<NodeName, Node>>): NodeName[] {
  return Object.keys(nodes).filter((name): name is NodeName => name in NODES);
}

function meets(found: ReadonlySet<string>, ids: readonly string[]): boolean {
  return ids.some((id) => found.has(id));
}
