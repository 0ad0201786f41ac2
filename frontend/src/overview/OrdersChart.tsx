import { useSpeech } from '../i18n/language.ts';
import { MINUTES } from './summary.ts';

const HEIGHT = 120;
const WIDTH = 600;
const SLOT = WIDTH / MINUTES;

/** A bar for each minute of the last hour. */
export function OrdersChart({ perMinute }: { perMinute: readonly number[] }) {
  const { t } = useSpeech();
  const most = Math.max(...perMinute);
  const total = perMinute.reduce((sum, count) => sum + count, 0);
  // Even, so that the line in the middle is a whole number too.
  const scale = Math.max(2, most + (most % 2));
  return (
    <figure>
      <div className="flex gap-3">
        <div
          aria-hidden="true"
          className="flex h-48 w-5 flex-col justify-between text-right text-xs text-muted tabular-nums"
        >
          <span>{scale}</span>
          <span>{scale / 2}</span>
          <span>0</span>
        </div>
        <svg
          role="img"
          aria-label={t.overview.chart(total, most)}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-48 w-full"
        >
          {[0, 0.5, 1].map((share) => (
            <line
              key={share}
              x1="0"
              x2={WIDTH}
              y1={HEIGHT * share}
              y2={HEIGHT * share}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {perMinute.map((count, minute) => {
            const height = (count / scale) * HEIGHT;
            return (
              <rect
                key={`minute-${MINUTES - minute}`}
                x={minute * SLOT + 1.5}
                y={HEIGHT - height}
                width={SLOT - 3}
                height={height}
                rx="1"
                className="fill-accent"
              >
                <title>{`${t.overview.minutesAgo(MINUTES - 1 - minute)}: ${count}`}</title>
              </rect>
            );
          })}
        </svg>
      </div>
      <figcaption
        aria-hidden="true"
        className="mt-2 flex justify-between pl-8 text-xs text-muted tabular-nums"
      >
        {[60, 45, 30, 15, 0].map((minutes) => (
          <span key={minutes} className={minutes % 30 === 0 ? '' : 'hidden sm:inline'}>
            {t.overview.minutesAgo(minutes)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
