import { useState } from 'react';
import { Face, type FaceName } from '../faces/face';
import type { GeoLocationInput } from '../gql/graphql';
import { useSpeech } from '../i18n/language';
import { Busy } from '../ui/busy';
import { Icon } from '../ui/icon';
import { Screen } from '../ui/screen';

const LONGEST_SEARCH_MS = 20_000;

/** Says why the location is needed before the browser asks for it. */
export function Place({ found }: { found: (place: GeoLocationInput) => void }) {
  const { text } = useSpeech();
  const [state, setState] = useState<'telling' | 'finding' | FaceName>('telling');

  const find = () => {
    setState('finding');
    if (!('geolocation' in navigator)) return setState('locationUnknown');
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => found({ latitude, longitude }),
      ({ code, PERMISSION_DENIED }) =>
        setState(code === PERMISSION_DENIED ? 'noLocation' : 'locationUnknown'),
      { enableHighAccuracy: true, maximumAge: 0, timeout: LONGEST_SEARCH_MS },
    );
  };

  if (state === 'finding') return <Busy>{text.place.finding}</Busy>;
  if (state !== 'telling')
    return (
      <Face key={state} name={state}>
        <button type="button" className="primary" onClick={find}>
          {text.tryAgain}
        </button>
      </Face>
    );
  return (
    <Screen title={text.place.title} mark={<Icon name="place" />}>
      <p>{text.place.why}</p>
      <p className="quiet">{text.place.what}</p>
      <button type="button" className="primary" onClick={find}>
        {text.place.allow}
      </button>
    </Screen>
  );
}
