// Jobs that are due by time or follow from a write. They run after a request that changed
// something, and every minute so that a failed attempt is repeated. One round trip finds out which
// jobs are due, and each works from stored rows, so running twice does no harm.

import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { standingsDue } from '#attendance/requirements/kept-standing-store.ts'
import { type Act, type Moment, nobody } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { anyOf, type Condition, selectWhichHold } from '#base/db/condition.ts'
import { type FailedJob, failedJobs, noteFailed, noteMended, tryAgain } from '#base/db/failed-job.ts'
import { lookDue, putOff } from '#base/db/next-look.ts'
import { each, mapped, type Read, readTogether } from '#base/db/read.ts'
import { type SweptKind, sweep, sweepDue } from '#base/db/sweep.ts'
import type { Job } from '#base/job.ts'
import { isOverloaded } from '#base/web/busy-page.ts'
import { type Bindings, mailOf, stripeOf } from '#base/web/env.ts'
import { repricePlaces } from '#booking/bookings/reprice-places.ts'
import { pricesDue } from '#booking/bookings/reprice-store.ts'
import { resumeBulkActs } from '#booking/bulk/resume-bulk-acts.ts'
import { bulkDue } from '#booking/bulk/store.ts'
import { chaseMissingNames } from '#booking/delegates/chase-missing-names.ts'
import { namesDue } from '#booking/delegates/due-store.ts'
import { deleteNeeds } from '#booking/needs/delete-needs.ts'
import { deletionsDue } from '#booking/needs/store.ts'
import { requestsDue } from '#booking/requests/request-store.ts'
import { settleRequests } from '#booking/requests/settle-requests.ts'
import { pastRequestsDue } from '#booking/waiting/decision-store.ts'
import { endPastRequests } from '#booking/waiting/end-request.ts'
import { offerFreedPlaces } from '#booking/waiting/offer-places.ts'
import { offersToExpireDue } from '#booking/waiting/offer-store.ts'
import { expireOffers } from '#booking/waiting/settle-offer.ts'
import { offersDue } from '#booking/waiting/store.ts'
import { addressesDue } from '#calendars/invites/address-store.ts'
import { followAddresses } from '#calendars/invites/follow-address.ts'
import { automaticDue, automaticPages, nextAutomatic } from '#correspondence/automatic/due-store.ts'
import { followAutomatic } from '#correspondence/automatic/follow-automatic.ts'
import { correctionsDue, missedMailDue } from '#correspondence/delivery/correction-store.ts'
import { mailEventsDue } from '#correspondence/delivery/event-store.ts'
import { followMailEvents } from '#correspondence/delivery/follow-mail-events.ts'
import { addressProblemsDue } from '#correspondence/delivery/notice-store.ts'
import { notifyOfAddressProblems } from '#correspondence/delivery/notify-of-address-problems.ts'
import { resendMissed } from '#correspondence/delivery/resend-missed.ts'
import { resolveCorrectedAddresses } from '#correspondence/delivery/resolve-corrected-addresses.ts'
import { sendMailings } from '#correspondence/mailings/send-mailings.ts'
import { mailingsDue } from '#correspondence/mailings/store.ts'
import { followReplies } from '#correspondence/replies/follow-replies.ts'
import { mailToRead } from '#correspondence/replies/store.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { endSendings, sendingsDue } from '#messages/outbox/sending-store.ts'
import { nextNotice, noticePages, noticesDue } from '#money/ledger/notice-store.ts'
import { notifyLedgerChanges } from '#money/ledger/notify-ledger-changes.ts'
import { cardHoldsDue, expireCardHolds } from '#payments/cards/expire-card-holds.ts'
import { cardFollowers } from '#payments/cards/follow-cards.ts'
import { cardPerformers } from '#payments/cards/make-calls.ts'
import { refundCards } from '#payments/cards/refund-cards.ts'
import { refundPages, refundsAreDue, transferPages, transfersAreDue } from '#payments/cards/refund-store.ts'
import { transferCardPayment } from '#payments/cards/transfer-card-payment.ts'
import { creditInvoices } from '#payments/invoices/credit-invoices.ts'
import { creditPages, creditsDue } from '#payments/invoices/credit-store.ts'
import { invoiceFollowers } from '#payments/invoices/follow-invoice.ts'
import { issueInvoices } from '#payments/invoices/issue-invoices.ts'
import { invoicePages, invoicesDue } from '#payments/invoices/issue-store.ts'
import { markOverdue, remindOfInvoices } from '#payments/invoices/remind-invoices.ts'
import { sendingPerformers } from '#payments/invoices/send-invoice.ts'
import { settlingPerformers } from '#payments/invoices/settle-invoice.ts'
import { invoiceRemindersDue, overdueDue } from '#payments/invoices/store.ts'
import type { Performers } from '#payments/stripe/call.ts'
import type { Followers } from '#payments/stripe/event.ts'
import { stripeEventsDue } from '#payments/stripe/event-store.ts'
import { followEvents } from '#payments/stripe/follow-events.ts'
import { nightDue, reconcileNightly } from '#payments/stripe/reconcile-nightly.ts'
import { runCalls } from '#payments/stripe/run-calls.ts'
import { callsDue } from '#payments/stripe/store.ts'
import { colleaguesDue } from '#people/claims/colleague-notice-store.ts'
import { notifyColleagues } from '#people/claims/notify-colleagues.ts'
import { notifyCouncilOfClaims } from '#people/claims/notify-of-claims.ts'
import { recordsDue } from '#upkeep/records/retention-store.ts'
import { runRetention } from '#upkeep/records/run-retention.ts'

