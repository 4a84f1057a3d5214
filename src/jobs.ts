// The jobs, in order, and what each is due by. `due.ts` finds out which are due and runs them.

import { sessionsToMarkDue } from '#attendance/attendance/arrival-store.ts'
import { certificatesDue } from '#attendance/certificates/due-store.ts'
import { issueCertificates } from '#attendance/certificates/issue-certificates.ts'
import { followArrivals } from '#attendance/door/follow-arrivals.ts'
import { countingDue, showingDue } from '#attendance/replies/reply-store.ts'
import { countReplyDays, showLines } from '#attendance/replies/show-lines.ts'
import { freezeMonth, monthToFreezeDue } from '#attendance/reports/freeze-report.ts'
import { freezeStandingsMonthly, standingsToFreezeDue } from '#attendance/reports/freeze-standings.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { standingsDue } from '#attendance/requirements/kept-standing-store.ts'
import type { Act, Moment } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import type { Condition } from '#base/db/condition.ts'
import { type SweptKind, sweep, sweepDue } from '#base/db/sweep.ts'
import { deleteFiles } from '#base/files/delete-files.ts'
import { spareFilesDue } from '#base/files/store.ts'
import type { Job } from '#base/job.ts'
import { resumeBulkActs } from '#booking/bulk/resume-bulk-acts.ts'
import { bulkDue } from '#booking/bulk/store.ts'
import { chaseMissingNames } from '#booking/delegates/chase-missing-names.ts'
import { namesDue } from '#booking/delegates/due-store.ts'
import { inviteDelegates } from '#booking/delegates/invite-delegates.ts'
import { invitesDue } from '#booking/delegates/invite-store.ts'
import { movesDue } from '#booking/needs/access-store.ts'
import { deleteNeeds } from '#booking/needs/delete-needs.ts'
import { moveAnswerDays } from '#booking/needs/move-answer-days.ts'
import { deletionsDue } from '#booking/needs/store.ts'
import { repricePlaces } from '#booking/pricing/reprice-places.ts'
import { pricesDue } from '#booking/pricing/reprice-store.ts'
import { askedDue, bookedToTellDue } from '#booking/requests/asked-store.ts'
import { mailAsked, tellBooked } from '#booking/requests/mail-asked.ts'
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
import { datesDue } from '#correspondence/dates/store.ts'
import { tellOfDates } from '#correspondence/dates/tell-of-dates.ts'
import { correctionsDue, missedMailDue } from '#correspondence/delivery/correction-store.ts'
import { mailEventsDue } from '#correspondence/delivery/event-store.ts'
import { followMailEvents } from '#correspondence/delivery/follow-mail-events.ts'
import { addressProblemsDue } from '#correspondence/delivery/notice-store.ts'
import { notifyOfAddressProblems } from '#correspondence/delivery/notify-of-address-problems.ts'
import { resendMissed } from '#correspondence/delivery/resend-missed.ts'
import { resolveCorrectedAddresses } from '#correspondence/delivery/resolve-corrected-addresses.ts'
import { evaluationsDue } from '#correspondence/evaluations/due-store.ts'
import { followEvaluations } from '#correspondence/evaluations/follow-evaluations.ts'
import { againDue } from '#correspondence/mailings/invitation-store.ts'
import { inviteAgain } from '#correspondence/mailings/invite-again.ts'
import { sendMailings } from '#correspondence/mailings/send-mailings.ts'
import { mailingsDue } from '#correspondence/mailings/store.ts'
import { followReplies } from '#correspondence/replies/follow-replies.ts'
import { mailToRead } from '#correspondence/replies/store.ts'
import { sendDigests } from '#front/digest/send-digests.ts'
import { digestsDue } from '#front/digest/store.ts'
import { lookDue, toTellDue } from '#guidance/issuing/issue-store.ts'
import { followSchools } from '#guidance/issuing/issue-version.ts'
import { overdueGuidanceDue } from '#guidance/issuing/overdue-store.ts'
import { tellOverdue } from '#guidance/issuing/tell-overdue.ts'
import { tellSchools } from '#guidance/issuing/tell-schools.ts'
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
import { invoicePages, invoicesDue, nextInvoice } from '#payments/invoices/issue-store.ts'
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
import { notifyColleagues } from '#people/claiming/notify-colleagues.ts'
import { notifyCouncilOfClaims } from '#people/claiming/notify-of-claims.ts'
import { askMailboxes } from '#people/claims/ask-mailboxes.ts'
import { colleaguesDue } from '#people/claims/colleague-notice-store.ts'
import { mailboxesDue } from '#people/claims/link-store.ts'
import { comparePeople } from '#people/people/compare-people.ts'
import { comparingDue } from '#people/people/likely-pair-store.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { askingDue } from '#people/roles/asking-store.ts'
import { namedDue } from '#people/roles/named-store.ts'
import { tellNamed } from '#people/roles/tell-named.ts'
import { followProgress } from '#returns/progress/follow-progress.ts'
import { countsDue } from '#returns/progress/store.ts'
import { followRounds } from '#returns/rounds/follow-rounds.ts'
import { roundsDue } from '#returns/rounds/store.ts'
import { keepErasures, repeatErasures } from '#upkeep/records/apply-erasures.ts'
import { listDue, repeatsDue } from '#upkeep/records/listed-store.ts'
import { recordsDue } from '#upkeep/records/retention-store.ts'
import { runRetention } from '#upkeep/records/run-retention.ts'
import { checkpointMailDue } from '#upkeep/seal/checkpoint-store.ts'
import { sealDue, sealRecord } from '#upkeep/seal/seal-record.ts'
import { sendCheckpoint } from '#upkeep/seal/send-checkpoint.ts'

