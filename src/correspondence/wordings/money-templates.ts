import { bookingRepriced, bookingRepricedWords } from '#emails/booking/booking-repriced.tsx'
import { placesHeld, placesHeldWords } from '#emails/booking/places-held.tsx'
import { moneyChanged, moneyChangedWords } from '#emails/money/money-changed.tsx'
import { moneyDecided, moneyDecidedWords } from '#emails/money/proposal-decided.tsx'
import { cardHoldEnded, cardHoldEndedWords } from '#emails/payments/card-hold-ended.tsx'
import { cardReceived, cardReceivedWords } from '#emails/payments/card-received.tsx'
import { cardMoneyReturned, cardMoneyReturnedWords } from '#emails/payments/card-refund.tsx'
import { cardTooLate, cardTooLateWords } from '#emails/payments/card-too-late.tsx'
import { cardTooLateForOrganiser, cardTooLateForOrganiserWords } from '#emails/payments/card-too-late-organiser.tsx'
import { invoiceReminder, invoiceReminderWords } from '#emails/payments/invoice-reminder.tsx'
import { invoiceSent, invoiceSentWords } from '#emails/payments/invoice-sent.tsx'
import { bookingFacts, cardFacts, invoiceFacts, moneyFacts, sampleMoney, sampleNames } from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const to = 'The person who booked'
const bookingFields = ['title', 'day', 'school', 'reference'] as const
const invoiceFields = ['number', 'title', 'sum', 'dueOn', 'payer', 'reference'] as const

export const moneyTemplates: readonly Template[] = [
  {
    name: 'booking_repriced',
    label: 'Price or payer changed',
    audience: 'payers',
    to,
    when: 'When what the places cost, or who pays, is put right',
    slots: bookingRepricedWords,
    fields: [...bookingFields, 'why'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          bookingRepriced({
            ...bookingFacts(sender),
            why: 'You are an academy of a trust since 1 April.',
            before: [['Who pays', 'The council, by recharge']],
            after: sampleMoney,
          }),
      },
    ],
  },
  {
    name: 'money_changed',
    label: 'New charge or credit',
    audience: 'payers',
    to,
    when: 'When a charge or credit is new of which no other message told',
    slots: moneyChangedWords,
    fields: [...bookingFields, 'what'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          moneyChanged({
            ...moneyFacts(sender),
            lines: [{ kind: 'not_attending_charge', pence: 6000, vatPence: 1200, rule: { why: 'nobody_came', version: 2 } }],
            owed: 31_200,
          }),
      },
    ],
  },
  {
    name: 'proposal_decided',
    label: 'Decision about what a booking owes',
    audience: 'payers',
    to,
    when: 'When something is waived, paid back or written off, a payment is undone, or a charge is right',
    slots: moneyDecidedWords,
    fields: [...bookingFields, 'sum', 'recordedOn', 'reason'],
    samples: eachOf(
      [
        ['waiver', 'A charge is waived'],
        ['refund', 'Money is paid back'],
        ['write_off', 'What was owed is written off'],
        ['take_back', 'A payment is undone'],
        ['stands', 'A charge stands'],
      ] as const,
      ([what, label]) => ({
        label,
        render: (sender) =>
          moneyDecided({
            ...moneyFacts(sender),
            what,
            gross: 7200,
            answer: what === 'stands' ? 'The place was cancelled on the day, so it could not go to another school.' : '',
            owed: what === 'stands' ? undefined : 24_000,
            takenBack: what === 'take_back' ? { because: 'returned', recordedOn: '2027-05-03' } : undefined,
          }),
      }),
    ),
  },
  {
    name: 'invoice_sent',
    label: 'Invoice',
    audience: 'payers',
    to: 'The payer',
    when: 'When an invoice is sent',
    slots: invoiceSentWords,
    fields: invoiceFields,
    samples: [{ label: 'As it goes', render: (sender) => invoiceSent({ ...invoiceFacts(sender), replaces: 'MU-2027-0031' }) }],
  },
  {
    name: 'invoice_reminder',
    label: 'Reminder of an invoice',
    audience: 'payers',
    to: 'The payer',
    when: 'Before an invoice is due and when it is overdue',
    slots: invoiceReminderWords,
    fields: invoiceFields,
    samples: eachOf(
      [
        ['before_due', 'Before it is due'],
        ['overdue', 'Overdue'],
        ['overdue_again', 'Still overdue'],
      ] as const,
      ([step, label]) => ({ label, render: (sender) => invoiceReminder({ ...invoiceFacts(sender), step }) }),
    ),
  },
  {
    name: 'places_held',
    label: 'Places held until they are paid for',
    audience: 'payers',
    to,
    when: 'When they have booked and are to pay by card',
    slots: placesHeldWords,
    fields: [...bookingFields, 'places', 'Places', 'until'],
    samples: eachOf([2, 0], (unnamed) => ({
      label: unnamed === 0 ? 'All are named' : 'Some are to be named',
      render: (sender) =>
        placesHeld({ ...bookingFacts(sender), delegates: sampleNames, unnamed, money: sampleMoney, until: '2027-05-04T17:31:00.000Z' }),
    })),
  },
  {
    name: 'card_received',
    label: 'Payment received',
    audience: 'payers',
    to,
    when: 'When what was owed is paid by card, or an invoice through Stripe is paid',
    slots: cardReceivedWords,
    fields: [...bookingFields, 'sum'],
    samples: eachOf(
      [
        ['Paid by card', 'by card', 0, false],
        ['A part of an invoice, to its billing address', 'on invoice INV-000123', 12_000, true],
      ] as const,
      ([label, how, left, billing]) => ({
        label,
        render: (sender) => cardReceived(cardFacts(sender), { pence: 24_000, on: '2026-05-04', how, left, billing }),
      }),
    ),
  },
  {
    name: 'card_refund',
    label: 'Money paid back to a card',
    audience: 'payers',
    to,
    when: 'When more was paid by card than the booking costs now',
    slots: cardMoneyReturnedWords,
    fields: [...bookingFields, 'sum'],
    samples: [{ label: 'As it goes', render: (sender) => cardMoneyReturned(cardFacts(sender), 12_000) }],
  },
  {
    name: 'card_hold_ended',
    label: 'Places no longer held for a card payment',
    audience: 'payers',
    to,
    when: 'When nothing was paid in time',
    slots: cardHoldEndedWords,
    fields: [...bookingFields, 'places'],
    samples: eachOf([3, 1], (places) => ({
      label: places === 1 ? 'One place' : 'Several places',
      render: (sender) => cardHoldEnded(cardFacts(sender), places),
    })),
  },
  {
    name: 'card_too_late',
    label: 'Card payment that came too late',
    audience: 'payers',
    to,
    when: 'When they paid and the places were gone',
    slots: cardTooLateWords,
    fields: [...bookingFields, 'sum'],
    samples: [{ label: 'As it goes', render: (sender) => cardTooLate(cardFacts(sender), 24_000) }],
  },
]

export const organiserTemplates: readonly Template[] = [
  {
    name: 'card_too_late_organiser',
    label: 'Card payment that came too late',
    audience: 'organisers',
    to: 'The contact of the event',
    when: 'When a school paid and the places were gone',
    slots: cardTooLateForOrganiserWords,
    fields: ['title', 'day', 'school', 'reference', 'sum'],
    samples: [{ label: 'As it goes', render: (sender) => cardTooLateForOrganiser(cardFacts(sender), 24_000) }],
  },
]
