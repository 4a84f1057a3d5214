import { complaintAnsweredMail } from '#emails/correspondence/complaint-answered.tsx'
import { complaintReceivedMail } from '#emails/correspondence/complaint-received.tsx'
import { councilFacts } from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const asked = 'The law says what a complainant is told, so it says the same to everyone.'
const receivedAt = '2027-05-10T09:30:00.000Z'

export const complaintTemplates: readonly Template[] = [
  {
    name: 'complaint_received',
    label: 'Complaint about data received',
    audience: 'accounts',
    to: 'The person who complained by the form',
    when: 'At once',
    slots: {},
    fields: [],
    fixed: asked,
    samples: [
      {
        label: 'As it goes',
        render: (sender, council) =>
          complaintReceivedMail({ council: councilFacts(council), baseUrl: sender.baseUrl, receivedAt, answerBy: '2027-06-10' }),
      },
    ],
  },
  {
    name: 'complaint_answered',
    label: 'Answer to a complaint about data',
    audience: 'accounts',
    to: 'The person who complained by the form',
    when: 'When an administrator answers it',
    slots: {},
    fields: [],
    fixed: asked,
    samples: eachOf(
      [
        ['Upheld', 'upheld'],
        ['Partly upheld', 'partly_upheld'],
        ['Not upheld', 'not_upheld'],
        ['Withdrawn', 'withdrawn'],
      ] as const,
      ([label, outcome]) => ({
        label,
        render: (sender, council) =>
          complaintAnsweredMail({
            council: councilFacts(council),
            baseUrl: sender.baseUrl,
            receivedAt,
            outcome,
            answer: 'We sent your booking to a wrong address. We have corrected it.',
          }),
      }),
    ),
  },
]
