import * as z from 'zod'
import { newId } from '#base/id.ts'
import { optionsOf, type Problems } from '#base/web/field.tsx'
import { choice, form, line, lines, sentAlong } from '#base/web/fields.tsx'
import { type Body, linesField, sentField, text, textField } from '#base/web/form.ts'
import { readAttendance } from '#booking/bookings/attendance.ts'
import type { Channel } from '#booking/bookings/booking.ts'
import { contactProblems, readContact, type TypedContact } from '#booking/placing/contact-forms.ts'
import type { Attendance } from '#events/events/event.ts'
import { wholeNumber } from '#events/events/form-values.ts'
import { type OutOfTurnReason, outOfTurnReasons } from './offer.ts'
import type { WaitingBooking } from './waiting.ts'

/** What the page said: `seen`, pence with VAT, 0 without a price; `begins`, when the event does. */
export const answerForm = form({
  answer: sentAlong(z.enum(['accept', 'decline'], 'Press one of the two buttons: accept or decline.')),
  seen: sentAlong(sentField.transform((typed) => wholeNumber(typed || '0'))),
  begins: sentAlong(sentField),
})
export type OfferAnswer = z.infer<typeof answerForm.schema>

export type JoinValues = {
  school: string
  formId: string
  places: string
  /** At a mixed event: for what the school waits. */
  attendance: Attendance | ''
  how: string
  termsId: string
  authority: boolean
  contact: TypedContact
}

export const joinValues = (body: Body, now: Date): JoinValues => ({
  school: text(body, 'school'),
  formId: /^[\w-]{8,64}$/.test(text(body, 'formId')) ? text(body, 'formId') : newId(now),
  places: text(body, 'places').trim(),
  attendance: readAttendance(text(body, 'attendance')),
  how: text(body, 'how'),
  termsId: text(body, 'termsId'),
  authority: text(body, 'authority') === 'yes',
  contact: readContact(body),
})

/**
 * @param most how many places the limits allow the school to wait for
 * @param mixed whether it waits for places in the room or online has to be said
 */
export const readJoin = (
  values: JoinValues,
  most: number,
  channel: Channel,
  mixed = false,
): { ok: true; places: number; attendance: Attendance | ''; acceptsFewer: boolean } | { ok: false; problems: Problems } => {
  const problems: Problems = channel === 'organiser' ? contactProblems(values.contact) : {}
  const places = wholeNumber(values.places)
  const { attendance } = values
  if (mixed && !attendance) problems['attendance'] = 'Choose whether your school waits for places in the room or online'
  if (!(places >= 1)) problems['places'] = 'Enter how many places your school needs, such as 2'
  else if (places > most) problems['places'] = `Enter ${most === 1 ? '1' : `a number from 1 to ${most}`}: your school can have no more`
  else if (places > 1 && values.how !== 'all' && values.how !== 'partly')
    problems['how'] = 'Choose whether you need all of the places together, or take as many as there are'
  return Object.keys(problems).length > 0
    ? { ok: false, problems }
    : { ok: true, places, attendance, acceptsFewer: values.how === 'partly' }
}

/** @param waiting how many places the booking waits for now */
export const readFewer = (body: Body, waiting: number): { places: number } | { problem: string } => {
  const places = wholeNumber(text(body, 'places').trim())
  return places >= 1 && places < waiting
    ? { places }
    : { problem: `Enter a number from 1 to ${waiting - 1}. To wait for more, join again; to wait for none, withdraw` }
}

/** It may be offered fewer places than it waits for. */
const takesFewer = ({ placeIds, acceptsFewer }: Pick<WaitingBooking, 'placeIds' | 'acceptsFewer'>): boolean =>
  placeIds.length > 1 && acceptsFewer

export const outOfTurnForm = (booking: WaitingBooking) => {
  const most = booking.placeIds.length
  const places = textField.transform(wholeNumber).refine((n) => n >= 1 && n <= most, `Enter a number from 1 to ${most}`)
  return form({
    ...(takesFewer(booking) ? { places: line('How many places?', places, { width: 3, inputmode: 'numeric' }) } : {}),
    reason: choice(
      'Why out of turn?',
      optionsOf(outOfTurnReasons),
      z.enum(Object.keys(outOfTurnReasons) as OutOfTurnReason[], 'Choose a reason: it is kept in the log'),
      { hint: 'Kept in the log' },
    ),
  })
}

const longestReason = 1000
const reason = z
  .string()
  .min(1, 'Enter a reason: the school is told why')
  .max(longestReason, `The reason must be ${longestReason} characters or fewer`)

export const reasonForm = form({ reason: lines('Reason', linesField.pipe(reason), { hint: 'The school reads it', rows: 3 }) })

export const withdrawalForm = form({
  turn: choice(
    'What becomes of its request?',
    [
      {
        value: 'back',
        text: 'It keeps its turn',
        hint: 'It is offered places again when its turn comes: at once, if it is the first for which they fit',
      },
      { value: 'off', text: 'It ends', hint: 'The school can join the list again, after those who wait' },
    ],
    z.enum(['back', 'off'], 'Choose what becomes of the request'),
  ),
})
