/** A number with what it counts, in a `dl`. */
export function Figure(props: {
  readonly term: string;
  /** How it looks if it is above 0. */
  readonly tone?: string;
  /** In front of it, such as `at least`. */
  readonly before?: string | undefined;
  readonly children: number;
}) {
  const { term, tone = '', before, children } = props;
  return (
    <div>
      <dt className="text-sm text-muted">{term}</dt>
      <dd className={`text-2xl font-semibold tabular-nums ${children > 0 ? tone : ''}`}>
        {before !== undefined && <span className="text-sm font-normal text-muted">{before} </span>}
        {children}
      </dd>
    </div>
  );
}
