// A payment recorded by hand above a sum that finance sets counts only when a second person has agreed to it.
import { sayMoney } from '#base/money.ts'

/** `abovePence` null: no payment needs a second person. */
export type SecondPerson = { abovePence: number | null }

/** @param json the value of the setting 'second_person', as it is stored */
export const secondPersonFrom = (json: string | null | undefined): SecondPerson => {
  const above = json ? (JSON.parse(json) as Record<string, unknown>)['abovePence'] : null
  return { abovePence: typeof above === 'number' ? above : null }
}

export const needsSecondPerson = ({ abovePence }: SecondPerson, pence: number): boolean => abovePence !== null && pence > abovePence

/** As the forms say it where a payment is recorded. */
export const saySecondPerson = ({ abovePence }: SecondPerson): string =>
  abovePence === null
    ? 'One person records a payment, whatever its sum.'
    : `A payment of more than ${sayMoney(abovePence)} counts for nothing until a second person agrees to it.`

/** What of what is owed waits for a second person at the council, in pence: recorded as paid but not counted, and counted but perhaps taken back. */
export type Waits = { waitsToCount: number; waitsToGo: number }

export const noWaits: Waits = { waitsToCount: 0, waitsToGo: 0 }

/**
 * What stands beside every sum that is owed, so that nobody is told that they owe what they have paid; nothing where nothing waits.
 *
 * @param owed pence, as it stands there
 * @param of how the reader is told what it is part of
 */
export const sayWaits = ({ waitsToCount, waitsToGo }: Waits, owed: number, of = 'of it'): string[] => [
  ...(waitsToCount > 0
    ? [
        `${sayMoney(waitsToCount)}${waitsToCount <= owed ? ` ${of}` : ''} was recorded as paid and waits for a second person at the council to confirm it.`,
      ]
    : []),
  ...(waitsToGo > 0
    ? [
        `${sayMoney(waitsToGo)} that counts as paid may be taken back: a second person at the council decides. If it is, that much more is owed.`,
      ]
    : []),
]
