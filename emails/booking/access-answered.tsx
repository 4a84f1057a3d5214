import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'

/** To a delegate: that we answered what they told us. Not what: colleagues may read the mailbox. */
export const accessAnsweredMail = ({ sender, title, contact }: { sender: Sender; title: string; contact: string }): Rendered =>
  mail(`About your place at ${title}`, footerOf(sender, contact), [
    { heading: 'We have answered what you told us' },
    { paragraph: 'Only you can read it: sign in with an address that is yours alone. Where you have none, ask us.' },
    { button: 'Read our answer', href: `${sender.baseUrl}/account/record` },
  ])
