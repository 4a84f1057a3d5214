// The council's mail plan is shared: nobody can send so much in its name, or use up what others
// need. All numbers but those of sign-in codes stand here. An act that goes over one is refused
// rather than its mail delayed: a delegate who hears late is worse off than a school that goes on
// later or asks the council.
import { type Act, hasRole } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { hashedId } from '#base/id.ts'
import { type Limit, limitsOf, sayUntil, type Window } from '#base/limits/limit.ts'
import { goesToMany, kindFacts } from './kind.ts'
import type { OutgoingMessage } from './message.ts'

const day = 24 * 60

/**
 * Shares of the mail plan's day. The rest is for sign-in codes to people the council knows, for
 * payments and for cancellations by the council.
 */
export const planShares = {
  all: 0.6,
  /** Invitations to training, weekly letters, guidance: what is over waits for the next day. */
  many: 0.35,
  strangers: 0.2,
  /** Of the strangers' share: thirty newcomers in one hall, by one network address. */
  network: 0.2,
  wider: 0.4,
} as const

/** Mails that somebody causes at schools, or before anybody has confirmed them. */
const mailMost = {
  /** Sixty people are booked, moved and cancelled in an hour; a trust books 120 in a morning. */
  account: [
    { most: 240, minutes: 60 },
    { most: 600, minutes: day },
  ],
  /** To others, about no booking: a trust names the governors of forty schools in a morning. */
  typed: [{ most: 30, minutes: 60 }],
  /** To one address but one's own, across schools: one person on places of forty schools. */
  address: [{ most: 40, minutes: day }],
  school: [{ most: 400, minutes: day }],
  /** Somebody asks to act for two schools and for places at ten events. */
  stranger: [{ most: 20, minutes: day }],
  /** By the links of one booking, which open without signing in. */
  link: [{ most: 40, minutes: day }],
} as const

type Counted = Pick<OutgoingMessage, 'kind' | 'nature' | 'to' | 'recipient' | 'schoolId' | 'bookingId' | 'placeId'>

/** More than any plan. */
const boundless = 1_000_000_000

const part = (mailsPerDay: number, share: number): number => Math.max(5, Math.floor(mailsPerDay * share))

export const allKey = 'mails:all'
/** What has been sent of messages that go to many. */
export const manyKey = 'mails:many'

/** All except sign-in codes to people the council knows, and payments. */
export const sharedLimit = (mailsPerDay: number): Limit => ({ key: allKey, minutes: day, most: part(mailsPerDay, planShares.all) })

const each = (windows: readonly Window[], key: (mail: Counted) => string, mails: readonly Counted[]): Limit[] =>
  [...Map.groupBy(mails, key)].flatMap(([of, { length: n }]) => limitsOf(of, windows).map((limit) => ({ ...limit, n })))

/** Who causes them: the council and its jobs, a school, a stranger, or the holder of a link. */
const causeOf = ({ actor, origin, plan }: Act, mails: readonly Counted[]): 'council' | 'school' | 'stranger' | 'link' => {
  if (origin !== 'web' || hasRole(actor, 'organiser', 'administrator', 'officer', 'finance', 'reader')) return 'council'
  if (!actor.accountId) return 'link'
  // While its roles are off, council staff may send as much as a school.
  if (actor.schoolIds.length > 0 || plan?.ofStaff) return 'school'
  // Helpers at a door say who came on a place.
  return hasRole(actor, 'door') && mails.every(({ placeId }) => placeId) ? 'council' : 'stranger'
}

const ofSchool = ({ actor }: Act, mails: readonly Counted[]): Limit[] => {
  const others = mails.filter(({ to }) => to.email.toLowerCase() !== actor.email)
  return [
    ...each(mailMost.account, () => `mails:account:${actor.accountId}`, mails),
    ...each(
      mailMost.typed,
      () => `mails:typed:${actor.accountId}`,
      others.filter(({ placeId, bookingId }) => !placeId && !bookingId),
    ),
    ...each(mailMost.address, ({ to }) => `mails:address:${hashedId(to.email.toLowerCase())}`, others),
    ...each(
      mailMost.school,
      ({ schoolId }) => `mails:school:${schoolId}`,
      mails.filter(({ schoolId }) => schoolId),
    ),
  ]
}

const ofStranger = ({ actor, plan }: Act, mails: readonly Counted[]): Limit[] => {
  const most = part(plan?.mailsPerDay ?? boundless, planShares.strangers)
  const of = (key: string, share: number): Limit[] => limitsOf(key, [{ most: part(most, share), minutes: day }])
  const { network } = plan ?? {}
  return [
    ...each(mailMost.stranger, () => `mails:account:${actor.accountId}`, mails),
    ...[
      { key: 'mails:strangers', minutes: day, most },
      ...(network
        ? [...of(`mails:network:${network.own}`, planShares.network), ...of(`mails:network:${network.wider}`, planShares.wider)]
        : []),
    ].map((limit) => ({ ...limit, n: mails.length })),
  ]
}

const limitsBy = {
  school: ofSchool,
  stranger: ofStranger,
  link: (_: Act, mails: readonly Counted[]) =>
    each(mailMost.link, (mail) => `mails:link:${mail.bookingId ?? mail.placeId ?? mail.schoolId ?? mail.recipient}`, mails),
  council: () => [],
} as const

/** All counters of these mails, for the batch that stores them. The council is never refused. */
export const mailLimits = (act: Act, messages: readonly Counted[]): Limit[] => {
  if (act.origin === 'command' || act.origin === 'demonstration') return []
  const by = causeOf(act, messages)
  const mails = messages.filter((mail) => !goesToMany(mail))
  const shared = by === 'council' ? mails.filter(({ kind }) => !kindFacts(kind).paid) : mails
  if (shared.length === 0) return []
  const limit = sharedLimit(act.plan?.mailsPerDay ?? boundless)
  return [...limitsBy[by](act, mails), { ...limit, ...(by === 'council' ? { most: boundless } : {}), n: shared.length }]
}

/** To organisers whose messages wait. */
export const sayPlanSpent =
  'The part of your mail plan for messages to many people is used up for today. What waits goes in the next days, with no need to press anything.'

/** Of failed messages that the council sends again. */
export const againLimits = (n: number): Limit[] => [{ key: allKey, minutes: day, most: boundless, n }]

/** @param until undefined: it is more at once than is ever taken */
export const sayMailLimit = (until: Instant | undefined, now: Date): string =>
  `As many messages as we send for you, or for everybody, have gone out. ${until ? `You can go on ${sayUntil(until, now)}` : 'Send less at once'}, or ask the council to do it for you.`
