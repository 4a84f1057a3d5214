// What can be issued of an event now, and who still waits for what.

import { type Day, type Instant, instant, sayInstant } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { mostAtOnce } from './certificate.ts'
import type { Ground } from './due-store.ts'
import { type Change, changesOf, type Entitled, entitledTo } from './entitlement.ts'

/** Whether somebody has yet to give feedback. Their certificate follows a day later. */
const waitsForFeedback = ({ event, people }: Ground, personId: string, today: Day): boolean => {
  const person = people.get(personId)
  return event.waits && Boolean(person?.email) && !(person?.answeredOn && person.answeredOn < today)
}

type Decided = { entitled: Entitled | null | undefined; isHeld: boolean; waits: boolean; changes: Change[] }

/** @param again of which an organiser takes the revocation back, and of nobody else */
const decidedEach = (ground: Ground, today: Day, again: string | undefined): Decided[] => {
  const { event, people, presences, held, editions } = ground
  const own = Map.groupBy(presences, ({ personId }) => personId)
  const had = Map.groupBy(held, ({ personId }) => personId)
  const whose =
    again === undefined ? [...new Set([...own.keys(), ...had.keys()])] : held.filter(({ id }) => id === again).map((one) => one.personId)
  return whose.map((personId) => {
    const waits = waitsForFeedback(ground, personId, today)
    const entitled = entitledTo(event, own.get(personId) ?? [], editions)
    const theirs = had.get(personId) ?? []
    const person = { name: people.get(personId)?.name ?? null, giving: event.giving && !waits, again, correctedAt: event.correctedAt }
    return { entitled, isHeld: theirs.length > 0, waits, changes: changesOf(person, entitled, theirs) }
  })
}

/** What the registers change in the certificates of an event. @param again as above */
export const changesOfEvent = (ground: Ground, today: Day, again?: string): Change[] =>
  decidedEach(ground, today, again).flatMap(({ changes }) => changes)

/** `issued` and `corrected` (replaced or revoked): certificates, by one press. */
export type Ready = {
  issued: number
  corrected: number
  isGiving: boolean
  isMailed: boolean
  /** Registers. */
  toSign: number
  /** At least one register. */
  isSigned: boolean
  /** People. */
  waitForRegister: number
  waitForFeedback: number
  came: number
  /** Certificates that are neither replaced nor revoked. */
  held: number
  /** When they go automatically. */
  dueAt: Instant | undefined
}

/** What pressing *Issue* would do now: by the decision that the act itself makes. */
export const readyOf = (ground: Ground, today: Day): Ready => {
  const { event, dueAt, held } = ground
  const people = decidedEach(ground, today, undefined)
  const changes = people.flatMap((one) => one.changes)
  const issued = changes.filter((change) => change.kind === 'issue' && !change.replaces).length
  const without = people.filter(({ isHeld }) => !isHeld)
  const toSign = event.sessions.filter(({ closed }) => !closed).length
  return {
    issued,
    corrected: changes.length - issued,
    isGiving: event.giving,
    isMailed: event.mailed,
    toSign,
    isSigned: toSign < event.sessions.length,
    waitForRegister: without.filter(({ entitled }) => entitled === undefined).length,
    waitForFeedback: event.giving ? without.filter(({ entitled, waits }) => entitled && waits).length : 0,
    came: people.filter(({ entitled }) => entitled).length,
    held: held.filter(({ how }) => how === null).length,
    dueAt,
  }
}

/** `Issue 71 certificates and correct 3` */
export const sayIssue = ({ issued, corrected }: Pick<Ready, 'issued' | 'corrected'>): string =>
  issued === 0
    ? `Correct ${counted(corrected, 'certificate')}`
    : `Issue ${counted(issued, 'certificate')}${corrected > 0 ? ` and correct ${corrected}` : ''}`

/** Why there is nothing to press. */
export const sayNothing = ({ isGiving, isSigned, toSign, came, held }: Ready): string => {
  if (!isGiving) return 'This event gives no certificates.'
  if (!isSigned) return 'No register is signed off yet.'
  if (held > 0) return `${counted(held, 'certificate is', 'certificates are')} issued. No other is ready.`
  return came === 0 && toSign === 0 ? 'Nobody came, so there is no certificate to issue.' : 'No certificate is ready yet.'
}

/** Who gets none yet, and what it takes. */
export const sayWaiting = ({ isGiving, isSigned, toSign, waitForRegister, waitForFeedback }: Ready): string[] =>
  isGiving && isSigned
    ? [
        ...(waitForRegister > 0
          ? [
              `${counted(waitForRegister, 'person waits', 'people wait')} until all their registers are signed off: ${counted(toSign, 'register is', 'registers are')} not.`,
            ]
          : []),
        ...(waitForFeedback > 0
          ? [`${counted(waitForFeedback, 'person waits', 'people wait')} until the day after their feedback, or until answering ends.`]
          : []),
      ]
    : []

/** What pressing changes, beside what goes automatically. */
export const sayAutomatic = ({ issued, corrected, isMailed, dueAt }: Ready, now: Date): string => {
  const mail = isMailed ? 'Each is emailed.' : 'None is emailed: that is switched off for this event.'
  const rest = issued + corrected > mostAtOnce ? ` ${mostAtOnce} go at once, the others within minutes.` : ''
  if (dueAt === undefined) return mail + rest
  return `${mail}${rest} ${dueAt > instant(now) ? `Without the button they go after ${sayInstant(dueAt)}.` : 'Without the button they go within minutes.'}`
}
