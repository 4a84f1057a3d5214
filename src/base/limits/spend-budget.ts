import { type Act, hasRole } from '#base/act.ts'
import { sha256 } from '#base/id.ts'
import { accountMailMost, bookerMailMost, requestsMost, typedMailMost } from './budget.ts'
import type { Limit } from './limit.ts'
import { counted } from './store.ts'

const hour = 60
const day = 24 * 60

/** For the batch of an act: counts it under all of these at once; refused with `limitReached`. */
export const spending = (act: Act, limits: readonly Limit[]): D1PreparedStatement[] =>
  limits.length === 0 ? [] : [counted(act.db, act.now, limits)]

/**
 * What an act spends that writes to typed addresses. Nothing for the council's own people and for what follows by the clock.
 *
 * @param ask.emails one for each mail
 * @param ask.placeIds places that pass from one person to another: a place does so a few times in a day
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
 * What every batch spends that stores messages (`queuedAll`), whatever else it spends; refused with `limitReached`, which needs no answer of the
 * verb's own. Nothing for the council's own people and for what follows by the clock.
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

/** For the batch that keeps a request for places and writes to whoever asks; refused with `limitReached`. */
export const requestMail = ({ db, now }: Act, accountId: string): D1PreparedStatement =>
  counted(db, now, [{ key: `requests:account:${accountId}`, minutes: day, most: requestsMost }])

/**
 * What an act spends that tells whoever booked what has become of a booking. Nothing for the council's own people and for what follows by the
 * clock.
 *
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
