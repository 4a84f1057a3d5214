import { sampleTicket } from '#calendars/invites/invite-places.ts'
import type { Wave } from '#correspondence/evaluations/evaluation.ts'
import { certificateMail, certificateWords } from '#emails/attendance/certificate.tsx'
import { absenceNoted, absenceNotedWords } from '#emails/correspondence/absence-noted.tsx'
import { evaluation, evaluationHeadWords, evaluationLaterWords, evaluationWords } from '#emails/correspondence/evaluation.tsx'
import { byHand, byHandWords } from '#emails/correspondence/mailing.tsx'
import { type JoiningFacts, reminder, reminderWords } from '#emails/correspondence/reminder.tsx'
import { reminderForContact, reminderForContactWords } from '#emails/correspondence/reminder-for-contact.tsx'
import { type NextDate, thanks, thanksWords } from '#emails/correspondence/thanks.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import { contactFacts, sampleEvent, sampleName, sampleNames, sampleReference, sampleSchool } from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const joining = (sender: Sender): JoiningFacts => ({
  sender,
  event: sampleEvent,
  contact: contactFacts(sender).contact,
  note: 'Park at the back of the hotel. Bring your copy of the county’s procedures.',
})

const dates = (sender: Sender): NextDate[] => [
  {
    title: sampleEvent.title,
    startsAt: '2027-10-12T08:00:00.000Z',
    endsAt: '2027-10-12T14:30:00.000Z',
    where: 'Shirehall, Hereford',
    page: `${sender.baseUrl}/events/sample`,
    left: 12,
  },
]

const afterwards = (sender: Sender) => ({
  ...joining(sender),
  name: sampleName,
  heldAt: '2027-06-08T08:00:00.000Z',
  dates: dates(sender),
  placePage: `${sender.baseUrl}/place/sample`,
})

const asked = (wave: Wave): Template['samples'] => [
  {
    label: 'As it goes',
    render: (sender) =>
      evaluation({
        sender,
        event: sampleEvent,
        wave,
        name: sampleName,
        schoolName: sampleSchool,
        until: '2027-07-07',
        contact: contactFacts(sender).contact,
        page: `${sender.baseUrl}/evaluate/sample`,
      }),
  },
]

