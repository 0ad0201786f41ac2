/** A number with what it counts, in a `dl`. */
export function Figure(props: {
  readonly term: string;
  /** How it looks if it is above 0. */
  readonly tone?: string;
  readonly children: number;
}) {
  const { term, tone = '', children } = props;
  return (
    <div>
      <dt className="text-sm text-muted">{term}</dt>
      <dd className={`text-2xl font-semibold tabular-nums ${children > 0 ? tone : ''}`}>{children}</dd>
    </div>
  );
}
