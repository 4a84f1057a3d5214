import { type Council, sayContact } from '#base/council.ts'
import { type Day, type Instant, sayDay, sayLongDay } from '#base/dates.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

/** Acknowledges a complaint. It repeats nothing of it: anybody may have typed this address. */
export const complaintReceivedMail = (props: {
  council: Council
  baseUrl: string
  receivedAt: Instant
  answerBy: Day | undefined
}): Rendered => {
  const { council, receivedAt, answerBy } = props
  return mail('We have your complaint about how we use your data', sentBy(council, `${props.baseUrl}/privacy`), [
    { heading: 'We have your complaint' },
    { paragraph: `We received your complaint about how ${council.name} uses personal data on ${sayDay(receivedAt)}.` },
    { heading: 'What happens next' },
    {
      paragraph: `We look into it and answer ${answerBy ? `by ${sayLongDay(answerBy)}` : 'as soon as we can'}. If we need more time or more from you, we tell you.`,
    },
    { paragraph: `To add something, reply to this email or contact ${sayContact(council)}.` },
    { paragraph: 'If you did not complain to us, somebody typed your address by mistake. Tell us, and we close it.' },
  ])
}
