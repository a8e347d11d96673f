import { useEffect, useRef, useState } from 'preact/hooks';
import type { Stop } from '../model/tour.js';
import type { CallState } from '../model/state.js';

interface TourProps {
  readonly onShow: (state: CallState) => void;
  readonly onEnd: () => void;
}

/** A short guided tour of what is sent and what must come back. Its stops are loaded with it. */
export function Tour({ onShow, onEnd }: TourProps) {
  const [stops, setStops] = useState<readonly Stop[]>([]);
  const [at, setAt] = useState(0);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    void import('../model/tour.js').then(({ STOPS }) => {
      setStops(STOPS);
      onShow(STOPS[0]!.state);
      title.current?.focus();
    });
  }, []);
  const shown = stops[at];
  const go = (next: number): void => {
    setAt(next);
    onShow(stops[next]!.state);
  };
  return (
    <section class="card tour" aria-labelledby="tour-title">
      <p class="tour-at">
        What is a preflight? · {at + 1} of {stops.length || 6}
      </p>
      <h2 id="tour-title" ref={title} tabIndex={-1}>
        {shown?.title ?? 'What is a preflight?'}
      </h2>
      <div class={shown?.curl == null ? '' : 'tour-split'}>
        <div aria-live="polite">
          {shown?.text.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
        {shown?.curl != null && <pre tabIndex={0}>{shown.curl}</pre>}
      </div>
      <div class="row">
        <button type="button" class="quiet" disabled={at === 0} onClick={() => go(at - 1)}>
          Back
        </button>
        {at < stops.length - 1 ? (
          <button type="button" class="primary" onClick={() => go(at + 1)}>
            Next
          </button>
        ) : (
          <button type="button" class="primary" onClick={onEnd}>
            Done
          </button>
        )}
      </div>
    </section>
  );
}
