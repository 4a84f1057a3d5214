// Refusals are logged, and counted by day, reason and kind of page, never by person. Lines hold
// address and network as keyed hashes, so that an attacker's lines can be linked.
import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'

/** For the page of counts. */
export const refusalWords = {
  too_many_codes: 'Asked for too many sign-in codes',
  turn_kept: 'Asked for a code to an address for which many were asked, and is in the next draw',
  ceiling_reached: 'Asked for a code when all together had been sent what the mail plan has for them',
  code_not_sent: 'Asked for a code that the mail provider did not take',
  link_not_yet: 'Asked for another link to a school’s mailbox too soon or too often',
  wrong_code: 'Typed a wrong code',
  no_tries_left: 'Typed a code after too many tries',
  too_many_factors: 'Typed a code of a second factor after twenty wrong ones in a day for that account, or in that browser',
  code_run_out: 'Typed a code that had run out',
  code_used: 'Typed a code that was used',
  other_browser: 'Typed a code in another browser than the one that asked',
  too_many_waiting: 'Asked to act for more schools than may wait at once',
  too_much_mail: 'Did what sends mail more often than is taken',
  too_much_today: 'Did more in a day than is saved for one person, school or link',
  wrong_price_codes: 'Tried too many codes that lower a price',
  wrong_certificate_numbers: 'Asked for too many certificates that do not exist',
  too_many_visits: 'Went to a sign-in provider too often',
  provider_refused: 'Came back from a sign-in provider and was not let in',
  not_theirs: 'Signed in, and asked for what is not there or not theirs',
  other_site: 'Sent a form from another site',
  bad_request: 'Sent what no browser sends',
  too_large: 'Sent more than is taken',
  infected: 'Sent a file in which the scanner found a virus',
  not_scanned: 'Sent a file that the scanner could not be asked about',
} as const

export type RefusalReason = keyof typeof refusalWords

export const isRefusalReason = (text: string): text is RefusalReason => text in refusalWords

/** Noted, then logged and counted after the response. @param email if not the signed-in account */
export const refused = (act: Act, reason: RefusalReason, email?: string): void => {
  act.soFar?.refusals.push({ reason, email })
}

/** Passes the result through, noting a refusal. */
export const noted = <R extends { ok: true } | { ok: false; reason: string }>(act: Act, result: R): R => {
  if (!result.ok && isRefusalReason(result.reason)) refused(act, result.reason)
  return result
}

/** Logged like a refusal, but not counted. */
export const signedIn = (act: Act, email: string): void => {
  act.soFar?.signIns?.push(email)
}

export type RefusalCount = { day: Day; reason: string; route: string; n: number }

/** How many days the page shows. */
export const shownDays = 30