type Due = (moment: Moment) => readonly Condition[]

/** A job and when there is work for it; without `due` or `rests` it always runs. */
export type Kind = { job: Job; due?: Due; rests?: Rests }

// These read many rows: `due` is asked only after a trigger marked the job, or at `until`.
type Rests = SweptKind & {
  due: (act: Act) => readonly Condition[] | Promise<readonly Condition[]>
  until?: (act: Act) => Promise<Instant | undefined> | Condition
}

const performers: Performers = { ...cardPerformers, ...sendingPerformers, ...settlingPerformers }
const followers: readonly Followers[] = [cardFollowers, invoiceFollowers]

const followStripe: Job = (act) => followEvents(act, followers)
const makeStripeCalls: Job = (act) => runCalls(act, performers)
const reconcileStripe: Job = (act) => reconcileNightly(act, followers)

const sweepNightly: Job = (act) =>
  sweep(
    act,
    kinds.flatMap(({ rests }) => rests ?? []),
  )

const finishSendings: Job = async (act) => {
  await endSendings(act.db, act.now)
  return false
}

// In order: the sweep before what it may wake, Stripe's reports before what frees or takes places,
// expired offers before new ones, Stripe calls after all that queue them.
export const kinds: readonly Kind[] = [
  { job: sweepNightly, due: sweepDue },
  { job: followMailEvents, due: mailEventsDue },
  { job: followStripe, due: stripeEventsDue },
  { job: expireCardHolds, due: cardHoldsDue },
  { job: resumeBulkActs, due: bulkDue },
  { job: chaseMissingNames, due: namesDue },
  { job: expireOffers, due: offersToExpireDue },
  { job: endPastRequests, due: pastRequestsDue },
  { job: settleRequests, due: requestsDue },
  { job: repricePlaces, due: pricesDue },
  { job: offerFreedPlaces, due: offersDue },
  { job: followAddresses, due: addressesDue },
  { job: followAutomatic, rests: { kind: 'automatic', due: automaticDue, until: nextAutomatic, pages: automaticPages } },
  // Missed mail goes to the corrected address first, so that nobody is notified of a solved
  // problem.
  { job: resolveCorrectedAddresses, due: correctionsDue },
  { job: resendMissed, due: missedMailDue },
  { job: notifyOfAddressProblems, due: addressProblemsDue },
  { job: notifyColleagues, due: colleaguesDue },
  { job: deleteNeeds, due: deletionsDue },
  { job: runRetention, due: recordsDue },
  // Credits before invoices for what is charged instead.
  { job: creditInvoices, rests: { kind: 'credits', due: creditsDue, pages: creditPages } },
  { job: issueInvoices, rests: { kind: 'issues', due: invoicesDue, pages: invoicePages } },
  { job: markOverdue, due: overdueDue },
  { job: remindOfInvoices, due: invoiceRemindersDue },
  { job: transferCardPayment, rests: { kind: 'carries', due: transfersAreDue, pages: transferPages } },
  { job: refundCards, rests: { kind: 'refunds', due: refundsAreDue, pages: refundPages } },
  { job: makeStripeCalls, due: callsDue },
  { job: reconcileStripe, due: nightDue },
  { job: notifyLedgerChanges, rests: { kind: 'notices', due: noticesDue, until: nextNotice, pages: noticePages } },
  { job: sendMailings, due: mailingsDue },
  { job: finishSendings, due: sendingsDue },
  { job: followStandings, due: standingsDue },
]

