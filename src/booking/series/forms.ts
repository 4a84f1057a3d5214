import * as z from 'zod'
import { addDays, type Day, isDay, sayShortDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { day, form, line, select, sentAlong, ticks } from '#base/web/fields.tsx'
import { type Body, lineField, sentField, text, textField, texts, textsField } from '#base/web/form.ts'
import { emptyPaying, payingOf } from '#booking/placing/paying-forms.ts'
import type { TopicChoice } from '#events/events/draft.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { hasEarly, type PriceList, priceLabel } from '#money/prices/price.ts'
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

export const seriesForm = (topics: readonly TopicChoice[]) =>
  form({
    title: line(
      'What is it called?',
      lineField.pipe(
        z
          .string()
          .min(1, 'Enter what the series is called')
          .max(longestTitle, `What the series is called must be ${longestTitle} characters or fewer`),
      ),
    ),
    topicId: select(
      'Topic that all its dates share',
      [{ value: '', text: 'Choose a topic' }, ...topics.map(({ id, label }) => ({ value: id, text: label }))],
      textField.pipe(z.string().min(1, 'Choose the topic that all dates share')),
    ),
  })

export const joinForm = (joinable: readonly { code: string; title: string; startsAt: string | null }[]) =>
  form({
    code: select(
      'Put an event into the series',
      [
        { value: '', text: 'Choose an event' },
        ...joinable.map(({ code, title, startsAt }) => ({ value: code, text: startsAt ? `${title}, ${sayShortDay(startsAt)}` : title })),
      ],
      sentField,
      { hint: 'Events of the same topic that are in no series.' },
    ),
  })

export const leaveForm = form({ code: sentAlong(sentField) })

const mostEarlyDays = 365

/** Prices for all dates of a series. @param prices those that may be chosen */
export const seriesPricesForm = (prices: readonly PriceList[]) =>
  form(
    {
      priceId: select(
        'Price',
        [{ value: '', text: 'Free of charge' }, ...prices.map((list) => ({ value: list.id, text: priceLabel(list) }))],
        sentField.refine(
          (typed) => typed === '' || prices.some(({ id }) => id === typed),
          'Choose prices from the list: those that you chose are retired or have a newer version',
        ),
      ),
      earlyDays: line(
        'The early price ends so many days before each date (optional)',
        textField.refine(
          (typed) => typed === '' || (/^\d{1,3}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= mostEarlyDays),
          `Enter how many days before each date the early price ends, from 1 to ${mostEarlyDays}, or leave it blank`,
        ),
        { hint: 'At the end of that day. Blank: early prices never hold', width: 3, inputmode: 'numeric' },
      ),
    },
    (schema) =>
      schema
        .refine(({ priceId, earlyDays }) => earlyDays === '' || prices.every((list) => list.id !== priceId || hasEarly(list)), {
          path: ['earlyDays'],
          message: 'These prices have no early price: choose others, or leave this blank',
        })
        .transform(({ priceId, earlyDays }) => ({
          priceId: priceId || null,
          earlyDays: earlyDays === '' || priceId === '' ? undefined : Number(earlyDays),
        })),
  )

const latestYears = 5

const problemOfStart = (typed: string, today: Day): string | undefined => {
  if (!isDay(typed)) return 'Enter the date on which the copy begins'
  if (typed < today) return 'The date must be today or later'
  return typed > addDays(today, 366 * latestYears) ? `The date must be in the next ${latestYears} years` : undefined
}

/**
 * A copy's first day (the usual one by default), and whether it joins the series. @param daysOff
 * why schools do not work on the usual day
 */
export const copyForm = (event: EventDetails, usual: Day, daysOff: string, today: Day) => {
  const startsOn = textsField
    .transform(([typed = usual]) => typed)
    .superRefine((typed, context) => {
      const message = problemOfStart(typed, today)
      if (message) context.addIssue({ code: 'custom', message })
    })
  return form({
    startsOn: firstStart(event)
      ? day('On which day does the copy begin?', startsOn, {
          hint: `The same weekday, a year on, unless you choose another day. ${daysOff}`.trim(),
        })
      : sentAlong(startsOn),
    series: ticks(
      'Series',
      [
        {
          value: 'yes',
          text: event.seriesId === null ? 'Make both events dates of one new series' : 'It is another date of the same series',
          hint: 'Schools see the dates together, and can move their places from one to another.',
        },
      ],
      textsField,
    ),
  })
}
