import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import geodesy from 'geographiclib-geodesic';
import { greatCircleKm, needsLiveness, type Point } from '../../../sandbox/src/rules/location.js';

const EARTH_RADIUS_METRES = 6_371_008.8;
const sphere = new geodesy.Geodesic.Geodesic(EARTH_RADIUS_METRES, 0);
const ellipsoid = geodesy.Geodesic.WGS84;

const CAIRO = { latitude: 30.0444, longitude: 31.2357 };
const ALEXANDRIA = { latitude: 31.2001, longitude: 29.9187 };
const ASWAN = { latitude: 24.0889, longitude: 32.8998 };

/** The place so many kilometres away in that direction, as the geodesy library has it. */
function away(from: Point, km: number, azimuth: number): Point {
  const { lat2 = Number.NaN, lon2 = Number.NaN } = sphere.Direct(
    from.latitude,
    from.longitude,
    azimuth,
    km * 1000,
  );
  return { latitude: lat2, longitude: lon2 };
}

function kmBy(model: typeof sphere, from: Point, to: Point): number {
  const { s12 = Number.NaN } = model.Inverse(from.latitude, from.longitude, to.latitude, to.longitude);
  return s12 / 1000;
}

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const azimuth = fc.double({ min: -180, max: 180, noNaN: true });

describe('Whether a step needs liveness', () => {
  const places: [string, Point][] = [
    ['in Cairo', CAIRO],
    ['on the equator', { latitude: 0, longitude: 0 }],
    ['at the antimeridian', { latitude: -16.8, longitude: 179.99 }],
    ['across it', { latitude: 65, longitude: -179.99 }],
    ['at the north pole', { latitude: 90, longitude: 0 }],
    ['near the south pole', { latitude: -89.9, longitude: 120 }],
  ];

  it.each(places)('is decided at 80 km, which still is near enough, %s', (_, from) => {
    for (let direction = -180; direction < 180; direction += 15) {
      expect(needsLiveness(from, away(from, 80, direction))).toBe(false);
      expect(needsLiveness(from, away(from, 79.99999, direction))).toBe(false);
      expect(needsLiveness(from, away(from, 80.00001, direction))).toBe(true);
    }
  });

  it.each(places)('is decided at 80 km, which is far already where the tenant reads it so, %s', (_, from) => {
    for (let direction = -180; direction < 180; direction += 15) {
      expect(needsLiveness(from, away(from, 80, direction), true)).toBe(true);
      expect(needsLiveness(from, away(from, 79.99999, direction), true)).toBe(false);
    }
  });

  it('holds at 80 km for any place and direction', () => {
    fc.assert(
      fc.property(place, azimuth, (from, direction) => {
        expect(needsLiveness(from, away(from, 80, direction))).toBe(false);
        expect(needsLiveness(from, away(from, 80.00001, direction))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is a matter of kilometres, not of degrees, next to a pole and at the antimeridian', () => {
    expect(needsLiveness({ latitude: 89.9, longitude: 0 }, { latitude: 89.9, longitude: 180 })).toBe(false);
    expect(needsLiveness({ latitude: 30, longitude: 179.9 }, { latitude: 30, longitude: -179.9 })).toBe(
      false,
    );
    expect(needsLiveness({ latitude: 30, longitude: 179 }, { latitude: 30, longitude: -179 })).toBe(true);
  });

  it('says yes between Cairo and Alexandria, and between Cairo and Aswan', () => {
    expect(needsLiveness(CAIRO, ALEXANDRIA)).toBe(true);
    expect(needsLiveness(CAIRO, ASWAN)).toBe(true);
  });

  it('says yes where no place is known yet', () => {
    expect(needsLiveness(null, CAIRO)).toBe(true);
  });

  it('says yes where a place is no number, rather than let it pass', () => {
    expect(needsLiveness(CAIRO, { latitude: Number.NaN, longitude: 31 })).toBe(true);
    expect(needsLiveness({ latitude: 30, longitude: Number.POSITIVE_INFINITY }, CAIRO)).toBe(true);
  });
});

describe('The great-circle distance', () => {
  it('is that of the geodesy library on a sphere, wherever the places are', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        expect(Math.abs(greatCircleKm(from, to) - kmBy(sphere, from, to))).toBeLessThan(1e-6);
      }),
      { numRuns: 2000 },
    );
  });

  it('is within 0.6 % of the distance on the ellipsoid', () => {
    fc.assert(
      fc.property(place, azimuth, fc.double({ min: 1, max: 1000, noNaN: true }), (from, direction, km) => {
        const to = away(from, km, direction);
        const real = kmBy(ellipsoid, from, to);
        expect(Math.abs(greatCircleKm(from, to) - real) / real).toBeLessThan(0.006);
      }),
    );
  });

  it('is the same both ways, and none to the place itself', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        expect(greatCircleKm(from, from)).toBeLessThan(1e-9);
        expect(Math.abs(greatCircleKm(from, to) - greatCircleKm(to, from))).toBeLessThan(1e-8);
      }),
    );
  });

  it('is half the circumference between antipodes', () => {
    const half = (Math.PI * EARTH_RADIUS_METRES) / 1000;
    expect(greatCircleKm({ latitude: 90, longitude: 0 }, { latitude: -90, longitude: 0 })).toBeCloseTo(
      half,
      6,
    );
    expect(greatCircleKm(CAIRO, { latitude: -30.0444, longitude: -148.7643 })).toBeCloseTo(half, 6);
  });
});
