import { toLogIn } from './after-contact.js';
import type { Stamp } from './event.js';
import type { Fault } from './fault.js';
import { type InputOf, know, read, type StepName, show, showError, step } from './moves.js';
import type { Call } from './operations.js';
import type { Way } from './way.js';

/** What was not answered stays to be sent again; what can be fixed on its screen goes back there. */
export function afterFault(way: Way, fault: Fault): Way {
  switch (fault.kind) {
    case 'badInput':
      return showError(know(way, { unanswered: null }), {
        reason: 'INVALID_INPUT',
        said: [],
        fields: fault.fields,
      });
    case 'sessionOver':
      return toLogIn(way, way.known.hasAccount ? 'sessionOver' : null);
    default:
      return { ...way, fault };
  }
}

/** Sends the same again, under the same key; where it may have been taken, a read looks it up first. */
export function sentAgain(way: Way, stamp: Stamp): Way {
  const { call, fault } = way;
  if (!call) return way;
  return fault?.kind === 'outcomeUnknown'
    ? afterUnknown(way, call, stamp)
    : { ...way, call: { ...call }, fault: null };
}

function afterUnknown(way: Way, call: Call, stamp: Stamp): Way {
  const forgotten = know(way, { unanswered: null });
  switch (call.name) {
    // Anybody who is registered by now logs in.
    case 'register':
      return read(forgotten, 'accountExists', { phoneNumber: way.known.phoneNumber });
    // Eligibility shows whether the identity is verified, and whether there is a request.
    case 'verifyLiveness':
    case 'createBusinessRequest':
      return read(forgotten, 'eligibility', {});
    default:
      return withNewKey(forgotten, call, stamp);
  }
}

/** The old key would only give the old answer, which was that nobody knows. */
function withNewKey(way: Way, call: Call, stamp: Stamp): Way {
  const shown = show(way, way.screen);
  if (!('input' in call.variables)) return { ...shown, call: { ...call } };
  const { idempotencyKey: _old, ...input } = call.variables.input;
  return step(shown, stamp, call.name as StepName, input as InputOf<StepName>);
}
