// A booking's history for organisers: every act, message, charge and mark by time, in sentences,
// with who and from where. The log holds ids and names are today's, so an erased person is erased
// here too.
import { type Instant, sayDeadline, sayInstant } from '#base/dates.ts'
import { sayAct } from '#base/log/entry.ts'
import { sayPence } from '#base/money.ts'
import { type Marked, markWords } from '#base/standing.ts'
import { inWords, listed } from '#base/words.ts'
import { type Answer, answerWords } from '#calendars/invites/answer.ts'
import { type ChangeName, sayChanges } from '#calendars/invites/named-change.ts'
import type { MessageOutcome } from '#messages/outbox/listed-message.ts'
import { whyWithheld } from '#messages/outbox/message.ts'

export type LoggedAct = {
  id: string
  at: Instant
  act: string
  /** The booking, one of its places, or its event. */
  subjectId: string
  /** The actor's name, else address; null: the service itself. */
  who: string | null
  origin: string
  /** The actor could act for the booking's school. */
  forSchool: boolean
  before: Record<string, unknown>
  after: Record<string, unknown>
}

export type SentMessage = {
  id: string
  at: Instant
  kind: string
  became: MessageOutcome
  lastError: string | null
  to: string | null
  sentAt: Instant | null
  deliveryStatusAt: Instant | null
}

export type MadeCharge = {
  id: string
  at: Instant
  kind: string
  pence: number
  placeId: string
  by: string | null
  waived: string | null
  withdrawnAt: Instant | null
  withdrawnBy: string | null
}

export type MadeMark = {
  id: string
  at: Instant
  markType: Marked
  placeId: string
  by: string | null
  session: string
  corrects: boolean
  reason: string | null
  source: string
}

export type History = {
  reference: string
  eventTitle: string
  school: string
  acts: LoggedAct[]
  messages: SentMessage[]
  charges: MadeCharge[]
  marks: MadeMark[]
  /** The request by somebody not confirmed yet that became this booking. */
  request: { at: Instant; places: number; by: string | null } | undefined
  /** Each place's current person, by its id; null: unnamed. */
  placeNames: ReadonlyMap<string, string | null>
  personNames: ReadonlyMap<string, string | null>
  sessionTitles: ReadonlyMap<string, string | null>
}

export type Entry = { at: Instant; sentence: string; who: string; where: string }

const service = 'The service itself'

const onTheWebsite = 'on the website'

/** Acts that a link in an email allows without signing in. */
const byLink: ReadonlySet<string> = new Set([
  'place.cannot_come',
  'place.not_the_person',
  'place.comes_after_all',
  'booking.workshops_chosen',
  'booking.answers_changed',
  'offer.accepted',
  'offer.declined',
])

const where: Record<string, string> = {
  web: onTheWebsite,
  command: 'by a command',
  schedule: 'when it fell due',
  demonstration: 'in the demonstration',
}

type ChosenRef = { id?: unknown; workshops?: unknown }
type PlaceRef = { id?: unknown; placeId?: unknown; personId?: unknown; waitsFor?: unknown }

const fieldWords = (fields: Record<string, unknown>): string[] =>
  Object.keys(fields)
    .filter((key) => key !== 'alsoChanged')
    .map((key) =>
      key
        .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .replace(/ (at|id)$/, ''),
    )

const count = (n: number): string => inWords(n, 'place')

