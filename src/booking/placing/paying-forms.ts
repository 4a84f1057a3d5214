import * as z from 'zod'
import { isEmail } from '#base/mailbox.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Field, type Form, form, line as lineOf } from '#base/web/fields.tsx'
import { type Body, lineField, oneLine, text } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { billOf, longestReference, type Paying, type References } from '#booking/bookings/pricing.ts'
import type { Route } from '#money/payers/payer.ts'

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
  priceId: '',
  seen: '',
  code: '',
  card: false,
  schoolAgreed: false,
  poNumber: '',
  costCentre: '',
  subjectiveCode: '',
  billingEmail: '',
})

const line = (body: Body, name: string, longest: number): string => cutTo(oneLine(text(body, name)), longest)

const readReferences = (body: Body): References => ({
  poNumber: line(body, 'poNumber', longestReference),
  costCentre: line(body, 'costCentre', longestReference),
  subjectiveCode: line(body, 'subjectiveCode', longestReference),
  billingEmail: line(body, 'billingEmail', 254),
})

const emailProblem = 'Enter the email address in the form name@example.com'

const isEmailOrEmpty = (typed: string): boolean => typed === '' || isEmail(typed)

export const referenceProblems = ({ billingEmail }: Pick<References, 'billingEmail'>): Problems | undefined =>
  isEmailOrEmpty(billingEmail) ? undefined : { billingEmail: emailProblem }

const reference = (label: string, hint: string): Field<string> =>
  lineOf(
    label,
    lineField.transform((typed) => cutTo(typed, longestReference)),
    { hint, width: 20, maxlength: longestReference },
  )

const emailOf = (label: string): Field<string> =>
  lineOf(label, lineField.transform((typed) => cutTo(typed, 254)).pipe(z.string().refine(isEmailOrEmpty, emailProblem)), {
    hint: 'If it is not yours',
    type: 'email',
    autocomplete: 'off',
    maxlength: 254,
  })

const costCentre = reference(
  'Cost centre',
  'To which the council recharges it. Leave it empty if you do not know it: the council asks for it',
)

const subjectiveCode = reference('Subjective code', 'What the money is for in the council’s accounts. Leave it empty if you do not know it')

/** On the forms of those who get an invoice. */
export const poNumber = reference('Purchase order number', 'Printed on the invoice. You can add it until that is sent')

const formOfBill: Record<(typeof billOf)[Route], Form<Partial<References>>> = {
  cost_centre: form({ costCentre, subjectiveCode }),
  invoice: form({ poNumber, billingEmail: emailOf('Email address for the invoice') }),
  receipt: form({ billingEmail: emailOf('Email address for the receipt') }),
}

/** Only those that the route uses. */
export const referencesForm = (route: Route): Form<Partial<References>> => formOfBill[billOf[route]]

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
    priceId,
    seenPence: Number(typed.seen),
    poNumber,
    costCentre,
    subjectiveCode,
    billingEmail,
    ...(code ? { code } : {}),
    ...(card ? { choose: 'card' as const } : {}),
  }
}
