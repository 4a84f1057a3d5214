import { type Context, Hono } from 'hono'
import { londonDay, londonTime } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { problemOf } from '#base/web/form.ts'
import { readVocabulary } from '#events/events/list-store.ts'
import { selectProposals } from '#people/proposals/store.ts'
import { type CorrectionValues, readCorrection, readReason, typedCorrection, typedRepresents, valuesOf } from './forms.ts'
import { proposeCorrection, proposeRepresented } from './propose-correction.ts'
import { selectRecorded, selectRecordedPlace } from './store.ts'
import { CorrectEventPage, CorrectRepresentedPage } from './views/corrections.tsx'
import { correctionRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const eventOf = async (c: C) => {
  const { db } = c.var.act
  const event = await readNow(db, selectRecorded(db, c.req.param('code') ?? ''))
  if (!event || event.record.sessions.length === 0) throw notFound('event')
  return event
}

const waitingOf = async (c: C, kind: string, subjectId: string): Promise<string | undefined> =>
  (await readNow(c.var.act.db, selectProposals(c.var.act, `p.kind = ?2 AND p.subjectId = ?3 AND p.state = 'proposed'`, kind, subjectId)))[0]
    ?.id

const said = (at: string) => ({ day: londonDay(at), time: londonTime(at) })

const backTo = (code: string, title: string) => ({ href: `/organiser/events/${code}`, text: title })

const showEvent = async (c: C, event: Awaited<ReturnType<typeof eventOf>>, values: CorrectionValues, problems?: Problems) => {
  const { act } = c.var
  const [{ topics }, waits] = await Promise.all([readVocabulary(act.db, act.now), waitingOf(c, 'event', event.id)])
  return c.render(<CorrectEventPage {...{ event, topics, values, problems, waits }} />, {
    title: 'Correct the record',
    back: backTo(event.code, event.record.title),
    hasProblems: problems !== undefined,
  })
}

const placeOf = async (c: C) => {
  const { db } = c.var.act
  const place = await readNow(db, selectRecordedPlace(db, c.req.param('code') ?? '', c.req.param('place') ?? ''))
  if (!place) throw notFound('place')
  return place
}

const showPlace = async (
  c: C,
  place: Awaited<ReturnType<typeof placeOf>>,
  typed: ReturnType<typeof typedRepresents>,
  problems?: Problems,
) => {
  const code = (c.req.param('code') ?? '').toUpperCase()
  return c.render(
    <CorrectRepresentedPage {...{ code, place, typed, problems }} waits={await waitingOf(c, 'represents', place.placeId)} />,
    {
      title: 'Correct whom a delegate represented',
      back: backTo(code, place.title),
      hasProblems: problems !== undefined,
    },
  )
}

const proposed = (c: C, id: string) => {
  flash(c, 'Proposed. It counts once a second person approves it')
  return c.redirect(`/organiser/proposals/${id}`, 303)
}

/** What a closed register rests on is corrected by two people. Mounted at /organiser. */
export const organiserCorrectionPages = new Hono<AppEnv>()
  .get('/events/:code/correction', async (c) => {
    const event = await eventOf(c)
    const before = c.var.typedBefore
    return showEvent(c, event, before ? typedCorrection(bodyFrom(before), event.record) : valuesOf(event.record, said))
  })
  .post('/events/:code/correction', async (c) => {
    const { act } = c.var
    const event = await eventOf(c)
    const typed = typedCorrection(await c.req.parseBody(), event.record)
    const { topics } = await readVocabulary(act.db, act.now)
    const read = readCorrection(typed, event.record, topics, act.now)
    if ('problems' in read) {
      c.status(422)
      return showEvent(c, event, typed, read.problems)
    }
    const done = await proposeCorrection(act, event, read)
    if (done.ok) return proposed(c, done.value.id)
    c.status(409)
    return showEvent(c, event, typed, { title: done.reason === 'no_such_proposal' ? '' : correctionRefusals[done.reason] })
  })
  .get('/events/:code/correction/:place', async (c) => {
    const place = await placeOf(c)
    const before = c.var.typedBefore
    const typed = before ? typedRepresents(bodyFrom(before)) : { stay: place.represents.map(({ id }) => id), more: '', reason: '' }
    return showPlace(c, place, typed)
  })
  .post('/events/:code/correction/:place', async (c) => {
    const place = await placeOf(c)
    const typed = typedRepresents(await c.req.parseBody({ all: true }))
    const reason = readReason(typed.reason)
    if (!reason.success) {
      c.status(422)
      return showPlace(c, place, typed, { reason: problemOf(reason.error) })
    }
    const urns = [...new Set(typed.more.split(/[\s,;]+/).filter(Boolean))]
    const done = await proposeRepresented(c.var.act, place, { stay: typed.stay, urns, reason: reason.data })
    if (done.ok) return proposed(c, done.value.id)
    c.status(409)
    return showPlace(c, place, typed, { more: done.reason === 'no_such_proposal' ? '' : correctionRefusals[done.reason] })
  })