const kindsOf = (...some: Job[]): readonly Kind[] => kinds.filter(({ job }) => some.includes(job))

// Last and separately: it fetches one by one from a slow provider, and the content is untrusted.
export const readingJobs: readonly Kind[] = [{ job: followReplies, due: mailToRead }]

/** Notifies the council of claims; run only when another trip has shown that some wait. */
export const claimJobs: readonly Kind[] = [{ job: notifyCouncilOfClaims }]

/** What follows from the mail provider's reports, which come for every message. */
export const mailJobs = kindsOf(followMailEvents, notifyOfAddressProblems)

/**
 * What follows from Stripe's reports: places are confirmed or freed, and money is credited,
 * invoiced, refunded and notified.
 */
export const stripeJobs = kindsOf(
  ...[followStripe, expireCardHolds, settleRequests, offerFreedPlaces, creditInvoices, issueInvoices],
  ...[transferCardPayment, refundCards, makeStripeCalls, notifyLedgerChanges],
)

// Never due by a form: by time, by the mail provider's reports, or nothing that its sender sees.
const notByForms: readonly Job[] = [
  ...[followMailEvents, followAutomatic, deleteNeeds, runRetention, markOverdue, remindOfInvoices, reconcileStripe, sweepNightly],
  followStandings,
]

/** What can follow from a form; checked after each, so that its sender soon sees the result. */
export const formJobs = kinds.filter(({ job }) => !notByForms.includes(job))

/**
 * A job that may be due. `version`: as seen, for one that rests; `failedBefore`: it has failed, as
 * a whole or on something.
 */
export type Found = { kind: Kind; version: number; failedBefore: boolean }

/** Finds the due jobs, in order, and those that failed before. */
export const selectDue = (
  db: D1Database,
  moment: Moment,
  some: readonly Kind[],
): Read<{ found: readonly Found[]; failed: FailedJob[] }> => {
  const conditions = some.map(({ due, rests }) =>
    rests ? lookDue(rests.kind, instant(moment.now)) : due ? anyOf(due(moment)) : { sql: '1', values: [] },
  )
  return mapped(selectWhichHold(db, conditions, failedJobs), ({ held, besides }) => {
    const failed = JSON.parse(besides ?? '[]') as FailedJob[]
    const failures = new Map(failed.map((one) => [one.job, one]))
    const found = some.flatMap((kind, n) => {
      const failure = failures.get(kind.job.name)
      return held[n] && failure?.waits !== 1 ? [{ kind, version: held[n], failedBefore: failure !== undefined }] : []
    })
    return { found, failed }
  })
}

