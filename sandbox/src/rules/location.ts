/** A place on the globe, in degrees. */
export interface Point {
  latitude: number;
  longitude: number;
}

/** Farther than this from the last active device location, liveness must be re-validated (`vlens.yaml`, StepRequestOtp). */
export const LIVENESS_THRESHOLD_KM = 80;

/** The mean radius of the earth (IUGG); a sphere of it is at most 0.6 % off the ellipsoid's distances. */
const EARTH_RADIUS_KM = 6371.0088;
/** A tenth of a millimetre: what double precision may be off at exactly 80 km, and no device can measure. */
const ROUNDING_KM = 1e-7;

/**
 * Whether a step from here needs liveness first: more than 80 km from the last active device location. Of exactly 80 km
 * the reference has both readings (/conventions: from 80 km on; the operation's page: beyond). A customer without any
 * known location always needs it, and so does an unknown distance (NaN).
 */
export function needsLiveness(last: Point | null, now: Point, isNeededAt80Km = false): boolean {
  if (last === null) return true;
  const beyondKm = greatCircleKm(last, now) - LIVENESS_THRESHOLD_KM;
  const isNear = isNeededAt80Km ? beyondKm < -ROUNDING_KM : beyondKm <= ROUNDING_KM;
  return !isNear;
}

/**
 * The great-circle distance in kilometres, by Vincenty's formula for a sphere: well-conditioned for close places,
 * antipodes, the poles and across the antimeridian alike.
 */
export function greatCircleKm(from: Point, to: Point): number {
  const fromLatitude = radians(from.latitude);
  const toLatitude = radians(to.latitude);
  const difference = radians(to.longitude - from.longitude);
  const across = Math.cos(toLatitude) * Math.sin(difference);
  const along =
    Math.cos(fromLatitude) * Math.sin(toLatitude) -
    Math.sin(fromLatitude) * Math.cos(toLatitude) * Math.cos(difference);
  const towards =
    Math.sin(fromLatitude) * Math.sin(toLatitude) +
    Math.cos(fromLatitude) * Math.cos(toLatitude) * Math.cos(difference);
  return EARTH_RADIUS_KM * Math.atan2(Math.hypot(across, along), towards);
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