type Due = (moment: Moment) => readonly Condition[]

/** Without `due` or `rests` a job always runs; `name` keys what is stored of its failures. */
export type Kind = { name: string; job: Job; due?: Due; rests?: Rests }

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
  { name: 'sweepNightly', job: sweepNightly, due: sweepDue },
  { name: 'followMailEvents', job: followMailEvents, due: mailEventsDue },
  { name: 'followStripe', job: followStripe, due: stripeEventsDue },
  { name: 'expireCardHolds', job: expireCardHolds, due: cardHoldsDue },
  { name: 'resumeBulkActs', job: resumeBulkActs, due: bulkDue },
  { name: 'chaseMissingNames', job: chaseMissingNames, due: namesDue },
  { name: 'expireOffers', job: expireOffers, due: offersToExpireDue },
  { name: 'endPastRequests', job: endPastRequests, due: pastRequestsDue },
  { name: 'settleRequests', job: settleRequests, due: requestsDue },
  { name: 'mailAsked', job: mailAsked, due: askedDue },
  { name: 'tellBooked', job: tellBooked, due: bookedToTellDue },
  { name: 'repricePlaces', job: repricePlaces, due: pricesDue },
  { name: 'offerFreedPlaces', job: offerFreedPlaces, due: offersDue },
  { name: 'followAddresses', job: followAddresses, due: addressesDue },
  { name: 'inviteDelegates', job: inviteDelegates, due: invitesDue },
  {
    name: 'followAutomatic',
    job: followAutomatic,
    rests: { kind: 'automatic', due: automaticDue, until: nextAutomatic, pages: automaticPages },
  },
  // Missed mail goes to the corrected address first, so that nobody is notified of a solved
  // problem.
  { name: 'resolveCorrectedAddresses', job: resolveCorrectedAddresses, due: correctionsDue },
  { name: 'resendMissed', job: resendMissed, due: missedMailDue },
  { name: 'notifyOfAddressProblems', job: notifyOfAddressProblems, due: addressProblemsDue },
  { name: 'notifyColleagues', job: notifyColleagues, due: colleaguesDue },
  { name: 'askMailboxes', job: askMailboxes, due: mailboxesDue },
  { name: 'tellNamed', job: tellNamed, due: namedDue },
  { name: 'tellOfDates', job: tellOfDates, due: datesDue },
  { name: 'moveAnswerDays', job: moveAnswerDays, due: movesDue },
  { name: 'deleteNeeds', job: deleteNeeds, due: deletionsDue },
  { name: 'deleteFiles', job: deleteFiles, due: spareFilesDue },
  { name: 'runRetention', job: runRetention, due: recordsDue },
  // Who is erased in this run is on the list after it.
  { name: 'repeatErasures', job: repeatErasures, due: repeatsDue },
  { name: 'keepErasures', job: keepErasures, due: listDue },
  { name: 'issueCertificates', job: issueCertificates, due: certificatesDue },
  { name: 'freezeMonth', job: freezeMonth, due: monthToFreezeDue },
  { name: 'freezeStandingsMonthly', job: freezeStandingsMonthly, due: standingsToFreezeDue },
  { name: 'followArrivals', job: followArrivals, due: ({ now }) => sessionsToMarkDue(now) },
  { name: 'showLines', job: showLines, due: showingDue },
  { name: 'countReplyDays', job: countReplyDays, due: countingDue },
  // Schools that came since before those who are written to.
  { name: 'followSchools', job: followSchools, due: lookDue },
  { name: 'tellSchools', job: tellSchools, due: toTellDue },
  { name: 'tellOverdue', job: tellOverdue, due: overdueGuidanceDue },
  // Credits before invoices for what is charged instead.
  { name: 'creditInvoices', job: creditInvoices, rests: { kind: 'credits', due: creditsDue, pages: creditPages } },
  { name: 'issueInvoices', job: issueInvoices, rests: { kind: 'issues', due: invoicesDue, until: nextInvoice, pages: invoicePages } },
  { name: 'markOverdue', job: markOverdue, due: overdueDue },
  { name: 'remindOfInvoices', job: remindOfInvoices, due: invoiceRemindersDue },
  { name: 'transferCardPayment', job: transferCardPayment, rests: { kind: 'carries', due: transfersAreDue, pages: transferPages } },
  { name: 'refundCards', job: refundCards, rests: { kind: 'refunds', due: refundsAreDue, pages: refundPages } },
  { name: 'makeStripeCalls', job: makeStripeCalls, due: callsDue },
  { name: 'reconcileStripe', job: reconcileStripe, due: nightDue },
  {
    name: 'notifyLedgerChanges',
    job: notifyLedgerChanges,
    rests: { kind: 'notices', due: noticesDue, until: nextNotice, pages: noticePages },
  },
  { name: 'sendDigests', job: sendDigests, due: digestsDue },
  { name: 'followEvaluations', job: followEvaluations, due: evaluationsDue },
  { name: 'followRounds', job: followRounds, due: roundsDue },
  { name: 'followProgress', job: followProgress, due: countsDue },
  { name: 'inviteAgain', job: inviteAgain, due: againDue },
  { name: 'sendMailings', job: sendMailings, due: mailingsDue },
  { name: 'finishSendings', job: finishSendings, due: sendingsDue },
  { name: 'followStandings', job: followStandings, due: standingsDue },
  { name: 'comparePeople', job: comparePeople, due: comparingDue },
  { name: 'askSchools', job: askSchools, due: askingDue },
  { name: 'sealRecord', job: sealRecord, due: sealDue },
  { name: 'sendCheckpoint', job: sendCheckpoint, due: checkpointMailDue },
]

