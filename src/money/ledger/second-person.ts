// A payment typed in above a sum counts only once a second person approves it. It is £1,000
// until finance sets another.
import { sayMoney } from '#base/money.ts'

/** `abovePence` null: no payment needs a second person. */
export type SecondPerson = { abovePence: number | null }

const usualAbovePence = 100_000

/** @param json the stored value of the setting 'second_person' */
export const secondPersonFrom = (json: string | null | undefined): SecondPerson => {
  const above = json ? (JSON.parse(json) as Record<string, unknown>)['abovePence'] : usualAbovePence
  return { abovePence: typeof above === 'number' ? above : null }
}

export const needsSecondPerson = ({ abovePence }: SecondPerson, pence: number): boolean => abovePence !== null && pence > abovePence

/** The rule, as forms for recording payments show it. */
export const saySecondPerson = ({ abovePence }: SecondPerson): string =>
  abovePence === null
    ? 'One person records a payment, whatever its sum.'
    : `A payment of more than ${sayMoney(abovePence)} counts for nothing until a second person agrees to it.`

/** Pence recorded as paid but not counted yet, and counted but perhaps taken back. */
export type Waits = { waitsToCount: number; waitsToGo: number }

export const noWaits: Waits = { waitsToCount: 0, waitsToGo: 0 }

/**
 * Shown beside every sum owed, so that nobody is asked for what they have paid; empty when nothing
 * waits. @param owed pence @param of how the reader is told what the sum belongs to
 */
export const sayWaits = ({ waitsToCount, waitsToGo }: Waits, owed: number, of = 'of it'): string[] => [
  ...(waitsToCount > 0
    ? [
        `${sayMoney(waitsToCount)}${waitsToCount <= owed ? ` ${of}` : ''} was recorded as paid and waits for a second person at the council to confirm it.`,
      ]
    : []),
  ...(waitsToGo > 0
    ? [
        `${sayMoney(waitsToGo)} that counts as paid may be undone: a second person at the council decides. If it is, that much more is owed.`,
      ]
    : []),
]
