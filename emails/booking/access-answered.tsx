import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'

/** To a delegate: our answer to the access they stated. It repeats nothing of what they said. */
export const accessAnsweredMail = (facts: { sender: Sender; title: string; contact: string; answer: string; isDone: boolean }): Rendered =>
  mail(
    `About your place at ${facts.title}`,
    [
      { heading: 'Our answer to what you told us' },
      { paragraph: `You told us what helps you take part in ${facts.title}.` },
      { paragraph: facts.answer },
      { paragraph: facts.isDone ? 'It is arranged.' : 'We tell you on the page of your place when it is arranged.' },
    ],
    footerOf(facts.sender, facts.contact),
  )
