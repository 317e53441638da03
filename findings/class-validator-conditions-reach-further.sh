#!/usr/bin/env bash
# Guess: a condition (`@ValidateIf`, `@IsOptional`) is about the decorators beside it: a subclass that adds `@IsDefined` gets its complaint, a second
# condition is another way in, and `@IsOptional({ each: true })` lets null items through.
# Seen (28 November 2026, class-validator 0.15.1): conditions belong to the property. Those of a parent class silence what a subclass adds, so a
# field that is required there may be missing. Two of them must both hold. `each: true` on `@IsOptional` means nothing: null items are refused
# while a null in the list's place passes. A condition that answers a promise always holds, also with `validate`, since a promise is true.
# For you: a stricter subclass repeats the property under another condition or not at all; write two conditions as one with `||`; decide
# asynchronously before, and hand the outcome in.
# Versions: class-validator@0.15.1.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund class-validator@0.15.1
cat > run.mjs <<'JS'
import { IsDefined, IsOptional, IsString, ValidateIf, validate, validateSync } from 'class-validator';

const decorate = (type, ...decorators) => decorators.forEach((each) => each(type.prototype, 'value'));
const complaints = (type, fields) =>
  validateSync(Object.assign(new type(), fields)).flatMap(({ constraints }) => Object.keys(constraints)).join();
class Parent {}
decorate(Parent, ValidateIf(({ isAsked }) => isAsked === true), IsString());
class Stricter extends Parent {}
decorate(Stricter, IsDefined());
class Both {}
decorate(Both, ValidateIf(({ a }) => a === true), ValidateIf(({ b }) => b === true), IsString());
class Items {}
decorate(Items, IsOptional({ each: true }), IsString({ each: true }));
class Later {}
decorate(Later, ValidateIf(async () => false), IsString());
const seen = {
  'required by the subclass, missing': complaints(Stricter, {}),
  'one of two conditions holds': complaints(Both, { value: 1, a: true, b: false }),
  'both hold': complaints(Both, { value: 1, a: true, b: true }),
  'a null item': complaints(Items, { value: ['text', null] }),
  'null in place of the list': complaints(Items, { value: null }),
  'a condition that answers no, later': String((await validate(Object.assign(new Later(), { value: 1 }))).length),
};
console.log(seen);
process.exit(Object.values(seen).join('|') === '||isString|isString||1' ? 0 : 1);
JS
node run.mjs
