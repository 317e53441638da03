/** The part of `negotiator` that is used; it has no types of its own. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: {
      headers: { accept?: string; 'accept-language'?: string; 'accept-encoding'?: string };
    });
    /** Those of the available languages that are accepted, the best first. */
    languages(available: string[]): string[];
    /** The coding that is accepted with the most weight; of several with the same the preferred one. */
    encoding(available: string[], options: { preferred: string[] }): string | undefined;
    /** The media type that is accepted with the most weight. */
    mediaType(available: string[]): string | undefined;
  }
}
