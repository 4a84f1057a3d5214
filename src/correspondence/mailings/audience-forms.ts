import * as z from 'zod'
import { type Choices, dimensionNames } from '#attendance/coverage/coverage.ts'
import { questionOf, readAsked } from '#attendance/coverage/forms.ts'
import type { Report } from '#attendance/coverage/report.ts'
import type { WrittenFirst } from '#base/council.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { type Option, optionsOf, type Problems } from '#base/web/field.tsx'
import { choice, day, type Field, type Fields, form, select, under } from '#base/web/fields.tsx'
import { addProblems, type Body, textField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { attendances, isMixed } from '#events/events/event.ts'
import { attendanceTitles } from '#events/events/views/words.tsx'
import {
  type Audience,
  answers,
  answerWords,
  type EventAudience,
  type Narrowing,
  narrowings,
  reaches,
  type SchoolAudience,
  type Settings,
  sayReach,
  whos,
  whoWords,
} from './audience.ts'
import type { Groups } from './audience-store.ts'

const upTo = (longest: number) => textField.transform((typed) => cutTo(typed, longest))
export const key = upTo(300)

export const settings = z
  .enum(['yes', 'asked'])
  .or(z.literal(true))
  .transform((typed): Settings => (typed === 'asked' ? typed : true))
  .optional()
  .catch(undefined)

const whom = z.object({
  of: z.enum(['event', 'schools']).catch('event'),
  event: upTo(20).transform((code) => code.toUpperCase()),
  who: z.enum(whos).optional().catch(undefined),
  way: z.enum(attendances).optional().catch(undefined),
  role: key,
  workshop: key,
  answer: z.enum(answers).catch('did-not'),
  topic: key,
  from: upTo(30),
  to: upTo(30),
  sector: key,
  kind: key,
  phase: key,
  trust: key,
  ward: key,
  notBooked: upTo(20).transform((code) => code.toUpperCase()),
  about: upTo(20).transform((code) => code.toUpperCase()),
  reach: z.enum(reaches).catch('best'),
  /** Begins an invitation to the event that it is about. */
  invite: z.literal('yes').optional().catch(undefined),
  settings,
  // As in the addresses of coverage's lists.
  by: key,
  category: key,
})

export type WhomTyped = Omit<z.infer<typeof whom>, 'by' | 'category'>

export const readWhom = (typed: Body): WhomTyped => {
  const { by, category, ...read } = whom.parse(typed)
  if (category === '') return read
  if (by === 'sector-kind') {
    const [sector = '', kind = ''] = category.split('.')
    return { ...read, sector, kind }
  }
  return narrowings.some((one) => one === by) ? { ...read, [by]: category } : read
}

const isToInviteTo = ({ cancelled, startsOn }: Choices['events'][number], today: Day): boolean => !cancelled && startsOn >= today

/** A stored audience as form input. */
export const whomOf = (audience: Audience, about: string): WhomTyped => readWhom({ ...audience, about })

const workshopsOf = ({ event }: Groups) => event?.sessions.filter(({ block }) => block !== '') ?? []

/** Whether the event has the way of coming and the workshop that were chosen. */
const isOfEvent = ({ way, workshop }: WhomTyped, groups: Groups): boolean =>
  (!way || (groups.event !== undefined && isMixed(groups.event))) && (!workshop || workshopsOf(groups).some(({ id }) => id === workshop))

const eventAudience = ({ event, who = 'delegates', way, role, workshop }: WhomTyped): EventAudience => ({
  of: 'event',
  event,
  who,
  ...(way ? { way } : {}),
  ...(role ? { role } : {}),
  ...(workshop ? { workshop } : {}),
})

/** The audience and the id of the mailing's event, or what is wrong. */
export const audienceOf = (
  typed: WhomTyped,
  choices: Choices,
  groups: Groups,
  laCodes: readonly string[],
  today: Day,
): { audience: Audience; eventId: string | null; problems: Problems } => {
  const problems: Problems = {}
  const eventOf = (name: 'event' | 'notBooked' | 'about') => {
    const event = choices.events.find((one) => one.code === typed[name])
    if (typed[name] && !event) problems[name] = 'Choose an event from the list'
    return event
  }
  const event = eventOf('event')
  if (typed.of === 'event') {
    if (!typed.event) problems['event'] = 'Choose an event'
    if (!typed.who) problems['who'] = 'Choose who shall get the message'
    if (event && !isOfEvent(typed, groups))
      problems['event'] = 'This event has no such workshop or places: choose again which of its people'
    return { audience: eventAudience(typed), eventId: event?.id ?? null, problems }
  }
  const { answer, topic, notBooked, reach, settings, sector, kind, phase, trust, ward } = typed
  const about = eventOf('about')
  eventOf('notBooked')
  if (typed.invite && !(about && isToInviteTo(about, today))) problems['about'] ??= 'Choose an event to come'
  if (answer === 'due' && !about) problems['about'] ??= 'Choose the event: it decides whose training is due'
  const { question, problems: wrong } = questionOf(
    readAsked({ topic, event: typed.event, from: typed.from, to: typed.to }),
    choices,
    laCodes,
    today,
  )
  const audience: SchoolAudience = {
    of: 'schools',
    answer,
    topic: event ? '' : topic,
    event: typed.event,
    from: event ? '' : question.from,
    to: event ? '' : question.to,
    notBooked,
    reach,
    sector,
    kind,
    phase,
    trust,
    ward,
    ...(settings ? { settings } : {}),
  }
  return { audience, eventId: about?.id ?? null, problems: { ...problems, ...wrong } }
}

type WhomAsked = {
  typed: WhomTyped
  choices: Choices
  groups: Groups
  tables: Report['tables']
  first: WrittenFirst
  today: Day
}

const atFirst = (said: string): string => `${said.charAt(0).toUpperCase()}${said.slice(1)}`

const eventOptions = (events: Choices['events'], none: string): Option[] => [
  { value: '', text: none },
  ...events.map(({ code, title, startsOn, cancelled }) => ({
    value: code,
    text: `${title}, ${sayDay(startsOn)}${cancelled ? ' (cancelled)' : ''}`,
  })),
]

const eventFields = ({ choices, groups }: WhomAsked) => ({
  event: select('Event', eventOptions(choices.events, 'Choose an event'), whom.shape.event),
  who: choice('Who shall get the message?', optionsOf(whoWords), whom.shape.who),
  role: under(
    'Narrow it',
    select('Role', [{ value: '', text: 'Every role' }, ...groups.roles.map(({ id, label }) => ({ value: id, text: label }))], key),
  ),
  ...(groups.event && isMixed(groups.event)
    ? { way: select('How they come', [{ value: '', text: 'In the room or online' }, ...optionsOf(attendanceTitles)], whom.shape.way) }
    : {}),
  ...(workshopsOf(groups).length > 0
    ? {
        workshop: select(
          'Workshop',
          [
            { value: '', text: 'Any workshop, or none' },
            ...workshopsOf(groups).map(({ id, block, title }) => ({ value: id, text: `${block}: ${title}` })),
          ],
          key,
        ),
      }
    : {}),
})

export const narrowingFields = (tables: Report['tables']) => {
  const fieldOf = (by: Narrowing): Field<string> => {
    const categories = tables.find(({ dimension }) => dimension === by)?.categories.filter((one) => one.key !== '') ?? []
    const options = categories.map((one) => ({ value: one.key, text: `${one.label} (${one.open})` }))
    return select(dimensionNames[by], [{ value: '', text: 'Every school' }, ...options], key)
  }
  return Object.fromEntries(narrowings.map((by) => [by, fieldOf(by)])) as Record<Narrowing, Field<string>>
}

export const settingsField = choice(
  'Settings and organisations outside the register',
  [
    { value: 'yes', text: 'All of them', hint: 'Nurseries and other settings count as bodies.' },
    {
      value: 'asked',
      text: 'Nurseries and other settings only if they asked for news',
      hint: 'Our record does not say which are run by one person.',
    },
    { value: '', text: 'None: schools alone' },
  ],
  settings,
  { hint: 'Childminders only if they want news. Narrower choices: schools only.' },
)

const inviteTo = ({ choices, today }: WhomAsked) => ({
  about: select(
    'Invite them to',
    eventOptions(
      choices.events.filter((event) => isToInviteTo(event, today)),
      'Choose an event',
    ),
    whom.shape.about,
    { hint: 'You read the invitation before it goes.' },
  ),
})

const isAbout = ({ choices }: WhomAsked) => ({
  about: select('The message is about this event', eventOptions(choices.events, 'No event'), whom.shape.about, {
    hint: '{title}, {day} and {link} are its; answers go to its contact.',
  }),
})

const schoolFields = (asked: WhomAsked): Fields => {
  const { typed, choices, tables, first } = asked
  const narrowing = narrowingFields(tables)
  const topics = choices.topics.map(({ id, label }) => ({ value: id, text: label }))
  const addressees = reaches.map((value) => ({ value, text: atFirst(sayReach(value, first)) }))
  return {
    ...(typed.invite ? inviteTo(asked) : {}),
    answer: choice('Schools', optionsOf(answerWords), whom.shape.answer),
    event: select('Took part in this event', eventOptions(choices.events, 'Any event'), whom.shape.event, {
      hint: 'Not now to ask by topic and period.',
    }),
    topic: select('Topic', [{ value: '', text: 'All topics' }, ...topics], key),
    from: day('From', whom.shape.from, { hint: 'Empty: two years before the last day.' }),
    to: day('To', whom.shape.to, { hint: 'Empty: today. Schools open on this day are counted.' }),
    ...narrowing,
    sector: under('Narrow it', narrowing.sector),
    settings: settingsField,
    notBooked: select('Leave out schools with places at', eventOptions(choices.events, 'No event'), whom.shape.notBooked, {
      hint: 'Schools that booked this event or wait for places get nothing.',
    }),
    reach: under('How', choice('Write to', addressees, whom.shape.reach)),
    ...(typed.invite ? {} : isAbout(asked)),
  }
}

/** To whom a message goes. @param invites whether the message is an invitation */
export const whomForm = (asked: WhomAsked & { laCodes: readonly string[] }, invites = false) =>
  form(asked.typed.of === 'event' ? eventFields(asked) : schoolFields(asked), () =>
    whom.transform((typed, context) => {
      const { problems, ...read } = audienceOf(typed, asked.choices, asked.groups, asked.laCodes, asked.today)
      if (invites && read.eventId === null) problems['about'] ??= 'Choose the event that it invites to'
      addProblems(context, problems)
      return { ...read, invite: typed.invite }
    }),
  )
