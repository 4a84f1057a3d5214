import { sayLongDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { footerOf, mail, type Rendered, type Sender } from '#emails/messages/mail.tsx'
import { paragraphsOf, type Slots, wordsOf } from '#emails/messages/words.ts'

export const unreachedWords = {
  why: {
    label: 'What has happened',
    text: 'The mail servers of these people did not accept what we sent about “{title}”. Do not count on them knowing of it. Nothing more is sent to those addresses until they are put right.',
    must: ['title'],
  },
  what: {
    label: 'What to do',
    text: 'We have asked the other contact of each school, where there is one, to correct the address. You may want to ring. Once an address is corrected, what was missed is sent again automatically.',
  },
} satisfies Slots

type UnreachedFacts = {
  sender: Sender
  title: string
  startsAt: string
  people: readonly { name: string; schoolName: string }[]
  page: string
  contact: string
}

/** To the organiser, once for all addresses found to fail together. */
export const unreached = ({ sender, title, startsAt, people, page, contact }: UnreachedFacts): Rendered => {
  const says = wordsOf('unreached', unreachedWords, sender.words, { title })
  const count = `${counted(people.length, 'person', 'people')} could not be reached`
  return mail(`${count}: ${title}, ${sayLongDay(startsAt)}`, footerOf(sender, contact), [
    { heading: count },
    ...paragraphsOf(says('why')),
    { list: people.map((person) => `${person.name}, ${person.schoolName}`) },
    ...paragraphsOf(says('what')),
    { button: 'See who could not be reached', href: page },
  ])
}
