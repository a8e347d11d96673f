interface HeaderProps {
  readonly live: boolean;
  readonly tour: boolean;
  readonly onTour: () => void;
}

/** The page's name, and the way into the tour. */
export function Header({ live, tour, onTour }: HeaderProps) {
  return (
    <header class="top">
      <h1>
        whycors <span>Why did the browser refuse this call?</span>
      </h1>
      <div class="top-side">
        <span class={live ? 'badge live-badge' : 'badge'}>
          {live ? 'asks real servers' : 'static page'}
        </span>
        <button type="button" class="quiet" aria-expanded={tour} onClick={onTour}>
          {tour ? 'Close the tour' : 'What is a preflight?'}
        </button>
      </div>
    </header>
  );
}
