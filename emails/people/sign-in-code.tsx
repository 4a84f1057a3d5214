import type { Council } from '#base/council.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

export const signInCodeMail = (props: {
  code: string
  minutes: number
  council: Council
  privacyUrl: string
  proves?: boolean
  /** A link of an email books above the sum for which the school asks for a code. */
  books?: boolean
  /** Somebody signed in proves that this address is theirs too. */
  earlier?: boolean
}): Rendered =>
  mail(`Your code for ${props.council.serviceName}`, sentBy(props.council, props.privacyUrl), [
    { heading: 'Your code' },
    {
      paragraph: `${props.code} is your code to ${props.proves ? 'confirm that it is you who is signed in to' : props.books ? 'book by the link of our email in' : props.earlier ? 'show that this address is yours too in' : 'sign in to'} ${props.council.serviceName}.`,
    },
    { paragraph: `Type it into the page where you asked for it, in the same browser. It works once, for ${props.minutes} minutes.` },
    {
      paragraph: props.proves
        ? 'If you did not ask for it, somebody else is signed in as you: sign out everywhere on the page Your account. Never tell the code to anyone.'
        : props.books
          ? 'If you did not ask for it, somebody else has that link. Nothing is booked without the code. Never tell it to anyone.'
          : props.earlier
            ? 'If you did not ask for it, do nothing: nothing changes without it. Never tell it to anyone.'
            : 'If you did not ask for it, do nothing: nobody can sign in without it. Never tell it to anyone.',
    },
  ])
