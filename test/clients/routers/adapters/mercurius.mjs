import mercuriusGateway from '@mercuriusjs/gateway';
import fastify from 'fastify';
import { parse, print } from 'graphql';

export const router = {
  title: 'Mercurius gateway',
  packages: ['@mercuriusjs/gateway', 'mercurius'],
  notesOfFederation1: true,
  notes: [
    'It supports Federation 1 only: give it the `sdl` that `npm run subgraph` prints, with the operations as extensions and without what Federation 2 adds. With the schema from `_service`, it leaves out `Query` without a message.',
    'Use graphql 16.14.2 or older with it: with 16.15 every field of another subgraph fails (`value.includes is not a function`).',
    'Do not use subscriptions through it: it has one WebSocket for all callers, and gives equal subscriptions of two callers the events of the first. Clients subscribe directly at the Vlens gateway.',
    'It asks each subgraph for every key of a type: keep only the key that the other subgraphs have, here `ProductType.productTypeId`.',
  ],
};

export async function open({ vlensUrl, notesUrl, sdl }) {
  const server = fastify();
  // set-up
  const isOfFederation2 = ({ kind, name }) =>
    /^Schema|^DirectiveDefinition$/.test(kind) || /^(federation__|link__|_)/.test(name.value);
  const asExtension = (definition) =>
    /^(Query|Mutation|Subscription)$/.test(definition.name.value)
      ? {
          ...definition,
          kind: 'ObjectTypeExtension',
          fields: definition.fields.filter(({ name }) => !name.value.startsWith('_')),
        }
      : definition;
  const definitions = parse(sdl)
    .definitions.filter((each) => !isOfFederation2(each))
    .map(asExtension);
  const schema = print({ kind: 'Document', definitions })
    .replaceAll(' @shareable', '')
    .replace(/(type ProductType[^{]*?) @key\(fields: "id"\)/, '$1');
  const passOn = ({ authorization, 'x-request-id': id }) => ({
    ...(authorization && { authorization }),
    ...(id && { 'x-request-id': id }),
  });
  await server.register(mercuriusGateway, {
    gateway: {
      services: [
        {
          name: 'vlens',
          mandatory: true,
          url: vlensUrl,
          schema,
          rewriteHeaders: passOn,
        },
        { name: 'notes', url: notesUrl },
      ],
    },
  });
  // end
  const url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  return { url, close: () => server.close() };
}
