import {
  fetchExecute,
  fetchWatch,
  LogInDocument,
  newIdempotencyKey,
  OpenRequestDocument,
  type OpenRequestQuery,
} from '@vlens-gateway/client';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { whereTheDeviceIs } from './device';
import { SignContract } from './sign-contract';

/** In memory alone: anybody who reads the page's storage finds no token. */
let accessToken: string | null = null;
const url = new URLSearchParams(location.search).get('gateway') ?? 'http://localhost:4000/graphql';
const execute = fetchExecute({ url, token: () => accessToken });
const watch = fetchWatch({ url, token: () => accessToken });

function App() {
  const [problem, setProblem] = useState('');
  const [request, setRequest] = useState<OpenRequestQuery['currentBusinessRequest']>();

  async function logIn(form: FormData): Promise<void> {
    const { login } = await execute(LogInDocument, {
      input: {
        phoneNumber: String(form.get('phone')),
        password: String(form.get('password')),
        deviceId: 'cairo-phone',
        geoLocation: await whereTheDeviceIs(),
        idempotencyKey: newIdempotencyKey(),
      },
    });
    if (login.__typename !== 'Session') return setProblem(login.message);
    accessToken = login.accessToken;
    const { currentBusinessRequest } = await execute(OpenRequestDocument, {});
    setRequest(currentBusinessRequest ?? null);
  }

  if (request) return <SignContract execute={execute} watch={watch} requestId={request.id} />;
  if (request === null) return <p>There is nothing to sign.</p>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // A sentence that stays as it was is not read out again.
        setProblem('');
        logIn(new FormData(event.currentTarget)).catch(({ message }: Error) => setProblem(message));
      }}
    >
      {problem ? <p role="alert">{problem}</p> : null}
      <label>
        Phone <input name="phone" type="tel" defaultValue="+201000000001" />
      </label>{' '}
      <label>
        Password <input name="password" type="password" />
      </label>{' '}
      <button type="submit">Log in</button>
    </form>
  );
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