const sentencesOf = (history: History) => {
  const personName = (id: unknown): string =>
    typeof id === 'string' ? (history.personNames.get(id) ?? 'an erased person') : 'a place without a name'
  const onPlace = (id: unknown): string => {
    const name = typeof id === 'string' ? history.placeNames.get(id) : undefined
    return name ?? 'a place without a name'
  }
  const people = (places: unknown): string => {
    const refs = (Array.isArray(places) ? places : []) as (PlaceRef | string)[]
    const names = refs.map((ref) =>
      typeof ref === 'string' ? onPlace(ref) : 'personId' in ref ? personName(ref.personId) : onPlace(ref.id),
    )
    const named = names.filter((name) => name !== 'a place without a name')
    const unnamed = names.length - named.length
    return listed([...named, ...(unnamed > 0 ? [inWords(unnamed, 'place without a name', 'places without a name')] : [])])
  }
  const titles = (ids: unknown): string[] =>
    (Array.isArray(ids) ? ids : []).map((id) => `“${history.sessionTitles.get(String(id)) ?? 'a workshop that is gone'}”`)
  /** `Ann Price “Anxiety” instead of “Bullying”; Ben Lloyd none instead of it` */
  const workshops = (left: unknown, joined: unknown): string => {
    const had = new Map(((Array.isArray(left) ? left : []) as ChosenRef[]).map((place) => [place.id, titles(place.workshops)]))
    return ((Array.isArray(joined) ? joined : []) as ChosenRef[])
      .map(({ id, workshops: chosen }) => {
        const before = had.get(id) ?? []
        return `${onPlace(id)} ${listed(titles(chosen)) || 'none'}${before.length > 0 ? ` instead of ${listed(before)}` : ''}`
      })
      .join('; ')
  }
  const size = (places: unknown): number => (Array.isArray(places) ? places.length : 0)
  const waits = (places: unknown): number =>
    Array.isArray(places) ? (places as PlaceRef[]).filter((place) => place.waitsFor !== undefined && place.waitsFor !== null).length : 0
  const cost = (after: Record<string, unknown>): string =>
    typeof after['pence'] !== 'number'
      ? ''
      : after['waived'] === true
        ? ', without charge'
        : `, for ${sayPence(after['pence'])}${after['letOffAsked'] === true ? ', and asked to waive it' : ''}`
  const whoSaid = ({ after, subjectId }: LoggedAct): string => ('personId' in after ? personName(after['personId']) : onPlace(subjectId))
  const sentences: Record<string, (row: LoggedAct) => string> = {
    'booking.placed': ({ after }) =>
      `Booked ${count(size(after['places']))}: ${people(after['places'])}${after['termsId'] ? '; accepted the terms of cancelling' : ''}`,
    'booking.held': ({ after }) =>
      `Took ${count(size(after['places']))}, to be paid by card until ${sayDeadline(String(after['heldUntil']))}: ${people(after['places'])}`,
    'booking.confirmed_unpaid': ({ after }) => `There was nothing to pay any more, and ${count(size(after['places']))} became certain`,
    'booking.paid_and_confirmed': ({ after }) => `Paid by card, and ${count(size(after['places']))} became certain`,
    'booking.hold_ended': ({ before }) => `Released ${count(size(before['places']))} that were not paid in time`,
    'booking.agreed_to_pay': () => 'Agreed to pay',
    'booking.agreed_by_link': () => 'Agreed by the link in their email',
    'booking.agreement_asked': () => 'Asked the contact to agree, with a new link',
    'booking.references_changed': () => 'Changed the references of the bill',
    'booking.repriced': () => 'Who pays or what it costs was looked at again and changed',
    'booking.asked': ({ after }) => `Asked for ${count(size(after['places']))}, to be approved by an organiser: ${people(after['places'])}`,
    'booking.listed': ({ after }) =>
      `Asked for ${count(size(after['places']))}, of which ${waits(after['places'])} went on the waiting list: ${people(after['places'])}`,
    'booking.places_cancelled': ({ before, after }) => `Cancelled: ${people(before['places'])}${cost(after)}`,
    'booking.cancellation_undone': ({ after }) => `Undid the cancellation of ${people(after['places'])}`,
    'booking.approved': ({ after }) =>
      `Approved the request${Number(after['listed']) > 0 ? `: ${count(Number(after['certain']))} at once, ${count(Number(after['listed']))} on the waiting list` : ''}`,
    'booking.refused': () => 'Refused the request',
    'booking.workshops_chosen': ({ before, after }) => `Chose workshops: ${workshops(before['places'], after['places'])}`,
    'booking.names_chased': () => 'Asked for the names that are due',
    'booking.moved': ({ before }) => `Moved to another date: ${people(before['places'])}`,
    'place.cannot_come': (row) => `Said on their own page that they cannot come: ${whoSaid(row)}`,
    'place.comes_after_all': (row) => `Said on the page of the place that they can come after all: ${whoSaid(row)}`,
    'place.not_the_person': (row) => `Said on the page of the place that it is not they who come: ${whoSaid(row)}`,
    'place.released': ({ before }) => `Released ${people(before['places'])}: the names were not given in time`,
    'request.made': () => 'Asked for places before anybody had approved them',
    'booking.reminded': () => 'Reminded the school of names that are due',
    'booking.reinvited': () => 'Sent the invitations again',
    'booking.answers_changed': () => 'Changed the answers to the event’s questions',
    'waiting.removed': () => 'Took the request off the waiting list',
    'waiting.ended': () => 'The event began, and what still waited for it ended',
    'offer.made': ({ after }) =>
      `Offered ${count(size(after['placeIds']))}${typeof after['expiresAt'] === 'string' ? ` until ${sayDeadline(after['expiresAt'])}` : ''}${after['outOfTurn'] ? ', out of turn' : ''}`,
    'offer.accepted': ({ after }) => `Accepted the offer of ${count(size(after['placeIds']))}`,
    'offer.declined': () => 'Declined the offer',
    'offer.expired': () => 'The offer ran out without an answer',
    'offer.withdrawn': ({ after }) => `Withdrew the offer${after['keepsTurn'] ? '; the school keeps its turn' : ''}`,
    'place.named': ({ after }) => `Named ${people(after['places'])}`,
    'place.attendance_changed': ({ after }) => `Changed one place to ${after['attendance'] === 'online' ? 'online' : 'the room'}`,
    'place.swapped': ({ before, after }) => `Sent ${personName(after['personId'])} instead of ${personName(before['personId'])}`,
    'place.role_changed': ({ after }) => `Changed the role or the other schools of ${personName(after['personId'])}`,
    'person.corrected': () => 'Corrected the name or the address of someone on the booking',
    'invitation.answered': ({ after, subjectId }) =>
      `The calendar of ${onPlace(subjectId)} said ${answerWords[after['answer'] as Answer] ?? 'something'}; the place stays as it is`,
    'place.rung': ({ after, subjectId }) => `Rang ${onPlace(subjectId)}${after['how'] === 'spoke' ? '' : ' and left a message'}`,
    'booking.contact_rung': ({ after }) => `Rang the person who booked${after['how'] === 'spoke' ? '' : ' and left a message'}`,
    'event.changed': ({ before, after }) => {
      const named = after['changes']
      if (Array.isArray(named)) return `The event was changed: new ${sayChanges(named as ChangeName[])}`
      const fields = fieldWords({ ...before, ...after })
      return `The event was changed${fields.length > 0 ? `: ${listed(fields)}` : ''}`
    },
    'session.called_off': ({ after }) => `A part of the event was called off: ${titles([after['sessionId']])[0] ?? ''}`,
    'event.cancelled': () => 'The event was cancelled, and all its places ended',
  }
  return { sentences, onPlace }
}

