import { ArgsType, Field, ID, InterfaceType } from 'type-graphql';
import { MAX_ITEMS } from './input-limits.js';
import { MaxIds } from './input-rules.js';

/** Only a Node has a field called `id`, since normalised caches use it as the identity of an object. */
@InterfaceType({
  description: 'An object with a global identity: caches keep it by its id, and node takes it.',
})
export abstract class Node {
  @Field(() => ID, { description: 'Unique in the whole schema.' })
  id!: string;
}

@ArgsType()
export class NodesArgs {
  @Field(() => [ID], { description: `At most ${MAX_ITEMS.ids} ids; one may be given twice.` })
  @MaxIds()
  ids!: string[];
}
