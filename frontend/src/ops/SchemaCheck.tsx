import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useOrderApi } from '../api/client.ts';
import { planReplay } from '../api/deadLetters.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import type { JsonObject } from '../json/json.ts';
import { Failure } from '../ui/Failure.tsx';
import { FaultLine } from '../ui/FaultLine.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Who types is not asked after each key. */
const PAUSE_MS = 400;
/** A dry run takes a reason too, and nothing of it is kept. */
const REASON = 'dry run of an edit';

/** What the API finds in the payload once it is patched, each fault with its line. */
export function SchemaCheck(props: {
  readonly messageId: string;
  readonly patch: JsonObject;
  readonly lines: ReadonlyMap<string, number>;
  readonly onShow: (line: number) => void;
}) {
  const ops = useOpsWords();
  const { messageId, patch, lines, onShow } = props;
  const api = useOrderApi();
  const text = usePaused(JSON.stringify(patch));
  const check = useQuery({
    queryKey: ['schema-check', messageId, text],
    queryFn: async () => {
      const filter = { ids: [messageId] };
      const asked: JsonObject = JSON.parse(text);
      const plan = await planReplay(api, { action: 'replay', filter, patch: asked, reason: REASON });
      return plan.previews.find(({ id }) => id === messageId)?.errors ?? [];
    },
    placeholderData: keepPreviousData,
  });
  const isOld = check.isPlaceholderData || text !== JSON.stringify(patch);
  if (check.error) return <Failure error={check.error} retry={() => check.refetch()} />;
  if (check.data === undefined) return <Notice tone="info" title={ops.edit.checking} />;
  if (check.data.length === 0) {
    return (
      <Notice
        tone={isOld ? 'info' : 'success'}
        title={isOld ? ops.edit.checking : ops.edit.schemaOk}
      />
    );
  }
  return (
    <Notice tone="danger" title={ops.edit.schemaFaults(check.data.length)}>
      <ul>
        {check.data.map((fault) => {
          const line = nearestLine(lines, fault.pointer ?? '');
          return (
            <li key={`${fault.pointer} ${fault.detail}`}>
              <button type="button" className="py-1 font-medium underline" onClick={() => onShow(line)}>
                {ops.edit.atLine(line)}
              </button>{' '}
              <FaultLine fault={fault} />
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}

/** What is missing has no line; what it is missing from has. */
function nearestLine(lines: ReadonlyMap<string, number>, pointer: string): number {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return lines.get('') ?? 1;
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
