import { returnSubmittedMail, returnSubmittedWords } from '#emails/correspondence/return-received.tsx'
import { councilFacts, sampleSchool } from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

/** Messages to those of a school about its annual return. */
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
]
