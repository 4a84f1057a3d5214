import { sayInstant } from '#base/dates.ts'
import { mail, type Rendered } from '#emails/messages/mail.tsx'

/** To somebody whose lost second factors two administrators have removed. */
export const factorsReset = (props: {
  council: { name: string; serviceName: string; contactEmail: string; contactTelephone: string }
  baseUrl: string
  at: Date
}): Rendered => {
  const { council } = props
  const contact = [council.contactEmail, council.contactTelephone].filter(Boolean).join(' or ')
  return mail(
    `Your second factors in ${council.serviceName} are taken away`,
    [
      { heading: 'Set up a second factor again' },
      {
        paragraph: `On ${sayInstant(props.at)} two administrators took away the passkeys, authenticator apps and printed codes of your account in ${council.serviceName}, and signed it out everywhere.`,
      },
      { paragraph: 'Sign in with a code from this mailbox, set up a new second factor at once and print its codes.' },
      { button: 'Sign in', href: `${props.baseUrl}/sign-in?next=/account/factors` },
      {
        paragraph: `If you have not asked for this, tell ${contact || council.name} at once: whoever reads this mailbox could sign in as you.`,
      },
    ],
    [{ small: [`Sent by ${council.name}. `, { text: 'Privacy notice', href: `${props.baseUrl}/privacy` }] }],
  )
}
