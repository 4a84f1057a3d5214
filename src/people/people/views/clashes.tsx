import { type Clash, sayClash } from '../clash.ts'

/** A row of a summary of somebody; empty without a clash. */
export const clashRow = (name: string, clashes: readonly Clash[] | undefined) =>
  ['Clash', clashes?.length ? clashes.map((clash) => <div>{sayClash(name, clash)}</div>) : undefined] as const
