/**
 * What the AwsSolutions rules of cdk-nag find here, and why it stays.
 *
 * Each entry covers one construct and what is below it, and nothing else: a new bucket, role or route
 * elsewhere is found again.
 */
import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { acknowledgedNistFindings } from './acknowledged-nist-findings.ts';
import type { EnvironmentProps } from './environment.ts';

/** Constructs by their path within a stack, and what is acknowledged there. */
const ACKNOWLEDGED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Access: {
    COG2: 'A second factor is offered. Customers look up orders, and administrators act through the machine client.',
    COG8: 'The plus plan adds risk scores to each sign-in, at ten times the price per user.',
  },
  CursorKey: {
    SMG4: 'It signs page cursors. A new key would break the lists that clients are paging through, and protect nothing more.',
  },
  'OrderApi/Role': {
    'IAM5[Resource::<invoices>/orders/*/invoice.pdf]': 'The documents of any order.',
    'IAM5[Resource::<invoices>/orders/*/credit-note.pdf]': 'The documents of any order.',
    'IAM5[Resource::<invoices>/orders/*/events/*]': 'The markers of any order.',
    'IAM5[Action::kms:GenerateDataKey*]': 'A family of actions, as DynamoDB documents it.',
    'IAM5[Action::kms:ReEncrypt*]': 'A family of actions, as DynamoDB documents it.',
    'IAM5[Resource::*]': 'X-Ray knows no resources.',
  },
  'Pipeline/StreamConsumer/Role': {
    'IAM5[Resource::<orders>/stream/*]': 'The name of a stream is the time when it began.',
    'IAM5[Resource::<streamFailures>/*]': 'Lambda chooses the names.',
    'IAM5[Resource::*]': 'X-Ray and the list of streams know no resources.',
  },
  'Pipeline/PdfWorker/Role': {
    'IAM5[Resource::<invoices>/orders/*]': 'Documents and markers of any order.',
    'IAM5[Resource::*]': 'X-Ray knows no resources.',
  },
  'Replay/DlqReplay/Role': {
    'IAM5[Resource::<streamFailures>/*]': 'Lambda chooses the names.',
    'IAM5[Resource::<replays>/*]': 'Everything there was written by this function.',
    'IAM5[Action::kms:GenerateDataKey*]': 'A family of actions, as DynamoDB documents it.',
    'IAM5[Action::kms:ReEncrypt*]': 'A family of actions, as DynamoDB documents it.',
    'IAM5[Resource::*]': 'X-Ray knows no resources.',
  },
  'Replay/MissedNights': {
    SQS3: 'It is a dead-letter queue, of the nightly schedule and of what that invokes.',
  },
  'Pipeline/Subscribers': {
    SQS3: 'These are the dead-letter queues, of subscriptions.',
  },
  'RestApi/Api': {
    APIG2:
      'Bodies are validated where there are any. Parameters are for order-api, which names every fault at once.',
    APIG4:
      'The functions verify the bearer token themselves, the same way on AWS and on the own machine. Preflights carry none.',
    APIG6:
      'Execution logs go to a group outside of the stack and stay for ever. The access log names each error.',
    COG4: 'As for APIG4; the issuer can be another than Cognito.',
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
      'The role is for the whole account, and this is the policy that AWS keeps for it.',
  },
  Files: {
    S1: 'Only CloudFront reads these files, and everybody may.',
  },
  Distribution: {
    CFR1: 'Customers travel.',
    CFR2: 'Static files have nothing to attack; the API has a firewall.',
    CFR3: 'Its log would be addresses of people and nothing else.',
    CFR4: 'The certificate of CloudFront itself accepts nothing newer to be chosen; with `consoleDomain` it is TLS 1.2.',
  },
};

const ROLLOUTS = [
  'OrderApi',
  'Pipeline/StreamConsumer',
  'Pipeline/PdfWorker',
  'Replay/DlqReplay',
];
const ROLLOUT_POLICY =
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]';

/** Tells the rules, where they run, what is known about the stacks. */
export function acknowledgeFindings(
  environment: EnvironmentProps,
  stacks: readonly IConstruct[],
): void {
  for (const [path, findings] of Object.entries(ACKNOWLEDGED)) {
    for (const [rule, reason] of Object.entries(findings)) {
      acknowledge(stacks, path, awsSolutions(namingExports(rule, environment)), reason);
    }
  }
  for (const path of ROLLOUTS) {
    const reason = 'What CodeDeploy needs to shift the traffic of functions, as AWS keeps it.';
    acknowledge(stacks, `${path}/Rollout/Role`, awsSolutions(ROLLOUT_POLICY), reason);
  }
  if (environment.firewall === 'none') {
    const reason = 'Nobody but developers knows the address, and the limits of the stage hold.';
    acknowledge(stacks, 'RestApi/Api', awsSolutions('APIG3'), reason);
  }
  const { webAclAssociation } = environment.emulatorLimits ?? {};
  if (webAclAssociation !== undefined) {
    acknowledge(stacks, 'RestApi/Api', awsSolutions('APIG3'), `At the emulator, ${webAclAssociation}.`);
  }
  for (const [resource, reason] of Object.entries(replicationWildcards(environment))) {
    const rule = awsSolutions(`IAM5[Resource::${resource}]`);
    acknowledge(stacks, 'InvoicesReplication/Role', rule, reason);
  }
  for (const { rule, reason, on } of acknowledgedNistFindings(environment)) {
    for (const path of on) {
      acknowledge(stacks, path, `NIST.800.53.R5::NIST.800.53.R5-${rule}`, reason);
    }
  }
}

function acknowledge(stacks: readonly IConstruct[], path: string, id: string, reason: string) {
  for (const stack of stacks) {
    const construct = path
      .split('/')
      .reduce<IConstruct | undefined>((scope, part) => scope?.node.tryFindChild(part), stack);
    if (construct !== undefined) {
      Validations.of(construct).acknowledge({ id, reason });
    }
  }
}

function awsSolutions(rule: string): string {
  return `AwsSolutions::AwsSolutions-${rule}`;
}

/** The rules name these resources by account and region. */
function replicationWildcards(environment: EnvironmentProps): Record<string, string> {
  const { name, account = '<AWS::AccountId>', replicaRegion } = environment;
  if (replicaRegion === undefined) {
    return {};
  }
  return {
    '<InvoicesF0222E8D.Arn>/*': 'Each document is copied.',
    [`arn:aws:s3:::orders-${name}-invoices-${account}-${replicaRegion}/*`]:
      'Each document is copied.',
    [`arn:aws:kms:${replicaRegion}:${account}:key/*`]:
      'The key with one alias, by a condition: its id is known in the other region only.',
  };
}

/** The rules know what another stack exports by the name of the export only. */
function namingExports(rule: string, environment: EnvironmentProps): string {
  return rule.replace(/<(orders|invoices|streamFailures|replays)>/, (_text, name: string) => {
    return `orders-${environment.name}-data:ExportsOutputFnGetAtt${EXPORTED_ARNS[name]}`;
  });
}

const EXPORTED_ARNS: Readonly<Record<string, string>> = {
  orders: 'OrdersA9B65338Arn17F87B9C',
  invoices: 'InvoicesF0222E8DArn800E1C09',
  streamFailures: 'StreamFailuresE6D4F770ArnF5B3860A',
  replays: 'Replays0062A655Arn62F8960D',
};
