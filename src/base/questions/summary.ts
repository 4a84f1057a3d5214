import { type Asked, choicesOf, questionKinds } from './kind.ts'

/** A stored answer, and how often it was given. */
type Given = readonly (readonly [value: string, n: number])[]

/** Figures of a question: how often each choice was given, or what numbers add up to. */
export type Summary = { rows: readonly (readonly [text: string, n: number])[]; hasShares: boolean }

/** undefined: its answers can only be read one by one. */
export const summaryOf = (asked: Asked, given: Given): Summary | undefined => {
  const choices = choicesOf(asked)
  const timesOf = (choice: string): number => given.reduce((sum, [value, n]) => (value.split('\n').includes(choice) ? sum + n : sum), 0)
  if (choices.length > 0) return { rows: choices.map(([value, text]) => [text, timesOf(value)]), hasShares: true }
  if (!questionKinds[asked.kind].adds || given.length === 0) return undefined
  const numbers = given.map(([value]) => Number(value))
  // Of decimals, so that 0.1 and 0.2 make 0.3.
  const sum = Number(given.reduce((all, [value, n]) => all + Number(value) * n, 0).toFixed(4))
  return {
    rows: [
      ['Added up', sum],
      ['Lowest', Math.min(...numbers)],
      ['Highest', Math.max(...numbers)],
    ],
    hasShares: false,
  }
}
