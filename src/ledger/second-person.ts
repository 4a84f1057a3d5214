// A payment recorded by hand above a sum that finance sets counts only when a second person has agreed to it.
import { sayMoney } from '../money.ts'

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
