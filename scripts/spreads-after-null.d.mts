/** The same module, with a spread of null before each literal's first spread where names come after it. */
export declare function spreadsAfterNull(code: string): string;
