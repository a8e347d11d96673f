import { EXAMPLES } from '../model/examples.js';

interface WelcomeProps {
  readonly onPaste: (text: string) => Promise<void>;
  readonly onOwn: () => void;
  readonly onTour: () => void;
}

/** What to do here, before anything was pasted. */
export function Welcome({ onPaste, onOwn, onTour }: WelcomeProps) {
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">Nothing at hand? Try one of these</h2>
      <ul class="examples">
        {EXAMPLES.map(({ title, about, text }) => (
          <li key={title}>
            <button type="button" onClick={() => void onPaste(text)}>
              <strong>{title}</strong>
              <span>{about}</span>
            </button>
          </li>
        ))}
        <li>
          <button type="button" onClick={onOwn}>
            <strong>Write the call yourself</strong>
            <span>origin, method, URL, headers</span>
          </button>
        </li>
        <li>
          <button type="button" onClick={onTour}>
            <strong>Take the tour</strong>
            <span>what a preflight is, in six stops</span>
          </button>
        </li>
      </ul>
      <ol class="what-you-get">
        <li>
          <strong>What happened.</strong> Each request and answer, and the place where the browser
          stopped.
        </li>
        <li>
          <strong>Why.</strong> The cause with its evidence, in Chromium, Firefox and WebKit.
        </li>
        <li>
          <strong>The fix.</strong> For your server, checked before you see it.
        </li>
      </ol>
    </section>
  );
}
