import Stripe from 'stripe'
import { type Account, type Kind, type Kinds, newId } from './account.ts'
import { post } from './desk.ts'

/** Writes down what happened to an object, as it was at that moment, and gives it to the desk. */
export const emit = (account: Account, type: Stripe.Event['type'], thing: Kinds[Kind]): void => {
  const event = {
    id: newId('evt'),
    object: 'event',
    api_version: Stripe.API_VERSION,
    created: account.now(),
    data: { object: structuredClone(thing) },
    livemode: false,
    pending_webhooks: account.desk.endpoints.length,
    request: { ...account.request },
    type,
  } as Stripe.Event
  account.add('event', event)
  post(account.desk, event, account.now())
}
