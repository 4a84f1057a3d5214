// Form fields about money: the shown price, a code, the route and the bill's references.

import type { Problems } from '#base/web/field.tsx'
import { type Body, oneLine, text } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { isEmail } from '#schools/schools/contact.ts'
import { longestReference, type Paying, type References } from './pricing.ts'

/** As typed, so that it can be shown again. */
export type TypedPaying = References & {
  /** The shown version of the prices, and total. */
  priceId: string
  seen: string
  code: string
  card: boolean
  /** An organiser books, and the school has agreed. */
  schoolAgreed: boolean
}

export const emptyPaying = (): TypedPaying => ({
  ...{ priceId: '', seen: '', code: '', card: false, schoolAgreed: false },
  ...{ poNumber: '', costCentre: '', subjectiveCode: '', billingEmail: '' },
})

const line = (body: Body, name: string, longest: number): string => cutTo(oneLine(text(body, name)), longest)

/** The bill's references. */
export const readReferences = (body: Body): References => ({
  poNumber: line(body, 'poNumber', longestReference),
  costCentre: line(body, 'costCentre', longestReference),
  subjectiveCode: line(body, 'subjectiveCode', longestReference),
  billingEmail: line(body, 'billingEmail', 254),
})

/** Problems with the bill's references. */
export const referenceProblems = ({ billingEmail }: Pick<References, 'billingEmail'>): Problems | undefined =>
  billingEmail === '' || isEmail(billingEmail) ? undefined : { billingEmail: 'Enter the email address in the form name@example.com' }

export const readPaying = (body: Body): TypedPaying => ({
  ...readReferences(body),
  priceId: line(body, 'priceId', 64),
  seen: line(body, 'seen', 12),
  code: line(body, 'code', 30).toUpperCase(),
  card: text(body, 'payBy') === 'card',
  schoolAgreed: text(body, 'schoolAgreed') === 'yes',
})

/** What pressing the button accepted; undefined: no price was shown. */
export const payingOf = (typed: TypedPaying): Paying | undefined => {
  if (typed.priceId === '' || !/^\d{1,9}$/.test(typed.seen)) return undefined
  const { poNumber, costCentre, subjectiveCode, billingEmail, code, card, priceId } = typed
  return {
    ...{ priceId, seenPence: Number(typed.seen), poNumber, costCentre, subjectiveCode, billingEmail },
    ...(code ? { code } : {}),
    ...(card ? { choose: 'card' as const } : {}),
  }
}