/** A message's outcome; a mail server's acceptance does not mean that anybody read it. */
const becameSaid = ({ became, at, sentAt, deliveryStatusAt, lastError }: SentMessage): string => {
  if (became === 'waiting') return 'waits to be sent'
  if (became === 'failed') return 'could not be delivered'
  if (became === 'withheld') return `was not tried: ${whyWithheld(lastError) ?? 'the address does not work'}`
  const sent = `sent on ${sayInstant(sentAt ?? at)}`
  const since = deliveryStatusAt ? ` on ${sayInstant(deliveryStatusAt)}` : ''
  if (became === 'accepted' || became === 'complained') return `${sent}, accepted by the recipient’s mail server${since}`
  return became === 'bounced' ? `${sent}, and not delivered: it came back${since}` : sent
}

/** Everything that happened to a booking, oldest first; acts without a sentence show their name. */
export const entriesOf = (history: History, sayMessage: (kind: string) => string): Entry[] => {
  const { sentences, onPlace } = sentencesOf(history)
  const order = (at: Instant, rank: number, id: string): string => `${at} ${rank} ${id}`
  const byCouncil = (row: LoggedAct): string => (row.who === null ? '' : row.forSchool ? ', for the school' : ', for the council')
  const keyed: (readonly [key: string, entry: Entry])[] = [
    ...(history.request
      ? [
          [
            order(history.request.at, 0, ''),
            {
              at: history.request.at,
              sentence: `Asked for ${count(history.request.places)} before anybody had approved them`,
              who: history.request.by ?? service,
              where: onTheWebsite,
            },
          ] as const,
        ]
      : []),
    ...history.acts.map(
      (row) =>
        [
          order(row.at, 1, row.id),
          {
            at: row.at,
            sentence: sentences[row.act]?.(row) ?? sayAct(row.act),
            who: row.who ?? (row.origin === 'web' && byLink.has(row.act) ? 'Anyone who has the link from the email' : service),
            where: `${where[row.origin] ?? row.origin}${byCouncil(row)}`,
          },
        ] as const,
    ),
    ...history.charges.flatMap((charge) => {
      const charged = `${sayPence(charge.pence)} for ${charge.kind === 'cancellation' ? 'cancelling' : 'not attending'}, ${onPlace(charge.placeId)}`
      const made = charge.waived === null ? `Charged ${charged}` : `Charged ${charged}, and asked to waive it: ${charge.waived}`
      return [
        [order(charge.at, 2, charge.id), { at: charge.at, sentence: made, who: charge.by ?? service, where: '' }] as const,
        ...(charge.withdrawnAt
          ? [
              [
                order(charge.withdrawnAt, 2, charge.id),
                {
                  at: charge.withdrawnAt,
                  sentence: `${charge.waived === null ? 'Withdrew' : 'Waived'} the charge of ${charged}`,
                  who: charge.withdrawnBy ?? service,
                  where: '',
                },
              ] as const,
            ]
          : []),
      ]
    }),
    ...history.marks.map((mark) => {
      const how = mark.source === 'paper' ? 'on the register, from paper' : 'on the register'
      const sentence = `${mark.corrects ? 'Corrected to' : 'Marked as'} “${markWords[mark.markType].toLowerCase()}”: ${onPlace(mark.placeId)}${mark.session ? `, ${mark.session}` : ''}${mark.reason ? ` (${mark.reason})` : ''}`
      return [order(mark.at, 3, mark.id), { at: mark.at, sentence, who: mark.by ?? service, where: how }] as const
    }),
    ...history.messages.map((message) => {
      const became = becameSaid(message)
      const sentence = `Message to ${message.to ?? 'an erased person'}, “${sayMessage(message.kind)}”: ${became}`
      return [order(message.at, 4, message.id), { at: message.at, sentence, who: service, where: 'by email' }] as const
    }),
  ]
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry)
}
