import { type Day, sayDay } from '#base/dates.ts'
import { mail, type Rendered, sentBy } from '#emails/messages/mail.tsx'

/** To whoever is to read the answer on a topic without signing in. */
export const answerLinkMail = (props: {
  council: { name: string }
  baseUrl: string
  link: string
  topic: string
  by: string
  lastDay: Day
}): Rendered =>
  mail(
    `Have our schools been reached? ${props.topic}`,
    [
      { heading: `Have our schools been reached? ${props.topic}` },
      { paragraph: `${props.by} sends you what ${props.council.name} knows of this. The page names no school and no person.` },
      { button: 'Read the answer', href: props.link },
      {
        paragraph: `The link works until the end of ${sayDay(props.lastDay)}, and shows the position on the day you open it, or on an earlier day that you choose.`,
      },
      { paragraph: 'It is meant for you. Whoever has it can open the page, and each time it is opened is counted.' },
    ],
    sentBy(props.council.name, `${props.baseUrl}/privacy`),
  )
