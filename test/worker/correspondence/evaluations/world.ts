// An event on 12 June 2026 that asks what it was worth, with people who came, and the mornings after it.

import { tryAgain } from '#base/db/failed-job.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { type Answers, readySets, resultsOf, type Wave, waves } from '#correspondence/evaluations/evaluation.ts'
import { followEvaluations } from '#correspondence/evaluations/follow-evaluations.ts'
import { saveEvaluation } from '#correspondence/evaluations/save-evaluation.ts'
import { selectEvaluation } from '#correspondence/evaluations/store.ts'
import { anAct, anEvent, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, firstSession } from '#test/worker/attendance/coverage/world.ts'

export const morning = (day: string): string => `2026-${day}T07:00:00.000Z`

export const look = async (at: string): Promise<boolean> => {
  const act = anAct({ now: new Date(at), origin: 'schedule' })
  await tryAgain(db, act)
  return followEvaluations(act)
}

export const close = (sessionId: string, at = '2026-06-12T15:30:00.000Z') => add('RegisterSignOff', { sessionId, signedAt: at })

/** `came`: of one school each, unless a school is given. */
export const held = async (
  came: number,
  { asks = waves, facts = {}, isOpen = false }: { asks?: readonly Wave[]; facts?: Parameters<typeof anEvent>[0]; isOpen?: boolean } = {},
) => {
  const event = await anEvent({ placesPerSchool: 50, ...facts })
  for (const wave of asks) {
    const { id, code, title } = event
    await saveEvaluation(
      anAct(),
      { id, code, title, state: 'published', endsAt: '2026-06-12T15:00:00.000Z' },
      { wave, weeks: wave === 'after' ? 0 : 8, questions: readySets[wave] },
    )
  }
  const schools: { id: string; name: string }[] = []
  for (let n = 0; n < came; n += 1) {
    const school = await aSchool()
    schools.push(school)
    const placeId = await aPlace(event, school, { personId: await aPerson(`Delegate ${n + 1}`) })
    for (const session of event.sessions) await aMark(session.id, { placeId }, 'attended')
  }
  if (!isOpen) for (const session of event.sessions) await close(session.id)
  return { event, schools, session: firstSession(event) }
}

export const asked = (event: { id: string }, wave: Wave = 'after') =>
  rows<{ subjectId: string; askedOn: string; answeredOn: string | null }>(
    'SELECT subjectId, askedOn, answeredOn FROM EvaluationAsked WHERE eventId = ?1 AND wave = ?2 ORDER BY subjectId',
    event.id,
    wave,
  )

export const mails = (event: { id: string }, kind: string) =>
  rows<{ subject: string; text: string; toAddress: string }>(
    'SELECT b.subject, b.text, b.toAddress FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = ?2 ORDER BY m.id',
    event.id,
    kind,
  )

/** The links that went out, in the order of the mails. */
export const tokens = async (event: { id: string }, kind = 'evaluation'): Promise<string[]> =>
  (await mails(event, kind)).map(({ text }) => /\/evaluate\/([\w-]+)/.exec(text)?.[1] ?? '')

export const questionsOf = (event: { id: string }, wave: Wave = 'after') =>
  rows<{ id: string; kind: string }>(
    'SELECT id, kind FROM EvaluationQuestion WHERE eventId = ?1 AND wave = ?2 ORDER BY position',
    event.id,
    wave,
  )

/** Answers in the order of the questions. */
export const answer = async (event: { id: string }, token: string, values: readonly string[], cookie?: string) => {
  const asked = await questionsOf(event)
  return request(`/evaluate/${token}`, {
    ...(cookie ? { cookie } : {}),
    form: Object.fromEntries(values.map((value, index) => [`a-${asked[index]?.id}`, value])),
  })
}

export const useful = ['4', '5', 'yes', 'Yes', 'Brief the governors'] as const

export const results = async (event: { code: string }) => {
  const found = await readNow(db, selectEvaluation(db, event.code))
  return found ? resultsOf(found) : []
}

/** Somebody more who was asked. */
export const aLink = async (event: { id: string }, wave: Wave = 'after') => {
  const token = newToken()
  await add('EvaluationAsked', { tokenHash: await sha256(token), eventId: event.id, wave, subjectId: newId(tick()), askedOn: '2026-06-13' })
  return token
}

export const inTray = (event: { id: string }) =>
  rows<{ answers: string }>('SELECT answers FROM EvaluationTray WHERE eventId = ?1 ORDER BY id', event.id).then((found) =>
    found.map(({ answers }) => JSON.parse(answers) as Answers),
  )
