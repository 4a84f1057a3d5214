// What falls due with time or follows from a write: what follows is done at once after a request that changed something, and everything every
// minute, so that nothing is lost when the first attempt is. Each job looks at what is stored, so doing one twice does nothing twice.

import { tellOfClaims } from './accounts/tell-of-claims.ts'
import { type Act, nobody } from './act.ts'
import { followAutomatic } from './automatic/follow-automatic.ts'
import { repricePlaces } from './bookings/reprice-places.ts'
import { goOnWithBulk } from './bulk/run-bulk.ts'
import { carryPaid } from './cards/carry-paid.ts'
import { cardFollowers } from './cards/follow-cards.ts'
import { cardPerformers } from './cards/make-calls.ts'
import { refundCards } from './cards/refund-cards.ts'
import { settleLapsed } from './cards/settle-lapsed.ts'
import { councilFrom } from './council/council.ts'
import { readCouncil } from './council/store.ts'
import { followNames } from './delegates/follow-names.ts'
import { followMailEvents } from './delivery/follow-mail-events.ts'
import { resendMissed } from './delivery/resend-missed.ts'
import { solveCorrected } from './delivery/solve-corrected.ts'
import { tellOfTrouble } from './delivery/tell-of-trouble.ts'
import { type Bindings, mailOf, stripeOf } from './env.ts'
import { followAddresses } from './invites/follow-address.ts'
import { creditInvoices } from './invoices/credit-invoices.ts'
import { invoiceFollowers } from './invoices/follow-invoice.ts'
import { issueInvoices } from './invoices/issue-invoices.ts'
import { markOverdue, remindOfInvoices } from './invoices/remind-invoices.ts'
import { sendingPerformers } from './invoices/send-invoice.ts'
import { settlingPerformers } from './invoices/settle-invoice.ts'
import { tellOfMoney } from './ledger/tell-of-money.ts'
import { sendMailings } from './mailings/send-mailings.ts'
import { deleteNeeds } from './needs/delete-needs.ts'
import { deliverDue } from './outbox/deliver.ts'
import { endSendings } from './outbox/sending-store.ts'
import { keepNoLonger } from './records/keep-no-longer.ts'
import { followReplies } from './replies/follow-replies.ts'
import type { Performers } from './stripe/call.ts'
import type { Followers } from './stripe/event.ts'
import { followEvents } from './stripe/follow-events.ts'
import { reconcileNightly } from './stripe/reconcile-nightly.ts'
import { runCalls } from './stripe/run-calls.ts'
import { endPastRequests } from './waiting/end-request.ts'
import { offerFreedPlaces } from './waiting/offer-places.ts'
import { lapseOffers } from './waiting/settle-offer.ts'
import { settleRequests } from './waiting/settle-requests.ts'

/** Does what is due at `act.now`, and says whether it left anything to be sent. */
export type Job = (act: Act) => Promise<boolean>

// Who makes which calls at Stripe, and who follows which of its objects.
const performers: Performers = { ...cardPerformers, ...sendingPerformers, ...settlingPerformers }
const followers: readonly Followers[] = [cardFollowers, invoiceFollowers]

const followStripe: Job = (act) => followEvents(act, followers)
const makeStripeCalls: Job = (act) => runCalls(act, performers)
const reconcileStripe: Job = (act) => reconcileNightly(act, followers)

/** Notes which sendings are over; it leaves nothing to be sent. */
const noteSent: Job = async (act) => {
  await endSendings(act.db, act.now)
  return false
}

// What Stripe tells comes first: it makes places certain or frees them. What frees places comes before what offers them, and an offer that has
// run out is settled before what it held is offered to the next school. Calls to Stripe come after whatever wants them.
const jobs: readonly Job[] = [
  followMailEvents,
  followStripe,
  settleLapsed,
  goOnWithBulk,
  followNames,
  lapseOffers,
  endPastRequests,
  settleRequests,
  repricePlaces,
  offerFreedPlaces,
  followAddresses,
  followAutomatic,
  // Whoever has another address by now is sent what they missed, and nobody is told of an address that is solved.
  solveCorrected,
  resendMissed,
  tellOfTrouble,
  deleteNeeds,
  keepNoLonger,
  // What was taken back is credited before what is charged instead is invoiced.
  creditInvoices,
  issueInvoices,
  markOverdue,
  remindOfInvoices,
  carryPaid,
  refundCards,
  makeStripeCalls,
  reconcileStripe,
  tellOfMoney,
  sendMailings,
  noteSent,
]

/**
 * Reads mail that came in. Always by itself and last, once everything else is done and sent: it fetches mail one by one from a provider that may
 * answer slowly, and what it reads is strangers' work.
 */
export const readingJobs: readonly Job[] = [followReplies]

/** Tells the council of requests to act for schools; looked at only when another trip has shown that some are untold. */
export const claimJobs: readonly Job[] = [tellOfClaims]

/** What follows from what the mail provider tells, which it does of every message: no more than that is looked at each time. */
export const mailJobs: readonly Job[] = [followMailEvents, tellOfTrouble]

/** What follows from what Stripe tells: places become certain or are freed, and money is credited, invoiced, paid back and told of. */
export const stripeJobs: readonly Job[] = [
  followStripe,
  settleLapsed,
  settleRequests,
  offerFreedPlaces,
  creditInvoices,
  issueInvoices,
  carryPaid,
  refundCards,
  makeStripeCalls,
  tellOfMoney,
]

// No form makes these due: time does, or the mail provider, which tells of it by itself.
const notByForms: readonly Job[] = [
  followMailEvents,
  followAutomatic,
  deleteNeeds,
  keepNoLonger,
  markOverdue,
  remindOfInvoices,
  reconcileStripe,
]

/** What can follow from a form: looked at after each one, so that whoever sent it soon sees what came of it. */
export const formJobs: readonly Job[] = jobs.filter((job) => !notByForms.includes(job))

/**
 * @param baseUrl where the service is reached: messages link to it
 * @param some all that can be due save the reading of mail, or fewer
 */
export const runDue = async (env: Bindings, now: Date, baseUrl: string, some: readonly Job[] = jobs): Promise<void> => {
  const act: Act = {
    db: env.DB,
    now,
    actor: nobody,
    origin: 'schedule',
    requestId: crypto.randomUUID(),
    baseUrl,
    mailFrom: env.MAIL_FROM,
    laCodes: (await readCouncil(env.DB, councilFrom(env.LA_CODES))).laCodes,
    stripe: stripeOf(env),
    mail: mailOf(env),
  }
  let toSend = false
  for (const job of some) {
    try {
      toSend = (await job(act)) || toSend
    } catch (error) {
      // One job that fails must not keep the others from being done.
      console.error(JSON.stringify({ job: job.name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    }
  }
  if (toSend) await deliverDue(env, now)
}