/** The due jobs, and in the same trip something `besides`: undefined if that could not be read. */
export const dueBesides = async <T>(
  db: D1Database,
  moment: Moment,
  some: readonly Kind[],
  besides: Read<T>,
): Promise<{ found: readonly Found[]; besides: T | undefined }> => {
  try {
    const { look, ...read } = await readTogether(db, { look: selectDue(db, moment, some), besides })
    await tryAgain(db, moment, look.failed)
    return { found: look.found, ...read }
  } catch (error) {
    if (error instanceof Error && isOverloaded(error)) throw error
    // One failing condition must not stop every job: each then checks for itself.
    console.error(JSON.stringify({ look: error instanceof Error ? error.message : String(error) }))
    return { found: some.map((kind) => ({ kind, version: 0, failedBefore: false })), besides: undefined }
  }
}

export const kindsDue = async (db: D1Database, moment: Moment, some: readonly Kind[]): Promise<readonly Found[]> =>
  some.length === 0 ? [] : (await dueBesides(db, moment, some, each([]))).found

// Minutes after which a resting job is checked anyway.
const restMinutes = 60

/** Lets a job rest if it has nothing to do; false if it has. */
export const letRest = async (act: Act, { kind: { rests }, version }: Found): Promise<boolean> => {
  if (!rests) return false
  const latest = instant(addMinutes(act.now, restMinutes))
  const until = await rests.until?.(act)
  const seen = { version, now: instant(act.now) }
  return putOff(act.db, rests.kind, seen, { until, latest }, await rests.due(act))
}

// One job can make another due: an expired offer frees a place for the next school.
const mostRounds = 5

/**
 * Finds the due jobs of `some` and runs them; after each that did something it looks again, and
 * repeats a job only if another did something since. @param baseUrl for links @param some default:
 * all but reading mail @param seen what was just found
 */
export const runDue = async (
  env: Bindings,
  now: Date,
  baseUrl: string,
  some: readonly Kind[] = kinds,
  seen?: readonly Found[],
): Promise<void> => {
  const moment: Moment = { now, stripe: stripeOf(env) }
  let common: Act | undefined
  let toSend = false
  let acts = 0
  /** How many jobs had done something when each last ran; failed ones wait for the next run. */
  const doneAt = new Map<Kind, number>()
  for (let round = 0; round < mostRounds; round += 1) {
    const before = acts
    const open = some.filter((kind) => (doneAt.get(kind) ?? -1) < acts && (round === 0 || kind.due || kind.rests))
    const due = (round === 0 ? seen : undefined) ?? (await kindsDue(env.DB, moment, open))
    if (due.length === 0) break
    common ??= await actOf(env, moment, baseUrl)
    for (const found of due) {
      const { kind, failedBefore } = found
      const act: Act = { ...common, failedBefore, soFar: { wrote: false, refusals: [], follows: [] } }
      try {
        if (await letRest(act, found)) continue
        const left = await kind.job(act)
        toSend ||= left
        if (left || act.soFar?.wrote) acts += 1
        doneAt.set(kind, acts)
        if (failedBefore) await noteMended(act, kind.job.name, [''])
      } catch (error) {
        // One failing job must not stop the others.
        await noteFailed(act, kind.job.name, '', error)
        doneAt.set(kind, Number.POSITIVE_INFINITY)
      }
    }
    if (acts === before) break
  }
  if (toSend) await deliverDue(env, now)
}

const actOf = async (env: Bindings, moment: Moment, baseUrl: string): Promise<Act> => ({
  ...moment,
  db: env.DB,
  actor: nobody,
  origin: 'schedule',
  requestId: crypto.randomUUID(),
  baseUrl,
  mailFrom: env.MAIL_FROM,
  laCodes: (await readCouncil(env.DB, councilFrom(env.LA_CODES))).laCodes,
  mail: mailOf(env),
})
