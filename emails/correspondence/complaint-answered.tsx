import { type Council, sayContact } from '#base/council.ts'
import { type Instant, sayDay } from '#base/dates.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

const outcomes = {
  upheld: 'We uphold your complaint.',
  partly_upheld: 'We uphold part of your complaint.',
  not_upheld: 'We do not uphold your complaint.',
  withdrawn: 'We closed your complaint, because you withdrew it.',
} as const

/** The outcome of a complaint, and where else to go. */
export const complaintAnsweredMail = (props: {
  council: Council
  baseUrl: string
  receivedAt: Instant
  outcome: keyof typeof outcomes
  answer: string
}): Rendered => {
  const { council, answer } = props
  return mail('Our answer to your complaint about how we use your data', sentBy(council, `${props.baseUrl}/privacy`), [
    { heading: 'Our answer to your complaint' },
    { paragraph: `You complained to ${council.name} on ${sayDay(props.receivedAt)}. ${outcomes[props.outcome]}` },
    ...answer.split(/\n{2,}/).map((paragraph) => ({ paragraph })),
    {
      paragraph: [
        `If you are not content, contact ${sayContact(council)}, or complain to the Information Commissioner’s Office: `,
        { text: 'https://ico.org.uk/make-a-complaint/', href: 'https://ico.org.uk/make-a-complaint/' },
        ' or telephone 0303 123 1113.',
      ],
    },
  ])
}
