/** The whole order system: the stacks of one environment and what they hand to each other. */
import type { App } from 'aws-cdk-lib/core';
import { DefaultStackSynthesizer } from 'aws-cdk-lib/core';
import { acknowledgeFindings } from './acknowledged-findings.ts';
import { ApiStack } from './api-stack.ts';
import { type Component, costTags } from './cost-tags.ts';
import { DataStack } from './data-stack.ts';
import { checkEnvironment } from './environment-checks.ts';
import type { EnvironmentProps } from './environment.ts';
import { FrontendStack } from './frontend-stack.ts';
import { NetworkStack } from './network-stack.ts';
import { ReplicaStack } from './replica-stack.ts';
import { ServiceStack } from './service-stack.ts';

export class OrderSystem {
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly service: ServiceStack;
  readonly frontend: FrontendStack;

  /** The private network of the functions, where the environment has one. */
  readonly network?: NetworkStack;

  /** The copies in the second region, where the environment has one. */
  readonly replica?: ReplicaStack;

  constructor(app: App, environment: EnvironmentProps) {
    checkEnvironment(environment);
    const stackProps = (component: Component) => ({
      environment,
      // Indented, the templates of a deployment without an assets bucket grow past what a request holds.
      suppressTemplateIndentation: true,
      env: { account: environment.account, region: environment.region },
      synthesizer: new DefaultStackSynthesizer({
        generateBootstrapVersionRule: environment.requireBootstrap ?? true,
      }),
      tags: { ...costTags(environment.name), component },
    });

    this.data = new DataStack(app, `orders-${environment.name}-data`, stackProps('data'));
    const { network, replicaRegion } = environment;
    if (replicaRegion !== undefined) {
      this.replica = new ReplicaStack(app, `orders-${environment.name}-replica`, {
        ...stackProps('replica'),
        replicaRegion,
        env: { account: environment.account, region: replicaRegion },
      });
      // The data names the bucket and the key, and neither is created for a copy that comes first.
      this.data.addStackDependency(this.replica);
    }
    if (network !== undefined) {
      this.network = new NetworkStack(app, `orders-${environment.name}-network`, {
        ...stackProps('network'),
        network,
        key: this.data.key,
      });
    }
    const {
      operations,
      key,
      orders,
      invoiceSeries,
      idempotency,
      invoices,
      streamFailures,
      replays,
      tokens,
    } = this.data;

    this.api = new ApiStack(app, `orders-${environment.name}-api`, {
      ...stackProps('api'),
      operations,
      key,
      orders,
      invoiceSeries,
      idempotency,
      invoices,
      tokens,
      network: this.network,
    });

    this.frontend = new FrontendStack(app, `orders-${environment.name}-frontend`, {
      ...stackProps('frontend'),
      restApi: this.api.restApi,
      tokens,
      invoices,
    });

    this.service = new ServiceStack(app, `orders-${environment.name}-service`, {
      ...stackProps('service'),
      operations,
      key,
      orders,
      invoiceSeries,
      idempotency,
      invoices,
      streamFailures,
      replays,
      orderApi: this.api.orderApi,
      restApi: this.api.restApi,
      tokens,
      access: this.data.access,
      consoleUrl: this.frontend.consoleUrl,
      network: this.network,
    });

    acknowledgeFindings(environment, [
      this.data,
      this.api,
      this.service,
      this.frontend,
      ...(this.network ? [this.network] : []),
      ...(this.replica ? [this.replica] : []),
    ]);
  }
}
