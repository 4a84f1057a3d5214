// Booking rules, terms of cancelling and questions, set before anybody books.
import type { Act } from '#base/act.ts'
import { addMinutes } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { joinSeries, startSeries } from '#booking/series/save-series.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventById } from '#events/events/store.ts'
import { addQuestion } from '#events/questions/save-question.ts'
import { changeRules, holdBack } from '#events/rules/change-rules.ts'
import { latestPriceLists } from '#money/prices/store.ts'
import { addTermDates } from '#money/terms/change-calendar.ts'
import { saveTerms } from '#money/terms/save-terms.ts'
import { selectLatestTerms } from '#money/terms/store.ts'
import type { Conference } from './conference.ts'
import { type ConferenceDates, demonstrationDates } from './dates.ts'
import { seriesOfTitle } from './store.ts'
import { termsOf } from './terms.ts'
import { actOf, must } from './time.ts'

/** The council's terms: five working days' notice, or the cost of lunch and a seat. */
export const settleTerms = async (act: Act): Promise<void> => {
  const facts = { name: 'Conferences and courses', freeDays: 5, partDays: 2, partPence: 3500, fullPence: 7000, absentPence: 7000 }
  const notes = 'Illness, bereavement and court: write to the organiser.'
  must(await saveTerms(act, { id: newId(act.now), facts: { ...facts, termTimeOnly: false, notes } }), 'Terms of cancelling')
}

/** The terms of schools, as the council publishes them each year. */
export const settleTermDates = async (act: Act, now: Date): Promise<void> => {
  const source = 'School term dates, alderwickshire.example'
  for (const year of demonstrationDates(now).schoolYears)
    for (const term of termsOf(year)) must(await addTermDates(act, { ...term, source }), term.name)
}

/**
 * By the act's organiser, a minute apart; the event is read again each time, because each change
 * makes a new version.
 */
export const settleRules = async (act: Act, event: EventDetails, conference: Conference, dates: ConferenceDates): Promise<void> => {
  let minute = 0
  const next = (): Act => {
    minute += 1
    return actOf(act, act.actor, addMinutes(act.now, minute))
  }
  const read = async (): Promise<EventDetails> => {
    const found = await eventById(act.db, event.id, act.now)
    if (!found) throw new Error(`${conference.title} is gone`)
    return found
  }
  if (conference.rules || conference.terms || conference.prices) {
    const now = await read()
    const [terms] = conference.terms ? await readNow(act.db, selectLatestTerms(act.db)) : []
    const wanted = { ...now.rules, ...conference.rules, namesDueAt: dates.namesDue, choicesCloseAt: dates.choicesClose }
    const [prices] = conference.prices ? await latestPriceLists(act.db) : []
    const accepting = { termsId: terms?.id ?? null, priceId: prices?.id ?? null, earlyUntil: dates.early }
    must(await changeRules(next(), { event: now, version: now.version, rules: wanted, accepting }), conference.title)
  }
  if (conference.heldBack) {
    const heldBack = { places: conference.heldBack.places, forWhom: 'no_record' as const, schoolIds: [], releaseAt: dates.released ?? '' }
    must(await holdBack(next(), { event: await read(), id: newId(act.now), heldBack }), conference.title)
  }
  for (const facts of conference.questions ?? []) {
    const by = next()
    must(await addQuestion(by, await read(), { id: newId(by.now), facts }), conference.title)
  }
  if (conference.series) {
    const by = next()
    const known = await seriesOfTitle(act.db, conference.title)
    const id = known ?? newId(by.now)
    if (!known) must(await startSeries(by, { id, title: conference.title, topicId: conference.topicId }), conference.title)
    must(await joinSeries(by, await read(), id), conference.title)
  }
}
