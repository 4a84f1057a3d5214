// Places to be reserved, as typed.

import * as z from 'zod'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant, sayBeginning } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { ownForm } from '#base/web/fields.tsx'
import { type Body, mostTyped, oneLine, text } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { wholeNumber } from '#events/events/form-values.ts'
import { schoolRowsIn } from '#schools/schools/school-choice.ts'
import { momentTyped, schoolHour } from './deadline-forms.ts'

const line = (body: Body, name: string): string => cutTo(oneLine(text(body, name)), mostTyped)

/** `schools`: the selects in order, empty ones too. */
export type HeldBackValues = { places: string; forWhom: string; schools: string[]; releaseDate: string; releaseTime: string }

export const mostSchoolsHeldFor = 50

export const heldBackValues = (body: Body): HeldBackValues => ({
  places: line(body, 'places'),
  forWhom: line(body, 'forWhom'),
  schools: schoolRowsIn(body, mostSchoolsHeldFor),
  releaseDate: line(body, 'releaseDate'),
  releaseTime: line(body, 'releaseTime'),
})

export type HeldBackTyped = { places: number; forWhom: 'schools' | 'no_record'; schoolIds: string[]; releaseAt: Instant }

/** @param selectable ids of the schools that may be chosen */
export const readHeldBack = (
  values: HeldBackValues,
  event: Pick<EventDetails, 'sessions' | 'capacity'>,
  selectable: readonly string[],
  calendar: Calendar,
  now: Date,
):
  | { heldBack: HeldBackTyped; problems?: never; used?: never }
  | { heldBack?: never; problems: Problems; used: Partial<HeldBackValues> } => {
  const problems: Problems = {}
  const places = wholeNumber(values.places)
  if (!(places >= 1)) problems['places'] = 'Enter how many places to reserve, such as 5'
  else if (places > event.capacity)
    problems['places'] =
      event.capacity === 1 ? 'The event has one place: enter 1' : `Enter no more than the ${event.capacity} places of the event`
  const forWhom = values.forWhom === 'schools' || values.forWhom === 'no_record' ? values.forWhom : undefined
  if (!forWhom) problems['forWhom'] = 'Choose for which schools the places are reserved'
  const schoolIds = [...new Set(values.schools.filter(Boolean))]
  if (forWhom === 'schools' && schoolIds.length === 0) problems['school-1'] = 'Choose at least one school'
  const unknown = values.schools.findIndex((id) => id !== '' && !selectable.includes(id))
  if (forWhom === 'schools' && unknown >= 0) problems[`school-${unknown + 1}`] = 'Choose a school from the list'
  const start = firstStart(event)
  const release = { name: 'release', what: 'the places are released', problems }
  const releaseAt = momentTyped(values.releaseDate, values.releaseTime, release)
  if (releaseAt === null) problems['releaseDate'] ??= 'Enter the date on which the places are released to everyone, such as 12/6/2026'
  else if (releaseAt <= instant(now)) problems['releaseDate'] ??= 'Enter a time that lies ahead, at which the places are released'
  else if (start !== undefined && releaseAt > start)
    problems['releaseDate'] ??= `Enter a time no later than the start of the event (${sayBeginning(start)})`
  const used = releaseAt === null ? {} : schoolHour(releaseAt, calendar, now, release)
  if (!forWhom || releaseAt === null || Object.keys(problems).length > 0) return { problems, used }
  return { heldBack: { places, forWhom, schoolIds: forWhom === 'schools' ? schoolIds : [], releaseAt } }
}

type ReadHeldBack = Parameters<typeof readHeldBack> extends [unknown, ...infer Rest] ? Rest : never

/** @param of as of `readHeldBack`, after the values */
export const heldBackForm = (...of: ReadHeldBack) =>
  ownForm(
    z.looseObject({}).transform((body, context): HeldBackTyped => {
      const { heldBack, problems, used } = readHeldBack(heldBackValues(body), ...of)
      for (const [name, message] of Object.entries(problems ?? {}))
        context.addIssue({ code: 'custom', path: [name], message, params: { instead: used } })
      return heldBack ?? z.NEVER
    }),
  )
