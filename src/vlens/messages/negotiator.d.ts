/** What is used of `negotiator`, which comes without types. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: { 'accept-language': string } });
    /** Those of the available languages that are accepted, the best first. */
    languages(available: string[]): string[];
  }
}
