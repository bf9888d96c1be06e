/** Says whether a value fits the spec's schema, and no more: made of the schema when the command line is built, absent elsewhere. */

export const readyGate: ((value: unknown) => boolean) | undefined = undefined
