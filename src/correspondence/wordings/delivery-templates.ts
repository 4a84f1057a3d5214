import { recordCorrected, recordCorrectedWords } from '#emails/attendance/record-corrected.tsx'
import { addressFailed, addressFailedWords } from '#emails/correspondence/address-failed.tsx'
import { contactDeclined, contactDeclinedWords } from '#emails/correspondence/contact-declined.tsx'
import { mailPassedOn, mailPassedOnWords } from '#emails/correspondence/mail-passed-on.tsx'
import { replyDeclined, replyDeclinedWords } from '#emails/correspondence/reply-declined.tsx'
import { unreached, unreachedWords } from '#emails/correspondence/unreached.tsx'
import { contactFacts, otherSchool, sampleEvent, sampleName, sampleNames, sampleReference, sampleSchool } from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const startsAt = '2027-06-08T08:00:00.000Z'
const endsAt = '2027-06-08T14:30:00.000Z'

/** Messages about undelivered mail, answers of calendars and people, and what is corrected. */
export const deliveryTemplates: readonly Template[] = [
  {
    name: 'record_corrected',
    label: 'The record of a signed-off register is corrected',
    audience: 'bookers',
    to: 'The person who booked',
    when: 'When a second person approves a correction',
    slots: recordCorrectedWords,
    fields: ['title', 'day', 'school', 'reference'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          recordCorrected({
            ...contactFacts(sender),
            event: sampleEvent,
            lines: ['Day and hours: Friday 4 June 2027, 9:30am to 4pm, corrected to Friday 11 June 2027, 9:30am to 4pm'],
            reason: 'The paper register is of the 11th',
          }),
      },
    ],
  },
  {
    name: 'address_failed',
    label: 'A colleague’s address does not work',
    audience: 'bookers',
    to: 'The school’s other contact',
    when: 'When mail to somebody of the school comes back',
    slots: addressFailedWords,
    fields: ['names'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          addressFailed({
            sender,
            name: 'Siân Ŵyn Pritchard-Llewelyn',
            people: [
              { name: sampleName, booker: true },
              { name: 'Tomáš O’Shaughnessy', booker: false },
            ],
            bookings: [
              {
                reference: sampleReference,
                title: sampleEvent.title,
                startsAt,
                schoolName: sampleSchool,
                page: `${sender.baseUrl}/bookings/sample`,
              },
            ],
            contact: contactFacts(sender).contact,
          }),
      },
    ],
  },
  {
    name: 'reply_declined',
    label: 'Answer to a calendar’s “no”',
    audience: 'delegates',
    to: 'The person whose calendar declined',
    when: 'At once when their calendar declines the invitation',
    slots: replyDeclinedWords,
    fields: ['title'],
    samples: eachOf([false, true], (own) => ({
      label: own ? 'They booked themselves' : 'Somebody booked for them',
      render: (sender) =>
        replyDeclined({
          sender,
          name: sampleName,
          title: sampleEvent.title,
          startsAt,
          endsAt,
          schoolName: sampleSchool,
          placePage: `${sender.baseUrl}/place/sample`,
          bookingPage: own ? `${sender.baseUrl}/bookings/sample` : undefined,
          contact: contactFacts(sender).contact,
        }),
    })),
  },
  {
    name: 'contact_declined',
    label: 'Answered no in their calendar',
    audience: 'bookers',
    to: 'The person who booked',
    when: 'When the calendar of somebody on a place declines the invitation',
    slots: contactDeclinedWords,
    fields: ['name', 'title'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          contactDeclined({
            sender,
            name: sampleName,
            title: sampleEvent.title,
            startsAt,
            endsAt,
            schoolName: sampleSchool,
            reference: sampleReference,
            bookingPage: `${sender.baseUrl}/bookings/sample`,
            contact: contactFacts(sender).contact,
          }),
      },
    ],
  },
  {
    name: 'unreached',
    label: 'People who could not be reached',
    audience: 'organisers',
    to: 'The contact of the event',
    when: 'When mail to people of an event comes back',
    slots: unreachedWords,
    fields: ['title'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          unreached({
            sender,
            title: sampleEvent.title,
            startsAt,
            people: sampleNames.map((name, index) => ({ name, schoolName: index === 0 ? sampleSchool : otherSchool })),
            page: `${sender.baseUrl}/organiser/events/sample`,
            contact: contactFacts(sender).contact,
          }),
      },
    ],
  },
  {
    name: 'mail_passed_on',
    label: 'Mail passed on to the organiser',
    audience: 'organisers',
    to: 'The contact of the event, or the council',
    when: 'When somebody writes to the address that messages come from',
    slots: mailPassedOnWords,
    fields: [],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          mailPassedOn({
            sender,
            from: 'siân.pritchard@example.org',
            subject: 'Where do I park?',
            text: 'Hello,\n\nI am coming in a van. Is there room for it?',
            title: sampleEvent.title,
            contact: contactFacts(sender).contact,
          }),
      },
    ],
  },
]
