import { CriticalityLevel, DiffRule, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/**
 * What became of a schema, in the sentences of GraphQL Inspector: `breaking` for a client that is out there, `announced`
 * where the changelog names it as breaking, `dangerous` where a client may not expect it (a new member of a union).
 */
export async function schemaChanges(before, after, changelog) {
  const rules = [DiffRule.ignoreDescriptionChanges];
  const changes = await diff(buildSchema(before), buildSchema(after), rules);
  const isAnnounced = announcedIn(changelog);
  const of = (level) => changes.filter(({ criticality }) => criticality.level === level);
  const breaking = of(CriticalityLevel.Breaking);
  return {
    breaking: breaking.filter((change) => !isAnnounced(change)).map(told),
    announced: breaking.filter(isAnnounced).map(told),
    dangerous: of(CriticalityLevel.Dangerous).map(told),
  };
}

function told({ path, message }) {
  return `${path}: ${message}`;
}

/** Named in backticks under "### Breaking" of what is not released yet. */
function announcedIn(changelog) {
  const [, unreleased = ''] = /^## Unreleased\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(changelog) ?? [];
  const [, breaking = ''] = /^### Breaking\n([\s\S]*?)(?=^### |$(?![\s\S]))/m.exec(unreleased) ?? [];
  return ({ path }) => breaking.includes(`\`${path}\``);
}
