import { sayChanged } from '#base/changed.ts'
import { gone, type Refusal } from '#base/web/press.tsx'
import type { PayRefusal } from '../checkout.ts'

const changed = (done: string): string => sayChanged('Something about this booking has', done)

export const payRefusals: Record<PayRefusal | 'not_ready' | 'failed', Refusal> = {
  no_such_booking: gone,
  nothing_to_pay: 'Nothing is left to pay by card, so nothing more was charged.',
  changed_meanwhile: changed('paid'),
  places_gone: 'The places are no longer held for you, and there is no room for them now. Nothing was paid.',
  page_outdated:
    'What is owed has changed since the payment page was opened. We are closing that page. Nothing was paid. Try again in a minute.',
  not_ready: { status: 503, says: 'Stripe’s payment page does not answer yet. Nothing was paid. Try again in a minute.' },
  failed: { status: 503, says: 'The payment page could not be made. Nothing was paid. Try again, or ask the organiser.' },
}

export const releaseRefusals: Record<'no_such_booking' | 'changed_meanwhile', Refusal> = {
  no_such_booking: gone,
  changed_meanwhile: { after: changed('cancelled') },
}
