import type { Fault } from '../api/types.ts';
import { FaultText } from './FaultText.tsx';

/** A fault, and where in the JSON it is. */
export function FaultLine({ fault }: { fault: Fault }) {
  return (
    <>
      <code className="font-mono text-xs break-all">{fault.pointer || fault.parameter || '/'}</code>{' '}
      <FaultText detail={fault.detail} />
    </>
  );
}
