import { returnOpenedMail, returnOpenedWords, returnPutOffMail, returnPutOffWords } from '#emails/correspondence/return-asked.tsx'
import { returnRedactedMail, returnRedactedWords } from '#emails/correspondence/return-redaction.tsx'
import { councilFacts, sampleSchool } from './sample-data.ts'
import type { Template } from './wording.ts'

const sample = {
  school: sampleSchool,
  schoolId: 'school',
  returnId: 'return',
  title: 'Safeguarding audit 2026/27',
  deadlineAt: '2027-02-03T17:00:00.000Z',
  finalAt: '2027-02-28T17:00:00.000Z',
}

export const returnTemplates: readonly Template[] = [
  {
    name: 'return_opened',
    label: 'Safeguarding audit to fill in',
    audience: 'accounts',
    to: 'Every address that is known of the school',
    when: 'When an officer opens a safeguarding audit, or a school joins one later',
    slots: returnOpenedWords,
    fields: ['school', 'title', 'dueOn', 'finalOn', 'service', 'council'],
    samples: [
      {
        label: 'To a school',
        render: (sender, council) =>
          returnOpenedMail({ ...sample, council: councilFacts(council), serviceUrl: sender.baseUrl, words: sender.words }),
      },
    ],
  },
  {
    name: 'return_redacted',
    label: 'Words taken out of a safeguarding audit',
    audience: 'accounts',
    to: 'The head, and the person who wrote the words or signed as head',
    when: 'When officers take words out of a return',
    slots: returnRedactedWords,
    fields: ['school', 'title', 'when', 'name', 'service', 'council'],
    samples: [
      {
        label: 'To a school',
        render: (sender, council) =>
          returnRedactedMail({
            ...sample,
            at: '2027-02-04T10:00:00.000Z',
            by: 'Olive Grant',
            reason: 'It named a child',
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
            words: sender.words,
          }),
      },
    ],
  },
  {
    name: 'return_put_off',
    label: 'Safeguarding audit put off',
    audience: 'accounts',
    to: 'Every address that is known of a school that has not submitted',
    when: 'When an officer puts off the deadline or the final date of a safeguarding audit',
    slots: returnPutOffWords,
    fields: ['school', 'title', 'dueOn', 'finalOn', 'reason', 'service', 'council'],
    samples: [
      {
        label: 'To a school',
        render: (sender, council) =>
          returnPutOffMail({
            ...sample,
            reason: 'Schools were closed by snow for a week',
            council: councilFacts(council),
            serviceUrl: sender.baseUrl,
            words: sender.words,
          }),
      },
    ],
  },
]
