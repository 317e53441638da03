#!/usr/bin/env bash
# Guess: what a validator calls a UUID is 32 hexadecimal digits with four hyphens.
# Seen (28 November 2026): zod 4.6.7 z.uuid(), class-validator 0.15.1 @IsUUID(), uuid 13.0.0 validate() and valibot's uuid() differ. The
# first three want a version digit of 1 to 8 and a variant digit of 8 to b, and refuse ids whose digits there are random; zod's
# z.guid(), valibot's uuid(), graphql-scalars 1.26.0 and ajv-formats 3.0.1 take them.
# .NET systems that keep their ids in order (ASP.NET Boilerplate's SequentialGuidGenerator, and others like it) fill the first
# ten bytes at random: of a thousand such ids the strict ones take about one in eight.
# For you: check ids that come from such a system with z.guid() or a plain pattern.
# Versions: as named, and valibot@1.1.0, ajv@8.20.0, graphql@16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund zod@4.6.7 class-validator@0.15.1 uuid@13.0.0 valibot@1.1.0 graphql-scalars@1.26.0 graphql@16.15.0 ajv@8.20.0 ajv-formats@3.0.1
cat > run.mjs <<'JS'
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import * as v from 'valibot';
import { validate } from 'uuid';
import { z } from 'zod';

const require = createRequire(import.meta.url);
const { isUUID } = require('class-validator');
const { GraphQLUUID } = require('graphql-scalars');
const ajv = new (require('ajv').default)();
require('ajv-formats').default(ajv);
const byFormat = ajv.compile({ type: 'string', format: 'uuid' });
const takesAll = (parse) => (id) => { try { parse(id); return true; } catch { return false; } };

// Ten random bytes, then six of the time.
const ids = Array.from({ length: 1000 }, () => {
  const hex = randomBytes(10).toString('hex') + Date.now().toString(16).padStart(12, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
});
const validators = {
  'zod z.uuid()': (id) => z.uuid().safeParse(id).success,
  'class-validator isUUID': (id) => isUUID(id),
  'uuid validate': (id) => validate(id),
  'zod z.guid()': (id) => z.guid().safeParse(id).success,
  'valibot uuid()': (id) => v.safeParse(v.pipe(v.string(), v.uuid()), id).success,
  'graphql-scalars UUID': takesAll((id) => GraphQLUUID.parseValue(id)),
  'ajv-formats uuid': (id) => byFormat(id),
};
const taken = Object.values(validators).map((isValid) => ids.filter(isValid).length);
Object.keys(validators).forEach((name, index) => console.log(`${name}: takes ${taken[index]} of 1000`));
const isAsSeen = taken.slice(0, 3).every((count) => count > 60 && count < 250) && taken.slice(3).every((count) => count === 1000);
process.exit(isAsSeen ? 0 : 1);
JS
node run.mjs
