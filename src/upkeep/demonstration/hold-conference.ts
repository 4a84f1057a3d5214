// One conference up to the eve of its day: created, published, booked over some weeks with
// cancellations and, where planned, moved or cancelled.
import type { Act } from '#base/act.ts'
import { addDays, addMinutes, type Day, instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { cancelEvent } from '#events/events/cancel-event.ts'
import type { EventDraft } from '#events/events/draft.ts'
import { blocksOf, type EventDetails, type SchoolKind } from '#events/events/event.ts'
import { publishEvent } from '#events/events/publish-event.ts'
import { changeEvent, createEvent } from '#events/events/save-event.ts'
import { eventById } from '#events/events/store.ts'
import { bookPlaces, cancelSomePlaces } from './book-places.ts'
import type { Cast } from './cast.ts'
import { type Conference, venues } from './conference.ts'
import { chooseSomeWorkshops, decideSome, joinWaitingList } from './follow-bookings.ts'
import { askAfterwards } from './settle-evaluations.ts'
import { settleCounts } from './settle-requirements.ts'
import { settleRules } from './settle-rules.ts'
import { actOf, at, instantAt, schoolDay, weekday } from './time.ts'

/** Days before the first session for the announcement and for bookings. */
const announcedDays = 78
const lastBookingDays = 4

/** The sessions' days, in term; before a move they were a week earlier. */
const daysOf = (conference: Conference, now: Date, earlier: number): Day[] => {
  const [first] = conference.sessions
  const start = addDays(schoolDay(now, first?.days ?? 0), -earlier)
  return conference.sessions.map((session) => addDays(start, session.days - (first?.days ?? 0)))
}

const draftOf = (conference: Conference, days: readonly Day[], event?: EventDetails): EventDraft => ({
  facts: {
    title: conference.title,
    topicId: conference.topicId,
    description: conference.description,
    purpose: conference.purpose,
    minutes: conference.minutes,
    level: conference.level,
    provider: conference.provider,
    attendanceMode: conference.attendanceMode,
    ...venues[conference.venue],
    ...(conference.attendanceMode === 'mixed' ? { joiningLink: venues.online.joiningLink } : {}),
    capacity: conference.capacity,
    onlineCapacity: conference.onlineCapacity ?? null,
    placesPerSchool: conference.placesPerSchool,
    bookingOpensAt:
      conference.opensDaysBefore === undefined ? null : instantAt(addDays(days[0] ?? '', -conference.opensDaysBefore), '09:00'),
    bookingClosesAt: null,
    contactName: 'Jo Underhill, safeguarding in education team',
    contactEmail: 'safeguarding.training@alderwickshire.example',
    contactTelephone: '01632 960100',
    calendarTitle: null,
    calendarEntries: conference.calendarEntries ?? 'each',
    alarmMinutes: 60,
  },
  sessions: conference.sessions.map((session, n) => ({
    id: event?.sessions[n]?.id,
    title: session.title ?? '',
    startsAt: instantAt(days[n] ?? '', session.from),
    endsAt: instantAt(days[n] ?? '', session.to),
    block: session.block ?? '',
    capacity: session.capacity ?? null,
    ...{ room: session.room ?? '', about: session.about ?? '', speakers: (session.speakers ?? []).join('\n') },
  })),
  breaks: (conference.breaks ?? []).map(({ title, from, to }) => ({
    ...{ title, startsAt: instantAt(days[0] ?? '', from), endsAt: instantAt(days[0] ?? '', to) },
  })),
  roleIds: conference.roles ?? [],
  kinds: (conference.kinds ?? []) as SchoolKind[],
})

const must = (done: { ok: boolean; reason?: string }, what: string): void => {
  if (!done.ok) throw new Error(`${what}: ${done.reason}`)
}

/** Returns the event on the eve of its day, or now for a future one. */
export const holdConference = async (act: Act, conference: Conference, cast: Cast): Promise<EventDetails> => {
  const { now } = act
  const moved = conference.turn === 'moved'
  const days = daysOf(conference, now, moved ? 7 : 0)
  const first = days[0] as Day
  const byOrganiser = (when: Date): Act => actOf(act, cast.organiser, when)
  const notAfterNow = (when: Date): Date => (when < now ? when : addMinutes(now, -90))

  // Future events were announced at least two days ago.
  const announced = at(weekday(now, Math.min(conference.sessions[0]?.days ?? 0, announcedDays - 2) - announcedDays), '10:20')
  const id = newId(announced)
  const draft = draftOf(conference, days)
  await createEvent(byOrganiser(addMinutes(announced, -130)), { id, draft })
  const read = async (): Promise<EventDetails> => {
    const event = await eventById(act.db, id, now)
    if (!event) throw new Error(`${conference.title} is gone`)
    return event
  }
  if (conference.turn === 'draft') return await read()
  let event = await read()
  await settleRules(byOrganiser(addMinutes(announced, -60)), event, conference)
  await settleCounts(byOrganiser(addMinutes(announced, -10)), await read())
  await askAfterwards(byOrganiser(addMinutes(announced, -5)), await read(), conference)
  event = await read()
  must(await publishEvent(byOrganiser(announced), { event, version: event.version }), conference.title)
  if (conference.turn === 'not_open_yet') return await read()

  const until = notAfterNow(at(addDays(first, -lastBookingDays), '16:40'))
  await bookPlaces(act, await read(), conference, cast, announced, until)
  if (blocksOf(event.sessions).length > 0) await chooseSomeWorkshops(act, await read(), cast, until)
  if (conference.waiting) await joinWaitingList(act, await read(), conference, cast, until)
  if (conference.rules?.approval) await decideSome(act, await read(), cast, until)
  if (moved) {
    event = await read()
    const to = daysOf(conference, now, 0)
    must(
      await changeEvent(byOrganiser(at(addDays(first, -19), '11:05')), {
        event,
        version: event.version,
        draft: draftOf(conference, to, event),
      }),
      conference.title,
    )
  }
  if (conference.turn === 'cancelled') {
    event = await read()
    const reason = 'The speaker is ill. We will offer a new date in the autumn.'
    must(await cancelEvent(byOrganiser(at(addDays(first, -8), '09:35')), { event, version: event.version, reason }), conference.title)
    return await read()
  }
  const hasPassed = instant(at(addDays(first, -1), '17:00')) < instant(now)
  if (hasPassed || conference.turn === undefined) await cancelSomePlaces(act, await read(), cast, until, hasPassed ? 0.08 : 0.04)
  return await read()
}
