import type { Followers } from '#payments/stripe/event.ts'
import { followCheckout } from './follow-checkout.ts'
import { followCharge, followDispute, followRefund } from './follow-refund.ts'
import { openDisputes, openRefunds } from './refund-store.ts'
import { openSessions } from './store.ts'

export const cardFollowers: Followers = {
  'checkout.session': { follow: followCheckout, unsettled: (act) => openSessions(act.db) },
  refund: { follow: followRefund, unsettled: (act) => openRefunds(act.db) },
  charge: { follow: followCharge },
  dispute: { follow: followDispute, unsettled: (act) => openDisputes(act.db) },
}
