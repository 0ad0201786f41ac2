/** What is accepted of a finding holds for what it names, and for nothing else. */
import { describe, expect, test } from 'vitest';
import { ACCEPTED, type Accepted } from '../lib/lint/accepted-findings.ts';
import { type Finding, judge } from '../lib/lint/judge.ts';

const accepted: Accepted = {
  rule: 'CKV_AWS_21',
  on: ['AccessLogs'],
  environments: ['dev'],
  reason: 'Written once.',
};
const finding: Finding = {
  rule: 'CKV_AWS_21',
  environment: 'dev',
  on: 'AccessLogs8B620ECA',
  message: 'Ensure the S3 bucket has versioning enabled',
};

test('a finding that is accepted stays', () => {
  expect(judge([finding], [accepted])).toEqual({ open: [], needless: [] });
});

test.each<[string, Partial<Finding>]>([
  ['by another rule', { rule: 'CKV_AWS_18' }],
  ['on another resource', { on: 'InvoicesF0222E8D' }],
  ['in another environment', { environment: 'prod' }],
])('one %s is open', (_what, change) => {
  const other = { ...finding, ...change };
  expect(judge([finding, other], [accepted])).toEqual({ open: [other], needless: [] });
});

describe('an entry is needless', () => {
  test('when nothing is found any more', () => {
    expect(judge([], [accepted]).needless).toEqual([accepted]);
  });

  test('when one of the resources that it names is fine by now', () => {
    const two = { ...accepted, on: ['AccessLogs', 'Files'] };
    expect(judge([finding], [two])).toEqual({ open: [], needless: [two] });
  });
});

test('everything that is accepted has a reason', () => {
  for (const { rule, on, reason } of ACCEPTED) {
    expect(reason, rule).toMatch(/^\S.{20,}\.$/);
    expect(on.length, rule).toBeGreaterThan(0);
  }
});
