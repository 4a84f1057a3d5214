// One conference up to the eve of its day: created, published, booked over some weeks with
// cancellations and, where planned, moved or cancelled.
import type { Act } from '#base/act.ts'
import { addMinutes } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { publishEvent } from '#events/editing/publish-event.ts'
import { changeEvent, createEvent } from '#events/editing/save-event.ts'
import type { EventDraft } from '#events/events/draft.ts'
import { blocksOf, type EventDetails, type SchoolKind } from '#events/events/event.ts'
import { eventById } from '#events/events/store.ts'
import { bookPlaces, cancelSomePlaces } from './book-places.ts'
import type { Cast } from './cast.ts'
import { type Conference, venues } from './conference.ts'
import { type ConferenceDates, demonstrationDates } from './dates.ts'
import { chooseSomeWorkshops, decideSome, joinWaitingList } from './follow-bookings.ts'
import { askAfterwards } from './settle-evaluations.ts'
import { inviteAll } from './settle-messages.ts'
import { settleCounts } from './settle-requirements.ts'
import { settleRules } from './settle-rules.ts'
import { actOf, must } from './time.ts'

const draftOf = (
  conference: Conference,
  { opens, breaks }: ConferenceDates,
  sessions: ConferenceDates['sessions'],
  event?: EventDetails,
): EventDraft => ({
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
    bookingOpensAt: opens,
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
    ...{ startsAt: '', endsAt: '', ...sessions[n] },
    block: session.block ?? '',
    capacity: session.capacity ?? null,
    ...{ room: session.room ?? '', about: session.about ?? '', speakers: (session.speakers ?? []).join('\n') },
  })),
  breaks,
  roleIds: conference.roles ?? [],
  kinds: (conference.kinds ?? []) as SchoolKind[],
})

/** Returns the event on the eve of its day, or as it is now for one to come. */
export const holdConference = async (act: Act, conference: Conference, cast: Cast): Promise<EventDetails> => {
  const dates = demonstrationDates(act.now).of(conference)
  const { announced, lastBooking } = dates
  const moved = conference.turn === 'moved'
  const byOrganiser = (when: Date): Act => actOf(act, cast.organiser, when)

  const id = newId(announced)
  await createEvent(byOrganiser(addMinutes(announced, -130)), {
    id,
    draft: draftOf(conference, dates, moved ? dates.planned : dates.sessions),
  })
  const read = async (): Promise<EventDetails> => {
    const event = await eventById(act.db, id, act.now)
    if (!event) throw new Error(`${conference.title} is gone`)
    return event
  }
  if (conference.turn === 'draft') return await read()
  let event = await read()
  await settleRules(byOrganiser(addMinutes(announced, -60)), event, conference, dates)
  await settleCounts(byOrganiser(addMinutes(announced, -10)), await read())
  await askAfterwards(byOrganiser(addMinutes(announced, -5)), await read(), conference)
  event = await read()
  must(await publishEvent(byOrganiser(announced), { event, version: event.version }), conference.title)
  if (conference.turn === 'not_open_yet') return await read()

  if (conference.invited) await inviteAll(act, cast.organiser, event, announced)
  await bookPlaces(act, await read(), conference, cast, announced, lastBooking)
  if (blocksOf(event.sessions).length > 0) await chooseSomeWorkshops(act, await read(), cast, lastBooking)
  if (conference.waiting) await joinWaitingList(act, await read(), conference, cast, lastBooking)
  if (conference.rules?.approval) await decideSome(act, await read(), cast, lastBooking)
  if (moved) {
    event = await read()
    const draft = draftOf(conference, dates, dates.sessions, event)
    must(await changeEvent(byOrganiser(dates.moved), { event, version: event.version, draft }), conference.title)
  }
  if (conference.turn === 'cancelled') {
    event = await read()
    const reason = 'The speaker is ill. We will offer a new date.'
    must(await cancelEvent(byOrganiser(dates.cancelled), { event, version: event.version, reason }), conference.title)
    return await read()
  }
  const isOver = (conference.sessions[0]?.days ?? 0) <= 0
  if (isOver || conference.turn === undefined) await cancelSomePlaces(act, await read(), cast, dates, isOver ? 0.08 : 0.04)
  return await read()
}
