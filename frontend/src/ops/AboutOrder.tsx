import { Link } from '@tanstack/react-router';
import { useOpsWords } from '../i18n/opsWords.ts';
import { seesEverybody } from '../session/role.ts';
import { useSession } from '../session/session.ts';

/**
 * Which order it is about, and a way to all its dead letters. To the order itself only for who sees
 * everybody's: for others it is not there.
 */
export function AboutOrder({ orderId }: { orderId: string }) {
  const ops = useOpsWords();
  const { claims } = useSession();
  return (
    <>
      {seesEverybody(claims) ? (
        <Link
          to="/orders/$orderId"
          params={{ orderId }}
          className="font-mono text-xs break-all text-accent underline"
        >
          {orderId}
        </Link>
      ) : (
        <span className="font-mono text-xs break-all">{orderId}</span>
      )}
      <Link to="/ops/messages" search={{ orderId }} className="block w-fit py-0.5 text-accent underline">
        {ops.message.ofOrder}
      </Link>
    </>
  );
}
