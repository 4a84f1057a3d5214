import { sayInstant } from '../src/dates.ts'
import { mail, type Rendered } from './mail.tsx'

/** To the address that was given up. It does not name the new one: whoever reads this mailbox now may be somebody else. */
export const emailChanged = (props: {
  council: { name: string; serviceName: string; contactEmail: string; contactTelephone: string }
  baseUrl: string
  at: Date
}): Rendered => {
  const { council } = props
  const contact = [council.contactEmail, council.contactTelephone].filter(Boolean).join(' or ')
  return mail(
    `This address no longer signs in to ${council.serviceName}`,
    [
      { heading: 'Your email address was changed' },
      {
        paragraph: `On ${sayInstant(props.at)} the account in ${council.serviceName} that used this address was given another one. A code sent to the new address was typed in to confirm it.`,
      },
      { paragraph: 'Messages and calendar entries go to the new address from now on.' },
      { paragraph: `If you did not do this, tell ${contact || council.name} at once.` },
    ],
    [{ small: [`Sent by ${council.name}. `, { text: 'Privacy notice', href: `${props.baseUrl}/privacy` }] }],
  )
}
