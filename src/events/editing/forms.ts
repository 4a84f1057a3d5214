import * as z from 'zod'
import { type Instant, instant, londonDay, londonInstant, londonTime } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { shownOf, type ValuesOf } from '#base/setting.ts'
import type { Problems } from '#base/web/field.tsx'
import { form, lines, sentAlong } from '#base/web/fields.tsx'
import { asLines, type Body, linesField, oneLine, text, texts } from '#base/web/form.ts'
import { readPage } from '#base/web/page-number.ts'
import { cutTo } from '#base/words.ts'
import type { EventDraft, Vocabulary } from '#events/events/draft.ts'
import { type EventDetails, type SchoolKind, schoolKinds } from '#events/events/event.ts'
import { eventFacts } from '#events/events/event-facts.ts'
import { dayTyped, minutesTyped, sayHours, timeTyped } from '#events/events/form-values.ts'
import { type ListScope, listScopes } from '#events/events/list-scope.ts'
import { lengthOf } from '#events/events/programme.ts'
import { type HeldAt, onTheList, pickedVenue } from '#events/venues/venue.ts'
import { type BreakValues, breakValues, readBreaks, valuesOfBreak } from './break-forms.ts'
import { calendarParts, readCalendar, usualCalendar, valuesOfCalendar } from './calendar-forms.ts'
import { isRow } from './edit-step.ts'
import { movedTo, noSession, readSessions, type SessionValues, sessionValues, skipped, valuesOfSession } from './session-forms.ts'

/** What is asked besides, on one line each. */
const moments = ['bookingOpensDate', 'bookingOpensTime', 'bookingClosesDate', 'bookingClosesTime'] as const
const besides = ['topicId', 'courseTopic', 'courseLevel', 'hours', 'venueId', ...moments, ...calendarParts] as const

type Plain = Record<keyof typeof eventFacts | (typeof besides)[number], string>

/** The event as typed, to read or show again. */
export type EventValues = Plain & { roles: string[]; kinds: string[]; sessions: SessionValues[]; breaks: BreakValues[] }

const plainNames = [...Object.keys(eventFacts), ...besides] as (keyof Plain)[]

const nothing: EventValues = {
  ...(Object.fromEntries(plainNames.map((name) => [name, ''])) as Plain),
  roles: [],
  kinds: [],
  sessions: [],
  breaks: [],
}

/** What a form of an event sent, without its buttons. */
export const sentOfEvent = (body: Body): [name: string, value: string][] =>
  Object.keys(body)
    .filter((name) => isRow(name) || ['roles', 'kinds', 'audience', 'day', 'template', ...plainNames].includes(name))
    .flatMap((name) => texts(body, name).map((value): [string, string] => [name, value]))

/** What was sent over what there is. @param allRows those that were not sent are taken out */
export const eventValues = (body: Body, base: EventValues = nothing, allRows = false): EventValues => {
  const line = (name: string): string => oneLine(text(body, name))
  const sent = Object.keys(body)
  const plain = plainNames.map((name) => {
    const { rows } = name in eventFacts ? eventFacts[name as keyof typeof eventFacts] : {}
    return [name, name in body ? (rows ? asLines(text(body, name)) : line(name)) : base[name]]
  })
  const chosen = (name: 'roles' | 'kinds'): string[] => ('audience' in body || name in body ? texts(body, name) : base[name])
  const from = base.sessions.map(({ date }) => date).toSorted()[0] ?? ''
  const kept = <Row extends { date: string }>(rows: Row[]): Row[] => ('day' in body ? movedTo(rows, from, line('day')) : rows)
  const hasRows = allRows || sent.some((name) => name.startsWith('session-'))
  const hasBreaks = allRows || sent.some((name) => name.startsWith('break-'))
  return {
    ...(Object.fromEntries(plain) as Plain),
    roles: chosen('roles'),
    kinds: chosen('kinds'),
    sessions: hasRows ? sessionValues(body, base.sessions) : kept(base.sessions),
    breaks: hasBreaks ? breakValues(sent, line) : kept(base.breaks),
  }
}

/** Defaults: one session, a day's training, 30 places, two a school, the organiser as contact. */
export const emptyEvent = (contact: { name: string | undefined; email: string | undefined }): EventValues => ({
  ...nothing,
  ...valuesOfCalendar(usualCalendar),
  purpose: 'training',
  attendanceMode: 'in_person',
  capacity: '30',
  placesPerSchool: '2',
  contactName: contact.name ?? '',
  contactEmail: contact.email ?? '',
  sessions: [noSession],
})

