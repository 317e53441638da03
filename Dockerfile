# Three images of one build: `gateway` (the last, and so the default), `sandbox` and `router`; docs/running.md says how each is used.
# Node 24 is alive until April 2028. Pin the image by digest when you build what you ship, with the digest that your registry tells:
# `--build-arg NODE=24.21.0-bookworm-slim@sha256:…`.
ARG NODE=24.21.0-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /build
COPY .npmrc package.json package-lock.json ./
COPY client/package.json client/
COPY web/package.json web/
COPY sandbox/package.json sandbox/
COPY sandbox/bin sandbox/bin
COPY tools/biome tools/biome
RUN npm ci
COPY tsconfig.json ./
COPY scripts scripts
COPY schema schema
COPY resolvers resolvers
COPY src src
COPY sandbox sandbox
COPY tools tools
COPY client client
COPY web web
RUN npm run build && node dist/src/emit-schema.js --subgraph > vlens.graphql

# What the sandbox needs of npm; the gateway brings all of its libraries in its own few files.
FROM node:${NODE} AS libraries
WORKDIR /build
COPY .npmrc package.json package-lock.json ./
COPY sandbox/package.json sandbox/
COPY sandbox/bin sandbox/bin
RUN npm ci --omit=dev --workspace vlens-sandbox

FROM node:${NODE} AS sandbox
LABEL org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.title="Vlens sandbox" \
      org.opencontainers.image.description="A REST server that keeps the documented rules of Vlens, for teams that share one. It holds nothing secret and must not face the internet."
ENV NODE_ENV=production HOST=0.0.0.0 SANDBOX_PORT=4001 SANDBOX_DATABASE_URL=memory:
WORKDIR /app
COPY LICENSE package.json ./
COPY --from=libraries /build/node_modules node_modules
COPY --from=build /build/sandbox/src/console/page sandbox/src/console/page
COPY --from=build /build/dist/sandbox dist/sandbox
USER 65532:65532
EXPOSE 4001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SANDBOX_PORT}/sandbox/tenant`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/sandbox/src/main.js"]

FROM node:${NODE} AS router-libraries
WORKDIR /build
COPY deploy/router/.npmrc deploy/router/package.json deploy/router/package-lock.json ./
RUN npm ci

FROM node:${NODE} AS router
LABEL org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.title="Router before the Vlens GraphQL gateway" \
      org.opencontainers.image.description="Hive Gateway's runtime before the gateway as its one subgraph; to try out how it is behind a router."
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
WORKDIR /app
COPY LICENSE ./
COPY --from=router-libraries /build/package.json ./
COPY --from=router-libraries /build/node_modules node_modules
COPY --from=build /build/vlens.graphql ./
COPY deploy/router/serve.mjs ./
USER 65532:65532
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readiness`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "serve.mjs", "vlens=http://gateway:4000/graphql=vlens.graphql"]

FROM node:${NODE} AS gateway
LABEL org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.title="Vlens GraphQL gateway" \
      org.opencontainers.image.description="One typed GraphQL endpoint in front of the Vlens REST API."
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 UPSTREAM_HTTP_CLIENT=undici
WORKDIR /app
COPY LICENSE package.json ./
# The explorer's page and the operations it opens with, and what TRUSTED_DOCUMENTS may name.
COPY --from=build /build/src/server/explorer/page src/server/explorer/page
COPY --from=build /build/client/operations client/operations
COPY --from=build /build/client/src/generated/persisted-documents.json client/src/generated/
COPY --from=build /build/dist/explorer dist/explorer
COPY --from=build /build/dist/web dist/web
COPY --from=build /build/dist/gateway dist/gateway
USER 65532:65532
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/gateway/main.js"]
