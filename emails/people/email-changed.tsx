import { type Council, sayContact } from '#base/council.ts'
import { type Instant, sayDeadline, sayInstant } from '#base/dates.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

/** To the old address, without the new one: somebody else may read it now. */
export const emailChanged = (props: { council: Council; baseUrl: string; at: Date; undoableUntil: Instant }): Rendered => {
  const { council } = props
  return mail(`This address no longer signs in to ${council.serviceName}`, sentBy(council, `${props.baseUrl}/privacy`), [
    { heading: 'Your email address was changed' },
    {
      paragraph: `On ${sayInstant(props.at)} the account in ${council.serviceName} that used this address was given another one. It was confirmed from the new address and by the person who used this one, with a code or a second factor.`,
    },
    { paragraph: 'Messages and calendar entries go to the new address from now on.' },
    {
      paragraph: `If you did not do this, sign in with this address by ${sayDeadline(props.undoableUntil)}: after the code you can undo the change. Tell ${sayContact(council)} at once.`,
    },
    { button: 'Sign in with this address', href: `${props.baseUrl}/sign-in` },
  ])
}
