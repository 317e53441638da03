import { CriticalityLevel, DiffRule, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/**
 * Compares two schemas, with the sentences of GraphQL Inspector. `breaking` changes break existing clients. `announced` changes do too, but
 * the changelog lists them as breaking. `dangerous` changes may surprise a client (a new member of a union).
 */
export async function schemaChanges(before, after, changelog) {
  const rules = [DiffRule.ignoreDescriptionChanges];
  const changes = await diff(buildSchema(before), buildSchema(after), rules);
  const isAnnounced = announcedIn(changelog);
  const of = (level) => changes.filter(({ criticality }) => criticality.level === level);
  const breaking = of(CriticalityLevel.Breaking);
  return {
    breaking: breaking.filter((change) => !isAnnounced(change)).map(toSentence),
    announced: breaking.filter(isAnnounced).map(toSentence),
    dangerous: of(CriticalityLevel.Dangerous).map(toSentence),
  };
}

function toSentence({ path, message }) {
  return `${path}: ${message}`;
}

/** Whether the unreleased part of the changelog has the path of a change in backticks under "### Breaking". */
function announcedIn(changelog) {
  const [, unreleased = ''] = /^## Unreleased\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(changelog) ?? [];
  const [, breaking = ''] = /^### Breaking\n([\s\S]*?)(?=^### |$(?![\s\S]))/m.exec(unreleased) ?? [];
  return ({ path }) => breaking.includes(`\`${path}\``);
}
