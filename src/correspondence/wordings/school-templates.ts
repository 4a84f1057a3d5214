import { lineShownMail, lineShownWords } from '#emails/attendance/line-shown.tsx'
import { sessionAnsweredMail, sessionAnsweredWords } from '#emails/booking/session-answered.tsx'
import { answerLinkMail, answerLinkWords } from '#emails/correspondence/answer-link.tsx'
import { dateFound, dateFoundWords } from '#emails/correspondence/date-found.tsx'
import { guidanceIssuedMail, guidanceIssuedWords } from '#emails/correspondence/guidance-issued.tsx'
import { returnSubmittedMail, returnSubmittedWords } from '#emails/correspondence/return-received.tsx'
import { schoolDigest, schoolDigestWords } from '#emails/correspondence/school-digest.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import { councilFacts, sampleName, sampleSchool } from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const asked = (sender: Sender) => ({
  sender,
  school: sampleSchool,
  about: 'Online safety, for all staff',
  page: `${sender.baseUrl}/school`,
})

export const schoolTemplates: readonly Template[] = [
  {
    name: 'session_answered',
    label: 'Answer about a session',
    audience: 'accounts',
    to: 'The person who asked for the session',
    when: 'When an organiser offers or refuses it',
    slots: sessionAnsweredWords,
    fields: ['school'],
    samples: [
      {
        label: 'Offered',
        render: (sender) =>
          sessionAnsweredMail({
            ...asked(sender),
            facts: [
              ['When', '4 January 2027 at 3:30pm to 5pm'],
              ['Where', 'The hall'],
              ['Trainer', sampleName],
              ['Price of the session, with any VAT', '£350'],
            ],
            link: `${sender.baseUrl}/session-offer/sample`,
          }),
      },
      { label: 'Refused', render: (sender) => sessionAnsweredMail({ ...asked(sender), reason: 'No trainer is free on these days.' }) },
    ],
  },
  {
    name: 'school_digest',
    label: 'What is due from a school, each week',
    audience: 'accounts',
    to: 'Those who act for the school and may hear it',
    when: 'Once a week in term at most, on the weekday of the settings, where something is due',
    slots: schoolDigestWords,
    fields: ['school', 'council'],
    samples: [
      {
        label: 'Names and training',
        render: (sender) =>
          schoolDigest({
            sender,
            name: sampleSchool,
            books: [{ text: `Book ${sampleName} for 20 April 2026, £95`, href: `${sender.baseUrl}/book-link/sample` }],
            parts: [
              {
                school: sampleSchool,
                home: `${sender.baseUrl}/school`,
                things: [
                  {
                    what: 'Say who comes to “Safeguarding conference”: 2 places have no name',
                    why: 'The organiser asks for names by Friday 17 April 2026, 4pm.',
                    by: 'Due by Friday 17 April 2026',
                    press: { text: 'Name them', href: `${sender.baseUrl}/bookings/K7M2QX/names` },
                  },
                  {
                    what: 'Training: Designated lead: training every two years',
                    why: `Due by 24 April 2026: ${sampleName}.`,
                    by: 'Due by Friday 24 April 2026',
                    press: { text: `Book ${sampleName} for 20 April 2026, £95.00`, href: `${sender.baseUrl}/school/school/due` },
                  },
                ],
              },
            ],
          }),
      },
    ],
  },
  {
    name: 'line_shown',
    label: 'What will be published, shown to the school',
    audience: 'accounts',
    to: 'Every address that is known of the school',
    when: 'When an officer shows a report to the schools that it names or counts',
    slots: lineShownWords,
    fields: ['school', 'report', 'days', 'service', 'council'],
    samples: eachOf(
      [
        ['To a school that a report may name', false],
        ['Before a report is published', true],
      ] as const,
      ([label, isCoverage]) => ({
        label,
        render: (sender, council) =>
          lineShownMail({
            school: sampleSchool,
            schoolId: 'school',
            report: 'Report 12',
            reportId: 'report',
            replyDays: 10,
            isCoverage,
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
            words: sender.words,
          }),
      }),
    ),
  },
  {
    name: 'date_found',
    label: 'There is a date',
    audience: 'accounts',
    to: 'Whoever asked to hear of a date on a topic or for a course, once',
    when: 'In the morning, as soon as a date can be booked and has a place free',
    slots: dateFoundWords,
    fields: ['topic', 'title', 'day'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          dateFound({
            sender,
            about: 'Online safety',
            title: 'Online safety conference',
            startsAt: '2027-06-08T08:00:00.000Z',
            page: `${sender.baseUrl}/events/sample`,
          }),
      },
    ],
  },
  {
    name: 'answer_link',
    label: 'Link to the answer on a topic',
    audience: 'accounts',
    to: 'One person without an account, such as a councillor',
    when: 'When an officer sends it',
    slots: answerLinkWords,
    fields: ['topic', 'who', 'council'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          answerLinkMail({
            sender,
            topic: 'Child-on-child abuse',
            by: sampleName,
            lastDay: '2027-05-24',
            link: `${sender.baseUrl}/answer-link/sample`,
          }),
      },
    ],
  },
  {
    name: 'return_submitted',
    label: 'Receipt of a safeguarding audit',
    audience: 'accounts',
    to: 'The people who wrote in the safeguarding audit of a school, or signed it',
    when: 'When its head submits it',
    slots: returnSubmittedWords,
    fields: ['school', 'title', 'when', 'number', 'service', 'council'],
    samples: eachOf(
      [
        ['By the deadline', 'by_deadline'],
        ['By the final date', 'by_final'],
        ['Late', 'after_final'],
      ] as const,
      ([label, came]) => ({
        label,
        render: (sender, council) =>
          returnSubmittedMail({
            school: sampleSchool,
            schoolId: 'school',
            returnId: 'return',
            title: 'Safeguarding return 2026–27',
            number: 'K7M2QX3A',
            came,
            at: '2027-01-29T15:00:00.000Z',
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
            words: sender.words,
          }),
      }),
    ),
  },
  {
    name: 'guidance_issued',
    label: 'Guidance issued to a school',
    audience: 'accounts',
    to: 'Those who hold the roles that the officer chose',
    when: 'When an officer issues a version of a document, or a school comes to it later',
    slots: guidanceIssuedWords,
    fields: ['document', 'school', 'dueOn', 'service', 'council'],
    samples: eachOf(
      [
        ['A policy to adopt', 'adopt'],
        ['To answer', 'answer'],
        ['To a school whose earlier answer stands', 'answered'],
        ['To tell staff', 'tell_staff'],
        ['For information', 'nothing'],
      ] as const,
      ([label, asked]) => ({
        label,
        render: (sender, council) =>
          guidanceIssuedMail({
            title: 'Sexual violence between children',
            school: sampleSchool,
            asked,
            isNew: !asked.startsWith('answer'),
            dueBy: 'governors',
            dueOn: '2026-12-11',
            whatToDo: 'Read part 2 with your DSL.',
            href: `${sender.baseUrl}/read/sample`,
            files: ['Advice for leads', 'Form for governors'],
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
            words: sender.words,
          }),
      }),
    ),
  },
]
