import { Hono } from 'hono'
import { sayChanged } from '#base/changed.ts'
import { mapped } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { type Asked, afterwards, gone, press } from '#base/web/press.tsx'
import { backToBooking, ofBooking, toBooking } from '#booking/bookings/asked-booking.ts'
import { payingRefusals } from '#booking/bookings/views/refusals.tsx'
import { askAgreement } from '#booking/placing/ask-agreement.ts'
import { referencesForm } from '#booking/placing/paying-forms.ts'
import { agreeToPay, changeReferences } from '#booking/pricing/change-references.ts'

export const agree = press({
  at: '/bookings/:reference/agree',
  button: (words: string) => [{ text: words, kind: 'secondary' }],
  act: (act, _, { part }) => agreeToPay(act, part('reference')),
  refused: {
    no_such_booking: gone,
    ...afterwards({ changed_meanwhile: `${sayChanged('The booking has')}.`, billed: payingRefusals.billed }),
  },
  done: 'Your school agrees to pay.',
  to: toBooking,
})

export const askAgain = press({
  at: '/bookings/:reference/ask-to-agree',
  button: [{ text: 'Send the confirmation again, with a new link to agree', kind: 'secondary' }],
  act: (act, _, { part }) => askAgreement(act, part('reference')),
  refused: {
    no_such_booking: gone,
    nobody_to_ask: { after: 'Nothing was sent: it has been agreed, or nobody can be asked by email.' },
  },
  done: 'Sent again, with a new link to agree.',
  to: toBooking,
})

const references = question({
  at: '/bookings/:reference/references',
  ...ofBooking,
  read: (asked: Asked) => mapped(ofBooking.read(asked), (found) => (found?.payer ? { ...found, payer: found.payer } : undefined)),
  title: 'What the bill is to say',
  caption: ({ booking }) => `Booking ${booking.reference}`,
  back: backToBooking,
  form: (_, { payer }) => referencesForm(payer.route),
  filled: ({ payer: { poNumber, costCentre, subjectiveCode, billingEmail } }) => ({ poNumber, costCentre, subjectiveCode, billingEmail }),
  button: 'Save',
  or: (found) => ({ ...backToBooking(found), text: 'Leave it as it is' }),
  act: (act, typed, { part }) => changeReferences(act, part('reference'), typed),
  refused: { no_such_booking: gone, ...payingRefusals },
  done: 'Saved.',
  to: toBooking,
})

/** The bill's references. Mounted at the root. */
export const schoolPayingPages = withPages(new Hono<AppEnv>(), references)
