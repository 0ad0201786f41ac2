import { useOpsWords } from '../i18n/opsWords.ts';
import { isJsonObject, type JsonValue } from './json.ts';

/** So deep it is open at first; what is long is folded anyhow. */
const OPEN_DEPTH = 2;
const OPEN_SIZE = 20;

/** A document to read: each object and each list can be folded. */
export function JsonView({ value }: { value: JsonValue }) {
  return (
    <div className="overflow-x-auto rounded-lg bg-sunken p-4 font-mono text-xs leading-6">
      <Value value={value} depth={0} />
    </div>
  );
}

function Value(props: { readonly value: JsonValue; readonly name?: string; readonly depth: number }) {
  const ops = useOpsWords();
  const { value, name, depth } = props;
  const label = name !== undefined && <span className="text-accent">{name}: </span>;
  const isList = Array.isArray(value);
  if (!isList && !isJsonObject(value)) {
    return (
      <div className="pl-4 wrap-anywhere">
        {label}
        <Scalar value={value} />
      </div>
    );
  }
  const parts: [string, JsonValue][] = Object.entries(value);
  if (parts.length === 0) {
    return (
      <div className="pl-4">
        {label}
        {isList ? '[]' : '{}'}
      </div>
    );
  }
  const size = isList ? ops.message.items(parts.length) : ops.message.members(parts.length);
  return (
    <details open={depth < OPEN_DEPTH && (depth === 0 || parts.length <= OPEN_SIZE)}>
      <summary className="rounded marker:text-muted">
        {label}
        <span className="text-muted">{size}</span>
      </summary>
      <div className="ml-1 border-l border-line pl-3">
        {parts.map(([key, part]) => (
          <Value key={key} name={key} value={part} depth={depth + 1} />
        ))}
      </div>
    </details>
  );
}

function Scalar({ value }: { value: string | number | boolean | null }) {
  const colour = typeof value === 'string' ? 'text-success' : typeof value === 'number' ? 'text-sky' : 'text-indigo';
  return <span className={colour}>{JSON.stringify(value)}</span>;
}