const kindsOf = (...some: Job[]): readonly Kind[] => kinds.filter(({ job }) => some.includes(job))

// Last and separately: it fetches one by one from a slow provider, and the content is untrusted.
export const readingJobs: readonly Kind[] = [{ name: 'followReplies', job: followReplies, due: mailToRead }]

/** Notifies the council of claims; run only when another trip has shown that some wait. */
export const claimJobs: readonly Kind[] = [{ name: 'notifyCouncilOfClaims', job: notifyCouncilOfClaims }]

/** What follows from the mail provider's reports, which come for every message. */
export const mailJobs = kindsOf(followMailEvents, notifyOfAddressProblems)

/**
 * What follows from Stripe's reports: places are confirmed or freed, and money is credited,
 * invoiced, refunded and notified.
 */
export const stripeJobs = kindsOf(
  followStripe,
  expireCardHolds,
  settleRequests,
  offerFreedPlaces,
  creditInvoices,
  issueInvoices,
  transferCardPayment,
  refundCards,
  makeStripeCalls,
  notifyLedgerChanges,
)

// Never due by a form: by time, by the mail provider's reports, or nothing that its sender sees.
const notByForms: readonly Job[] = [
  followMailEvents,
  followAutomatic,
  deleteNeeds,
  deleteFiles,
  runRetention,
  repeatErasures,
  keepErasures,
  freezeMonth,
  followStandings,
  comparePeople,
  askSchools,
  sealRecord,
  sendCheckpoint,
  sendDigests,
  followEvaluations,
  followProgress,
  freezeStandingsMonthly,
  markOverdue,
  remindOfInvoices,
  reconcileStripe,
  sweepNightly,
]

/** What can follow from a form; checked after each, so that its sender soon sees the result. */
export const formJobs = kinds.filter(({ job }) => !notByForms.includes(job))
