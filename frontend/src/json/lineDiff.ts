/** What differs between two texts, line by line. */

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** Its number in the text before, and in the text after. */
  readonly before?: number;
  readonly after?: number;
}

/** Beyond so many pairs of lines, what differs is told as a whole. */
const MOST_PAIRS = 4_000_000;

export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end += 1;
  }
  const lines: DiffLine[] = [];
  const [middleA, middleB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const kept = middleA.length * middleB.length > MOST_PAIRS ? [] : common(middleA, middleB);
  const pairs = [
    ...a.slice(0, start).map((_, index) => [index, index] satisfies Pair),
    ...kept.map(([x, y]) => [x + start, y + start] satisfies Pair),
    ...a.slice(a.length - end).map((_, index): Pair => [a.length - end + index, b.length - end + index]),
  ];
  let [x, y] = [0, 0];
  for (const [nextX, nextY] of [...pairs, [a.length, b.length] satisfies Pair]) {
    for (; x < nextX; x += 1) lines.push({ kind: 'removed', text: a[x] ?? '', before: x + 1 });
    for (; y < nextY; y += 1) lines.push({ kind: 'added', text: b[y] ?? '', after: y + 1 });
    if (nextX === a.length) break;
    lines.push({ kind: 'same', text: a[x] ?? '', before: x + 1, after: y + 1 });
    x += 1;
    y += 1;
  }
  return lines;
}

type Pair = [number, number];

/** The longest sequence of lines that both have, as their places in each. */
function common(a: readonly string[], b: readonly string[]): Pair[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let x = a.length - 1; x >= 0; x -= 1) {
    for (let y = b.length - 1; y >= 0; y -= 1) {
      const down = lengths[(x + 1) * width + y] ?? 0;
      const right = lengths[x * width + y + 1] ?? 0;
      const both = (lengths[(x + 1) * width + y + 1] ?? 0) + 1;
      lengths[x * width + y] = a[x] === b[y] ? both : Math.max(down, right);
    }
  }
  const pairs: Pair[] = [];
  let [x, y] = [0, 0];
  while (x < a.length && y < b.length) {
    if (a[x] === b[y]) pairs.push([x++, y++]);
    else if ((lengths[(x + 1) * width + y] ?? 0) >= (lengths[x * width + y + 1] ?? 0)) x += 1;
    else y += 1;
  }
  return pairs;
}