export const valuesOf = (event: EventDetails): EventValues => {
  const moment = (name: 'Opens' | 'Closes', at: Instant | null) => ({
    [`booking${name}Date`]: at ? londonDay(at) : '',
    [`booking${name}Time`]: at ? londonTime(at) : '',
  })
  return {
    ...nothing,
    ...shownOf(eventFacts, event),
    topicId: event.topicId,
    venueId: event.venueId ?? '',
    hours: event.minutes === lengthOf(event) ? '' : sayHours(event.minutes),
    ...moment('Opens', event.bookingOpensAt),
    ...moment('Closes', event.bookingClosesAt),
    ...valuesOfCalendar(event),
    roles: event.audience.roles.map((role) => role.id),
    kinds: event.audience.kinds,
    courseTopic: event.audience.course?.topicId ?? '',
    courseLevel: event.audience.course?.level ?? '',
    sessions: event.sessions.map(valuesOfSession),
    breaks: event.breaks.map(valuesOfBreak),
  }
}

const atMost = (characters: number, what: string) => z.string().max(characters, `${what} must be ${characters} characters or fewer`)

/** Each fact as it is read; a problem is added for each that cannot be. */
const readFacts = (typed: Record<keyof typeof eventFacts, string>, problems: Problems): ValuesOf<typeof eventFacts> => {
  const read = (Object.keys(eventFacts) as (keyof typeof eventFacts)[]).map((name) => {
    const { value, problem } = eventFacts[name].read(typed[name])
    if (problem) problems[name] = problem
    return [name, value]
  })
  return Object.fromEntries(read) as ValuesOf<typeof eventFacts>
}

/** The event, or a problem for each wrong field; `was`: its venue before an edit. */
export const readEvent = (
  values: EventValues,
  vocabulary: Vocabulary,
  was?: HeldAt & Pick<EventDetails, 'sessions' | 'topicId'> & Partial<Pick<EventDetails, 'audience'>>,
): { draft: EventDraft; problems?: never } | { draft?: never; problems: Problems } => {
  const problems: Problems = {}
  const inPerson = values.attendanceMode !== 'online'
  const { picked, venueId } = pickedVenue(inPerson, values, onTheList(vocabulary.venues), was)
  if (inPerson && values.venueId && !picked && values.venueName === '') problems['venueId'] = 'Choose a venue from the list, or type one'
  const mixed = values.attendanceMode === 'mixed'
  const typedVenue = { name: values.venueName, address: values.venueAddress, postcode: values.venuePostcode.toUpperCase() }
  const venue = picked ?? (inPerson ? typedVenue : { name: '', address: '', postcode: '' })
  const plain = readFacts(
    {
      ...values,
      venueName: venue.name,
      venueAddress: venue.address,
      venuePostcode: venue.postcode,
      onlineCapacity: mixed ? values.onlineCapacity : '',
      joiningLink: inPerson && !mixed ? '' : values.joiningLink,
    },
    problems,
  )
  if (mixed && plain.onlineCapacity === null) problems['onlineCapacity'] = 'Enter the number of places online, such as 200'
  const where = inPerson ? { venues: vocabulary.venues, eventAt: venueId, was: was?.sessions ?? [] } : undefined
  const sessions = readSessions(values.sessions, problems, where)
  const breaks = readBreaks(values.breaks, problems)
  const minutes = values.hours === '' && sessions.length > 0 ? lengthOf({ sessions, breaks }) : minutesTyped(values.hours)
  const hasRowProblem = Object.keys(problems).some(isRow)
  if (values.hours === '' && sessions.length === 0) {
    if (!hasRowProblem) problems['session-1-date'] = 'Enter the date, such as 12/6/2026'
  } else if (Number.isNaN(minutes)) problems['hours'] = 'Enter the length in hours, such as 6 or 1.5'
  else if (minutes < 1 || minutes > 6000) problems['hours'] = 'Enter a length of more than 0 hours, and at most 100'
  if (values.topicId !== was?.topicId && !vocabulary.topics.some((topic) => topic.id === values.topicId))
    problems['topicId'] = 'Choose a topic'
  const isKnown = [was?.audience?.course?.topicId, ...vocabulary.topics.map(({ id }) => id), ''].includes(values.courseTopic)
  if (!isKnown) problems['courseTopic'] = 'Choose the earlier course from the list, or none'
  if (values.courseTopic === '' && values.courseLevel !== '') problems['courseTopic'] = 'Choose the earlier course that has this level'
  if (values.courseLevel.length > 100) problems['courseLevel'] = 'The level must be 100 characters or fewer'
  const bookingOpensAt = readMoment(values, 'Opens', problems)
  const calendar = readCalendar(values, problems)
  const bookingClosesAt = readMoment(values, 'Closes', problems)
  if (bookingOpensAt && bookingClosesAt && bookingClosesAt <= bookingOpensAt)
    problems['bookingClosesDate'] ??= 'Booking must close after it opens'
  if (Object.keys(problems).length > 0) return { problems: inFormOrder(problems) }
  const roleIds = vocabulary.roles.map((role) => role.id).filter((id) => values.roles.includes(id))
  const kinds = schoolKinds.filter((kind: SchoolKind) => values.kinds.includes(kind))
  const sensitive = vocabulary.topics.find((topic) => topic.id === values.topicId)?.sensitive
  const facts = { ...plain, topicId: values.topicId, minutes, venueId, bookingOpensAt, bookingClosesAt, ...calendar }
  const course = values.courseTopic === '' ? undefined : { topicId: values.courseTopic, level: values.courseLevel }
  return { draft: { facts, sessions, breaks, roleIds, kinds, course, sensitive } }
}

