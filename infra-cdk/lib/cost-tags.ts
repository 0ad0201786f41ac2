/**
 * What the bill can be split by. The stacks have these tags, and CloudFormation hands them on to each
 * of their resources that can have any.
 */
import type { EnvironmentName } from './environment.ts';

/** The part of the system that a stack is. */
export type Component = 'data' | 'api' | 'service' | 'frontend' | 'network' | 'replica';

/** What all stacks of an environment have; each has its component besides. */
export function costTags(name: EnvironmentName) {
  return {
    application: 'orders',
    environment: name,
    // Application and environment in one, since a budget takes one tag.
    budget: `orders-${name}`,
  };
}
