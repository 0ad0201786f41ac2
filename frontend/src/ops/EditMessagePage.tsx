import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { z } from 'zod/mini';
import { useOrderApi } from '../api/client.ts';
import { messageQuery } from '../api/deadLetters.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { DiffView } from '../json/DiffView.tsx';
import { formatJson, isJsonObject, type JsonObject } from '../json/json.ts';
import { JsonEditor, type JsonEditorHandle } from '../json/JsonEditor.tsx';
import { parseJson } from '../json/parseJson.ts';
import { keep, keptKey, restore, useKept } from '../session/kept.ts';
import { useSession } from '../session/session.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { Button, buttonClass } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { FaultLine } from '../ui/FaultLine.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { readEdit } from './edit.ts';
import { OpsOnly } from './OpsOnly.tsx';
import { formName, freshValues, replayValues } from './replayForm.ts';
import { SchemaCheck } from './SchemaCheck.tsx';
import type { DeadLetterDetail } from './types.ts';

const route = getRouteApi('/shell/ops/messages/$messageId/edit');

export function EditMessagePage() {
  return (
    <OpsOnly>
      <EditMessage />
    </OpsOnly>
  );
}

function EditMessage() {
  const ops = useOpsWords();
  const { messageId } = route.useParams();
  const api = useOrderApi();
  // Nobody's edit is taken away by a look at what is there now.
  const message = useQuery({ ...messageQuery(api, messageId), staleTime: Number.POSITIVE_INFINITY });
  const parsed = message.data && parseJson(message.data.payload);
  const original = parsed?.kind === 'parsed' ? parsed.value : undefined;
  return (
    <Page
      title={ops.edit.title}
      above={
        <BackLink to="/ops/messages/$messageId" params={{ messageId }}>
          {ops.message.title(messageId.slice(-12))}
        </BackLink>
      }
      lead={<span className="font-mono text-xs break-all">{messageId}</span>}
    >
      {message.error && <Failure error={message.error} retry={() => message.refetch()} />}
      {message.isPending && (
        <Loading>
          <Skeleton className="h-[36rem] rounded-xl" />
        </Loading>
      )}
      {message.data && isJsonObject(original) && (
        <Editor message={message.data} original={original} />
      )}
      {message.data && !isJsonObject(original) && (
        <EmptyState icon="info" title={ops.edit.notJson} detail={ops.edit.notEditable}>
          <Link
            to="/ops/replays/new"
            search={{ action: 'discard', ids: [messageId] }}
            className={buttonClass('danger')}
          >
            {ops.message.discard}
          </Link>
        </EmptyState>
      )}
    </Page>
  );
}

function Editor(props: { readonly message: DeadLetterDetail; readonly original: JsonObject }) {
  const ops = useOpsWords();
  const { message, original } = props;
  const { subject } = useSession().claims;
  const navigate = useNavigate();
  const before = formatJson(original);
  const text = useKept(`edit:${message.id}`, z.string(), before);
  const edit = readEdit(original, text.value);
  const editor = useRef<JsonEditorHandle>(null);

  /** The form of the replay takes it from there. */
  async function goOn(patch: JsonObject) {
    const name = formName('replay', { ids: [message.id] });
    const key = keptKey(subject, name);
    const values = restore(key, replayValues) ?? freshValues;
    keep(key, { ...values, patch: formatJson(patch) });
    await navigate({ to: '/ops/replays/new', search: { action: 'replay', ids: [message.id] } });
  }

  return (
    <>
      {text.wasRestored && text.value !== before && (
        <Notice tone="info" title={ops.edit.restored} />
      )}
      <Card
        id="edited"
        title={ops.edit.label}
        note={
          <Button look="quiet" disabled={text.value === before} onClick={text.forget}>
            {ops.edit.reset}
          </Button>
        }
      >
        <JsonEditor
          ref={editor}
          labelledBy="edited"
          value={text.value}
          faultLine={edit.kind === 'broken' ? edit.fault.line : undefined}
          onChange={text.change}
        />
      </Card>
      {edit.kind === 'broken' && (
        <Notice
          tone="danger"
          title={ops.edit.notJson}
          actions={
            <Button onClick={() => editor.current?.showLine(edit.fault.line, edit.fault.column)}>
              {ops.edit.atLine(edit.fault.line)}
            </Button>
          }
        >
          {ops.edit.fault(edit.fault)}
        </Notice>
      )}
      {edit.kind === 'notObject' && <Notice tone="danger" title={ops.edit.notObject} />}
      {edit.kind === 'changed' && (
        <>
          <SchemaCheck
            messageId={message.id}
            patch={edit.patch}
            lines={edit.lines}
            onShow={(line) => editor.current?.showLine(line, 1)}
          />
          <Card id="changes" title={ops.edit.changes}>
            <div className="space-y-4">
              {edit.removedByNull.length > 0 && (
                <Notice tone="info" title={ops.edit.nullRemoves}>
                  <code className="font-mono text-xs break-all">{edit.removedByNull.join(', ')}</code>
                </Notice>
              )}
              <DiffView before={before} after={formatJson(edit.value)} />
              <details className="text-sm">
                <summary className="py-1 text-muted">{ops.edit.patch}</summary>
                <pre className="mt-2 overflow-x-auto rounded-lg bg-sunken p-4 font-mono text-xs" tabIndex={0}>
                  {formatJson(edit.patch)}
                </pre>
              </details>
              <Button look="primary" onClick={() => goOn(edit.patch)}>
                {ops.edit.next}
              </Button>
            </div>
          </Card>
        </>
      )}
      {edit.kind === 'same' && (
        <p className="text-sm text-muted">
          {ops.edit.noChanges}{' '}
          {message.verdict.errors.map((fault) => (
            <span key={`${fault.pointer} ${fault.detail}`} className="mt-1 block text-danger">
              <FaultLine fault={fault} />
            </span>
          ))}
        </p>
      )}
    </>
  );
}
