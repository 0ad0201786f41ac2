/**
 * What the functions of an environment count themselves, in business terms.
 *
 * They write these metrics into their logs, in the embedded metric format. Names, dimensions and units are
 * a contract with the Rust code; the namespace is what the functions are told, so that two environments in
 * one account do not count for each other.
 */
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../environment.ts';
import type { Operations } from './operations.ts';

/** What METRICS_NAMESPACE is for the functions of an environment. */
export function metricsNamespaceOf(name: EnvironmentName): string {
  return `OrderPipeline/${name}`;
}

/** Orders that order-api created; a repeated request is not counted again. */
export function ordersPlaced(name: EnvironmentName): Metric {
  return counted(name, 'OrdersPlaced');
}

/** Status changes that stream-consumer sent on. */
export function statusChanges(name: EnvironmentName, status: Status): Metric {
  return counted(name, 'StatusChanges', { Status: status });
}

/** Documents that pdf-worker stored. */
export function documentsRendered(name: EnvironmentName, kind: DocumentKind): Metric {
  return counted(name, 'DocumentsRendered', { Kind: kind });
}

/** Milliseconds from the confirmation of an order to its stored invoice. */
export function timeToInvoice(name: EnvironmentName, percentile: 'p50' | 'p99'): Metric {
  return counted(name, 'TimeToInvoice').with({ statistic: percentile });
}

/**
 * Milliseconds that one stage of a status change takes: from the write to stream-consumer, in the queue, to
 * render, and from the write to the notification.
 */
export function stageTime(name: EnvironmentName, stage: Stage): Metric {
  return counted(name, stage).with({ statistic: 'p99' });
}

/** Deliveries of what was done already. */
export function duplicatesSkipped(name: EnvironmentName): Metric {
  return counted(name, 'DuplicatesSkipped');
}

/** Messages that a function put aside, because no retry can mend them. */
export function parkedMessages(name: EnvironmentName, parkedBy: Parker): Metric {
  return counted(name, 'ParkedMessages', { ParkedBy: parkedBy });
}

/** Changes of orders that nobody had handled, and that the nightly comparison queued again. */
export function reconciledOrders(name: EnvironmentName): Metric {
  return counted(name, 'ReconciledOrders');
}

export function reconciledOrdersAlarm(
  scope: Construct,
  operations: Operations,
  name: EnvironmentName,
): void {
  operations.alarm(scope, 'ReconciledOrders', {
    metric: reconciledOrders(name),
    moreThan: 0,
    happening: 'An order had changed and nobody had handled it; it was queued again',
    runbook: 'reconciled-orders',
  });
}

/** Comparisons that came to their end: one each night. */
export function reconciliationsCompleted(name: EnvironmentName): Metric {
  return counted(name, 'ReconciliationsCompleted');
}

/**
 * Counted in hours, since a silence has to last for more periods than an alarm looks at before CloudWatch
 * takes it for one ("Configuring how CloudWatch alarms treat missing data"): a period of a day would make
 * that days. Two hours more than a day are for a long night after a short one.
 */
export function nightNotComparedAlarm(
  scope: Construct,
  operations: Operations,
  name: EnvironmentName,
): void {
  operations.alarmOnSilence(scope, 'NightNotCompared', {
    metric: reconciliationsCompleted(name).with({ period: Duration.hours(1) }),
    evaluationPeriods: 26,
    happening: 'Nobody has compared the orders with what was handled for more than a day',
    runbook: 'night-not-compared',
  });
}

export function parkedMessageAlarms(
  scope: Construct,
  operations: Operations,
  name: EnvironmentName,
  parkedBy: Parker,
): void {
  operations.alarm(scope, 'ParkedMessages', {
    metric: parkedMessages(name, parkedBy),
    moreThan: 0,
    happening: `${parkedBy} put a message aside`,
    runbook: 'parked-messages',
  });
}

/** All of them: each is paid for, whether somebody looks at it or not. */
export function allPipelineMetrics(name: EnvironmentName): Metric[] {
  return [
    ordersPlaced(name),
    ...STATUSES.map((status) => statusChanges(name, status)),
    ...DOCUMENT_KINDS.map((kind) => documentsRendered(name, kind)),
    timeToInvoice(name, 'p99'),
    ...STAGES.map((stage) => stageTime(name, stage)),
    duplicatesSkipped(name),
    ...PARKERS.map((parker) => parkedMessages(name, parker)),
    reconciledOrders(name),
    reconciliationsCompleted(name),
  ];
}

export const STAGES = ['StreamLag', 'QueueLag', 'RenderTime', 'TimeToNotification'] as const;
export type Stage = (typeof STAGES)[number];

export const STATUSES = [
  'PENDING',
  'CONFIRMED',
  'PAID',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
  'REFUNDED',
] as const;
export const DOCUMENT_KINDS = ['invoice', 'credit-note'] as const;
export const PARKERS = ['stream-consumer', 'pdf-worker'] as const;

export type Status = (typeof STATUSES)[number];
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];
export type Parker = (typeof PARKERS)[number];

function counted(
  name: EnvironmentName,
  metricName: string,
  dimensionsMap: Record<string, string> = {},
): Metric {
  return new Metric({
    namespace: metricsNamespaceOf(name),
    metricName,
    dimensionsMap,
    statistic: 'Sum',
    period: Duration.minutes(1),
  });
}
