/**
 * What the emulator refuses, and the system therefore leaves out there. This is the whole list: apart
 * from it, the emulator gets the resources that AWS gets.
 */

/** A part that can be left out without changing what the others do. */
export type OptionalPart =
  | 'gradualRollout'
  | 'layers'
  | 'scheduledScaling'
  | 'streamMapping'
  | 'webAclAssociation';

/** The reason for each part that is left out. */
export type EmulatorLimits = Partial<Record<OptionalPart, string>>;

export const MINISTACK_LIMITS: EmulatorLimits = {
  gradualRollout: 'it has no AWS::CodeDeploy resources',
  layers:
    'it runs a function as a process of the machine, which has no `/opt` of its own; pdf-worker is told the ' +
    'folder of the design itself',
  scheduledScaling: 'it has no AWS::ApplicationAutoScaling resources',
  streamMapping:
    'its own neither bisects nor retries and skips what a function reports as failed; the mapping is ' +
    'there, disabled, without the alarm on a stream that nobody reads, and the local stack polls the ' +
    'stream by the properties of the mapping',
  webAclAssociation: 'it has web ACLs, and no AWS::WAFv2::WebACLAssociation to use one',
};
