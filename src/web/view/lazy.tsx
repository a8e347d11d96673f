import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component whose code is loaded when it is shown for the first time. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let known: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const [, setLoaded] = useState(known !== null);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (known !== null) return;
      load().then(
        (component) => {
          known = component;
          setLoaded(true);
        },
        () => setFailed(true),
      );
    }, []);
    if (failed)
      return (
        <p class="trouble" role="alert">
          This part of the page could not be loaded: is its server still there?
        </p>
      );
    const Loaded = known;
    return Loaded === null ? null : <Loaded {...props} />;
  };
}
