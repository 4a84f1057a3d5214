// Notifies whoever pays an invoice: the billing address, else whoever booked.

import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import type { Day } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import type { Rendered } from '#emails/messages/mail.tsx'
import { cardReceived } from '#emails/payments/card-received.tsx'
import { invoiceReminder } from '#emails/payments/invoice-reminder.tsx'
import { invoiceSent } from '#emails/payments/invoice-sent.tsx'
import type { MessageKind } from '#messages/outbox/kind.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { readSupplier } from '#money/ledger/setting-store.ts'
import { namedSupplier } from '#money/ledger/supplier.ts'
import { invoiceNumber, outstandingOf, type ReminderStep } from './invoice.ts'
import type { FoundInvoice } from './store.ts'

export const schoolInvoicePath = (invoice: Pick<FoundInvoice, 'schoolId' | 'number'>): string =>
  `/school/${invoice.schoolId}/money/invoices/${invoiceNumber(invoice.number)}`

const toPayer = (act: Act, invoice: FoundInvoice, kind: MessageKind, rendered: Rendered): OutgoingMessage[] => {
  const email = invoice.billingEmail || invoice.toldEmail
  if (!email) return []
  return [
    {
      ...rendered,
      id: newId(act.now),
      kind,
      to: { name: invoice.billingEmail ? undefined : (invoice.toldName ?? undefined), email },
      replyTo: invoice.contactEmail || undefined,
      recipient: invoice.billingEmail ? invoice.payerId : (invoice.toldId ?? invoice.payerId),
      eventId: invoice.eventId,
      schoolId: invoice.schoolId,
      bookingId: invoice.bookingId,
    },
  ]
}

const facts = async (act: Act, invoice: FoundInvoice) => ({
  sender: await senderOf(act),
  supplier: namedSupplier(await readSupplier(act.db), await readCouncil(act.db, councilFrom(''))),
  number: invoiceNumber(invoice.number),
  eventTitle: invoice.eventTitle,
  subjectTitle: invoice.subjectTitle,
  reference: invoice.reference,
  payerName: invoice.payerName,
  poNumber: invoice.givenPo,
  gross: invoice.gross,
  outstanding: outstandingOf(invoice),
  dueOn: invoice.dueOn,
  payOnline: invoice.hostedUrl,
  page: act.baseUrl + schoolInvoicePath(invoice),
})

export const notifyOfInvoice = async (act: Act, invoice: FoundInvoice): Promise<OutgoingMessage[]> =>
  toPayer(
    act,
    invoice,
    'invoice_sent',
    invoiceSent({
      ...(await facts(act, invoice)),
      replaces: invoice.replacesNumber === null ? undefined : invoiceNumber(invoice.replacesNumber),
    }),
  )

/** The receipt of a payment, with its day. @param left of the invoice, after it */
export const notifyOfPayment = async (
  act: Act,
  invoice: FoundInvoice,
  { pence, on, left }: { pence: number; on: Day; left: number },
): Promise<OutgoingMessage[]> =>
  toPayer(
    act,
    invoice,
    'card_received',
    cardReceived(
      {
        sender: await senderOf(act),
        title: invoice.eventTitle,
        subjectTitle: invoice.subjectTitle,
        startsAt: invoice.startsAt,
        reference: invoice.reference,
        schoolName: invoice.schoolName,
        bookingPage: `${act.baseUrl}/bookings/${invoice.reference}`,
        contact: invoice.contactEmail,
      },
      {
        pence,
        on,
        left,
        how: `on invoice ${invoiceNumber(invoice.number)}`,
        billing: invoice.billingEmail !== '' && invoice.billingEmail !== invoice.toldEmail,
      },
    ),
  )

export const notifyOfReminder = async (act: Act, invoice: FoundInvoice, step: ReminderStep): Promise<OutgoingMessage[]> =>
  toPayer(act, invoice, 'invoice_reminder', invoiceReminder({ ...(await facts(act, invoice)), step }))
