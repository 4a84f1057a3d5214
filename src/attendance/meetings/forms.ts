import * as z from 'zod'
import { type Body, linesField, sentField, shortLine, text, texts, textsField } from '#base/web/form.ts'
import type { Choice } from './meeting.ts'
import { type Zone, zones } from './time.ts'

export const joinForm = z.object({ name: shortLine(200, 'name', 'Enter your name') })

/** Names of those who watch there too, one on each line. */
export const watchersForm = z.object({
  names: linesField
    .transform((typed) => [
      ...new Set(
        typed
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      ),
    ])
    .pipe(
      z
        .array(z.string().max(200, 'Enter shorter names'))
        .min(1, 'Enter the name of somebody who watches with you')
        .max(20, 'Enter 20 names or fewer'),
    ),
})

export const thresholdForm = z
  .object({
    kind: z.enum(['percent', 'minutes'], 'Choose minutes or per cent'),
    amount: sentField.pipe(z.string().regex(/^\s*[1-9]\d{0,3}\s*$/, 'Enter a whole number, such as 80')).transform(Number),
  })
  .refine(({ kind, amount }) => kind === 'minutes' || amount <= 100, { message: 'Enter 100 per cent or less', path: ['amount'] })

export const orderForm = sentField.transform((typed) => (typed === 'day_first' || typed === 'month_first' ? typed : undefined))

export const zoneForm = sentField.transform((typed) => (Object.keys(zones) as Zone[]).find((zone) => zone === typed))

const id = z.string().regex(/^[0-9a-f-]{36}$/)

export const togetherForm = z.object({
  place: sentField.pipe(id.or(z.literal(''))).refine((typed) => typed !== '', 'Choose whose screen it was'),
  with: textsField.pipe(z.array(id).min(1, 'Choose who watched there too')),
})

export const reasonForm = z.object({ reason: shortLine(500, 'reason', 'Enter a reason') })

/** What was chosen for each of the queue: a place, or 'nobody'; '' is nothing yet. */
export const readChoices = (body: Body, pending: number): Choice =>
  new Map(Array.from({ length: pending }, (_, index) => [index, text(body, `who-${index}`)] as const).filter(([, chosen]) => chosen !== ''))

export const readTake = (body: Body): Set<string> => new Set(texts(body, 'take'))
