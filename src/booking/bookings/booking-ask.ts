import type { Instant } from '#base/dates.ts'
import type { TypedAnswers } from '#events/questions/forms.ts'
import type { ContactAsked } from './booker.ts'
import type { Channel, DelegateAsked } from './booking.ts'
import type { BookingPayer, Paying } from './pricing.ts'

/** What places cost at the date they move to. `gross`: pence with VAT; `rows`: for the mail. */
export type MovedMoney = { rows: [label: string, value: string][]; gross: number; payer: { payerId: string } | undefined }

export type PlaceBookingAsk = {
  code: string
  schoolId: string
  formId: string
  delegates: DelegateAsked[]
  /** Places to be named later, besides the delegates'. */
  unnamed?: number
  /** How many of them are online, at a mixed event. */
  unnamedOnline?: number | undefined
  /** 'wait': what is not available at once goes on the waiting list. */
  ifFull?: 'refuse' | 'wait'
  acceptsFewer?: boolean
  /** The version of the terms of cancelling that was accepted. */
  termsId?: string | undefined
  /** When an organiser books: how the council was asked, and by whom, who is then the contact. */
  askedBy?: string
  contact?: ContactAsked | undefined
  /** With rows in the order of `delegates`; undefined: not asked. */
  answers?: TypedAnswers | undefined
  /** Whether it can be asked whom a name means; else whoever is not clear is somebody new. */
  asks?: boolean
  /** 'organiser': an organiser who also acts for the school books as the council. */
  channel?: Channel | undefined
  /** The accepted price; a school needs it at an event that is not free. */
  paying?: Paying | undefined
  /** An organiser books, and the school has agreed to pay. */
  schoolAgreed?: boolean
}

/** A request made before: by whom, who was not confirmed yet, and when. */
type Requested = {
  accountId: string
  personId: string | undefined
  name: string | undefined
  email: string
  requestedAt: Instant
}

/** Places that come from another date of the series. */
type Moved = {
  bookingId: string
  placeIds: readonly string[]
  /** Who pays for them at the old date. */
  payer: BookingPayer | undefined
  /** Whose booking it stays when an organiser moves it. */
  booker?: { accountId: string | undefined; personId: string | undefined } | undefined
  /** What happens at the old date, before the new places are there. */
  leave: (made: { id: string }) => Promise<SqlStatement[]>
  /** Who is notified, last in the batch. */
  tell: (made: { id: string; reference: string }, money: MovedMoney) => Promise<SqlStatement[]>
}

/** `holds`: what must be so as it is written, such as that a link still works. */
export type Origin = { requested?: Requested; moved?: Moved; holds?: readonly SqlStatement[] }
