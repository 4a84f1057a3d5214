import type { Instant } from '#base/dates.ts'
import type { TypedAnswers } from '#events/questions/forms.ts'
import type { Channel, DelegateAsked } from './booking.ts'
import type { ContactAsked } from './contact.ts'
import type { BookingPayer, Paying } from './pricing.ts'

/** What places cost at the date that they move to. `gross`: pence with VAT; `rows`: as a mail says it. */
export type MovedMoney = { rows: [label: string, value: string][]; gross: number; payer: { payerId: string } | undefined }

export type PlaceBookingAsk = {
  code: string
  schoolId: string
  formId: string
  delegates: DelegateAsked[]
  /** Places besides those of the delegates, to be named later. */
  unnamed?: number
  /** 'wait': what cannot be had at once goes on the waiting list. */
  ifFull?: 'refuse' | 'wait'
  /** Fewer places than asked will do: those left are taken at once and the others waited for. */
  acceptsFewer?: boolean
  /** The version of the terms of cancelling that was shown and accepted. */
  termsId?: string | undefined
  /** How the council was asked, when an organiser books for the school, and by whom: the contact of the booking. */
  askedBy?: string
  contact?: ContactAsked | undefined
  /** What was answered to the event's questions: its rows are those of `delegates`. undefined: nobody was asked. */
  answers?: TypedAnswers | undefined
  /** 'organiser': by an organiser who also acts for the school, as the council. */
  channel?: Channel | undefined
  /** The price that was accepted; needed by a school at an event that costs something. */
  paying?: Paying | undefined
  /** An organiser books, and somebody of the school has agreed to pay. */
  schoolAgreed?: boolean
  /** The places come from another date of the series: what happens there first, and who is told last, in this batch. */
  moving?: {
    bookingId: string
    placeIds: readonly string[]
    /** Who pays for them there. */
    payer: BookingPayer | undefined
    booker?: { accountId: string | undefined; personId: string | undefined } | undefined
    leave: (made: { id: string }) => Promise<D1PreparedStatement[]>
    tell: (made: { id: string; reference: string }, money: MovedMoney) => Promise<D1PreparedStatement[]>
  }
  /** For a request that was made before it could be granted: who made it, and when. */
  onBehalfOf?:
    | { accountId: string; personId: string | undefined; name: string | undefined; email: string; requestedAt: Instant }
    | undefined
}
