import type { Council } from '#base/council.ts'
import { type Day, type Instant, sayDay, sayDeadline } from '#base/dates.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

/** To a colleague asked to decide on a proposal. */
export const secondPersonAsked = (props: {
  council: Council
  baseUrl: string
  path: string
  /** What was proposed, such as “A correction of a closed register”. */
  what: string
  by: string
  until: Instant
}): Rendered => {
  const { council, by, what } = props
  return mail(`${by} asks you to decide: ${what.charAt(0).toLowerCase()}${what.slice(1)}`, sentBy(council, `${props.baseUrl}/privacy`), [
    { heading: 'You are asked to decide as the second person' },
    {
      facts: [
        ['What', what],
        ['Proposed by', by],
        ['You can decide until', sayDeadline(props.until)],
      ],
    },
    {
      paragraph: `Nothing happens until a second person approves it. Sign in to ${council.serviceName}, read it, then approve or refuse it.`,
    },
    { button: 'Read it and decide', href: `${props.baseUrl}${props.path}` },
    { paragraph: 'You are asked for your own judgement. Forwarding this email lets nobody else decide.' },
  ])
}

/** Once, to each who can decide on overdue urgent guidance. */
export const secondPersonOverdue = (props: {
  council: Council
  baseUrl: string
  path: string
  title: string
  by: string
  dueOn: Day
}): Rendered =>
  mail('Overdue: guidance that schools have and nobody has approved', sentBy(props.council, `${props.baseUrl}/privacy`), [
    { heading: 'Guidance waits for a second person' },
    {
      facts: [
        ['What', props.title],
        ['Issued urgently by', props.by],
        ['A second person was to approve it by', sayDay(props.dueOn)],
      ],
    },
    {
      paragraph: `Schools have it already. Sign in to ${props.council.serviceName}, read it, then approve or refuse it. Refusing withdraws it from schools.`,
    },
    { button: 'Read it and decide', href: `${props.baseUrl}${props.path}` },
  ])
