import { z } from 'zod';
import { headers, httpUrl, share, yesOrNo } from '../kinds.js';
import { setting } from '../setting.js';

/** Metrics and traces for the operator. */
export const OBSERVABILITY_SETTINGS = {
  METRICS: setting({
    type: yesOrNo(),
    default: true,
    example: 'true',
    description: 'Serve `/metrics` for Prometheus.',
    secret: false,
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting({
    type: httpUrl(),
    default: null,
    defaultText: 'unset: no traces',
    example: 'http://localhost:4318',
    description: 'Collector that spans are sent to (docs/observability.md).',
    secret: false,
  }),
  OTEL_EXPORTER_OTLP_HEADERS: setting({
    type: headers(),
    default: {},
    defaultText: 'none',
    example: 'authorization=Basic%20dXNlcjpwYXNz',
    description: 'Headers for the collector, `name=value`, separated by commas.',
    secret: true,
  }),
  OTEL_SERVICE_NAME: setting({
    type: z.string(),
    default: 'vlens-graphql-gateway',
    example: 'vlens-graphql-gateway',
    description: 'Name of this gateway in traces.',
    secret: false,
  }),
  OTEL_TRACES_SAMPLER_ARG: setting({
    type: share(),
    default: 1,
    example: '0.1',
    description: 'Share of traces that is kept, from 0 to 1.',
    secret: false,
  }),
};
