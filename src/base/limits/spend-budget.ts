import { type Act, hasRole } from '#base/act.ts'
import { sha256 } from '#base/id.ts'
import { accountMailMost, bookerMailMost, requestsMost, typedMailMost } from './budget.ts'
import type { Limit } from './limit.ts'
import { counted } from './store.ts'

const hour = 60
const day = 24 * 60

/** Counts the batch's act under all these limits; refused with `limitReached`. */
export const spending = (act: Act, limits: readonly Limit[]): D1PreparedStatement[] =>
  limits.length === 0 ? [] : [counted(act.db, act.now, limits)]

/**
 * Limits for mail to typed addresses. None for the council's own people or scheduled jobs.
 * @param ask `emails`: one for each mail; `placeIds`: places that pass to another person, which a
 *   place may do only a few times a day
 */
export const typedMail = async (
  act: Act,
  ask: { schoolId: string; emails: readonly string[]; placeIds?: readonly string[] },
): Promise<Limit[]> => {
  const { accountId } = act.actor
  const emails = ask.emails.filter(Boolean)
  if (!accountId || act.origin !== 'web' || hasRole(act.actor, 'organiser', 'administrator')) return []
  const addresses = Object.entries(Object.groupBy(emails, (email) => email.toLowerCase()))
  return [
    ...(ask.placeIds ?? []).map((placeId) => ({ key: `hands:place:${placeId}`, minutes: day, most: typedMailMost.handsDay })),
    ...(emails.length === 0
      ? []
      : [
          { key: `typed:account:${accountId}`, minutes: hour, most: typedMailMost.accountHour, n: emails.length },
          { key: `typed:school:${ask.schoolId}`, minutes: day, most: typedMailMost.schoolDay, n: emails.length },
        ]),
    ...(await Promise.all(
      addresses.map(async ([email, mails]) => ({
        key: `typed:address:${ask.schoolId}:${await sha256(email)}`,
        minutes: day,
        most: typedMailMost.addressDay,
        n: mails?.length ?? 1,
      })),
    )),
  ]
}

/**
 * Limits for every batch that stores messages (`queuedAll`), besides any others. Callers need not
 * handle `limitReached` themselves. None for the council's own people or scheduled jobs.
 */
export const accountMail = (act: Act, mails: number): Limit[] => {
  const { accountId } = act.actor
  if (!accountId || mails === 0 || act.origin !== 'web' || hasRole(act.actor, 'organiser', 'administrator', 'finance')) return []
  const key = `mails:account:${accountId}`
  return [
    { key, minutes: hour, most: accountMailMost.accountHour, n: mails },
    { key, minutes: day, most: accountMailMost.accountDay, n: mails },
  ]
}

/**
 * For the batch that stores a request for places and mails whoever asked; refused with
 * `limitReached`.
 */
export const requestMail = ({ db, now }: Act, accountId: string): D1PreparedStatement =>
  counted(db, now, [{ key: `requests:account:${accountId}`, minutes: day, most: requestsMost }])

/**
 * Limits for telling whoever booked what became of a booking. None for the council's own people or
 * scheduled jobs.
 * @param mails how many go out
 */
export const bookerMail = (act: Act, mails: number): Limit[] => {
  const { accountId } = act.actor
  if (!accountId || mails === 0 || act.origin !== 'web' || hasRole(act.actor, 'organiser', 'administrator')) return []
  const key = `booker:account:${accountId}`
  return [
    { key, minutes: hour, most: bookerMailMost.accountHour, n: mails },
    { key, minutes: day, most: bookerMailMost.accountDay, n: mails },
  ]
}
