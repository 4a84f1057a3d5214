import { type Council, sayContact } from '#base/council.ts'
import { sayInstant } from '#base/dates.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

/** To somebody whose lost second factors two administrators have removed. */
export const factorsReset = (props: { council: Council; baseUrl: string; at: Date }): Rendered => {
  const { council } = props
  return mail(`Your second factors in ${council.serviceName} are taken away`, sentBy(council, `${props.baseUrl}/privacy`), [
    { heading: 'Set up a second factor again' },
    {
      paragraph: `On ${sayInstant(props.at)} two administrators took away the passkeys, authenticator apps and printed codes of your account in ${council.serviceName}, and signed it out everywhere.`,
    },
    { paragraph: 'Sign in with a code from this mailbox, set up a new second factor at once and print its codes.' },
    { button: 'Sign in', href: `${props.baseUrl}/sign-in?next=/account/factors` },
    {
      paragraph: `If you have not asked for this, tell ${sayContact(council)} at once: anybody who reads this mailbox could sign in as you.`,
    },
  ])
}
