/** The whole order system: the stacks of one environment and what they hand to each other. */
import type { App } from 'aws-cdk-lib/core';
import { DefaultStackSynthesizer } from 'aws-cdk-lib/core';
import { DataStack } from './data-stack.ts';
import { checkEnvironment } from './environment-checks.ts';
import type { EnvironmentProps } from './environments.ts';
import { ServiceStack } from './service-stack.ts';

export class OrderSystem {
  readonly data: DataStack;
  readonly service: ServiceStack;

  constructor(app: App, environment: EnvironmentProps) {
    checkEnvironment(environment);
    const stackProps = () => ({
      environment,
      // Indented, the templates of a deployment without an assets bucket grow past what a request holds.
      suppressTemplateIndentation: true,
      env: { account: environment.account, region: environment.region },
      synthesizer: new DefaultStackSynthesizer({
        generateBootstrapVersionRule: environment.requireBootstrap ?? true,
      }),
      tags: { application: 'orders', environment: environment.name },
    });

    this.data = new DataStack(app, `orders-${environment.name}-data`, stackProps());
    this.service = new ServiceStack(app, `orders-${environment.name}-service`, {
      ...stackProps(),
      operations: this.data.operations,
      key: this.data.key,
      orders: this.data.orders,
      invoiceSeries: this.data.invoiceSeries,
      idempotency: this.data.idempotency,
      invoices: this.data.invoices,
      streamFailures: this.data.streamFailures,
      tokens: this.data.tokens,
      userPool: this.data.userPool,
    });
  }
}
