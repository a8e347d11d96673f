interface HeaderProps {
  readonly live: boolean;
  readonly tour: boolean;
  readonly onTour: () => void;
}

/** The page's name, whether it can ask servers, and the way into the tour. */
export function Header({ live, tour, onTour }: HeaderProps) {
  return (
    <header class="top">
      <div class="brand">
        <img src="./icon.svg" alt="" width="36" height="36" />
        <h1>whycors</h1>
        <p>Why did the browser refuse this call?</p>
      </div>
      <div class="top-side">
        <span class={live ? 'badge live-badge' : 'badge'}>
          {live ? 'asks real servers' : 'without a server'}
        </span>
        <button type="button" class="quiet" aria-expanded={tour} onClick={onTour}>
          {tour ? 'Close the tour' : 'What is a preflight?'}
        </button>
      </div>
    </header>
  );
}
