import { type Day, sayDay } from '#base/dates.ts'
import { type Rendered, type Sender, sentBy, worded } from '#emails/messages/mail.tsx'
import { heading, paragraphsOf, type Slots, sentence, subject, wordsOf } from '#emails/messages/words.ts'

export const answerLinkWords = {
  subject: subject('Have our schools been reached? {topic}', ['topic']),
  heading: heading('Have our schools been reached? {topic}', ['topic']),
  what: sentence('What it is', '{who} sends you what {council} knows of this. The page names no school and no person.', ['who', 'council']),
} satisfies Slots

/** To somebody who may read the answer on a topic without signing in. */
export const answerLinkMail = (props: { sender: Sender; link: string; topic: string; by: string; lastDay: Day }): Rendered => {
  const { sender, topic, by } = props
  const words = wordsOf('answer_link', answerLinkWords, sender.words, { topic, who: by, council: sender.council.name })
  return worded(words, sentBy(sender.council, `${sender.baseUrl}/privacy`), [
    ...paragraphsOf(words('what')),
    { button: 'Read the answer', href: props.link },
    {
      paragraph: `The link works until the end of ${sayDay(props.lastDay)}, and shows the position on the day you open it, or on an earlier day that you choose.`,
    },
    { paragraph: 'It is meant for you. Anybody who has it can open the page. Each time it is opened is counted.' },
  ])
}