const formOrder = [
  ...'title topicId description purpose level provider session break hours attendanceMode venueId venueName venueAddress'.split(' '),
  ...'venuePostcode joiningLink capacity onlineCapacity placesPerSchool courseTopic courseLevel'.split(' '),
  ...moments,
  ...calendarParts,
  ...'contactName contactEmail contactTelephone'.split(' '),
]

const inFormOrder = (problems: Problems): Problems => {
  const rank = (name: string): number => formOrder.indexOf(name.match(/^(session|break)-/)?.[1] ?? name)
  return Object.fromEntries(Object.entries(problems).sort(([a], [b]) => rank(a) - rank(b)))
}

const readMoment = (values: EventValues, name: 'Opens' | 'Closes', problems: Problems): Instant | null => {
  const date = values[`booking${name}Date`]
  const time = values[`booking${name}Time`]
  if (!date && !time) return null
  const day = dayTyped(date)
  const clock = timeTyped(time)
  const verb = name === 'Opens' ? 'opens' : 'closes'
  if (!day) problems[`booking${name}Date`] = `Enter the date on which booking ${verb}, such as 12/6/2026, or leave date and time blank`
  if (!clock) problems[`booking${name}Time`] = `Enter the time at which booking ${verb}, such as 09:00`
  if (!day || !clock) return null
  const at = londonInstant(day, clock)
  if (!at) problems[`booking${name}Time`] = skipped(day, clock)
  return at ? instant(at) : null
}

/** A list's query; anything odd is dropped. */
export const readText = (value: string | undefined): string => cutTo(oneLine(value ?? ''), 200)
const readKind = (value: string): SchoolKind | undefined => schoolKinds.find((kind) => kind === value)
const pageSize = 30

/** The public list's query: as typed, and as searched. */
export const readListAsked = (query: Record<string, string>) => {
  const typed = { q: readText(query['q']), topic: readText(query['topic']), kind: readText(query['kind']), role: readText(query['role']) }
  const page = readPage(query['page'])
  return {
    typed,
    page,
    pageSize,
    offset: (page - 1) * pageSize,
    shelf: query['show'] === 'past' ? ('past' as const) : ('upcoming' as const),
    narrowed: { topicId: typed.topic || undefined, kind: readKind(typed.kind), roleId: typed.role || undefined },
  }
}

export const readListScope = (value: string | undefined): ListScope => listScopes.find((shelf) => shelf === value) ?? 'upcoming'

const version = z.coerce.number().int().positive().catch(0)

/** A button of an event's page, with the version shown. */
export const versionForm = z.object({ version })

/** A draft needs no reason. */
export const cancellationForm = (state: EventDetails['state']) => {
  const reason = (least: number) => linesField.pipe(atMost(2000, 'The reason').min(least, 'Enter a reason, so that people know why'))
  return form({
    reason:
      state === 'draft'
        ? sentAlong(reason(0))
        : lines('Why is it cancelled?', reason(state === 'published' ? 1 : 0), {
            hint: 'Shown in messages and on the event’s page. Do not name anybody.',
            rows: 4,
          }),
  })
}

/** For calling off a session: the reason, and once confirmed the last day of free cancelling. */
export const callOffForm = form({
  why: lines('Why is it called off?', linesField.pipe(atMost(2000, 'The reason').min(1, 'Enter a reason, so that people know why')), {
    hint: 'Shown in messages and on the event’s page. Do not name anybody.',
    rows: 3,
  }),
  freeUntil: sentAlong(z.string().max(20).catch('')),
})

const button = z.string().catch('save')

export const newForm = (now: Date) => z.object({ id: z.uuid().catch(() => newId(now)), do: button })

export const editForm = z.object({
  version,
  do: button,
  confirmed: z.literal('yes').optional().catch(undefined),
  /** A day, asked on the confirm page of an event that is moved. */
  freeUntil: z.string().max(20).catch(''),
})
