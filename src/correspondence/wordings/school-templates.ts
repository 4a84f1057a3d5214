import { guidanceIssuedMail, guidanceIssuedWords } from '#emails/correspondence/guidance-issued.tsx'
import { returnSubmittedMail, returnSubmittedWords } from '#emails/correspondence/return-received.tsx'
import { councilFacts, sampleSchool } from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

/** Messages to schools about guidance and their annual return. */
export const schoolTemplates: readonly Template[] = [
  {
    name: 'return_submitted',
    label: 'Receipt of an annual return',
    audience: 'accounts',
    to: 'Whoever wrote in the return of a school, or signed it',
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
            ...{ school: sampleSchool, schoolId: 'school', returnId: 'return', title: 'Safeguarding return 2026–27', number: 'K7M2QX3A' },
            ...{ came, at: '2027-01-29T15:00:00.000Z', council: councilFacts(council), serviceUrl: sender.baseUrl, words: sender.words },
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
        ['To tell staff', 'tell_staff'],
        ['For information', 'nothing'],
      ] as const,
      ([label, asked]) => ({
        label,
        render: (sender, council) =>
          guidanceIssuedMail({
            ...{ title: 'Sexual violence between children', school: sampleSchool, asked, isNew: asked !== 'answer', dueBy: 'governors' },
            ...{ dueOn: '2026-12-11', whatToDo: 'Read part 2 with your lead.', href: `${sender.baseUrl}/read/sample` },
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
            words: sender.words,
          }),
      }),
    ),
  },
]
