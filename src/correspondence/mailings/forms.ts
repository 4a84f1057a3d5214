import * as z from 'zod'
import type { Choices } from '#attendance/coverage/coverage.ts'
import { questionOf, readAsked } from '#attendance/coverage/forms.ts'
import type { Day } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Body, problemsOf, sentField, text, textField, typedOf } from '#base/web/form.ts'
import { cutTo, sayNumber } from '#base/words.ts'
import {
  type Audience,
  answers,
  type InvitedAnswer,
  invitedAnswers,
  narrowings,
  reaches,
  type SchoolAudience,
  type Settings,
  whos,
} from './audience.ts'
import { basisProblem, fieldProblem, longestBasis, longestSubject, longestText, natureProblem } from './mailing.ts'

const upTo = (longest: number) => textField.transform((typed) => cutTo(typed, longest))
const key = upTo(300)

const settings = z
  .enum(['yes', 'asked'])
  .or(z.literal(true))
  .transform((typed): Settings => (typed === 'asked' ? typed : true))
  .optional()
  .catch(undefined)

const whom = z.object({
  of: z.enum(['event', 'schools']).catch('event'),
  event: upTo(20).transform((code) => code.toUpperCase()),
  who: z.enum(whos).optional().catch(undefined),
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

/** What was typed or linked, to show again. */
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

/** The choice on an event's own page of invitations. */
export const invitedForm = z.object({
  answer: z.enum(invitedAnswers).catch('all'),
  settings,
  ...{ sector: key, kind: key, phase: key, trust: key, ward: key },
})

/** The schools that an invitation to an event is for. */
export const readInvited = (
  { settings, ...typed }: Omit<z.infer<typeof invitedForm>, 'answer'> & { answer: InvitedAnswer },
  code: string,
  choices: Choices,
  laCodes: readonly string[],
  today: Day,
): SchoolAudience => {
  const { question } = questionOf(readAsked({ topic: '', event: '', from: '', to: '' }), choices, laCodes, today)
  const { from, to } = question
  return {
    of: 'schools',
    topic: '',
    event: '',
    from,
    to,
    notBooked: code,
    reach: 'best',
    ...typed,
    ...(settings ? { settings } : {}),
  }
}

export const isToInviteTo = ({ cancelled, startsOn }: Choices['events'][number], today: Day): boolean => !cancelled && startsOn >= today

/** A stored audience as form input. */
export const whomOf = (audience: Audience, about: string): WhomTyped => readWhom({ ...audience, about })

/** The audience and the id of the mailing's event, or what is wrong. */
export const audienceOf = (
  typed: WhomTyped,
  choices: Choices,
  laCodes: readonly string[],
  today: Day,
): { audience: Audience; eventId: string | null; problems: Problems } => {
  const problems: Problems = {}
  const eventOf = (name: 'event' | 'notBooked' | 'about') => {
    const found = choices.events.find((one) => one.code === typed[name])
    if (typed[name] && !found) problems[name] = 'Choose an event from the list'
    return found
  }
  const event = eventOf('event')
  if (typed.of === 'event') {
    if (!typed.event) problems['event'] = 'Choose an event'
    if (!typed.who) problems['who'] = 'Choose who shall get the message'
    return { audience: { of: 'event', event: typed.event, who: typed.who ?? 'delegates' }, eventId: event?.id ?? null, problems }
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
    ...{ sector, kind, phase, trust, ward },
    ...(settings ? { settings } : {}),
  }
  return { audience, eventId: about?.id ?? null, problems: { ...problems, ...wrong } }
}

/** The typed lines without control characters and bidirectional marks. */
const plainText = (typed: string): string =>
  typed
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069\u2028\u2029\uFEFF]/gu, '')
    .replaceAll('\t', ' ')
    .trim()

const words = z.object({
  subject: sentField
    .transform((typed) => plainText(typed).replaceAll(/\s+/g, ' '))
    .pipe(z.string().min(1, 'Write a subject').max(longestSubject, `The subject must be ${longestSubject} characters or fewer`)),
  text: sentField.transform(plainText).pipe(
    z
      .string()
      .min(1, 'Write the message')
      .max(longestText, `The message must be ${sayNumber(longestText)} characters or fewer`),
  ),
  basis: sentField
    .transform((typed) => plainText(typed).replaceAll(/\s+/g, ' '))
    .pipe(z.string().max(longestBasis, `What it rests on must be ${longestBasis} characters or fewer`)),
  nature: z.enum(['service', 'statutory', 'training', 'promotion'], { error: 'Choose what kind of message it is' }),
})

export type WordsTyped = { subject: string; text: string; nature: string; basis: string }

/** The words of a draft, or what was typed and what is wrong with it. */
export const readWords = (body: Body, audience: Audience, hasEvent: boolean) => {
  const typed: WordsTyped = typedOf(body, ['subject', 'text', 'nature', 'basis'])
  const read = words.safeParse(body)
  const problems: Problems = problemsOf(read.error)
  if (read.success) {
    const { subject, text: message, nature, basis } = read.data
    const inSubject = fieldProblem(subject, hasEvent)
    const inText = fieldProblem(message, hasEvent)
    if (inSubject) problems['subject'] = inSubject
    if (inText) problems['text'] = inText
    const wrong = natureProblem(nature, audience, hasEvent)
    if (wrong) problems['nature'] = wrong
    if (nature === 'statutory' && basis === '') problems['basis'] = basisProblem
  }
  return { typed, problems, words: read.success && Object.keys(problems).length === 0 ? read.data : undefined }
}

/** A mark that a form carries: of a draft, or of a set. */
export const readMark = (body: Body, name: 'seen' | 'mark'): string => cutTo(text(body, name), 64)
export const readToken = (typed: string | undefined): string | undefined => (typed && /^[\w-]{20,100}$/.test(typed) ? typed : undefined)
