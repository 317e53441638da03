/** Types for the parts of `negotiator` that are used; it has none of its own. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: {
      headers: { accept?: string; 'accept-language'?: string; 'accept-encoding'?: string };
    });
    /** The accepted ones of the available languages, the best first. */
    languages(available: string[]): string[];
    /** The accepted coding with the highest weight; if several have the same weight, the preferred one. */
    encoding(available: string[], options: { preferred: string[] }): string | undefined;
    /** The accepted media type with the highest weight. */
    mediaType(available: string[]): string | undefined;
  }
}
