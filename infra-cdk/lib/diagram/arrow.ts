/** What passes from one part to another, and what has to be in the templates for that to be true. */
import type { NodeName } from './nodes.ts';

export interface Arrow {
  readonly from: NodeName;
  readonly to: NodeName;
  readonly kind: ArrowKind;
  readonly label: string;
  readonly backedBy: Evidence;

  /**
   * Whether this way is taken by what failed only.
   *
   * @default false
   */
  readonly failure?: boolean;

  readonly leaves: Port;
  readonly arrives: Port;

  /**
   * How far from the middle between two nodes an arrow with two corners bends, in pixels to the right.
   *
   * @default 0
   */
  readonly bend?: number;
}

export const ARROW_KINDS = ['http', 'call', 'database', 'storage', 'events'] as const;
export type ArrowKind = (typeof ARROW_KINDS)[number];

/** A side of a node, and how far from the middle of that side, in pixels to the right or down. */
export type Port = readonly [side: Side, offset?: number];
export type Side = 'left' | 'right' | 'top' | 'bottom';

/** What has to be in the templates for an arrow to be true. */
export type Evidence =
  /** The role of the function it starts at allows this on what it leads to. */
  | { readonly permission: string }
  /** The role of the function it leads to allows this on where it starts. */
  | { readonly reads: string }
  /** A variable of the function it starts at names what it leads to. */
  | { readonly variable: string }
  /** An output tells whoever is outside the address of what it leads to. */
  | { readonly output: string }
  | {
      readonly by:
        | 'integration'
        | 'eventSourceMapping'
        | 'onFailureDestination'
        | 'redrivePolicy'
        | 'subscription'
        | 'alarmAction'
        | 'bucketPolicy';
    };
