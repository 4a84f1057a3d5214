import type { Act } from '#base/act.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { addDays, type Day, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { questionKinds } from '#base/questions/kind.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { eventsToTell } from '#correspondence/automatic/store.ts'
import { evaluation } from '#emails/correspondence/evaluation.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import {
  closeWave,
  type DueWave,
  dayToLook,
  insertAsked,
  noteLooked,
  releaseAnswers,
  selectDueWaves,
  selectToAsk,
  selectTray,
  type ToAsk,
} from './due-store.ts'
import { type Answers, openDays, type Question, stepsOf, waveKinds } from './evaluation.ts'
import { selectQuestions } from './store.ts'

const wavesAtOnce = 20
const peopleAtOnce = 40

/** Job, each morning: asks, shows answers once five people's wait, and closes what is over. */
export const followEvaluations = async (act: Act): Promise<boolean> => {
  const day = dayToLook(act.now)
  if (day === undefined) return false
  const { due, calendar } = await readNow(act.db, selectDueWaves(act.db, day, wavesAtOnce))
  if (due.length === 0) return false
  const [events, sender] = await Promise.all([eventsToTell(act, [...new Set(due.map(({ eventId }) => eventId))]), senderOf(act)])
  return eachApart(
    act,
    'followEvaluations',
    due,
    ({ eventId, wave }) => `${eventId} ${wave}`,
    async (one) => {
      const event = events.get(one.eventId)?.event
      return event ? follow(act, { sender, event, due: one }, day, calendar) : false
    },
  )
}

type Wave = { sender: Sender; event: EventDetails; due: DueWave }

const follow = async (act: Act, wave: Wave, day: Day, calendar: Calendar): Promise<boolean> => {
  const { due } = wave
  const steps = stepsOf(
    {
      ...due,
      lastDay: due.endsAt === null ? null : londonDay(due.endsAt),
      cancelled: due.state === 'cancelled',
      switchedOff: due.switchedOff === 1,
    },
    day,
    calendar,
  )
  const asked = steps.asks ? await readNow(act.db, selectToAsk(act.db, due, day, peopleAtOnce)) : []
  if (asked.length > 0) await askPeople(act, wave, asked)
  // The next minute goes on with the rest of them.
  if (asked.length === peopleAtOnce) return true
  if (steps.releases) await release(act, due)
  const closing = steps.closes
    ? [
        ...closeWave(act, due),
        logged(act, { act: 'evaluation.closed', subject: ['event', due.eventId], eventId: due.eventId, after: { wave: due.wave } }),
      ]
    : []
  await atomically(act.db, [...closing, noteLooked(act, due)])
  return asked.length > 0
}

const askPeople = async (act: Act, { sender, event, due }: Wave, people: readonly ToAsk[]): Promise<void> => {
  const { wave } = due
  const links = await Promise.all(
    people.map(async (person) => {
      const token = newToken()
      return { person, token, tokenHash: await sha256(token) }
    }),
  )
  const until = addDays(londonDay(act.now), openDays)
  const statements = [
    insertAsked(
      act,
      due,
      links.map(({ person: { subjectId }, tokenHash }) => ({ subjectId, tokenHash })),
    ),
    ...queuedAll(
      act,
      links.map(({ person, token }) => ({
        ...evaluation({
          sender,
          event,
          wave,
          until,
          name: person.name,
          schoolName: person.schoolName ?? '',
          contact: contactOf(event),
          page: `${act.baseUrl}/evaluate/${token}`,
          waits: due.waits === 1,
        }),
        id: newId(act.now),
        kind: waveKinds[wave],
        to: { name: person.name, email: person.email },
        replyTo: event.contactEmail || undefined,
        recipient: person.personId,
        eventId: event.id,
        schoolId: person.schoolId ?? undefined,
        placeId: person.placeId ?? undefined,
        personId: person.personId,
      })),
    ),
    logged(act, {
      act: 'evaluation.asked',
      subject: ['event', event.id],
      eventId: event.id,
      after: { wave, messages: people.length },
    }),
  ]
  // Another run was quicker.
  await atomically(act.db, statements, { 'EvaluationAsked.eventId': 'asked' as const })
}

/** Each answer alone, under a new random id, so that nothing ties what one person said together. */
export const apart = (questions: readonly Question[], tray: readonly { answers: string }[]) =>
  tray.flatMap(({ answers }) => {
    const sheet = JSON.parse(answers) as Answers
    return questions.flatMap(({ id: questionId, kind }) => {
      const value = sheet[questionId] ?? null
      return questionKinds[kind].isWords && value === null ? [] : [{ id: crypto.randomUUID(), questionId, value }]
    })
  })

const release = async (act: Act, due: DueWave): Promise<void> => {
  const { tray, questions } = await readTogether(act.db, { tray: selectTray(act.db, due), questions: selectQuestions(act.db, due) })
  await atomically(
    act.db,
    [
      ...releaseAnswers(
        act,
        due,
        tray.map(({ id }) => id),
        apart(questions, tray),
      ),
      logged(act, {
        act: 'evaluation.released',
        subject: ['event', due.eventId],
        eventId: due.eventId,
        after: { wave: due.wave, people: tray.length },
      }),
    ],
    { [guardBroken]: 'too_few' as const },
  )
}