export const automaticTemplates: readonly Template[] = [
  {
    name: 'reminder',
    label: 'Reminder to the person coming',
    audience: 'delegates',
    to: 'The person on the place',
    when: 'A week and a day before, or as the event has it',
    slots: reminderWords,
    fields: ['title', 'school', 'day', 'time', 'name'],
    samples: [
      {
        label: 'In a hall',
        render: (sender) =>
          reminder({
            ...joining(sender),
            name: sampleName,
            schoolName: sampleSchool,
            sessions: sampleEvent.sessions,
            placePage: `${sender.baseUrl}/place/sample`,
            ticket: sampleTicket,
          }),
      },
      {
        label: 'Online',
        render: (sender) =>
          reminder({
            ...joining(sender),
            event: { ...sampleEvent, attendanceMode: 'online', joiningLink: 'https://meet.example.gov.uk/j/9482039482039482' },
            name: sampleName,
            schoolName: sampleSchool,
            sessions: sampleEvent.sessions.slice(0, 1),
            placePage: undefined,
          }),
      },
    ],
  },
  {
    name: 'reminder_for_contact',
    label: 'Reminder to the person who booked, with who is coming',
    audience: 'bookers',
    to: 'The person who booked',
    when: 'When the people coming are reminded',
    slots: reminderForContactWords,
    fields: ['title', 'school', 'day', 'time'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          reminderForContact({
            ...joining(sender),
            schoolName: sampleSchool,
            sessions: sampleEvent.sessions.slice(0, 1),
            delegates: sampleNames,
            unnamed: 2,
            reference: sampleReference,
            bookingPage: `${sender.baseUrl}/bookings/sample`,
          }),
      },
      {
        label: 'Nobody is named yet',
        render: (sender) =>
          reminderForContact({
            ...joining(sender),
            schoolName: sampleSchool,
            sessions: sampleEvent.sessions.slice(0, 1),
            delegates: [],
            unnamed: 2,
            reference: sampleReference,
            bookingPage: `${sender.baseUrl}/bookings/sample`,
          }),
      },
    ],
  },
  {
    name: 'thanks',
    label: 'Thanks for coming',
    audience: 'delegates',
    to: 'The person who came',
    when: 'After the register is signed off, as the event has it',
    slots: thanksWords,
    fields: ['title', 'day', 'name'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) => thanks(afterwards(sender)),
      },
      {
        label: 'Where there are slides or other materials',
        render: (sender) =>
          thanks({
            ...joining(sender),
            note: '',
            name: sampleName,
            heldAt: '2027-06-08T08:00:00.000Z',
            dates: [],
            materials: { page: `${sender.baseUrl}/place/sample`, signsIn: false, from: undefined },
          }),
      },
    ],
  },
  {
    name: 'absence_noted',
    label: 'Absence noted',
    audience: 'delegates',
    to: 'The person who is marked as absent',
    when: 'After the register is signed off, as the event has it',
    slots: absenceNotedWords,
    fields: ['title', 'day', 'name', 'contact'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) => absenceNoted(afterwards(sender)),
      },
    ],
  },
  {
    name: 'certificate',
    label: 'Certificate',
    audience: 'delegates',
    to: 'The person who came',
    when: 'Once the event is over and the registers of what they attended are signed off',
    slots: certificateWords,
    fields: ['title', 'day', 'name', 'why'],
    samples: eachOf(
      [
        ['first', 'As it goes'],
        ['revoked', 'Revoked'],
        ['again', 'In place of an earlier one'],
      ] as const,
      ([how, label]) => ({
        label,
        render: (sender) =>
          certificateMail({
            sender,
            event: sampleEvent,
            name: sampleName,
            heldOn: '2027-06-08',
            contact: contactFacts(sender).contact,
            again: how === 'again',
            revoked: how === 'revoked' ? 'what the register says was corrected' : undefined,
            page: `${sender.baseUrl}/certificate/sample`,
          }),
      }),
    ),
  },
  {
    name: 'evaluation',
    label: 'Questions about an event, right after it',
    audience: 'delegates',
    to: 'The person who came',
    when: 'The morning after the registers are signed off, where something is asked',
    slots: evaluationWords,
    fields: ['title', 'school'],
    samples: asked('after'),
  },
  {
    name: 'evaluation_later',
    label: 'Questions about an event, some weeks later',
    audience: 'delegates',
    to: 'The person who came',
    when: 'Some weeks later on a school day, where something is asked',
    slots: evaluationLaterWords,
    fields: ['title', 'school'],
    samples: asked('later'),
  },
  {
    name: 'evaluation_head',
    label: 'Questions about an event, to the head of a school',
    audience: 'accounts',
    to: 'The head of each school that came',
    when: 'Some weeks later on a school day, where something is asked',
    slots: evaluationHeadWords,
    fields: ['title', 'school'],
    samples: asked('head'),
  },
  {
    name: 'mailing',
    label: 'Message written by an organiser',
    audience: 'delegates',
    to: 'The people the organiser chose',
    when: 'When an organiser messages a group; only its small print is said here',
    slots: byHandWords,
    fields: ['title', 'council', 'basis', 'topic'],
    samples: eachOf(
      [
        ['service', 'Service message'],
        ['statutory', 'Statutory notice'],
        ['training', 'Invitation to training'],
        ['promotion', 'Promotion'],
      ] as const,
      ([nature, label]) => ({
        label,
        render: (sender) =>
          byHand({
            sender,
            nature,
            subject: 'New guidance from September',
            paragraphs: [{ paragraph: `Dear ${sampleName},` }, { paragraph: 'Please read the new guidance before we meet.' }],
            event: sampleEvent,
            basis: 'Children Act 2004, section 16H',
            invited:
              nature === 'training'
                ? {
                    school: sampleSchool,
                    topic: 'online safety',
                    price: '£65.00 a place',
                    due: [],
                    schools: [],
                    books: [],
                    opensAt: undefined,
                    href: `${sender.baseUrl}/events`,
                  }
                : undefined,
            contact: contactFacts(sender).contact,
            unsubscribe: nature === 'promotion' || nature === 'training' ? `${sender.baseUrl}/unsubscribe/sample` : undefined,
          }),
      }),
    ),
  },
]
