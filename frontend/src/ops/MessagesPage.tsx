import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrderApi } from '../api/client.ts';
import { messagesQuery } from '../api/deadLetters.ts';
import { useOpsWords } from '../i18n/opsWords.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { Button, buttonClass } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { Loading, Skeleton } from '../ui/Skeleton.tsx';
import { Judgement } from './Judgement.tsx';
import { MessageFilterBar } from './MessageFilterBar.tsx';
import { MessagesTable } from './MessagesTable.tsx';
import { OpsOnly } from './OpsOnly.tsx';
import { isPartialList } from './partial.ts';
import { isFiltered, type MessagesSearch, type ReplaySearch, toFilter } from './search.ts';

const STEP = 50;
/** More at once would not be read anyhow. */
const MOST = 500;
const route = getRouteApi('/shell/ops/messages');

export function MessagesPage() {
  return (
    <OpsOnly>
      <Messages />
    </OpsOnly>
  );
}

function Messages() {
  const ops = useOpsWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const api = useOrderApi();
  const limit = Math.min(search.limit ?? STEP, MOST);
  const { limit: _, ...filters } = search;
  const { verdict } = filters;
  const list = useQuery(messagesQuery(api, { filter: toFilter(filters), verdict, limit }));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const filter = (next: MessagesSearch) =>
    navigate({ search: next, replace: true, resetScroll: false });
  const messages = list.data?.messages ?? [];
  // What is no longer there cannot be chosen.
  const ids = messages.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  const which = ids.length > 0 ? { ids } : filters;

  return (
    <Page
      title={ops.list.title}
      above={<BackLink to="/ops">{ops.back}</BackLink>}
      actions={
        list.isPending ? (
          <Skeleton className="h-9 w-64" />
        ) : (
          messages.length > 0 && <WithThese which={which} />
        )
      }
    >
      <MessageFilterBar search={search} onChange={filter} />
      {list.error && <Failure error={list.error} retry={() => list.refetch()} />}
      {list.isPending && (
        <Loading>
          <Skeleton className="h-96 rounded-xl" />
        </Loading>
      )}
      {list.data && isPartialList(list.data, limit) && (
        <Notice tone="warning" title={ops.partialShort(list.data.scanned)} />
      )}
      {list.data && messages.length === 0 && (
        <div className="rounded-xl border border-line bg-card">
          {isFiltered(search) ? (
            <EmptyState icon="info" title={ops.noneMatch} detail={ops.noneMatchDetail}>
              <Button onClick={() => filter({})}>{ops.clear}</Button>
            </EmptyState>
          ) : (
            <EmptyState icon="check" title={ops.empty} detail={ops.emptyDetail} />
          )}
        </div>
      )}
      {messages.length > 0 && (
        <>
          {verdict === undefined && <Judgement key={JSON.stringify(which)} which={which} />}
          <MessagesTable
            messages={messages}
            dimmed={list.isPlaceholderData}
            chosen={chosen}
            onChoose={setChosen}
          />
          <div className="flex items-center justify-between gap-4 text-sm text-muted">
            <p className="tabular-nums">{ops.list.shown(messages.length)}</p>
            {messages.length === limit && limit < MOST && (
              <Button onClick={() => filter({ ...search, limit: limit + STEP })}>
                {ops.list.more}
              </Button>
            )}
          </div>
        </>
      )}
    </Page>
  );
}

/** What can be done with the messages that were chosen or, if none were, with all that match. */
function WithThese({ which }: { which: Omit<ReplaySearch, 'action'> }) {
  const ops = useOpsWords();
  const { discardChosen, discardThese, replayChosen, replayThese } = ops.list;
  const chosen = which.ids?.length;
  return (
    <>
      <Link
        to="/ops/replays/new"
        search={{ ...which, action: 'discard' }}
        className={buttonClass('danger')}
      >
        {chosen === undefined ? discardThese : discardChosen(chosen)}
      </Link>
      <Link
        to="/ops/replays/new"
        search={{ ...which, action: 'replay' }}
        className={buttonClass('primary')}
      >
        {chosen === undefined ? replayThese : replayChosen(chosen)}
      </Link>
    </>
  );
}
