import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'

/** To a delegate, whose mailbox colleagues may read: that we answered what they told us, and where to read it. */
export const accessAnsweredMail = ({ sender, title, contact }: { sender: Sender; title: string; contact: string }): Rendered =>
  mail(
    `About your place at ${title}`,
    [
      { heading: 'We have answered what you told us' },
      { paragraph: 'Only you can read it: sign in with an address that is yours alone. Where you have none, ask us.' },
      { button: 'Read our answer', href: `${sender.baseUrl}/account/record` },
    ],
    footerOf(sender, contact),
  )
