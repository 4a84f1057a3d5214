import * as z from 'zod'
import { addDays, type Day, isDay, londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { type Body, formId, lineField, text, textField, texts } from '#base/web/form.ts'
import { emptyPaying, payingOf } from '#booking/bookings/paying-forms.ts'
import { longestTitle } from './series.ts'

const bookingFormId = (now: Date) =>
  z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .catch(() => newId(now))

/** What was ticked and chosen on the form of a move, without judging it. */
export const readMove = (body: Body, now: Date) => ({
  to: text(body, 'to'),
  placeIds: texts(body, 'place'),
  formId: bookingFormId(now).parse(body['formId']),
  termsId: text(body, 'termsId') || undefined,
  authority: text(body, 'authority') === 'yes',
  sure: text(body, 'action') === 'move',
  paying: payingOf({ ...emptyPaying(), priceId: text(body, 'priceId'), seen: text(body, 'seen') }),
})
export type MoveTyped = ReturnType<typeof readMove>

export const seriesForm = z.object({
  title: lineField.pipe(
    z
      .string()
      .min(1, 'Enter what the series is called')
      .max(longestTitle, `What the series is called must be ${longestTitle} characters or fewer`),
  ),
  topicId: textField.pipe(z.string().min(1, 'Choose the topic that all dates share')),
})

const mostEarlyDays = 365

/**
 * Prices for all dates of a series.
 * @param prices those that may be chosen; `hasEarly`: the list has an early price
 */
export const readSeriesPrices = (
  body: Body,
  prices: readonly { id: string; hasEarly: boolean }[],
):
  | { ok: true; priceId: string | null; earlyDays: number | undefined }
  | { ok: false; typed: { priceId: string; earlyDays: string }; problems: Record<string, string> } => {
  const typed = { priceId: text(body, 'priceId'), earlyDays: text(body, 'earlyDays').trim() }
  const list = prices.find((one) => one.id === typed.priceId)
  const problems: Record<string, string> = {}
  if (typed.priceId !== '' && !list)
    problems['priceId'] = 'Choose prices from the list: those that you chose are retired or have a newer version'
  const days = /^\d{1,3}$/.test(typed.earlyDays) ? Number(typed.earlyDays) : Number.NaN
  if (typed.earlyDays !== '' && !(days >= 1 && days <= mostEarlyDays))
    problems['earlyDays'] = `Enter how many days before each date the early price ends, from 1 to ${mostEarlyDays}, or leave it blank`
  else if (typed.earlyDays !== '' && list && !list.hasEarly)
    problems['earlyDays'] = 'These prices have no early price: choose others, or leave this blank'
  if (Object.keys(problems).length > 0) return { ok: false, typed, problems }
  return { ok: true, priceId: typed.priceId || null, earlyDays: typed.earlyDays === '' || !list ? undefined : days }
}

const latestYears = 5

/** The copy's first day (the usual one by default), and whether it joins the series. */
export const readCopy = (
  body: Body,
  now: Date,
  usual: Day,
): { ok: true; id: string; startsOn: Day; inSeries: boolean } | { ok: false; startsOn: string; problem: string } => {
  const startsOn = texts(body, 'startsOn')[0] ?? usual
  const inSeries = text(body, 'series') === 'yes'
  if (!isDay(startsOn)) return { ok: false, startsOn, problem: 'Enter the date on which the copy begins' }
  if (startsOn < londonDay(now)) return { ok: false, startsOn, problem: 'The date must be today or later' }
  if (startsOn > addDays(londonDay(now), 366 * latestYears))
    return { ok: false, startsOn, problem: `The date must be in the next ${latestYears} years` }
  return { ok: true, id: formId(body, now), startsOn, inSeries }
}
