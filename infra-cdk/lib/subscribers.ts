/**
 * Who is notified of what happens to orders. What a subscriber does not accept waits in a dead-letter
 * queue of its own, so that one who is away holds up nobody and misses nothing.
 */
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { type ITopicSubscription, SubscriptionFilter, type Topic } from 'aws-cdk-lib/aws-sns';
import {
  EmailSubscription,
  SmsSubscription,
  SqsSubscription,
  type SubscriptionProps,
} from 'aws-cdk-lib/aws-sns-subscriptions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { DataKey } from './data-key.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { EnvironmentProps } from './environment.ts';
import type { Operations } from './monitoring/operations.ts';
import type { Status } from './monitoring/pipeline-metrics.ts';

export type Subscriber = (
  | { readonly email: string }
  /** A telephone number in E.164 form. */
  | { readonly sms: string }
  /**
   * The ARN of a queue, which belongs to whoever reads it: its policy has to let the topic send, and
   * its key, if any, has to let SNS encrypt.
   */
  | { readonly sqs: string }
) & {
  /**
   * Which notifications it gets: those that agree with each attribute named here.
   *
   * @default - all
   */
  readonly only?: NotificationFilter;
};

/** The attributes of a notification. The names are a contract with the Rust code. */
export interface NotificationFilter {
  readonly status?: readonly Status[];
  readonly orderId?: readonly string[];
  /** ISO 4217. */
  readonly currency?: readonly string[];
  readonly eventId?: readonly string[];
}

export interface SubscribersProps {
  readonly environment: EnvironmentProps;
  readonly operations: Operations;

  /** Encrypts what could not be delivered. */
  readonly key: DataKey;

  readonly topic: Topic;
}

export class Subscribers extends Construct {
  /** One for each subscriber. */
  readonly deadLetterQueues: readonly DeadLetterQueue[];

  constructor(scope: Construct, id: string, props: SubscribersProps) {
    super(scope, id);
    const { environment, operations, key, topic } = props;

    this.deadLetterQueues = (environment.subscribers ?? []).map((subscriber) => {
      // Named by its address and not by its place in the list: a new one replaces no other.
      const deadLetterQueue = new DeadLetterQueue(this, `Undelivered ${addressOf(subscriber)}`, {
        operations,
        encryption: QueueEncryption.KMS,
        encryptionMasterKey: key,
        enforceSSL: true,
        retentionPeriod: Duration.days(14),
        removalPolicy: environment.removalPolicy,
      });
      const filterPolicy = subscriber.only && policyOf(subscriber.only);
      topic.addSubscription(
        this.subscription(subscriber, {
          deadLetterQueue,
          ...(filterPolicy && { filterPolicy }),
        }),
      );
      return deadLetterQueue;
    });
  }

  private subscription(
    subscriber: Subscriber,
    props: SubscriptionProps & { deadLetterQueue: DeadLetterQueue },
  ): ITopicSubscription {
    if ('email' in subscriber) {
      return new EmailSubscription(subscriber.email, props);
    }
    if ('sms' in subscriber) {
      const sms = new SmsSubscription(subscriber.sms, props);
      // The construct takes a dead-letter queue, and leaves it out of the subscription.
      return { bind: (topic) => ({ ...sms.bind(topic), deadLetterQueue: props.deadLetterQueue }) };
    }
    return new SqsSubscription(
      Queue.fromQueueArn(this, `Queue ${subscriber.sqs}`, subscriber.sqs),
      { ...props, rawMessageDelivery: true },
    );
  }
}

/** Where its notifications go, as SNS writes it. */
export function addressOf(subscriber: Subscriber): string {
  if ('email' in subscriber) {
    return subscriber.email;
  }
  return 'sms' in subscriber ? subscriber.sms : subscriber.sqs;
}

function policyOf(filter: NotificationFilter): Record<string, SubscriptionFilter> {
  return Object.fromEntries(
    Object.entries(filter).map(([attribute, values]) => [
      attribute,
      SubscriptionFilter.stringFilter({ allowlist: [...values] }),
    ]),
  );
}
