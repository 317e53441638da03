import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { GeoLocationInput } from '../gql/graphql';
import { useI18n } from '../i18n/context';
import { type StatusName, StatusScreen } from '../status-screens/status-screen';
import { WaysOutLater } from '../status-screens/ways-out-later';
import { Busy } from '../ui/busy';
import { Icon } from '../ui/icon';
import { Screen } from '../ui/screen';

const MAX_SEARCH_MS = 20_000;
/** The browser counts from when it may search: one whose question nobody sees or answers would never end. */
const MAX_SILENCE_MS = 25_000;

interface LocationPromptProps {
  found: (place: GeoLocationInput) => void;
  /** The customer has read before why it is needed. */
  isAgain?: boolean;
  /** Where it is for another thing than a signature. */
  why?: string;
  what?: string;
}

/** Says why the location is needed before the browser asks for it. */
export function LocationPrompt({ found, isAgain = false, why, what }: LocationPromptProps) {
  const { text } = useI18n();
  const [state, setState] = useState<'instructions' | 'finding' | StatusName>(
    isAgain ? 'finding' : 'instructions',
  );
  const silence = useRef<ReturnType<typeof setTimeout>>(undefined);
  const newest = useRef(0);
  const isFound = useRef(false);
  useEffect(() => () => clearTimeout(silence.current), []);

  const find = () => {
    setState('finding');
    if (!('geolocation' in navigator)) return setState('locationUnknown');
    clearTimeout(silence.current);
    silence.current = setTimeout(() => setState('locationSilent'), MAX_SILENCE_MS);
    newest.current += 1;
    const request = newest.current;
    navigator.geolocation.getCurrentPosition(
      // However late it comes, and once: a browser that was asked again answers every request.
      ({ coords: { latitude, longitude } }) => {
        if (isFound.current) return;
        isFound.current = true;
        found({ latitude, longitude });
      },
      ({ code, PERMISSION_DENIED }) => {
        // A later request, or a place that came, says more.
        if (isFound.current || request !== newest.current) return;
        clearTimeout(silence.current);
        setState(code === PERMISSION_DENIED ? 'noLocation' : 'locationUnknown');
      },
      { enableHighAccuracy: true, maximumAge: 0, timeout: MAX_SEARCH_MS },
    );
  };
  const findAgain = useEffectEvent(async () => {
    if (await isGranted()) find();
    else setState('instructions');
  });
  useEffect(() => {
    if (isAgain) void findAgain();
  }, [isAgain]);

  if (state === 'finding') return <Busy>{text.place.finding}</Busy>;
  if (state !== 'instructions')
    return (
      <StatusScreen key={state} name={state}>
        <button type="button" className="primary" onClick={find}>
          {text.tryAgain}
        </button>
        <WaysOutLater to="location" />
      </StatusScreen>
    );
  return (
    <Screen title={text.place.title} mark={<Icon name="place" />}>
      <p>{why ?? text.place.why}</p>
      <p className="quiet">{what ?? text.place.what}</p>
      <button type="button" className="primary" onClick={find}>
        {text.place.allow}
      </button>
    </Screen>
  );
}

/** Whether the browser would not ask; where it does not say so at once, it may. */
async function isGranted(): Promise<boolean> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 500));
  try {
    const permission = await Promise.race([navigator.permissions.query({ name: 'geolocation' }), late]);
    return permission?.state === 'granted';
  } catch {
    return false;
  }
}
