// Somebody who is turned away leaves a line for whoever watches the service, and is counted by day: which reason, at which kind of page, never
// who. The line knows address and network only as hashes under a secret, so that lines of one attacker are known to belong together.
import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'

/** Every reason, as the page of counts says it. */
export const refusalWords = {
  too_many_codes: 'Asked for too many sign-in codes',
  turn_kept: 'Asked for a code to an address for which many were asked, and is in the next draw',
  ceiling_reached: 'Asked for a code when all together had been sent what the mail plan has for them',
  mail_busy: 'Asked for a code while many were on their way to the mail provider',
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
  asked_too_often: 'Asked for places too often',
  wrong_price_codes: 'Tried too many codes that lower a price',
  too_many_visits: 'Went to a sign-in provider too often',
  provider_refused: 'Came back from a sign-in provider and was not let in',
  not_theirs: 'Signed in, and asked for what is not there or not theirs',
  other_site: 'Sent a form from another site',
  bad_request: 'Sent what no browser sends',
  too_large: 'Sent more than is taken',
} as const

export type RefusalReason = keyof typeof refusalWords

export const isRefusalReason = (text: string): text is RefusalReason => text in refusalWords

/**
 * Notes that whoever asks is turned away; the line and the count are written once the request has been answered (`tell-refusals.ts`).
 *
 * @param email the address it is about, where that is not the one that is signed in
 */
export const refused = (act: Act, reason: RefusalReason, email?: string): void => {
  act.soFar?.refusals.push({ reason, email })
}

/** Notes a refusal that somebody who watches the service is told of, and gives the result on. */
export const noted = <R extends { ok: true } | { ok: false; reason: string }>(act: Act, result: R): R => {
  if (!result.ok && isRefusalReason(result.reason)) refused(act, result.reason)
  return result
}

export type RefusalCount = { day: Day; reason: string; route: string; n: number }

/** So many days are shown. */
export const shownDays = 30
