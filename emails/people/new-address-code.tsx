import type { Council } from '#base/council.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

export const newAddressCode = (props: {
  code: string
  minutes: number
  council: Council
  privacyUrl: string
  /** The mailbox it goes to: the new one, or the current one. */
  mailbox: 'new' | 'current'
}): Rendered =>
  mail(`Your code to change your address in ${props.council.serviceName}`, sentBy(props.council, props.privacyUrl), [
    { heading: 'Your code' },
    {
      paragraph:
        props.mailbox === 'new'
          ? `${props.code} is the code that makes this your email address in ${props.council.serviceName}.`
          : `${props.code} is the code that lets your account in ${props.council.serviceName} have another email address instead of this one.`,
    },
    { paragraph: `Type it into the page where you asked for it, in the same browser. It works once, for ${props.minutes} minutes.` },
    {
      paragraph: 'If you did not ask for it, do nothing: nothing changes without it. Never tell it to anyone.',
    },
  ])
